#include "sim/portable_math.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/random.hpp"

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// How many units in the last place of the true value lie between the two.
double ulps(double got, long double wanted) {
  const double size = std::fabs(static_cast<double>(wanted));
  const double unit = std::nextafter(size, kInfinity) - size;
  return static_cast<double>(std::fabs(static_cast<long double>(got) - wanted)) / unit;
}

double relative(double got, long double wanted) {
  return static_cast<double>(std::fabs((static_cast<long double>(got) - wanted) / wanted));
}

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

}  // namespace

TEST_CASE(
    "log is within one unit in the last place of libm's long double, from 2^-1000 to 2^1000") {
  sim::Stream stream(1, "log", "sweep");
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    const int exponent = static_cast<int>(stream.below(2001)) - 1000;
    const double anywhere = std::ldexp(0.5 + stream.uniform(), exponent);
    const double near_one = 0.5 + 2 * stream.uniform();
    const double very_near_one = 1 + 1e-6 * (stream.uniform() - 0.5);
    for (const double x : {anywhere, near_one, very_near_one}) {
      worst = std::max(worst, ulps(sim::portable_log(x), std::log(static_cast<long double>(x))));
    }
  }
  CHECK(worst <= 1);
  CHECK(worst > 0.4);
}

TEST_CASE("exp is within one unit in the last place of libm's long double, from -700 to 700") {
  sim::Stream stream(1, "exp", "sweep");
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double wide = 1400 * (stream.uniform() - 0.5);
    const double narrow = 2 * (stream.uniform() - 0.5);
    for (const double x : {wide, narrow}) {
      worst = std::max(worst, ulps(sim::portable_exp(x), std::exp(static_cast<long double>(x))));
    }
  }
  CHECK(worst <= 1);
  CHECK(worst > 0.4);
}

TEST_CASE("log1p and expm1 keep their digits near zero, within four units in the last place") {
  sim::Stream stream(1, "log1p", "sweep");
  double worst_log1p = 0;
  double worst_expm1 = 0;
  for (int i = 0; i < 200'000; ++i) {
    const int exponent = -static_cast<int>(stream.below(50));
    const double small = std::ldexp(2 * stream.uniform() - 1, exponent);
    const long double exact = small;
    worst_log1p = std::max(worst_log1p, ulps(sim::portable_log1p(small), std::log1p(exact)));
    worst_expm1 =
        std::max(worst_expm1, ulps(sim::portable_expm1(32 * small), std::expm1(32 * exact)));
  }
  CHECK(worst_log1p <= 4);
  CHECK(worst_expm1 <= 4);
}

TEST_CASE("pow loses two units in the last place for each unit of its result's logarithm") {
  sim::Stream stream(1, "pow", "sweep");
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double base = std::ldexp(0.5 + stream.uniform(), static_cast<int>(stream.below(60)) - 30);
    const double exponent = 20 * (stream.uniform() - 0.5);
    const long double wanted = std::pow(static_cast<long double>(base), exponent);
    const double allowed = 4 + 2 * std::fabs(exponent * std::log(base));
    worst = std::max(worst, ulps(sim::portable_pow(base, exponent), wanted) / allowed);
  }
  CHECK(worst <= 1);
}

TEST_CASE("the ends of the range: zero, infinity, subnormal numbers, overflow") {
  CHECK(sim::portable_log(0) == -kInfinity);
  CHECK(sim::portable_log(kInfinity) == kInfinity);
  CHECK(sim::portable_log(1) == 0);
  CHECK(sim::portable_log(5e-324) == doctest::Approx(-744.44007192138122).epsilon(1e-15));
  CHECK(sim::portable_exp(0) == 1);
  CHECK(sim::portable_exp(-0.0) == 1);
  CHECK(sim::portable_exp(709.78) < kInfinity);
  CHECK(sim::portable_exp(709.79) == kInfinity);
  CHECK(sim::portable_exp(kInfinity) == kInfinity);
  CHECK(sim::portable_exp(-745.13) == 5e-324);
  CHECK(sim::portable_exp(-745.14) == 0);
  CHECK(sim::portable_exp(-kInfinity) == 0);
  CHECK(sim::portable_log1p(-1) == -kInfinity);
  CHECK(sim::portable_log1p(1e-300) == 1e-300);
  CHECK(sim::portable_expm1(1e-300) == 1e-300);
  CHECK(sim::portable_expm1(-1000) == -1);
  CHECK(sim::portable_expm1(1000) == kInfinity);
  CHECK(sim::normal_quantile(0) == -kInfinity);
  CHECK(sim::normal_quantile(0.5) == 0);
  CHECK(sim::normal_quantile(1) == kInfinity);
  CHECK(sim::normal_cdf(-kInfinity) == 0);
  CHECK(sim::normal_cdf(0) == 0.5);
  CHECK(sim::normal_cdf(kInfinity) == 1);
}

TEST_CASE("the normal distribution function is libm's erfc to 5e-15, far tails included") {
  double worst = 0;
  for (int i = -3700; i <= 800; ++i) {
    const double z = i * 0.01 + 0.003;
    const long double wanted = std::erfc(-static_cast<long double>(z) / std::sqrt(2.0L)) / 2;
    worst = std::max(worst, relative(sim::normal_cdf(z), wanted));
  }
  CHECK(worst <= 5e-15);
}

TEST_CASE("the inverse normal is a root of libm's erfc, to 1e-15 of itself") {
  double worst = 0;
  sim::Stream stream(1, "inverse normal", "sweep");
  for (int i = 0; i < 40'000; ++i) {
    const double middle = stream.uniform();
    const double tail = std::ldexp(middle, -static_cast<int>(stream.below(1000)));
    for (const double p : {middle, tail}) {
      const double z = sim::normal_quantile(p);
      // One Newton step in long double from a result this near is exact enough.
      const long double exact = z;
      const long double excess = std::erfc(-exact / std::sqrt(2.0L)) / 2 - p;
      const long double density =
          std::exp(-exact * exact / 2) / std::sqrt(2 * 3.14159265358979323846264338L);
      if (std::fabs(z) > 1e-3) worst = std::max(worst, relative(z, exact - excess / density));
    }
  }
  CHECK(worst <= 1e-15);
}

TEST_CASE("the same bits on every compiler, build type and machine") {
  CHECK(bits(sim::portable_log(0.1)) == 0xC0026BB1BBB55515);
  CHECK(bits(sim::portable_log(3)) == 0x3FF193EA7AAD030B);
  CHECK(bits(sim::portable_log(1e-300)) == 0xC085963447F87FB5);
  CHECK(bits(sim::portable_log(12345.678)) == 0x4022D79559791E31);
  CHECK(bits(sim::portable_exp(0.1)) == 0x3FF1AEC7B35A00D4);
  CHECK(bits(sim::portable_exp(1)) == 0x4005BF0A8B14576A);
  CHECK(bits(sim::portable_exp(-20.5)) == 0x3E157A3AFEED00AB);
  CHECK(bits(sim::portable_exp(700)) == 0x7F0D945DF4F8EC8E);
  CHECK(bits(sim::portable_exp(-740)) == 0x55);
  CHECK(bits(sim::portable_log1p(1e-5)) == 0x3EE4F8AEA9AE7316);
  CHECK(bits(sim::portable_expm1(1e-5)) == 0x3EE4F8BC681CDFB6);
  CHECK(bits(sim::portable_pow(10, -0.3)) == 0x3FE009B9CF334252);
  CHECK(bits(sim::normal_cdf(-8)) == 0x3CC669D2C90D55CF);
  CHECK(bits(sim::normal_cdf(-1.25)) == 0x3FBB0BDD12BA9C28);
  CHECK(bits(sim::normal_cdf(0.3)) == 0x3FE3C5EE2CC40B79);
  CHECK(bits(sim::normal_quantile(1e-20)) == 0xC022865170B43A4B);
  CHECK(bits(sim::normal_quantile(0.01)) == 0xC0029C5C4630FF0E);
  CHECK(bits(sim::normal_quantile(0.3)) == 0xBFE0C7E39582C5FA);
}
