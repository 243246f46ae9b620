// Virtual time: whole nanoseconds since the run began.
//
// There is deliberately no now(). Time is a value that the schedule hands out,
// so no code can read a clock behind its back.
// Shape          int64 nanoseconds; 292 years either way
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

/// "start + d", for scenarios and tests: at(12ms).
constexpr Instant at(Duration d) { return kStart + d; }

}  // namespace sim
