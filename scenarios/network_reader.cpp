// The part of HardwareReader that reads networks.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/hardware_reader.hpp"

namespace scenarios {

namespace hardware = models::hardware;

namespace {

hardware::PlaceIndex place_called(const std::string& name, hardware::Topology& topology) {
  const auto found = std::find(topology.places.begin(), topology.places.end(), name);
  if (found == topology.places.end()) {
    topology.places.push_back(name);
    return static_cast<hardware::PlaceIndex>(topology.places.size() - 1);
  }
  return static_cast<hardware::PlaceIndex>(found - topology.places.begin());
}

// "node7", which nobody calls a place that is not a node.
bool looks_like_a_node(std::string_view name) {
  constexpr std::string_view kNode = "node";
  if (!name.starts_with(kNode) || name.size() == kNode.size()) return false;
  name.remove_prefix(kNode.size());
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

void HardwareReader::check_place(const Text& name, std::size_t nodes) {
  if (!looks_like_a_node(name.text)) return;
  for (std::size_t i = 0; i < nodes; ++i) {
    if (name.text == fmt::format("node{}", i)) return;
  }
  problems_.report(name.place, fmt::format("there is no {}", name.text),
                   fmt::format("the cluster's nodes are node0 to node{}", nodes - 1));
}

void HardwareReader::apply_network(const Fields& fields, NetworkDraft& network) {
  if (fields.has("latency")) network.latency = latency(fields, "latency");
  if (const auto jitter = fields.latency("jitter")) {
    network.jitter = hardware::Latency{jitter->distribution, {}};
  }
  if (const auto rate = fields.rate("bandwidth")) network.bandwidth = *rate;
}

hardware::Topology HardwareReader::network(const Fields& cluster, std::vector<std::string> nodes,
                                           const std::vector<Text>& places,
                                           std::vector<HardwareSource>& sources) {
  const std::size_t node_count = nodes.size();
  for (const Text& place : places) check_place(place, node_count);
  const Sourced<NetworkDraft> draft = network_draft(cluster);
  if (!draft.source.how.empty()) sources.push_back(draft.source);

  const auto form = cluster.chosen("network");
  if (form && form->fields && form->fields->has("links")) {
    hardware::Topology topology{std::move(nodes), {}};
    apply_links(*form->fields, draft.params, topology, sources);
    for (const Text& place : places) place_called(place.text, topology);
    check_reachable(topology, node_count, cluster);
    return topology;
  }
  for (const Text& place : places) {
    const bool known = std::find(nodes.begin(), nodes.end(), place.text) != nodes.end();
    if (!known) nodes.push_back(place.text);
  }
  const NetworkDraft& network = draft.params;
  return network.bandwidth
             ? hardware::star(std::move(nodes), network.latency, network.jitter, *network.bandwidth)
             : hardware::full_mesh(std::move(nodes), network.latency, network.jitter);
}

void HardwareReader::apply_links(const Fields& network, const NetworkDraft& base,
                                 hardware::Topology& topology,
                                 std::vector<HardwareSource>& sources) {
  const std::size_t nodes = topology.places.size();
  for (const Fields& link : network.list("links")) {
    const std::vector<Text> ends = link.texts("between");
    if (ends.size() != 2 || ends[0].text == ends[1].text) {
      problems_.report(link.place("between"), "a link joins two different places",
                       "write between: [node0, switch]");
      continue;
    }
    check_place(ends[0], nodes);
    check_place(ends[1], nodes);
    NetworkDraft draft = base;
    if (const auto name = link.identifier("profile")) {
      HardwareSource source{"network/" + ends[0].text + "-" + ends[1].text, {}, {}, {}, {}, {}};
      if (const auto inner = profile(*name, "network", link.place("profile"), source)) {
        draft = {};
        apply_network(*inner, draft);
        sources.push_back(source);
      }
    }
    apply_network(link, draft);
    const auto a = place_called(ends[0].text, topology);
    const auto b = place_called(ends[1].text, topology);
    topology.links.push_back({a, b, draft.latency, draft.jitter, draft.bandwidth});
    topology.links.push_back({b, a, draft.latency, draft.jitter, draft.bandwidth});
  }
}

void HardwareReader::check_reachable(const hardware::Topology& topology, std::size_t nodes,
                                     const Fields& cluster) {
  const hardware::Routes routes(topology);
  for (hardware::PlaceIndex to = 1; to < topology.places.size(); ++to) {
    if (routes.reachable(0, to) && routes.reachable(to, 0)) continue;
    const std::string_view what = to < nodes ? "node" : "place";
    problems_.report(cluster.place("network"),
                     fmt::format("no route joins node0 and the {} {}", what, topology.places[to]),
                     "every node and place must hang on the network");
  }
}

}  // namespace scenarios
