// The smallest scenario file that still shows how an expectation fails.
//
// Formula        as long as the expectation can fail in some ordering: leave out other
//                expectations, workloads, steps, replicas and nodes, one at a time and again until
//                nothing goes; of the latencies that show it, put each back to what it takes by
//                itself
// Shape          a file that fails under `run`, by the same expectation and the same words
// Errors         an attempt that is no valid scenario any more is not taken
// Checked by     tests/scenarios/wanted_test.cpp
#pragma once

#include "scenarios/editable.hpp"
#include "scenarios/over_orderings.hpp"

namespace scenarios {

struct Smallest {
  std::string text;                 // the file
  std::string seen;                 // how its run fails
  std::size_t steps = 0;            // left in its script
  std::size_t nodes = 0;            // left in its cluster
  std::size_t latencies_moved = 0;  // from what they take by themselves
};

/// REQUIRES: the expectation was judged and fails in some ordering; `file` is the scenario's file.
[[nodiscard]] std::optional<Smallest> smallest_failing(const Scenario& scenario,
                                                       const OverOrderings& failing,
                                                       const FileSource& files,
                                                       const OrderingsBudget& budget);

}  // namespace scenarios
