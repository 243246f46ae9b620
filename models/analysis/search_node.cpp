#include "models/analysis/search_node.hpp"

#include <algorithm>

#include "models/analysis/engine_order.hpp"
#include "models/analysis/fitness.hpp"
#include "models/analysis/latency_range.hpp"
#include "sim/loop.hpp"

namespace models::analysis {

using durability::Cluster;
using durability::Footprint;
using durability::Footprints;
using durability::Schedule;

namespace {

constexpr std::int64_t kForever = DifferenceBounds::kNone;

Schedule timeless(const durability::ClusterParams& params) {
  Schedule schedule(params.seed, params.replication);
  schedule.make_timeless();
  schedule.causes().switch_on();
  return schedule;
}

TraceTerm term_of(const Schedule& schedule, const Given& given, sim::LatencyId latency,
                  std::uint32_t nth) {
  if (nth < given[latency].size()) {
    const std::int64_t is = given[latency][nth].count();
    return {latency, is, is, true};
  }
  const LatencyRange range =
      range_of(schedule.distribution(latency).support(), schedule.factor(latency));
  return {latency, range.low, range.high, false};
}

// Whatever is left out cannot, by itself or by what it leads to, come between: it is not before, or
// touches nothing that they touch.
std::vector<std::size_t> closure(const SearchNode& node, const Candidates& candidates,
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

std::size_t first_of(const Footprint& touched) {
  std::size_t object = 0;
  while (object < touched.size() && !touched.test(object)) ++object;
  return object;
}

std::vector<EventNumber> events_of(const Candidates& candidates, std::vector<std::size_t> members) {
  std::sort(members.begin(), members.end());
  std::vector<EventNumber> events;
  for (const std::size_t member : members) events.push_back(candidates.events[member]);
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

// Takes them out of the queue, unless they are to stay there.
std::vector<Schedule::Entry> new_entries(SearchNode& node) {
  std::vector<Schedule::Entry> entries;
  if (node.keeps_queue()) {
    const sim::EventId last = node.queued.back();
    node.schedule.queue().for_each_pending([&](const Schedule::Entry& entry) {
      if (entry.id > last) entries.push_back(entry);
    });
  } else {
    while (!node.schedule.empty()) entries.push_back(node.schedule.queue().pop());
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return entries;
}

// From the parent's instant on, besides what is drawn. The end of a fault and a poll for a map are
// at instants of their own, and so is what they are scheduled by.
std::int64_t fixed_part(const SearchNode& node, const Schedule::Entry& entry, EventNumber parent) {
  const sim::CauseLink& link = node.schedule.causes().of(entry.id);
  if (parent == 0) return (link.at - sim::kStart).count();
  const auto* due = std::get_if<durability::FaultDue>(&entry.what);
  const bool ends = due != nullptr && due->moment == durability::FaultMoment::kEnds;
  const bool polls = due != nullptr && due->moment == durability::FaultMoment::kMapPoll;
  if (!ends && !polls) return (link.at - link.released_at).count();
  const std::int64_t now = node.trace.bounds.earliest(parent);
  SIM_CHECK(node.trace.bounds.latest(parent) == now);
  const durability::ClusterParams& params = *node.params;
  if (ends) return params.faults[due->subject].until.time_since_epoch().count() - now;
  const std::int64_t every = params.patience.map_poll.count();
  return every - now % every;
}

// What was pending and is in the queue no more was taken back.
void drop_taken_back(SearchNode& node) {
  std::vector<sim::EventId> left;
  node.schedule.queue().for_each_pending(
      [&](const Schedule::Entry& entry) { left.push_back(entry.id); });
  std::sort(left.begin(), left.end());
  const auto is_gone = [&](EventNumber event) {
    return !std::binary_search(left.begin(), left.end(), node.queued[event]);
  };
  for (const EventNumber event : node.pending) {
    node.trace.events[event].taken_back = is_gone(event);
  }
  node.pending.erase(std::remove_if(node.pending.begin(), node.pending.end(), is_gone),
                     node.pending.end());
  SIM_CHECK(node.sleep.empty());
}

}  // namespace

const Footprint& Candidates::touched_by(EventNumber event) const {
  const auto found = std::find(events.begin(), events.end(), event);
  SIM_CHECK(found != events.end());
  return touched[static_cast<std::size_t>(found - events.begin())];
}

Given given_draws(const durability::ClusterParams& params, const Schedule& schedule) {
  Given given(schedule.latency_count());
  for (sim::LatencyId id = 0; id < given.size(); ++id) {
    for (const durability::GivenDraws& draws : params.draws) {
      const sim::LatencyName& name = schedule.name(id);
      if (draws.entity == name.entity && draws.purpose == name.purpose) given[id] = draws.draws;
    }
  }
  return given;
}

SearchNode first_node(const std::shared_ptr<const durability::ClusterParams>& params) {
  const std::size_t objects = durability::count_objects(*params);
  SIM_CHECK(objects <= durability::kMostObjects);
  Schedule schedule = timeless(*params);
  Cluster cluster(params, schedule);
  SearchNode node{std::move(schedule), std::move(cluster)};
  node.params = params;
  const bool keeps_queue = takes_back(*params);
  node.last.resize(keeps_queue ? 1 : objects);
  if (keeps_queue) node.queued = {sim::kNoEvent};
  node.drawn.resize(node.schedule.latency_count());
  return node;
}

void take_new(SearchNode& node, const Given& given, EventNumber parent) {
  const std::vector<Schedule::Entry> entries = new_entries(node);
  Trace& trace = node.trace;
  for (std::uint32_t birth = 0; birth < entries.size(); ++birth) {
    const Schedule::Entry& entry = entries[birth];
    const sim::CauseLink& link = node.schedule.causes().of(entry.id);
    const TraceEvent event{entry.what,
                           parent,
                           birth,
                           entry.phase,
                           fixed_part(node, entry, parent),
                           static_cast<std::uint32_t>(trace.terms.size()),
                           static_cast<std::uint32_t>(link.term_count)};
    std::int64_t low = event.fixed;
    std::int64_t high = event.fixed;
    for (const sim::Term& term : node.schedule.causes().terms(link)) {
      const TraceTerm drawn =
          term_of(node.schedule, given, term.latency, node.drawn[term.latency]++);
      trace.terms.push_back(drawn);
      low += drawn.low;
      high = high == kForever || drawn.high == kForever ? kForever : high + drawn.high;
    }
    const EventNumber number = trace.bounds.add(parent, low, high);
    trace.events.push_back(event);
    SIM_CHECK(trace.events.size() == number + 1);
    node.pending.push_back(number);
    if (node.keeps_queue()) node.queued.push_back(entry.id);
  }
}

std::uint64_t bytes_of(const SearchNode& node) {
  constexpr std::uint64_t kEvent = 96;    // with what caused it
  constexpr std::uint64_t kObject = 512;  // a line, a queue, streams
  const std::uint64_t events = node.trace.events.size();
  return 8 * events * events + kEvent * events + kObject * node.last.size();
}

Candidates candidates_of(const SearchNode& node) {
  Candidates candidates{node.pending, {}, {}};
  if (node.keeps_queue()) {
    candidates.touched.assign(node.pending.size(), Footprint(1));
    candidates.reached = candidates.touched;
    return candidates;
  }
  const Footprints footprints(node.cluster, node.schedule);
  for (const EventNumber event : node.pending) {
    candidates.touched.push_back(footprints.of(node.trace.events[event].what));
    candidates.reached.push_back(footprints.reach(node.trace.events[event].what));
  }
  return candidates;
}

std::vector<EventNumber> persistent(const SearchNode& node, const Candidates& candidates) {
  std::vector<std::size_t> smallest;
  for (std::size_t first = 0; first < candidates.events.size() && smallest.size() != 1; ++first) {
    std::vector<std::size_t> members = closure(node, candidates, first);
    if (smallest.empty() || members.size() < smallest.size()) smallest = std::move(members);
  }
  return events_of(candidates, std::move(smallest));
}

std::vector<EventNumber> persistent_at_first_object(const SearchNode& node,
                                                    const Candidates& candidates) {
  // Followed from member to member, closures only shrink; where they no longer do, none is within.
  std::vector<std::size_t> best;
  std::size_t best_object = durability::kMostObjects;
  for (std::size_t first = 0; first < candidates.events.size(); ++first) {
    std::vector<std::size_t> members = closure(node, candidates, first);
    const bool least = std::all_of(members.begin(), members.end(), [&](std::size_t member) {
      return closure(node, candidates, member).size() == members.size();
    });
    if (!least) continue;
    std::size_t object = durability::kMostObjects;
    for (const std::size_t member : members) {
      object = std::min(object, first_of(candidates.touched[member]));
    }
    if (!best.empty() && best_object <= object) continue;
    best_object = object;
    best = std::move(members);
  }
  return events_of(candidates, std::move(best));
}

bool handle_next(Trace& trace, EventNumber event, const SearchNode& node,
                 const Candidates& candidates) {
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

void handle(SearchNode& node, const Given& given, EventNumber event, const Candidates& candidates) {
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
  if (node.keeps_queue()) {
    node.schedule.queue().cancel_where(
        [&](const Schedule::Entry& entry) { return entry.id == node.queued[event]; });
  }
  sim::dispatch(what, [&](const auto& e) { node.cluster.on(e, node.schedule); });
  if (node.keeps_queue()) drop_taken_back(node);
  take_new(node, given, event);
}

}  // namespace models::analysis
