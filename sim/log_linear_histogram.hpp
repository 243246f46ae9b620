// Counts of non-negative whole numbers (nanoseconds, bytes) in buckets of bounded relative width.
//
// Values below 256 have a bucket each. Above, every doubling is cut into 128 equal buckets, so a
// bucket is never wider than 1/128 of its smallest value: quantiles are that exact, at any scale.
// Formula        e = max(0, bits(value) - 8); bucket = 128 e + (value >> e)
// Shape          int64 values from 0; 64-bit counts; the sum is kept in 128 bits, so the mean is
//                exact. 8 bytes a bucket between the lowest and the highest doubling seen, at most
//                58 KiB
// Checked by     tests/sim/log_linear_histogram_test.cpp
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/check.hpp"

namespace sim {

class LogLinearHistogram {
 public:
  __extension__ using Sum = unsigned __int128;
  static constexpr int kSubBucketBits = 7;

  /// Counts `value` once, or `times` times. REQUIRES: value >= 0.
  void add(std::int64_t value, std::uint64_t times = 1) {
    SIM_CHECK(value >= 0);
    if (times == 0) return;
    const std::size_t bucket = bucket_of(value);
    std::size_t slot = bucket - first_bucket_;
    // A bucket before the first wraps around to a huge slot.
    if (__builtin_expect(slot >= counts_.size(), 0)) slot = make_room(bucket);
    counts_[slot] += times;
    count_ += times;
    sum_ += static_cast<Sum>(static_cast<std::uint64_t>(value)) * times;
    if (value < min_) min_ = value;
    if (value > max_) max_ = value;
  }

  /// Adds everything `other` has counted.
  void merge(const LogLinearHistogram& other);

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] Sum sum() const { return sum_; }

  /// The smallest and the largest value counted, exactly. REQUIRES: not empty.
  [[nodiscard]] std::int64_t min() const;
  [[nodiscard]] std::int64_t max() const;

  /// The exact sum over the count. REQUIRES: not empty.
  [[nodiscard]] double mean() const;

  /// The value of rank ceil(p * count), at least the first, in sorted order: never too small, too
  /// large by at most 1/128 of itself (it is the bucket's upper end, cut at max()).
  /// REQUIRES: not empty, 0 <= p <= 1.
  [[nodiscard]] std::int64_t quantile(double p) const;

  /// How many counted values are at most `value`, whole buckets only: values of the bucket that
  /// `value` itself falls in all count. REQUIRES: value >= 0.
  [[nodiscard]] std::uint64_t count_up_to(std::int64_t value) const;

  /// Calls visit(low, high, count) for each bucket that is not empty, lowest first. The bucket
  /// holds the values from low to high, both included.
  template <class Visit>
  void for_each_bucket(Visit&& visit) const {
    for (std::size_t slot = 0; slot < counts_.size(); ++slot) {
      if (counts_[slot] == 0) continue;
      visit(lowest(first_bucket_ + slot), highest(first_bucket_ + slot), counts_[slot]);
    }
  }

  friend bool operator==(const LogLinearHistogram&, const LogLinearHistogram&) = default;

 private:
  static constexpr std::size_t kSubBuckets = std::size_t{1} << kSubBucketBits;

  static std::size_t bucket_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    const auto width = static_cast<int>(std::bit_width(bits | (2 * kSubBuckets - 1)));
    const int shift = width - (kSubBucketBits + 1);
    return static_cast<std::size_t>(shift) * kSubBuckets + static_cast<std::size_t>(bits >> shift);
  }
  static std::int64_t lowest(std::size_t bucket);
  static std::int64_t highest(std::size_t bucket);
  std::size_t make_room(std::size_t bucket);

  std::vector<std::uint64_t> counts_;  // whole doublings only: its extent tells nothing of order
  std::size_t first_bucket_ = 0;       // the bucket of counts_[0]
  std::uint64_t count_ = 0;
  Sum sum_ = 0;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = 0;
};

}  // namespace sim
