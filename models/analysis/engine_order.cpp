#include "models/analysis/engine_order.hpp"

namespace models::analysis {

Known order_of_ties(const Trace& trace, const DifferenceBounds& bounds, EventNumber a,
                    EventNumber b) {
  const TraceEvent& one = trace.events[a];
  const TraceEvent& other = trace.events[b];
  if (one.phase != other.phase) return one.phase < other.phase ? Known::kBefore : Known::kAfter;
  if (trace.free_ties) return trace.precedes(b, a) ? Known::kAfter : Known::kBefore;
  if (one.parent == other.parent) {
    return one.birth < other.birth ? Known::kBefore : Known::kAfter;
  }
  if (one.parent == 0) return Known::kBefore;
  if (other.parent == 0) return Known::kAfter;
  return order_of(trace, bounds, one.parent, other.parent);
}

Known order_of(const Trace& trace, const DifferenceBounds& bounds, EventNumber a, EventNumber b) {
  if (bounds.implies(a, b, -1)) return Known::kBefore;
  if (bounds.implies(b, a, -1)) return Known::kAfter;
  const bool never_later = bounds.implies(a, b, 0);
  const bool never_earlier = bounds.implies(b, a, 0);
  if (!never_later && !never_earlier) return Known::kOpen;
  const Known ties = order_of_ties(trace, bounds, a, b);
  if (never_later && ties == Known::kBefore) return ties;
  if (never_earlier && ties == Known::kAfter) return ties;
  return Known::kOpen;
}

bool split_before(const Trace& trace, const DifferenceBounds& bounds, EventNumber a, EventNumber b,
                  const std::function<bool(const DifferenceBounds&)>& visit) {
  const Known known = order_of(trace, bounds, a, b);
  if (known == Known::kBefore) return visit(bounds);
  if (known == Known::kAfter) return true;
  const Known ties = order_of_ties(trace, bounds, a, b);
  DifferenceBounds narrowed = bounds;
  if (ties != Known::kOpen) {
    if (!narrowed.restrict(a, b, ties == Known::kBefore ? 0 : -1)) return true;
    return visit(narrowed);
  }
  if (narrowed.restrict(a, b, -1) && !visit(narrowed)) return false;
  DifferenceBounds tied = bounds;
  if (!tied.restrict(a, b, 0) || !tied.restrict(b, a, 0)) return true;
  return split_before(trace, tied, trace.events[a].parent, trace.events[b].parent, visit);
}

bool split_all(const Trace& trace, const DifferenceBounds& bounds, std::span<const Before> befores,
               const std::function<bool(const DifferenceBounds&)>& visit) {
  if (befores.empty()) return visit(bounds);
  return split_before(trace, bounds, befores.front().first, befores.front().second,
                      [&](const DifferenceBounds& narrowed) {
                        return split_all(trace, narrowed, befores.subspan(1), visit);
                      });
}

}  // namespace models::analysis
