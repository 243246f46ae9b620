// How far the faults of a run have come: which nodes are down, which streams are broken, what each
// node knows of its vBuckets' histories. Empty in a run without faults.
//
// Shape          a value, part of the cluster; memory grows with nodes, streams times vBuckets only
//                while a stream is filled up again, and with what is in flight
// Checked by     tests/models/cluster_faults_test.cpp
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/durability/fault.hpp"
#include "models/durability/write_queue.hpp"
#include "sim/random.hpp"

namespace models::durability {

/// One entry of a failover log: the history `uuid` began at `seqno`.
struct History {
  std::uint64_t uuid = 0;
  std::uint64_t seqno = 0;
  friend bool operator==(const History&, const History&) = default;
};
/// The histories of a vBucket on a node, the newest first.
using FailoverLog = std::vector<History>;

struct FaultState {
  enum class Health : std::uint8_t { kUp, kDown, kWarmingUp };
  struct OfNode {
    Health health = Health::kUp;
    std::vector<FailoverLog> logs{};                 // by partition
    std::vector<std::uint64_t> reported_in_cache{};  // by partition: as a replica
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
    std::uint32_t under_way = 0;  // requests and answers of it
    bool over = false;  // the client has given it up; it ends when nothing of it is under way
  };

  std::vector<OfNode> nodes;
  std::vector<OfStream> streams;        // by from * nodes + to
  std::vector<Newest> newest;           // by key
  std::vector<OfOperation> operations;  // by OperationId
  std::shared_ptr<const std::vector<std::vector<KeyIndex>>> keys_by_partition;
  std::uint64_t last_uuid = 0;
};

}  // namespace models::durability
