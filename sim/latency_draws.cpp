#include "sim/latency_draws.hpp"

#include <algorithm>
#include <cmath>

namespace sim {

LatencyDraws::LatencyDraws(Distribution distribution, const Stream& stream, Duration shift)
    : shift_(shift), stream_(stream), before_(stream), distribution_(std::move(distribution)) {
  begin();
}

void LatencyDraws::begin() {
  step_ = distribution_.as_constant() ? 0 : 1;
  draw_block();
}

void LatencyDraws::draw_block() {
  before_ = stream_;
  distribution_.draw(stream_, ahead_);
  for (std::int64_t& took : ahead_) took = std::min(took, kLongestDuration.count());
  if (factor_ != 1) {
    for (std::int64_t& took : ahead_) took = fixed(Duration(took)).count();
  }
  if (shift_ != Duration(0)) {
    for (std::int64_t& took : ahead_) {
      took = std::clamp(Duration(took) + shift_, Duration(0), kLongestDuration).count();
    }
  }
  next_ = 0;
}

// A draw may take any number of words from the stream, so the used ones are drawn again.
void LatencyDraws::take_back() {
  stream_ = before_;
  for (std::uint32_t used = 0; used < next_; ++used) {
    static_cast<void>(distribution_.draw(stream_));
  }
}

void LatencyDraws::turn(double factor, const std::optional<Distribution>& distribution) {
  take_back();
  factor_ = factor;
  if (distribution) distribution_ = *distribution;
  begin();
}

Duration LatencyDraws::fixed(Duration part) const {
  const Duration limited = std::min(part, kLongestDuration);
  if (factor_ == 1) return limited;
  const double longer = std::floor(static_cast<double>(limited.count()) * factor_ + 0.5);
  if (longer >= static_cast<double>(kLongestDuration.count())) return kLongestDuration;
  return Duration(static_cast<std::int64_t>(longer));
}

}  // namespace sim
