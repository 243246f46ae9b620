// What a durability run leaves behind: a value that reports and expectations read.
//
// Shape          memory grows with the changes of watched keys, the steps of the script, what polls
//                of the script's clients are answered anew, and the statistics' buckets and marks;
//                never with the number of unwatched writes
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/durability/params.hpp"
#include "models/durability/promised.hpp"
#include "models/durability/write_queue.hpp"
#include "sim/causes.hpp"
#include "sim/course.hpp"
#include "sim/log_linear_histogram.hpp"
#include "sim/units.hpp"

namespace models::durability {

/// What happened to a copy.
enum class ChangeKind : std::uint8_t {
  kCached,      // a mutation came into the cache
  kPersisted,   // a mutation came onto the disk
  kCommanded,   // an out-of-band command put it there or took it away
  kCrashed,     // the node went down: its cache is gone, and of its disk what no sync kept
  kWarmedUp,    // the node read its disk back into its cache
  kRolledBack,  // the copy belonged to a history that ended: the node dropped it
  kClock,       // nothing; but by the node's clock the item has expired, or no longer has
};

/// One change of a watched key on one node, and how both stores stand after it.
struct Change {
  sim::Instant at;
  KeyIndex key = 0;
  NodeIndex node = 0;
  ChangeKind kind = ChangeKind::kCached;
  Copy cache;
  Copy disk;
  sim::EventId event = sim::kNoEvent;       // the event that made it
  sim::EventId brought_by = sim::kNoEvent;  // whose work that event finished
  std::uint32_t step = 0;                   // for kCommanded: which step
  // What OBSERVE answers from then on, whatever is stored: the item has expired, and is deleted as
  // it is asked for.
  std::optional<ObserveAnswer> instead{};
};

/// What happened to a synchronous write.
enum class SyncChangeKind : std::uint8_t {
  kPrepared,      // the prepare is in a node's memory
  kPersisted,     // the prepare is on a node's disk
  kAcknowledged,  // the active knows that a node counts it
  kCommitted,     // the active has decided so
  kAborted,       // the active has decided so
};

/// One step of a watched key's synchronous write.
struct SyncChange {
  sim::Instant at;
  KeyIndex key = 0;
  NodeIndex node = 0;  // whose memory, disk or acknowledgement; the active of a decision
  SyncChangeKind kind = SyncChangeKind::kPrepared;
  SyncLevel level = SyncLevel::kNone;
  std::uint64_t prepare = 0;  // its sequence number
  std::uint64_t seqno = 0;    // of a decision
  sim::EventId event = sim::kNoEvent;
  sim::EventId brought_by = sim::kNoEvent;
  std::uint64_t cas = 0;  // of the write: sequence numbers come again in another history
};

/// How many synchronous writes came to what.
struct SyncCounts {
  std::uint64_t prepared = 0;
  std::uint64_t committed = 0;
  std::uint64_t aborted = 0;
};

struct NodeAnswer {
  NodeIndex node = 0;
  ObserveAnswer answer{};             // OBSERVE
  std::uint64_t persisted_seqno = 0;  // OBSERVE_SEQNO
  std::uint64_t current_seqno = 0;
  std::uint32_t milliseconds_to_persist = 0;  // the server's own estimate, in OBSERVE's header
  ReplyStatus status = ReplyStatus::kOk;      // else the node told nothing of the key
  bool unknown_history = false;  // OBSERVE_SEQNO: the vBucket uuid asked with is not in its log
  std::optional<std::uint64_t> failover_seqno{};  // or is an older one, whose history ended here

  /// The same key's or vBucket's state, whatever the estimate.
  [[nodiscard]] bool same_as(const NodeAnswer& other) const {
    return node == other.node && answer == other.answer &&
           persisted_seqno == other.persisted_seqno && current_seqno == other.current_seqno &&
           status == other.status && unknown_history == other.unknown_history &&
           failover_seqno == other.failover_seqno;
  }
};

/// What a step of the script was answered.
struct Reply {
  std::uint32_t step = 0;
  sim::Instant at;
  ReplyStatus status = ReplyStatus::kOk;
  Copy copy;                           // store, delete, get: the copy stored or read
  std::vector<NodeAnswer> answers;     // observe: one a node, in the order in which they came
  sim::EventId event = sim::kNoEvent;  // the event that brought the last of it
};

/// What a command was answered: `ok`, or `fail` with a reason; keyinfo's stores by node.
struct CommandReply {
  std::uint32_t step = 0;
  sim::Instant at;
  std::string error;                // empty: ok
  std::vector<KeyOnNode> stores;    // keyinfo: by node
  std::vector<Mutation> pending{};  // keyinfo: the key's prepares, by node; kPlain: none
};

/// Requests of a watch to one node that were answered alike, one after the other.
struct WatchAnswers {
  NodeIndex node = 0;
  sim::Instant asked;                   // the first
  sim::Instant answered = sim::kNever;  // the last; never if the run ended before
  std::uint64_t requests = 1;
  NodeAnswer seen;  // as it left the node
};

/// What became of a client's watch.
struct WatchOutcome {
  sim::Instant began = sim::kNever;  // the first poll, or the verdict without one
  sim::Instant ended = sim::kNever;  // the verdict
  std::optional<ClientVerdict> verdict;
  bool sent_nothing = false;  // refused before its store was sent
  WatchedMutation mutation;
  std::uint64_t requests = 0;
  std::vector<WatchAnswers> answers;  // in the order in which they came
};

/// What became of a fault, or came of one.
enum class IncidentKind : std::uint8_t {
  kBegan,
  kEnded,
  kPassedOver,  // there was nothing to break: the node was down already, or not
  kWarmedUp,    // `node` takes part again; it read `count` items in
  kNewHistory,  // `node`, which is or becomes the master, begins one at `seqno`; `count` were lost
  kRolledBack,  // `node` dropped what it had above `seqno`: `count` copies
  kFailedOver,  // `node` is taken out of the map: it was master of `count` vBuckets
  kRefused,     // `node` cannot be failed over: `count` vBuckets would have no copy
  kNoMajority,  // `node` is missed, and no majority could agree to fail it over
  kEnough,      // `node` is missed, and as many as may be were failed over already
  kMoved,       // a vBucket is where the rebalance wanted it, in `count` copies
  kRebalanced,  // all are; `count` mutations of `bytes` were read and sent for it
  kClockRead,   // the server of `node` goes by the node's clock as it is now, `ahead`
  kReprovisioned,  // `node` came back without `count` vBuckets of memory: replicas take them over
  kCameBackEmpty,  // the same, but as many nodes as may be were dealt with so: it stays the master
};
struct Incident {
  sim::Instant at;
  IncidentKind kind = IncidentKind::kBegan;
  std::uint32_t fault = kNoFault;  // which of the params' faults, where one is meant
  NodeIndex node = 0;
  PartitionIndex partition = 0;
  std::uint64_t seqno = 0;
  std::uint64_t count = 0;
  sim::Duration ahead{0};
  sim::Bytes bytes{0};
};

/// From this instant on the node is up, down, or warms up. Before its first one a node is up.
struct HealthChange {
  sim::Instant at;
  NodeIndex node = 0;
  NodeHealth health = NodeHealth::kUp;
};

/// The newest write of a key, which was made and is no more.
struct LostMutation {
  sim::Instant at;  // when it was given up
  KeyIndex key = 0;
  NodeIndex node = 0;  // which had made it
  std::uint64_t seqno = 0;
  std::uint64_t cas = 0;
};

/// Times from the moment the master took a write until each requirement held.
struct DurabilityTimes {
  std::array<sim::LogLinearHistogram, kMostReplicas> replicated_to;     // [n - 1]: n replicas
  std::array<sim::LogLinearHistogram, 1 + kMostReplicas> persisted_to;  // [n - 1]: n disks
  sim::LogLinearHistogram persisted_on_master;
};

struct OperationTimes {
  sim::LogLinearHistogram response;
  std::array<std::uint64_t, kReplyStatuses> by_status{};
};

/// What one client concluded of the writes of a workload that it watched.
struct WatchTally {
  /// By verdict: from the write's sending until then.
  std::array<sim::LogLinearHistogram, kClientVerdicts> until;
  std::uint64_t requests = 0;    // polls, of watches that ended
  std::uint64_t unfinished = 0;  // watches that had not ended with the run

  [[nodiscard]] std::uint64_t ended() const {
    std::uint64_t sum = 0;
    for (const sim::LogLinearHistogram& times : until) sum += times.count();
    return sum;
  }
};

struct GeneratorOutcome {
  std::array<OperationTimes, kOperationKinds> operations;
  std::uint64_t sent = 0;
  std::vector<WatchTally> watches;  // by GeneratorParams::watch
};

/// How a resource was used from the end of the warm-up to the end of the run.
struct ResourceUse {
  std::string name;
  std::int32_t servers = 1;
  double busy = 0;     // servers busy, on average
  double waiting = 0;  // jobs in line, on average
  std::int64_t most_waiting = 0;
};

/// What had not converged when a run with a second phase ended.
struct Unconverged {
  struct Difference {
    KeyIndex key = 0;
    NodeIndex node = 0;  // a replica, against the master
    bool on_disk = false;
  };
  std::vector<NodeIndex> down;          // nodes that do not take part
  std::uint64_t different = 0;          // copies of replicas that are not the master's
  std::vector<Difference> differences;  // the first of them
  std::uint64_t queued = 0;             // mutations that wait for disks
  std::uint64_t unanswered = 0;         // operations of clients
  std::uint64_t undecided = 0;          // synchronous writes
  [[nodiscard]] bool nothing() const {
    return down.empty() && different == 0 && queued == 0 && unanswered == 0 && undecided == 0;
  }
};

struct Outcome {
  sim::Instant end;    // the last event, or the end asked for
  bool quiet = false;  // nothing was left to happen
  std::uint64_t events = 0;
  std::uint64_t digest = 0;
  std::vector<Change> changes;           // in the order in which they happened
  std::vector<SyncChange> sync_changes;  // of watched keys, as they happened
  SyncCounts sync;
  std::uint64_t promises = 0;              // of durability that clients were told
  std::vector<LostPromise> lost_promises;  // as they were found
  std::optional<Unconverged> unconverged;  // of runs with a second phase
  std::vector<Reply> replies;
  std::vector<CommandReply> commands;
  std::vector<WatchOutcome> watches;  // by WatchIndex
  std::vector<Incident> incidents;    // in the order in which they happened
  std::vector<LostMutation> lost;     // the same
  std::vector<HealthChange> health;   // the same
  DurabilityTimes durability;
  std::vector<GeneratorOutcome> generators;
  std::vector<ResourceUse> resources;
  sim::Course course;            // by answered operations, of the figures of figures.hpp
  std::uint64_t writes = 0;      // mutations made by masters
  std::uint64_t superseded = 0;  // disk writes that never were needed
  std::uint64_t flushes = 0;
  std::uint64_t flushed = 0;  // items in all flushes
  std::uint64_t evictions = 0;
};

}  // namespace models::durability
