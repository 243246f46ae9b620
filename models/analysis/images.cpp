#include "models/analysis/images.hpp"

#include <algorithm>
#include <numeric>

#include "models/durability/vbucket_map.hpp"
#include "models/durability/world_words.hpp"
#include "sim/digest.hpp"

namespace models::analysis {

using durability::ClusterParams;
using durability::NodeIndex;
using durability::Renaming;

namespace {

constexpr std::uint32_t kNoTurn = 0xFFFFFFFF;

// The movable nodes in the order of all chains of keys; empty if two chains do not agree.
std::vector<std::uint32_t> turns_in_chains(const ClusterParams& params,
                                           const std::vector<bool>& movable) {
  const auto nodes = static_cast<std::uint32_t>(params.nodes.size());
  std::vector<std::uint32_t> turns;
  for (durability::KeyIndex key = 0; key < params.keys.size(); ++key) {
    const durability::Chain chain = durability::chain_of(
        params.keys.vbucket(key), nodes, params.buckets[params.keys.bucket(key)].replicas);
    std::vector<std::uint32_t> of_key(nodes, kNoTurn);
    for (const NodeIndex node : chain.all()) {
      if (movable[node]) of_key[node] = chain.index_of(node);
    }
    const bool none = std::all_of(of_key.begin(), of_key.end(),
                                  [](std::uint32_t turn) { return turn == kNoTurn; });
    if (none) continue;
    if (turns.empty()) turns = of_key;
    for (NodeIndex a = 0; a < nodes; ++a) {
      for (NodeIndex b = 0; b < nodes; ++b) {
        if ((turns[a] < turns[b]) != (of_key[a] < of_key[b])) return {};
      }
    }
  }
  return turns;
}

// In the order of latencies.hpp.
std::vector<sim::LatencyId> renamed_latencies(const ClusterParams& params,
                                              const Renaming& renaming) {
  constexpr sim::LatencyId kOfNode = 4;
  std::vector<sim::LatencyId> of_link;
  sim::LatencyId next = 0;
  for (const hardware::LinkParams& link : params.topology.links) {
    of_link.push_back(next);
    next += link.jitter ? 2 : 1;
  }
  const sim::LatencyId of_nodes = next;
  std::vector<sim::LatencyId> renamed;
  for (hardware::LinkIndex i = 0; i < renaming.links.size(); ++i) {
    renamed.push_back(of_link[renaming.links[i]]);
    if (params.topology.links[i].jitter) renamed.push_back(of_link[renaming.links[i]] + 1);
  }
  for (const NodeIndex node : renaming.nodes) {
    for (sim::LatencyId i = 0; i < kOfNode; ++i) renamed.push_back(of_nodes + kOfNode * node + i);
  }
  return renamed;
}

// What is still to be said of an event besides whose child it is.
std::uint64_t state_of(const Trace& trace, const std::vector<EventNumber>& pending,
                       EventNumber event) {
  const TraceEvent& it = trace.events[event];
  const bool waits = std::binary_search(pending.begin(), pending.end(), event);
  // Of what waits it may be settled already that it comes before the run is over.
  const bool comes = waits && trace.bounds.latest(event) <= trace.end;
  return static_cast<std::uint64_t>(it.what.index()) << 3 | (it.happens ? 4U : 0U) |
         (waits ? 2U : 0U) | (comes ? 1U : 0U);
}

// The events in an order that hangs on births alone: generation by generation. Siblings have
// numbers in a row.
struct Family {
  Family(const Trace& trace, const std::vector<std::uint32_t>& births)
      : children(births.size(), 0), number(births.size(), 0) {
    std::vector<EventNumber> first_child(births.size(), 0);
    for (auto event = static_cast<EventNumber>(births.size() - 1); event > 0; --event) {
      const EventNumber parent = trace.events[event].parent;
      first_child[parent] = event;
      ++children[parent];
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      const EventNumber parent = order[i];
      number[parent] = i;
      const std::size_t end = order.size();
      order.resize(end + children[parent]);
      for (EventNumber child = 0; child < children[parent]; ++child) {
        const EventNumber event = first_child[parent] + child;
        order[end + births[event]] = event;
      }
    }
  }

  std::vector<EventNumber> order{0};
  std::vector<EventNumber> children;  // how many
  std::vector<std::uint64_t> number;  // its place in the order
};

}  // namespace

std::vector<bool> movable_nodes(const std::vector<Renaming>& renamings) {
  std::vector<bool> movable;
  for (const Renaming& renaming : renamings) {
    movable.resize(renaming.nodes.size());
    for (NodeIndex i = 0; i < renaming.nodes.size(); ++i) {
      movable[i] = movable[i] || renaming.nodes[i] != i;
    }
  }
  return movable;
}

bool stay_apart(const Trace& trace, const Candidates& candidates,
                const std::vector<bool>& movable) {
  for (std::size_t i = 0; i < candidates.events.size(); ++i) {
    const TraceEvent& one = trace.events[candidates.events[i]];
    if (one.node == kNoNode || !movable[one.node]) continue;
    for (std::size_t j = 0; j < candidates.events.size(); ++j) {
      const TraceEvent& other = trace.events[candidates.events[j]];
      if (i == j || one.parent != other.parent || one.node == other.node) continue;
      if (other.node == kNoNode || !movable[other.node]) continue;
      if ((candidates.reached[i] & candidates.reached[j]).any()) return false;
    }
  }
  return true;
}

Images::Images(const ClusterParams& params, std::vector<Renaming> renamings)
    : renamings_(std::move(renamings)), movable_(movable_nodes(renamings_)) {
  if (!on()) return;
  turn_ = turns_in_chains(params, movable_);
  if (turn_.empty()) renamings_.resize(1);
  for (const Renaming& renaming : renamings_) {
    latencies_.push_back(renamed_latencies(params, renaming));
  }
}

void Images::name_new(SearchNode& node, EventNumber first_new) const {
  auto& events = node.trace.events;
  for (EventNumber event = first_new; event < events.size(); ++event) {
    const auto whose = durability::WorldWords::node_of(node.cluster, events[event].what);
    if (whose) events[event].node = *whose;
  }
}

// Siblings of one kind that follow one another in the order of the chain were sent at once.
std::vector<std::uint32_t> Images::births_of(const Trace& trace, std::size_t renaming) const {
  std::vector<std::uint32_t> births;
  for (const TraceEvent& event : trace.events) births.push_back(event.birth);
  const auto moves = [&](EventNumber event) {
    return trace.events[event].node != kNoNode && movable_[trace.events[event].node];
  };
  for (EventNumber first = 1; first < births.size();) {
    EventNumber end = first + 1;
    while (moves(first) && end < births.size() && moves(end)) {
      const TraceEvent& one = trace.events[end - 1];
      const TraceEvent& other = trace.events[end];
      const bool beside = one.parent == other.parent && one.what.index() == other.what.index();
      if (!beside || turn_[one.node] >= turn_[other.node]) break;
      ++end;
    }
    for (EventNumber event = first; event < end; ++event) {
      if (!moves(event)) continue;
      births[event] = trace.events[first].birth;
      const std::uint32_t turn = turn_[name_of(trace.events[event].node, renaming)];
      for (EventNumber other = first; other < end; ++other) {
        if (turn_[name_of(trace.events[other].node, renaming)] < turn) ++births[event];
      }
    }
    first = end;
  }
  return births;
}

Images::Key Images::key_of(const Trace& trace, const std::vector<EventNumber>& pending,
                           std::size_t renaming) const {
  const Family family(trace, births_of(trace, renaming));
  sim::Digest one;
  sim::Digest other;
  other.add(1);
  const auto add = [&](std::uint64_t word) {
    one.add(word);
    other.add(word);
  };
  for (const EventNumber event : family.order) {
    add(family.children[event]);
    add(state_of(trace, pending, event));
    add(name_of(trace.events[event].node, renaming));
  }
  std::vector<std::uint64_t> neighbours;
  for (const Before& pair : trace.dependences) {
    neighbours.push_back(family.number[pair.first] << 32 | family.number[pair.second]);
  }
  std::sort(neighbours.begin(), neighbours.end());
  neighbours.erase(std::unique(neighbours.begin(), neighbours.end()), neighbours.end());
  for (const std::uint64_t pair : neighbours) add(pair);
  return {one.value(), other.value()};
}

Images::Key Images::least_key_of(const SearchNode& node) const {
  Key least = key_of(node.trace, node.pending, 0);
  for (std::size_t i = 1; i < count(); ++i) {
    least = std::min(least, key_of(node.trace, node.pending, i));
  }
  return least;
}

Trace Images::trace_of(const Trace& trace, std::size_t renaming) const {
  Trace image = trace;
  const std::vector<std::uint32_t> births = births_of(trace, renaming);
  for (EventNumber event = 1; event < image.events.size(); ++event) {
    TraceEvent& it = image.events[event];
    it.birth = births[event];
    it.node = name_of(it.node, renaming);
    if (auto* done = std::get_if<durability::CpuDone>(&it.what)) {
      done->node = name_of(done->node, renaming);
    }
    if (auto* done = std::get_if<durability::DiskDone>(&it.what)) {
      done->node = name_of(done->node, renaming);
    }
    if (auto* sent = std::get_if<hardware::Transmitted>(&it.what)) {
      sent->link = renamings_[renaming].links[sent->link];
    }
  }
  for (TraceTerm& term : image.terms) term.latency = latencies_[renaming][term.latency];
  return image;
}

durability::Outcome Images::outcome_of(const durability::Outcome& outcome,
                                       std::size_t renaming) const {
  durability::Outcome image = outcome;
  for (durability::Change& change : image.changes) change.node = name_of(change.node, renaming);
  for (durability::Reply& reply : image.replies) {
    for (durability::NodeAnswer& answer : reply.answers) {
      answer.node = name_of(answer.node, renaming);
    }
  }
  return image;
}

}  // namespace models::analysis
