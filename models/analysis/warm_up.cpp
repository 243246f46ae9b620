#include "models/analysis/warm_up.hpp"

#include <cmath>
#include <vector>

#include "sim/confidence.hpp"

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

std::optional<std::size_t> steady_from(std::span<const sim::Total> batches) {
  std::vector<double> means;
  for (const sim::Total& batch : batches) {
    if (!(batch.weight > 0)) return std::nullopt;
    means.push_back(batch.sum / batch.weight);
  }
  if (means.size() < 2) return std::nullopt;
  const std::size_t from = warm_up_batches(means);
  if (from == 0) return 0;
  sim::Total left_out;
  for (const sim::Total& batch : batches.first(from)) {
    left_out.sum += batch.sum;
    left_out.weight += batch.weight;
  }
  const sim::MeanInterval rest = sim::mean_interval(batches.subspan(from));
  // Where to cut was chosen among many places, so that chance has as many.
  constexpr double kCertain = 3;
  const double off = std::fabs(left_out.sum / left_out.weight - rest.mean);
  const double by_chance =
      rest.half_width * std::sqrt(static_cast<double>(batches.size()) / static_cast<double>(from));
  const bool to_the_middle = 2 * from + 1 >= means.size();
  if (to_the_middle && off > by_chance) return std::nullopt;
  if (off <= kCertain * by_chance) return 0;
  return from;
}

}  // namespace models::analysis
