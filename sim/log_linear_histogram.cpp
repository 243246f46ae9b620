#include "sim/log_linear_histogram.hpp"

#include <algorithm>
#include <initializer_list>

namespace sim {

std::int64_t LogLinearHistogram::lowest(std::size_t bucket) {
  if (bucket < 2 * kSubBuckets) return static_cast<std::int64_t>(bucket);
  const std::size_t shift = bucket / kSubBuckets - 1;
  return static_cast<std::int64_t>(bucket - shift * kSubBuckets) << shift;
}

std::int64_t LogLinearHistogram::highest(std::size_t bucket) {
  if (bucket < 2 * kSubBuckets) return static_cast<std::int64_t>(bucket);
  const std::size_t shift = bucket / kSubBuckets - 1;
  return lowest(bucket) + ((std::int64_t{1} << shift) - 1);
}

// For a bucket outside the present room. Room comes in whole doublings, so the extent depends on
// what was counted, never on the order, and equal histograms compare equal.
std::size_t LogLinearHistogram::make_room(std::size_t bucket) {
  const std::size_t begin = bucket / kSubBuckets * kSubBuckets;
  const std::size_t end = begin + kSubBuckets;
  if (counts_.empty()) {
    first_bucket_ = begin;
    counts_.resize(kSubBuckets);
  } else if (begin < first_bucket_) {
    counts_.insert(counts_.begin(), first_bucket_ - begin, 0);
    first_bucket_ = begin;
  } else {
    counts_.resize(end - first_bucket_);
  }
  return bucket - first_bucket_;
}

void LogLinearHistogram::merge(const LogLinearHistogram& other) {
  if (other.empty()) return;
  const std::size_t last = other.first_bucket_ + other.counts_.size() - 1;
  for (const std::size_t end : {other.first_bucket_, last}) {
    if (end - first_bucket_ >= counts_.size()) make_room(end);
  }
  for (std::size_t slot = 0; slot < other.counts_.size(); ++slot) {
    counts_[other.first_bucket_ + slot - first_bucket_] += other.counts_[slot];
  }
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

std::int64_t LogLinearHistogram::min() const {
  SIM_CHECK(!empty());
  return min_;
}

std::int64_t LogLinearHistogram::max() const {
  SIM_CHECK(!empty());
  return max_;
}

double LogLinearHistogram::mean() const {
  SIM_CHECK(!empty());
  return static_cast<double>(sum_) / static_cast<double>(count_);
}

std::int64_t LogLinearHistogram::quantile(double p) const {
  SIM_CHECK(!empty());
  SIM_CHECK(p >= 0 && p <= 1);
  if (p == 0) return min_;
  const double wanted = p * static_cast<double>(count_);
  auto rank = wanted >= 0x1p64 ? count_ : static_cast<std::uint64_t>(wanted);
  // 0.07 * 100 is a little more than 7 in binary; that is not a reason to take rank 8.
  if (static_cast<double>(rank) < wanted * (1 - 0x1p-50)) ++rank;
  rank = std::clamp<std::uint64_t>(rank, 1, count_);
  std::uint64_t seen = 0;
  std::size_t slot = 0;
  while (seen + counts_[slot] < rank) seen += counts_[slot++];
  return std::min(highest(first_bucket_ + slot), max_);
}

std::uint64_t LogLinearHistogram::count_up_to(std::int64_t value) const {
  SIM_CHECK(value >= 0);
  const std::size_t bucket = bucket_of(value);
  std::uint64_t seen = 0;
  for (std::size_t slot = 0; slot < counts_.size() && first_bucket_ + slot <= bucket; ++slot) {
    seen += counts_[slot];
  }
  return seen;
}

}  // namespace sim
