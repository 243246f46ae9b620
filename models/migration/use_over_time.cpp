#include "models/migration/use_over_time.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

void UseOverTime::add(const std::vector<std::int64_t>& areas, sim::Instant now) {
  SIM_CHECK(areas.size() == resources_ && now >= last_look_ && now <= next_look());
  if (resources_ == 0) return;
  areas_.insert(areas_.end(), areas.begin(), areas.end());
  last_look_ = now;
  if (intervals() == kMostIntervals && now == begin_of(kMostIntervals)) join_neighbours();
}

void UseOverTime::join_neighbours() {
  for (std::size_t interval = 0; interval < kMostIntervals / 2; ++interval) {
    for (std::size_t resource = 0; resource < resources_; ++resource) {
      areas_[interval * resources_ + resource] = areas_[2 * interval * resources_ + resource] +
                                                 areas_[(2 * interval + 1) * resources_ + resource];
    }
  }
  areas_.resize(kMostIntervals / 2 * resources_);
  width_ *= 2;
}

double UseOverTime::busy(std::size_t interval, std::size_t resource) const {
  SIM_CHECK(interval < intervals() && resource < resources_);
  const sim::Instant begin = begin_of(interval);
  const sim::Instant end = std::min(begin + width_, last_look_);
  if (end <= begin) return 0;
  return static_cast<double>(areas_[interval * resources_ + resource]) /
         static_cast<double>((end - begin).count());
}

}  // namespace models::migration
