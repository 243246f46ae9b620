#include "sim/gamma_function.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>

#include "sim/portable_math.hpp"

using doctest::Approx;
using sim::Tail;

TEST_CASE("log_gamma is the logarithm of a factorial, and of the square root of pi at one half") {
  CHECK(sim::log_gamma(1) == Approx(0).epsilon(1e-14));
  CHECK(sim::log_gamma(5) == Approx(std::log(24.0)).epsilon(1e-14));
  CHECK(sim::log_gamma(21) == Approx(std::log(2432902008176640000.0)).epsilon(1e-14));
  CHECK(sim::log_gamma(0.5) == Approx(0.5723649429247001).epsilon(1e-14));
  for (double x = 0.01; x < 1e4; x *= 1.07) {
    CHECK(sim::log_gamma(x) == Approx(std::lgamma(x)).epsilon(1e-13));
  }
}

TEST_CASE("shape 1 is the exponential distribution; both tails keep their digits") {
  for (double x = 1e-6; x < 300; x *= 1.5) {
    CHECK(sim::gamma_cdf(1, x) == Approx(-std::expm1(-x)).epsilon(1e-13));
    CHECK(sim::gamma_cdf(1, x, Tail::kUpper) == Approx(std::exp(-x)).epsilon(1e-13));
  }
}

TEST_CASE("shape 1/2 is half the square of a normal variable") {
  for (double z = 0.01; z < 8; z += 0.37) {
    CHECK(sim::gamma_cdf(0.5, z * z / 2, Tail::kUpper) ==
          Approx(std::erfc(z / std::sqrt(2.0))).epsilon(1e-12));
  }
}

TEST_CASE("shape 4 is the chance of four Poisson arrivals") {
  for (double x = 0.5; x < 30; x += 1.3) {
    const double fewer = std::exp(-x) * (1 + x + x * x / 2 + x * x * x / 6);
    CHECK(sim::gamma_cdf(4, x, Tail::kUpper) == Approx(fewer).epsilon(1e-12));
  }
}

TEST_CASE("the quantile is the inverse of both tails, for small and large shapes") {
  for (const double shape : {0.1, 0.5, 1.0, 2.5, 9.5, 50.0, 3000.0}) {
    for (const double p : {1e-12, 1e-3, 0.3, 0.5, 0.9, 0.9999}) {
      CAPTURE(shape);
      CAPTURE(p);
      CHECK(sim::gamma_cdf(shape, sim::gamma_quantile(shape, p)) == Approx(p).epsilon(1e-11));
      const double above = sim::gamma_quantile(shape, p, Tail::kUpper);
      CHECK(sim::gamma_cdf(shape, above, Tail::kUpper) == Approx(p).epsilon(1e-11));
    }
  }
}

TEST_CASE("the ends: nothing below zero, nothing above infinity") {
  const double infinity = sim::gamma_quantile(2, 1);
  CHECK(std::isinf(infinity));
  CHECK(sim::gamma_quantile(2, 0) == 0);
  CHECK(std::isinf(sim::gamma_quantile(2, 0, Tail::kUpper)));
  CHECK(sim::gamma_quantile(2, 1, Tail::kUpper) == 0);
  CHECK(sim::gamma_cdf(2, 0) == 0);
  CHECK(sim::gamma_cdf(2, infinity) == 1);
  CHECK(sim::gamma_cdf(2, infinity, Tail::kUpper) == 0);
}

TEST_CASE("the same bits everywhere") {
  const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  CHECK(bits(sim::log_gamma(0.1)) == 0x4002058E35F3DEEC);
  CHECK(bits(sim::gamma_cdf(2.5, 1)) == 0x3FC34F37283A59B4);
  CHECK(bits(sim::gamma_cdf(2.5, 10, Tail::kUpper)) == 0x3F5479BFF968F68A);
  CHECK(bits(sim::gamma_quantile(2.5, 0.9)) == 0x40127903C5857CDC);
}
