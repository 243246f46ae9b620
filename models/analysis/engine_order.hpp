// Which of two events the schedule handles first, known or not yet known from bounds on their
// instants.
//
// Formula        a before b: the instant, then the phase, then the order in which they were
//                scheduled: a's parent before b's, for one parent the order of birth; what stood
//                there before the run began comes first
// Free ties      at one instant and phase both orders are possible, unless the trace says otherwise
// Shape          pure; a tie whose parents are not in order yet splits the solutions in two
// Checked by     tests/models/explorer_test.cpp
#pragma once

#include <functional>

#include "models/analysis/trace.hpp"

namespace models::analysis {

enum class Known : std::uint8_t { kBefore, kAfter, kOpen };

/// Whether a comes before b in every solution, in none, or in some. REQUIRES: a is not b.
[[nodiscard]] Known order_of(const Trace& trace, const DifferenceBounds& bounds, EventNumber a,
                             EventNumber b);

/// What decides between a and b at one instant.
[[nodiscard]] Known order_of_ties(const Trace& trace, const DifferenceBounds& bounds, EventNumber a,
                                  EventNumber b);

/// Calls `visit` with bounds whose solutions together are exactly those in which a comes before b;
/// no two share one. Stops when `visit` returns false, and then returns false.
bool split_before(const Trace& trace, const DifferenceBounds& bounds, EventNumber a, EventNumber b,
                  const std::function<bool(const DifferenceBounds&)>& visit);

/// The same for all of `befores`.
bool split_all(const Trace& trace, const DifferenceBounds& bounds, std::span<const Before> befores,
               const std::function<bool(const DifferenceBounds&)>& visit);

}  // namespace models::analysis
