// What is known of a distribution without drawing from it.
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/check.hpp"
#include "sim/distribution.hpp"
#include "sim/distribution_tables.hpp"
#include "sim/gamma_function.hpp"
#include "sim/portable_math.hpp"

namespace sim {
namespace {

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

// The standard normal probability between two points, from the side where it is small.
double normal_between(double low, double high) {
  return low > 0 ? normal_cdf(-low) - normal_cdf(-high) : normal_cdf(high) - normal_cdf(low);
}

// 1 - t/(e^t - 1): the mean of an exponential of mean 1 that is cut at t.
double cut_exponential_mean(double t) {
  if (t > 700) return 1;
  if (t > 0.01) return 1 - t / portable_expm1(t);
  return t * (0.5 - t * (1.0 / 12 - t * t * (1.0 / 720)));
}

}  // namespace

Support Distribution::support() const {
  Support support{times_factor(low_), std::nullopt};
  if (has_high_) support.high = times_factor(high_);
  return support;
}

std::optional<std::int64_t> Distribution::as_constant() const {
  const Support all = support();
  return all.low == all.high ? all.high : std::nullopt;
}

bool Distribution::whole_kind() const {
  return kind_ == Kind::kConstant || kind_ == Kind::kUniform || kind_ == Kind::kEmpirical;
}

double Distribution::high_value() const {
  return has_high_ ? static_cast<double>(high_) : kUnbounded;
}

double Distribution::normal_score(double x) const {
  if (kind_ == Kind::kNormal) return (x - first_) / second_;
  return portable_log(x / first_) / slope_;
}

double Distribution::below(double x) const {
  switch (kind_) {
    case Kind::kUniform:
      return (std::floor(x) - static_cast<double>(low_) + 1) / slope_;
    case Kind::kEmpirical:
      return empirical_->below(static_cast<std::int64_t>(std::min(x, 0x1p62)));
    case Kind::kNormal:
    case Kind::kLognormal:
      return normal_cdf(normal_score(x));
    case Kind::kGamma:
      return gamma_cdf(second_, x * (second_ / first_));
    default:
      return 1 - above(x);
  }
}

// Exponential and Pareto are told from the low bound on, where they start afresh.
double Distribution::above(double x) const {
  const auto low = static_cast<double>(low_);
  switch (kind_) {
    case Kind::kConstant:
      return x >= low ? 0 : 1;
    case Kind::kExponential:
      return portable_exp((low - x) / first_);
    case Kind::kPareto:
      return portable_pow(low / x, first_);
    case Kind::kNormal:
    case Kind::kLognormal:
      return normal_cdf(-normal_score(x));
    case Kind::kGamma:
      return gamma_cdf(second_, x * (second_ / first_), Tail::kUpper);
    default:
      return 1 - below(x);
  }
}

double Distribution::share(Range range) const {
  if (kind_ == Kind::kMixture) {
    double sum = 0;
    for (const auto& [weight, part] : mixture_->parts) {
      const std::optional<Range> own = part.before_factor(range.low, range.high);
      if (own) sum += weight * part.share(*own);
    }
    return sum;
  }
  const auto low = static_cast<double>(range.low);
  const double high =
      !has_high_ && range.high == high_ ? kUnbounded : static_cast<double>(range.high);
  if (mirrored_) return (above(low) - above(high)) / span_;
  const double before = whole_kind() ? (range.low > low_ ? below(low - 1) : start_) : below(low);
  return (below(high) - before) / span_;
}

double Distribution::cdf(double x) const {
  double own = x / factor_;
  // A whole multiple divided by the factor may fall short of the number it came from.
  if (factor_ != 1 && whole_kind()) own *= 1 + 0x1p-50;
  if (own < static_cast<double>(low_)) return 0;
  if (own >= high_value()) return 1;
  if (kind_ == Kind::kMixture) {
    double sum = 0;
    for (const auto& [weight, part] : mixture_->parts) sum += weight * part.cdf(own);
    return std::min(sum, 1.0);
  }
  return mirrored_ ? 1 - (above(own) - start_) / span_ : (below(own) - start_) / span_;
}

double Distribution::quantile(double p) const {
  SIM_CHECK(p >= 0 && p <= 1);
  if (p == 0) return static_cast<double>(low_) * factor_;
  if (p == 1) return high_value() * factor_;
  if (kind_ == Kind::kMixture) return mixture_quantile(p) * factor_;
  return std::clamp(value_at(p), static_cast<double>(low_), high_value()) * factor_;
}

// Halves the range until one whole number is left.
double Distribution::mixture_quantile(double p) const {
  std::int64_t low = low_;
  std::int64_t high = high_;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (cdf(static_cast<double>(middle) * factor_) >= p) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return static_cast<double>(low);
}

double Distribution::mean() const { return mean_before_factor() * factor_; }

double Distribution::mean_before_factor() const {
  const auto low = static_cast<double>(low_);
  const double high = high_value();
  switch (kind_) {
    case Kind::kConstant:
      return low;
    case Kind::kUniform:
      return 0.5 * low + 0.5 * high;
    case Kind::kExponential:
      return low + first_ * cut_exponential_mean((high - low) / first_);
    case Kind::kNormal: {
      const double edge = normal_density(normal_score(low)) - normal_density(normal_score(high));
      return first_ + second_ * edge / span_;
    }
    case Kind::kLognormal: {
      const double raised = first_ * portable_exp(0.5 * slope_ * slope_);
      const double shifted =
          normal_between(normal_score(low) - slope_, normal_score(high) - slope_);
      return raised * shifted / span_;
    }
    case Kind::kGamma: {
      const Tail tail = mirrored_ ? Tail::kUpper : Tail::kLower;
      const double rate = second_ / first_;
      const double difference =
          gamma_cdf(second_ + 1, high * rate, tail) - gamma_cdf(second_ + 1, low * rate, tail);
      return first_ * std::fabs(difference) / span_;
    }
    case Kind::kPareto: {
      const double ratio = portable_log(high / low);
      const double excess = first_ - 1;
      const double rest = excess == 0 ? ratio : -portable_expm1(-excess * ratio) / excess;
      return first_ * low * rest / span_;
    }
    case Kind::kMixture: {
      double sum = 0;
      for (const auto& [weight, part] : mixture_->parts) sum += weight * part.mean();
      return sum;
    }
    case Kind::kEmpirical:
      return empirical_->mean_within(low_, high_);
  }
  SIM_CHECK(false);
  return 0;
}

}  // namespace sim
