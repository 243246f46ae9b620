#include "models/migration/sampled_interval.hpp"

#include <algorithm>
#include <cmath>

#include "sim/confidence.hpp"
#include "sim/student.hpp"

namespace models::migration {

std::optional<sim::Duration> half_width(const Obtained& obtained, sim::Instant from,
                                        sim::Instant until) {
  double variance = 0;
  double squares = 0;
  std::uint64_t pairs = 0;
  for (const Estimated& estimated : obtained.estimated) {
    const sim::Instant middle = estimated.from + (estimated.until - estimated.from) / 2;
    if (middle < from || middle > until) continue;
    variance += estimated.variance;
    squares += estimated.squares;
    pairs += estimated.pairs;
  }
  if (pairs == 0) return std::nullopt;
  if (variance == 0) return sim::Duration(0);
  const double degrees = 3 * variance * variance / squares;
  const auto whole =
      static_cast<std::uint64_t>(std::clamp(std::floor(degrees), 1.0, static_cast<double>(pairs)));
  const double t = sim::student_quantile((1 + sim::kConfidence) / 2, whole);
  const double half = t * std::sqrt(variance);
  return sim::Duration(std::llround(std::min(half, 9e18)));
}

}  // namespace models::migration
