// The orderings that one trace allows: in which its moments can follow one another.
//
// Formula        depth first over "which event with a moment is next": it must be before all others
//                that are left, as the schedule breaks ties; a branch ends when the bounds have no
//                solution
// Shape          each ordering may be visited several times with bounds that share no solution;
//                their union is exact
// Checked by     tests/models/explorer_test.cpp
#pragma once

#include <functional>

#include "models/analysis/images.hpp"
#include "models/analysis/moments.hpp"
#include "models/analysis/trace.hpp"
#include "sim/random.hpp"

namespace models::analysis {

/// The moments of a trace, by event.
struct TraceMoments {
  struct Group {
    EventNumber event = 0;
    std::vector<Moment> moments;
  };
  std::vector<Group> groups;
  std::vector<Told> told;

  /// The events that have moments.
  [[nodiscard]] std::vector<EventNumber> events() const {
    std::vector<EventNumber> all;
    for (const Group& group : groups) all.push_back(group.event);
    return all;
  }
};

[[nodiscard]] TraceMoments moments_of(const Recorded& recorded,
                                      const durability::ClusterParams& params);

/// Calls visit(sequence, bounds) for each order in which the events can follow one another; within
/// `bounds` it is that order in every solution. False stops. REQUIRES: all of them happen.
using VisitSequence =
    std::function<bool(const std::vector<EventNumber>& sequence, const DifferenceBounds& bounds)>;
bool for_each_sequence(const Trace& trace, const DifferenceBounds& bounds,
                       const std::vector<EventNumber>& events, const VisitSequence& visit);

/// About how many sequences for_each_sequence() would visit, from `probes` random ones: each stands
/// for the product of how many events could have been next on its way.
/// Source: D. Knuth, Estimating the Efficiency of Backtrack Programs (1975)
[[nodiscard]] double estimate_sequences(const Trace& trace, const std::vector<EventNumber>& events,
                                        std::size_t probes, sim::Stream& luck);

/// The ordering of a sequence of the groups' events.
[[nodiscard]] Ordering ordering_of(const TraceMoments& moments,
                                   const std::vector<EventNumber>& sequence);

}  // namespace models::analysis
