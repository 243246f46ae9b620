// The gamma function's logarithm, and the gamma distribution with scale 1, from portable_math.
//
// Formula        log_gamma: Stirling's series after shifting the argument to 10 or more;
//                gamma_cdf: the power series up to shape + 1, Legendre's continued fraction above;
//                gamma_quantile: Newton's steps kept inside a shrinking bracket
// Errors         1e-13 relative for the two, 1e-12 for the quantile; shapes up to 1e4
// Source         Abramowitz, Stegun, Handbook of Mathematical Functions, 6.1.40, 6.5.29, 6.5.31
// Checked by     tests/sim/gamma_function_test.cpp
#pragma once

namespace sim {

enum class Tail { kLower, kUpper };

/// The logarithm of the gamma function. REQUIRES: x > 0.
[[nodiscard]] double log_gamma(double x);

/// The probability below x, or above it for Tail::kUpper, of the gamma distribution.
/// REQUIRES: shape > 0, x >= 0.
[[nodiscard]] double gamma_cdf(double shape, double x, Tail tail = Tail::kLower);

/// The x with gamma_cdf(shape, x, tail) == p. REQUIRES: shape > 0, 0 <= p <= 1.
[[nodiscard]] double gamma_quantile(double shape, double p, Tail tail = Tail::kLower);

}  // namespace sim
