#include "models/migration/batch_means.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/check.hpp"

namespace models::migration {

namespace {

// Student's t, two-sided 95 %, for 1 to 63 degrees of freedom.
constexpr std::array kStudent{
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145,  2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052,  2.048, 2.045, 2.042, 2.040, 2.037, 2.035, 2.032, 2.030, 2.028, 2.026, 2.024, 2.023,
    2.021,  2.020, 2.018, 2.017, 2.015, 2.014, 2.013, 2.012, 2.011, 2.010, 2.009, 2.008, 2.007,
    2.006,  2.005, 2.004, 2.003, 2.002, 2.002, 2.001, 2.000, 2.000, 1.999, 1.998};

}  // namespace

void BatchMeans::add(std::uint64_t number, sim::Duration value) {
  while (number / width_ >= kMostBatches) join_neighbours();
  const auto batch = static_cast<std::size_t>(number / width_);
  if (batch >= batches_.size()) batches_.resize(batch + 1);
  batches_[batch].sum += value.count();
  ++batches_[batch].count;
}

void BatchMeans::widen(std::uint64_t width) {
  while (width_ < width) join_neighbours();
  SIM_CHECK(width_ == width);
}

void BatchMeans::join_neighbours() {
  width_ *= 2;
  for (std::size_t i = 0; 2 * i < batches_.size(); ++i) {
    Batch joined = batches_[2 * i];
    if (2 * i + 1 < batches_.size()) {
      joined.sum += batches_[2 * i + 1].sum;
      joined.count += batches_[2 * i + 1].count;
    }
    batches_[i] = joined;
  }
  batches_.resize((batches_.size() + 1) / 2);
}

PairedDifference paired_difference(BatchMeans a, BatchMeans b) {
  const std::uint64_t width = std::max(a.width(), b.width());
  a.widen(width);
  b.widen(width);
  PairedDifference result;
  std::vector<double> differences;
  for (std::size_t i = 0; i < std::min(a.batches().size(), b.batches().size()); ++i) {
    const BatchMeans::Batch& of_a = a.batches()[i];
    const BatchMeans::Batch& of_b = b.batches()[i];
    if (of_a.count == 0 || of_b.count == 0) continue;
    const double mean_a = static_cast<double>(of_a.sum) / static_cast<double>(of_a.count);
    const double mean_b = static_cast<double>(of_b.sum) / static_cast<double>(of_b.count);
    result.mean_a += mean_a;
    result.mean_b += mean_b;
    differences.push_back(mean_b - mean_a);
  }
  result.pairs = differences.size();
  result.half_width = std::numeric_limits<double>::infinity();
  if (differences.empty()) return result;
  const auto pairs = static_cast<double>(differences.size());
  result.mean_a /= pairs;
  result.mean_b /= pairs;
  result.difference = result.mean_b - result.mean_a;
  if (differences.size() < 2) return result;
  double squares = 0;
  for (const double difference : differences) {
    squares += (difference - result.difference) * (difference - result.difference);
  }
  result.half_width = kStudent[differences.size() - 2] * std::sqrt(squares / (pairs - 1) / pairs);
  return result;
}

}  // namespace models::migration
