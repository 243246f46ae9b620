// One way a cluster's run can go, without its instants: which events happened, what brought each
// about, and which came before which where that matters.
//
// An event's instant is its parent's plus a fixed part plus its draws, each anywhere in its
// latency's support; so all instants of a trace are the whole solutions of difference bounds.
// Formula        the runs that go this way are exactly the solutions of `bounds` in which each of
//                `unsure` holds, in the schedule's own order of events (engine_order.hpp)
// Shape          a value; events are numbered from 1 as they were born, number 0 is the start
// Checked by     tests/models/explorer_test.cpp
#pragma once

#include <span>
#include <vector>

#include "models/analysis/difference_bounds.hpp"
#include "models/durability/events.hpp"
#include "models/durability/outcome.hpp"

namespace models::analysis {

/// An event of a trace, which is also the unknown of its instant.
using EventNumber = Unknown;

inline constexpr durability::NodeIndex kNoNode = 0xFFFFFFFF;

/// One draw, and what it can give; high is kNone without a limit.
struct TraceTerm {
  sim::LatencyId latency = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
  bool given = false;  // by the params' draws
};

struct TraceEvent {
  durability::Happening what;
  EventNumber parent = 0;   // in whose handling it was scheduled; 0: before the run began
  std::uint32_t birth = 0;  // the how manieth of its parent, from 0
  sim::Phase phase = sim::Phase::kWork;
  std::int64_t fixed = 0;  // from its parent's instant, besides the draws
  std::uint32_t first_term = 0;
  std::uint32_t term_count = 0;
  durability::NodeIndex node = kNoNode;  // whose work it is part of, where that was asked for
  bool happens = false;                  // false at the end of a trace: the run is over before
  bool taken_back = false;               // or what happened before has cancelled it
};

/// The first is to come before the second.
struct Before {
  EventNumber first = 0;
  EventNumber second = 0;
};

struct Trace {
  std::vector<TraceEvent> events{TraceEvent{}};  // [0] stands for the start
  std::vector<TraceTerm> terms;
  std::vector<EventNumber> order;  // one order in which they can be handled
  // Ties are not broken: what falls on one instant may be handled in any order that causes and
  // dependences leave open. Runs never do that; an audit of what hangs on ties does.
  bool free_ties = false;
  std::vector<Before> dependences;  // by direct neighbours on an object, as they were handled
  DifferenceBounds bounds;          // bounds and orders, ties still open where `unsure`
  std::vector<Before> unsure;
  std::int64_t end = DifferenceBounds::kNone;  // what would come later does not happen
  std::vector<Before> races;  // orders of dependent events that the bounds did not imply

  /// Whether b is handled after a in each order of this trace.
  [[nodiscard]] bool precedes(EventNumber a, EventNumber b) const;

  [[nodiscard]] std::span<const TraceTerm> terms_of(const TraceEvent& event) const {
    return std::span(terms).subspan(event.first_term, event.term_count);
  }
};

}  // namespace models::analysis
