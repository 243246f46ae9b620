// A node's disk queue: mutations in order, drained in batches, superseded ones dropped.
//
// Order          first in, first out. A batch takes the oldest; the next one is taken only when it
//                is durable (one flusher a node).
// Superseding    a mutation of a key drops the key's older one that still waits: only the newest
//                is written. One that is being written stays.
// Watermark      persisted(p) = the highest sequence number of partition p with every mutation up
//                to it durable, either itself or by one that superseded it. Exact: each entry
//                covers what it superseded, and the least covered number still waiting decides.
// Randomness     none
// Shape          memory is what waits
// Checked by     tests/models/write_queue_test.cpp (against a brute force over random histories)
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/durability/copy.hpp"
#include "models/durability/sync_level.hpp"
#include "sim/event_queue.hpp"
#include "sim/ring.hpp"
#include "sim/units.hpp"

namespace models::durability {

/// One change of a key on its way through queues and streams.
struct Mutation {
  KeyIndex key = 0;
  PartitionIndex partition = 0;
  std::uint64_t cas = 0;
  std::uint64_t seqno = 0;
  ValueId value = kSizeOnly;
  std::uint32_t size = 0;
  Presence presence = Presence::kItem;
  Phase phase = Phase::kPlain;  // of a synchronous write
  SyncLevel level = SyncLevel::kNone;
  std::uint32_t history = 0;  // the uuid of the history in which it was made; 0 without faults

  /// It leaves the key's copies as they are: a prepare or an abort.
  [[nodiscard]] bool is_invisible() const {
    return phase == Phase::kPrepare || phase == Phase::kAbort;
  }
};

/// The copy that a mutation leaves in a store.
[[nodiscard]] inline Copy copy_of(const Mutation& mutation) {
  return {mutation.cas,   mutation.seqno, static_cast<std::uint8_t>(mutation.presence), 0, 0,
          mutation.value, mutation.size};
}

class WriteQueue {
 public:
  enum class State : std::uint8_t { kWaiting, kSuperseded, kSatisfied };
  struct Entry {
    Mutation mutation;
    State state = State::kWaiting;
    std::uint64_t covers = 0;  // least sequence number that is durable only once this is
    sim::EventId brought_by = sim::kNoEvent;
  };
  struct Batch {
    std::uint32_t items = 0;
    sim::Bytes size;
  };

  WriteQueue(std::uint32_t partitions, bool supersede)
      : covered_(partitions), supersede_(supersede) {}

  /// Queues a mutation. `queued_at` is the key's mark on this node and is updated. Returns the
  /// sequence number of the mutation that it dropped; 0 if none. `covers`, if it is below the
  /// mutation's number, is the least that is durable only once the mutation is.
  std::uint64_t push(const Mutation& mutation, std::uint64_t& queued_at, sim::EventId brought_by,
                     std::uint64_t covers = UINT64_MAX) {
    covers = std::min(covers, mutation.seqno);
    const std::uint64_t dropped = supersede_ ? drop_older(queued_at, covers) : 0;
    const std::uint64_t position = first_position_ + entries_.size();
    entries_.push_back({mutation, State::kWaiting, covers, brought_by});
    ++live_;
    queued_at = position + 1;
    cover(mutation.partition, position, covers);
    return dropped;
  }

  /// Mutations that wait or are being written.
  [[nodiscard]] std::size_t live() const { return live_; }
  [[nodiscard]] bool flushing() const { return taken_ > 0; }
  /// Something waits and nothing is being written.
  [[nodiscard]] bool ready() const { return taken_ == 0 && live_ > 0; }

  /// Takes the oldest `most` mutations for writing. REQUIRES: ready().
  Batch take(std::uint32_t most) {
    SIM_CHECK(ready() && most > 0);
    Batch batch;
    for (; taken_ < entries_.size() && batch.items < most; ++taken_) {
      const Entry& entry = entries_[taken_];
      if (entry.state == State::kSuperseded) continue;
      ++batch.items;
      batch.size += sim::Bytes{entry.mutation.size};
    }
    return batch;
  }

  /// The batch under way is durable: hands each of its entries to `each`, in order, and forgets
  /// them. REQUIRES: flushing().
  template <class Each>
  void done(Each each) {
    SIM_CHECK(flushing());
    for (; taken_ > 0; --taken_) {
      const Entry entry = entries_.pop_front();
      ++first_position_;
      settle(entry.mutation.partition);
      if (entry.state == State::kSuperseded) continue;
      --live_;
      each(entry);
    }
  }

  /// Forgets what waits and what is being written.
  void clear();

  /// Forgets the partition's mutations above a sequence number, be they waiting or being written.
  void drop_above(PartitionIndex partition, std::uint64_t seqno);

  /// The batch under way was not written: it waits again, before all others.
  void failed() { taken_ = 0; }

  /// The partition's watermark, if mutations up to `high` have been pushed.
  [[nodiscard]] std::uint64_t persisted(PartitionIndex partition, std::uint64_t high) const {
    const auto& covered = covered_[partition];
    return covered.empty() ? high : covered.front().covers - 1;
  }

  /// A command made the key's newest mutation durable by itself: the watermark no longer waits
  /// for it nor for older ones of the key, be they waiting or being written. Does nothing if
  /// there is none.
  void satisfy(std::uint64_t queued_at);

  /// What waits or is being written, the oldest first, and the position of the first of them.
  [[nodiscard]] const sim::Ring<Entry>& entries() const { return entries_; }
  [[nodiscard]] std::uint64_t first_position() const { return first_position_; }
  /// How many of them are being written.
  [[nodiscard]] std::uint32_t taken() const { return taken_; }

  /// From this position on, a partition's watermark stays below `covers`.
  struct Covered {
    std::uint64_t position;
    std::uint64_t covers;
  };
  [[nodiscard]] const sim::Ring<Covered>& covered(PartitionIndex partition) const {
    return covered_[partition];
  }

 private:
  [[nodiscard]] Entry* waiting(std::uint64_t queued_at);
  // What is left of `covers` when the key's older mutation that waits is dropped; its number.
  std::uint64_t drop_older(std::uint64_t queued_at, std::uint64_t& covers);

  // The newest entry outlasts all before it, so those that cover no less can be forgotten.
  void cover(PartitionIndex partition, std::uint64_t position, std::uint64_t covers) {
    auto& covered = covered_[partition];
    while (!covered.empty() && covered.back().covers >= covers) covered.pop_back();
    covered.push_back({position, covers});
  }

  // One entry left the front: of the rising positions the first alone can lie before it now.
  void settle(PartitionIndex partition) {
    auto& covered = covered_[partition];
    if (!covered.empty() && covered.front().position < first_position_) covered.pop_front();
  }

  void recount(PartitionIndex partition);

  sim::Ring<Entry> entries_;
  std::uint64_t first_position_ = 0;  // of entries_.front()
  std::uint32_t taken_ = 0;           // entries being written, from the front
  std::size_t live_ = 0;
  std::vector<sim::Ring<Covered>> covered_;  // by partition: rising positions, rising covers
  bool supersede_;
};

}  // namespace models::durability
