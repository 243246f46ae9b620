// The latencies of a cluster by the names that its run gives them.
//
// Shape          in the order of their LatencyId: each link's latency and jitter, each node's
//                operation, write, sync and read, each workload's pause; then, where a level is
//                asked for, what each node's timeouts take besides themselves: nothing
// Checked by     tests/scenarios/orderings_test.cpp (against the names of a run)
#pragma once

#include <vector>

#include "models/durability/params.hpp"
#include "sim/schedule.hpp"

namespace models::durability {

struct NamedLatency {
  sim::LatencyName name;             // "node1/disk", "write"
  const hardware::Latency* latency;  // in the params
};

/// REQUIRES: the params outlive the result.
[[nodiscard]] std::vector<NamedLatency> latencies_of(const ClusterParams& params);

}  // namespace models::durability
