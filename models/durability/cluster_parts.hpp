// What a cluster is made of: nodes, vBuckets, streams, and what is under way between them.
//
// Shape          plain values, no behaviour; only the cluster uses them, and those who look into it
// Checked by     tests/models/cluster_test.cpp
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "models/durability/client_watch.hpp"
#include "models/durability/in_order.hpp"
#include "models/durability/outcome.hpp"
#include "models/durability/sync_writes.hpp"
#include "models/durability/vbucket_map.hpp"
#include "models/durability/write_queue.hpp"
#include "models/hardware/cpu.hpp"
#include "models/hardware/disk.hpp"
#include "models/hardware/topology.hpp"

namespace models::durability {

class ClusterParts {
 protected:
  using OperationId = std::uint32_t;
  static constexpr OperationId kNoOperation = 0xFFFFFFFF;
  // Who sent an operation, in the place of a generator's number.
  static constexpr std::uint32_t kScript = 0xFFFFFFFF;
  // What a request or answer weighs on the wire besides its value: a 24-byte header and the key;
  // and a mutation: header, key and metadata.
  static constexpr std::int64_t kRequestBytes = 64;
  static constexpr std::int64_t kMutationBytes = 96;
  // An acknowledgement: header, vBucket and sequence number.
  static constexpr std::int64_t kAcknowledgementBytes = 40;
  static constexpr std::uint32_t kWatch = 0xFFFFFFFE;
  static constexpr std::uint32_t kWatchedWrite = 0xFFFFFFFD;  // the least of the three
  /// Names a workload's write that clients watch.
  using WatchedWriteId = std::uint32_t;
  static constexpr WatchedWriteId kNoWatchedWrite = 0xFFFFFFFF;

  struct BucketMemory {
    std::int64_t used = 0;
    KeyIndex hand = 0;  // where the evictor looks next
  };
  /// A command took a copy away: until it is back, its sequence number is not there either.
  struct Hold {
    KeyIndex key;
    PartitionIndex partition;
    std::uint64_t seqno;
    bool on_disk;
  };
  struct Node {
    hardware::PlaceIndex place;
    hardware::Cpu cpu;
    hardware::Disk disk;
    WriteQueue queue;
    std::vector<KeyOnNode> keys;           // by KeyIndex
    std::vector<std::uint64_t> high;       // by partition: newest sequence number in memory
    std::vector<std::uint64_t> persisted;  // by partition: the watermark last reported
    std::vector<BucketMemory> memory;      // by bucket
    std::vector<Hold> holds{};
    std::vector<PreparedOnNode> prepared{};  // by partition, if there are synchronous writes
    sim::Instant flush_began{};
    std::uint32_t flush_items = 0;
    sim::Duration flush_took{0};  // of the last finished flush
    std::uint32_t flushed_items = 0;
  };
  struct Partition {
    Chain chain;
    std::uint64_t high_seqno = 0;
    std::uint64_t last_cas = 0;
  };
  // Lost: it is still under way, and goes nowhere. Backfill: a read of what a replica missed.
  enum class TaskKind : std::uint32_t {
    kRequest,
    kReplicate,
    kAnswer,
    kAcknowledge,
    kLost,
    kBackfill
  };
  struct Task {
    TaskKind kind;
    NodeIndex node;         // where the work is
    OperationId operation;  // of a request or answer
    NodeIndex from;         // of a replicated mutation or acknowledgement, as the rest
    std::uint64_t number;   // its place in the stream; up to which prepare is acknowledged
    Mutation mutation;
  };
  struct Operation {
    OperationKind kind;
    KeyIndex key;
    std::uint32_t generator;       // or kScript, kWatch, kWatchedWrite
    std::uint32_t client_or_step;  // or the watch, or the WatchedWriteId
    std::uint32_t size;
    ValueId value;
    std::uint64_t cas;
    sim::Instant sent;
    std::uint32_t awaited;  // answers still to come
    ReplyStatus status;
    std::uint32_t reply;  // of the script: its index in replies_; of a watch: the place it asks
    SyncLevel level = SyncLevel::kNone;
  };
  /// A request of a watch that is under way, and what its node saw.
  struct Poll {
    sim::Instant asked = sim::kNever;  // kNever: none is
    NodeIndex node = 0;
    NodeAnswer seen{};
  };
  /// A client's watch with its timers.
  struct Watching {
    DurabilityRequest request{};
    KeyIndex key = 0;
    std::optional<hardware::PlaceIndex> place{};
    WatchedWriteId write = kNoWatchedWrite;  // what it watches, if that is a workload's
    std::uint32_t client = 0;                // which of the workload's, then
    std::uint32_t under_way = 0;             // requests that may still come back to it, then
    std::optional<ClientWatch> watch{};
    std::array<Poll, 1 + kMostReplicas> polls{};  // by the node's place in the chain
    std::array<sim::Ticket, 6> timers{};          // by WatchDue::timer
    WatchOutcome told{};                          // without answers, of a workload's
  };
  /// A workload's write that clients watch; it is there while it, or a watch of it, is under way.
  struct WatchedWrite {
    std::uint32_t generator;
    std::uint32_t client;
    sim::Instant sent;
    std::uint32_t unfinished;                  // its answer and the verdicts that are still to come
    std::uint32_t under_way;                   // the write and its watches
    std::array<WatchIndex, kClients> watches;  // as many as the workload has
  };
  /// The newest mutation of a key that the script was answered.
  struct Written {
    KeyIndex key;
    WatchedMutation mutation;
  };
  /// A resource and how much it had to do.
  struct ResourceLevels {
    std::string name;
    std::int32_t servers;
    const sim::TimeAverage& busy;
    const sim::TimeAverage& line;
  };
  struct Stream {
    std::uint64_t sent = 0;
    InOrder landed;
    InOrder worked;
  };
};

}  // namespace models::durability
