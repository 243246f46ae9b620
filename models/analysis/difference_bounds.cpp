#include "models/analysis/difference_bounds.hpp"

#include <algorithm>

namespace models::analysis {

void DifferenceBounds::grow(std::size_t side) {
  std::vector<std::int64_t> larger(side * side, 0);
  for (std::size_t i = 0; i < size_; ++i) {
    std::copy_n(most_.begin() + static_cast<std::ptrdiff_t>(i * side_), size_,
                larger.begin() + static_cast<std::ptrdiff_t>(i * side));
  }
  most_ = std::move(larger);
  side_ = side;
}

Unknown DifferenceBounds::add(Unknown earlier, std::int64_t low, std::int64_t high) {
  SIM_CHECK(earlier < size_ && 0 <= low && low <= high && high <= kNone);
  if (size_ == side_) grow(2 * side_);
  const auto added = static_cast<Unknown>(size_++);
  for (Unknown other = 0; other < added; ++other) {
    most_[added * side_ + other] = sum(most(earlier, other), high);
    most_[other * side_ + added] = sum(most(other, earlier), -low);
  }
  most_[added * side_ + added] = 0;
  return added;
}

bool DifferenceBounds::restrict(Unknown a, Unknown b, std::int64_t limit) {
  if (implies(a, b, limit)) return true;
  if (!allows(a, b, limit)) return false;
  // The only shortest paths that change are those through the new bound.
  for (Unknown to = 0; to < size_; ++to) {
    const std::int64_t to_a = most(to, a);
    if (to_a == kNone || most(to, b) <= to_a + limit) continue;
    std::int64_t* const row = &most_[to * side_];
    const std::int64_t* const from_b = &most_[b * side_];
    for (Unknown from = 0; from < size_; ++from) {
      if (from_b[from] == kNone) continue;
      row[from] = std::min(row[from], to_a + limit + from_b[from]);
    }
  }
  return true;
}

DifferenceBounds DifferenceBounds::projected(const std::vector<Unknown>& kept) const {
  DifferenceBounds result;
  result.size_ = 0;
  result.grow(kept.size());
  result.size_ = kept.size();
  for (std::size_t i = 0; i < kept.size(); ++i) {
    for (std::size_t j = 0; j < kept.size(); ++j) {
      result.most_[i * result.side_ + j] = most(kept[i], kept[j]);
    }
  }
  return result;
}

}  // namespace models::analysis
