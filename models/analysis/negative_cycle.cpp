#include "models/analysis/negative_cycle.hpp"

#include <algorithm>
#include <boost/graph/bellman_ford_shortest_paths.hpp>
#include <boost/graph/edge_list.hpp>

namespace models::analysis {

namespace {

using Edge = std::pair<std::size_t, std::size_t>;
using Edges = boost::edge_list<std::vector<Edge>::const_iterator, Edge, std::ptrdiff_t,
                               std::random_access_iterator_tag>;

// Which bound of least limit goes from one unknown to another.
std::size_t shortest(const std::vector<Bound>& bounds, std::size_t from, std::size_t to) {
  std::size_t best = bounds.size();
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (bounds[i].b != from || bounds[i].a != to) continue;
    if (best == bounds.size() || bounds[i].limit < bounds[best].limit) best = i;
  }
  SIM_CHECK(best < bounds.size());
  return best;
}

}  // namespace

std::vector<std::size_t> contradiction_in(std::size_t unknowns, const std::vector<Bound>& bounds) {
  std::vector<Edge> edges;
  std::vector<std::int64_t> limits;
  for (const Bound& bound : bounds) {
    edges.emplace_back(bound.b, bound.a);
    limits.push_back(bound.limit);
  }
  const Edges graph(edges.cbegin(), edges.cend());
  // Every unknown is a source, so a cycle is found wherever it is.
  std::vector<std::int64_t> distance(unknowns, 0);
  std::vector<std::size_t> parent(unknowns);
  for (std::size_t i = 0; i < unknowns; ++i) parent[i] = i;
  const bool can_hold = boost::bellman_ford_shortest_paths(
      graph, static_cast<int>(unknowns),
      boost::weight_map(
          boost::make_iterator_property_map(limits.begin(), boost::get(boost::edge_index, graph)))
          .distance_map(distance.data())
          .predecessor_map(parent.data()));
  if (can_hold) return {};
  // Whoever can still be lowered hangs on the cycle: as many steps back as there are unknowns lead
  // into it.
  std::size_t at = unknowns;
  for (const Bound& bound : bounds) {
    if (distance[bound.b] + bound.limit < distance[bound.a]) {
      parent[bound.a] = bound.b;
      at = bound.a;
      break;
    }
  }
  SIM_CHECK(at < unknowns);
  for (std::size_t i = 0; i < unknowns; ++i) at = parent[at];
  std::vector<std::size_t> cycle;
  std::size_t next = at;
  do {
    cycle.push_back(shortest(bounds, parent[next], next));
    next = parent[next];
  } while (next != at);
  return cycle;
}

}  // namespace models::analysis
