#include "models/hardware/topology.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <limits>

#include "sim/check.hpp"

namespace models::hardware {

namespace {

// The length of a path: mean nanoseconds first, then hops. Both are facts of the paths alone, so
// the least length is the same on every machine, whatever order a heap keeps equals in.
struct Length {
  double mean = 0;
  std::uint32_t hops = 0;
};

bool operator==(const Length& a, const Length& b) { return a.mean == b.mean && a.hops == b.hops; }
struct Shorter {
  bool operator()(const Length& a, const Length& b) const {
    return a.mean != b.mean ? a.mean < b.mean : a.hops < b.hops;
  }
};
struct Sum {
  Length operator()(const Length& a, const Length& b) const {
    return {a.mean + b.mean, a.hops + b.hops};
  }
};

constexpr Length kUnreachable{std::numeric_limits<double>::infinity(), 0xFFFFFFFF};

struct Edge {
  Length length;
};
using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Edge>;

Length length_of(const LinkParams& link) {
  const double jitter = link.jitter ? link.jitter->distribution.mean() : 0;
  return {link.latency.distribution.mean() + jitter, 1};
}

Graph graph_of(const Topology& topology) {
  Graph graph(topology.places.size());
  for (const LinkParams& link : topology.links) {
    boost::add_edge(link.from, link.to, Edge{length_of(link)}, graph);
  }
  return graph;
}

// The link by which a shortest path comes to `to`: of those, the one declared first.
LinkIndex last_link(const Topology& topology, const std::vector<Length>& distance, PlaceIndex to) {
  for (LinkIndex i = 0; i < topology.links.size(); ++i) {
    const LinkParams& link = topology.links[i];
    const Length& before = distance[link.from];
    if (link.to == to && !(before == kUnreachable) &&
        Sum()(before, length_of(link)) == distance[to]) {
      return i;
    }
  }
  SIM_CHECK(false);
  return 0;
}

}  // namespace

PlaceIndex Topology::place(const std::string& name) const {
  const auto found = std::find(places.begin(), places.end(), name);
  SIM_CHECK(found != places.end());
  return static_cast<PlaceIndex>(found - places.begin());
}

std::string link_name(const Topology& topology, LinkIndex link) {
  const LinkParams& named = topology.links[link];
  int same = 1;
  for (LinkIndex i = 0; i < link; ++i) {
    if (topology.links[i].from == named.from && topology.links[i].to == named.to) ++same;
  }
  const std::string name = topology.places[named.from] + "-" + topology.places[named.to];
  return same == 1 ? name : name + "#" + std::to_string(same);
}

Routes::Routes(const Topology& topology)
    : places_(topology.places.size()), routes_(places_ * places_) {
  const Graph graph = graph_of(topology);
  for (PlaceIndex from = 0; from < places_; ++from) {
    std::vector<Length> distance(places_);
    boost::dijkstra_shortest_paths(graph, from,
                                   boost::weight_map(boost::get(&Edge::length, graph))
                                       .distance_map(distance.data())
                                       .distance_compare(Shorter())
                                       .distance_combine(Sum())
                                       .distance_inf(kUnreachable)
                                       .distance_zero(Length{}));
    for (PlaceIndex to = 0; to < places_; ++to) {
      if (distance[to] == kUnreachable) continue;
      std::vector<LinkIndex>& route = routes_[from * places_ + to];
      for (PlaceIndex place = to; place != from; place = topology.links[route.back()].from) {
        route.push_back(last_link(topology, distance, place));
      }
      std::reverse(route.begin(), route.end());
    }
  }
}

Topology full_mesh(std::vector<std::string> places, const Latency& latency,
                   const std::optional<Latency>& jitter) {
  Topology topology{std::move(places), {}};
  for (PlaceIndex from = 0; from < topology.places.size(); ++from) {
    for (PlaceIndex to = 0; to < topology.places.size(); ++to) {
      if (from != to) topology.links.push_back({from, to, latency, jitter, std::nullopt});
    }
  }
  return topology;
}

Topology star(std::vector<std::string> places, const Latency& latency,
              const std::optional<Latency>& jitter, sim::ByteRate bandwidth) {
  Topology topology{std::move(places), {}};
  const auto hub = static_cast<PlaceIndex>(topology.places.size());
  topology.places.emplace_back("switch");
  for (PlaceIndex place = 0; place < hub; ++place) {
    topology.links.push_back({place, hub, latency, jitter, bandwidth});
    topology.links.push_back({hub, place, Latency{}, std::nullopt, bandwidth});
  }
  return topology;
}

}  // namespace models::hardware
