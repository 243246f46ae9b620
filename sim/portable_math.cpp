#include "sim/portable_math.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/check.hpp"

namespace sim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

using detail::kLn2High;
using detail::kLn2Low;

// The sum of Horner's scheme, highest power first in the loop, lowest first in the array.
template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
  double sum = coefficients[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

// Wichura's rational approximations: near the middle, in the flank, and in the far tail.
constexpr std::array kMiddleAbove{3.3871328727963666080e0, 1.3314166789178437745e2,
                                  1.9715909503065514427e3, 1.3731693765509461125e4,
                                  4.5921953931549871457e4, 6.7265770927008700853e4,
                                  3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr std::array kMiddleBelow{1.0,
                                  4.2313330701600911252e1,
                                  6.8718700749205790830e2,
                                  5.3941960214247511077e3,
                                  2.1213794301586595867e4,
                                  3.9307895800092710610e4,
                                  2.8729085735721942674e4,
                                  5.2264952788528545610e3};
constexpr std::array kFlankAbove{1.42343711074968357734e0,  4.63033784615654529590e0,
                                 5.76949722146069140550e0,  3.64784832476320460504e0,
                                 1.27045825245236838258e0,  2.41780725177450611770e-1,
                                 2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array kFlankBelow{1.0,
                                 2.05319162663775882187e0,
                                 1.67638483018380384940e0,
                                 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1,
                                 1.51986665636164571966e-2,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9};
constexpr std::array kTailAbove{6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array kTailBelow{1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};

}  // namespace

double portable_exp(double x) {
  SIM_CHECK(x == x);
  if (x > 709.79) return kInfinity;
  if (x < -745.14) return 0;
  // Adding and taking away 1.5 * 2^52 rounds to the nearest whole number.
  constexpr double kRounder = 0x1.8p52;
  constexpr double kOverLn2 = 0x1.71547652b82fep0;
  const double k = (x * kOverLn2 + kRounder) - kRounder;
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  const double t = r * r;
  // r (e^r+1)/(e^r-1) = 2 + r^2/6 - r^4/360 + ...: twice the Bernoulli numbers over factorials.
  const double t2 = t * t;
  const double series = t * ((1.0 / 6 - t * (1.0 / 360)) + t2 * (1.0 / 15120 - t * (1.0 / 604800)) +
                             t2 * t2 * (1.0 / 23950080 - t * (691.0 / 653837184000)));
  const double c = r - series;
  const double y = 1 - ((low - (r * c) / (2 - c)) - high);
  // Two factors, so that results near the ends of the range neither overflow nor vanish early.
  const auto power = static_cast<std::int64_t>(k);
  const std::int64_t half = power / 2;
  const auto two_to = [](std::int64_t n) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
  };
  return y * two_to(half) * two_to(power - half);
}

// Kahan's correction: the error of 1 + x is the same in the logarithm and in the quotient.
double portable_log1p(double x) {
  SIM_CHECK(x >= -1);
  const double sum = 1 + x;
  if (sum == 1) return x;
  if (sum == kInfinity) return sum;
  return portable_log(sum) * (x / (sum - 1));
}

double portable_expm1(double x) {
  if (x > 40 || x < -40) return portable_exp(x) - 1;
  const double power = portable_exp(x);
  if (power == 1) return x;
  return (power - 1) * (x / portable_log(power));
}

double portable_pow(double base, double exponent) {
  SIM_CHECK(base > 0);
  return portable_exp(exponent * portable_log(base));
}

double normal_density(double z) {
  constexpr double kOverSqrtTwoPi = 0x1.9884533d43651p-2;
  const double size = std::fabs(z);
  if (size > 39) return 0;
  // z^2 = head^2 + (z-head)(z+head) with an exact head^2, or the exponent's error would count.
  const double head = static_cast<double>(static_cast<std::int64_t>(size * 1024)) / 1024;
  const double tail = (size - head) * (size + head);
  return kOverSqrtTwoPi * portable_exp(-0.5 * head * head) * portable_exp(-0.5 * tail);
}

double normal_cdf(double z) {
  SIM_CHECK(z == z);
  const double size = std::fabs(z);
  if (size < 1.5) {
    // 1/2 + density(z) (z + z^3/3 + z^5/15 + ...)
    double term = z;
    double sum = z;
    for (int k = 3; std::fabs(term) > std::fabs(sum) * 0x1p-56; k += 2) {
      term = term * (z * z) / k;
      sum += term;
    }
    return 0.5 + normal_density(z) * sum;
  }
  // density(z) / (z + 1/(z + 2/(z + 3/...))), deep enough for a double from 1.5 and from 3 on.
  double fraction = size;
  for (int k = size < 3 ? 250 : 80; k >= 1; --k) fraction = size + k / fraction;
  const double tail = normal_density(size) / fraction;
  return z < 0 ? tail : 1 - tail;
}

double normal_quantile(double p) {
  SIM_CHECK(p >= 0 && p <= 1);
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kMiddleAbove, r) / polynomial(kMiddleBelow, r);
  }
  const double smaller = q < 0 ? p : 1 - p;
  if (smaller == 0) return q < 0 ? -kInfinity : kInfinity;
  const double r = std::sqrt(-portable_log(smaller));
  const double z = r <= 5 ? polynomial(kFlankAbove, r - 1.6) / polynomial(kFlankBelow, r - 1.6)
                          : polynomial(kTailAbove, r - 5) / polynomial(kTailBelow, r - 5);
  return q < 0 ? -z : z;
}

}  // namespace sim
