// How far the times of a sampled run can be trusted.
//
// Formula        a stretch of the run holds the estimates whose middle lies in it; their variances
//                add up, t by their degrees of freedom: 3 (sum of v)^2 / sum of v^2, as the square
//                of a variance of one degree is three times as large as it should be
// Shape          pure
// Checked by     tests/models/migration/sampler_test.cpp; bench/sampled_bench.cpp
#pragma once

#include <optional>

#include "models/migration/outcome.hpp"

namespace models::migration {

/// Half the interval around `until - from` that holds, 19 times in 20, what the run event by event
/// would say. Nothing where nothing between them is estimated.
[[nodiscard]] std::optional<sim::Duration> half_width(const Obtained& obtained, sim::Instant from,
                                                      sim::Instant until);

}  // namespace models::migration
