#include "sim/recurrence.hpp"

#include <algorithm>

namespace sim {

bool Recurrence::recurs_as(const Recurrence& later) const {
  if (!refusal_.empty() || !later.refusal_.empty() || later.now_ <= now_) return false;
  if (words_ != later.words_ || counts_.size() != later.counts_.size()) return false;
  if (bounds_.size() != later.bounds_.size()) return false;
  return std::equal(followers_.begin(), followers_.end(), later.followers_.begin(),
                    later.followers_.end(), [](const Follower& a, const Follower& b) {
                      return a.place == b.place || a.distance == b.distance;
                    });
}

// One period is kept back: whoever looks ahead of himself still sees nothing new.
std::int64_t Recurrence::periods_within_bounds(const Recurrence& later) const {
  const Duration period = later.now_ - now_;
  const Instant last = std::min(later.until_, kLastInstant);
  Wide times = last > later.now_ ? (last - later.now_) / period - 1 : 0;
  times = std::min(times, later.most_);
  for (std::size_t i = 0; i < bounds_.size(); ++i) {
    const Bound& bound = later.bounds_[i];
    const Wide moved = bound.value - bounds_[i].value;
    const Wide pace = (moved > 0 ? moved : -moved) + bound.slack;
    if (pace == 0) continue;
    const Wide room = moved >= 0 ? bound.bound - bound.value : bound.value - bound.bound;
    times = std::min(times, room > 0 ? (room - 1) / pace - 1 : Wide{0});
  }
  return static_cast<std::int64_t>(std::clamp<Wide>(times, 0, INT64_MAX));
}

Recurrence Recurrence::advance_from(const Recurrence& later, std::int64_t times) const {
  SIM_CHECK(times > 0);
  Recurrence walk(later.now_);
  walk.advances_ = true;
  walk.times_ = times;
  walk.later_ = Duration((later.now_ - now_).count() * times);
  walk.growth_.reserve(counts_.size());
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    walk.growth_.push_back(later.counts_[i] - counts_[i]);
  }
  return walk;
}

bool Recurrence::samples_with(const Recurrence& later) const {
  return refusal_.empty() && later.refusal_.empty() && later.now_ > now_ &&
         counts_.size() == later.counts_.size() && bounds_.size() == later.bounds_.size();
}

Recurrence Recurrence::estimate_from(const Recurrence& later, std::int64_t times,
                                     Duration by) const {
  SIM_CHECK(times >= 0 && by.count() >= 0 && samples_with(later));
  Recurrence walk(later.now_, false, true);
  walk.whole_rounds_ = whole_rounds_;
  walk.advances_ = true;
  walk.times_ = times;
  walk.later_ = by;
  walk.period_ = later.now_ - now_;
  walk.growth_.reserve(counts_.size());
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    walk.growth_.push_back(later.counts_[i] - counts_[i]);
  }
  return walk;
}

}  // namespace sim
