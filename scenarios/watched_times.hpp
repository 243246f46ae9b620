// How long after their sending the writes of workloads got a client's verdicts.
//
// Shape          pure; merges what a run has counted
// Checked by     tests/scenarios/watched_expectation_test.cpp
#pragma once

#include <optional>

#include "scenarios/expectation.hpp"

namespace scenarios {

/// Of the workload and client that are expected of: those of the verdict, or of all.
/// REQUIRES: the expectation names a client.
[[nodiscard]] sim::LogLinearHistogram watched_times(
    const models::durability::ClusterParams& params, const models::durability::Outcome& outcome,
    const ExpectMeasure& expected, std::optional<models::durability::ClientVerdict> verdict);

}  // namespace scenarios
