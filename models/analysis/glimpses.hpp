// All that a look at the whole cluster can see, at any instant: the ways that a run can go, each
// cut at an instant of which nothing is known.
//
// A cut is one more unknown of the difference bounds; events before it happen, the others do not.
// What came before the cut in which order does not matter to what is seen there, so nodes of the
// search from which everything goes on alike need be searched once. An ordering is not so: it holds
// its whole past, and no two ways of it ever meet again.
// Formula        persistent sets (search_node.hpp), with one branch more: none of the set happens
//                before the cut. Of two nodes with equal worlds (durability/world_words.hpp) and
//                equal dependences the one is left out whose closed difference bounds lie within
//                the other's; the bounds are those of what is pending, what touched last what can
//                still be touched, and all that ties between these hang on. Sleep sets are not
//                kept: a node that they cut short could not stand for another
// Symmetry       nodes that a renaming of equal replicas makes equal are equal too, and what is
//                seen is seen under all names. That is exact as long as what is sent to two such
//                replicas at once stays apart; where it does not, `symmetric` is false and the
//                search is to be repeated without renamings
// Ties           as the schedule breaks them; open ones split a node in parts
// Randomness     none; worlds are told apart by 128 bits of digest
// Shape          depth first. `bytes` counts what is kept of all nodes so far, in a way that is the
//                same on every machine
// Errors         REQUIRES params for which unfit_for_orderings() (fitness.hpp) finds nothing
// Checked by     tests/models/glimpses_test.cpp (against brute force over all small latencies)
// Source         D. Dill, Timing Assumptions and Verification of Finite-State Concurrent Systems
//                (1989); C. Daws, S. Tripakis, Model Checking of Real-Time Reachability Properties
//                Using Abstractions, TACAS (1998)
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "models/analysis/renamings.hpp"
#include "models/durability/cluster.hpp"

namespace models::analysis {

struct Glimpses {
  std::uint64_t states = 0;  // nodes of the search
  std::uint64_t merged = 0;  // of these, left out since an equal one was searched
  std::uint64_t cuts = 0;    // ways and instants that were seen
  std::uint64_t bytes = 0;   // that the nodes kept take
  bool complete = false;
  bool symmetric = true;  // false: renamings do not hold here, and nothing that was seen counts
};

/// A cluster, and from when to when it can be seen under the name given to each node; `last` may be
/// the end of the run. False stops.
using SeeGlimpse = std::function<bool(const durability::Cluster&, const durability::Renaming&,
                                      sim::Instant first, sim::Instant last)>;

/// Asked between nodes: true ends the search early.
using StopGlimpses = std::function<bool(const Glimpses&)>;

/// Sees everything that can be seen of these keys up to `until`; of the cluster that is handed on
/// no others count. REQUIRES: the first renaming changes nothing.
[[nodiscard]] Glimpses glimpse(const std::shared_ptr<const durability::ClusterParams>& params,
                               sim::Instant until, std::span<const durability::KeyIndex> looked_at,
                               const std::vector<durability::Renaming>& renamings,
                               const SeeGlimpse& see, const StopGlimpses& stop);

}  // namespace models::analysis
