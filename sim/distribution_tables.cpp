#include "sim/distribution_tables.hpp"

#include <algorithm>
#include <bit>

#include "sim/check.hpp"

namespace sim {

Distribution::Mixture::Mixture(std::vector<Part> given) : parts(std::move(given)) {
  double total = 0;
  for (const Part& part : parts) total += part.weight;
  double begin = 0;
  for (Part& part : parts) {
    part.weight /= total;
    choices.push_back({begin, 1 / part.weight});
    begin += part.weight;
  }
}

Distribution::Empirical::Empirical(std::vector<Bucket> given) : buckets(std::move(given)) {
  SIM_CHECK(!buckets.empty());
  SIM_CHECK(buckets.front().low >= 0);
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    SIM_CHECK(buckets[i].low < buckets[i].high);
    SIM_CHECK(i == 0 || buckets[i - 1].high <= buckets[i].low);
  }
  std::erase_if(buckets, [](const Bucket& bucket) { return bucket.count == 0; });
  SIM_CHECK(!buckets.empty());
  for (const Bucket& bucket : buckets) {
    before.push_back(total);
    total += static_cast<double>(bucket.count);
  }
  SIM_CHECK(total < 0x1p53);

  // A power of two, so that p * steps is exact and no search begins too late.
  const std::size_t steps = std::bit_ceil(std::min<std::size_t>(buckets.size(), 1 << 20));
  std::uint32_t bucket = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    const double rank = static_cast<double>(step) / static_cast<double>(steps) * total;
    while (bucket + 1 < buckets.size() && before[bucket + 1] <= rank) ++bucket;
    guide.push_back(bucket);
  }
}

std::int64_t Distribution::Empirical::at(double p) const {
  const double rank = p * total;
  const auto step = static_cast<std::size_t>(p * static_cast<double>(guide.size()));
  std::size_t i = guide[std::min(step, guide.size() - 1)];
  while (i + 1 < buckets.size() && before[i + 1] <= rank) ++i;
  const Bucket& bucket = buckets[i];
  const std::int64_t width = bucket.high - bucket.low;
  const double inside = (rank - before[i]) / static_cast<double>(bucket.count);
  const double offset = inside * static_cast<double>(width);
  if (offset >= static_cast<double>(width)) return bucket.high - 1;
  return bucket.low + std::min(static_cast<std::int64_t>(offset), width - 1);
}

double Distribution::Empirical::below(std::int64_t x) const {
  const auto next = std::partition_point(buckets.begin(), buckets.end(),
                                         [&](const Bucket& bucket) { return bucket.low <= x; });
  if (next == buckets.begin()) return 0;
  const auto i = static_cast<std::size_t>(next - buckets.begin()) - 1;
  const Bucket& bucket = buckets[i];
  const auto count = static_cast<double>(bucket.count);
  if (x >= bucket.high - 1) return (before[i] + count) / total;
  const double inside =
      static_cast<double>(x - bucket.low + 1) / static_cast<double>(bucket.high - bucket.low);
  return (before[i] + inside * count) / total;
}

double Distribution::Empirical::mean_within(std::int64_t low, std::int64_t high) const {
  double weights = 0;
  double sum = 0;
  for (const Bucket& bucket : buckets) {
    const std::int64_t first = std::max(bucket.low, low);
    const std::int64_t last = std::min(bucket.high - 1, high);
    if (first > last) continue;
    const double inside =
        (static_cast<double>(last - first) + 1) / static_cast<double>(bucket.high - bucket.low);
    const double weight = static_cast<double>(bucket.count) * inside;
    weights += weight;
    sum += weight * (0.5 * static_cast<double>(first) + 0.5 * static_cast<double>(last));
  }
  return sum / weights;
}

}  // namespace sim
