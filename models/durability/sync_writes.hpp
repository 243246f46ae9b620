// Synchronous writes of one vBucket: what each node has prepared and acknowledged, and what the
// active still has to complete. Pure state; cluster_sync_writes.cpp carries the messages.
//
// Order          a node acknowledges prepares in the order of their sequence numbers: one that
//                waits for the disk (sync_level.hpp) holds those after it back, completed or not.
//                The active completes writes in that order too; only an abort may come out of it
// Memory         what is prepared and not yet completed, and what is not yet acknowledged
// Randomness     none
// Shape          values; REQUIRES stated
// Source         kv_engine: Active- and PassiveDurabilityMonitor (high prepared seqno, fences)
// Checked by     tests/models/sync_writes_test.cpp
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "models/durability/sync_level.hpp"
#include "models/durability/write_queue.hpp"
#include "sim/ring.hpp"

namespace models::durability {

/// One node's side: its prepares, and how far it has acknowledged them.
class PreparedOnNode {
 public:
  /// A prepare is in memory. REQUIRES: sequence numbers rise.
  void prepare(const Mutation& mutation) {
    pending_.push_back(mutation);
    fences_.push_back({mutation.seqno, mutation.level});
  }

  /// The key's prepare is completed by what has that number, if it is older. What was not
  /// acknowledged stays to be.
  void complete(KeyIndex key, std::uint64_t seqno);

  /// The key's prepare; null if there is none.
  [[nodiscard]] const Mutation* of(KeyIndex key) const;
  /// A prepare is on the node's disk, in the place of the key's older one; it is completed there.
  void persist(const Mutation& prepare);
  void complete_on_disk(KeyIndex key, std::uint64_t seqno);

  /// Memory is lost; what is on the disk is read back when the node comes up again, and counted as
  /// far as the node has everything.
  void crash();
  void warm_up(std::uint64_t complete);
  /// Prepares above `seqno` belong to a history that has ended.
  void drop_above(std::uint64_t seqno);
  /// What completed it is lost: it is prepared as it was.
  void restore(const Mutation& prepare, bool on_disk);
  /// Prepares from `seqno` on will be sent again, and are counted anew; the disk keeps its own.
  void forget_from(std::uint64_t seqno);

  /// What the disk holds, and a disk that goes back to what it held before.
  [[nodiscard]] const std::vector<Mutation>& on_disk() const { return on_disk_; }
  void restore_disk(std::vector<Mutation> prepares) { on_disk_ = std::move(prepares); }

  /// In the order of their sequence numbers.
  [[nodiscard]] const std::vector<Mutation>& pending() const { return pending_; }

  /// Passes what can be acknowledged with all up to `persisted` on disk; true if that was any.
  [[nodiscard]] bool advance(bool active, std::uint64_t persisted);
  /// All prepares up to there are acknowledged, completed ones too.
  [[nodiscard]] std::uint64_t acknowledged() const { return acknowledged_; }
  /// The disk has everything up to `seqno`, of which completed prepares were not sent.
  /// REQUIRES: no older prepare waits.
  void has_all_up_to(std::uint64_t seqno) {
    SIM_CHECK(fences_.empty() || fences_.front().seqno > seqno);
    acknowledged_ = std::max(acknowledged_, seqno);
  }

 private:
  struct Fence {
    std::uint64_t seqno = 0;
    SyncLevel level = SyncLevel::kNone;
  };

  std::vector<Mutation> pending_;
  std::vector<Mutation> on_disk_;
  sim::Ring<Fence> fences_;
  std::uint64_t acknowledged_ = 0;
};

/// The active's side: the writes that are prepared and wait for a majority.
class SyncWrites {
 public:
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
  struct Write {
    Mutation prepare;
    std::uint32_t task = kNobody;  // of the client that waits; none after an active's crash
    sim::Instant began{};
    sim::Ticket timeout{};
  };

  [[nodiscard]] const std::vector<Write>& writes() const { return writes_; }
  void begin(const Write& write) { writes_.push_back(write); }

  /// The copy at that place of the chain has acknowledged prepares up to `seqno`.
  /// Returns what it had acknowledged before.
  std::uint64_t acknowledge(std::uint32_t place, std::uint64_t seqno);

  /// That copy has lost what it acknowledged, until it acknowledges anew.
  void forget(std::uint32_t place) { acknowledged_[place] = 0; }
  /// Another active begins, or this one anew.
  void clear() { *this = SyncWrites(); }

  /// Takes out the oldest write if a majority with the active in it has acknowledged it.
  [[nodiscard]] std::optional<Write> take_complete(std::uint32_t majority);
  /// Takes out the write of a key, wherever it stands; nothing if there is none.
  [[nodiscard]] std::optional<Write> take(KeyIndex key);
  /// The write of a key has another timeout; false if there is none.
  bool renew(KeyIndex key, sim::Ticket timeout);

 private:
  std::vector<Write> writes_;  // in the order of their sequence numbers
  std::array<std::uint64_t, 1 + kMostReplicas> acknowledged_{};  // by place in the chain
};

}  // namespace models::durability
