#include "models/analysis/orderings.hpp"

#include <algorithm>

#include "models/analysis/engine_order.hpp"

namespace models::analysis {

namespace {

// Whether no other must come before it.
bool can_be_first(const Trace& trace, const DifferenceBounds& bounds, EventNumber next,
                  const std::vector<EventNumber>& left) {
  return std::all_of(left.begin(), left.end(), [&](EventNumber other) {
    return other == next || order_of(trace, bounds, next, other) != Known::kAfter;
  });
}

class Sequences {
 public:
  Sequences(const Trace& trace, const VisitSequence& visit) : trace_(trace), visit_(visit) {}

  bool extend(const DifferenceBounds& bounds, const std::vector<EventNumber>& left) {
    if (left.empty()) return visit_(sequence_, bounds);
    for (const EventNumber next : left) {
      if (!can_be_first(trace_, bounds, next, left)) continue;
      if (trace_.free_ties && comes_later(next, left)) continue;
      DifferenceBounds narrowed = bounds;
      std::vector<EventNumber> others;
      bool possible = true;
      for (const EventNumber other : left) {
        if (other == next) continue;
        others.push_back(other);
        possible = possible && narrowed.restrict(next, other, 0);
      }
      if (possible && !append(narrowed, next, others)) return false;
    }
    return true;
  }

 private:
  // Free ties leave it to the trace what cannot be exchanged at one instant.
  [[nodiscard]] bool comes_later(EventNumber next, const std::vector<EventNumber>& left) const {
    return std::any_of(left.begin(), left.end(),
                       [&](EventNumber other) { return trace_.precedes(other, next); });
  }

  bool append(const DifferenceBounds& bounds, EventNumber next,
              const std::vector<EventNumber>& others) {
    const auto go_on = [&](const DifferenceBounds& narrowed) {
      sequence_.push_back(next);
      const bool more = extend(narrowed, others);
      sequence_.pop_back();
      return more;
    };
    if (sequence_.empty()) return go_on(bounds);
    return split_before(trace_, bounds, sequence_.back(), next, go_on);
  }

  const Trace& trace_;
  const VisitSequence& visit_;
  std::vector<EventNumber> sequence_;
};

}  // namespace

TraceMoments moments_of(const Recorded& recorded, const durability::ClusterParams& params) {
  TraceMoments result;
  result.told = told_in(recorded.outcome, recorded.verdicts);
  for (const MomentOf& one : moments_of(recorded.outcome, params)) {
    const auto event = static_cast<EventNumber>(one.event);
    const auto group =
        std::find_if(result.groups.begin(), result.groups.end(),
                     [&](const TraceMoments::Group& known) { return known.event == event; });
    if (group == result.groups.end()) {
      result.groups.push_back({event, {one.moment}});
    } else {
      group->moments.push_back(one.moment);
    }
  }
  return result;
}

bool for_each_sequence(const Trace& trace, const DifferenceBounds& bounds,
                       const std::vector<EventNumber>& events, const VisitSequence& visit) {
  return split_all(trace, bounds, trace.unsure, [&](const DifferenceBounds& narrowed) {
    return Sequences(trace, visit).extend(narrowed, events);
  });
}

double estimate_sequences(const Trace& trace, const std::vector<EventNumber>& events,
                          std::size_t probes, sim::Stream& luck) {
  double sum = 0;
  for (std::size_t probe = 0; probe < probes; ++probe) {
    DifferenceBounds bounds = trace.bounds;
    std::vector<EventNumber> left = events;
    double product = 1;
    while (!left.empty()) {
      std::vector<EventNumber> next;
      for (const EventNumber one : left) {
        if (can_be_first(trace, bounds, one, left)) next.push_back(one);
      }
      product *= static_cast<double>(next.size());
      if (next.empty()) break;
      const auto chosen =
          static_cast<std::size_t>(luck.uniform() * static_cast<double>(next.size()));
      left.erase(std::find(left.begin(), left.end(), next[chosen]));
      for (const EventNumber other : left) {
        if (!bounds.restrict(next[chosen], other, 0)) product = 0;
      }
    }
    sum += product;
  }
  return sum / static_cast<double>(probes);
}

Ordering ordering_of(const TraceMoments& moments, const std::vector<EventNumber>& sequence) {
  Ordering ordering{{}, moments.told};
  for (const EventNumber event : sequence) {
    const auto group =
        std::find_if(moments.groups.begin(), moments.groups.end(),
                     [&](const TraceMoments::Group& one) { return one.event == event; });
    SIM_CHECK(group != moments.groups.end());
    ordering.moments.insert(ordering.moments.end(), group->moments.begin(), group->moments.end());
  }
  return ordering;
}

}  // namespace models::analysis
