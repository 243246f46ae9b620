#include "models/migration/replications.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <thread>

#include "sim/check.hpp"

namespace models::migration {

sim::Duration downtime_of(const Outcome& outcome) {
  std::vector<Downtime> downtimes = outcome.downtimes;
  std::sort(downtimes.begin(), downtimes.end(),
            [](const Downtime& a, const Downtime& b) { return a.from < b.from; });
  sim::Duration sum{0};
  sim::Instant past = sim::kStart;
  for (const Downtime& downtime : downtimes) {
    if (downtime.until <= past) continue;
    sum += downtime.until - std::max(past, downtime.from);
    past = downtime.until;
  }
  return sum;
}

sim::Duration time_taken(const Outcome& outcome) {
  if (outcome.phases.empty()) return sim::Duration(0);
  sim::Instant ended = sim::kStart;
  for (const PhaseOutcome& phase : outcome.phases) ended = std::max(ended, phase.ended);
  return ended - outcome.phases.front().began;
}

Replication summary_of(const Outcome& outcome, std::uint64_t number) {
  const ContentOutcome& content = outcome.content;
  return {number,
          outcome.complete,
          time_taken(outcome),
          downtime_of(outcome),
          content.rows_lost + content.rows_changed + content.rows_extra,
          outcome.digest};
}

std::vector<Replication> replicate(const MigrationParams& params, const RunOptions& options,
                                   std::uint64_t first, std::uint64_t count, unsigned threads) {
  SIM_CHECK(threads >= 1);
  std::vector<Replication> results(count);
  std::vector<std::exception_ptr> troubles(count);
  std::atomic<std::uint64_t> next{0};
  const auto work = [&] {
    for (std::uint64_t i = next++; i < count; i = next++) {
      try {
        MigrationParams other = params;
        other.replication += first + i;
        const auto shared = std::make_shared<const MigrationParams>(std::move(other));
        results[i] = summary_of(run(shared, options).outcome, first + i);
      } catch (...) {
        troubles[i] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    const std::uint64_t wanted = std::min<std::uint64_t>(threads, count);
    for (std::uint64_t i = 1; i < wanted; ++i) helpers.emplace_back(work);
    work();
  }
  for (const std::exception_ptr& trouble : troubles) {
    if (trouble) std::rethrow_exception(trouble);
  }
  return results;
}

sim::Duration quantile_of(std::vector<sim::Duration> durations, double p) {
  SIM_CHECK(!durations.empty() && p >= 0 && p <= 1);
  std::sort(durations.begin(), durations.end());
  const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(durations.size())));
  return durations[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace models::migration
