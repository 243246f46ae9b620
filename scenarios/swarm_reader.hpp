// Reads random faults within limits, and a run's second phase.
//
// Errors         located Problems: nodes that do not exist, faults that come again without a pause,
//                a second phase that other fields contradict
// Checked by     tests/scenarios/swarm_test.cpp
#pragma once

#include "scenarios/names.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

/// The scenario's swarm; nothing if it has none, or after a report.
[[nodiscard]] std::optional<models::durability::SwarmParams> read_swarm(
    const Fields& scenario, models::durability::ClusterParams& params,
    std::optional<models::durability::KeyIndex> key, Problems& problems);

/// Adds the second phase: ends faults and workloads, and the run.
void read_liveness(const Fields& scenario, models::durability::ClusterParams& params,
                   models::durability::RunOptions& options, Problems& problems);

}  // namespace scenarios
