#include "models/analysis/explorer.hpp"

#include <algorithm>

#include "models/analysis/engine_order.hpp"
#include "models/analysis/search_node.hpp"

namespace models::analysis {

using durability::Cluster;

namespace {

template <class Container>
bool has(const Container& container, EventNumber event) {
  return std::find(container.begin(), container.end(), event) != container.end();
}

class Search {
 public:
  Search(Given given, sim::Instant until, const VisitTrace& visit, const StopAsked& stop)
      : given_(std::move(given)),
        until_(until.time_since_epoch().count()),
        endless_(until >= sim::kLastInstant),
        visit_(visit),
        stop_(stop) {}

  // False: stopped.
  bool search(SearchNode node);

  Exploration result;

 private:
  bool branch_at_end(SearchNode& node);
  bool visit(const Trace& trace, const Cluster& cluster);

  Given given_;
  std::int64_t until_;
  bool endless_;
  const VisitTrace& visit_;
  const StopAsked& stop_;
};

// The run may end before what is pending: one branch for each such event that does not happen.
// Afterwards all that is still pending happens.
bool Search::branch_at_end(SearchNode& node) {
  if (endless_) return true;
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
      if (!search(std::move(without))) return false;
    }
    SIM_CHECK(node.trace.bounds.restrict(event, 0, until_));
    ++i;
  }
  return true;
}

bool Search::visit(const Trace& trace, const Cluster& cluster) {
  // Open ties may turn out to have no solution after all.
  const bool none =
      split_all(trace, trace.bounds, trace.unsure, [](const DifferenceBounds&) { return false; });
  if (none) return true;
  ++result.traces;
  return visit_(trace, cluster);
}

bool Search::search(SearchNode node) {
  while (true) {
    ++result.states;
    if (stop_(result)) return false;
    if (!branch_at_end(node)) return false;
    if (node.pending.empty()) return visit(node.trace, node.cluster);
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
    if (next.empty()) {
      ++result.blocked;
      return true;
    }
    for (std::size_t i = 0; i + 1 < next.size(); ++i) {
      SearchNode other = node;
      other.trace = std::move(traces[i]);
      handle(other, given_, next[i], candidates);
      if (!search(std::move(other))) return false;
      node.sleep.push_back(next[i]);
    }
    node.trace = std::move(traces.back());
    handle(node, given_, next.back(), candidates);
  }
}

}  // namespace

Exploration explore(const std::shared_ptr<const durability::ClusterParams>& params,
                    const ExploreOptions& options, const VisitTrace& visit, const StopAsked& stop) {
  SearchNode first = first_node(params);
  Given given = given_draws(*params, first.schedule);
  first.trace.free_ties = options.free_ties;
  take_new(first, given, 0);
  Search search(std::move(given), options.until, visit, stop);
  search.result.complete = search.search(std::move(first));
  return search.result;
}

}  // namespace models::analysis
