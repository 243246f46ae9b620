// Field tables of a scenario about a data set: the data, the hardware, the two stores, the
// programs, and the file as a whole.
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr Field kRowsElement{.name = "rows", .kind = Kind::kCount, .about = "How many rows.",
                             .example = "25k", .most = 1'000'000'000'000};
constexpr Table kRowsTable{.name = "rows", .about = "Rows of tables, by the tables' names.",
                           .others = &kRowsElement};
constexpr Field kRowsForms[] = {
    {.name = "rows", .kind = Kind::kCount, .about = "Of the package's main table.",
     .example = "1M", .most = 1'000'000'000'000},
    {.name = "rows", .kind = Kind::kMapping, .about = "Of tables by their names.",
     .example = "{actions_runs: 25k}", .inner = &kRowsTable}};
constexpr Field kPerElement{.name = "rows", .kind = Kind::kOneOf,
                            .about = "Rows for each row of the table that they belong to.",
                            .example = "10", .alternatives = kChildCountForms};
constexpr Table kPerTable{.name = "per",
                          .about = "Rows for each row of the table that they belong to, by the "
                                   "names of the tables that have them.",
                          .others = &kPerElement};
constexpr Field kShareElement{.name = "share", .kind = Kind::kPercent,
                              .about = "Share of the table's rows.", .example = "5%"};
constexpr Table kSharesTable{
    .name = "shares",
    .about = "How many rows lack a column, or are in a state: table.column or table.state.",
    .others = &kShareElement};

constexpr Field kRows{.name = "rows", .kind = Kind::kOneOf,
                      .about = "How many rows: of the main table, or of each table by name.",
                      .fallback = "the package's", .example = "1M", .alternatives = kRowsForms};
constexpr Field kPer{.name = "per", .kind = Kind::kMapping,
                     .about = "Rows for each row of the table that they belong to.",
                     .fallback = "the package's", .example = "{actions_run_hooks: [5, 15]}",
                     .inner = &kPerTable};
constexpr Field kShares{.name = "shares", .kind = Kind::kMapping,
                        .about = "How many rows lack a column, or are in a state.",
                        .fallback = "the package's",
                        .example = "{gateway_multiparts.content_type: 5%}",
                        .inner = &kSharesTable};
constexpr Field kPackageName{.name = "package", .kind = Kind::kText, .need = Need::kRequired,
                             .about = "A package: the library's by name, or a file of your own.",
                             .example = "gateway/multiparts"};
constexpr Field kPackagePartFields[] = {kPackageName, kRows, kPer, kShares};
constexpr Table kPackagePartTable{.name = "part of a data set",
                                  .about = "A package, with its rows.",
                                  .fields = kPackagePartFields};
constexpr std::string_view kPackageOrPackages[] = {"package", "packages"};
constexpr Group kDatasetGroups[] = {{Rule::kExactlyOne, kPackageOrPackages}};
constexpr Field kDatasetFields[] = {
    {.name = "package", .kind = Kind::kText,
     .about = "A package: the library's by name, or a file of your own.",
     .fallback = "several packages", .example = "gateway/multiparts"},
    {.name = "packages", .kind = Kind::kList, .about = "Several packages.",
     .fallback = "one package", .example = "[{package: actions, rows: {actions_runs: 25k}}]",
     .inner = &kPackagePartTable},
    kRows, kPer, kShares,
    {.name = "in_flight_uploads", .kind = Kind::kCount,
     .about = "Uploads begun before the migration that users finish during and after it, each by "
              "the package's sequence 'finish'.",
     .fallback = "0", .example = "200", .most = 1'000'000},
    {.name = "parts", .kind = Kind::kCount, .about = "Parts of each of those uploads.",
     .fallback = "the sequence's", .example = "7", .least = 1, .most = 10'000},
    {.name = "seed", .kind = Kind::kCount, .about = "Which contents the rows have.",
     .fallback = "1", .example = "7"}};

constexpr Field kHostFields[] = {
    {.name = "cpu", .kind = Kind::kOneOf, .about = "A profile's name, or the figures.",
     .fallback = "one core", .example = "{cores: 4}", .alternatives = kCpuForms},
    {.name = "disk", .kind = Kind::kOneOf, .about = "A profile's name, or the figures.",
     .fallback = "none", .example = "gp3", .alternatives = kDiskForms},
    {.name = "disk_size", .kind = Kind::kSize, .about = "What fits on the disk.",
     .fallback = "never full", .example = "100GiB", .least = 1},
    {.name = "memory", .kind = Kind::kSize, .about = "Main memory.", .fallback = "8GiB",
     .example = "16GiB", .least = 1}};
constexpr Table kHostTable{.name = "host", .about = "A machine.", .fields = kHostFields};
constexpr Field kHostElement{.name = "host", .kind = Kind::kMapping, .about = "A machine.",
                             .example = "{cpu: {cores: 4}, disk: gp3}", .inner = &kHostTable};
constexpr Field kHardwareFields[] = {
    {.name = "network", .kind = Kind::kOneOf, .about = "A profile's name, or the figures.",
     .fallback = "a network that takes no time", .example = "lan-10g",
     .alternatives = kNetworkForms}};

constexpr std::string_view kSourceStores[] = {"postgres-table"};
constexpr std::string_view kTargetStores[] = {"postgres-kv", "dynamodb", "lsm"};
constexpr std::string_view kCaches[] = {"cold", "file-cache-warm", "warm"};
constexpr std::string_view kLsmLogs[] = {"each-write", "group", "none"};

// A database's, as source and as target.
constexpr Field kNodeField{.name = "node", .kind = Kind::kIdentifier,
                           .about = "The machine that it runs on.", .fallback = "none",
                           .example = "db"};
constexpr Field kBuffers{.name = "buffers", .kind = Kind::kSize,
                         .about = "Memory that the database keeps pages in (shared_buffers).",
                         .fallback = "128MiB", .example = "1GiB", .least = 1};
constexpr Field kFileCache{.name = "file_cache", .kind = Kind::kSize,
                           .about = "Memory of the machine that is left to keep its files in.",
                           .fallback = "the machine's, less the buffers", .example = "8GiB"};
constexpr Field kCacheState{.name = "caches", .kind = Kind::kChoice,
                            .about = "What lies in memory when the run begins.",
                            .fallback = "warm", .example = "cold", .choices = kCaches};
constexpr Field kSynchronous{.name = "synchronous_commit", .kind = Kind::kBoolean,
                             .about = "Whether a commit waits until its log is on the disk.",
                             .fallback = "true", .example = "false"};
constexpr Field kFullPages{.name = "full_page_writes", .kind = Kind::kBoolean,
                           .about = "Whether a page's first change after a checkpoint puts all of "
                                    "it into the log.",
                           .fallback = "true", .example = "false"};
constexpr Field kConnections{.name = "connections", .kind = Kind::kCount,
                             .about = "The most that the database takes (max_connections).",
                             .fallback = "100", .example = "200", .least = 1, .most = 10'000};
constexpr Field kMaxWal{.name = "max_wal_size", .kind = Kind::kSize,
                        .about = "Log after which a checkpoint is due.", .fallback = "1GiB",
                        .example = "4GiB", .least = 32 * 1024 * 1024};
constexpr Field kCheckpointTimeout{.name = "checkpoint_timeout", .kind = Kind::kDuration,
                                   .about = "Time after which a checkpoint is due.",
                                   .fallback = "5min", .example = "15min", .least = 1'000'000};
constexpr Field kStatementWork{.name = "per_statement", .kind = Kind::kDuration,
                               .about = "Processor time of a statement that touches nothing.",
                               .fallback = "23us, measured", .example = "30us"};
constexpr Field kChangeWork{.name = "per_row_changed", .kind = Kind::kDuration,
                            .about = "Processor time to change a row and its primary key.",
                            .fallback = "29us, measured", .example = "25us"};
constexpr Field kFoundWork{.name = "per_row_found", .kind = Kind::kDuration,
                           .about = "Processor time to find a row by a key and answer it.",
                           .fallback = "4us, assumed", .example = "5us"};
constexpr Field kVisitWork{.name = "per_row_visited", .kind = Kind::kDuration,
                           .about = "Processor time to look at a row and pass over it.",
                           .fallback = "120ns, assumed", .example = "200ns"};
constexpr Field kCommitWork{.name = "per_commit", .kind = Kind::kDuration,
                            .about = "Processor time to end a transaction that wrote.",
                            .fallback = "47us, measured", .example = "40us"};
constexpr Field kFlushWork{.name = "per_flush", .kind = Kind::kDuration,
                           .about = "Processor time to write the log and ask for its sync, however "
                                    "much it is. A disk whose sync was timed by a program that "
                                    "waited for it contains it: then 0ms.",
                           .fallback = "97us for 8 KiB to 1.04ms for 672 KiB, measured",
                           .example = "0ms"};
constexpr Field kSourceStoreFields[] = {
    {.name = "store", .kind = Kind::kChoice, .about = "What keeps the tables.",
     .fallback = "postgres-table", .example = "postgres-table", .choices = kSourceStores},
    {.name = "node", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "The machine that it runs on.", .example = "db"},
    kBuffers, kFileCache, kCacheState, kSynchronous, kFullPages, kConnections, kMaxWal,
    kCheckpointTimeout, kStatementWork, kChangeWork, kFoundWork, kVisitWork, kCommitWork,
    kFlushWork};

constexpr Field kUnitsFields[] = {
    {.name = "writes", .kind = Kind::kCount, .need = Need::kRequired,
     .about = "Write units a second.", .example = "1000", .least = 1, .most = 1'000'000'000},
    {.name = "reads", .kind = Kind::kCount, .need = Need::kRequired,
     .about = "Read units a second.", .example = "1000", .least = 1, .most = 1'000'000'000}};
constexpr Table kUnitsTable{.name = "units", .about = "Capacity of a DynamoDB table.",
                            .fields = kUnitsFields};
constexpr Field dynamo_latency(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kPiecewiseLatency, .about = about,
          .fallback = "the latency", .example = "4ms"};
}
constexpr Field kTargetStoreFields[] = {
    {.name = "store", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "What keeps the entries: a table in PostgreSQL, DynamoDB, or an embedded "
              "log-structured merge tree.",
     .example = "postgres-kv", .choices = kTargetStores},
    kNodeField,
    {.name = "place", .kind = Kind::kIdentifier,
     .about = "Where DynamoDB is: a place of the network.", .fallback = "dynamodb",
     .example = "region"},
    {.name = "separate", .kind = Kind::kBoolean,
     .about = "Whether postgres-kv is a database of its own although the tables' runs on the same "
              "machine.",
     .fallback = "false", .example = "true"},
    kBuffers, kFileCache, kCacheState, kSynchronous, kFullPages, kConnections, kMaxWal,
    kCheckpointTimeout,
    {.name = "provisioned", .kind = Kind::kMapping,
     .about = "DynamoDB's capacity is bought by the hour.", .fallback = "on demand",
     .example = "{writes: 1000, reads: 1000}", .inner = &kUnitsTable},
    {.name = "on_demand", .kind = Kind::kMapping,
     .about = "What a DynamoDB table paid by request takes at first; it doubles.",
     .fallback = "a new table's: 4,000 writes and 12,000 reads",
     .example = "{writes: 4000, reads: 12000}", .inner = &kUnitsTable},
    {.name = "latency", .kind = Kind::kPiecewiseLatency,
     .about = "How long DynamoDB takes for an operation, the way there and back included.",
     .fallback = "none; a DynamoDB target must say",
     .example = "{lognormal: {median: 5ms, p99: 20ms}}"},
    dynamo_latency("get", "For a get."), dynamo_latency("put", "For a put."),
    dynamo_latency("query", "For a page of a query."), dynamo_latency("batch", "For a batch."),
    {.name = "retries", .kind = Kind::kCount, .about = "Of the DynamoDB client, in a row.",
     .fallback = "10", .example = "3", .most = 1000},
    {.name = "memtable", .kind = Kind::kSize, .about = "Of the tree: what is sorted in memory.",
     .fallback = "64MiB", .example = "16MiB", .least = 4096},
    {.name = "log", .kind = Kind::kChoice, .about = "Of the tree: when its log is synced.",
     .fallback = "group", .example = "each-write", .choices = kLsmLogs},
    {.name = "cache", .kind = Kind::kSize, .about = "Of the tree: blocks kept in memory.",
     .fallback = "32MiB", .example = "1GiB"}};

constexpr Field kServersFields[] = {
    {.name = "node", .kind = Kind::kIdentifier, .about = "The machine that they run on.",
     .fallback = "the migrator's", .example = "app"},
    {.name = "instances", .kind = Kind::kCount, .about = "How many.", .fallback = "1",
     .example = "3", .least = 1, .most = 1000},
    {.name = "stop", .kind = Kind::kLatency, .about = "Until all have stopped.",
     .fallback = "0ms", .example = "10s"},
    {.name = "start", .kind = Kind::kLatency, .about = "Until one has started.",
     .fallback = "0ms", .example = "5s"},
    {.name = "panic_in_wrong_store", .kind = Kind::kBoolean,
     .about = "Whether a server stops when its flag names the wrong store, or goes on in it.",
     .fallback = "true", .example = "false"},
    {.name = "attempts", .kind = Kind::kCount, .about = "Of a call whose store fails.",
     .fallback = "1", .example = "3", .least = 1, .most = 1000},
    {.name = "retry_pause", .kind = Kind::kDuration, .about = "Between two attempts.",
     .fallback = "10ms", .example = "100ms"}};
constexpr Field kMigratorFields[] = {
    {.name = "node", .kind = Kind::kIdentifier, .about = "The machine that it runs on.",
     .fallback = "app, or the tables' if there is no app", .example = "app"},
    {.name = "connections", .kind = Kind::kCount,
     .about = "To a database, at most, of each program.", .fallback = "25", .example = "10",
     .least = 1, .most = 10'000},
    {.name = "statement", .kind = Kind::kPiecewiseLatency,
     .about = "Processor time of a request: built, sent, its answer read.", .fallback = "0ms",
     .example = "20us"},
    {.name = "encode", .kind = Kind::kPiecewiseLatency,
     .about = "Processor time to make an entry of a row.", .fallback = "0ms", .example = "2us"},
    {.name = "decode", .kind = Kind::kPiecewiseLatency,
     .about = "Processor time to read an entry off a dump.", .fallback = "0ms", .example = "2us"},
    {.name = "dump_write", .kind = Kind::kPiecewiseLatency,
     .about = "Processor time of the call that writes an entry to a dump.", .fallback = "0ms",
     .example = "2us"},
    {.name = "per_kib", .kind = Kind::kDuration,
     .about = "Processor time for each KiB that is encoded or decoded.", .fallback = "0ms",
     .example = "1us"}};

constexpr std::string_view kWays[] = {"exact", "sampled", "event-by-event"};

constexpr Field kMigrationFields[] = {
    {.name = "scenario", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "Its name.", .example = "multiparts-offline"},
    {.name = "about", .kind = Kind::kText, .about = "What it shows, in a sentence.",
     .fallback = "nothing", .example = "A million uploads move within a quarter of an hour."},
    {.name = "include", .kind = Kind::kList,
     .about = "Files whose fields hold where this one has none.", .fallback = "none",
     .example = "[hardware.yaml]", .element = &kIncludeElement},
    {.name = "seed", .kind = Kind::kCount, .about = "Which luck.", .fallback = "1",
     .example = "42"},
    {.name = "until", .kind = Kind::kDuration, .about = "When the run ends.",
     .fallback = "when nothing is left to happen", .example = "2h", .least = 1},
    {.name = "start", .kind = Kind::kDuration,
     .about = "When the procedure begins; traffic before it warms up.", .fallback = "0ms",
     .example = "10s"},
    {.name = "way", .kind = Kind::kChoice,
     .about = "How the numbers are come by. exact: what happens again and again is skipped, with "
              "the same result. sampled: windows stand for what is like them; times are estimates "
              "with intervals, and nobody looks at every row. event-by-event: nothing is skipped.",
     .fallback = "exact", .example = "sampled", .choices = kWays},
    {.name = "dataset", .kind = Kind::kMapping, .need = Need::kRequired, .about = "What is moved.",
     .example = "{package: gateway/multiparts, rows: 1M}", .inner = &kDatasetTable},
    {.name = "source", .kind = Kind::kMapping, .need = Need::kRequired, .about = "Where it is.",
     .example = "{store: postgres-table, node: db}", .inner = &kSourceStoreTable},
    {.name = "target", .kind = Kind::kMapping, .need = Need::kRequired, .about = "Where it goes.",
     .example = "{store: postgres-kv, node: db}", .inner = &kTargetStoreTable},
    {.name = "procedure", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "How it gets there.", .example = "{kind: dump-and-import, workers: 20}",
     .inner = &kProcedureTable},
    {.name = "hardware", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "The machines, by names of your own, and the network between them.",
     .example = "{db: {cpu: {cores: 4}, disk: gp3}, network: lan-10g}",
     .inner = &kMigrationHardwareTable},
    {.name = "servers", .kind = Kind::kMapping, .about = "The programs that users talk to.",
     .fallback = "one, which stops and starts at once", .example = "{node: app, instances: 3}",
     .inner = &kServersTable},
    {.name = "migrator", .kind = Kind::kMapping, .about = "The program that moves the data.",
     .fallback = "one that takes no processor time", .example = "{node: app, statement: 20us}",
     .inner = &kMigratorTable},
    {.name = "check", .kind = Kind::kMapping, .about = "How the data is compared.",
     .fallback = "not", .example = "{compare: digests}", .inner = &kDataCheckTable},
    {.name = "traffic", .kind = Kind::kList, .about = "What users do meanwhile.",
     .fallback = "nothing",
     .example = "[{name: uploads, package: gateway/multiparts, sequence: upload, poisson: 10/s, "
                "until: 60s}]",
     .inner = &kTrafficTable},
    {.name = "faults", .kind = Kind::kList, .about = "Accidents.", .fallback = "none",
     .example = "[{crash: {at: 10s}}]", .inner = &kFaultTable},
    {.name = "money", .kind = Kind::kMapping, .about = "Prices, for a bill.",
     .fallback = "no bill",
     .example = "{prices: [{charge: write-units, price: 1.25, per: million, where: AWS, "
                "when: 2026-11}]}",
     .inner = &kMoneyTable},
    {.name = "replications", .kind = Kind::kCount,
     .about = "Runs on different luck, for percentiles of the downtime.", .fallback = "1",
     .example = "20", .least = 1, .most = 10'000},
    {.name = "contingency", .kind = Kind::kNumber,
     .about = "What the downtime's 95th percentile is multiplied by for the window to plan.",
     .fallback = "1.5", .example = "2"},
    {.name = "expect", .kind = Kind::kList, .about = "What must hold.", .fallback = "nothing",
     .example = "[{downtime: \"< 15min\"}, {rows_lost: 0}]",
     .inner = &kMigrationExpectationTable},
    {.name = "sweep", .kind = Kind::kMapping, .about = "The grid that durasim sweep goes through.",
     .fallback = "given on the command line", .example = "{vary: {seed: [1, 2, 3]}}",
     .inner = &kSweepTable}};

}  // namespace

constexpr Table kDatasetTable{
    .name = "dataset", .about = "Rows of packages, made up at any size: the first of each table "
                                "cover every case, the others follow the shares.",
    .fields = kDatasetFields, .groups = kDatasetGroups};
constexpr Table kMigrationHardwareTable{
    .name = "hardware", .about = "Machines by names of your own, and the network between them.",
    .fields = kHardwareFields, .others = &kHostElement};
constexpr Table kSourceStoreTable{.name = "source store", .about = "The tables' database.",
                                  .fields = kSourceStoreFields};
constexpr Table kTargetStoreTable{.name = "target store", .about = "The key-value store.",
                                  .fields = kTargetStoreFields};
constexpr Table kServersTable{.name = "servers", .about = "The programs that users talk to.",
                              .fields = kServersFields};
constexpr Table kMigratorTable{.name = "migrator",
                               .about = "The program that moves the data, and what it and the "
                                        "servers spend on their processors.",
                               .fields = kMigratorFields};
constexpr Table kMigrationTable{
    .name = "migration scenario",
    .about = "A scenario file about moving a data set from tables to a key-value store.",
    .fields = kMigrationFields};
// clang-format on

}  // namespace scenarios
