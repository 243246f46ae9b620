// What a durability run is made of, as plain values: no file, no format.
//
// Errors         REQUIRES stated at each field; whoever fills these in has checked them and can
//                say where in his file the mistake is
// Checked by     tests/models/cluster_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/durability/bucket_type.hpp"
#include "models/durability/client_watch.hpp"
#include "models/durability/fault.hpp"
#include "models/durability/keys.hpp"
#include "models/durability/observe.hpp"
#include "models/durability/sync_level.hpp"
#include "models/hardware/cpu.hpp"
#include "models/hardware/disk.hpp"
#include "models/hardware/topology.hpp"

namespace models::durability {

/// When a write is sent to the replicas: as soon as the master has it in memory (Couchbase), or
/// only once the master's disk has it (PostgreSQL, Redis with appendfsync always).
enum class ReplicateFrom : std::uint8_t { kCache, kDisk };

/// What leaves memory when a bucket's quota is full: values, or values and metadata. Nothing leaves
/// an ephemeral bucket's.
enum class Eviction : std::uint8_t { kValue, kFull };

struct NodeParams {
  std::string name;  // also its place in the topology
  hardware::CpuParams cpu;
  hardware::DiskParams disk;
};

struct BucketParams {
  std::string name;
  std::uint32_t replicas = 0;        // < nodes, <= 3
  std::optional<sim::Bytes> memory;  // quota a node; none: everything fits
  Eviction eviction = Eviction::kValue;
  // Ephemeral only with replicate_from cache, the real dialect, and no command that names a disk.
  BucketType type = BucketType::kCouchbase;
};

/// Keys drawn by a workload.
struct Uniform {};
struct Zipfian {
  double exponent;  // > 0
};
struct Sequential {};
using Popularity = std::variant<Uniform, Zipfian, Sequential>;

enum class OperationKind : std::uint8_t { kStore, kDelete, kGet, kObserve, kObserveSeqno };
inline constexpr std::size_t kOperationKinds = 5;

/// Arrivals that do not wait for answers: `burst` operations at once, then an interval.
struct OpenArrivals {
  hardware::Latency interval;
  std::uint32_t burst = 1;
};
/// Clients that each wait for the answer, think, and send the next.
struct ClosedArrivals {
  std::uint32_t clients = 1;
  hardware::Latency think;
};

struct GeneratorParams {
  std::string name;
  std::variant<OpenArrivals, ClosedArrivals> arrivals;
  std::array<double, kOperationKinds> mix{};  // weights, one at least > 0
  KeyRange keys;
  Popularity popularity;
  sim::Distribution value_size = sim::Distribution::constant(0);
  std::optional<std::string> place;  // where its clients are; none: at each node's door
  sim::Instant from = sim::kStart;
  sim::Instant until = sim::kNever;
  std::uint64_t count = UINT64_MAX;  // most operations; count or until is given
  SyncRequest sync{};                // of its stores and deletes
  std::vector<DurabilityRequest>
      watch{};         // a client each waits for a store or delete; no sync then
  double watched = 1;  // such a share of them, at random; > 0
};

/// The seed's seven out-of-band commands, and what an application does.
enum class CommandKind : std::uint8_t {
  kPersist,
  kUnpersist,
  kCache,
  kUncache,
  kEndure,
  kPurge,
  kKeyinfo
};

/// Which replicas a command touches: the first n, or the listed ones.
using OnReplicas = std::variant<std::int64_t, std::vector<std::int64_t>>;

/// Names one of ClusterParams::watches.
using WatchIndex = std::uint32_t;
inline constexpr WatchIndex kNoWatch = 0xFFFFFFFF;

struct OperationStep {
  OperationKind kind = OperationKind::kStore;
  KeyIndex key = 0;
  ValueId value = kSizeOnly;
  std::uint32_t size = 0;
  std::uint64_t cas = 0;        // not 0: only if the key has this CAS
  WatchIndex watch = kNoWatch;  // of a store or delete: its client then waits for durability
  SyncRequest sync{};           // of a store or delete, without a watch
  std::int64_t expires = 0;     // of a store: its time to live in seconds; 0: it does not expire
};

struct CommandStep {
  CommandKind kind = CommandKind::kPersist;
  KeyIndex key = 0;
  bool on_master = false;
  OnReplicas on_replicas = std::int64_t{0};
  std::uint64_t cas = 0;
  std::optional<ValueId> value;
  std::uint32_t size = 0;
  bool states_bucket = false;           // the command named its bucket
  std::optional<std::int64_t> vbucket;  // as asked for; one that does not exist fails it
};

/// Clients begin to watch the key's newest mutation that the script was answered.
struct WatchStep {
  KeyIndex key = 0;
  WatchIndex first = 0;  // of watches that begin together
  std::uint32_t count = 1;
};

struct Step {
  sim::Instant at;
  std::variant<OperationStep, CommandStep, WatchStep> what;
};

/// A client that waits until a key is as durable as it was asked for.
struct WatchParams {
  std::string name;  // with its client unique
  KeyIndex key = 0;
  DurabilityRequest request;
  std::optional<std::string> place;  // where the client is; none: at each node's door
};

/// The first draws of a latency, by the name that the run gives it ("node1/disk", "write").
struct GivenDraws {
  std::string entity;
  std::string purpose;
  std::vector<sim::Duration> draws;
};

/// A fault of the server itself, for tests of what finds such. Files cannot ask for one.
enum class Broken : std::uint8_t {
  kNothing,
  kCountsBeforeDisk,  // a copy counts for a level that persists once it has the write in memory
  kAnswersAlone,      // the active commits a synchronous write without asking its replicas
  kKeepsWhatWasLost,  // a replica that goes back to an earlier number drops no copy
  kGoesBackTooFar,    // it drops half of what it shares with its master, too
  kBeginsTooLow,      // a master begins a new history at half of what it has
};

/// After a run with faults: they stop, and by a deadline everything must have converged.
struct LivenessParams {
  sim::Instant faults_stop;  // none begins from here on, and all end; workloads end too
  sim::Duration within;      // the run ends so much later
};

struct ClusterParams {
  std::vector<NodeParams> nodes;      // at least one
  std::vector<BucketParams> buckets;  // at least one
  hardware::Topology topology;        // has every node's name as a place; all reach all
  Keys keys{1, 1};                    // every key that steps and generators use
  std::vector<std::string> values;    // texts, by ValueId
  ReplicateFrom replicate_from = ReplicateFrom::kCache;
  Dialect dialect = Dialect::kReal;
  bool supersede = true;  // a disk queue drops a key's older mutation
  std::vector<GeneratorParams> generators;
  std::vector<Step> steps;           // in order of their instants
  std::vector<WatchParams> watches;  // each begun by one step
  std::vector<Fault> faults;         // in any order
  FailoverParams failover;
  PatienceParams patience;
  std::optional<LivenessParams> liveness;
  Broken broken = Broken::kNothing;
  std::vector<KeyIndex> watched;      // whose every change is recorded
  std::vector<GivenDraws> draws;      // of latencies that begin with given draws
  sim::Instant warmup = sim::kStart;  // statistics begin here
  std::uint64_t seed = 1;
  std::uint64_t replication = 0;
};

}  // namespace models::durability
