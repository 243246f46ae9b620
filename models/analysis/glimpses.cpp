#include "models/analysis/glimpses.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "models/analysis/engine_order.hpp"
#include "models/analysis/images.hpp"
#include "models/analysis/search_node.hpp"
#include "models/durability/world_words.hpp"
#include "sim/digest.hpp"

namespace models::analysis {

using durability::Footprint;
using durability::NodeIndex;
using durability::Renaming;
using durability::WorldWords;

namespace {

constexpr EventNumber kCut = 1;  // the unknown instant at which everything is looked at

using WorldDigest = std::array<std::uint64_t, 2>;
using Zone = std::vector<std::int64_t>;  // closed bounds, row by row

bool within(const Zone& inner, const Zone& outer) {
  return std::equal(inner.begin(), inner.end(), outer.begin(),
                    [](std::int64_t a, std::int64_t b) { return a <= b; });
}

// Of what matters yet, the parent of each before it, siblings by birth and then by their node's
// name: an order that depends on nothing else of the past.
class Kept {
 public:
  Kept(const SearchNode& node, const Candidates& candidates, const Renaming& renaming)
      : node_(node), renaming_(renaming), kept_(node.trace.events.size()) {
    Footprint reached;
    for (const Footprint& one : candidates.reached) reached |= one;
    for (std::size_t object = 0; object < node.last.size(); ++object) {
      if (reached.test(object)) keep(node.last[object]);
    }
    for (const EventNumber event : node.pending) keep(event);
    events = {0, kCut};
    add_below(0);
  }

  std::vector<EventNumber> events;

 private:
  void keep(EventNumber event) {
    for (; event != 0 && !kept_[event]; event = node_.trace.events[event].parent) {
      kept_[event] = true;
    }
  }

  [[nodiscard]] NodeIndex name_of(EventNumber event) const {
    const NodeIndex node = node_.trace.events[event].node;
    return node == kNoNode ? kNoNode : renaming_.nodes[node];
  }

  void add_below(EventNumber parent) {
    std::vector<EventNumber> children;
    for (EventNumber event = kCut + 1; event < kept_.size(); ++event) {
      if (kept_[event] && node_.trace.events[event].parent == parent) children.push_back(event);
    }
    std::sort(children.begin(), children.end(), [&](EventNumber a, EventNumber b) {
      const std::uint32_t one = node_.trace.events[a].birth;
      const std::uint32_t other = node_.trace.events[b].birth;
      return one != other ? one < other : name_of(a) < name_of(b);
    });
    for (const EventNumber child : children) {
      events.push_back(child);
      add_below(child);
    }
  }

  const SearchNode& node_;
  const Renaming& renaming_;
  std::vector<bool> kept_;
};

// Forgets what does not matter any more.
void compact(SearchNode& node, Candidates& candidates, const std::vector<EventNumber>& kept) {
  std::vector<EventNumber> number(node.trace.events.size());
  for (EventNumber i = 0; i < kept.size(); ++i) number[kept[i]] = i;
  Trace trace;
  for (EventNumber i = 1; i < kept.size(); ++i) {
    TraceEvent event = node.trace.events[kept[i]];
    event.parent = number[event.parent];
    trace.events.push_back(event);
  }
  trace.bounds = node.trace.bounds.projected(kept);
  node.trace = std::move(trace);
  for (EventNumber& event : node.last) event = number[event];
  Candidates ordered;
  for (EventNumber i = 0; i < kept.size(); ++i) {
    const auto found = std::find(candidates.events.begin(), candidates.events.end(), kept[i]);
    if (found == candidates.events.end()) continue;
    const auto place = static_cast<std::size_t>(found - candidates.events.begin());
    ordered.events.push_back(i);
    ordered.touched.push_back(candidates.touched[place]);
    ordered.reached.push_back(candidates.reached[place]);
  }
  node.pending = ordered.events;
  candidates = std::move(ordered);
}

class Glance {
 public:
  Glance(const durability::ClusterParams& params, const SearchNode& first,
         std::span<const durability::KeyIndex> looked_at, const std::vector<Renaming>& renamings,
         const SeeGlimpse& see, const StopGlimpses& stop)
      : params_(params),
        given_(given_draws(params, first.schedule)),
        turning_(has_turns(params)),
        looked_at_(looked_at),
        renamings_(renamings),
        see_(see),
        stop_(stop),
        movable_(movable_nodes(renamings)) {}

  void begin(SearchNode first) {
    take_new(first, given_, 0);
    name_new(first, kCut + 1);
    result.complete = search(std::move(first));
  }

  Glimpses result;

 private:
  // False: stopped.
  bool search(SearchNode node);
  void name_new(SearchNode& node, EventNumber first_new);

  void add_branches(SearchNode node, const Candidates& candidates,
                    std::vector<SearchNode>& branches);
  bool is_known(const SearchNode& node, const Candidates& candidates);
  [[nodiscard]] WorldDigest digest_of(const SearchNode& node, const Candidates& candidates,
                                      const Renaming& renaming,
                                      const std::vector<EventNumber>& kept) const;
  bool see(const SearchNode& node);

  const durability::ClusterParams& params_;
  Given given_;
  bool turning_;  // some latency changes in time
  std::span<const durability::KeyIndex> looked_at_;
  const std::vector<Renaming>& renamings_;
  const SeeGlimpse& see_;
  const StopGlimpses& stop_;
  std::vector<bool> movable_;  // by node: it has other names
  std::map<WorldDigest, std::vector<Zone>> known_;
};

// Names the nodes of what was born last. What was sent to movable replicas at once was born at
// once: which of it comes first in a tie matters to nobody, as stay_apart() makes sure.
void Glance::name_new(SearchNode& node, EventNumber first_new) {
  if (renamings_.size() == 1) return;
  auto& events = node.trace.events;
  for (EventNumber event = first_new; event < events.size(); ++event) {
    const auto whose = WorldWords::node_of(node.cluster, events[event].what);
    if (whose) events[event].node = *whose;
    if (!whose || !movable_[*whose] || event == first_new) continue;
    TraceEvent& before = events[event - 1];
    const bool beside = before.node != kNoNode && movable_[before.node] &&
                        before.what.index() == events[event].what.index();
    if (beside) events[event].birth = before.birth;
  }
}

WorldDigest Glance::digest_of(const SearchNode& node, const Candidates& candidates,
                              const Renaming& renaming,
                              const std::vector<EventNumber>& kept) const {
  std::vector<std::uint64_t> number(node.trace.events.size());
  for (std::size_t i = 0; i < kept.size(); ++i) number[kept[i]] = i;
  WorldWords words(node.cluster, renaming);
  for (const EventNumber event : kept) {
    const TraceEvent& it = node.trace.events[event];
    const bool waits = std::binary_search(node.pending.begin(), node.pending.end(), event);
    words.add(number[it.parent]);
    words.add(it.birth);
    words.add(static_cast<std::uint64_t>(it.phase) << 1 | (waits ? 1 : 0));
    if (waits) words.add(it.what);
  }
  // By object: what touched it last, as far as anybody may touch it again.
  Footprint reached;
  for (const Footprint& one : candidates.reached) reached |= one;
  const std::vector<std::size_t> names = durability::renamed_objects(params_, renaming);
  std::vector<std::uint64_t> last(node.last.size());
  for (std::size_t object = 0; object < last.size(); ++object) {
    if (reached.test(object)) last[names[object]] = number[node.last[object]];
  }
  for (const std::uint64_t one : last) words.add(one);
  words.add_cluster(reached, looked_at_);
  // Turns and given draws: what a latency will draw hangs on them.
  for (sim::LatencyId id = 0; id < node.drawn.size(); ++id) {
    if (!given_[id].empty()) words.add(node.drawn[id]);
    if (!turning_) continue;
    const sim::Support support = node.schedule.distribution(id).support();
    words.add(static_cast<std::uint64_t>(support.low));
    words.add(static_cast<std::uint64_t>(support.high.value_or(-1)));
    words.add(std::bit_cast<std::uint64_t>(node.schedule.factor(id)));
  }
  sim::Digest one;
  sim::Digest other;
  other.add(1);
  for (const std::uint64_t word : words.words()) {
    one.add(word);
    other.add(word);
  }
  return {one.value(), other.value()};
}

// Keeps the node if nothing like it was searched before.
bool Glance::is_known(const SearchNode& node, const Candidates& candidates) {
  WorldDigest digest{};
  std::vector<EventNumber> order;
  for (const Renaming& renaming : renamings_) {
    std::vector<EventNumber> kept = Kept(node, candidates, renaming).events;
    const WorldDigest renamed = digest_of(node, candidates, renaming, kept);
    if (!order.empty() && digest <= renamed) continue;
    digest = renamed;
    order = std::move(kept);
  }
  Zone zone;
  zone.reserve(order.size() * order.size());
  for (const EventNumber a : order) {
    for (const EventNumber b : order) zone.push_back(node.trace.bounds.most(a, b));
  }
  std::vector<Zone>& zones = known_[digest];
  const bool known = std::any_of(zones.begin(), zones.end(),
                                 [&](const Zone& other) { return within(zone, other); });
  if (known) return true;
  constexpr std::uint64_t kBesides = 96;  // a place in the tree, and what a row is kept in
  result.bytes += kBesides + 8 * zone.size();
  zones.push_back(std::move(zone));
  return false;
}

bool Glance::see(const SearchNode& node) {
  ++result.cuts;
  const DifferenceBounds& bounds = node.trace.bounds;
  const sim::Instant first = sim::at(sim::Duration(bounds.earliest(kCut)));
  const std::int64_t latest = bounds.latest(kCut);
  const sim::Instant last =
      latest == DifferenceBounds::kNone ? sim::kNever : sim::at(sim::Duration(latest));
  return std::all_of(renamings_.begin(), renamings_.end(), [&](const Renaming& renaming) {
    return see_(node.cluster, renaming, first, last);
  });
}

// One branch for each event of a persistent set that comes next, one in which none of them comes
// before the cut. Ties that are open yet split a branch.
void Glance::add_branches(SearchNode node, const Candidates& candidates,
                          std::vector<SearchNode>& branches) {
  const std::vector<EventNumber> set = persistent_at_first_object(node, candidates);
  for (const EventNumber event : set) {
    Trace trace = node.trace;
    if (!trace.bounds.restrict(event, kCut, 0)) continue;
    if (!handle_next(trace, event, node, candidates)) continue;
    split_all(trace, trace.bounds, trace.unsure, [&](const DifferenceBounds& part) {
      SearchNode next = node;
      next.trace.bounds = part;
      const auto first_new = static_cast<EventNumber>(next.trace.events.size());
      handle(next, given_, event, candidates);
      name_new(next, first_new);
      branches.push_back(std::move(next));
      return true;
    });
  }
  for (const EventNumber event : set) {
    if (!node.trace.bounds.restrict(kCut, event, -1)) return;
    node.pending.erase(std::find(node.pending.begin(), node.pending.end(), event));
  }
  branches.push_back(std::move(node));
}

bool Glance::search(SearchNode node) {
  ++result.states;
  if (stop_(result)) return false;
  Candidates candidates = candidates_of(node);
  compact(node, candidates, Kept(node, candidates, renamings_.front()).events);
  if (!stay_apart(node.trace, candidates, movable_)) {
    result.symmetric = false;
    return false;
  }
  if (is_known(node, candidates)) {
    ++result.merged;
    return true;
  }
  if (node.pending.empty()) return see(node);
  std::vector<SearchNode> branches;
  add_branches(std::move(node), candidates, branches);
  // What happens least first: its bounds are the widest, and others lie within them.
  return std::all_of(branches.rbegin(), branches.rend(),
                     [&](SearchNode& branch) { return search(std::move(branch)); });
}

}  // namespace

Glimpses glimpse(const std::shared_ptr<const durability::ClusterParams>& params, sim::Instant until,
                 std::span<const durability::KeyIndex> looked_at,
                 const std::vector<Renaming>& renamings, const SeeGlimpse& see,
                 const StopGlimpses& stop) {
  SearchNode first = first_node(params);
  const std::int64_t latest =
      until >= sim::kLastInstant ? DifferenceBounds::kNone : until.time_since_epoch().count();
  SIM_CHECK(first.trace.bounds.add(0, 0, latest) == kCut);
  first.trace.events.push_back({});
  Glance glance(*params, first, looked_at, renamings, see, stop);
  glance.begin(std::move(first));
  return glance.result;
}

}  // namespace models::analysis
