#include "models/analysis/explorer.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "models/analysis/engine_order.hpp"
#include "models/analysis/search_node.hpp"

namespace models::analysis {

using durability::Cluster;

namespace {

constexpr std::uint64_t kBytesOfKey = 64;  // with its place in a tree

template <class Container>
bool has(const Container& container, EventNumber event) {
  return std::find(container.begin(), container.end(), event) != container.end();
}

// What follows a node: how the run can end here, or which event can be next.
struct Following {
  std::vector<SearchNode> nodes;
  std::optional<SearchNode> end;  // nothing is left to happen
  bool has_images = true;
};

class Expander {
 public:
  Expander(Given given, const Images& images, sim::Instant until)
      : given_(std::move(given)),
        images_(images),
        until_(until.time_since_epoch().count()),
        endless_(until >= sim::kLastInstant) {}

  [[nodiscard]] Following expand(SearchNode node) const;

 private:
  void branch_at_end(SearchNode& node, std::vector<SearchNode>& following) const;

  Given given_;
  const Images& images_;
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
  following.has_images = !images_.on() || images_.hold(node, candidates);
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
    const auto first_new = static_cast<EventNumber>(other.trace.events.size());
    handle(other, given_, next[i], candidates);
    if (images_.on()) images_.name_new(other, first_new);
    following.nodes.push_back(std::move(other));
    if (i + 1 < next.size()) node.sleep.push_back(next[i]);
  }
  return following;
}

class Search {
 public:
  Search(const Expander& expander, const Images& images, const VisitTrace& visit,
         const StopAsked& stop)
      : expander_(expander), images_(images), visit_(visit), stop_(stop) {}

  // `has_images`: nothing on the way has told replicas apart; `alone`: it had no choice. False:
  // stopped.
  bool search(SearchNode node, bool has_images, bool alone);

  Exploration result;

 private:
  bool search_from(SearchNode node, bool has_images);
  bool visit(const Trace& trace, const Cluster& cluster, bool has_images);
  bool visit_images(const Trace& trace, const Cluster& cluster, bool has_images);

  const Expander& expander_;
  const Images& images_;
  const VisitTrace& visit_;
  const StopAsked& stop_;
  std::set<Images::Key> searched_;  // up to renaming
  std::set<Images::Key> visited_;   // ways, under their own names
  std::uint64_t told_apart_ = 0;    // nodes without images
};

bool Search::visit_images(const Trace& trace, const Cluster& cluster, bool has_images) {
  for (std::size_t i = 0; i < (has_images ? images_.count() : 1); ++i) {
    if (!visited_.insert(images_.key_of(trace, {}, i)).second) continue;
    result.bytes += kBytesOfKey;
    ++result.traces;
    if (!visit_(images_.trace_of(trace, i),
                {images_.outcome_of(cluster.outcome_so_far(), i), cluster.verdicts_so_far()})) {
      return false;
    }
  }
  return true;
}

bool Search::visit(const Trace& trace, const Cluster& cluster, bool has_images) {
  // Open ties may turn out to have no solution after all.
  const bool none =
      split_all(trace, trace.bounds, trace.unsure, [](const DifferenceBounds&) { return false; });
  if (none) return true;
  if (images_.on()) return visit_images(trace, cluster, has_images);
  ++result.traces;
  return visit_(trace, {cluster.outcome_so_far(), cluster.verdicts_so_far()});
}

bool Search::search(SearchNode node, bool has_images, bool alone) {
  ++result.states;
  if (stop_(result)) return false;
  if (!images_.on() || !has_images || alone) return search_from(std::move(node), has_images);
  const Images::Key key = images_.least_key_of(node);
  if (!searched_.insert(key).second) {
    ++result.images;
    return true;
  }
  result.bytes += kBytesOfKey;
  const std::uint64_t told_apart = told_apart_;
  const bool more = search_from(std::move(node), true);
  // Its image may come to ways that this one had under its own names only.
  if (told_apart_ != told_apart) searched_.erase(key);
  return more;
}

bool Search::search_from(SearchNode node, bool has_images) {
  const std::uint64_t held = bytes_of(node);
  result.bytes += held;
  Following following = expander_.expand(std::move(node));
  if (!following.has_images) {
    has_images = false;
    ++told_apart_;
  }
  if (!following.end && following.nodes.empty()) ++result.blocked;
  const bool alone = following.nodes.size() + (following.end ? 1 : 0) == 1;
  bool more = true;
  for (SearchNode& next : following.nodes) {
    more = more && search(std::move(next), has_images, alone);
  }
  if (more && following.end) {
    more = visit(following.end->trace, following.end->cluster, has_images);
  }
  result.bytes -= held;
  return more;
}

SearchNode begin(const std::shared_ptr<const durability::ClusterParams>& params,
                 const Images& images, const ExploreOptions& options) {
  SearchNode first = first_node(params);
  first.trace.free_ties = options.free_ties;
  if (options.until < sim::kLastInstant) {
    first.trace.end = options.until.time_since_epoch().count();
  }
  take_new(first, given_draws(*params, first.schedule), 0);
  if (images.on()) images.name_new(first, 1);
  return first;
}

}  // namespace

Exploration explore(const std::shared_ptr<const durability::ClusterParams>& params,
                    const ExploreOptions& options, const VisitTrace& visit, const StopAsked& stop) {
  SIM_CHECK(!options.free_ties || options.renamings.size() < 2);
  const Images images(*params, options.renamings);
  SearchNode first = begin(params, images, options);
  const Expander expander(given_draws(*params, first.schedule), images, options.until);
  Search search(expander, images, visit, stop);
  search.result.complete = search.search(std::move(first), true, true);
  return search.result;
}

SizeEstimate estimate_size(const std::shared_ptr<const durability::ClusterParams>& params,
                           const ExploreOptions& options, std::uint64_t most_states,
                           sim::Stream& luck) {
  const Images none(*params, {});
  SearchNode first = begin(params, none, options);
  const Expander expander(given_draws(*params, first.schedule), none, options.until);
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
