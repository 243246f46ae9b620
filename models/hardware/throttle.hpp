// A rate cap with burst credit, as cloud volumes have: a bucket of tokens that refills steadily.
//
// Formula        one token is worth 1 s / rate, rounded up to whole ns. A request of n tokens
//                may start once the bucket is out of debt, and may leave it in debt, so that one
//                of more tokens than credits starts too: with `due` the instant at which the
//                bucket would be full again, start = max(now, due - credits * token) and then
//                due += n * token.
//                (The generic cell rate algorithm of ITU-T I.371, in integers.)
// Contention     requests start in the order in which they ask
// Randomness     none
// Note           reads the clock: an exploration of all orderings cannot treat it symbolically
// Checked by     tests/models/hardware_test.cpp
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/check.hpp"
#include "sim/time.hpp"

namespace models::hardware {

class Throttle {
 public:
  /// `credits` tokens can be spent ahead of the rate; the bucket starts full.
  /// REQUIRES: rate_per_second > 0, credits >= 0.
  Throttle(std::int64_t rate_per_second, std::int64_t credits)
      : rate_(rate_per_second), credits_(credits) {
    SIM_CHECK(rate_ > 0 && credits_ >= 0);
  }

  /// How long from now a request has to wait, if it comes now.
  [[nodiscard]] sim::Duration wait(sim::Instant now) const {
    return std::clamp(due_ - worth(credits_) - now, sim::Duration(0), sim::kLongestDuration);
  }

  /// Takes n tokens and returns how long from now the request has to wait. REQUIRES: n >= 0.
  sim::Duration take(std::int64_t n, sim::Instant now) {
    const sim::Duration waits = wait(now);
    due_ = sim::later(std::max(due_, now), worth(n));
    return waits;
  }

  /// How long the bucket will not be full is the same each time; see sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) {
    if (due_ <= walk.now() && !walk.advancing()) due_ = walk.now();
    if (walk.estimates()) {
      run_down(walk);
    } else {
      walk.instant(due_);
    }
  }

 private:
  // Credit is used up or saved as in the sample, until there is none or all of it.
  template <class Walk>
  void run_down(Walk& walk) {
    typename Walk::Wide ahead = (due_ - walk.now()).count();
    const typename Walk::Wide most = std::max<typename Walk::Wide>(ahead, worth(credits_).count());
    walk.counts(ahead);
    if (!walk.advancing()) return;
    ahead = std::clamp<typename Walk::Wide>(ahead, 0, most);
    due_ = walk.now() + walk.by() + sim::Duration(static_cast<std::int64_t>(ahead));
  }

  [[nodiscard]] sim::Duration worth(std::int64_t tokens) const {
    __extension__ using Wide = __int128;
    const Wide nanoseconds = (static_cast<Wide>(tokens) * 1'000'000'000 + rate_ - 1) / rate_;
    const Wide most = sim::kLongestDuration.count();
    return sim::Duration(static_cast<std::int64_t>(nanoseconds < most ? nanoseconds : most));
  }

  std::int64_t rate_;
  std::int64_t credits_;
  sim::Instant due_ = sim::kStart;
};

}  // namespace models::hardware
