// Many exponential draws at once, for machines that compute several numbers in one instruction.
//
// Formula        as Distribution::draw() of an exponential, operation for operation: the same bits
// Shape          compiled for several kinds of processor, chosen once at the program's start. All
//                of them do the same IEEE operations, so which one runs cannot be seen in a result
// Checked by     tests/sim/latency_draws_test.cpp (each draw against one drawn alone)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sim::detail {

inline constexpr std::size_t kExponentialBlock = 16;

/// Draws are low - mean * log(p), rounded half up within [low, high], where p is start + span * u.
struct ExponentialLaw {
  double mean;
  double start;
  double span;
  bool mirrored;  // p takes 1 - u
  std::int64_t low;
  std::int64_t high;
};

/// Turns words of a stream into draws; there is room for kExponentialBlock of them. False, and the
/// draws are of no use, if one of them needs the long way: a draw beyond 2^51, or p below the
/// normal numbers.
[[nodiscard]] bool draw_exponentials(const ExponentialLaw& law,
                                     const std::array<std::uint64_t, kExponentialBlock>& words,
                                     std::int64_t* draws);

}  // namespace sim::detail
