// How long a series that began out of its steady state still remembers that: the rule MSER.
//
// Formula        the number d of leading batches that are left out makes
//                sum over i >= d of (batch i - mean of those)^2 / (batches - d)^2 least; d is at
//                most half the batches, and the smallest of equals. MSER-5 has batches of five
//                values, as a course has at first (sim/course.hpp)
// Chance         what the rule would leave out is warm-up only if its mean differs from that of the
//                rest by three times what chance does 19 times in 20: else it leaves out whatever
//                varies most, and a queue seems shorter than it is
// Shape          pure, one walk from the end
// Source         White, Cobb, Spratt, A Comparison of Five Steady-State Truncation Heuristics for
//                Simulation, Winter Simulation Conference 2000
// Checked by     tests/models/warm_up_test.cpp
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "sim/course.hpp"

namespace models::analysis {

/// How many leading batches belong to the warm-up.
[[nodiscard]] std::size_t warm_up_batches(std::span<const double> batches);

/// The first batch of the steady state, by the batches' quotients. None: all that was seen may be
/// warm-up, since leaving out half of it is not enough, or one batch is empty.
[[nodiscard]] std::optional<std::size_t> steady_from(std::span<const sim::Total> batches);

}  // namespace models::analysis
