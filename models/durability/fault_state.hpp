// How far the faults of a run have come: which nodes are down, which streams are broken, what each
// node knows of its vBuckets' histories. Empty in a run without faults.
//
// Shape          a value, part of the cluster; memory grows with nodes, streams times vBuckets only
//                while a stream is filled up again, and with what is in flight
// Checked by     tests/models/cluster_faults_test.cpp
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "models/durability/failover_log.hpp"
#include "models/durability/fault.hpp"
#include "models/durability/vbucket_map.hpp"
#include "models/durability/version_log.hpp"
#include "sim/event_queue.hpp"
#include "sim/random.hpp"

namespace models::durability {

using TaskId = std::uint32_t;

struct FaultState {
  using Health = NodeHealth;
  /// Work of a node that stands still: it goes on for `left`, or ends when its disk has ended it.
  struct Interrupted {
    TaskId task = 0;
    bool on_disk = false;
    sim::Duration left{0};
    sim::Instant due;
  };
  /// What a flush overwrote, for a disk that loses its last ones.
  struct Undo {
    std::vector<std::pair<KeyIndex, Copy>> copies;
    std::vector<std::pair<PartitionIndex, std::uint64_t>> persisted;
    std::vector<std::pair<PartitionIndex, std::vector<Mutation>>> prepared;
  };
  struct OfNode {
    Health health = Health::kUp;
    bool paused = false;
    bool failed_over = false;     // it is in no vBucket's map until it is dealt in again
    bool waits_to_flush = false;  // the last flush failed
    std::uint32_t full = 0;       // how many faults keep its disk so
    std::uint32_t failing = 0;
    sim::Instant stalled_until = sim::kStart;
    std::int64_t slower = 1000;     // its disk, by all faults together, in thousandths
    std::uint64_t loses = 0;        // so many of its last flushes at a crash
    std::vector<Undo> undo{};       // of these flushes, the newest last
    std::vector<TaskId> outside{};  // came in while it stood still
    std::vector<Interrupted> interrupted{};
    std::vector<KeyIndex> overdue{};  // synchronous writes whose time was up while it stood still
    std::uint64_t fails = 0;          // so many of its next answers are `fails_with`
    ReplyStatus fails_with = ReplyStatus::kOk;
    sim::Ticket missing{};                           // when it will have been missed for too long
    std::uint32_t map = 0;                           // which one it knows, by number
    std::vector<FailoverLog> logs{};                 // by partition
    std::vector<Snapshot> snapshots{};               // by partition: sent last
    std::vector<std::uint64_t> reported_in_cache{};  // by partition: as a replica
    std::vector<std::uint64_t> reported_on_disk{};   // by partition
    std::vector<sim::Bytes> to_read{};  // while warming up: a read for each vBucket, the last next
    std::uint64_t items_to_read = 0;
  };
  /// A stream from a master to a replica that is broken, or sends what it missed.
  struct OfStream {
    bool connected = true;
    std::uint64_t connection = 0;    // counts them
    std::uint64_t first_number = 0;  // numbers below it belong to an earlier connection
    // What it still has to send before it is live again, in order; new mutations queue up behind.
    std::vector<Mutation> behind{};
    std::size_t next = 0;                     // of behind
    std::size_t on_disk = 0;                  // of behind, so many are read from the disk first
    std::vector<std::uint8_t> catching_up{};  // by partition; empty: none is
  };
  /// What the newest write of a key was, for telling which writes were lost.
  struct Newest {
    std::uint64_t seqno = 0;
    std::uint64_t cas = 0;
  };
  struct OfOperation {
    sim::Ticket deadline{};
    sim::Ticket retry{};
    std::uint32_t under_way = 0;  // requests and answers of it
    std::uint32_t tries = 0;
    NodeIndex node = 0;  // asked last
    bool over = false;   // the client has given it up; it ends when nothing of it is under way
  };

  /// A vBucket on its way to other nodes.
  struct Move {
    PartitionIndex partition = 0;
    Chain to;
  };
  using Map = std::vector<Chain>;  // by partition

  std::vector<OfNode> nodes;
  std::vector<std::uint32_t> on_network;           // active faults of the network
  std::vector<std::uint32_t> on_answers;           // active hiccups and truncations
  std::vector<std::vector<std::uint8_t>> side_of;  // by fault, by place: 1 + its side, 0: none
  std::vector<sim::Stream> luck;                   // by fault: of each message
  std::vector<sim::Stream> times;                  // by fault: when, how long, which node
  std::vector<std::uint8_t> active;                // by fault
  std::vector<sim::Instant> ends;                  // by fault, of the present beginning
  std::vector<NodeIndex> drawn;                    // by fault: which node, if any one is meant
  std::vector<TaskId> held;                        // messages that wait to be sent again
  std::vector<std::shared_ptr<const Map>> maps;    // by number
  std::vector<std::uint32_t> map_of_client;        // by generator, the script's last
  std::vector<Move> moves;                         // the next one last
  bool moving = false;                             // moves.back() is under way
  std::uint64_t moved_items = 0;  // read and sent for all of them; of a disk, if the bucket has one
  std::uint64_t moved_bytes = 0;
  bool polling = false;                 // clients will ask for a newer map
  std::uint32_t failovers = 0;          // that nobody asked for
  std::uint32_t reprovisions = 0;       // since the last rebalance
  std::vector<OfStream> streams;        // by from * nodes + to
  std::vector<Newest> newest;           // by key
  std::vector<VersionLog> versions;     // by partition
  std::vector<OfOperation> operations;  // by OperationId
  std::shared_ptr<const std::vector<std::vector<KeyIndex>>> keys_by_partition;
  std::uint32_t last_uuid = 0;
};

}  // namespace models::durability
