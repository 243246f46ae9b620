// A promise to a client about a durable write, and one that was not kept: facts for reports.
//
// Shape          plain values; promise.hpp has the rules
#pragma once

#include <vector>

#include "models/durability/copy.hpp"
#include "models/durability/sync_level.hpp"
#include "models/durability/vbucket_map.hpp"
#include "sim/event_queue.hpp"

namespace models::durability {

/// A client was told that a write is durable.
struct Promise {
  KeyIndex key = 0;
  PartitionIndex partition = 0;
  std::uint64_t seqno = 0;  // of the write, or of its commit
  std::uint64_t first = 0;  // of the write, or of its prepare: who has that can keep it
  std::uint64_t cas = 0;
  SyncLevel level = SyncLevel::kNone;  // else by polling:
  std::uint8_t persist_to = 0;
  std::uint8_t replicate_to = 0;
  bool on_active_disk = false;  // the client counted the master's disk
  bool hollow = false;          // the write was gone before: the client took others' copies for it
  std::uint8_t copies = 1;      // configured: the master and its replicas
  Chain chain{};                // who holds the key since `since`: a rebalance hands promises on
  sim::Instant at{};
  sim::Instant since{};
  sim::EventId event = sim::kNoEvent;
};

enum class NodeLossKind : std::uint8_t { kMemory, kDisk, kFailedOver, kWentBack };

/// What a node lost last, after the promise.
struct NodeLoss {
  NodeLossKind kind = NodeLossKind::kMemory;
  NodeIndex node = 0;
  sim::Instant at{};
};

/// A promise that is not kept: an active came without the write.
struct LostPromise {
  Promise promise;
  NodeIndex active = 0;
  sim::Instant at{};
  bool excused = false;           // more broke than the level survives, or the client was wrong
  std::vector<NodeLoss> since{};  // in order
  sim::EventId event = sim::kNoEvent;
};

}  // namespace models::durability
