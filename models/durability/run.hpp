// One durability run: from params to outcome.
//
// Errors         REQUIRES valid params; whoever made them has told his user of every mistake
// Checked by     tests/models/cluster_test.cpp
#pragma once

#include <memory>

#include "models/durability/cluster.hpp"

namespace models::durability {

struct RunOptions {
  sim::Instant until = sim::kNever;  // the run ends here, or when nothing is left to happen
  bool causes = false;               // keep the record of what caused what
  sim::Shift shift{};                // another run than the scenario's: these latencies moved
};

struct Run {
  Outcome outcome;
  sim::Causes causes;                           // empty unless asked for
  std::vector<sim::LatencyName> latency_names;  // by LatencyId
};

/// Runs the cluster and returns what happened. Same params: same bytes.
[[nodiscard]] Run run(std::shared_ptr<const ClusterParams> params, const RunOptions& options);

}  // namespace models::durability
