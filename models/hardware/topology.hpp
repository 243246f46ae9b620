// Places and the links between them, and the route of least latency from each to each.
//
// Formula        a route minimises the sum of the links' mean latencies (Dijkstra); of equal sums
//                the fewest links win, then, from the destination back, the link declared first
// Contention     none here; links queue in network.hpp
// Randomness     none: routes are fixed before the run
// Errors         a pair without a route has none (route() is empty and reachable() is false)
// Checked by     tests/models/topology_test.cpp (all pairs against Floyd-Warshall)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/hardware/latency.hpp"
#include "sim/units.hpp"

namespace models::hardware {

using PlaceIndex = std::uint32_t;
using LinkIndex = std::uint32_t;

/// One direction of a cable.
struct LinkParams {
  PlaceIndex from = 0;
  PlaceIndex to = 0;
  Latency latency;
  std::optional<Latency> jitter;
  std::optional<sim::ByteRate> bandwidth;
};

struct Topology {
  std::vector<std::string> places;
  std::vector<LinkParams> links;

  /// The place of that name. REQUIRES: it exists.
  [[nodiscard]] PlaceIndex place(const std::string& name) const;
};

/// "node0-switch"; a second link between the same places is "node0-switch#2".
[[nodiscard]] std::string link_name(const Topology& topology, LinkIndex link);

class Routes {
 public:
  explicit Routes(const Topology& topology);

  /// The links from one place to another, in order; empty from a place to itself.
  [[nodiscard]] const std::vector<LinkIndex>& route(PlaceIndex from, PlaceIndex to) const {
    return routes_[from * places_ + to];
  }
  [[nodiscard]] bool reachable(PlaceIndex from, PlaceIndex to) const {
    return from == to || !route(from, to).empty();
  }

 private:
  std::size_t places_;
  std::vector<std::vector<LinkIndex>> routes_;
};

/// Every place joined to every other by a link of its own, without queueing.
Topology full_mesh(std::vector<std::string> places, const Latency& latency,
                   const std::optional<Latency>& jitter);

/// Every place joined to one switch by a full-duplex port of that bandwidth; the latency is
/// spent on the way to the switch, so that one way from place to place is one latency.
Topology star(std::vector<std::string> places, const Latency& latency,
              const std::optional<Latency>& jitter, sim::ByteRate bandwidth);

}  // namespace models::hardware
