#include "models/analysis/condition.hpp"

#include <algorithm>

#include "models/analysis/engine_order.hpp"

namespace models::analysis {

namespace {

// One event before another, or, with an `end`, one before or after the end of the run, for which
// the start stands in `order`.
struct Limit {
  Before order;
  bool strictly = false;  // at one instant the other comes first, or that is open
  std::int64_t end = 0;
  bool open = false;  // at one instant it hangs on their parents
};

bool is_after_end(const Limit& limit) { return limit.order.first == 0; }

// As a bound: t[first] - t[second] is at most this. What is open at a tie is bounded by its
// weaker form as a premise, by its stronger one as what is to follow.
std::int64_t most_of(const Limit& limit, bool premise) {
  const bool strictly = limit.strictly && !(limit.open && premise);
  return (is_after_end(limit) ? -limit.end : limit.end) - (strictly ? 1 : 0);
}

// Draws are recorded in the order of the trace.
NthDraw draw_of(const Trace& trace, std::uint32_t term) {
  const sim::LatencyId latency = trace.terms[term].latency;
  const auto same = [&](const TraceTerm& other) { return other.latency == latency; };
  const auto before = std::count_if(trace.terms.begin(), trace.terms.begin() + term, same);
  return {latency, static_cast<std::uint32_t>(before) + 1};
}

void add_link(const Trace& trace, EventNumber event, Sum& sum) {
  const TraceEvent& it = trace.events[event];
  sum.fixed += it.fixed;
  for (std::uint32_t term = it.first_term; term < it.first_term + it.term_count; ++term) {
    if (trace.terms[term].low == trace.terms[term].high) {
      sum.fixed += trace.terms[term].low;
    } else {
      sum.draws.push_back(draw_of(trace, term));
    }
  }
}

DifferenceBounds with_all(const DifferenceBounds& causes, const std::vector<Limit>& limits,
                          std::size_t but) {
  DifferenceBounds bounds = causes;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    if (i == but) continue;
    const Limit& limit = limits[i];
    SIM_CHECK(bounds.restrict(limit.order.first, limit.order.second, most_of(limit, true)));
  }
  return bounds;
}

// What comes before what only because of the order among the limits that are left.
bool implied(const DifferenceBounds& causes, const std::vector<Limit>& limits, std::size_t but) {
  const Limit& asked = limits[but];
  return with_all(causes, limits, but)
      .implies(asked.order.first, asked.order.second, most_of(asked, false));
}

Before parents_of(const Trace& trace, const Before& order) {
  return {trace.events[order.first].parent, trace.events[order.second].parent};
}

bool states(const std::vector<Limit>& limits, const Before& order) {
  return std::any_of(limits.begin(), limits.end(), [&](const Limit& limit) {
    return limit.order.first == order.first && limit.order.second == order.second;
  });
}

// Whether a, at the instant of b, comes first: known, or hanging on their parents. `bounds` hold
// what is known besides, `limits` all that is said anyway.
Known at_one_instant(const Trace& trace, const std::vector<Limit>& limits, DifferenceBounds bounds,
                     const Before& order) {
  const bool can_tie = bounds.restrict(order.first, order.second, 0) &&
                       bounds.restrict(order.second, order.first, 0);
  if (!can_tie) return Known::kBefore;
  const Known ties = order_of_ties(trace, bounds, order.first, order.second);
  if (ties != Known::kOpen) return ties;
  const Before parents = parents_of(trace, order);
  if (states(limits, parents)) return Known::kBefore;
  return states(limits, {parents.second, parents.first}) ? Known::kAfter : Known::kOpen;
}

// What happens does so before the run is over, and what does not would come later.
void add_end(const Trace& trace, std::vector<Limit>& limits) {
  if (trace.end == DifferenceBounds::kNone) return;
  for (EventNumber event = 1; event < trace.events.size(); ++event) {
    if (trace.events[event].taken_back) continue;
    if (trace.events[event].happens) {
      limits.push_back({{event, 0}, false, trace.end});
    } else {
      limits.push_back({{0, event}, true, trace.end});
    }
  }
}

Condition condition_of(const Trace& trace, const Limit& limit) {
  Condition condition = compared(trace, limit.order.first, limit.order.second, limit.strictly);
  (is_after_end(limit) ? condition.less : condition.more).fixed += limit.end;
  const std::int64_t common = std::min(condition.less.fixed, condition.more.fixed);
  condition.less.fixed -= common;
  condition.more.fixed -= common;
  return condition;
}

// The order of two events, as far as `bounds` leave it open. REQUIRES: they do.
Condition tie_condition(const Trace& trace, const std::vector<Limit>& limits,
                        DifferenceBounds bounds, const Before& order) {
  const Known ties = at_one_instant(trace, limits, bounds, order);
  Condition condition = compared(trace, order.first, order.second, ties != Known::kBefore);
  if (ties != Known::kOpen) return condition;
  SIM_CHECK(bounds.restrict(order.first, order.second, 0) &&
            bounds.restrict(order.second, order.first, 0));
  condition.at_tie = {tie_condition(trace, limits, bounds, parents_of(trace, order))};
  return condition;
}

template <class RangeOf>
DifferenceBounds bounds_of_causes(const Trace& trace, RangeOf range_of_term) {
  DifferenceBounds bounds;
  for (EventNumber event = 1; event < trace.events.size(); ++event) {
    const TraceEvent& it = trace.events[event];
    std::int64_t low = it.fixed;
    std::int64_t high = it.fixed;
    for (const TraceTerm& term : trace.terms_of(it)) {
      const LatencyRange range = range_of_term(term);
      low += range.low;
      const bool endless = high == DifferenceBounds::kNone || range.high == DifferenceBounds::kNone;
      high = endless ? DifferenceBounds::kNone : high + range.high;
    }
    bounds.add(it.parent, low, high);
  }
  return bounds;
}

// Of the sums as conditions write them: a fixed part is what it is in this trace, a draw may take
// what it takes in any.
DifferenceBounds written_bounds(const Trace& trace, const std::vector<LatencyRange>& ranges) {
  return bounds_of_causes(trace, [&](const TraceTerm& term) {
    return term.low == term.high ? LatencyRange{term.low, term.high} : ranges[term.latency];
  });
}

// Says of each limit which way its tie goes. Begins with all of them as loose as can be, so that
// nothing is taken for known that another limit says only because of this one.
void set_ties(const Trace& trace, const DifferenceBounds& causes, std::vector<Limit>& limits) {
  for (std::size_t i = 0; i < limits.size(); ++i) {
    Limit& limit = limits[i];
    if (limit.end != 0) continue;
    const Known ties = at_one_instant(trace, limits, with_all(causes, limits, i), limit.order);
    limit.strictly = ties != Known::kBefore;
    limit.open = ties == Known::kOpen;
  }
}

}  // namespace

DifferenceBounds causal_bounds(const Trace& trace) {
  return bounds_of_causes(trace, [](const TraceTerm& term) {
    return LatencyRange{term.low, term.high};
  });
}

Condition compared(const Trace& trace, EventNumber less, EventNumber more, bool strictly) {
  Condition condition{{}, {}, strictly};
  // The younger of two events is no ancestor of the older one, so stepping it back is safe.
  while (less != more) {
    if (less > more) {
      add_link(trace, less, condition.less);
      less = trace.events[less].parent;
    } else {
      add_link(trace, more, condition.more);
      more = trace.events[more].parent;
    }
  }
  std::reverse(condition.less.draws.begin(), condition.less.draws.end());
  std::reverse(condition.more.draws.begin(), condition.more.draws.end());
  const std::int64_t common = std::min(condition.less.fixed, condition.more.fixed);
  condition.less.fixed -= common;
  condition.more.fixed -= common;
  return condition;
}

std::vector<Condition> conditions_of(const Trace& trace, const std::vector<EventNumber>& sequence,
                                     const std::vector<LatencyRange>& ranges) {
  std::vector<Limit> limits;
  for (const Before& race : trace.races) limits.push_back({race});
  for (std::size_t i = 0; i + 1 < sequence.size(); ++i) {
    limits.push_back({{sequence[i], sequence[i + 1]}});
  }
  add_end(trace, limits);
  const DifferenceBounds causes = written_bounds(trace, ranges);
  set_ties(trace, causes, limits);
  const std::vector<Limit> all = limits;
  for (std::size_t i = 0; i < limits.size();) {
    if (implied(causes, limits, i)) {
      limits.erase(limits.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    conditions.push_back(condition_of(trace, limits[i]));
    if (!limits[i].open) continue;
    DifferenceBounds tied = with_all(causes, limits, i);
    const Before& order = limits[i].order;
    SIM_CHECK(tied.restrict(order.first, order.second, 0) &&
              tied.restrict(order.second, order.first, 0));
    conditions.back().at_tie = {tie_condition(trace, all, tied, parents_of(trace, order))};
  }
  return conditions;
}

}  // namespace models::analysis
