// Field tables of a scenario about a data set: how it is moved and compared, what users do,
// accidents, prices, and what must hold.
#include "scenarios/growth_table.hpp"
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kProcedures[] = {"dump-and-import", "batched-copy", "online",
                                            "change-capture", "none"};
constexpr std::string_view kForms[] = {"one-statement", "statement-each"};
constexpr std::string_view kGuards[] = {"overwrite", "if-absent", "fail-if-present"};
constexpr std::string_view kFirsts[] = {"tables", "store"};
constexpr std::string_view kStandings[] = {"tables", "store"};
constexpr Field kDefectName{.name = "defect", .kind = Kind::kIdentifier,
                            .about = "A defect of one of the packages.",
                            .example = "null-content-type"};

constexpr Field kThrottleFields[] = {
    {.name = "latency", .kind = Kind::kDuration, .need = Need::kRequired,
     .about = "Calls of users that take longer make the copy pause.", .example = "50ms",
     .least = 1},
    {.name = "pause", .kind = Kind::kDuration, .about = "For how long.", .fallback = "100ms",
     .example = "1s", .least = 1}};
constexpr Table kThrottleTable{.name = "throttle",
                               .about = "A copy that holds back while users suffer.",
                               .fields = kThrottleFields};
constexpr Field kProcedureFields[] = {
    {.name = "kind", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "dump-and-import: all stop, each package is exported to a file and imported from it "
              "(lakeFS 0.80). batched-copy: all stop, readers write batches and can resume. "
              "online: both are written, the rest is copied in chunks. change-capture: a snapshot "
              "is copied, then the log of changes. none: nothing is moved.",
     .example = "dump-and-import", .choices = kProcedures},
    {.name = "page", .kind = Kind::kCount, .about = "Rows that one read fetches.",
     .fallback = "1000", .example = "500", .least = 1, .most = 100'000},
    {.name = "export_workers", .kind = Kind::kCount,
     .about = "Of dump-and-import: most selects at once of a package exported parent by parent; "
              "the package may say fewer.",
     .fallback = "10", .example = "4", .least = 1, .most = 1000},
    {.name = "channel", .kind = Kind::kCount,
     .about = "Of dump-and-import: entries read off the dump ahead of the workers.",
     .fallback = "100", .example = "1000", .least = 1, .most = 1'000'000},
    {.name = "workers", .kind = Kind::kCount,
     .about = "Of dump-and-import: who write entries, one at a time each.", .fallback = "20",
     .example = "10", .least = 1, .most = 1000},
    {.name = "packages_in_parallel", .kind = Kind::kBoolean,
     .about = "Of those that stop: whether all packages are moved at once.", .fallback = "true",
     .example = "false"},
    {.name = "producer_blocks_for_ever", .kind = Kind::kBoolean,
     .about = "Of dump-and-import: whether its reader hangs when all workers are dead (a defect "
              "repaired just before the release).",
     .fallback = "false", .example = "true"},
    {.name = "readers", .kind = Kind::kCount, .about = "Of copies: ranges copied at once.",
     .fallback = "1", .example = "8", .least = 1, .most = 64},
    {.name = "batch", .kind = Kind::kCount, .about = "Of copies: entries in one write.",
     .fallback = "25", .example = "100", .least = 1, .most = 10'000},
    {.name = "form", .kind = Kind::kChoice,
     .about = "Of copies: whether a batch is one statement, or one for each entry in a "
              "transaction.",
     .fallback = "one-statement", .example = "statement-each", .choices = kForms},
    {.name = "guard", .kind = Kind::kChoice,
     .about = "Of copies: what happens to an entry that is there already.",
     .fallback = "if-absent", .example = "overwrite", .choices = kGuards},
    {.name = "checkpoint", .kind = Kind::kCount,
     .about = "Of copies: rows between two notes from where to resume; 0 for none.",
     .fallback = "10000", .example = "1000", .most = 1'000'000'000},
    {.name = "throttle", .kind = Kind::kMapping,
     .about = "Of online and change-capture: when the copy holds back.", .fallback = "never",
     .example = "{latency: 50ms}", .inner = &kThrottleTable},
    {.name = "first", .kind = Kind::kChoice,
     .about = "Of online: which of the two is written first.", .fallback = "tables",
     .example = "store", .choices = kFirsts},
    {.name = "cut_over_stop", .kind = Kind::kDuration,
     .about = "Of online: how long servers stop at the cut-over.", .fallback = "0ms",
     .example = "2s"},
    {.name = "repair", .kind = Kind::kBoolean,
     .about = "Of online: whether what the check finds is copied again.", .fallback = "true",
     .example = "false"},
    {.name = "roll_back_on_errors", .kind = Kind::kBoolean,
     .about = "Of online: whether a check that still differs leaves the tables in charge.",
     .fallback = "true", .example = "false"},
    {.name = "apply_batch", .kind = Kind::kCount,
     .about = "Of change-capture: changes in one write.", .fallback = "100", .example = "10",
     .least = 1, .most = 100'000},
    {.name = "poll", .kind = Kind::kDuration,
     .about = "Of change-capture: between two looks into the log.", .fallback = "100ms",
     .example = "1s", .least = 1},
    {.name = "lag", .kind = Kind::kDuration,
     .about = "Of change-capture: what the log may lag behind at the cut-over.", .fallback = "1s",
     .example = "100ms"},
    {.name = "stay_on", .kind = Kind::kChoice,
     .about = "Of none: what the servers use.", .fallback = "tables", .example = "store",
     .choices = kStandings},
    {.name = "snapshot", .kind = Kind::kLatency,
     .about = "How long a backup takes before the first phase.", .fallback = "no backup",
     .example = "5min"},
    {.name = "drop_old_tables", .kind = Kind::kBoolean,
     .about = "Whether the old tables go at the end.", .fallback = "false", .example = "true"},
    {.name = "roll_back_on_failure", .kind = Kind::kBoolean,
     .about = "Whether servers start again on the tables when it fails; else they stay down.",
     .fallback = "false", .example = "true"},
    {.name = "defects", .kind = Kind::kList,
     .about = "Mistakes of the packages' exporters that this release has.", .fallback = "none",
     .example = "[null-content-type]", .element = &kDefectName}};

constexpr std::string_view kCompares[] = {"none", "all", "digests", "sampled"};
constexpr Field kDataCheckFields[] = {
    {.name = "compare", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "All rows one by one, sums over ranges of them, or a sample of the pages.",
     .example = "digests", .choices = kCompares},
    {.name = "share", .kind = Kind::kPercent, .about = "Of a sample: which share of all pages.",
     .fallback = "1%", .example = "5%"},
    {.name = "readers", .kind = Kind::kCount, .about = "Ranges compared at once.",
     .fallback = "4", .example = "8", .least = 1, .most = 64},
    {.name = "page", .kind = Kind::kCount, .about = "Rows that one read fetches.",
     .fallback = "1000", .example = "100", .least = 1, .most = 100'000}};

constexpr std::string_view kConducts[] = {"stops", "queues", "goes-on"};
constexpr Field kConduct{.name = "conduct", .kind = Kind::kChoice,
                         .about = "stops: users begin nothing. queues: their calls wait at the "
                                  "door. goes-on: they call; servers that are down refuse them.",
                         .example = "queues", .choices = kConducts};
constexpr Table kDuringTable{.name = "conduct by phase",
                             .about = "What users do in phases of the procedure, by their names.",
                             .others = &kConduct};
constexpr std::string_view kRowChoices[] = {"new", "any", "in-flight"};
constexpr Field kPopularFields[] = {{.name = "zipf", .kind = Kind::kNumber,
                                     .need = Need::kRequired, .about = "The exponent.",
                                     .example = "0.99"}};
constexpr Table kPopularTable{.name = "popular rows",
                              .about = "A few rows take most of the traffic: Zipf's law.",
                              .fields = kPopularFields};
constexpr Field kRowForms[] = {
    {.name = "row", .kind = Kind::kChoice,
     .about = "One that the calls make themselves, any of the data set, or one begun before.",
     .example = "any", .choices = kRowChoices},
    {.name = "row", .kind = Kind::kMapping, .about = "Rows that differ in popularity.",
     .example = "{zipf: 0.99}", .inner = &kPopularTable}};
constexpr Field kArgument{.name = "parameter", .kind = Kind::kCount,
                          .about = "A parameter of the call or sequence.", .example = "7",
                          .most = 1'000'000'000};
constexpr Table kArgumentsTable{.name = "arguments",
                                .about = "Parameters of a call or sequence, by name.",
                                .others = &kArgument};
constexpr Field kCallField{.name = "call", .kind = Kind::kIdentifier,
                           .about = "A call of the package.", .fallback = "a sequence",
                           .example = "Get"};
constexpr Field kSequenceField{.name = "sequence", .kind = Kind::kIdentifier,
                               .about = "A sequence of the package's calls, about one row.",
                               .fallback = "a single call", .example = "upload"};
constexpr Field kWith{.name = "with", .kind = Kind::kMapping,
                      .about = "Parameters of the call or sequence.",
                      .fallback = "the usual ones", .example = "{parts: 100}",
                      .inner = &kArgumentsTable};
constexpr Field kRowField{.name = "row", .kind = Kind::kOneOf, .about = "Which row it is about.",
                          .fallback = "new for a sequence, any for a call", .example = "any",
                          .alternatives = kRowForms};
constexpr Field kPause{.name = "pause", .kind = Kind::kPiecewiseLatency,
                       .about = "Between two calls of a sequence.", .fallback = "0ms",
                       .example = "100ms"};
constexpr std::string_view kCallOrSequence[] = {"call", "sequence"};
constexpr Group kMixedGroups[] = {{Rule::kExactlyOne, kCallOrSequence}};
constexpr Field kMixedFields[] = {
    kCallField, kSequenceField, kWith, kRowField, kPause,
    {.name = "weight", .kind = Kind::kNumber, .about = "How often, beside the others.",
     .fallback = "1", .example = "10"}};
constexpr Table kMixedTable{.name = "part of a mix", .about = "A call or sequence, and how often.",
                            .fields = kMixedFields, .groups = kMixedGroups};
constexpr std::string_view kWhat[] = {"call", "sequence", "mix"};
constexpr std::string_view kArrivals[] = {"poisson", "every", "clients"};
constexpr Group kTrafficGroups[] = {{Rule::kExactlyOne, kWhat}, {Rule::kExactlyOne, kArrivals}};
constexpr Field kTrafficFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "What reports call it.", .example = "uploads"},
    {.name = "package", .kind = Kind::kText, .about = "Whose calls.",
     .fallback = "the only one", .example = "gateway/multiparts"},
    kCallField, kSequenceField, kWith, kRowField, kPause,
    {.name = "mix", .kind = Kind::kList, .about = "Several of them.", .fallback = "one",
     .example = "[{call: Get, weight: 9}, {call: Delete}]", .inner = &kMixedTable},
    {.name = "poisson", .kind = Kind::kEventRate, .about = "They come at random.",
     .fallback = "another kind of arrivals", .example = "100/s"},
    {.name = "every", .kind = Kind::kPiecewiseLatency, .about = "They come at intervals.",
     .fallback = "another kind of arrivals", .example = "10ms"},
    {.name = "clients", .kind = Kind::kMapping,
     .about = "They come from clients that wait for answers.",
     .fallback = "another kind of arrivals", .example = "{count: 10, think: 5ms}",
     .inner = &kClientsTable},
    {.name = "distance", .kind = Kind::kPiecewiseLatency,
     .about = "Between users and servers, one way; every call goes there and back.",
     .fallback = "0ms", .example = "20ms"},
    {.name = "from", .kind = Kind::kDuration, .about = "When it begins.", .fallback = "0ms",
     .example = "1s"},
    {.name = "until", .kind = Kind::kDuration, .about = "When it ends.",
     .fallback = "the run's end", .example = "10min"},
    {.name = "count", .kind = Kind::kCount, .about = "Most calls or sequences.",
     .fallback = "no limit", .example = "10k", .least = 1},
    {.name = "while_down", .kind = Kind::kChoice,
     .about = "What users do while the servers are down: nothing, wait, or try.",
     .fallback = "queues", .example = "goes-on", .choices = kConducts},
    {.name = "during", .kind = Kind::kMapping,
     .about = "What users do in a phase, whether servers are up or down. Of phases that go on at "
              "once the strictest counts.",
     .fallback = "go on while servers are up", .example = "{export: stops, import: queues}",
     .inner = &kDuringTable}};

constexpr Field kCrashFields[] = {
    {.name = "at", .kind = Kind::kDuration, .about = "When.", .fallback = "by the progress",
     .example = "10s"},
    {.name = "progress", .kind = Kind::kPercent, .about = "When this share of the rows is copied.",
     .fallback = "by the time", .example = "50%"},
    {.name = "restart_after", .kind = Kind::kDuration, .about = "Until it is started again.",
     .fallback = "0ms", .example = "5min"}};
constexpr std::string_view kAtOrProgress[] = {"at", "progress"};
constexpr Group kCrashGroups[] = {{Rule::kExactlyOne, kAtOrProgress}};
constexpr Table kCrashTable{.name = "crash", .about = "The migrator dies.",
                            .fields = kCrashFields, .groups = kCrashGroups};
constexpr Field kOutageFields[] = {
    {.name = "from", .kind = Kind::kDuration, .need = Need::kRequired, .about = "From when.",
     .example = "10s"},
    {.name = "until", .kind = Kind::kDuration, .about = "Until when.", .fallback = "for ever",
     .example = "20s"}};
constexpr Table kOutageTable{.name = "outage", .about = "A store that answers nothing.",
                             .fields = kOutageFields};
constexpr Field kDiskFullFields[] = {
    {.name = "node", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "On which machine.", .example = "db"},
    {.name = "at", .kind = Kind::kDuration, .need = Need::kRequired, .about = "From when.",
     .example = "10s"}};
constexpr Table kDiskFullTable{.name = "full disk", .about = "A disk that takes no more.",
                               .fields = kDiskFullFields};
constexpr Field kRaceFields[] = {
    {.name = "replicas", .kind = Kind::kCount, .about = "How many programs.", .fallback = "3",
     .example = "5", .least = 2, .most = 100},
    {.name = "locked", .kind = Kind::kBoolean, .about = "Whether a lock lets one after the other.",
     .fallback = "false", .example = "true"}};
constexpr Table kRaceTable{.name = "opening race",
                           .about = "Several programs open and define the store at once.",
                           .fields = kRaceFields};
constexpr Field kWrongFlagFields[] = {
    {.name = "package", .kind = Kind::kText, .about = "Of which package.",
     .fallback = "the only one", .example = "actions"},
    {.name = "instance", .kind = Kind::kCount, .about = "Which server, counted from 0.",
     .fallback = "0", .example = "1", .most = 999},
    {.name = "until", .kind = Kind::kDuration, .about = "Until when.", .fallback = "for ever",
     .example = "10min"}};
constexpr Table kWrongFlagTable{.name = "wrong flag",
                                .about = "A server that keeps its old flag after the cut-over.",
                                .fields = kWrongFlagFields};
constexpr std::string_view kFaultKinds[] = {"crash",     "source_fails", "store_fails",
                                            "disk_full", "open_race",    "wrong_flag"};
constexpr Group kFaultGroups[] = {{Rule::kExactlyOne, kFaultKinds}};
constexpr Field kFaultFields[] = {
    {.name = "crash", .kind = Kind::kMapping, .about = "The migrator dies.",
     .fallback = "another accident", .example = "{progress: 50%}", .inner = &kCrashTable},
    {.name = "source_fails", .kind = Kind::kMapping, .about = "The tables answer nothing.",
     .fallback = "another accident", .example = "{from: 10s, until: 20s}", .inner = &kOutageTable},
    {.name = "store_fails", .kind = Kind::kMapping, .about = "The key-value store answers nothing.",
     .fallback = "another accident", .example = "{from: 10s, until: 20s}", .inner = &kOutageTable},
    {.name = "disk_full", .kind = Kind::kMapping, .about = "A disk is full.",
     .fallback = "another accident", .example = "{node: db, at: 10s}", .inner = &kDiskFullTable},
    {.name = "open_race", .kind = Kind::kMapping,
     .about = "Several programs open the store at once.", .fallback = "another accident",
     .example = "{replicas: 3}", .inner = &kRaceTable},
    {.name = "wrong_flag", .kind = Kind::kMapping, .about = "A server keeps its old flag.",
     .fallback = "another accident", .example = "{instance: 1}", .inner = &kWrongFlagTable}};

constexpr std::string_view kPhases[] = {
    "stop-servers", "snapshot", "open-store",  "read-version", "drop-residue",
    "begin-version", "dual-write", "capture",  "export",       "import",
    "copy",         "catch-up", "check",       "repair",       "cut-over",
    "end-version",  "drop-tables", "start-servers", "roll-back", "restart"};
constexpr std::string_view kHappenings[] = {
    "migrator-crashed", "source-failed",   "store-failed",    "disk-filled", "open-race-lost",
    "wrong-flag",       "defect",          "entry-refused",   "entry-too-large",
    "throttled-out",    "workers-dead",    "stuck",           "panic"};
constexpr std::string_view kQuantileNames[] = {"p50", "p95", "most"};
constexpr std::string_view kCallStores[] = {"table", "both", "kv"};
constexpr Field kCountCompared{.name = "count", .kind = Kind::kCount, .about = "A count.",
                               .example = "5"};
constexpr Field kTimeCompared{.name = "duration", .kind = Kind::kDuration, .about = "A duration.",
                              .example = "5ms"};
constexpr Field kSizeCompared{.name = "size", .kind = Kind::kSize, .about = "A size.",
                              .example = "5GiB"};
constexpr Field kNumberCompared{.name = "number", .kind = Kind::kNumber, .about = "A number.",
                                .example = "1.1"};
constexpr Field demand(std::string_view name, const Field& quantity, std::string_view about,
                       std::string_view example) {
  return {.name = name, .kind = Kind::kComparison, .about = about,
          .fallback = "nothing expected of it", .example = example, .element = &quantity};
}
constexpr Field kMigrationExpectationFields[] = {
    demand("downtime", kTimeCompared,
           "How long calls were refused, all stretches together; of one package or "
           "the longest of all.", "\"< 15min\""),
    demand("duration", kTimeCompared, "From the procedure's start to its end.", "\"< 1h\""),
    demand("rows_lost", kCountCompared, "Rows that the store in charge lacks at the end.", "0"),
    demand("rows_not_moved", kCountCompared,
           "Rows that only the tables have, when the procedure did not get to its end.", "0"),
    demand("rows_changed", kCountCompared, "Rows that it has otherwise.", "0"),
    demand("rows_extra", kCountCompared, "Rows that it should not have.", "0"),
    demand("rows_dropped", kCountCompared, "Rows left behind on purpose.", "\">= 0\""),
    demand("entries", kCountCompared, "Entries in the key-value store at the end.", "1000000"),
    demand("space_peak", kSizeCompared,
           "The most bytes of database, log, store, dump and backup together.",
            "\"< 10GiB\""),
    demand("attempts", kCountCompared, "How often the procedure was begun.", "1"),
    demand("dump_peak", kSizeCompared, "The most bytes of dump files.", "\"< 1GiB\""),
    demand("cost", kNumberCompared,
           "What the run and its rehearsals cost, in the price list's currency.",
            "\"< 20\""),
    demand("write_units", kCountCompared, "Of DynamoDB, used.", "\"<= 1000000\""),
    demand("throttled", kCountCompared,
           "Requests that DynamoDB refused for want of capacity.", "0"),
    {.name = "of", .kind = Kind::kChoice,
     .about = "Of downtime and duration: which of all replications.",
     .fallback = "the run itself", .example = "p95", .choices = kQuantileNames},
    {.name = "complete", .kind = Kind::kBoolean, .about = "Whether every phase ends as it should.",
     .fallback = "nothing expected of it", .example = "true"},
    {.name = "phase", .kind = Kind::kChoice, .about = "A phase, for takes.",
     .fallback = "none", .example = "import", .choices = kPhases},
    demand("takes", kTimeCompared,
           "How long the phase takes, the longest of its kind.", "\"< 10min\""),
    {.name = "happened", .kind = Kind::kChoice, .about = "An accident, for times.",
     .fallback = "none", .example = "defect", .choices = kHappenings},
    demand("times", kCountCompared, "How often it happened.", "1"),
    {.name = "package", .kind = Kind::kText, .about = "Of which package alone.",
     .fallback = "all", .example = "actions"},
    {.name = "call", .kind = Kind::kIdentifier, .about = "A call, for what follows.",
     .fallback = "none", .example = "Get"},
    {.name = "on", .kind = Kind::kChoice, .about = "Where the call was made.",
     .fallback = "anywhere", .example = "kv", .choices = kCallStores},
    demand("p50", kTimeCompared, "What half of the calls take at most.", "\"< 5ms\""),
    demand("p99", kTimeCompared, "What 99 of 100 calls take at most.", "\"< 50ms\""),
    demand("mean", kTimeCompared, "What calls take on average.", "\"< 5ms\""),
    demand("failed", kCountCompared, "Calls that the store failed or the servers refused.", "0"),
    demand("not_found", kCountCompared,
           "Calls that were told nothing is there about what users had stored.", "0"),
    demand("kv_over_table", kNumberCompared,
           "The mean of the same calls on the store over that on the tables, "
                             "under the same load and luck.", "\"<= 1.10\""),
    {.name = "growth", .kind = Kind::kMapping,
     .about = "How a measure grows with the size of something: run, check and curve run the sizes.",
     .fallback = "nothing expected of it",
     .example = "{of: downtime, over: dataset.rows, sizes: 1k..64k:log7, per_doubling: "
                "\"<= 2.1\"}",
     .inner = &kGrowthTable}};

}  // namespace

constexpr Table kProcedureTable{.name = "procedure", .about = "How the data gets there.",
                                .fields = kProcedureFields};
constexpr Table kDataCheckTable{.name = "data check",
                                .about = "How tables and store are compared, at its own cost.",
                                .fields = kDataCheckFields};
constexpr Table kTrafficTable{.name = "traffic", .about = "What users do meanwhile.",
                              .fields = kTrafficFields, .groups = kTrafficGroups};
constexpr Table kFaultTable{.name = "fault", .about = "An accident.", .fields = kFaultFields,
                            .groups = kFaultGroups};
constexpr Table kMigrationExpectationTable{
    .name = "migration expectation",
    .about = "What must hold at the end; several demands in one expectation must hold together.",
    .fields = kMigrationExpectationFields};
// clang-format on

}  // namespace scenarios
