#include "models/analysis/warm_up.hpp"

namespace models::analysis {

std::size_t warm_up_batches(std::span<const double> batches) {
  std::size_t best = 0;
  double least = 0;
  double mean = 0;
  double squares = 0;  // of the differences from the mean, of the batches from i on
  double count = 0;
  for (std::size_t i = batches.size(); i-- > 0;) {
    count += 1;
    const double off = batches[i] - mean;
    mean += off / count;
    squares += off * (batches[i] - mean);
    if (2 * i > batches.size()) continue;
    const double error = squares / (count * count);
    if (2 * (i + 1) > batches.size() || error <= least) {
      least = error;
      best = i;
    }
  }
  return best;
}

std::size_t warm_up_values(std::span<const double> values) {
  constexpr std::size_t kValues = 5;
  std::vector<double> batches;
  for (std::size_t i = 0; i + kValues <= values.size(); i += kValues) {
    double sum = 0;
    for (std::size_t j = i; j < i + kValues; ++j) sum += values[j];
    batches.push_back(sum / kValues);
  }
  return kValues * warm_up_batches(batches);
}

double warm_up_share(const sim::BatchMeans& series) {
  std::vector<double> means;
  for (const sim::BatchMeans::Batch& batch : series.batches()) {
    if (batch.count != series.width()) continue;
    means.push_back(static_cast<double>(batch.sum) / static_cast<double>(batch.count));
  }
  if (means.empty()) return 0;
  return static_cast<double>(warm_up_batches(means)) / static_cast<double>(means.size());
}

}  // namespace models::analysis
