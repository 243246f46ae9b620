#include "sim/course.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace sim {

void Course::mark(Instant now, const std::vector<Total>& totals) {
  SIM_CHECK(counted_ == next_);
  if (at_.empty()) {
    figures_ = totals.size();
    at_.reserve(kMostMarks);
    totals_.reserve(kMostMarks * figures_);
  }
  SIM_CHECK(totals.size() == figures_);
  at_.push_back(now);
  totals_.insert(totals_.end(), totals.begin(), totals.end());
  if (at_.size() == kMostMarks) {
    // The second, the fourth ... are marks of the doubled width.
    for (std::size_t kept = 0; 2 * kept + 1 < kMostMarks; ++kept) {
      at_[kept] = at_[2 * kept + 1];
      const auto from = totals_.begin() + static_cast<std::ptrdiff_t>((2 * kept + 1) * figures_);
      std::copy(from, from + static_cast<std::ptrdiff_t>(figures_),
                totals_.begin() + static_cast<std::ptrdiff_t>(kept * figures_));
    }
    at_.resize(kMostMarks / 2);
    totals_.resize(kMostMarks / 2 * figures_);
    width_ *= 2;
  }
  next_ = counted_ + width_;
}

std::vector<Total> Course::batches(std::size_t figure) const {
  SIM_CHECK(at_.empty() || figure < figures_);
  std::vector<Total> batches;
  Total before;
  for (std::size_t mark = 0; mark < at_.size(); ++mark) {
    const Total& now = totals_[mark * figures_ + figure];
    batches.push_back({now.sum - before.sum, now.weight - before.weight});
    before = now;
  }
  return batches;
}

}  // namespace sim
