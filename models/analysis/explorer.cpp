#include "models/analysis/explorer.hpp"

#include <algorithm>
#include <cmath>

#include "models/analysis/engine_order.hpp"
#include "models/durability/footprint.hpp"
#include "sim/loop.hpp"

namespace models::analysis {

using durability::Cluster;
using durability::Footprint;
using durability::Footprints;
using durability::Schedule;

namespace {

constexpr std::int64_t kForever = DifferenceBounds::kNone;

// The first draws of each latency, if the params give some.
using Given = std::vector<std::vector<sim::Duration>>;

struct Node {
  Schedule schedule;
  Cluster cluster;
  Trace trace{};
  std::vector<EventNumber> pending{};
  std::vector<EventNumber> last;     // by object: which event touched it last
  std::vector<std::uint32_t> drawn;  // by latency: how often
  std::vector<EventNumber> sleep{};  // pending, but every order with it next is explored
};

// The pending events with what they touch and what they may lead to.
struct Candidates {
  std::vector<EventNumber> events;
  std::vector<Footprint> touched;
  std::vector<Footprint> reached;

  [[nodiscard]] const Footprint& touched_by(EventNumber event) const {
    const auto found = std::find(events.begin(), events.end(), event);
    SIM_CHECK(found != events.end());
    return touched[static_cast<std::size_t>(found - events.begin())];
  }
};

template <class Container>
bool has(const Container& container, EventNumber event) {
  return std::find(container.begin(), container.end(), event) != container.end();
}

Schedule timeless(const durability::ClusterParams& params) {
  Schedule schedule(params.seed, params.replication);
  schedule.make_timeless();
  schedule.causes().switch_on();
  return schedule;
}

std::int64_t stretched(std::int64_t whole, double factor) {
  if (factor == 1.0) return whole;
  return static_cast<std::int64_t>(std::floor(static_cast<double>(whole) * factor + 0.5));
}

TraceTerm term_of(const Schedule& schedule, const Given& given, sim::LatencyId latency,
                  std::uint32_t nth) {
  if (nth < given[latency].size()) {
    const std::int64_t is = given[latency][nth].count();
    return {latency, is, is, true};
  }
  const sim::Support support = schedule.distribution(latency).support();
  const double factor = schedule.factor(latency);
  const std::int64_t longest = sim::kLongestDuration.count();
  const bool endless = !support.high || *support.high >= longest;
  return {latency, std::min(stretched(support.low, factor), longest),
          endless ? kForever : std::min(stretched(*support.high, factor), longest), false};
}

// Takes what `parent` has scheduled out of the queue, in the order of scheduling.
void take_new(Node& node, const Given& given, EventNumber parent) {
  std::vector<Schedule::Entry> entries;
  while (!node.schedule.empty()) entries.push_back(node.schedule.queue().pop());
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  Trace& trace = node.trace;
  for (std::uint32_t birth = 0; birth < entries.size(); ++birth) {
    const Schedule::Entry& entry = entries[birth];
    const sim::CauseLink& link = node.schedule.causes().of(entry.id);
    TraceEvent event{entry.what,
                     parent,
                     birth,
                     entry.phase,
                     (link.at - link.released_at).count(),
                     static_cast<std::uint32_t>(trace.terms.size())};
    if (parent == 0) event.fixed = (link.at - sim::kStart).count();
    std::int64_t low = event.fixed;
    std::int64_t high = event.fixed;
    for (const sim::Term& term : node.schedule.causes().terms(link)) {
      const TraceTerm drawn =
          term_of(node.schedule, given, term.latency, node.drawn[term.latency]++);
      trace.terms.push_back(drawn);
      ++event.term_count;
      low += drawn.low;
      high = high == kForever || drawn.high == kForever ? kForever : high + drawn.high;
    }
    const EventNumber number = trace.bounds.add(parent, low, high);
    trace.events.push_back(event);
    SIM_CHECK(trace.events.size() == number + 1);
    node.pending.push_back(number);
  }
}

Candidates candidates_of(const Node& node) {
  Candidates candidates{node.pending, {}, {}};
  const Footprints footprints(node.cluster, node.schedule);
  for (const EventNumber event : node.pending) {
    candidates.touched.push_back(footprints.of(node.trace.events[event].what));
    candidates.reached.push_back(footprints.reach(node.trace.events[event].what));
  }
  return candidates;
}

// Whatever is left out cannot, by itself or by what it leads to, come between: it is not before, or
// touches nothing that they touch.
std::vector<std::size_t> closure(const Node& node, const Candidates& candidates,
                                 std::size_t first) {
  std::vector<std::size_t> members{first};
  for (std::size_t i = 0; i < members.size(); ++i) {
    const EventNumber member = candidates.events[members[i]];
    for (std::size_t other = 0; other < candidates.events.size(); ++other) {
      if (std::find(members.begin(), members.end(), other) != members.end()) continue;
      if ((candidates.reached[other] & candidates.touched[members[i]]).none()) continue;
      if (node.trace.bounds.implies(member, candidates.events[other], -1)) continue;
      members.push_back(other);
    }
  }
  return members;
}

// The smallest set of pending events of which one must come next among all that can matter to it.
std::vector<EventNumber> persistent_set(const Node& node, const Candidates& candidates) {
  std::vector<std::size_t> smallest;
  for (std::size_t first = 0; first < candidates.events.size() && smallest.size() != 1; ++first) {
    std::vector<std::size_t> members = closure(node, candidates, first);
    if (smallest.empty() || members.size() < smallest.size()) smallest = std::move(members);
  }
  std::sort(smallest.begin(), smallest.end());
  std::vector<EventNumber> events;
  for (const std::size_t member : smallest) events.push_back(candidates.events[member]);
  return events;
}

// Adds "a before b" as far as it is a bound. False if it has no solution.
bool require(Trace& trace, EventNumber a, EventNumber b, bool note_unsure) {
  switch (order_of(trace, trace.bounds, a, b)) {
    case Known::kBefore:
      return true;
    case Known::kAfter:
      return false;
    case Known::kOpen:
      break;
  }
  const Known ties = order_of_ties(trace, trace.bounds, a, b);
  trace.races.push_back({a, b});
  if (ties == Known::kOpen && note_unsure) trace.unsure.push_back({a, b});
  return trace.bounds.restrict(a, b, ties == Known::kAfter ? -1 : 0);
}

// What it means for the instants that `event` is handled next. False if it has no solution.
bool handle_next(Trace& trace, EventNumber event, const Node& node, const Candidates& candidates) {
  const Footprint& touched = candidates.touched_by(event);
  for (std::size_t object = 0; object < node.last.size(); ++object) {
    if (!touched.test(object) || node.last[object] == 0) continue;
    trace.dependences.push_back({node.last[object], event});
    if (!require(trace, node.last[object], event, true)) return false;
  }
  for (std::size_t i = 0; i < candidates.events.size(); ++i) {
    const EventNumber other = candidates.events[i];
    if (other == event || (candidates.touched[i] & touched).none()) continue;
    if (!require(trace, event, other, false)) return false;
  }
  return true;
}

void handle(Node& node, const Given& given, EventNumber event, const Candidates& candidates) {
  const Footprint touched = candidates.touched_by(event);
  for (std::size_t object = 0; object < node.last.size(); ++object) {
    if (touched.test(object)) node.last[object] = event;
  }
  node.sleep.erase(
      std::remove_if(node.sleep.begin(), node.sleep.end(),
                     [&](EventNumber s) { return (candidates.touched_by(s) & touched).any(); }),
      node.sleep.end());
  node.pending.erase(std::find(node.pending.begin(), node.pending.end(), event));
  node.trace.events[event].happens = true;
  node.trace.order.push_back(event);
  node.schedule.resume(event);
  const durability::Happening what = node.trace.events[event].what;
  sim::dispatch(what, [&](const auto& e) { node.cluster.on(e, node.schedule); });
  take_new(node, given, event);
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
  bool search(Node node);

  Exploration result;

 private:
  bool branch_at_end(Node& node);
  bool visit(const Trace& trace, const Cluster& cluster);

  Given given_;
  std::int64_t until_;
  bool endless_;
  const VisitTrace& visit_;
  const StopAsked& stop_;
};

// The run may end before what is pending: one branch for each such event that does not happen.
// Afterwards all that is still pending happens.
bool Search::branch_at_end(Node& node) {
  if (endless_) return true;
  for (std::size_t i = 0; i < node.pending.size();) {
    const EventNumber event = node.pending[i];
    Node without = node;
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

bool Search::search(Node node) {
  while (true) {
    ++result.states;
    if (stop_(result)) return false;
    if (!branch_at_end(node)) return false;
    if (node.pending.empty()) return visit(node.trace, node.cluster);
    const Candidates candidates = candidates_of(node);
    std::vector<EventNumber> next;
    std::vector<Trace> traces;
    for (const EventNumber event : persistent_set(node, candidates)) {
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
      Node other = node;
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
  SIM_CHECK(durability::count_objects(*params) <= durability::kMostObjects);
  Schedule schedule = timeless(*params);
  Cluster cluster(params, schedule);
  Given given(schedule.latency_count());
  for (sim::LatencyId id = 0; id < given.size(); ++id) {
    for (const durability::GivenDraws& draws : params->draws) {
      const sim::LatencyName& name = schedule.name(id);
      if (draws.entity == name.entity && draws.purpose == name.purpose) given[id] = draws.draws;
    }
  }
  Node first{std::move(schedule),
             std::move(cluster),
             {},
             {},
             std::vector<EventNumber>(durability::count_objects(*params)),
             std::vector<std::uint32_t>(given.size()),
             {}};
  first.trace.free_ties = options.free_ties;
  take_new(first, given, 0);
  Search search(std::move(given), options.until, visit, stop);
  search.result.complete = search.search(std::move(first));
  return search.result;
}

}  // namespace models::analysis
