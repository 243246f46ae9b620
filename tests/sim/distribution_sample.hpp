// Many draws of one distribution, and how they compare with what its formulas say.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/distribution.hpp"

namespace sim {

class Sample {
 public:
  explicit Sample(const Distribution& distribution, int draws = 200'000)
      : distribution_(distribution) {
    Stream stream(2026, "sample", "test");
    for (int i = 0; i < draws; ++i) sorted_.push_back(distribution.draw(stream));
    std::sort(sorted_.begin(), sorted_.end());
    for (const std::int64_t x : sorted_) mean_ += static_cast<double>(x) / draws;
    for (const std::int64_t x : sorted_) {
      const double off = static_cast<double>(x) - mean_;
      variance_ += off * off / (draws - 1);
    }
  }

  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] double variance() const { return variance_; }
  [[nodiscard]] std::int64_t least() const { return sorted_.front(); }
  [[nodiscard]] std::int64_t greatest() const { return sorted_.back(); }

  /// The share of draws up to x.
  [[nodiscard]] double share_up_to(double x) const {
    const auto end = std::upper_bound(sorted_.begin(), sorted_.end(), x);
    return static_cast<double>(end - sorted_.begin()) / static_cast<double>(sorted_.size());
  }

  /// How many standard errors the mean of the draws is from `wanted`.
  [[nodiscard]] double mean_errors(double wanted) const {
    return (mean_ - wanted) / std::sqrt(variance_ / static_cast<double>(sorted_.size()));
  }

  /// How many standard errors the share of draws up to x is from `wanted`.
  [[nodiscard]] double share_errors(double x, double wanted) const {
    const double deviation = std::sqrt(wanted * (1 - wanted) / static_cast<double>(sorted_.size()));
    return (share_up_to(x) - wanted) / deviation;
  }

  /// Kolmogorov and Smirnov: the greatest gap between the draws' and the distribution's cdf, times
  /// the root of the number of draws. A true cdf gives more than 1.63 in one sample of a hundred.
  [[nodiscard]] double cdf_gap() const {
    const auto count = static_cast<double>(sorted_.size());
    double gap = 0;
    for (std::size_t i = 0; i < sorted_.size(); ++i) {
      if (i + 1 < sorted_.size() && sorted_[i + 1] == sorted_[i]) continue;
      // All that rounds to this number or a lower one.
      const double wanted = distribution_.cdf(static_cast<double>(sorted_[i]) + 0.5);
      gap = std::max(gap, std::fabs(static_cast<double>(i + 1) / count - wanted));
    }
    return gap * std::sqrt(count);
  }

  /// Every draw lies in the support.
  [[nodiscard]] bool within_support() const {
    const Support support = distribution_.support();
    return least() >= support.low && (!support.high || greatest() <= *support.high);
  }

 private:
  Distribution distribution_;
  std::vector<std::int64_t> sorted_;
  double mean_ = 0;
  double variance_ = 0;
};

inline std::string first_draws(const Distribution& distribution, int draws = 5) {
  Stream stream(1, "first", "draws");
  std::string text;
  for (int i = 0; i < draws; ++i) {
    if (i > 0) text += ' ';
    text += std::to_string(distribution.draw(stream));
  }
  return text;
}

}  // namespace sim
