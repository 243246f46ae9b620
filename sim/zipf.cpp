#include "sim/zipf.hpp"

#include <algorithm>
#include <cmath>

#include "sim/check.hpp"
#include "sim/portable_math.hpp"

namespace sim {

Zipf::Zipf(std::int64_t n, double exponent) : n_(n), exponent_(exponent) {
  SIM_CHECK(1 <= n && n <= (std::int64_t{1} << 53));
  SIM_CHECK(exponent >= 0 && std::isfinite(exponent));
  area_low_ = integral(1.5) - 1;
  area_high_ = integral(static_cast<double>(n) + 0.5);
  certain_ = 2 - inverse(integral(2.5) - weight(2));
}

// Ranks from 1 in here. A try at `area` belongs to the rank nearest to the x it inverts to; it is
// accepted if it lies in the last weight(rank) of that rank's area.
std::int64_t Zipf::draw(Stream& stream) const {
  const auto last = static_cast<double>(n_);
  for (;;) {
    const double area = area_high_ + stream.uniform() * (area_low_ - area_high_);
    const double x = inverse(area);
    const double rank = std::clamp(std::floor(x + 0.5), 1.0, last);
    if (rank - x <= certain_ || area >= integral(rank + 0.5) - weight(rank)) {
      return static_cast<std::int64_t>(rank) - 1;
    }
  }
}

double Zipf::probability(std::int64_t rank) const {
  SIM_CHECK(0 <= rank && rank < n_);
  double sum = 0;
  // Smallest first, so that the small ones are not lost.
  for (std::int64_t k = n_; k >= 1; --k) sum += weight(static_cast<double>(k));
  return weight(static_cast<double>(rank) + 1) / sum;
}

double Zipf::weight(double x) const { return portable_exp(-exponent_ * portable_log(x)); }

// The integral of t^-s from 1 to x: (x^(1-s) - 1) / (1-s), also where s is near 1.
double Zipf::integral(double x) const {
  const double log_x = portable_log(x);
  const double t = (1 - exponent_) * log_x;
  return std::fabs(t) > 1e-8 ? portable_expm1(t) / t * log_x : log_x * (1 + t * 0.5);
}

double Zipf::inverse(double area) const {
  // Rounding may reach below the smallest power there is.
  const double t = std::max((1 - exponent_) * area, -1 + 0x1p-53);
  return portable_exp(std::fabs(t) > 1e-8 ? portable_log1p(t) / t * area : area * (1 - t * 0.5));
}

}  // namespace sim
