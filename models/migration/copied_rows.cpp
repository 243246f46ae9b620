#include "models/migration/copied_rows.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

std::size_t CopiedRows::first_reaching(std::uint64_t number) const {
  const auto found =
      std::lower_bound(intervals_.begin(), intervals_.end(), number,
                       [](const Interval& interval, std::uint64_t n) { return interval.end < n; });
  return static_cast<std::size_t>(found - intervals_.begin());
}

std::uint64_t CopiedRows::add(std::uint64_t begin, std::uint64_t end) {
  SIM_CHECK(begin <= end);
  if (begin == end) return 0;
  const std::size_t first = first_reaching(begin);
  std::size_t past = first;
  std::uint64_t had = 0;
  Interval joined{begin, end};
  while (past < intervals_.size() && intervals_[past].begin <= end) {
    const Interval& old = intervals_[past];
    joined.begin = std::min(joined.begin, old.begin);
    joined.end = std::max(joined.end, old.end);
    const std::uint64_t from = std::max(begin, old.begin);
    const std::uint64_t to = std::min(end, old.end);
    if (to > from) had += to - from;
    ++past;
  }
  const auto at = intervals_.begin() + static_cast<std::ptrdiff_t>(first);
  if (past == first) {
    intervals_.insert(at, joined);
  } else {
    *at = joined;
    intervals_.erase(at + 1, intervals_.begin() + static_cast<std::ptrdiff_t>(past));
  }
  last_ = first;
  count_ += end - begin - had;
  return end - begin - had;
}

void CopiedRows::remove(std::uint64_t begin, std::uint64_t end) {
  SIM_CHECK(begin <= end);
  if (begin == end) return;
  std::vector<Interval> kept;
  kept.reserve(intervals_.size() + 1);
  count_ = 0;
  for (const Interval& old : intervals_) {
    const Interval below{old.begin, std::min(old.end, begin)};
    const Interval above{std::max(old.begin, end), old.end};
    for (const Interval& part : {below, above}) {
      if (part.begin >= part.end) continue;
      kept.push_back(part);
      count_ += part.end - part.begin;
    }
  }
  intervals_ = std::move(kept);
  last_ = 0;
}

bool CopiedRows::contains(std::uint64_t number) const {
  const std::size_t at = first_reaching(number + 1);
  return at < intervals_.size() && intervals_[at].begin <= number;
}

bool CopiedRows::meets(std::uint64_t begin, std::uint64_t end) const {
  if (begin == end) return false;
  const std::size_t at = first_reaching(begin + 1);
  return at < intervals_.size() && intervals_[at].begin < end;
}

bool CopiedRows::covers(std::uint64_t begin, std::uint64_t end) const {
  if (begin == end) return true;
  const std::size_t at = first_reaching(begin + 1);
  return at < intervals_.size() && intervals_[at].begin <= begin && intervals_[at].end >= end;
}

void CopiedRows::count_anew() {
  count_ = 0;
  for (const Interval& interval : intervals_) count_ += interval.end - interval.begin;
}

}  // namespace models::migration
