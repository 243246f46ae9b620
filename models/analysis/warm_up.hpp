// How long a series that began out of its steady state still remembers that: the rule MSER.
//
// Formula        the number d of leading batches that are left out makes
//                sum over i >= d of (batch i - mean of those)^2 / (batches - d)^2 least; d is at
//                most half the batches, and the smallest of equals. MSER-5 has batches of five
//                values
// Shape          pure, one walk from the end
// Source         White, Cobb, Spratt, A Comparison of Five Steady-State Truncation Heuristics for
//                Simulation, Winter Simulation Conference 2000
// Checked by     tests/models/warm_up_test.cpp
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/batch_means.hpp"

namespace models::analysis {

/// How many leading batches belong to the warm-up.
[[nodiscard]] std::size_t warm_up_batches(std::span<const double> batches);

/// MSER-5: how many leading values belong to the warm-up, a multiple of 5.
[[nodiscard]] std::size_t warm_up_values(std::span<const double> values);

/// The share of a series that belongs to its warm-up, from 0 to 0.5; by its full batches.
[[nodiscard]] double warm_up_share(const sim::BatchMeans& series);

}  // namespace models::analysis
