// What a latency can take: from the least to the greatest of its support, as turns stretch it.
//
// Formula        floor(x * factor + 0.5), as a run rounds; nothing is longer than kLongestDuration,
//                and what may be that long has no limit
// In any turn    the least and the greatest over all distributions and all factors that a latency
//                ever has, each with each: never too narrow
// Shape          pure
// Checked by     tests/models/condition_test.cpp, tests/models/explorer_test.cpp
#pragma once

#include <vector>

#include "models/durability/params.hpp"

namespace models::analysis {

/// In nanoseconds; high is DifferenceBounds::kNone without a limit.
struct LatencyRange {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

[[nodiscard]] LatencyRange range_of(const sim::Support& support, double factor);

/// By LatencyId: whatever the instant.
[[nodiscard]] std::vector<LatencyRange> ranges_in_any_turn(const durability::ClusterParams& params);

}  // namespace models::analysis
