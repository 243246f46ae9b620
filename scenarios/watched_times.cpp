#include "scenarios/watched_times.hpp"

namespace scenarios {

namespace durability = models::durability;

sim::LogLinearHistogram watched_times(const durability::ClusterParams& params,
                                      const durability::Outcome& outcome,
                                      const ExpectMeasure& expected,
                                      std::optional<durability::ClientVerdict> verdict) {
  sim::LogLinearHistogram times;
  for (std::size_t i = 0; i < outcome.generators.size(); ++i) {
    if (expected.workload.value_or(i) != i) continue;
    const durability::GeneratorOutcome& workload = outcome.generators[i];
    for (std::size_t client = 0; client < workload.watches.size(); ++client) {
      if (params.generators[i].watch[client].client != *expected.watch) continue;
      const auto& until = workload.watches[client].until;
      for (std::size_t told = 0; told < until.size(); ++told) {
        if (!verdict || static_cast<std::size_t>(*verdict) == told) times.merge(until[told]);
      }
    }
  }
  return times;
}

}  // namespace scenarios
