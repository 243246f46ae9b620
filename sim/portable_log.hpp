// The natural logarithm from basic IEEE operations, in the header because every exponential draw
// takes one. See portable_math.hpp for its relatives.
//
// Formula        log(x) = k ln 2 + log(point) + log(1 + r), by log_table.hpp
// Errors         below one unit in the last place; log(0) is -infinity; REQUIRES x >= 0
// Checked by     tests/sim/portable_math_test.cpp
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "sim/check.hpp"
#include "sim/log_table.hpp"

namespace sim {

namespace detail {

inline constexpr std::uint64_t kExponentOne = 0x0010'0000'0000'0000;  // one in a double's exponent
inline constexpr std::uint64_t kInfinityBits = 0x7FF0'0000'0000'0000;

// ln 2 in two parts: the first has 21 zero bits at its end, so k times it is exact.
inline constexpr double kLn2High = 0x1.62e42feep-1;
inline constexpr double kLn2Low = 0x1.a39ef35793c76p-33;

// A number below 2^52 as a double, by its bits: unlike a conversion, every processor does several
// of these at once.
[[nodiscard]] inline double small_to_double(std::uint64_t number) {
  return std::bit_cast<double>(number | 0x4330'0000'0000'0000) - 0x1p52;
}

// The logarithm of the positive normal number with these bits. No branches.
[[nodiscard]] inline double log_of_normal(std::uint64_t bits, double shift = 0) {
  // x = 2^k z with z in [0.6875, 1.375), which the table cuts into 128 intervals.
  constexpr std::uint64_t kLowest = 0x3FE6'0000'0000'0000;
  const std::uint64_t above = bits - kLowest;
  const LogPoint& point = kLogTable[(above >> 45) & 127];
  const std::uint64_t z_bits = bits - (above & 0xFFF0'0000'0000'0000);
  const double k = small_to_double((above + 1024 * kExponentOne) >> 52) - 1024 + shift;

  // r = z * inverse - 1, the larger part of it exactly; below 2^-7, mostly below 2^-8.
  const double head = std::bit_cast<double>(z_bits & 0xFFFF'FFFF'0000'0000);
  const double tail = std::bit_cast<double>(z_bits) - head;
  const double r = (head * point.inverse - 1) + tail * point.inverse;

  // log(1 + r) - r, by its series: the first term left out is below 2^-58 of r.
  const double r2 = r * r;
  const double series =
      r2 * ((-0.5 + r * (1.0 / 3)) +
            r2 * ((-0.25 + r * 0.2) + r2 * ((-1.0 / 6 + r * (1.0 / 7)) - r2 * 0.125)));
  const double base = k * kLn2High + point.high;  // exact
  const double high = base + r;
  const double low = ((base - high) + r) + (k * kLn2Low + point.low);
  return high + (low + series);
}

}  // namespace detail

/// Natural logarithm; minus infinity at zero. REQUIRES: x >= 0.
[[nodiscard]] inline double portable_log(double x) {
  SIM_CHECK(x >= 0);
  const auto bits = std::bit_cast<std::uint64_t>(x);
  // Zero, subnormal or infinite.
  if (bits - detail::kExponentOne >= detail::kInfinityBits - detail::kExponentOne) {
    if (x == 0) return -std::numeric_limits<double>::infinity();
    if (bits == detail::kInfinityBits) return x;
    return detail::log_of_normal(std::bit_cast<std::uint64_t>(x * 0x1p54), -54);
  }
  return detail::log_of_normal(bits);
}

}  // namespace sim
