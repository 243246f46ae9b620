// Random faults within limits, drawn before a run: a swarm gives each seed others.
//
// Formula        each kind of fault begins after every draw of `every`, on a node drawn from its
//                nodes, and ends after a draw of `lasts`. A fault of the network is between two
//                nodes that are drawn, or splits them all in two. Taken by their beginnings, one
//                that would bring more than `most_down` nodes down at once, or be more than
//                `most_cut` faults of the network at once, is left out, and so is one on a node
//                that is down or has the same fault already
// Randomness     streams (swarm/NUMBER, every | lasts | where) of the seed, one set for each kind
// Shape          a pure function: the same seed, the same faults
// Checked by     tests/models/fault_plan_test.cpp
#pragma once

#include <vector>

#include "models/durability/fault.hpp"

namespace models::durability {

struct RandomFault {
  FaultKind kind = FaultKind::kCrash;  // no instant, none of the mock's
  std::vector<NodeIndex> nodes;        // each time one of these; of the network: all, two at least
  sim::Distribution every;             // nanoseconds; mean > 0
  sim::Distribution lasts;             // nanoseconds
  Fault figures{};                     // times, probability, by, count, one_way as they shall be
  bool splits = false;                 // of the network: every node is on a side
};

/// A fault, and which of the swarm's faults it is one of.
struct PlannedFault {
  Fault fault;
  std::size_t of = 0;
};

struct SwarmParams {
  std::vector<RandomFault> faults;
  std::uint32_t most_down = 1;
  std::uint32_t most_cut = 1;
  sim::Instant from = sim::kStart;  // none begins before
  sim::Instant until;               // nor from here on
};

/// The faults of a seed, in the order of their beginnings. `names` are the nodes'.
[[nodiscard]] std::vector<PlannedFault> planned(const SwarmParams& swarm, std::uint64_t seed,
                                                const std::vector<std::string>& names);

/// The same, without whose they are.
[[nodiscard]] std::vector<Fault> planned_faults(const SwarmParams& swarm, std::uint64_t seed,
                                                const std::vector<std::string>& names);

}  // namespace models::durability
