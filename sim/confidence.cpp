#include "sim/confidence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/check.hpp"
#include "sim/gamma_function.hpp"
#include "sim/portable_math.hpp"
#include "sim/student.hpp"

namespace sim {

namespace {

constexpr double kUpper = 0.5 + kConfidence / 2;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t kMostExactRanks = 2000;
// Batches as long as can be had: a dozen are enough for Student's t, and of short ones the
// correlation that is seen is by chance less than there is. What is left of it with kFewestJoined
// widens the interval instead.
constexpr std::uint64_t kMostJoined = 24;
constexpr std::uint64_t kFewestJoined = 12;
// They are never worth fewer: a correlation of so few is itself hardly known.
constexpr double kFewestWorth = 4;

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// The correlation of each value with the one after it.
double correlation(std::span<const double> values) {
  const double mean = mean_of(values);
  double together = 0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i > 0) together += (values[i] - mean) * (values[i - 1] - mean);
  }
  return squares > 0 ? together / squares : 0;
}

// What each batch says of the quotient: the quotient, and what it adds to it. Batches of equal
// weight say their means.
std::vector<double> means_of(std::span<const Total> batches, const Total& all) {
  const double quotient = all.sum / all.weight;
  const double weight = all.weight / static_cast<double>(batches.size());
  std::vector<double> means;
  means.reserve(batches.size());
  for (const Total& batch : batches) {
    means.push_back(quotient + (batch.sum - quotient * batch.weight) / weight);
  }
  return means;
}

// Joined until they hardly follow one another.
void join_neighbours(std::vector<double>& means) {
  const auto join = [&means] {
    for (std::size_t i = 0; 2 * i + 1 < means.size(); ++i) {
      means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
    }
    means.resize(means.size() / 2);
  };
  while (means.size() > kMostJoined) join();
  while (means.size() >= 2 * kFewestJoined && correlation(means) > kMostCorrelation) join();
}

// The correlation that is left between neighbours. A short series shows less than there is, by
// about (1 + 4 correlation) parts in its length.
double correlation_left(std::span<const double> means) {
  constexpr double kMost = 0.9;
  const double seen = correlation(means);
  const double bias = (1 + 4 * std::max(seen, 0.0)) / static_cast<double>(means.size());
  return std::clamp(seen + bias, 0.0, kMost);
}

// How far the middle of a skewed mean's interval lies off the mean, by as many values of that
// deviation as they are worth (Johnson). A few long stretches make most of a queue's mean; a series
// that has not met one yet must not look sure of itself.
double skewed_by(std::span<const double> means, double worth, double quantile) {
  const double mean = mean_of(means);
  double squares = 0;
  double cubes = 0;
  for (const double value : means) {
    const double off = value - mean;
    squares += off * off;
    cubes += off * off * off;
  }
  if (!(squares > 0)) return 0;
  const auto count = static_cast<double>(means.size());
  return std::fabs(cubes / count) / (squares / (count - 1)) / (6 * worth) *
         (1 + 2 * quantile * quantile);
}

}  // namespace

MeanInterval mean_interval(std::span<const double> values) {
  MeanInterval result{values.size(), 0, kInfinity};
  if (values.empty()) return result;
  result.mean = mean_of(values);
  if (values.size() < 2) return result;
  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  const auto count = static_cast<double>(values.size());
  result.half_width =
      student_quantile(kUpper, values.size() - 1) * std::sqrt(squares / (count - 1) / count);
  return result;
}

MeanInterval mean_interval(std::span<const Total> batches) {
  Total all;
  for (const Total& batch : batches) {
    all.sum += batch.sum;
    all.weight += batch.weight;
  }
  MeanInterval result{0, all.weight > 0 ? all.sum / all.weight : 0, kInfinity};
  if (batches.size() < kFewestBatches || !(all.weight > 0)) return result;
  std::vector<double> means = means_of(batches, all);
  join_neighbours(means);
  // If the batches follow one another like an autoregression of the first order, they are worth
  // fewer independent ones.
  const double left = correlation_left(means);
  const auto number = static_cast<double>(means.size());
  const double worth = std::max(kFewestWorth, number * (1 - left) / (1 + left));
  const double quantile = student_quantile(kUpper, static_cast<std::uint64_t>(worth) - 1);
  const MeanInterval of_batches = mean_interval(std::span<const double>(means));
  const double deviation =
      of_batches.half_width / student_quantile(kUpper, means.size() - 1) * std::sqrt(number);
  result.count = of_batches.count;
  result.half_width = quantile * deviation / std::sqrt(worth) + skewed_by(means, worth, quantile);
  // As far to either side as the longer one of the exact interval for exponential values is, which
  // (e^(1.5 s) - 1) / (1.5 s) times the half width is to one part in thirty.
  constexpr double kMost = 3;
  const double share = std::min(1.5 * result.half_width / std::fabs(result.mean), kMost);
  if (share > 0) result.half_width *= (portable_exp(share) - 1) / share;
  return result;
}

MeanInterval mean_interval(const BatchMeans& series) {
  std::vector<Total> full;
  Total all;
  for (const BatchMeans::Batch& batch : series.batches()) {
    const Total total{static_cast<double>(batch.sum), static_cast<double>(batch.count)};
    if (batch.count == series.width()) full.push_back(total);
    all.sum += total.sum;
    all.weight += total.weight;
  }
  MeanInterval result{0, 0, kInfinity};
  if (series.width() >= 2) result = mean_interval(std::span<const Total>(full));
  result.mean = all.weight > 0 ? all.sum / all.weight : 0;
  return result;
}

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b) {
  SIM_CHECK(a.size() == b.size());
  PairedDifference result;
  result.pairs = a.size();
  result.half_width = kInfinity;
  if (a.empty()) return result;
  std::vector<double> differences;
  for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(b[i] - a[i]);
  result.mean_a = mean_of(a);
  result.mean_b = mean_of(b);
  result.difference = result.mean_b - result.mean_a;
  result.half_width = mean_interval(std::span<const double>(differences)).half_width;
  return result;
}

PairedDifference paired_difference(BatchMeans a, BatchMeans b) {
  const std::uint64_t width = std::max(a.width(), b.width());
  a.widen(width);
  b.widen(width);
  std::vector<double> means_a;
  std::vector<double> means_b;
  for (std::size_t i = 0; i < std::min(a.batches().size(), b.batches().size()); ++i) {
    const BatchMeans::Batch& of_a = a.batches()[i];
    const BatchMeans::Batch& of_b = b.batches()[i];
    if (of_a.count == 0 || of_b.count == 0) continue;
    means_a.push_back(static_cast<double>(of_a.sum) / static_cast<double>(of_a.count));
    means_b.push_back(static_cast<double>(of_b.sum) / static_cast<double>(of_b.count));
  }
  return paired_difference(std::span<const double>(means_a), std::span<const double>(means_b));
}

RankInterval quantile_ranks(std::uint64_t count, double p) {
  SIM_CHECK(p > 0 && p < 1);
  const auto n = static_cast<double>(count);
  if (count > kMostExactRanks) {
    // Half a rank more on either side, for the binomial's steps.
    const double reach = normal_quantile(kUpper) * std::sqrt(n * p * (1 - p)) + 0.5;
    const double low = std::max(0.0, std::floor(n * p - reach));
    const double high = std::min(n, std::ceil(n * p + reach));
    return {static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high) + 1};
  }
  // So many of the values lie below the quantile, with what probability?
  RankInterval ranks{0, count + 1};
  double below = 0;
  bool high_found = false;
  for (std::uint64_t k = 0; k <= count && !high_found; ++k) {
    const auto i = static_cast<double>(k);
    // P(fewer than k) = below.
    if (below <= 1 - kUpper) ranks.low = k;
    if (below >= kUpper) {
      ranks.high = k;
      high_found = true;
    }
    below += portable_exp(log_gamma(n + 1) - log_gamma(i + 1) - log_gamma(n - i + 1) +
                          i * portable_log(p) + (n - i) * portable_log1p(-p));
  }
  return ranks;
}

QuantileInterval quantile_interval(std::span<const double> sorted, double p) {
  SIM_CHECK(!sorted.empty());
  const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(sorted.size())));
  const RankInterval ranks = quantile_ranks(sorted.size(), p);
  QuantileInterval result{sorted[std::max<std::size_t>(rank, 1) - 1], {}, {}};
  if (ranks.low >= 1) result.low = sorted[ranks.low - 1];
  if (ranks.high <= sorted.size()) result.high = sorted[ranks.high - 1];
  return result;
}

std::uint64_t effective_count(const LogLinearHistogram& values, const MeanInterval& mean) {
  if (values.empty() || !mean.known()) return 0;
  const double error = mean.half_width / student_quantile(kUpper, mean.count - 1);
  double squares = 0;
  values.for_each_bucket([&](std::int64_t low, std::int64_t high, std::uint64_t count) {
    const double off = (static_cast<double>(low) + static_cast<double>(high)) / 2 - mean.mean;
    squares += off * off * static_cast<double>(count);
  });
  const auto count = static_cast<double>(values.count());
  const double variance = squares / count;
  if (!(error > 0) || variance >= count * error * error) return values.count();
  return static_cast<std::uint64_t>(variance / (error * error));
}

QuantileInterval quantile_interval(const LogLinearHistogram& values, const MeanInterval& mean,
                                   double p) {
  QuantileInterval result{static_cast<double>(values.quantile(p)), {}, {}};
  const std::uint64_t count = effective_count(values, mean);
  if (count == 0) return result;
  const RankInterval ranks = quantile_ranks(count, p);
  const auto value = [&](std::uint64_t rank) {
    return static_cast<double>(
        values.quantile(static_cast<double>(rank) / static_cast<double>(count)));
  };
  if (ranks.low >= 1) result.low = value(ranks.low);
  if (ranks.high <= count) result.high = value(ranks.high);
  return result;
}

}  // namespace sim
