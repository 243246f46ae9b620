#include "sim/gamma_function.hpp"

#include <cmath>
#include <limits>

#include "sim/check.hpp"
#include "sim/portable_math.hpp"

namespace sim {
namespace {

constexpr double kBeyondAll = std::numeric_limits<double>::infinity();
constexpr double kHalfLogTwoPi = 0x1.d67f1c864beb5p-1;

// Stirling's series without its leading terms: log_gamma(x) is (x - 1/2) log x - x +
// log(2 pi)/2 + this. REQUIRES: x >= 10.
double stirling_rest(double x) {
  const double w = 1 / (x * x);
  return (1.0 / 12 -
          w * (1.0 / 360 -
               w * (1.0 / 1260 - w * (1.0 / 1680 - w * (1.0 / 1188 - w * (691.0 / 360360)))))) /
         x;
}

// x^shape e^-x / gamma(shape + 1), the factor that both expansions share.
double common_factor(double shape, double x) {
  if (shape < 10) return portable_exp(shape * portable_log(x) - x - log_gamma(shape + 1));
  // For large shapes the terms nearly cancel; their difference is computed instead.
  const double t = (x - shape) / shape;
  const double gap = std::fabs(t) < 0.5 ? portable_log1p(t) - t : portable_log(x / shape) - t;
  return portable_exp(shape * gap - stirling_rest(shape)) * 0x1.9884533d43651p-2 / std::sqrt(shape);
}

double lower_series(double shape, double x) {
  double term = 1;
  double sum = 1;
  for (double k = 1; term > sum * 0x1p-56; ++k) {
    term *= x / (shape + k);
    sum += term;
  }
  return common_factor(shape, x) * sum;
}

// Lentz's evaluation, from the top, of 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))).
double upper_fraction(double shape, double x) {
  double b = x + 1 - shape;
  double c = kBeyondAll;
  double d = 1 / b;
  double fraction = d;
  double step = 0;
  for (double k = 1; std::fabs(step - 1) > 0x1p-52; ++k) {
    const double numerator = -k * (k - shape);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    step = c * d;
    fraction *= step;
  }
  return common_factor(shape, x) * shape * fraction;
}

double gamma_density(double shape, double x) { return common_factor(shape, x) * shape / x; }

}  // namespace

double log_gamma(double x) {
  SIM_CHECK(x > 0);
  double product = 1;
  while (x < 10) product *= x++;
  const double stirling = (x - 0.5) * portable_log(x) - x + kHalfLogTwoPi + stirling_rest(x);
  return stirling - portable_log(product);
}

double gamma_cdf(double shape, double x, Tail tail) {
  SIM_CHECK(shape > 0 && x >= 0);
  if (x == 0) return tail == Tail::kLower ? 0 : 1;
  if (x == kBeyondAll) return tail == Tail::kLower ? 1 : 0;
  const bool low = x < shape + 1;
  const double probability = low ? lower_series(shape, x) : upper_fraction(shape, x);
  return low == (tail == Tail::kLower) ? probability : 1 - probability;
}

double gamma_quantile(double shape, double p, Tail tail) {
  SIM_CHECK(shape > 0 && p >= 0 && p <= 1);
  const double sign = tail == Tail::kLower ? 1 : -1;
  if (p == 0) return tail == Tail::kLower ? 0 : kBeyondAll;
  if (p == 1) return tail == Tail::kLower ? kBeyondAll : 0;
  // Wilson and Hilferty: the cube root of a gamma variable is nearly normal. For small shapes the
  // leading term of the lower series is the better start.
  const double spread = 1 / (9 * shape);
  const double root = 1 - spread + sign * normal_quantile(p) * std::sqrt(spread);
  double x = shape * root * root * root;
  if (root < 0.2) {
    const double below = tail == Tail::kLower ? p : 1 - p;
    x = portable_exp((portable_log(below) + log_gamma(shape + 1)) / shape);
  }
  double low = 0;
  double high = kBeyondAll;
  for (int round = 0; round < 200; ++round) {
    const double excess = sign * (gamma_cdf(shape, x, tail) - p);
    if (excess == 0) return x;
    (excess < 0 ? low : high) = x;
    double better = x - excess / gamma_density(shape, x);
    // Also false for a step that is not a number, which the far tails can give.
    if (!(better > low && better < high)) better = high < kBeyondAll ? 0.5 * (low + high) : 2 * x;
    if (std::fabs(better - x) <= 0x1p-52 * x) return better;
    x = better;
  }
  return x;
}

}  // namespace sim
