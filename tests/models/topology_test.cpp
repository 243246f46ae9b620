// Routes, compared on random graphs with Floyd and Warshall's algorithm.
#include "models/hardware/topology.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "sim/random.hpp"

using models::hardware::Latency;
using models::hardware::LinkParams;
using models::hardware::PlaceIndex;
using models::hardware::Routes;
using models::hardware::Topology;
using sim::Distribution;

namespace {

constexpr std::int64_t kNone = 1'000'000'000;
using Table = std::vector<std::vector<std::int64_t>>;

LinkParams link(PlaceIndex from, PlaceIndex to, std::int64_t latency) {
  return {from, to, {Distribution::constant(latency), {}}, std::nullopt, std::nullopt};
}

std::int64_t latency_of(const LinkParams& link) { return *link.latency.distribution.as_constant(); }

// Latencies from 0 to 4, so that equal sums are common.
Topology random_topology(std::uint64_t seed) {
  sim::Stream stream(seed, "topology", "test");
  Topology topology;
  const std::uint64_t places = 2 + stream.below(7);
  for (std::uint64_t i = 0; i < places; ++i) topology.places.push_back(fmt::format("p{}", i));
  const std::uint64_t links = stream.below(places * 3);
  for (std::uint64_t i = 0; i < links; ++i) {
    topology.links.push_back(link(static_cast<PlaceIndex>(stream.below(places)),
                                  static_cast<PlaceIndex>(stream.below(places)),
                                  static_cast<std::int64_t>(stream.below(5))));
  }
  return topology;
}

// The least sum of latencies and, of those, the fewest links: 1000 * latency + links.
Table floyd_warshall(const Topology& topology) {
  const std::size_t n = topology.places.size();
  Table least(n, std::vector<std::int64_t>(n, kNone));
  for (std::size_t i = 0; i < n; ++i) least[i][i] = 0;
  for (const LinkParams& l : topology.links) {
    least[l.from][l.to] = std::min(least[l.from][l.to], 1000 * latency_of(l) + 1);
  }
  for (std::size_t over = 0; over < n; ++over) {
    for (std::size_t from = 0; from < n; ++from) {
      for (std::size_t to = 0; to < n; ++to) {
        least[from][to] = std::min(least[from][to], least[from][over] + least[over][to]);
      }
    }
  }
  return least;
}

// The same number of a route, or what is broken in it.
std::int64_t length_of(const Topology& topology, const Routes& routes, PlaceIndex from,
                       PlaceIndex to) {
  if (!routes.reachable(from, to)) return kNone;
  std::int64_t length = 0;
  PlaceIndex place = from;
  for (const auto index : routes.route(from, to)) {
    if (topology.links[index].from != place) return -1;
    place = topology.links[index].to;
    length += 1000 * latency_of(topology.links[index]) + 1;
  }
  return place == to ? length : -1;
}

std::string names(const Topology& topology, PlaceIndex from, PlaceIndex to) {
  const Routes routes(topology);
  std::string text = topology.places[from];
  for (const auto index : routes.route(from, to)) {
    text += fmt::format(" {}:{}", index, topology.places[topology.links[index].to]);
  }
  return text;
}

}  // namespace

TEST_CASE("every route of 500 random graphs is a shortest one, of the fewest links") {
  int unreachable = 0;
  int ways = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    const Topology topology = random_topology(seed);
    const Routes routes(topology);
    const Table least = floyd_warshall(topology);
    for (PlaceIndex from = 0; from < topology.places.size(); ++from) {
      for (PlaceIndex to = 0; to < topology.places.size(); ++to) {
        const std::int64_t expected = std::min(least[from][to], kNone);
        CHECK(length_of(topology, routes, from, to) == expected);
        unreachable += expected == kNone ? 1 : 0;
        ways += expected > 1000 ? 1 : 0;
      }
    }
  }
  CHECK(unreachable > 1000);
  CHECK(ways > 1000);
}

TEST_CASE("of equal sums the fewest links win, then the link declared first") {
  Topology topology{{"a", "b", "c", "d"},
                    {link(0, 2, 1), link(0, 1, 1), link(1, 3, 1), link(2, 3, 1)}};
  CHECK(names(topology, 0, 3) == "a 1:b 2:d");
  std::swap(topology.links[2], topology.links[3]);
  CHECK(names(topology, 0, 3) == "a 0:c 2:d");
  topology.links.push_back(link(0, 3, 2));
  CHECK(names(topology, 0, 3) == "a 4:d");
  topology.links.insert(topology.links.begin(), link(0, 3, 2));
  CHECK(names(topology, 0, 3) == "a 0:d");
}

TEST_CASE("a place without a way to another is not reachable; itself it always is") {
  const Topology topology{{"a", "b", "c"}, {link(0, 1, 5)}};
  const Routes routes(topology);
  CHECK(routes.reachable(0, 1));
  CHECK_FALSE(routes.reachable(1, 0));
  CHECK_FALSE(routes.reachable(0, 2));
  CHECK(routes.reachable(2, 2));
  CHECK(routes.route(2, 2).empty());
}

TEST_CASE("jitter counts by its mean when a route is chosen") {
  Topology topology{{"a", "b", "c"}, {link(0, 2, 10), link(0, 1, 6), link(1, 2, 6)}};
  CHECK(names(topology, 0, 2) == "a 0:c");
  topology.links[0].jitter = Latency{Distribution::uniform(0, 6), {}};
  CHECK(names(topology, 0, 2) == "a 1:b 2:c");
}

TEST_CASE("in a full mesh each goes straight to each") {
  const Topology topology =
      models::hardware::full_mesh({"a", "b", "c"}, {Distribution::constant(7), {}}, std::nullopt);
  const Routes routes(topology);
  CHECK(topology.links.size() == 6);
  for (PlaceIndex from = 0; from < 3; ++from) {
    for (PlaceIndex to = 0; to < 3; ++to) {
      CHECK(routes.route(from, to).size() == (from == to ? 0 : 1));
    }
  }
}

TEST_CASE("in a star each goes over the switch, and one way is one latency") {
  const Topology topology = models::hardware::star({"a", "b", "c"}, {Distribution::constant(7), {}},
                                                   std::nullopt, {1000});
  CHECK(topology.places == std::vector<std::string>{"a", "b", "c", "switch"});
  CHECK(names(topology, 0, 2) == "a 0:switch 5:c");
  CHECK(names(topology, 2, 1) == "c 4:switch 3:b");
  CHECK(topology.links[0].latency.distribution.mean() == 7);
  CHECK(topology.links[5].latency.distribution.mean() == 0);
  CHECK(topology.place("switch") == 3);
}
