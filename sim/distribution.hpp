// A distribution over whole non-negative numbers: nanoseconds, bytes.
//
// Formula        one uniform u a draw, turned by the inverse of the cumulative distribution, so
//                that a draw rises with u and variants on the same luck stay in step: draw =
//                round(quantile(u)). Two exceptions: constants draw nothing, and gamma rejects
//                (Marsaglia and Tsang; a shape below 1 takes one more uniform). A mixture chooses
//                its part by u and gives the part u's place inside the choice, so a part of weight
//                w sees u in steps of 2^-52 / w
// Randomness     from the Stream that draw() is given; a Distribution holds none
// Shape          a value; tables are shared and never change, so a copy is cheap. Continuous kinds
//                are cut at their bounds first, then rounded to the nearest whole number; results
//                stop at the largest int64
// Errors         misuse breaks a SIM_CHECK; see REQUIRES. try_bounded() answers for users' bounds
// Source         G. Marsaglia, W. Tsang, A Simple Method for Generating Gamma Variables, ACM TOMS
//                26 (2000); H. Chen, Y. Asau, On Generating Random Variates from an Empirical
//                Distribution, AIIE Transactions 6 (1974)
// Checked by     tests/sim/distribution_test.cpp, distribution_bounds_test.cpp,
//                randomness_misuse_test.cpp
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/portable_log.hpp"
#include "sim/random.hpp"

namespace sim {

/// What a distribution can give: low to high, both possible. No high: a half line.
struct Support {
  std::int64_t low = 0;
  std::optional<std::int64_t> high;
  friend bool operator==(const Support&, const Support&) = default;
};

/// `count` observations in [low, high).
struct Bucket {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::uint64_t count = 0;
  friend bool operator==(const Bucket&, const Bucket&) = default;
};

class Distribution {
 public:
  enum class Kind : std::uint8_t {
    kConstant,
    kUniform,
    kExponential,
    kNormal,
    kLognormal,
    kGamma,
    kPareto,
    kMixture,
    kEmpirical
  };

  /// The numbers the author gave; bounds are in support(), parts and buckets have their own.
  struct Parameters {
    double first = 0;   // exponential, normal, gamma: mean; lognormal: median; pareto: shape
    double second = 0;  // normal: deviation; lognormal: p99; gamma: shape
    double factor = 1;  // of scaled()
    friend bool operator==(const Parameters&, const Parameters&) = default;
  };

  struct Part;

  /// Always x. REQUIRES: x >= 0.
  [[nodiscard]] static Distribution constant(std::int64_t x);

  /// Each whole number from low to high alike, but for a share of (high - low + 1) / 2^52.
  /// REQUIRES: 0 <= low <= high.
  [[nodiscard]] static Distribution uniform(std::int64_t low, std::int64_t high);

  /// REQUIRES: mean > 0 and finite.
  [[nodiscard]] static Distribution exponential(double mean);

  /// The normal distribution with this mean and deviation, given that it falls in [low, high].
  /// REQUIRES: deviation > 0, 0 <= low <= high; that some double's worth of it falls there.
  [[nodiscard]] static Distribution normal(double mean, double deviation, std::int64_t low = 0,
                                           std::optional<std::int64_t> high = std::nullopt);

  /// Half below `median`, 99 of 100 below `p99`. REQUIRES: 0 < median <= p99, finite.
  [[nodiscard]] static Distribution lognormal(double median, double p99);

  /// REQUIRES: shape > 0, mean > 0, both finite.
  [[nodiscard]] static Distribution gamma(double shape, double mean);

  /// Falls as x^-(shape+1) from low to high. REQUIRES: shape > 0 and finite, 1 <= low <= high.
  [[nodiscard]] static Distribution pareto(double shape, std::int64_t low, std::int64_t high);

  /// One of the parts, with a probability in proportion to its weight.
  /// REQUIRES: parts not empty; weights > 0 and finite.
  [[nodiscard]] static Distribution mixture(
      const std::vector<std::pair<double, Distribution>>& parts);

  /// What was counted: a bucket in proportion to its count, any whole number in it alike.
  /// REQUIRES: buckets in rising order without overlap, 0 <= low < high in each, counts that sum
  /// to more than 0 and less than 2^53.
  [[nodiscard]] static Distribution empirical(std::vector<Bucket> buckets);

  /// This distribution, given that it falls in [low, high]. Still one uniform a draw; for gamma,
  /// where the bounds hold less than half of it, one as well (numerically inverted, about a
  /// microsecond), else rejected draws are drawn again.
  /// REQUIRES: try_bounded(low, high) has a value.
  [[nodiscard]] Distribution bounded(std::int64_t low, std::int64_t high) const;

  /// The same, or nothing if not even a double's worth of it falls there.
  [[nodiscard]] std::optional<Distribution> try_bounded(std::int64_t low, std::int64_t high) const;

  /// "10 times as long": every whole draw times the factor, rounded. Factors multiply.
  /// REQUIRES: factor > 0 and finite.
  [[nodiscard]] Distribution scaled(double factor) const;

  [[nodiscard]] std::int64_t draw(Stream& stream) const {
    if (kind_ == Kind::kConstant) return low_;
    const double u = stream.uniform();
    // The commonest by far goes without a call.
    if (kind_ == Kind::kExponential && factor_ == 1) {
      return finish(exponential_at(start_ + span_ * (mirrored_ ? 1 - u : u)));
    }
    return draw_with(u, stream);
  }

  /// Fills `draws` with what that many calls of draw() would give, faster.
  void draw(Stream& stream, std::span<std::int64_t> draws) const;

  [[nodiscard]] Support support() const;

  /// The one number it always gives, if so.
  [[nodiscard]] std::optional<std::int64_t> as_constant() const;

  /// By formula, bounds and factor included; of continuous kinds before the rounding, which
  /// matters where the mean is not many times 1.
  [[nodiscard]] double mean() const;

  /// The probability of at most x; of continuous kinds before the rounding.
  [[nodiscard]] double cdf(double x) const;

  /// The x that a share p stays below: by the inverse; for mixtures the smallest whole number with
  /// cdf >= p. Infinity at 1 without a high bound. REQUIRES: 0 <= p <= 1.
  [[nodiscard]] double quantile(double p) const;

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] Parameters parameters() const { return {first_, second_, factor_}; }

  /// The parts of a mixture, weights summing to 1; empty for other kinds.
  [[nodiscard]] std::span<const Part> parts() const;

  /// The buckets of an empirical distribution, before bounds and factor; empty for other kinds.
  [[nodiscard]] std::span<const Bucket> buckets() const;

  friend bool operator==(const Distribution& a, const Distribution& b);

 private:
  struct Mixture;
  struct Empirical;

  explicit Distribution(Kind kind) : kind_(kind) {}

  // Bounds on what is drawn before the factor, both possible.
  struct Range {
    std::int64_t low;
    std::int64_t high;
  };

  // Derives what draws need from kind, parameters and bounds; false if nothing is inside.
  [[nodiscard]] bool prepare();
  [[nodiscard]] bool prepare_normal(double low, double high);
  [[nodiscard]] bool prepare_gamma();
  [[nodiscard]] std::optional<Range> before_factor(std::int64_t low, std::int64_t high) const;
  [[nodiscard]] std::optional<Distribution> cut(Range range) const;
  [[nodiscard]] std::optional<Distribution> cut_mixture(Range range) const;

  [[nodiscard]] std::int64_t draw_with(double u, Stream& stream) const;
  // Fills the first few of `draws`; false, and nothing done, if one of them needs the long way.
  [[nodiscard]] bool draw_exponentials(Stream& stream, std::span<std::int64_t> draws) const;
  [[nodiscard]] std::int64_t draw_part(double u, Stream& stream) const;
  [[nodiscard]] double draw_gamma(double u, Stream& stream) const;
  [[nodiscard]] double value_at(double u) const;
  [[nodiscard]] std::int64_t whole_at(double u) const;
  [[nodiscard]] double exponential_at(double p) const {
    return static_cast<double>(low_) - first_ * portable_log(p);
  }

  // To the nearest whole number, half up, within the bounds.
  [[nodiscard]] std::int64_t finish(double value) const {
    if (!(value > static_cast<double>(low_))) return low_;
    if (value >= 0x1p63) return high_;
    // Half of all draws round up: added as a number, since no branch could be predicted.
    const auto floor = static_cast<std::int64_t>(value);
    const double rest = value - static_cast<double>(floor);
    const auto whole = floor + static_cast<std::int64_t>(rest >= 0.5);
    return whole < high_ ? whole : high_;
  }
  [[nodiscard]] std::int64_t times_factor(std::int64_t whole) const;

  // All before the factor. below() and above() are of the kind's own law, before the bounds, and
  // keep the digits of a small result; share() is the probability of a range within the bounds.
  [[nodiscard]] double below(double x) const;
  [[nodiscard]] double above(double x) const;
  [[nodiscard]] double share(Range range) const;
  [[nodiscard]] double mean_before_factor() const;
  [[nodiscard]] double mixture_quantile(double p) const;
  [[nodiscard]] double normal_score(double x) const;
  [[nodiscard]] double high_value() const;
  [[nodiscard]] bool whole_kind() const;

  Kind kind_;
  bool has_high_ = false;
  bool mirrored_ = false;  // probabilities are counted from above, where they are small
  bool by_inverse_ = false;
  std::int64_t low_ = 0;
  std::int64_t high_ = std::numeric_limits<std::int64_t>::max();
  double first_ = 0;
  double second_ = 0;
  double factor_ = 1;
  double start_ = 0;  // u takes probabilities from here ...
  double span_ = 1;   // ... over this much
  double slope_ = 0;  // lognormal: deviation of the logarithm; pareto: -1/shape; uniform: how many
                      // numbers; gamma: the c of Marsaglia and Tsang
  std::shared_ptr<const Mixture> mixture_;
  std::shared_ptr<const Empirical> empirical_;
};

/// A part of a mixture.
struct Distribution::Part {
  double weight;  // of all parts together: 1
  Distribution distribution;
  friend bool operator==(const Part&, const Part&) = default;
};

}  // namespace sim
