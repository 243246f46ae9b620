// How a component's latency is given: a distribution and its changes in time.
//
// Shape          turns in order of their instants; the first distribution holds from the start
// Checked by     tests/models/hardware_test.cpp
#pragma once

#include <optional>
#include <vector>

#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace models::hardware {

/// From `at` on the latency is `times` as long, or another distribution.
struct LatencyTurn {
  sim::Instant at;
  double times = 1.0;
  std::optional<sim::Distribution> distribution;
};

struct Latency {
  sim::Distribution distribution = sim::Distribution::constant(0);
  std::vector<LatencyTurn> turns;
};

}  // namespace models::hardware
