#include "sim/latency_draws.hpp"

#include <algorithm>
#include <cmath>

namespace sim {

LatencyDraws::LatencyDraws(Distribution distribution, const Stream& stream, Duration shift)
    : shift_(shift), stream_(stream), before_(stream), distribution_(std::move(distribution)) {
  begin();
}

void LatencyDraws::begin() {
  step_ = 1;
  next_ = 0;
  draw_block();
}

void LatencyDraws::give(std::vector<Duration> draws) {
  take_back();
  given_ = std::move(draws);
  begin();
}

void LatencyDraws::make_timeless() {
  timeless_ = true;
  ahead_.fill(0);
  next_ = 0;
  step_ = 0;
}

void LatencyDraws::draw_block() {
  given_before_ += std::min(next_, given_in_block());
  before_ = stream_;
  const std::uint32_t given = given_in_block();
  step_ = given == 0 && distribution_.as_constant() ? 0 : 1;
  if (given == 0) {
    distribution_.draw(stream_, ahead_);
  } else {
    for (std::uint32_t i = given; i < kBlock; ++i) ahead_[i] = distribution_.draw(stream_);
  }
  for (std::int64_t& took : ahead_) took = std::min(took, kLongestDuration.count());
  if (factor_ != 1) {
    for (std::int64_t& took : ahead_) took = fixed(Duration(took)).count();
  }
  if (shift_ != Duration(0)) {
    for (std::int64_t& took : ahead_) {
      took = std::clamp(Duration(took) + shift_, Duration(0), kLongestDuration).count();
    }
  }
  for (std::uint32_t i = 0; i < given; ++i) ahead_[i] = given_[given_before_ + i].count();
  next_ = 0;
}

// A draw may take any number of words from the stream, so the used ones are drawn again.
void LatencyDraws::take_back() {
  stream_ = before_;
  for (std::uint32_t used = given_in_block(); used < next_; ++used) {
    static_cast<void>(distribution_.draw(stream_));
  }
}

void LatencyDraws::turn(double factor, const std::optional<Distribution>& distribution) {
  if (timeless_) {
    factor_ = factor;
    if (distribution) distribution_ = *distribution;
    return;
  }
  take_back();
  given_before_ += std::min(next_, given_in_block());
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
