// A set of numbers that grows near a few moving fronts: which entries of a table are in the store.
//
// Formula        disjoint intervals in rising order; neighbours that touch are one. Copying by r
//                readers with w writes in flight each leaves at most r * w of them, however many
//                rows there are, and a number is found by halving.
// Shape          16 bytes an interval; add() and contains() look first where they were last
// Checked by     tests/models/migration/migration_parts_test.cpp (against std::set)
#pragma once

#include <cstdint>
#include <vector>

namespace models::migration {

class CopiedRows {
 public:
  struct Interval {
    std::uint64_t begin;
    std::uint64_t end;  // the first that is not in it
    friend bool operator==(const Interval&, const Interval&) = default;
  };

  /// Adds [begin, end). Returns how many of these were not there before.
  std::uint64_t add(std::uint64_t begin, std::uint64_t end);
  /// Adds a number; true if it was not there.
  bool add(std::uint64_t number) {
    // Copying goes upwards: most numbers lengthen the interval that the one before did.
    if (last_ < intervals_.size() && intervals_[last_].end == number &&
        (last_ + 1 == intervals_.size() || intervals_[last_ + 1].begin > number + 1)) {
      ++intervals_[last_].end;
      ++count_;
      return true;
    }
    return add(number, number + 1) != 0;
  }
  /// Takes [begin, end) out.
  void remove(std::uint64_t begin, std::uint64_t end);
  void clear() {
    intervals_.clear();
    count_ = 0;
    last_ = 0;
  }

  [[nodiscard]] bool contains(std::uint64_t number) const;
  /// Whether all of [begin, end) are in it.
  [[nodiscard]] bool covers(std::uint64_t begin, std::uint64_t end) const;
  /// Whether any of [begin, end) is in it.
  [[nodiscard]] bool meets(std::uint64_t begin, std::uint64_t end) const;
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }

  /// For who moves all ends at once, and has them counted anew then: still disjoint, in order.
  [[nodiscard]] std::vector<Interval>& intervals_to_move() { return intervals_; }
  void count_anew();

  /// Calls visit(begin, end) for each stretch of [0, size) that is not in the set.
  template <class Visit>
  void for_each_gap(std::uint64_t size, Visit&& visit) const {
    std::uint64_t next = 0;
    for (const Interval& interval : intervals_) {
      if (interval.begin >= size) break;
      if (interval.begin > next) visit(next, interval.begin);
      next = interval.end;
    }
    if (next < size) visit(next, size);
  }

  friend bool operator==(const CopiedRows& a, const CopiedRows& b) {
    return a.intervals_ == b.intervals_;
  }

 private:
  // The first interval that ends at `number` or later.
  [[nodiscard]] std::size_t first_reaching(std::uint64_t number) const;

  std::vector<Interval> intervals_;
  std::uint64_t count_ = 0;
  std::size_t last_ = 0;
};

}  // namespace models::migration
