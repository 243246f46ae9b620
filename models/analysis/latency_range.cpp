#include "models/analysis/latency_range.hpp"

#include <algorithm>
#include <cmath>

#include "models/analysis/difference_bounds.hpp"
#include "models/durability/latencies.hpp"

namespace models::analysis {

namespace {

std::int64_t stretched(std::int64_t whole, double factor) {
  if (factor == 1.0) return whole;
  return static_cast<std::int64_t>(std::floor(static_cast<double>(whole) * factor + 0.5));
}

LatencyRange range_in_any_turn(const hardware::Latency& latency) {
  LatencyRange widest = range_of(latency.distribution.support(), 1.0);
  std::vector<sim::Support> supports{latency.distribution.support()};
  std::vector<double> factors{1.0};
  for (const hardware::LatencyTurn& turn : latency.turns) {
    if (turn.distribution) supports.push_back(turn.distribution->support());
    factors.push_back(turn.times);
  }
  for (const sim::Support& support : supports) {
    for (const double factor : factors) {
      const LatencyRange range = range_of(support, factor);
      widest.low = std::min(widest.low, range.low);
      widest.high = std::max(widest.high, range.high);
    }
  }
  return widest;
}

}  // namespace

LatencyRange range_of(const sim::Support& support, double factor) {
  const std::int64_t longest = sim::kLongestDuration.count();
  const bool endless = !support.high || *support.high >= longest;
  return {std::min(stretched(support.low, factor), longest),
          endless ? DifferenceBounds::kNone : std::min(stretched(*support.high, factor), longest)};
}

std::vector<LatencyRange> ranges_in_any_turn(const durability::ClusterParams& params) {
  std::vector<LatencyRange> ranges;
  for (const durability::NamedLatency& named : durability::latencies_of(params)) {
    ranges.push_back(range_in_any_turn(*named.latency));
  }
  return ranges;
}

}  // namespace models::analysis
