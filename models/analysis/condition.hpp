// Why an ordering happens, as sums of latencies: "link + replica0/disk < master/disk".
//
// Formula        an event's instant is the sum of draws and fixed parts along its chain of parents;
//                for "a before b" the chains are compared from their last common event on. Of all
//                comparisons that make an ordering (its neighbours, the races that chose the trace,
//                and what comes before or after the end of the run) those are kept that neither
//                supports nor the others imply
// Ties           "a < b" where the schedule would take b first at one instant, "a <= b" where it
//                takes a first; where that hangs on what came first before (their parents, and so
//                on), "a < b", or a = b and what `at_tie` says of that
// Turns          what a draw can take hangs on when it is made, so on the very orders that are left
//                out: none is left out for what its latency can take at some instants only
// Shape          pure; a latency with one value counts as fixed
// Checked by     tests/models/condition_test.cpp (against brute force)
#pragma once

#include "models/analysis/latency_range.hpp"
#include "models/analysis/trace.hpp"

namespace models::analysis {

/// The n-th draw of a latency, counted from 1 in the order of the trace.
struct NthDraw {
  sim::LatencyId latency = 0;
  std::uint32_t nth = 1;
  friend auto operator<=>(const NthDraw&, const NthDraw&) = default;
};

struct Sum {
  std::vector<NthDraw> draws;
  std::int64_t fixed = 0;
  friend auto operator<=>(const Sum&, const Sum&) = default;
};

/// less < more, or <= unless strictly; and, if `at_tie` says something, less = more and all of
/// that.
struct Condition {
  Sum less;
  Sum more;
  bool strictly = false;
  std::vector<Condition> at_tie{};

  friend bool operator==(const Condition& a, const Condition& b) {
    return a.less == b.less && a.more == b.more && a.strictly == b.strictly && a.at_tie == b.at_tie;
  }
};

/// The conditions under which the trace's run goes through `sequence`: all hold exactly then.
/// REQUIRES: some run of the trace does; ties are not free; `ranges` are those in any turn.
[[nodiscard]] std::vector<Condition> conditions_of(const Trace& trace,
                                                   const std::vector<EventNumber>& sequence,
                                                   const std::vector<LatencyRange>& ranges);

/// The comparison of two events of a trace.
[[nodiscard]] Condition compared(const Trace& trace, EventNumber less, EventNumber more,
                                 bool strictly);

/// Only what causes and supports imply, no order.
[[nodiscard]] DifferenceBounds causal_bounds(const Trace& trace);

}  // namespace models::analysis
