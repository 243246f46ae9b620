// Unknown whole numbers with bounds on their differences, and what follows from them.
//
// The unknowns are the instants of events in nanoseconds; number 0 is the start of the run. A bound
// says t[a] - t[b] <= limit; the least bound that all together imply is kept for each pair, so
// every question is one look.
// Formula        most(a, b) = length of the shortest path of limits from b to a; a set of bounds
//                has whole solutions exactly if no cycle of limits sums to less than 0
// Shape          a value: n * n numbers; a new unknown costs n, a bound that says something new
//                n * n, one that is implied already 1
// Errors         none: a bound that contradicts is refused and changes nothing
// Checked by     tests/models/difference_bounds_test.cpp (against brute force)
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check.hpp"

namespace models::analysis {

/// An unknown, counted from 0: the start.
using Unknown = std::uint32_t;

class DifferenceBounds {
 public:
  /// No bound: infinitely far.
  static constexpr std::int64_t kNone = INT64_MAX / 4;

  /// Only the start.
  DifferenceBounds() : side_(8), most_(side_ * side_, 0), size_(1) {}

  [[nodiscard]] std::size_t size() const { return size_; }

  /// A new unknown, from `low` to `high` after `earlier`. REQUIRES: 0 <= low <= high <= kNone.
  Unknown add(Unknown earlier, std::int64_t low, std::int64_t high);

  /// The most that t[a] - t[b] can be; kNone if there is no limit.
  [[nodiscard]] std::int64_t most(Unknown a, Unknown b) const { return most_[a * side_ + b]; }

  /// Whether t[a] - t[b] <= limit has a solution.
  [[nodiscard]] bool allows(Unknown a, Unknown b, std::int64_t limit) const {
    return most(b, a) == kNone || most(b, a) + limit >= 0;
  }
  /// Whether it holds in every solution.
  [[nodiscard]] bool implies(Unknown a, Unknown b, std::int64_t limit) const {
    return most(a, b) <= limit;
  }

  /// Adds t[a] - t[b] <= limit. False, and no change, if that has no solution.
  bool restrict(Unknown a, Unknown b, std::int64_t limit);

  /// Fixes t[a]. False, and no change or half of it, if that has no solution.
  bool pin(Unknown a, std::int64_t instant) {
    return restrict(a, 0, instant)&& restrict(0, a, -instant);
  }

  /// The earliest and the latest instant of an unknown; kNone: as late as you like.
  [[nodiscard]] std::int64_t earliest(Unknown a) const { return -most(0, a); }
  [[nodiscard]] std::int64_t latest(Unknown a) const { return most(a, 0); }

  /// The bounds that these imply for some of the unknowns alone; `kept[0]` becomes number 0.
  [[nodiscard]] DifferenceBounds projected(const std::vector<Unknown>& kept) const;

 private:
  static std::int64_t sum(std::int64_t a, std::int64_t b) {
    return a == kNone || b == kNone ? kNone : a + b;
  }
  void grow(std::size_t side);

  std::size_t side_;
  std::vector<std::int64_t> most_;
  std::size_t size_;
};

}  // namespace models::analysis
