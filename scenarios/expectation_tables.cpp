// Field tables of expectations.
#include "scenarios/growth_table.hpp"
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kStatusNames[] = {"found", "persisted", "not_found", "logically_deleted",
                                          "not_my_vbucket", "no_answer"};
constexpr std::string_view kOperationNames[] = {"store", "delete", "get", "observe",
                                                "observe_seqno"};

constexpr Field kAt{.name = "at", .kind = Kind::kDuration, .need = Need::kRequired,
                    .about = "The instant, once all that happens at it has happened.",
                    .example = "10ms"};
constexpr Field kKey{.name = "key", .kind = Kind::kText, .about = "The key.",
                     .fallback = "the scenario's", .example = "invoice-17"};
constexpr Field kBucket{.name = "bucket", .kind = Kind::kIdentifier,
                        .about = "The key's bucket.", .fallback = "the first",
                        .example = "default"};
constexpr Field kVbucket{.name = "vbucket", .kind = Kind::kCount,
                         .about = "The key's vBucket, against the map.",
                         .fallback = "by the key's CRC-32", .example = "14"};
constexpr Field kRevision{.name = "revision", .kind = Kind::kCount,
                          .about = "Which of the key's writes, counted from 1.", .fallback = "1",
                          .example = "2", .least = 1, .most = 1'000'000'000};
constexpr Field kMilestoneElement{.name = "milestone", .kind = Kind::kText,
                                  .about = "A node or role, and cached or persisted.",
                                  .example = "replica0.persisted"};

constexpr Field kAnswerFields[] = {
    {.name = "status", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "What OBSERVE answers.", .example = "found", .choices = kStatusNames},
    {.name = "cas", .kind = Kind::kCount, .about = "With which CAS.", .fallback = "any",
     .example = "1"}};
constexpr Table kAnswerTable{.name = "answer", .about = "A status and its CAS.",
                             .fields = kAnswerFields};
constexpr Field kAnswerForms[] = {
    {.name = "answer", .kind = Kind::kChoice, .about = "What OBSERVE answers.",
     .example = "found", .choices = kStatusNames},
    {.name = "answer", .kind = Kind::kMapping, .about = "What, and with which CAS.",
     .example = "{status: found, cas: 1}", .inner = &kAnswerTable}};
constexpr Field kWho{.name = "who", .kind = Kind::kOneOf,
                     .about = "master, replica0, replicas, all, or a node's name: what it "
                              "answers.",
                     .example = "persisted", .alternatives = kAnswerForms};

constexpr Field kOrderFields[] = {
    {.name = "order", .kind = Kind::kList, .need = Need::kRequired,
     .about = "Milestones that must come in this order.",
     .example = "[master.cached, replica0.cached, master.persisted]",
     .element = &kMilestoneElement},
    kKey,
    kBucket,
    kVbucket,
    kRevision};
constexpr Table kOrder{.name = "expected order", .about = "Milestones in order.",
                       .fields = kOrderFields};
constexpr Field kImpossibleFields[] = {
    {.name = "impossible", .kind = Kind::kList, .need = Need::kRequired,
     .about = "Milestones that never come in this order: in this run, and of durasim orderings in "
              "none.",
     .example = "[replica0.persisted, replica0.cached]", .element = &kMilestoneElement},
    kKey,
    kBucket,
    kVbucket,
    kRevision};
constexpr Table kImpossible{.name = "expected impossible order",
                            .about = "Milestones that never come in this order.",
                            .fields = kImpossibleFields};

constexpr Field kObserveName{.name = "observe", .kind = Kind::kText, .need = Need::kRequired,
                             .about = "The key that is observed.", .example = "invoice-17"};
constexpr Field kObserveFields[] = {kObserveName, kAt, kBucket, kVbucket};
constexpr Table kObserve{.name = "expected observe",
                         .about = "What nodes answer at an instant; each node or role is a field.",
                         .fields = kObserveFields, .others = &kWho};

constexpr Field kCopyFields[] = {
    {.name = "CAS", .kind = Kind::kCount, .about = "The copy's CAS.", .fallback = "any",
     .example = "1"},
    {.name = "Value", .kind = Kind::kText, .about = "The copy's value.", .fallback = "any",
     .example = "paid"}};
constexpr Table kCopyTable{.name = "copy", .about = "A copy; {} is none.", .fields = kCopyFields};
constexpr Field kStoresFields[] = {
    {.name = "Cache", .kind = Kind::kMapping, .about = "What the cache holds; {} is nothing.",
     .fallback = "anything", .example = "{CAS: 1, Value: paid}", .inner = &kCopyTable},
    {.name = "Disk", .kind = Kind::kMapping, .about = "What the disk holds; {} is nothing.",
     .fallback = "anything", .example = "{}", .inner = &kCopyTable}};
constexpr Table kStoresTable{.name = "stores", .about = "The two stores of a node.",
                             .fields = kStoresFields};
constexpr Field kStoresOf{.name = "who", .kind = Kind::kMapping,
                          .about = "master, replica0, or a node's name: what it holds.",
                          .example = "{Cache: {CAS: 1}, Disk: {}}", .inner = &kStoresTable};
constexpr Field kKeyinfoFields[] = {
    {.name = "keyinfo", .kind = Kind::kText, .need = Need::kRequired, .about = "The key.",
     .example = "invoice-17"},
    kAt,
    kBucket,
    kVbucket};
constexpr Table kKeyinfo{.name = "expected keyinfo",
                         .about = "What nodes hold at an instant; each node or role is a field.",
                         .fields = kKeyinfoFields, .others = &kStoresOf};

constexpr Field kSeqnosFields[] = {
    {.name = "persisted", .kind = Kind::kCount,
     .about = "The newest sequence number that is on its disk with all before it.",
     .fallback = "any", .example = "0"},
    {.name = "current", .kind = Kind::kCount, .about = "The newest in its memory.",
     .fallback = "any", .example = "1"}};
constexpr std::string_view kSeqnosNames[] = {"persisted", "current"};
constexpr Group kSeqnosGroups[] = {{Rule::kAtLeastOne, kSeqnosNames}};
constexpr Table kSeqnosTable{.name = "sequence numbers",
                             .about = "What OBSERVE_SEQNO answers of the key's vBucket.",
                             .fields = kSeqnosFields, .groups = kSeqnosGroups};
constexpr Field kSeqnosOf{.name = "who", .kind = Kind::kMapping,
                          .about = "master, replica0, or a node's name: what it answers.",
                          .example = "{persisted: 0, current: 1}", .inner = &kSeqnosTable};
constexpr Field kObserveSeqnoFields[] = {
    {.name = "observe_seqno", .kind = Kind::kText, .need = Need::kRequired,
     .about = "The key; a step of the script asks the same at the same instant.",
     .example = "invoice-17"},
    kAt,
    kBucket,
    kVbucket};
constexpr Table kObserveSeqno{
    .name = "expected observe_seqno",
    .about = "What nodes answer the script's OBSERVE_SEQNO; each node or role is a field.",
    .fields = kObserveSeqnoFields, .others = &kSeqnosOf};

constexpr Field kPersistTo{.name = "persist_to", .kind = Kind::kCount,
                           .about = "So many nodes have persisted it.", .fallback = "not asked",
                           .example = "2", .least = 1, .most = 4};
constexpr Field kReplicateTo{.name = "replicate_to", .kind = Kind::kCount,
                             .about = "So many replicas have cached it.",
                             .fallback = "not asked", .example = "1", .least = 1, .most = 3};
constexpr Field kByFields[] = {
    {.name = "by", .kind = Kind::kDuration, .need = Need::kRequired, .about = "The deadline.",
     .example = "20ms"},
    {.name = "reached", .kind = Kind::kList, .about = "Milestones that must be reached.",
     .fallback = "not asked", .example = "[master.persisted]", .element = &kMilestoneElement},
    kPersistTo,
    kReplicateTo,
    kKey,
    kBucket,
    kVbucket,
    kRevision};
constexpr std::string_view kByNames[] = {"reached", "persist_to", "replicate_to"};
constexpr Group kByGroups[] = {{Rule::kAtLeastOne, kByNames}};
constexpr Table kBy{.name = "expected deadline", .about = "What must have happened by when.",
                    .fields = kByFields, .groups = kByGroups};

constexpr Field kConditionFields[] = {kObserveName, kBucket, kVbucket};
constexpr Table kCondition{.name = "condition",
                           .about = "What nodes answer, all together; each node or role is a "
                                    "field.",
                           .fields = kConditionFields, .others = &kWho};
constexpr Field over(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kMapping, .need = Need::kRequired, .about = about,
          .example = "{observe: invoice-17, master: persisted}", .inner = &kCondition};
}
constexpr Field kFrom{.name = "from", .kind = Kind::kDuration,
                      .about = "The first instant that counts.", .fallback = "0ms",
                      .example = "10ms"};
constexpr Field kTo{.name = "to", .kind = Kind::kDuration, .about = "The last one.",
                    .fallback = "the run's end", .example = "50ms"};
constexpr Field kAlwaysFields[] = {over("always", "Holds at every instant."), kFrom, kTo};
constexpr Field kNeverFields[] = {over("never", "Holds at no instant."), kFrom, kTo};
constexpr Field kEventuallyFields[] = {over("eventually", "Holds at some instant."), kFrom, kTo};
constexpr Field kSometimesFields[] = {
    over("sometimes", "Holds at some instant of some ordering; in one run, of that run."), kFrom,
    kTo};
constexpr std::string_view kOverAbout = "A condition over a stretch of time.";
constexpr Table kAlways{.name = "expected always", .about = kOverAbout, .fields = kAlwaysFields};
constexpr Table kNever{.name = "expected never", .about = kOverAbout, .fields = kNeverFields};
constexpr Table kEventually{.name = "expected eventually", .about = kOverAbout,
                            .fields = kEventuallyFields};
constexpr Table kSometimes{.name = "expected sometimes", .about = kOverAbout,
                           .fields = kSometimesFields};

constexpr Field statistic(std::string_view name, std::string_view about,
                          std::string_view example) {
  return {.name = name, .kind = Kind::kComparison, .about = about, .fallback = "not asked",
          .example = example};
}
constexpr Field kMean = statistic("mean", "The mean time.", "\"< 1ms\"");
constexpr Field kP50 = statistic("p50", "Half are below.", "\"< 1ms\"");
constexpr Field kP90 = statistic("p90", "90 of 100 are below.", "\"< 2ms\"");
constexpr Field kP99 = statistic("p99", "99 of 100 are below.", "\"< 5ms\"");
constexpr Field kP999 = statistic("p999", "999 of 1000 are below.", "\"< 9ms\"");
constexpr Field kMost = statistic("most", "The longest.", "\"< 1s\"");
constexpr Field kCount = statistic("count", "How many.", "\">= 100\"");
constexpr Field kRate = statistic("rate", "How many a second of measured time.", "\"> 900/s\"");
constexpr std::string_view kStatisticNames[] = {"mean", "p50",  "p90",   "p99",
                                                "p999", "most", "count", "rate"};
constexpr Group kStatisticGroups[] = {{Rule::kAtLeastOne, kStatisticNames}};
constexpr Field kOperationFields[] = {
    {.name = "operation", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "Response times of this operation.", .example = "get",
     .choices = kOperationNames},
    {.name = "workload", .kind = Kind::kIdentifier, .about = "Of this workload.",
     .fallback = "all together", .example = "shop"},
    kMean, kP50, kP90, kP99, kP999, kMost, kCount, kRate};
constexpr Table kOperation{.name = "expected responses",
                           .about = "How fast and how many answers are.",
                           .fields = kOperationFields, .groups = kStatisticGroups};
constexpr Field kRequirementFields[] = {kPersistTo, kReplicateTo};
constexpr std::string_view kRequirementNames[] = {"persist_to", "replicate_to"};
constexpr Group kRequirementGroups[] = {{Rule::kExactlyOne, kRequirementNames}};
constexpr Table kRequirement{.name = "requirement", .about = "A durability requirement.",
                             .fields = kRequirementFields, .groups = kRequirementGroups};
constexpr Field kTimeToFields[] = {
    {.name = "time_to", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "Times from a write's arrival in memory until the requirement held.",
     .example = "{persist_to: 2}", .inner = &kRequirement},
    kMean, kP50, kP90, kP99, kP999, kMost, kCount, kRate};
constexpr Table kTimeTo{.name = "expected durability times",
                        .about = "How long writes take until they are durable.",
                        .fields = kTimeToFields, .groups = kStatisticGroups};
constexpr Field kWatchedFields[] = {
    {.name = "watch", .kind = Kind::kChoice, .need = Need::kRequired,
     .about = "What this client concludes of writes that it watches.", .example = "gocb-2",
     .choices = kClientNames},
    {.name = "workload", .kind = Kind::kIdentifier, .about = "Of this workload's writes.",
     .fallback = "all together", .example = "shop"},
    {.name = "verdict", .kind = Kind::kChoice, .about = "Only where this is its verdict.",
     .fallback = "every verdict", .example = "timeout", .choices = kVerdictNames},
    kMean, kP50, kP90, kP99, kP999, kMost, kCount, kRate,
    {.name = "share", .kind = Kind::kComparison,
     .about = "The verdict's share of all that it says.", .fallback = "not asked",
     .example = "\"> 99%\""}};
constexpr std::string_view kWatchedNames[] = {"mean", "p50",  "p90",   "p99",  "p999",
                                              "most", "count", "rate", "share"};
constexpr Group kWatchedGroups[] = {{Rule::kAtLeastOne, kWatchedNames}};
constexpr Table kWatched{.name = "expected verdicts",
                         .about = "What a client says of a workload's writes, how often, and how "
                                  "long after they were sent.",
                         .fields = kWatchedFields, .groups = kWatchedGroups};
constexpr Field kResourceFields[] = {
    {.name = "resource", .kind = Kind::kText, .need = Need::kRequired,
     .about = "node0/cpu, node0/disk, master/disk or network/node0-switch.",
     .example = "master/disk"},
    {.name = "utilisation", .kind = Kind::kComparison, .need = Need::kRequired,
     .about = "The busy share of it.", .example = "\"< 80%\""}};
constexpr Table kResource{.name = "expected utilisation", .about = "How busy a resource is.",
                          .fields = kResourceFields};

constexpr Field kExpectedGrowthFields[] = {
    {.name = "growth", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "Measure, field, sizes and limit: run, check and curve run the sizes.",
     .example = "{of: office.get.p99, over: workload.0.clients.count, sizes: 1..16:log5, "
                "per_doubling: \"<= 2.1\"}",
     .inner = &kGrowthTable}};
constexpr Table kExpectedGrowth{.name = "expected growth",
                                .about = "How a measure grows with the size of something.",
                                .fields = kExpectedGrowthFields};

constexpr Field form(const Table& table, std::string_view example) {
  return {.name = "expectation", .kind = Kind::kMapping, .about = "An expectation.",
          .example = example, .inner = &table};
}
constexpr Field kForms[] = {
    form(kOrder, "{order: [master.cached, replica0.cached]}"),
    form(kImpossible, "{impossible: [replica0.persisted, replica0.cached]}"),
    form(kObserve, "{at: 10ms, observe: invoice-17, master: found, replica0: persisted}"),
    form(kKeyinfo, "{at: 10ms, keyinfo: invoice-17, master: {Cache: {CAS: 1}, Disk: {}}}"),
    form(kObserveSeqno,
         "{at: 5ms, observe_seqno: invoice-17, master: {persisted: 0, current: 1}}"),
    form(kVerdictTable, "{client: k, verdict: timeout, at: 106ms}"),
    form(kBy, "{by: 20ms, persist_to: 2}"),
    form(kAlways, "{always: {observe: k, all: persisted}, from: 50ms}"),
    form(kNever, "{never: {observe: k, master: logically_deleted}}"),
    form(kEventually, "{eventually: {observe: k, all: persisted}}"),
    form(kSometimes, "{sometimes: {observe: k, master: found, replica0: persisted}}"),
    form(kOperation, "{operation: get, p99: \"< 5ms\"}"),
    form(kTimeTo, "{time_to: {persist_to: 2}, p99: \"< 5ms\"}"),
    form(kWatched, "{watch: gocb-2, verdict: success, p99: \"< 5ms\"}"),
    form(kResource, "{resource: master/disk, utilisation: \"< 80%\"}"),
    form(kExpectedGrowth,
         "{growth: {of: office.get.p99, over: workload.0.clients.count, sizes: 1..16:log5, "
         "per_doubling: \"<= 2.1\"}}")};

}  // namespace

constexpr Table kWantedTable{.name = "wanted",
                             .about = "An order of milestones that durasim orderings finds "
                                      "latencies for; run and check pass it over.",
                             .fields = kOrderFields};
constexpr Field kExpectationElement{.name = "expectation", .kind = Kind::kOneOf,
                                    .about = "What must hold.",
                                    .example = "{order: [master.cached, master.persisted]}",
                                    .alternatives = kForms};
// clang-format on

}  // namespace scenarios
