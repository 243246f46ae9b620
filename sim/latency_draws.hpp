// One named latency: its distribution, its stream, and the draws made ahead of their use.
//
// Draws are made in blocks: their arithmetic overlaps, and nothing waits for it. What is handed out
// is what drawing one by one would give.
// Formula        a draw times the factor in force, rounded half up, then moved by the shift; at
//                least 0, at most kLongestDuration
// Turns          take back the draws that were made and not used, so the next one is drawn from the
//                same luck under the new rules
// Given draws    come first, as they are; the stream begins after them
// Shape          a value: a copy gives the same draws
// Checked by     tests/sim/latency_draws_test.cpp, tests/sim/schedule_test.cpp
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/distribution.hpp"
#include "sim/random.hpp"
#include "sim/time.hpp"

namespace sim {

class LatencyDraws {
 public:
  /// Every draw is `shift` longer, whatever the factor.
  LatencyDraws(Distribution distribution, const Stream& stream, Duration shift = Duration(0));

  /// Takes the next draw.
  Duration next() {
    if (next_ == kBlock) draw_block();
    const Duration took(ahead_[next_]);
    next_ += step_;
    return took;
  }

  /// Every draw is the same: next().
  [[nodiscard]] bool constant() const { return step_ == 0; }

  /// A fixed part of the service (a transfer), under the factor in force.
  [[nodiscard]] Duration fixed(Duration part) const;

  /// From now on `factor` times as long; and by another distribution, if one is given.
  void turn(double factor, const std::optional<Distribution>& distribution);

  /// The first draws are these. REQUIRES: none was taken yet.
  void give(std::vector<Duration> draws);

  /// Every draw takes nothing, whatever the distribution, which is kept.
  void make_timeless();

  [[nodiscard]] const Distribution& distribution() const { return distribution_; }
  [[nodiscard]] double factor() const { return factor_; }

  /// Nothing was drawn but constants, and no turn came; see sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) const {
    walk.same(next_);
    walk.same(std::bit_cast<std::uint64_t>(factor_));
    walk.same(given_before_);
    stream_.recur(walk);
  }

 private:
  static constexpr std::uint32_t kBlock = 16;

  void begin();
  void draw_block();
  void take_back();
  // Of the block's draws, so many were given.
  [[nodiscard]] std::uint32_t given_in_block() const {
    const std::size_t left = given_.size() - given_before_;
    return left < kBlock ? static_cast<std::uint32_t>(left) : kBlock;
  }

  std::array<std::int64_t, kBlock> ahead_{};
  std::uint32_t next_ = kBlock;  // of ahead_, the draw that comes next
  std::uint32_t step_ = 1;       // 0 for a constant, whose one draw is never used up
  double factor_ = 1;
  Duration shift_;
  Stream stream_;  // behind the block
  Stream before_;  // before it
  Distribution distribution_;
  std::vector<Duration> given_;
  std::size_t given_before_ = 0;  // of them, those taken before the block
  bool timeless_ = false;
};

}  // namespace sim
