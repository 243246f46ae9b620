// Reads draws: the first draws of latencies, one by one.
//
// Errors         located Problems: a latency that the cluster does not have, one named twice, a
//                draw that its distribution cannot give
// Checked by     tests/scenarios/load_draws_test.cpp
#pragma once

#include "models/durability/params.hpp"
#include "scenarios/fields.hpp"

namespace scenarios {

/// REQUIRES: the params' nodes, network and workloads are complete.
void read_draws(const Fields& scenario, models::durability::ClusterParams& params,
                Problems& problems);

}  // namespace scenarios
