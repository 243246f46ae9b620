// A mean and how far it can be trusted: the method of batch means, for the tests against theory.
//
// Formula        the sample is cut into 32 batches; half_width = t * deviation of the batch means
//                / sqrt(32), with t = 3.63, the 99.9 % quantile of Student's t with 31 degrees
// Errors         REQUIRES at least 32 values
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/check.hpp"

namespace tests {

struct Estimate {
  double mean = 0;
  double half_width = 0;

  /// "confirmed" if the truth lies inside and the interval is no wider than a share of the truth
  /// either way; else what was found.
  [[nodiscard]] std::string verdict(double truth, double most_error) const {
    if (std::fabs(mean - truth) <= half_width && half_width <= most_error * truth) {
      return "confirmed";
    }
    return fmt::format("{:.1f} +- {:.1f} instead of {:.1f} +- {:.1f}", mean, half_width, truth,
                       most_error * truth);
  }
};

inline Estimate batch_means(const std::vector<std::int64_t>& sample) {
  constexpr std::size_t kBatches = 32;
  constexpr double kStudent = 3.63;
  const std::size_t size = sample.size() / kBatches;
  SIM_CHECK(size > 0);
  double sum = 0;
  double squares = 0;
  for (std::size_t batch = 0; batch < kBatches; ++batch) {
    double total = 0;
    for (std::size_t i = 0; i < size; ++i) total += static_cast<double>(sample[batch * size + i]);
    const double mean = total / static_cast<double>(size);
    sum += mean;
    squares += mean * mean;
  }
  const double mean = sum / kBatches;
  const double variance = (squares - kBatches * mean * mean) / (kBatches - 1);
  return {mean, kStudent * std::sqrt(variance / kBatches)};
}

}  // namespace tests
