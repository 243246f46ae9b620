// Field tables of a scenario: the cluster, its workloads, and the file as a whole.
#include "scenarios/tables.hpp"

#include "models/durability/bucket_type.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kReplicateFroms[] = {"cache", "disk"};
constexpr std::string_view kDialects[] = {"real", "mock"};
constexpr std::string_view kEvictions[] = {"value", "full"};
constexpr std::string_view kPopularities[] = {"uniform", "sequential"};

constexpr Field kProfileName{.name = "name", .kind = Kind::kIdentifier,
                             .about = "A profile by its name.", .example = "nvme-datacenter"};
}  // namespace

// Hosts of a migration are written with them too.
constexpr Field kCpuForms[2] = {
    kProfileName,
    {.name = "cpu", .kind = Kind::kMapping, .about = "The figures.",
     .example = "{cores: 4, per_operation: 9us}", .inner = &kCpuTable}};
constexpr Field kDiskForms[2] = {
    kProfileName,
    {.name = "disk", .kind = Kind::kMapping, .about = "The figures.", .example = "{write: 80ms}",
     .inner = &kDiskTable}};
constexpr Field kNetworkForms[2] = {
    kProfileName,
    {.name = "network", .kind = Kind::kMapping, .about = "The figures.",
     .example = "{latency: 50us}", .inner = &kNetworkTable}};


namespace {

constexpr Field kNodeFields[] = {
    {.name = "cpu", .kind = Kind::kOneOf, .about = "A profile's name, or the figures.",
     .fallback = "one core that takes no time", .example = "server-2020",
     .alternatives = kCpuForms},
    {.name = "disk", .kind = Kind::kOneOf, .about = "A profile's name, or the figures.",
     .fallback = "a disk that takes no time", .example = "{write: 80ms}",
     .alternatives = kDiskForms}};

constexpr Field kOverrideElement{.name = "node", .kind = Kind::kMapping,
                                 .about = "What differs on this node or role.",
                                 .example = "{disk: {write: 80ms}}", .inner = &kNodeTable};
constexpr Table kOverrideTable{
    .name = "override",
    .about = "Nodes by name (node0) or by their role for the scenario's key (master, replica0), "
             "and what differs there.",
    .others = &kOverrideElement};

constexpr Field kBucketFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "What keys name it by.", .example = "default"},
    {.name = "replicas", .kind = Kind::kCount, .about = "Copies besides the master's.",
     .fallback = "the cluster's", .example = "1", .most = 3},
    {.name = "type", .kind = Kind::kChoice,
     .about = "Whether it is kept on disk too (couchbase), or in memory only (ephemeral).",
     .fallback = "couchbase", .example = "ephemeral",
     .choices = models::durability::kBucketTypes},
    {.name = "memory", .kind = Kind::kSize,
     .about = "Its quota on each node; what is on disk is evicted when it is full.",
     .fallback = "everything fits", .example = "64MiB", .least = 1},
    {.name = "eviction", .kind = Kind::kChoice,
     .about = "What leaves memory: the value, or the value and what is known of it.",
     .fallback = "value", .example = "full", .choices = kEvictions}};
constexpr Table kBucketTable{.name = "bucket of keys", .about = "A bucket of keys on all nodes.",
                             .fields = kBucketFields};

constexpr Field kClusterFields[] = {
    {.name = "nodes", .kind = Kind::kCount, .need = Need::kRequired,
     .about = "How many; they are called node0, node1, and so on.", .example = "3", .least = 1,
     .most = 1000},
    {.name = "replicas", .kind = Kind::kCount,
     .about = "Copies of each key besides the master's; fewer than nodes.", .fallback = "0",
     .example = "2", .most = 3},
    {.name = "vbuckets", .kind = Kind::kCount,
     .about = "How many parts the keys of a bucket are dealt into; a power of two.",
     .fallback = "64", .example = "1024", .least = 1, .most = 32768},
    {.name = "node", .kind = Kind::kMapping, .about = "The hardware of every node.",
     .fallback = "hardware that takes no time",
     .example = "{cpu: server-2020, disk: nvme-datacenter}", .inner = &kNodeTable},
    {.name = "network", .kind = Kind::kOneOf, .about = "A profile's name, or the figures.",
     .fallback = "a network that takes no time", .example = "lan-10g",
     .alternatives = kNetworkForms},
    {.name = "override", .kind = Kind::kMapping, .about = "What differs on single nodes.",
     .fallback = "nothing", .example = "{master: {disk: {write: 80ms}}}",
     .inner = &kOverrideTable},
    {.name = "buckets", .kind = Kind::kList, .about = "The buckets.",
     .fallback = "one, called default", .example = "[{name: default}, {name: small}]",
     .inner = &kBucketTable},
    {.name = "replicate_from", .kind = Kind::kChoice,
     .about = "When a write is sent to the replicas: once the master has it in its cache, or once "
              "it is on the master's disk.",
     .fallback = "cache", .example = "disk", .choices = kReplicateFroms},
    {.name = "deduplicate", .kind = Kind::kBoolean,
     .about = "Whether a disk queue drops a key's older write that still waits.",
     .fallback = "true", .example = "false"},
    {.name = "dialect", .kind = Kind::kChoice,
     .about = "Whose OBSERVE: the real server's, or CouchbaseMock's where it differs.",
     .fallback = "real", .example = "mock", .choices = kDialects}};

constexpr Field kBurstsFields[] = {
    {.name = "size", .kind = Kind::kCount, .need = Need::kRequired,
     .about = "Operations at once.", .example = "100", .least = 1, .most = 1'000'000},
    {.name = "every", .kind = Kind::kPiecewiseLatency, .need = Need::kRequired,
     .about = "From one burst to the next.", .example = "1s"}};
constexpr Table kBurstsTable{.name = "bursts", .about = "Many operations at once, at intervals.",
                             .fields = kBurstsFields};
constexpr Field kClientsFields[] = {
    {.name = "count", .kind = Kind::kCount, .need = Need::kRequired,
     .about = "How many clients; each waits for its answer.", .example = "10", .least = 1,
     .most = 1'000'000},
    {.name = "think", .kind = Kind::kPiecewiseLatency,
     .about = "From an answer to the client's next operation.", .fallback = "0ms",
     .example = "{exponential: 5ms}"}};
}  // namespace

constexpr Table kClientsTable{.name = "clients",
                              .about = "Clients that wait for each answer, think, and go on.",
                              .fields = kClientsFields};
// Every kind of scenario can include files.
constexpr Field kIncludeElement{.name = "file", .kind = Kind::kText,
                                .about = "A file, as seen from this one.",
                                .example = "cluster.yaml"};

namespace {

constexpr Field kMixFields[] = {
    {.name = "store", .kind = Kind::kNumber, .about = "Share of stores.", .fallback = "0",
     .example = "70"},
    {.name = "delete", .kind = Kind::kNumber, .about = "Share of deletes.", .fallback = "0",
     .example = "1"},
    {.name = "get", .kind = Kind::kNumber, .about = "Share of gets.", .fallback = "0",
     .example = "25"},
    {.name = "observe", .kind = Kind::kNumber, .about = "Share of OBSERVE, asked of all nodes.",
     .fallback = "0", .example = "4"},
    {.name = "observe_seqno", .kind = Kind::kNumber,
     .about = "Share of OBSERVE_SEQNO, asked of all nodes.", .fallback = "0", .example = "4"}};
constexpr Table kMixTable{.name = "operations",
                          .about = "The mix; shares need not sum to anything.",
                          .fields = kMixFields};

constexpr Field kZipfFields[] = {{.name = "zipf", .kind = Kind::kNumber, .need = Need::kRequired,
                                  .about = "The exponent: 0.99 is YCSB's.", .example = "0.99"}};
constexpr Table kZipfTable{.name = "zipf", .about = "A few keys take most of the traffic.",
                           .fields = kZipfFields};
constexpr Field kPopularityForms[] = {
    {.name = "popularity", .kind = Kind::kChoice, .about = "Alike, or one after the other.",
     .example = "uniform", .choices = kPopularities},
    {.name = "popularity", .kind = Kind::kMapping, .about = "Zipf's law.",
     .example = "{zipf: 0.99}", .inner = &kZipfTable}};
constexpr Field kKeysFields[] = {
    {.name = "count", .kind = Kind::kCount, .need = Need::kRequired, .about = "How many keys.",
     .example = "10k", .least = 1, .most = 10'000'000},
    {.name = "prefix", .kind = Kind::kText,
     .about = "Keys are called this and a number from 0.", .fallback = "k", .example = "user-"},
    {.name = "popularity", .kind = Kind::kOneOf, .about = "Which keys are asked for how often.",
     .fallback = "uniform", .example = "{zipf: 0.99}", .alternatives = kPopularityForms}};
constexpr Table kKeysTable{.name = "keys", .about = "The keys of a workload.",
                           .fields = kKeysFields};

constexpr std::string_view kArrivals[] = {"poisson", "every", "bursts", "clients"};
constexpr std::string_view kWaiting[] = {"durability", "watch"};
constexpr Group kWorkloadGroups[] = {{Rule::kExactlyOne, kArrivals}, {Rule::kAtMostOne, kWaiting}};
constexpr Field kWorkloadFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "What reports and expectations call it.", .example = "shop"},
    {.name = "poisson", .kind = Kind::kEventRate, .about = "Operations come at random.",
     .fallback = "another kind of arrivals", .example = "5000/s"},
    {.name = "every", .kind = Kind::kPiecewiseLatency,
     .about = "Operations come at intervals.", .fallback = "another kind of arrivals",
     .example = "1ms"},
    {.name = "bursts", .kind = Kind::kMapping, .about = "Operations come many at once.",
     .fallback = "another kind of arrivals", .example = "{size: 100, every: 1s}",
     .inner = &kBurstsTable},
    {.name = "clients", .kind = Kind::kMapping,
     .about = "Operations come from clients that wait for answers.",
     .fallback = "another kind of arrivals", .example = "{count: 10, think: 5ms}",
     .inner = &kClientsTable},
    {.name = "operations", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "What is asked, in which shares.", .example = "{store: 70, get: 30}",
     .inner = &kMixTable},
    {.name = "keys", .kind = Kind::kMapping, .need = Need::kRequired, .about = "On which keys.",
     .example = "{count: 1000, popularity: {zipf: 0.99}}", .inner = &kKeysTable},
    {.name = "value", .kind = Kind::kSizeDistribution, .about = "The size of stored values.",
     .fallback = "0B", .example = "{lognormal: {median: 1KiB, p99: 16KiB}}"},
    {.name = "bucket", .kind = Kind::kIdentifier, .about = "In which bucket.",
     .fallback = "the first", .example = "default"},
    {.name = "durability", .kind = Kind::kOneOf,
     .about = "What the server waits for before it answers a store or delete.",
     .fallback = "nothing is waited for", .example = "majority", .alternatives = kSyncForms},
    {.name = "watch", .kind = Kind::kMapping,
     .about = "The client that polls, after each store or delete, until it is durable.",
     .fallback = "nobody polls", .example = "{client: gocb-2, persist_to: 1, share: 10%}",
     .inner = &kWorkloadWatchTable},
    {.name = "place", .kind = Kind::kIdentifier,
     .about = "Where the clients are: a place of the network, so that requests and answers "
              "travel.",
     .fallback = "at each node's door", .example = "office"},
    {.name = "from", .kind = Kind::kDuration, .about = "When it begins.", .fallback = "0ms",
     .example = "1s"},
    {.name = "until", .kind = Kind::kDuration, .about = "When it ends.",
     .fallback = "the run's end", .example = "10s"},
    {.name = "count", .kind = Kind::kCount, .about = "Most operations.", .fallback = "no limit",
     .example = "1M", .least = 1}};

constexpr Field kDrawElement{.name = "draw", .kind = Kind::kDuration, .about = "One draw.",
                             .example = "3ms"};
constexpr Field kDrawsFields[] = {
    {.name = "latency", .kind = Kind::kText, .need = Need::kRequired,
     .about = "Whose and which, as explain calls them.", .example = "node1/disk write"},
    {.name = "take", .kind = Kind::kList, .need = Need::kRequired,
     .about = "Its first draws; those after them come from its distribution.",
     .example = "[3ms, 80ms]", .element = &kDrawElement}};
constexpr Table kDrawsTable{.name = "draws", .about = "The first draws of a latency.",
                            .fields = kDrawsFields};

constexpr Field kScenarioFields[] = {
    {.name = "scenario", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "Its name.", .example = "slow-disk"},
    {.name = "about", .kind = Kind::kText, .about = "What it shows, in a sentence.",
     .fallback = "nothing", .example = "The replicas persist the key first."},
    {.name = "include", .kind = Kind::kList,
     .about = "Files whose fields hold where this one has none.", .fallback = "none",
     .example = "[cluster.yaml]", .element = &kIncludeElement},
    {.name = "key", .kind = Kind::kText,
     .about = "The key whose story is told; it gives master and replica0 their nodes.",
     .fallback = "the first key of the script", .example = "invoice-17"},
    {.name = "seed", .kind = Kind::kCount, .about = "Which luck.", .fallback = "1",
     .example = "42"},
    {.name = "until", .kind = Kind::kDuration, .about = "When the run ends.",
     .fallback = "when nothing is left to happen", .example = "10s", .least = 1},
    {.name = "warmup", .kind = Kind::kDuration, .about = "Statistics begin here.",
     .fallback = "0ms", .example = "1s"},
    {.name = "cluster", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "The nodes, their hardware and the rules.", .example = "{nodes: 3, replicas: 2}",
     .inner = &kClusterTable},
    {.name = "workload", .kind = Kind::kList, .about = "Traffic that goes on by itself.",
     .fallback = "none",
     .example = "[{name: shop, poisson: 500/s, operations: {store: 1}, keys: {count: 100}, "
                "until: 1s}]",
     .inner = &kWorkloadTable},
    {.name = "script", .kind = Kind::kList, .about = "What happens at which instant.",
     .fallback = "nothing", .example = "[{at: 0ms, store: {key: invoice-17, value: paid}}]",
     .element = &kStepElement},
    {.name = "faults", .kind = Kind::kList, .about = "What breaks, and when.",
     .fallback = "nothing", .example = "[{crash: node1, at: 10ms, until: 2s}]",
     .element = &kClusterFaultElement},
    {.name = "auto_failover", .kind = Kind::kMapping,
     .about = "Nodes that are missed are failed over by the others.",
     .fallback = "only by script", .example = "{after: 30s}", .inner = &kAutoFailoverTable},
    {.name = "auto_reprovision", .kind = Kind::kMapping,
     .about = "Replicas take over the ephemeral buckets of a node that comes back without them.",
     .fallback = "of one node until the next rebalance", .example = "{most: 2}",
     .inner = &kAutoReprovisionTable},
    {.name = "patience", .kind = Kind::kMapping, .about = "What clients do when something breaks.",
     .fallback = "as the fields' own", .example = "{timeout: 1s}", .inner = &kPatienceTable},
    {.name = "swarm", .kind = Kind::kMapping,
     .about = "Random faults within limits, for run --seeds; a run alone has none of them.",
     .fallback = "none",
     .example = "{until: 10s, faults: [{crash: any, every: {exponential: 5s}, lasts: 1s}]}",
     .inner = &kSwarmTable},
    {.name = "liveness", .kind = Kind::kMapping,
     .about = "A second phase: nothing breaks any more, and all must converge.",
     .fallback = "none", .example = "{faults_stop: 20s, within: 30s}", .inner = &kLivenessTable},
    {.name = "draws", .kind = Kind::kList,
     .about = "First draws of latencies, one by one: what a run of just this luck takes.",
     .fallback = "all from their distributions",
     .example = "[{latency: node1/disk write, take: [3ms, 80ms]}]", .inner = &kDrawsTable},
    {.name = "expect", .kind = Kind::kList, .about = "What must hold.", .fallback = "nothing",
     .example = "[{order: [master.cached, master.persisted]}]",
     .element = &kExpectationElement},
    {.name = "wanted", .kind = Kind::kMapping,
     .about = "An order that durasim orderings finds latencies for, or refuses with what forbids "
              "it.",
     .fallback = "nothing: all orderings are listed",
     .example = "{order: [replica0.persisted, master.persisted]}", .inner = &kWantedTable},
    {.name = "sweep", .kind = Kind::kMapping, .about = "The grid that durasim sweep goes through.",
     .fallback = "given on the command line", .example = "{vary: {seed: [1, 2, 3]}}",
     .inner = &kSweepTable}};

}  // namespace

constexpr Table kNodeTable{.name = "node", .about = "The hardware of a node.",
                           .fields = kNodeFields};
constexpr Table kClusterTable{.name = "cluster", .about = "The cluster.",
                              .fields = kClusterFields};
constexpr Table kWorkloadTable{.name = "workload", .about = "Traffic that goes on by itself.",
                               .fields = kWorkloadFields, .groups = kWorkloadGroups};
constexpr Table kScenarioTable{.name = "scenario",
                               .about = "A scenario file about a cluster's durability.",
                               .fields = kScenarioFields};
// clang-format on

}  // namespace scenarios
