#include "models/analysis/explorer.hpp"

#include <algorithm>
#include <optional>

#include "models/analysis/engine_order.hpp"
#include "models/analysis/search_node.hpp"

namespace models::analysis {

using durability::Cluster;

namespace {

template <class Container>
bool has(const Container& container, EventNumber event) {
  return std::find(container.begin(), container.end(), event) != container.end();
}

// What follows a node: how the run can end here, or which event can be next.
struct Following {
  std::vector<SearchNode> nodes;
  std::optional<SearchNode> end;  // nothing is left to happen
};

class Expander {
 public:
  Expander(Given given, sim::Instant until)
      : given_(std::move(given)),
        until_(until.time_since_epoch().count()),
        endless_(until >= sim::kLastInstant) {}

  [[nodiscard]] Following expand(SearchNode node) const;

 private:
  void branch_at_end(SearchNode& node, std::vector<SearchNode>& following) const;

  Given given_;
  std::int64_t until_;
  bool endless_;
};

// The run may end before what is pending: one branch for each such event that does not happen.
// Afterwards all that is still pending happens.
void Expander::branch_at_end(SearchNode& node, std::vector<SearchNode>& following) const {
  if (endless_) return;
  for (std::size_t i = 0; i < node.pending.size();) {
    const EventNumber event = node.pending[i];
    SearchNode without = node;
    if (without.trace.bounds.restrict(0, event, -until_ - 1)) {
      without.pending.erase(without.pending.begin() + static_cast<std::ptrdiff_t>(i));
      const auto asleep = std::find(without.sleep.begin(), without.sleep.end(), event);
      if (asleep != without.sleep.end()) without.sleep.erase(asleep);
      if (!node.trace.bounds.allows(event, 0, until_)) {
        node = std::move(without);
        continue;
      }
      following.push_back(std::move(without));
    }
    SIM_CHECK(node.trace.bounds.restrict(event, 0, until_));
    ++i;
  }
}

Following Expander::expand(SearchNode node) const {
  Following following;
  branch_at_end(node, following.nodes);
  if (node.pending.empty()) {
    following.end = std::move(node);
    return following;
  }
  const Candidates candidates = candidates_of(node);
  std::vector<EventNumber> next;
  std::vector<Trace> traces;
  for (const EventNumber event : persistent(node, candidates)) {
    if (has(node.sleep, event)) continue;
    Trace trace = node.trace;
    if (!handle_next(trace, event, node, candidates)) continue;
    next.push_back(event);
    traces.push_back(std::move(trace));
  }
  for (std::size_t i = 0; i < next.size(); ++i) {
    SearchNode other = i + 1 < next.size() ? node : std::move(node);
    other.trace = std::move(traces[i]);
    handle(other, given_, next[i], candidates);
    following.nodes.push_back(std::move(other));
    if (i + 1 < next.size()) node.sleep.push_back(next[i]);
  }
  return following;
}

class Search {
 public:
  Search(Expander expander, const VisitTrace& visit, const StopAsked& stop)
      : expander_(std::move(expander)), visit_(visit), stop_(stop) {}

  // False: stopped.
  bool search(SearchNode node);

  Exploration result;

 private:
  bool visit(const Trace& trace, const Cluster& cluster);

  Expander expander_;
  const VisitTrace& visit_;
  const StopAsked& stop_;
};

bool Search::visit(const Trace& trace, const Cluster& cluster) {
  // Open ties may turn out to have no solution after all.
  const bool none =
      split_all(trace, trace.bounds, trace.unsure, [](const DifferenceBounds&) { return false; });
  if (none) return true;
  ++result.traces;
  return visit_(trace, cluster);
}

bool Search::search(SearchNode node) {
  ++result.states;
  const std::uint64_t held = bytes_of(node);
  result.bytes += held;
  if (stop_(result)) return false;
  Following following = expander_.expand(std::move(node));
  if (!following.end && following.nodes.empty()) ++result.blocked;
  bool more = true;
  for (SearchNode& next : following.nodes) more = more && search(std::move(next));
  if (more && following.end) more = visit(following.end->trace, following.end->cluster);
  result.bytes -= held;
  return more;
}

SearchNode begin(const std::shared_ptr<const durability::ClusterParams>& params,
                 const ExploreOptions& options) {
  SearchNode first = first_node(params);
  first.trace.free_ties = options.free_ties;
  if (options.until < sim::kLastInstant) {
    first.trace.end = options.until.time_since_epoch().count();
  }
  take_new(first, given_draws(*params, first.schedule), 0);
  return first;
}

}  // namespace

Exploration explore(const std::shared_ptr<const durability::ClusterParams>& params,
                    const ExploreOptions& options, const VisitTrace& visit, const StopAsked& stop) {
  SearchNode first = begin(params, options);
  Search search(Expander(given_draws(*params, first.schedule), options.until), visit, stop);
  search.result.complete = search.search(std::move(first));
  return search.result;
}

SizeEstimate estimate_size(const std::shared_ptr<const durability::ClusterParams>& params,
                           const ExploreOptions& options, std::uint64_t most_states,
                           sim::Stream& luck) {
  SearchNode first = begin(params, options);
  const Expander expander(given_draws(*params, first.schedule), options.until);
  SizeEstimate sum;
  std::uint64_t looked_at = 0;
  std::uint64_t probes = 0;
  for (; looked_at < most_states; ++probes) {
    double alike = 1;  // so many nodes does this one stand for
    for (std::optional<SearchNode> node = first; node;) {
      ++looked_at;
      sum.states += alike;
      Following following = expander.expand(std::move(*node));
      node.reset();
      if (following.end) sum.ways += alike;
      if (following.nodes.empty()) continue;
      const auto count = static_cast<double>(following.nodes.size());
      alike *= count;
      node = std::move(following.nodes[static_cast<std::size_t>(luck.uniform() * count)]);
    }
  }
  return {sum.states / static_cast<double>(probes), sum.ways / static_cast<double>(probes)};
}

}  // namespace models::analysis
