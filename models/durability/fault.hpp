// What can break in a cluster, and when, as plain values.
//
// Crash          the node's memory is lost, its disk is kept: what no sync made durable is gone,
//                and so are the requests it worked on. What it had handed to the network still
//                arrives, but is not sent again; what is on its way to it is lost. At its end the
//                node reads its disk back (warm-up: one read for each vBucket that it has data
//                of), answers temporary_failure meanwhile, and then takes part again.
// Time           a fault begins at `from` and ends at `until`; at an instant both come before the
//                work of that instant. A random process begins one after every draw of `every` and
//                ends it after a draw of `lasts`.
// Randomness     streams (fault/NUMBER, times | messages): when a process begins, for how long and
//                where; what becomes of each message or answer
// Errors         REQUIRES stated at each field. A fault that finds nothing to break (a crash of a
//                node that is down) is passed over at run time; scripts are told when they are read
// Clocks         of nodes may be wrong; only the expiry of items goes by them (cluster_clocks.cpp).
//                Versions are counted, and deadlines run on clocks that do not jump
// Checked by     tests/models/cluster_faults_test.cpp, cluster_fault_kinds_test.cpp,
//                cluster_failover_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/durability/copy.hpp"
#include "models/durability/reply_status.hpp"
#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace models::durability {

/// Whether a node takes part: while it reads its disk back it answers that it cannot yet.
enum class NodeHealth : std::uint8_t { kUp, kDown, kWarmingUp };

enum class FaultKind : std::uint8_t {
  kCrash,           // of nodes
  kRestart,         // ends a crash of nodes; an instant
  kPause,           // the processes of nodes stand still; what comes in waits
  kDiskSlow,        // every request of the nodes' disks takes times / 1000 as long
  kDiskStalled,     // the nodes' disks serve nothing
  kDiskFull,        // nothing can be written: the disk queue waits
  kDiskFails,       // every flush fails and is tried again a second later
  kDiskLosesSyncs,  // at a crash the last `count` flushes that were reported durable are lost
  kNetworkSlow,     // messages between the sides are under way for a draw of `by` longer
  kNetworkCut,      // messages between the sides wait for the end, then for their retransmission
  kNetworkLossy,    // each sending between the sides is lost with `probability`, and sent again
  kFailover,        // nodes are taken out of the map, replicas take their place; an instant
  kRebalance,       // the map is dealt anew to `nodes`, and vBuckets move; an instant
  kOperationsFail,  // the mock's opfail: `count` answers of the nodes are `status`
  kHiccup,          // the mock's: every answer of the nodes is `by` late
  kTruncate,        // the mock's: answers end after `count` bytes, so longer ones are none
  kClockSkew,       // the nodes' clocks are `ahead`; less than 0: behind
  kTimeTravel,      // the mock's: all nodes' clocks jump by `ahead`; an instant
};
inline constexpr std::size_t kFaultKinds = 18;

/// A fault that comes again and again.
struct FaultProcess {
  sim::Distribution every;  // from one beginning to the next, in nanoseconds; mean > 0
  sim::Distribution lasts;  // from a beginning to its end
};

/// In the place of a fault's number.
inline constexpr std::uint32_t kNoFault = 0xFFFFFFFF;

struct Fault {
  FaultKind kind = FaultKind::kCrash;
  std::string words;             // "crash of node1": unique enough to be told apart in reports
  std::vector<NodeIndex> nodes;  // of node, disk and clock faults, at least one
  // Of network faults: groups of places (nodes, clients), two at least, no place twice. Messages
  // between any two groups are meant.
  std::vector<std::vector<std::string>> sides;
  bool one_way = false;  // of network faults with two sides: from the first to the second only
  bool any_one = false;  // of a process: each time another of the nodes, drawn
  sim::Instant from;
  sim::Instant until = sim::kNever;                       // > from
  std::int64_t times = 1000;                              // in thousandths, > 0
  double probability = 0;                                 // in [0, 1)
  sim::Distribution by = sim::Distribution::constant(0);  // nanoseconds
  std::uint64_t count = 0;
  ReplyStatus status = ReplyStatus::kTemporaryFailure;
  sim::Duration ahead{0};               // at most a year, either way
  std::optional<FaultProcess> process;  // then from and until bound the beginnings
};

/// How a cluster deals with nodes that are missing.
struct FailoverParams {
  // A node whose heartbeats are missed for so long is failed over, if a majority of all nodes
  // agrees and no vBucket would be left without a copy; none: only by script.
  std::optional<sim::Duration> after;
  std::uint32_t most = 1;  // so many nodes, then no more by itself
  sim::Duration heartbeat = std::chrono::seconds(1);
  // Of so many nodes that come back with ephemeral buckets empty, until the next rebalance, the
  // replicas take over; 0: of none.
  std::uint32_t reprovisions = 1;
};

/// What clients do when something breaks. Holds in runs with faults.
struct PatienceParams {
  sim::Duration timeout = std::chrono::milliseconds(2500);   // for an operation, all tries together
  sim::Duration map_poll = std::chrono::milliseconds(2500);  // how often they ask for a new map
};

/// Whether the fault is over in the instant in which it begins.
[[nodiscard]] constexpr bool is_instant(FaultKind kind) {
  return kind == FaultKind::kRestart || kind == FaultKind::kFailover ||
         kind == FaultKind::kRebalance || kind == FaultKind::kTimeTravel;
}

/// Whether it is between sides, not on nodes.
[[nodiscard]] constexpr bool is_of_network(FaultKind kind) {
  return kind == FaultKind::kNetworkSlow || kind == FaultKind::kNetworkCut ||
         kind == FaultKind::kNetworkLossy;
}

/// crash, restart, pause, disk_slow ...: as the scenario language calls it.
[[nodiscard]] std::string_view name_of(FaultKind kind);

}  // namespace models::durability
