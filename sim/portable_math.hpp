// Logarithm, exponential and the normal distribution from + - * / sqrt and bit operations alone.
//
// IEEE 754 fixes the result of these operations to the last bit, libm's functions it does not. So
// these give the same bits on every compiler, build type and machine, as long as the compiler
// may not fuse a*b+c (-ffp-contract=off).
// Formula        log: x = 2^k (1+f), then the series of 2 artanh(f/(2+f)); exp: x = k ln2 + r, then
//                the series of r (e^r+1)/(e^r-1); normal cdf: the Taylor series within 1.5
//                deviations, Laplace's continued fraction outside; its inverse: AS 241
// Errors         log, exp: 1 ulp; log1p, expm1: 4 ulp; pow: (4 + 2 |y log x|) ulp; normal_cdf:
//                5e-15 relative; normal_quantile: 1e-15 relative
// Source         the argument reductions of Sun's fdlibm (e_log.c, e_exp.c); M. Wichura, Algorithm
//                AS 241, Applied Statistics 37 (1988), with its coefficients
// Checked by     tests/sim/portable_math_test.cpp
#pragma once

#include "sim/portable_log.hpp"

namespace sim {

/// e to the power x; zero and infinity where a double cannot hold it. REQUIRES: x is a number.
[[nodiscard]] double portable_exp(double x);

/// log(1 + x) without the loss of digits near zero. REQUIRES: x >= -1.
[[nodiscard]] double portable_log1p(double x);

/// exp(x) - 1 without the loss of digits near zero. REQUIRES: x is a number.
[[nodiscard]] double portable_expm1(double x);

/// base to the power exponent. REQUIRES: base > 0.
[[nodiscard]] double portable_pow(double base, double exponent);

/// The density of the standard normal distribution at z; zero at both infinities.
[[nodiscard]] double normal_density(double z);

/// The probability that a standard normal variable is at most z. The small tail keeps its digits:
/// for the probability to exceed z, ask for normal_cdf(-z).
[[nodiscard]] double normal_cdf(double z);

/// The z with normal_cdf(z) == p; the infinities at 0 and 1. REQUIRES: 0 <= p <= 1.
[[nodiscard]] double normal_quantile(double p);

}  // namespace sim
