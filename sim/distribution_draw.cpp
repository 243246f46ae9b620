// From a uniform number to a draw.
#include <algorithm>
#include <array>
#include <limits>

#include "sim/distribution.hpp"
#include "sim/distribution_tables.hpp"
#include "sim/exponential_block.hpp"
#include "sim/gamma_function.hpp"
#include "sim/portable_math.hpp"

namespace sim {

void Distribution::draw(Stream& stream, std::span<std::int64_t> draws) const {
  std::size_t done = 0;
  if (kind_ == Kind::kExponential && factor_ == 1) {
    while (done + detail::kExponentialBlock <= draws.size() &&
           draw_exponentials(stream, draws.subspan(done))) {
      done += detail::kExponentialBlock;
    }
  }
  for (; done < draws.size(); ++done) draws[done] = draw(stream);
}

bool Distribution::draw_exponentials(Stream& stream, std::span<std::int64_t> draws) const {
  Stream after = stream;  // kept in registers
  std::array<std::uint64_t, detail::kExponentialBlock> words;
  for (std::uint64_t& word : words) word = after.next();
  const detail::ExponentialLaw law{first_, start_, span_, mirrored_, low_, high_};
  if (!detail::draw_exponentials(law, words, draws.data())) return false;
  stream = after;
  return true;
}

std::int64_t Distribution::draw_with(double u, Stream& stream) const {
  std::int64_t whole = 0;
  switch (kind_) {
    case Kind::kConstant:
    case Kind::kUniform:
    case Kind::kEmpirical:
      whole = whole_at(u);
      break;
    case Kind::kMixture:
      whole = draw_part(u, stream);
      break;
    case Kind::kGamma:
      whole = finish(by_inverse_ ? value_at(u) : draw_gamma(u, stream));
      break;
    case Kind::kExponential:
    case Kind::kNormal:
    case Kind::kLognormal:
    case Kind::kPareto:
      whole = finish(value_at(u));
      break;
  }
  return factor_ == 1 ? whole : times_factor(whole);
}

// The number at u of a kind that is whole by itself.
std::int64_t Distribution::whole_at(double u) const {
  switch (kind_) {
    case Kind::kUniform:
      return low_ + std::min(static_cast<std::int64_t>(u * slope_), high_ - low_);
    case Kind::kEmpirical:
      return std::clamp(empirical_->at(std::min(start_ + span_ * u, 1.0)), low_, high_);
    default:
      return low_;
  }
}

// The number at u of a continuous kind, before rounding; its bounds may be missed by a rounding.
double Distribution::value_at(double u) const {
  const double p = start_ + span_ * (mirrored_ ? 1 - u : u);
  switch (kind_) {
    case Kind::kExponential:
      return exponential_at(p);
    case Kind::kNormal: {
      const double z = normal_quantile(std::min(p, 1.0));
      return first_ + second_ * (mirrored_ ? -z : z);
    }
    case Kind::kLognormal: {
      const double z = normal_quantile(std::min(p, 1.0));
      return first_ * portable_exp(slope_ * (mirrored_ ? -z : z));
    }
    case Kind::kGamma: {
      const Tail tail = mirrored_ ? Tail::kUpper : Tail::kLower;
      return first_ / second_ * gamma_quantile(second_, std::min(p, 1.0), tail);
    }
    case Kind::kPareto:
      return static_cast<double>(low_) * portable_pow(p, slope_);
    default:
      return static_cast<double>(whole_at(u));
  }
}

std::int64_t Distribution::draw_part(double u, Stream& stream) const {
  const auto& choices = mixture_->choices;
  std::size_t i = choices.size() - 1;
  while (i > 0 && u < choices[i].begin) --i;
  // Rounding may push u's place inside the choice to its ends, which are not in (0, 1).
  const double inside = (u - choices[i].begin) * choices[i].stretch;
  const double place = std::clamp(inside, 0x1p-53, 1 - 0x1p-53);
  return mixture_->parts[i].distribution.draw_with(place, stream);
}

// Marsaglia and Tsang: (1 + c z)^3 of a normal z is nearly gamma; the rest is rejection. A shape
// below 1 is drawn one higher and shrunk by a power of another uniform.
double Distribution::draw_gamma(double u, Stream& stream) const {
  const bool boost = second_ < 1;
  const double d = (boost ? second_ + 1 : second_) - 1.0 / 3;
  const double scale = first_ / second_;
  for (;; u = stream.uniform()) {
    const double z = normal_quantile(u);
    const double root = 1 + slope_ * z;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double chance = stream.uniform();
    const double z2 = z * z;
    const bool accepted = chance < 1 - 0.0331 * z2 * z2 ||
                          portable_log(chance) < 0.5 * z2 + d * (1 - v + portable_log(v));
    if (!accepted) continue;
    double value = d * v * scale;
    if (boost) value *= portable_pow(stream.uniform(), 1 / second_);
    if (value >= static_cast<double>(low_) && value <= high_value()) return value;
  }
}

std::int64_t Distribution::times_factor(std::int64_t whole) const {
  if (factor_ == 1) return whole;
  const double value = static_cast<double>(whole) * factor_;
  if (value >= 0x1p63) return std::numeric_limits<std::int64_t>::max();
  const auto product = static_cast<std::int64_t>(value);
  return product + (value - static_cast<double>(product) >= 0.5 ? 1 : 0);
}

}  // namespace sim
