// How far an estimate can be trusted: intervals that hold the truth 19 times in 20.
//
// Formula        mean of independent values: mean +/- t * deviation / sqrt(count), Student's t with
//                count - 1 degrees;
//                mean of one long series: the same over its batches, neighbours joined while
//                they still follow one another (correlation above kMostCorrelation) and enough
//                are left; then by as many as they are worth, n (1 - c) / (1 + c) with the
//                correlation c that is left, wider by Johnson's term for their skewness, and wider
//                still, (e^s - 1) / s times, where 1.5 half widths are the share s of the mean:
//                what takes that long to be known is seldom symmetrical.
//                Batches of unlike weight count by what they add to the quotient of the sums;
//                quantile: the two ranks between which it lies with that probability, by the
//                binomial distribution; of a series that depends on itself, by as many independent
//                values as would give the same error of the mean
// Shape          pure; no interval where there are too few values: infinity, or an open end
// Source         Law, Simulation Modeling and Analysis, 4.5 and 9.5.3; David, Nagaraja, Order
//                Statistics, 7.1; Johnson, Modified t Tests and Confidence Intervals for
//                Asymmetrical Populations, JASA 73 (1978)
// Checked by     tests/sim/confidence_test.cpp; bench/coverage_bench.cpp measures how often the
//                intervals hold the truth
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/batch_means.hpp"
#include "sim/course.hpp"
#include "sim/log_linear_histogram.hpp"

namespace sim {

inline constexpr double kConfidence = 0.95;
inline constexpr double kMostCorrelation = 0.15;
inline constexpr std::uint64_t kFewestBatches = 8;

/// "mean +/- half_width".
struct MeanInterval {
  std::uint64_t count = 0;  // values, or batches
  double mean = 0;
  double half_width = 0;  // infinity for fewer than two values

  /// Whether anything can be said of the error.
  [[nodiscard]] bool known() const { return count >= 2; }
};

/// Of independent values, such as one a replication.
[[nodiscard]] MeanInterval mean_interval(std::span<const double> values);

/// Of one series, by all of its batches: the quotient of their sums and their weights. Not known()
/// for fewer than kFewestBatches batches.
[[nodiscard]] MeanInterval mean_interval(std::span<const Total> batches);

/// Of one series, by its full batches. Not known() for fewer than kFewestBatches of two values or
/// more.
[[nodiscard]] MeanInterval mean_interval(const BatchMeans& series);

/// The mean of the differences b - a over pairs.
struct PairedDifference {
  std::uint64_t pairs = 0;
  double mean_a = 0;
  double mean_b = 0;
  double difference = 0;
  double half_width = 0;  // of the interval; infinity for fewer than two pairs
};

/// Of values with the same luck. REQUIRES: as many in `a` as in `b`.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> a,
                                                 std::span<const double> b);

/// Of batches that both series have.
[[nodiscard]] PairedDifference paired_difference(BatchMeans a, BatchMeans b);

/// Ranks, from 1 on: the quantile p lies from the value of rank `low` to that of rank `high`.
/// 0 and count + 1 are open ends.
struct RankInterval {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};
/// REQUIRES: 0 < p < 1.
[[nodiscard]] RankInterval quantile_ranks(std::uint64_t count, double p);

struct QuantileInterval {
  double value = 0;
  std::optional<double> low;  // none: not enough values to say
  std::optional<double> high;
};
/// Of independent values. REQUIRES: sorted, not empty, 0 < p < 1.
[[nodiscard]] QuantileInterval quantile_interval(std::span<const double> sorted, double p);

/// Of values in a series whose mean is known like that. No ends if it is not.
/// REQUIRES: not empty, 0 < p < 1.
[[nodiscard]] QuantileInterval quantile_interval(const LogLinearHistogram& values,
                                                 const MeanInterval& mean, double p);

/// How many independent values would give the mean the same error; 0 if that is not known.
[[nodiscard]] std::uint64_t effective_count(const LogLinearHistogram& values,
                                            const MeanInterval& mean);

}  // namespace sim
