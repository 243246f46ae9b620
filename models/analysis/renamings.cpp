#include "models/analysis/renamings.hpp"

#include <algorithm>
#include <numeric>

#include "models/analysis/fitness.hpp"
#include "models/durability/latencies.hpp"
#include "models/durability/vbucket_map.hpp"
#include "models/hardware/topology.hpp"

namespace models::analysis {

using durability::ClusterParams;
using durability::NodeIndex;
using durability::NodeParams;
using durability::Renaming;
using hardware::LinkIndex;
using hardware::LinkParams;
using hardware::PlaceIndex;

namespace {

bool alike(const hardware::Latency& a, const hardware::Latency& b) {
  return a.distribution == b.distribution && a.turns.empty() && b.turns.empty();
}

bool alike(const NodeParams& a, const NodeParams& b) {
  const bool capped = a.disk.requests || a.disk.bytes || b.disk.requests || b.disk.bytes;
  return !capped && a.cpu.cores == b.cpu.cores && a.cpu.discipline == b.cpu.discipline &&
         alike(a.cpu.per_operation, b.cpu.per_operation) && a.cpu.per_kib == b.cpu.per_kib &&
         alike(a.disk.write, b.disk.write) && alike(a.disk.sync, b.disk.sync) &&
         alike(a.disk.read, b.disk.read) && a.disk.bandwidth == b.disk.bandwidth &&
         a.disk.channels == b.disk.channels && a.disk.batch == b.disk.batch;
}

bool alike(const LinkParams& a, const LinkParams& b) {
  const bool jitters =
      a.jitter.has_value() == b.jitter.has_value() && (!a.jitter || alike(*a.jitter, *b.jitter));
  return jitters && alike(a.latency, b.latency) && a.bandwidth == b.bandwidth;
}

// What makes names or instants matter that a renaming would have to carry along.
bool tells_nodes_apart(const ClusterParams& params) {
  const bool commands =
      std::any_of(params.steps.begin(), params.steps.end(), [](const durability::Step& step) {
        return !std::holds_alternative<durability::OperationStep>(step.what);
      });
  return commands || takes_back(params) || has_turns(params) || !params.draws.empty() ||
         !params.generators.empty();
}

// Of each partition with keys both are replicas or neither has a part in it.
bool hold_the_same(const ClusterParams& params, NodeIndex a, NodeIndex b) {
  const auto nodes = static_cast<std::uint32_t>(params.nodes.size());
  for (durability::KeyIndex key = 0; key < params.keys.size(); ++key) {
    const durability::Chain chain = durability::chain_of(
        params.keys.vbucket(key), nodes, params.buckets[params.keys.bucket(key)].replicas);
    const std::uint32_t first = chain.index_of(a);
    const std::uint32_t second = chain.index_of(b);
    if (first == 0 || second == 0) return false;
    if ((first == chain.length) != (second == chain.length)) return false;
  }
  return true;
}

std::vector<std::vector<NodeIndex>> groups_of(const ClusterParams& params) {
  std::vector<std::vector<NodeIndex>> groups;
  for (NodeIndex node = 0; node < params.nodes.size(); ++node) {
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) {
      return alike(params.nodes[one.front()], params.nodes[node]) &&
             hold_the_same(params, one.front(), node);
    });
    if (group == groups.end()) {
      groups.push_back({node});
    } else {
      group->push_back(node);
    }
  }
  return groups;
}

// Messages sent to both at one instant must not wait for one another: the first one would be told
// from the second.
bool share_a_wire(const hardware::Topology& topology, const hardware::Routes& routes, PlaceIndex a,
                  PlaceIndex b) {
  for (PlaceIndex from = 0; from < topology.places.size(); ++from) {
    for (const LinkIndex link : routes.route(from, a)) {
      const auto& other = routes.route(from, b);
      const bool shared = std::find(other.begin(), other.end(), link) != other.end();
      if (shared && topology.links[link].bandwidth) return true;
    }
  }
  return false;
}

// The links under the new names; none if some pair of places is joined otherwise then.
std::optional<Renaming> with_links(const ClusterParams& params, std::vector<NodeIndex> nodes) {
  const hardware::Topology& topology = params.topology;
  std::vector<PlaceIndex> places(topology.places.size());
  std::iota(places.begin(), places.end(), 0);
  for (NodeIndex node = 0; node < nodes.size(); ++node) {
    places[topology.place(params.nodes[node].name)] =
        topology.place(params.nodes[nodes[node]].name);
  }
  std::vector<LinkIndex> links(topology.links.size());
  std::vector<bool> taken(links.size());
  for (LinkIndex i = 0; i < links.size(); ++i) {
    const LinkParams& link = topology.links[i];
    LinkIndex other = 0;
    while (other < links.size() &&
           (taken[other] || topology.links[other].from != places[link.from] ||
            topology.links[other].to != places[link.to])) {
      ++other;
    }
    if (other == links.size() || !alike(link, topology.links[other])) return std::nullopt;
    taken[other] = true;
    links[i] = other;
  }
  const hardware::Routes routes(topology);
  for (PlaceIndex place = 0; place < places.size(); ++place) {
    if (places[place] == place) continue;
    if (share_a_wire(topology, routes, place, places[place])) return std::nullopt;
  }
  for (PlaceIndex from = 0; from < places.size(); ++from) {
    for (PlaceIndex to = 0; to < places.size(); ++to) {
      std::vector<LinkIndex> renamed = routes.route(from, to);
      for (LinkIndex& link : renamed) link = links[link];
      if (renamed != routes.route(places[from], places[to])) return std::nullopt;
    }
  }
  return Renaming{std::move(nodes), std::move(links)};
}

}  // namespace

bool has_turns(const ClusterParams& params) {
  const auto named = durability::latencies_of(params);
  return std::any_of(named.begin(), named.end(), [](const durability::NamedLatency& one) {
    return !one.latency->turns.empty();
  });
}

std::vector<Renaming> renamings_of(const ClusterParams& params) {
  std::vector<NodeIndex> same(params.nodes.size());
  std::iota(same.begin(), same.end(), 0);
  std::vector<LinkIndex> links(params.topology.links.size());
  std::iota(links.begin(), links.end(), 0);
  std::vector<Renaming> renamings{{same, links}};
  if (tells_nodes_apart(params)) return renamings;
  for (const std::vector<NodeIndex>& group : groups_of(params)) {
    std::vector<NodeIndex> image = group;
    std::vector<Renaming> all;
    while (std::next_permutation(image.begin(), image.end())) {
      if (all.size() + 1 == kMostRenamings) return renamings;
      std::vector<NodeIndex> nodes = same;
      for (std::size_t i = 0; i < group.size(); ++i) nodes[group[i]] = image[i];
      auto renaming = with_links(params, std::move(nodes));
      // What does not hold for one exchange is not asked of the others: no group of names is left.
      if (!renaming) break;
      all.push_back(std::move(*renaming));
    }
    const bool whole = image == group;  // the permutations have come round
    if (whole && all.size() > renamings.size() - 1) {
      renamings.resize(1);
      renamings.insert(renamings.end(), all.begin(), all.end());
    }
  }
  return renamings;
}

}  // namespace models::analysis
