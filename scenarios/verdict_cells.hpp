// The cells of one way of a run in which the verdict on one expectation cannot change.
//
// Shape          see over_orderings.hpp; each cell is bounds with a solution, and the order of the
//                moments that matter in it
// Checked by     tests/scenarios/over_orderings_test.cpp
#pragma once

#include <functional>

#include "models/analysis/orderings.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

struct VerdictCell {
  const models::analysis::DifferenceBounds& bounds;
  const std::vector<models::analysis::EventNumber>& sequence;
};
/// False stops.
using VisitCell = std::function<bool(const VerdictCell&)>;

/// Calls `visit` for each cell; several may have the same verdict.
bool for_each_cell(const Scenario& scenario, const Expectation& expectation,
                   const models::analysis::Trace& trace,
                   const models::analysis::TraceMoments& moments, const VisitCell& visit);

/// Whether the expectation's verdict depends on orderings at all.
[[nodiscard]] bool is_judged_over_orderings(const Expectation& expectation);

}  // namespace scenarios
