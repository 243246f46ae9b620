// Random faults within limits, drawn before a run: a swarm gives each seed others.
//
// Formula        each kind of fault begins after every draw of `every`, on a node drawn from its
//                nodes, and ends after a draw of `lasts`. Taken by their beginnings, one that would
//                bring more than `most_down` nodes down at once is left out, and so is one on a
//                node that is down or has the same fault already
// Randomness     streams (swarm/NUMBER, every | lasts | where) of the seed, one set for each kind
// Shape          a pure function: the same seed, the same faults
// Checked by     tests/models/fault_plan_test.cpp
#pragma once

#include <vector>

#include "models/durability/fault.hpp"

namespace models::durability {

struct RandomFault {
  FaultKind kind = FaultKind::kCrash;  // of nodes, and without figures
  std::vector<NodeIndex> nodes;        // each time one of these; at least one
  sim::Distribution every;             // nanoseconds; mean > 0
  sim::Distribution lasts;             // nanoseconds
};

struct SwarmParams {
  std::vector<RandomFault> faults;
  std::uint32_t most_down = 1;
  sim::Instant from = sim::kStart;  // none begins before
  sim::Instant until;               // nor from here on
};

/// The faults of a seed, in the order of their beginnings. `names` are the nodes'.
[[nodiscard]] std::vector<Fault> planned_faults(const SwarmParams& swarm, std::uint64_t seed,
                                                const std::vector<std::string>& names);

}  // namespace models::durability
