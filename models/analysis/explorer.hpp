// Every way a cluster's run can go when each latency may be anywhere in its support.
//
// Formula        events are handled in any order that their dependences allow, not in the order of
//                their instants; two events are dependent if their footprints meet. Of all orders
//                that differ only in independent events one is explored (persistent sets from what
//                events can reach, and sleep sets), and a branch ends as soon as its difference
//                bounds have no solution.
// Ties           as the schedule breaks them; what is open yet stands in the trace's `unsure`
// Randomness     none: draws take no time and stand as terms; a workload's keys and sizes are those
//                of the params' seed. A support counts whole from its least to its greatest
// No memo        an ordering holds its whole past, and each way of the search leads to orderings
//                that no other leads to, so two of its nodes never go on alike. What does meet
//                again is what can be seen at one instant: see glimpses.hpp
// Symmetry       with renamings of equal replicas, a node of the search that is another one's image
//                is left out, and each way is visited under all its names (images.hpp). A node
//                below which something tells the replicas apart stands for itself alone. Of all
//                images of a way the one that would be come to first is come to: nothing that is
//                left out, or asleep, leads to an earlier one
// Shape          depth first; memory is the depth times a cluster and its bounds
// Errors         REQUIRES params for which unfit_for_orderings() (fitness.hpp) finds nothing
// Checked by     tests/models/explorer_test.cpp (against brute force over all small latencies)
// Source         P. Godefroid, Partial-Order Methods for the Verification of Concurrent Systems
//                (1996); R. Ben Salah, M. Bozga, O. Maler, On Interleavings in Timed Automata,
//                CONCUR (2006)
#pragma once

#include <functional>
#include <memory>

#include "models/analysis/images.hpp"
#include "sim/random.hpp"

namespace models::analysis {

struct Exploration {
  std::uint64_t states = 0;   // clusters that were looked at
  std::uint64_t traces = 0;   // ways that were visited, under each name
  std::uint64_t images = 0;   // states that were left out, since their image was searched
  std::uint64_t blocked = 0;  // branches that led only to orders already explored
  std::uint64_t bytes = 0;    // that the nodes take which are begun and not finished, and keys
  bool complete = false;      // all ways were visited
};

/// What is told of each way. False stops.
using VisitTrace = std::function<bool(const Trace&, const Recorded&)>;

/// Asked between states: true ends the exploration early.
using StopAsked = std::function<bool(const Exploration&)>;

struct ExploreOptions {
  sim::Instant until = sim::kNever;  // the run ends here, or when nothing is left to happen
  bool free_ties = false;            // see Trace::free_ties
  // The identity first; what they cannot change (renamings.hpp). Not with free ties.
  std::vector<durability::Renaming> renamings{};
};

/// Visits each way of a run.
Exploration explore(const std::shared_ptr<const durability::ClusterParams>& params,
                    const ExploreOptions& options, const VisitTrace& visit, const StopAsked& stop);

/// About how large a whole exploration is.
struct SizeEstimate {
  double states = 0;
  double ways = 0;
};

/// From random branches, each of which stands for the product of how many there were to choose from
/// on its way, until `most_states` were looked at; one at least is followed to its end.
/// Source: D. Knuth, Estimating the Efficiency of Backtrack Programs (1975)
[[nodiscard]] SizeEstimate estimate_size(
    const std::shared_ptr<const durability::ClusterParams>& params, const ExploreOptions& options,
    std::uint64_t most_states, sim::Stream& luck);

}  // namespace models::analysis
