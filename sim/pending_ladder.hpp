// A ladder of ever finer buckets for the many events that are not due soon.
//
// The top is one bag of everything far away. When the near events are used up, the earliest bag
// is taken: a small one is sorted and handed out as a run, a large one becomes a rung of up to
// 512 narrower buckets, whose first bag is then taken, and so on. A node is moved once a rung and
// sorted in a small group, whatever the number pending.
// Formula        bucket of t on a rung = (t - begin) >> shift; a rung holds first <= t < end, and
//                `first` of a coarser rung is the `end` of the finer one below it
// Contention     a single instant is never split: its nodes are sorted together
// Source         Tang, Goh, Thng: Ladder queue, ACM TOMACS 15(3), 2005; here with widths that are
//                powers of two, bounded fan-out, and no second insertion into a sorted list
// Checked by     tests/sim/event_queue_test.cpp, tests/sim/event_queue_agreement_test.cpp
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/check.hpp"
#include "sim/pending_buckets.hpp"
#include "sim/pending_node.hpp"
#include "sim/pending_run.hpp"

namespace sim::detail {

class PendingLadder {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }

  /// REQUIRES: node.time is not before what take() or open_below() returned last.
  void push(Node node) {
    SIM_CHECK(node.time < kEndOfTime);
    ++size_;
    if (node.time >= top_first_) {
      pool_.append(top_, node);
      return;
    }
    const Rung* rung = rungs_.data();
    while (node.time < rung->first) ++rung;
    pool_.append(buckets_[rung->base + rung->index_of(node.time)], node);
  }

  /// Replaces `run` by the earliest nodes, sorted. Returns the first instant that is still the
  /// ladder's: all nodes before it are in `run`.
  /// REQUIRES: size() > 0.
  [[nodiscard]] std::int64_t take(PendingRun& run);

  /// Makes room below: from now on the ladder holds everything from `first` on.
  /// REQUIRES: first < end, where `end` is what take() returned last; kEndOfTime before that.
  void open_below(std::int64_t first, std::int64_t end);

  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const Bucket& bucket : buckets_) pool_.for_each(bucket, visit);
    pool_.for_each(top_, visit);
  }

  void clear() {
    rungs_.clear();
    buckets_.clear();
    pool_.clear();
    top_ = {};
    top_first_ = kEndOfTime;
    size_ = 0;
  }

 private:
  struct Rung {
    std::int64_t begin;  // where bucket 0 begins
    std::int64_t first;  // earlier instants have been handed down
    std::int64_t end;    // later instants belong to the coarser rung
    std::uint32_t base;  // of its buckets in buckets_
    std::uint32_t next;  // bucket to be taken next
    std::uint32_t count;
    std::uint32_t shift;

    // Unsigned subtraction: the difference of two int64 need not fit into one.
    [[nodiscard]] std::uint64_t index_of(std::int64_t time) const {
      return (static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(begin)) >> shift;
    }
    [[nodiscard]] std::int64_t end_of(std::uint64_t bucket) const {
      const std::uint64_t room =
          static_cast<std::uint64_t>(end) - static_cast<std::uint64_t>(begin);
      const std::uint64_t after = bucket + 1;
      if (after > (room >> shift)) return end;
      return static_cast<std::int64_t>(static_cast<std::uint64_t>(begin) + (after << shift));
    }
  };

  static constexpr std::uint32_t kMaxFanOut = 512;
  static constexpr std::uint32_t kNodesPerBucket = 16;
  static constexpr std::uint32_t kMaxRun = 96;  // larger buckets are split first

  struct Range {
    std::int64_t first;
    std::int64_t last;
  };

  // Buckets for about `nodes` nodes in `range`; the rung ends not later than `end`.
  [[nodiscard]] Rung make_rung(Range range, std::int64_t end, std::uint32_t nodes);
  // Spreads the nodes of the bag that is next in line over a new rung below it.
  void split(Bucket& source, Range range, std::int64_t end);
  void drop_used_rungs();
  [[nodiscard]] Range range_of(const Bucket& bucket) const;
  void sort_into(PendingRun& run, Bucket& bucket);
  // From now on the bag that is next in line holds `first` and later; earlier ones are lower.
  void advance(std::int64_t first);

  std::vector<Rung> rungs_;      // coarsest first
  std::vector<Bucket> buckets_;  // of all rungs, coarsest first
  BucketPool pool_;
  Bucket top_;
  std::int64_t top_first_ = kEndOfTime;
  std::size_t size_ = 0;
};

}  // namespace sim::detail
