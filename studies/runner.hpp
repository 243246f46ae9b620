// Runs of one scenario, several at a time, for whoever asks questions of many runs.
//
// Shape          results stand in the order of the jobs, so that nothing depends on how many are
//                run at once; tests give a function of their own instead of a scenario
// Checked by     tests/studies/
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "studies/trial.hpp"

namespace studies {

struct TrialJob {
  std::vector<Variation> variations;
  std::uint64_t replication = 0;
};

using Runner = std::function<std::vector<Trial>(std::span<const TrialJob>)>;

/// Replications `first` to `first + count - 1` of the scenario with these variations.
[[nodiscard]] inline std::vector<Trial> run_replications(const Runner& runner,
                                                         const std::vector<Variation>& variations,
                                                         std::uint64_t first, std::uint64_t count) {
  std::vector<TrialJob> jobs;
  for (std::uint64_t i = 0; i < count; ++i) jobs.push_back({variations, first + i});
  return runner(jobs);
}

}  // namespace studies
