// Student's t distribution, from portable_math: how far a mean of few values can be trusted.
//
// Formula        cdf: the finite series of sines and cosines for whole degrees of freedom;
//                quantile: a shrinking bracket around it up to 200 degrees, above them the
//                expansion around the normal quantile in powers of 1 / degrees
// Errors         1e-12 relative for the cdf's upper half; 1e-9 for the quantile of 0.0005 to 0.9995
// Source         Abramowitz, Stegun, Handbook of Mathematical Functions, 26.7.3, 26.7.4, 26.7.5
// Checked by     tests/sim/student_test.cpp, against Boost.Math
#pragma once

#include <cstdint>

namespace sim {

/// The probability to be at most `t`. REQUIRES: 1 <= degrees <= 200.
[[nodiscard]] double student_cdf(double t, std::uint64_t degrees);

/// The t that is not exceeded with probability p. REQUIRES: degrees >= 1, 0 < p < 1.
[[nodiscard]] double student_quantile(double p, std::uint64_t degrees);

}  // namespace sim
