#include "sim/student.hpp"

#include <cmath>

#include "sim/check.hpp"
#include "sim/portable_math.hpp"

namespace sim {

namespace {

constexpr double kPi = 3.141592653589793238;
constexpr std::uint64_t kMostDegreesOfSeries = 200;

// The angle whose tangent is x >= 0.
double arc_tangent(double x) {
  if (x > 1) return kPi / 2 - arc_tangent(1 / x);
  // Half the angle, twice: then it is at most pi / 16 and the series is short.
  for (int i = 0; i < 2; ++i) x /= 1 + std::sqrt(1 + x * x);
  double sum = 0;
  for (int power = 25; power > 0; power -= 2) sum = 1.0 / power - x * x * sum;
  return 4 * x * sum;
}

// The probability to lie between -t and t, for t >= 0.
double probability_within(double t, std::uint64_t degrees) {
  const auto n = static_cast<double>(degrees);
  const double sine = t / std::sqrt(n + t * t);
  const double cosine_squared = n / (n + t * t);
  const bool odd = degrees % 2 == 1;
  double sum = 0;
  double term = odd ? std::sqrt(cosine_squared) : 1;
  for (std::uint64_t i = odd ? 1 : 0; i + 2 <= degrees; i += 2) {
    sum += term;
    const auto index = static_cast<double>(i);
    term *= cosine_squared * (index + 1) / (index + 2);
  }
  if (!odd) return sine * sum;
  return 2 / kPi * (arc_tangent(t / std::sqrt(n)) + sine * sum);
}

double expansion(double p, double n) {
  const double z = normal_quantile(p);
  const double s = z * z;
  const double first = z * (s + 1) / 4;
  const double second = z * (3 + s * (16 + 5 * s)) / 96;
  const double third = z * (-15 + s * (17 + s * (19 + 3 * s))) / 384;
  const double fourth = z * (-945 + s * (-1920 + s * (1482 + s * (776 + 79 * s)))) / 92160;
  return z + (first + (second + (third + fourth / n) / n) / n) / n;
}

}  // namespace

double student_cdf(double t, std::uint64_t degrees) {
  SIM_CHECK(degrees >= 1 && degrees <= kMostDegreesOfSeries);
  const double half = probability_within(std::fabs(t), degrees) / 2;
  return t < 0 ? 0.5 - half : 0.5 + half;
}

double student_quantile(double p, std::uint64_t degrees) {
  SIM_CHECK(degrees >= 1 && p > 0 && p < 1);
  if (p < 0.5) return -student_quantile(1 - p, degrees);
  if (degrees > kMostDegreesOfSeries) return expansion(p, static_cast<double>(degrees));
  double low = 0;
  double high = 1;
  while (student_cdf(high, degrees) < p) high *= 2;
  for (int i = 0; i < 64; ++i) {
    const double middle = (low + high) / 2;
    (student_cdf(middle, degrees) < p ? low : high) = middle;
  }
  return high;
}

}  // namespace sim
