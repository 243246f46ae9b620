// Field tables of what breaks: faults of a cluster, and how the cluster and its clients deal with
// them.
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kFailAnswers[] = {"not_found", "exists", "temporary_failure"};

constexpr Field kAt{.name = "at", .kind = Kind::kDuration, .need = Need::kRequired,
                    .about = "When it happens.", .example = "10ms"};
constexpr Field kFrom{.name = "at", .kind = Kind::kDuration,
                      .about = "When it begins; of a random process, from when on.",
                      .fallback = "0ms", .example = "10ms"};
constexpr Field kUntil{.name = "until", .kind = Kind::kDuration,
                       .about = "When it ends; of a random process, until when it begins anew.",
                       .fallback = "never", .example = "2s"};
constexpr Field kEvery{.name = "every", .kind = Kind::kLatency,
                       .about = "From one beginning to the next: a random process.",
                       .fallback = "it comes once", .example = "{exponential: 10s}"};
constexpr Field kLasts{.name = "lasts", .kind = Kind::kLatency,
                       .about = "How long it lasts each time.", .fallback = "until",
                       .example = "{uniform: [100ms, 2s]}"};

constexpr Field node_of(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kIdentifier, .need = Need::kRequired, .about = about,
          .example = "node1"};
}

constexpr Field kPlace{.name = "place", .kind = Kind::kIdentifier,
                       .about = "A node, a role, or a place of clients.", .example = "node1"};
constexpr Field kSideForms[] = {
    kPlace,
    {.name = "side", .kind = Kind::kList, .about = "Several places.", .example = "[node0, node1]",
     .element = &kPlace}};
constexpr Field kSideElement{.name = "side", .kind = Kind::kOneOf,
                             .about = "One side: a place, or several.", .example = "node1",
                             .alternatives = kSideForms};

constexpr Field between(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kList, .need = Need::kRequired, .about = about,
          .example = "[node0, [node1, node2]]", .element = &kSideElement};
}
constexpr Field kOneWay{.name = "one_way", .kind = Kind::kBoolean,
                        .about = "Only messages from the first side to the second are meant.",
                        .fallback = "false", .example = "true"};

constexpr Field kCrashFields[] = {
    node_of("crash", "A node, by name or role, or any for one drawn each time, goes down: its "
                     "memory is lost, its disk is kept. At the end it comes up and reads its disk "
                     "back."),
    kFrom, kUntil, kEvery, kLasts};
constexpr Field kRestartFields[] = {
    node_of("restart", "A node that went down comes up and reads its disk back."), kAt};
constexpr Field kPauseFields[] = {
    node_of("pause", "A node's process stands still; what comes in waits."), kFrom, kUntil, kEvery,
    kLasts};
constexpr Field kDiskSlowFields[] = {
    node_of("disk_slow", "A node's disk is slower."), kFrom, kUntil, kEvery, kLasts,
    {.name = "times", .kind = Kind::kNumber, .need = Need::kRequired,
     .about = "So many times as long takes each of its requests.", .example = "10"}};
constexpr Field kDiskStalledFields[] = {
    node_of("disk_stalled", "A node's disk serves nothing."), kFrom, kUntil, kEvery, kLasts};
constexpr Field kDiskFullFields[] = {
    node_of("disk_full", "Nothing more can be written to a node's disk: its queue waits."), kFrom,
    kUntil, kEvery, kLasts};
constexpr Field kDiskFailsFields[] = {
    node_of("disk_fails", "Every flush of a node fails, and is tried again a second later."),
    kFrom, kUntil, kEvery, kLasts};
constexpr Field kLosesSyncsFields[] = {
    node_of("loses_syncs", "A node's disk says that writes are durable before they are: a crash "
                           "takes the last ones."),
    kFrom, kUntil, kEvery, kLasts,
    {.name = "flushes", .kind = Kind::kCount, .about = "How many of its last flushes.",
     .fallback = "1", .example = "3", .least = 1, .most = 1000}};
constexpr Field kNetworkSlowFields[] = {
    between("network_slow", "Messages between the sides take longer."), kFrom, kUntil, kEvery,
    kLasts, kOneWay,
    {.name = "by", .kind = Kind::kLatency, .need = Need::kRequired,
     .about = "How much longer each message takes.", .example = "100ms"}};
constexpr Field kNetworkCutFields[] = {
    between("network_cut", "Nothing passes between the sides: a cut, or with several nodes on a "
                           "side a partition."),
    kFrom, kUntil, kEvery, kLasts, kOneWay};
constexpr Field kNetworkLossyFields[] = {
    between("network_lossy", "Messages between the sides get lost, and are sent again."), kFrom,
    kUntil, kEvery, kLasts, kOneWay,
    {.name = "loss", .kind = Kind::kPercent, .need = Need::kRequired,
     .about = "How many of all sendings are lost.", .example = "5%"}};
constexpr Field kFailoverFields[] = {
    node_of("failover", "A node is taken out of the map; its replicas become masters."), kAt};
constexpr Field kMember{.name = "node", .kind = Kind::kIdentifier,
                        .about = "A node of the new map.", .example = "node1"};
constexpr Field kRebalanceFields[] = {
    {.name = "rebalance", .kind = Kind::kList, .need = Need::kRequired,
     .about = "The vBuckets are dealt anew to these nodes, and move.",
     .example = "[node0, node1, node2]", .element = &kMember},
    kAt,
    {.name = "replicas", .kind = Kind::kCount, .about = "Copies besides the master's from then on.",
     .fallback = "the bucket's", .example = "2", .most = 3}};
constexpr Field kOpfailFields[] = {
    node_of("opfail", "The mock's: a node's next operations are answered with a failure."), kFrom,
    kUntil, kEvery, kLasts,
    {.name = "answer", .kind = Kind::kChoice, .about = "With which.",
     .fallback = "temporary_failure", .example = "exists", .choices = kFailAnswers},
    {.name = "count", .kind = Kind::kCount, .about = "How many of them.", .fallback = "all",
     .example = "3", .least = 1}};
constexpr Field kHiccupFields[] = {
    node_of("hiccup", "The mock's: a node's answers are late."), kFrom, kUntil, kEvery, kLasts,
    {.name = "by", .kind = Kind::kLatency, .need = Need::kRequired, .about = "By so much.",
     .example = "500ms"}};
constexpr Field kTruncateFields[] = {
    node_of("truncate", "The mock's: a node's answers are cut off, so that longer ones are none."),
    kFrom, kUntil, kEvery, kLasts,
    {.name = "limit", .kind = Kind::kSize, .need = Need::kRequired,
     .about = "After so many bytes; an answer has 64 and its value.", .example = "64B"}};

constexpr std::string_view kAheadOrBehind[] = {"ahead", "behind"};
constexpr Group kClockSkewGroups[] = {{Rule::kExactlyOne, kAheadOrBehind}};
constexpr Field kClockSkewFields[] = {
    node_of("clock_skew", "A node's clock is wrong. Its server looks at it as it comes up, and "
                          "once a minute."),
    kFrom, kUntil, kEvery, kLasts,
    {.name = "ahead", .kind = Kind::kDuration, .about = "By so much it is ahead.",
     .fallback = "it is behind", .example = "5s"},
    {.name = "behind", .kind = Kind::kDuration, .about = "By so much it is behind.",
     .fallback = "it is ahead", .example = "5s"}};
constexpr Field kBackFields[] = {{.name = "back", .kind = Kind::kDuration, .need = Need::kRequired,
                                  .about = "By so much.", .example = "1h"}};
constexpr Table kBack{.name = "back in time", .about = "Clocks jump back.", .fields = kBackFields};
constexpr Field kTravelForms[] = {
    {.name = "time_travel", .kind = Kind::kDuration, .about = "Ahead by so much, in whole seconds.",
     .example = "1h"},
    {.name = "time_travel", .kind = Kind::kMapping, .about = "Back by so much, in whole seconds.",
     .example = "{back: 1h}", .inner = &kBack}};
constexpr Field kTimeTravelFields[] = {
    {.name = "time_travel", .kind = Kind::kOneOf, .need = Need::kRequired,
     .about = "The mock's: the clocks of all nodes jump, ahead or back, by whole seconds.",
     .example = "1h",
     .alternatives = kTravelForms},
    kAt};

constexpr std::string_view kBreaks = "Something that breaks, or is mended.";
constexpr Table kCrash{.name = "crash", .about = kBreaks, .fields = kCrashFields};
constexpr Table kRestart{.name = "restart", .about = kBreaks, .fields = kRestartFields};
constexpr Table kPause{.name = "pause", .about = kBreaks, .fields = kPauseFields};
constexpr Table kDiskSlow{.name = "disk_slow", .about = kBreaks, .fields = kDiskSlowFields};
constexpr Table kDiskStalled{.name = "disk_stalled", .about = kBreaks,
                             .fields = kDiskStalledFields};
constexpr Table kDiskFull{.name = "disk_full", .about = kBreaks, .fields = kDiskFullFields};
constexpr Table kDiskFails{.name = "disk_fails", .about = kBreaks, .fields = kDiskFailsFields};
constexpr Table kLosesSyncs{.name = "loses_syncs", .about = kBreaks, .fields = kLosesSyncsFields};
constexpr Table kNetworkSlow{.name = "network_slow", .about = kBreaks,
                             .fields = kNetworkSlowFields};
constexpr Table kNetworkCut{.name = "network_cut", .about = kBreaks, .fields = kNetworkCutFields};
constexpr Table kNetworkLossy{.name = "network_lossy", .about = kBreaks,
                              .fields = kNetworkLossyFields};
constexpr Table kFailover{.name = "failover", .about = kBreaks, .fields = kFailoverFields};
constexpr Table kRebalance{.name = "rebalance", .about = kBreaks, .fields = kRebalanceFields};
constexpr Table kOpfail{.name = "opfail", .about = kBreaks, .fields = kOpfailFields};
constexpr Table kHiccup{.name = "hiccup", .about = kBreaks, .fields = kHiccupFields};
constexpr Table kTruncate{.name = "truncate", .about = kBreaks, .fields = kTruncateFields};
constexpr Table kClockSkew{.name = "clock_skew", .about = kBreaks, .fields = kClockSkewFields,
                           .groups = kClockSkewGroups};
constexpr Table kTimeTravel{.name = "time_travel", .about = kBreaks, .fields = kTimeTravelFields};

constexpr Field form(const Table& table, std::string_view example) {
  return {.name = "fault", .kind = Kind::kMapping, .about = "A fault.", .example = example,
          .inner = &table};
}

constexpr Field kFaultForms[] = {
    form(kCrash, "{crash: node1, at: 10ms, until: 2s}"),
    form(kRestart, "{restart: node1, at: 2s}"),
    form(kPause, "{pause: node1, at: 10ms, until: 2s}"),
    form(kDiskSlow, "{disk_slow: node1, times: 10, at: 10ms, until: 2s}"),
    form(kDiskStalled, "{disk_stalled: node1, every: {exponential: 10s}, lasts: 100ms}"),
    form(kDiskFull, "{disk_full: node1, at: 10ms, until: 2s}"),
    form(kDiskFails, "{disk_fails: node1, at: 10ms, until: 2s}"),
    form(kLosesSyncs, "{loses_syncs: node1, flushes: 2}"),
    form(kNetworkSlow, "{network_slow: [node0, node1], by: 100ms}"),
    form(kNetworkCut, "{network_cut: [node0, [node1, node2]], at: 10ms, until: 2s}"),
    form(kNetworkLossy, "{network_lossy: [node0, node1], loss: 5%}"),
    form(kFailover, "{failover: node1, at: 2s}"),
    form(kRebalance, "{rebalance: [node0, node1], at: 2s}"),
    form(kOpfail, "{opfail: node1, count: 3, answer: exists}"),
    form(kHiccup, "{hiccup: node1, by: 500ms}"),
    form(kTruncate, "{truncate: node1, limit: 64B}"),
    form(kClockSkew, "{clock_skew: node1, ahead: 5s, at: 10ms, until: 2min}"),
    form(kTimeTravel, "{time_travel: 1h, at: 2s}")};

constexpr Field kCrashStepFields[] = {
    node_of("crash", "A node, by name or role, goes down: its memory is lost, its disk is kept."),
    kAt};

constexpr Field kAfter{.name = "after", .kind = Kind::kDuration, .need = Need::kRequired,
                       .about = "For how long a node's heartbeats must be missed.",
                       .example = "30s", .least = 1};
constexpr Field kAutoFailoverFields[] = {
    kAfter,
    {.name = "most", .kind = Kind::kCount, .about = "So many nodes, then no more.",
     .fallback = "1", .example = "2", .least = 1},
    {.name = "heartbeat", .kind = Kind::kDuration, .about = "From one heartbeat to the next.",
     .fallback = "1s", .example = "1s", .least = 1}};

constexpr Field kAutoReprovisionFields[] = {
    {.name = "most", .kind = Kind::kCount, .need = Need::kRequired,
     .about = "So many nodes until the next rebalance; 0: none.", .example = "2"}};

constexpr Field kPatienceFields[] = {
    {.name = "timeout", .kind = Kind::kDuration,
     .about = "How long a client waits for an operation, with all tries.", .fallback = "2.5s",
     .example = "1s", .least = 1},
    {.name = "map_poll", .kind = Kind::kDuration,
     .about = "How often a client asks for a newer vBucket map.", .fallback = "2.5s",
     .example = "1s", .least = 1}};

}  // namespace

constexpr Field kClusterFaultElement{.name = "fault", .kind = Kind::kOneOf,
                                     .about = "What breaks, and when.",
                                     .example = "{crash: node1, at: 10ms, until: 2s}",
                                     .alternatives = kFaultForms};
constexpr Table kCrashStep{.name = "crash step", .about = "A step of the script.",
                           .fields = kCrashStepFields};
constexpr Table kRestartStep{.name = "restart step", .about = "A step of the script.",
                             .fields = kRestartFields};
constexpr Table kTimeTravelStep{.name = "time_travel step", .about = "A step of the script.",
                                .fields = kTimeTravelFields};
constexpr Table kFailoverStep{.name = "failover step", .about = "A step of the script.",
                              .fields = kFailoverFields};
constexpr Table kRebalanceStep{.name = "rebalance step", .about = "A step of the script.",
                               .fields = kRebalanceFields};
constexpr Table kAutoFailoverTable{.name = "auto_failover",
                                   .about = "Nodes that are missed are failed over by the others.",
                                   .fields = kAutoFailoverFields};
constexpr Table kAutoReprovisionTable{
    .name = "auto_reprovision",
    .about = "Replicas take over the ephemeral buckets of a node that comes back without them.",
    .fields = kAutoReprovisionFields};
constexpr Table kPatienceTable{.name = "patience",
                               .about = "What clients do when something breaks.",
                               .fields = kPatienceFields};
// clang-format on

}  // namespace scenarios
