// A step of a search through the ways that a run can go: a cluster, what is pending, what is known
// of all instants; and how one of the pending events is handled next.
//
// Formula        events are handled in any order that their dependences allow, not in the order of
//                their instants; two events are dependent if their footprints meet. persistent():
//                pending events of which one is handled before anything that could matter to them,
//                in every run in which one of them happens at all
// Timers         what breaks meets everything, and takes back what is under way; a client that has
//                its verdict takes back its timers, a commit the timeout of its write. So in a
//                cluster with faults, watches or synchronous writes every event counts as touching
//                all, pending ones stay in the queue while another is handled, and those that it
//                takes back happen no more. Faults and their ends are at fixed instants, clients'
//                polls for a map at the next whole multiple: REQUIRES what unfit_for_orderings()
//                (fitness.hpp) lets pass
// Ties           as the schedule breaks them; what is open yet stands in the trace's `unsure`
// Shape          a value: a branch is a copy
// Checked by     tests/models/explorer_test.cpp, tests/models/glimpses_test.cpp
// Source         P. Godefroid, Partial-Order Methods for the Verification of Concurrent Systems
//                (1996)
#pragma once

#include <memory>
#include <vector>

#include "models/analysis/trace.hpp"
#include "models/durability/footprint.hpp"

namespace models::analysis {

/// The first draws of each latency, if the params give some; by LatencyId.
using Given = std::vector<std::vector<sim::Duration>>;

struct SearchNode {
  durability::Schedule schedule;
  durability::Cluster cluster;
  Trace trace{};
  std::vector<EventNumber> pending{};
  std::vector<EventNumber> last{};     // by object: which event touched it last
  std::vector<std::uint32_t> drawn{};  // by latency: how often
  std::vector<EventNumber> sleep{};    // pending, but every order with it next is explored
  std::vector<sim::EventId> queued{};  // by event: its number in the queue, if that is kept
  std::shared_ptr<const durability::ClusterParams> params{};

  [[nodiscard]] bool keeps_queue() const { return !queued.empty(); }
};

/// The pending events with what they touch and what they may lead to.
struct Candidates {
  std::vector<EventNumber> events;
  std::vector<durability::Footprint> touched;
  std::vector<durability::Footprint> reached;

  [[nodiscard]] const durability::Footprint& touched_by(EventNumber event) const;
};

[[nodiscard]] Given given_draws(const durability::ClusterParams& params,
                                const durability::Schedule& schedule);

/// The beginning of every way. REQUIRES: at most kMostObjects objects.
[[nodiscard]] SearchNode first_node(const std::shared_ptr<const durability::ClusterParams>& params);

/// Takes what `parent` has scheduled out of the queue, in the order of scheduling.
void take_new(SearchNode& node, const Given& given, EventNumber parent);

/// The memory that it takes, counted in a way that is the same on every machine: what is pending
/// and its bounds, and a share for each object of the cluster.
[[nodiscard]] std::uint64_t bytes_of(const SearchNode& node);

[[nodiscard]] Candidates candidates_of(const SearchNode& node);

/// The smallest persistent set, in the order of the pending events.
[[nodiscard]] std::vector<EventNumber> persistent(const SearchNode& node,
                                                  const Candidates& candidates);

/// Of those that have no smaller one within, the one that touches the first object: what hangs
/// together is searched to its end before anything else is begun.
[[nodiscard]] std::vector<EventNumber> persistent_at_first_object(const SearchNode& node,
                                                                  const Candidates& candidates);

/// Adds to `trace` what it means for the instants that `event` is handled next; false if that has
/// no solution.
[[nodiscard]] bool handle_next(Trace& trace, EventNumber event, const SearchNode& node,
                               const Candidates& candidates);

/// Handles it. REQUIRES: the node's trace has what handle_next() adds.
void handle(SearchNode& node, const Given& given, EventNumber event, const Candidates& candidates);

}  // namespace models::analysis
