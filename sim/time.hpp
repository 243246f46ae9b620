// Virtual time: whole nanoseconds since the run began.
//
// There is deliberately no now(). Time is a value that the schedule hands out,
// so no code can read a clock behind its back.
// Shape          int64 nanoseconds; 292 years either way
// End            what would come after kLastInstant lies beyond the end of time and never happens;
//                later() and the schedule stop there instead of overflowing
// Errors         none; a bare number or a fraction does not compile
// Checked by     tests/sim/time_test.cpp
#pragma once

#include <chrono>
#include <cstdint>

namespace sim {

struct VirtualClock {
  using rep = std::int64_t;
  using period = std::nano;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<VirtualClock, duration>;
};

/// A length of virtual time. Write `5ms` or `250us`; a bare number won't compile.
using Duration = VirtualClock::duration;

/// A moment in virtual time. Two instants subtract to a Duration; they don't add.
using Instant = VirtualClock::time_point;

inline constexpr Instant kStart{};
inline constexpr Instant kNever = Instant::max();
/// Where time stops: an event may be put here, none is handled.
inline constexpr Instant kLastInstant = kNever - Duration(1);
/// 36 years. Draws and transfers stop here, so that a handful of them can be added safely.
inline constexpr Duration kLongestDuration = Duration::max() / 8;

/// "start + d", for scenarios and tests: at(12ms).
constexpr Instant at(Duration d) { return kStart + d; }

/// `by` after `from`, or the last instant. REQUIRES: kStart <= from <= kLastInstant, by >= 0.
constexpr Instant later(Instant from, Duration by) {
  return by >= kLastInstant - from ? kLastInstant : from + by;
}

}  // namespace sim
