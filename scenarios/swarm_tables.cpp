// Field tables of random faults within limits, and of a run's second phase.
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr Field node_of(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kIdentifier, .need = Need::kRequired, .about = about,
          .example = "any"};
}
constexpr Field kEvery{.name = "every", .kind = Kind::kLatency, .need = Need::kRequired,
                       .about = "From one beginning to the next.", .example = "{exponential: 5s}"};
constexpr Field kLasts{.name = "lasts", .kind = Kind::kLatency, .need = Need::kRequired,
                       .about = "From the beginning to the end.",
                       .example = "{uniform: [100ms, 2s]}"};

constexpr Field kCrashFields[] = {
    node_of("crash", "A node by name or role, or any: each time another. It goes down."), kEvery,
    kLasts};
constexpr Field kPauseFields[] = {node_of("pause", "A node's process stands still."), kEvery,
                                  kLasts};
constexpr Field kStalledFields[] = {node_of("disk_stalled", "A node's disk serves nothing."),
                                    kEvery, kLasts};
constexpr Field kFullFields[] = {node_of("disk_full", "A node's disk takes no more."), kEvery,
                                 kLasts};
constexpr Field kFailsFields[] = {node_of("disk_fails", "A node's flushes fail."), kEvery, kLasts};
constexpr Field kSlowFields[] = {
    node_of("disk_slow", "A node's disk is slower."), kEvery, kLasts,
    {.name = "times", .kind = Kind::kNumber, .need = Need::kRequired,
     .about = "So many times as long takes each of its requests.", .example = "10"}};
constexpr Field kLosesFields[] = {
    node_of("loses_syncs", "A node's disk says that writes are durable before they are: a crash "
                           "takes the last ones."),
    kEvery, kLasts,
    {.name = "flushes", .kind = Kind::kCount, .about = "How many of its last flushes.",
     .fallback = "1", .example = "3", .least = 1, .most = 1000}};

constexpr std::string_view kAnyPlaces[] = {"any"};
constexpr Field between(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kChoice, .need = Need::kRequired, .about = about,
          .example = "any", .choices = kAnyPlaces};
}
constexpr Field kOneWay{.name = "one_way", .kind = Kind::kBoolean,
                        .about = "Only messages from the one that is drawn first are meant.",
                        .fallback = "false", .example = "true"};
constexpr Field kNetSlowFields[] = {
    between("network_slow", "Messages between two nodes, each time others, take longer."), kEvery,
    kLasts, kOneWay,
    {.name = "by", .kind = Kind::kLatency, .need = Need::kRequired,
     .about = "How much longer each message takes.", .example = "{exponential: 5ms}"}};
constexpr Field kNetCutFields[] = {
    between("network_cut", "Nothing passes between two nodes, each time others."), kEvery, kLasts,
    kOneWay};
constexpr Field kNetLossyFields[] = {
    between("network_lossy", "Messages between two nodes, each time others, get lost, and are sent "
                             "again."),
    kEvery, kLasts, kOneWay,
    {.name = "loss", .kind = Kind::kPercent, .need = Need::kRequired,
     .about = "How many of all sendings are lost.", .example = "5%"}};
constexpr Field kPartitionFields[] = {
    between("partition", "All nodes are split in two, each time otherwise, and nothing passes "
                         "between."),
    kEvery, kLasts};
constexpr std::string_view kAbout = "Something that breaks at random.";
constexpr Table kCrash{.name = "random crash", .about = kAbout, .fields = kCrashFields};
constexpr Table kPause{.name = "random pause", .about = kAbout, .fields = kPauseFields};
constexpr Table kStalled{.name = "random stall", .about = kAbout, .fields = kStalledFields};
constexpr Table kFull{.name = "random full disk", .about = kAbout, .fields = kFullFields};
constexpr Table kFails{.name = "random failing disk", .about = kAbout, .fields = kFailsFields};
constexpr Table kSlow{.name = "random slow disk", .about = kAbout, .fields = kSlowFields};
constexpr Table kLoses{.name = "random loss of syncs", .about = kAbout, .fields = kLosesFields};
constexpr Table kNetSlow{.name = "random slow network", .about = kAbout, .fields = kNetSlowFields};
constexpr Table kNetCut{.name = "random cut", .about = kAbout, .fields = kNetCutFields};
constexpr Table kNetLossy{.name = "random lossy network", .about = kAbout,
                          .fields = kNetLossyFields};
constexpr Table kPartition{.name = "random partition", .about = kAbout,
                           .fields = kPartitionFields};

constexpr Field form(const Table& table, std::string_view example) {
  return {.name = "random fault", .kind = Kind::kMapping, .about = "A fault.", .example = example,
          .inner = &table};
}
constexpr Field kSwarmFaultForms[] = {
    form(kCrash, "{crash: any, every: {exponential: 5s}, lasts: {uniform: [100ms, 2s]}}"),
    form(kPause, "{pause: any, every: {exponential: 5s}, lasts: 100ms}"),
    form(kStalled, "{disk_stalled: any, every: {exponential: 5s}, lasts: 100ms}"),
    form(kFull, "{disk_full: any, every: {exponential: 5s}, lasts: 100ms}"),
    form(kFails, "{disk_fails: any, every: {exponential: 5s}, lasts: 100ms}"),
    form(kSlow, "{disk_slow: any, times: 10, every: {exponential: 5s}, lasts: 1s}"),
    form(kLoses, "{loses_syncs: any, flushes: 2, every: {exponential: 5s}, lasts: 1s}"),
    form(kNetSlow, "{network_slow: any, by: 5ms, every: {exponential: 5s}, lasts: 1s}"),
    form(kNetCut, "{network_cut: any, every: {exponential: 5s}, lasts: 100ms}"),
    form(kNetLossy, "{network_lossy: any, loss: 5%, every: {exponential: 5s}, lasts: 1s}"),
    form(kPartition, "{partition: any, every: {exponential: 5s}, lasts: 100ms}")};
constexpr Field kSwarmFaultElement{
    .name = "random fault", .kind = Kind::kOneOf, .about = "What breaks, how often, for how long.",
    .example = "{crash: any, every: {exponential: 5s}, lasts: {uniform: [100ms, 2s]}}",
    .alternatives = kSwarmFaultForms};

constexpr Field kSwarmFields[] = {
    {.name = "faults", .kind = Kind::kList, .need = Need::kRequired, .about = "What breaks.",
     .example = "[{crash: any, every: {exponential: 5s}, lasts: 1s}]",
     .element = &kSwarmFaultElement},
    {.name = "until", .kind = Kind::kDuration, .need = Need::kRequired,
     .about = "No fault begins from here on.", .example = "10s", .least = 1},
    {.name = "from", .kind = Kind::kDuration, .about = "No fault begins before.",
     .fallback = "0ms", .example = "1s"},
    {.name = "most_down", .kind = Kind::kCount, .about = "So many nodes may be down at once.",
     .fallback = "1", .example = "1", .least = 1, .most = 1000},
    {.name = "most_cut", .kind = Kind::kCount,
     .about = "So many faults of the network may there be at once.", .fallback = "1",
     .example = "1", .least = 1, .most = 1000}};

constexpr Field kLivenessFields[] = {
    {.name = "faults_stop", .kind = Kind::kDuration, .need = Need::kRequired,
     .about = "All faults and workloads end here.", .example = "20s", .least = 1},
    {.name = "within", .kind = Kind::kDuration, .need = Need::kRequired,
     .about = "So much later the run ends: copies must be equal, disk queues empty, every client "
              "must have its answer.",
     .example = "30s", .least = 1}};

}  // namespace

constexpr Table kSwarmTable{.name = "swarm",
                            .about = "Random faults within limits, other ones for each seed of "
                                     "run --seeds.",
                            .fields = kSwarmFields};
constexpr Table kLivenessTable{.name = "liveness",
                               .about = "A second phase, in which nothing breaks any more.",
                               .fields = kLivenessFields};
// clang-format on

}  // namespace scenarios
