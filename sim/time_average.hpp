// The average of a whole-number level over time: queue length, busy servers, bytes in flight.
//
// Formula        area = sum of level times the nanoseconds it lasted; average = area / elapsed
// Shape          int64 levels; the area is exact in 128 bits
// Checked by     tests/sim/time_average_test.cpp
#pragma once

#include <cstdint>

#include "sim/check.hpp"
#include "sim/time.hpp"

namespace sim {

class TimeAverage {
 public:
  __extension__ using Area = __int128;

  explicit TimeAverage(Instant begin = kStart, std::int64_t level = 0)
      : begin_(begin), since_(begin), level_(level), maximum_(level) {}

  /// The level is `level` from `now` on. REQUIRES: `now` is not before the last call's.
  void set(Instant now, std::int64_t level) {
    area_ = area(now);
    since_ = now;
    level_ = level;
    if (level > maximum_) maximum_ = level;
  }

  /// Raises the level by `change`, or lowers it. REQUIRES: as set().
  void change(Instant now, std::int64_t change) { set(now, level_ + change); }

  /// Forgets all before `now`, as at the end of a warm-up; the level stays.
  /// REQUIRES: `now` is not before the last set().
  void restart(Instant now) {
    SIM_CHECK(now >= since_);
    *this = TimeAverage(now, level_);
  }

  [[nodiscard]] std::int64_t level() const { return level_; }

  /// The highest level since the beginning or restart, however short it lasted.
  [[nodiscard]] std::int64_t maximum() const { return maximum_; }

  /// Level times nanoseconds, up to `until`. REQUIRES: `until` is not before the last set().
  [[nodiscard]] Area area(Instant until) const {
    SIM_CHECK(until >= since_);
    return area_ + static_cast<Area>(level_) * (until - since_).count();
  }

  /// The average level up to `until`; over no time at all, the level itself.
  /// REQUIRES: `until` is not before the last set().
  [[nodiscard]] double average(Instant until) const {
    const Area total = area(until);
    if (until == begin_) return static_cast<double>(level_);
    return static_cast<double>(total) / static_cast<double>((until - begin_).count());
  }

  /// Says the same in other words: the present level begins now. REQUIRES: as set().
  void settle(Instant now) { set(now, level_); }
  /// While settled, its area counts and its level began now; see sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) {
    walk.counts(area_);
    walk.instant(since_);
  }

  friend bool operator==(const TimeAverage&, const TimeAverage&) = default;

 private:
  Instant begin_;
  Instant since_;  // when the present level began
  std::int64_t level_;
  std::int64_t maximum_;
  Area area_ = 0;  // up to since_
};

}  // namespace sim
