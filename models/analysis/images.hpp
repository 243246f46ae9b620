// The same way of a run under other names: what one equal replica did is what another could do.
//
// Formula        an image has the way's events and bounds, and new names for nodes, links and their
//                latencies. What was sent to several replicas at once was sent in the order of the
//                partition's chain, and is in the image too
// Exact          as long as what is sent to two such replicas at once stays apart: its order at one
//                instant then matters to no other event. Where it does not, a way has no images
// Keys           a way's key is the tree of its causes, in the order of births, with the direct
//                neighbours on every object: it fixes the way, so equal keys are equal ways
// Shape          pure; off unless there is a renaming besides the identity
// Checked by     tests/models/images_test.cpp
#pragma once

#include <array>
#include <vector>

#include "models/analysis/search_node.hpp"
#include "models/durability/renaming.hpp"

namespace models::analysis {

/// What a finished way recorded, as long as it is visited; its changes name events of the trace.
struct Recorded {
  const durability::Outcome& outcome;
  std::vector<std::optional<durability::ClientVerdict>> verdicts;  // of watches
};

/// By node: whether some renaming gives it another name.
[[nodiscard]] std::vector<bool> movable_nodes(const std::vector<durability::Renaming>& renamings);

/// Whether no two candidates that one event sent to two movable nodes can ever meet.
[[nodiscard]] bool stay_apart(const Trace& trace, const Candidates& candidates,
                              const std::vector<bool>& movable);

class Images {
 public:
  using Key = std::array<std::uint64_t, 2>;

  /// REQUIRES: the first renaming changes nothing.
  Images(const durability::ClusterParams& params, std::vector<durability::Renaming> renamings);

  [[nodiscard]] bool on() const { return renamings_.size() > 1; }
  [[nodiscard]] std::size_t count() const { return renamings_.size(); }

  /// Notes whose work the events are that were born last. REQUIRES: they are pending in the node.
  void name_new(SearchNode& node, EventNumber first_new) const;

  /// Whether this node of the search has images.
  [[nodiscard]] bool hold(const SearchNode& node, const Candidates& candidates) const {
    return stay_apart(node.trace, candidates, movable_);
  }

  /// Of the image under the renaming of that number.
  [[nodiscard]] Key key_of(const Trace& trace, const std::vector<EventNumber>& pending,
                           std::size_t renaming) const;
  /// The least under all renamings: equal for a node and its images.
  [[nodiscard]] Key least_key_of(const SearchNode& node) const;

  [[nodiscard]] Trace trace_of(const Trace& trace, std::size_t renaming) const;
  [[nodiscard]] durability::Outcome outcome_of(const durability::Outcome& outcome,
                                               std::size_t renaming) const;

 private:
  [[nodiscard]] std::vector<std::uint32_t> births_of(const Trace& trace,
                                                     std::size_t renaming) const;
  [[nodiscard]] durability::NodeIndex name_of(durability::NodeIndex node,
                                              std::size_t renaming) const {
    return node == kNoNode ? kNoNode : renamings_[renaming].nodes[node];
  }

  std::vector<durability::Renaming> renamings_;
  std::vector<bool> movable_;
  std::vector<std::uint32_t> turn_;                     // by movable node: who is sent to first
  std::vector<std::vector<sim::LatencyId>> latencies_;  // by renaming: each latency's new number
};

}  // namespace models::analysis
