// Sizes and rates as types, and the only bridge from them to time.
//
// Formula        transfer_time = ceil(size / rate), in whole nanoseconds
// Shape          int64 bytes; int64 bytes per second
// Checked by     tests/sim/units_test.cpp
#pragma once

#include <compare>
#include <cstdint>

#include "sim/time.hpp"

namespace sim {

struct Bytes {
  std::int64_t count = 0;
  auto operator<=>(const Bytes&) const = default;
  Bytes& operator+=(Bytes other) {
    count += other.count;
    return *this;
  }
  friend constexpr Bytes operator+(Bytes a, Bytes b) { return {a.count + b.count}; }
};

struct ByteRate {
  std::int64_t bytes_per_second = 0;
  auto operator<=>(const ByteRate&) const = default;
};

/// How long `size` takes at `rate`, rounded up to a whole nanosecond.
///
/// Integers only: the answer is the same on every machine and at every
/// optimisation level. Saturates at 292 years.
/// REQUIRES: size.count >= 0 and rate.bytes_per_second > 0.
[[nodiscard]] Duration transfer_time(Bytes size, ByteRate rate);

}  // namespace sim
