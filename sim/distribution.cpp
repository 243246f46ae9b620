// How distributions are made and bounded; drawing is in distribution_draw.cpp, what is known of
// them in distribution_facts.cpp.
#include "sim/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/check.hpp"
#include "sim/distribution_tables.hpp"
#include "sim/gamma_function.hpp"
#include "sim/portable_math.hpp"

namespace sim {

Distribution Distribution::constant(std::int64_t x) {
  SIM_CHECK(x >= 0);
  Distribution made(Kind::kConstant);
  made.low_ = made.high_ = x;
  made.has_high_ = true;
  return made;
}

Distribution Distribution::uniform(std::int64_t low, std::int64_t high) {
  SIM_CHECK(0 <= low && low <= high);
  Distribution made(Kind::kUniform);
  made.low_ = low;
  made.high_ = high;
  made.has_high_ = true;
  SIM_CHECK(made.prepare());
  return made;
}

Distribution Distribution::exponential(double mean) {
  SIM_CHECK(mean > 0 && std::isfinite(mean));
  Distribution made(Kind::kExponential);
  made.first_ = mean;
  SIM_CHECK(made.prepare());
  return made;
}

Distribution Distribution::normal(double mean, double deviation, std::int64_t low,
                                  std::optional<std::int64_t> high) {
  SIM_CHECK(std::isfinite(mean));
  SIM_CHECK(deviation > 0 && std::isfinite(deviation));
  SIM_CHECK(0 <= low && low <= high.value_or(low));
  if (high == low) return constant(low);
  Distribution made(Kind::kNormal);
  made.first_ = mean;
  made.second_ = deviation;
  made.low_ = low;
  made.high_ = high.value_or(made.high_);
  made.has_high_ = high.has_value();
  SIM_CHECK(made.prepare());
  return made;
}

Distribution Distribution::lognormal(double median, double p99) {
  SIM_CHECK(0 < median && median <= p99 && std::isfinite(p99));
  Distribution made(Kind::kLognormal);
  made.first_ = median;
  made.second_ = p99;
  made.slope_ = portable_log(p99 / median) / normal_quantile(0.99);
  if (made.slope_ == 0) return constant(made.finish(median));
  SIM_CHECK(made.prepare());
  return made;
}

Distribution Distribution::gamma(double shape, double mean) {
  SIM_CHECK(shape > 0 && std::isfinite(shape));
  SIM_CHECK(mean > 0 && std::isfinite(mean));
  Distribution made(Kind::kGamma);
  made.first_ = mean;
  made.second_ = shape;
  SIM_CHECK(made.prepare());
  return made;
}

Distribution Distribution::pareto(double shape, std::int64_t low, std::int64_t high) {
  SIM_CHECK(shape > 0 && std::isfinite(shape));
  SIM_CHECK(1 <= low && low <= high);
  if (low == high) return constant(low);
  Distribution made(Kind::kPareto);
  made.first_ = shape;
  made.low_ = low;
  made.high_ = high;
  made.has_high_ = true;
  SIM_CHECK(made.prepare());
  return made;
}

Distribution Distribution::mixture(const std::vector<std::pair<double, Distribution>>& parts) {
  SIM_CHECK(!parts.empty());
  std::vector<Part> kept;
  Distribution made(Kind::kMixture);
  made.low_ = std::numeric_limits<std::int64_t>::max();
  made.high_ = 0;
  made.has_high_ = true;
  for (const auto& [weight, distribution] : parts) {
    SIM_CHECK(weight > 0 && std::isfinite(weight));
    const Support support = distribution.support();
    made.low_ = std::min(made.low_, support.low);
    made.high_ = std::max(made.high_, support.high.value_or(INT64_MAX));
    made.has_high_ = made.has_high_ && support.high.has_value();
    kept.push_back({weight, distribution});
  }
  made.mixture_ = std::make_shared<const Mixture>(std::move(kept));
  return made;
}

Distribution Distribution::empirical(std::vector<Bucket> buckets) {
  Distribution made(Kind::kEmpirical);
  made.empirical_ = std::make_shared<const Empirical>(std::move(buckets));
  made.low_ = made.empirical_->buckets.front().low;
  made.high_ = made.empirical_->buckets.back().high - 1;
  made.has_high_ = true;
  SIM_CHECK(made.prepare());
  return made;
}

bool Distribution::prepare() {
  const auto width = static_cast<double>(high_ - low_);
  switch (kind_) {
    case Kind::kConstant:
    case Kind::kMixture:
      return true;
    case Kind::kUniform:
      slope_ = width + 1;
      return true;
    case Kind::kExponential:
      mirrored_ = true;
      start_ = has_high_ ? portable_exp(-width / first_) : 0;
      span_ = has_high_ ? -portable_expm1(-width / first_) : 1;
      return span_ > 0;
    case Kind::kNormal:
    case Kind::kLognormal:
      return prepare_normal(normal_score(static_cast<double>(low_)), normal_score(high_value()));
    case Kind::kGamma:
      return prepare_gamma();
    case Kind::kPareto:
      mirrored_ = true;
      slope_ = -1 / first_;
      start_ = above(high_value());
      span_ = -portable_expm1(-first_ * portable_log1p(width / static_cast<double>(low_)));
      return span_ > 0;
    case Kind::kEmpirical:
      start_ = empirical_->below(low_ - 1);
      span_ = empirical_->below(high_) - start_;
      return span_ > 0;
  }
  SIM_CHECK(false);
  return false;
}

// Counts probability from the side where it is smaller, so that a far tail keeps its digits, and
// from above where there is no high bound, so that no draw is infinite.
bool Distribution::prepare_normal(double low, double high) {
  mirrored_ = !has_high_ || low > 0;
  start_ = mirrored_ ? normal_cdf(-high) : normal_cdf(low);
  span_ = (mirrored_ ? normal_cdf(-low) : normal_cdf(high)) - start_;
  return span_ > 0;
}

bool Distribution::prepare_gamma() {
  mirrored_ = !has_high_ || below(static_cast<double>(low_)) > 0.5;
  const double high = high_value();
  const auto low = static_cast<double>(low_);
  start_ = mirrored_ ? above(high) : below(low);
  span_ = (mirrored_ ? above(low) : below(high)) - start_;
  by_inverse_ = span_ < 0.5;
  const double boosted = second_ < 1 ? second_ + 1 : second_;
  slope_ = 1 / std::sqrt(9 * boosted - 3);
  return span_ > 0;
}

Distribution Distribution::bounded(std::int64_t low, std::int64_t high) const {
  const std::optional<Distribution> inside = try_bounded(low, high);
  SIM_CHECK(inside.has_value());
  return *inside;
}

std::optional<Distribution> Distribution::try_bounded(std::int64_t low, std::int64_t high) const {
  const std::optional<Range> range = before_factor(low, high);
  if (!range) return std::nullopt;
  return cut(*range);
}

// The whole numbers whose multiples fall in [low, high]. times_factor() never falls as its argument
// rises, so only the ends matter; the division may be one rounding off.
std::optional<Distribution::Range> Distribution::before_factor(std::int64_t low,
                                                               std::int64_t high) const {
  Range range{std::max(low, low_), std::min(high, high_)};
  if (factor_ != 1) {
    const auto unscaled = [&](std::int64_t bound) {
      const double quotient = std::floor(static_cast<double>(bound) / factor_);
      return quotient < 0x1p62 ? static_cast<std::int64_t>(quotient) : std::int64_t{1} << 62;
    };
    range = {std::max(unscaled(std::max<std::int64_t>(low, 0)), low_),
             std::min(high < 0 ? -1 : unscaled(high), high_)};
    if (times_factor(range.low) < low) ++range.low;
    if (range.high >= 0 && times_factor(range.high) > high) --range.high;
  }
  if (range.low > range.high) return std::nullopt;
  return range;
}

std::optional<Distribution> Distribution::cut(Range range) const {
  if (kind_ == Kind::kMixture) return cut_mixture(range);
  if (whole_kind() && share(range) <= 0) return std::nullopt;
  if (range.low == range.high) return constant(times_factor(range.low));
  Distribution inside = *this;
  inside.low_ = range.low;
  inside.high_ = range.high;
  inside.has_high_ = true;
  if (!inside.prepare()) return std::nullopt;
  return inside;
}

// Each part is bounded, and counts by as much of it as lay inside.
std::optional<Distribution> Distribution::cut_mixture(Range range) const {
  std::vector<std::pair<double, Distribution>> inside;
  std::optional<Distribution> touching;
  for (const auto& [weight, part] : mixture_->parts) {
    const std::optional<Range> own = part.before_factor(range.low, range.high);
    if (!own) continue;
    const std::optional<Distribution> kept = part.cut(*own);
    if (!kept) continue;
    touching = kept;
    const double rest = weight * part.share(*own);
    if (rest > 0) inside.emplace_back(rest, *kept);
  }
  if (inside.size() > 1) return mixture(inside).scaled(factor_);
  if (inside.size() == 1) return inside.front().second.scaled(factor_);
  // At most single points of continuous parts: no probability, but a number that was possible.
  if (touching) return touching->scaled(factor_);
  return std::nullopt;
}

Distribution Distribution::scaled(double factor) const {
  SIM_CHECK(factor > 0 && std::isfinite(factor));
  Distribution made = *this;
  made.factor_ *= factor;
  SIM_CHECK(made.factor_ > 0 && std::isfinite(made.factor_));
  if (made.low_ == made.high_) return constant(made.times_factor(made.low_));
  return made;
}

std::span<const Distribution::Part> Distribution::parts() const {
  if (!mixture_) return {};
  return mixture_->parts;
}

std::span<const Bucket> Distribution::buckets() const {
  if (!empirical_) return {};
  return empirical_->buckets;
}

bool operator==(const Distribution& a, const Distribution& b) {
  const auto same = [](const auto& left, const auto& right) {
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin());
  };
  return a.kind_ == b.kind_ && a.low_ == b.low_ && a.high_ == b.high_ &&
         a.has_high_ == b.has_high_ && a.parameters() == b.parameters() &&
         same(a.parts(), b.parts()) && same(a.buckets(), b.buckets());
}

}  // namespace sim
