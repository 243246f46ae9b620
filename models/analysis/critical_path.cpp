#include "models/analysis/critical_path.hpp"

#include <algorithm>

namespace models::analysis {

using durability::Change;
using durability::ChangeKind;
using durability::ClusterParams;
using durability::Run;

namespace {

// A purpose is one kind of resource's alone.
Activity activity_of(const sim::LatencyName& name) {
  if (name.purpose == "operation") return Activity::kProcessor;
  if (name.purpose == "latency" || name.purpose == "jitter") return Activity::kNetwork;
  if (name.purpose == "interval" || name.purpose == "think") return Activity::kWorkload;
  if (name.purpose == "timeout") return Activity::kTimeout;
  return Activity::kDisk;
}

std::size_t turns_of_hardware(const ClusterParams& params) {
  std::size_t turns = 0;
  for (const durability::NodeParams& node : params.nodes) {
    turns += node.cpu.per_operation.turns.size() + node.disk.write.turns.size() +
             node.disk.sync.turns.size() + node.disk.read.turns.size();
  }
  for (const hardware::LinkParams& link : params.topology.links) {
    turns += link.latency.turns.size() + (link.jitter ? link.jitter->turns.size() : 0);
  }
  return turns;
}

// The clients of a closed workload begin without a draw. Before them stand the first arrivals of
// open workloads, which have one, if they come before the workload's end.
std::string closed_workload_of(const Run& run, const ClusterParams& params, sim::EventId event,
                               sim::EventId first) {
  for (const durability::GeneratorParams& generator : params.generators) {
    first += durability::pause_of(generator).turns.size();
    if (const auto* closed = std::get_if<durability::ClosedArrivals>(&generator.arrivals)) {
      first += closed->clients;
      if (event < first) return "workload/" + generator.name;
      continue;
    }
    const auto terms = run.causes.terms(run.causes.of(first));
    const bool arrives = !terms.empty() && run.latency_names[terms.front().latency].entity ==
                                               "workload/" + generator.name;
    if (arrives) ++first;
  }
  SIM_CHECK(false);
  return "";
}

// What began a chain. A cluster schedules its first events in this order: the turns of its
// hardware, the end of the warm-up, the steps, the workloads.
void name_beginning(PathLink& link, const Run& run, const ClusterParams& params) {
  const sim::EventId first = 1 + turns_of_hardware(params) + (params.warmup > sim::kStart ? 1 : 0);
  SIM_CHECK(link.event >= first);
  if (link.event - first < params.steps.size()) {
    link.activity = Activity::kScript;
    link.resource = "script";
    link.step = static_cast<std::uint32_t>(link.event - first);
    SIM_CHECK(params.steps[*link.step].at == link.at);
    return;
  }
  link.activity = Activity::kWorkload;
  link.resource = closed_workload_of(run, params, link.event, first + params.steps.size());
}

void add_parts(PathLink& link, const Run& run, const sim::CauseLink& cause) {
  link.rest = link.served();
  for (const sim::Term& term : run.causes.terms(cause)) {
    link.rest -= term.took;
    const std::string& purpose = run.latency_names[term.latency].purpose;
    const auto known = std::find_if(link.parts.begin(), link.parts.end(),
                                    [&](const Part& part) { return part.purpose == purpose; });
    if (known == link.parts.end()) {
      link.parts.push_back({purpose, 1, term.took});
    } else {
      ++known->count;
      known->took += term.took;
    }
  }
}

PathLink link_of(const Run& run, const ClusterParams& params, sim::EventId event,
                 sim::EventId brought_by) {
  const sim::CauseLink& cause = run.causes.of(event);
  PathLink link;
  link.event = event;
  link.from = brought_by == sim::kNoEvent ? sim::kStart : run.causes.of(brought_by).at;
  link.at = cause.at;
  // What begins a chain was under way from the start; it waited for nothing.
  link.released_at = brought_by == sim::kNoEvent ? sim::kStart : cause.released_at;
  if (link.waited().count() > 0) link.released_by = cause.released_by;
  add_parts(link, run, cause);
  const auto terms = run.causes.terms(cause);
  if (!terms.empty()) {
    const sim::LatencyName& name = run.latency_names[terms.front().latency];
    link.activity = activity_of(name);
    link.resource = name.entity;
  } else if (brought_by == sim::kNoEvent) {
    name_beginning(link, run, params);
  } else {
    // Only a message being put on a link draws no latency.
    link.activity = Activity::kNetwork;
    link.resource = "network";
  }
  return link;
}

std::span<const Change> changes_at(const durability::Outcome& outcome, sim::Instant at) {
  struct Before {
    bool operator()(const Change& change, sim::Instant at) const { return change.at < at; }
    bool operator()(sim::Instant at, const Change& change) const { return at < change.at; }
  };
  const auto [first, last] =
      std::equal_range(outcome.changes.begin(), outcome.changes.end(), at, Before{});
  return {first, last};
}

// A flush is brought about by whatever asked for it; what it wrote of this key waited from its own
// queueing on.
sim::EventId brought_by(const Run& run, sim::EventId event, const Change& change) {
  const sim::CauseLink& cause = run.causes.of(event);
  const std::uint64_t seqno =
      change.kind == ChangeKind::kPersisted ? change.disk.seqno : change.cache.seqno;
  for (const Change& written : changes_at(run.outcome, cause.at)) {
    const bool same = written.event == event && written.key == change.key &&
                      written.kind == ChangeKind::kPersisted && written.disk.seqno == seqno;
    if (same) return written.brought_by;
  }
  return cause.brought_by;
}

// Where the messages before or after this link come from or go to.
hardware::PlaceIndex place_of(const PathLink& link, const ClusterParams& params) {
  const std::size_t slash = link.resource.rfind('/');
  if (link.activity != Activity::kWorkload) {
    return params.topology.place(link.resource.substr(0, slash));
  }
  const std::string name = link.resource.substr(link.resource.find('/') + 1);
  const auto generator =
      std::find_if(params.generators.begin(), params.generators.end(),
                   [&](const durability::GeneratorParams& one) { return one.name == name; });
  SIM_CHECK(generator != params.generators.end() && generator->place);
  return params.topology.place(*generator->place);
}

// One name for each event of a message's way: sent, if the link has a bandwidth; landed, unless
// the link takes no time.
std::vector<std::string> events_of_route(const hardware::Topology& topology,
                                         const std::vector<hardware::LinkIndex>& route) {
  std::vector<std::string> names;
  for (const hardware::LinkIndex index : route) {
    const hardware::LinkParams& link = topology.links[index];
    const bool takes_no_time =
        !link.jitter && link.latency.turns.empty() && link.latency.distribution.as_constant() == 0;
    const std::string name = "network/" + hardware::link_name(topology, index);
    if (link.bandwidth) names.push_back(name);
    if (!takes_no_time) names.push_back(name);
  }
  return names;
}

}  // namespace

std::vector<PathLink> critical_path(const Run& run, const ClusterParams& params,
                                    const Change& change, std::span<const sim::EventId> landmarks) {
  std::vector<PathLink> path;
  sim::EventId event = change.event;
  sim::EventId parent = change.brought_by;
  while (event != sim::kNoEvent) {
    if (parent == sim::kNoEvent) parent = brought_by(run, event, change);
    path.push_back(link_of(run, params, event, parent));
    if (std::find(landmarks.begin(), landmarks.end(), parent) != landmarks.end()) break;
    event = std::exchange(parent, sim::kNoEvent);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

PathLink link_of(const Run& run, const ClusterParams& params, sim::EventId event) {
  return link_of(run, params, event, run.causes.of(event).brought_by);
}

void name_links(std::vector<PathLink>& path, const ClusterParams& params) {
  const auto on_network = [](const PathLink& link) { return link.activity == Activity::kNetwork; };
  const auto unnamed = [](const PathLink& link) { return link.resource == "network"; };
  if (std::none_of(path.begin(), path.end(), unnamed)) return;
  const hardware::Routes routes(params.topology);
  for (auto first = path.begin(); first != path.end();) {
    first = std::find_if(first, path.end(), on_network);
    if (first == path.end()) break;
    const auto last = std::find_if_not(first, path.end(), on_network);
    SIM_CHECK(first != path.begin() && last != path.end());
    const auto names =
        events_of_route(params.topology,
                        routes.route(place_of(*std::prev(first), params), place_of(*last, params)));
    SIM_CHECK(names.size() == static_cast<std::size_t>(last - first));
    for (const std::string& name : names) (first++)->resource = name;
  }
}

std::span<const Change> changes_of(const durability::Outcome& outcome, const PathLink& link) {
  const auto there = changes_at(outcome, link.at);
  const auto made = [&](const Change& change) { return change.event == link.event; };
  const auto first = std::find_if(there.begin(), there.end(), made);
  return {first, std::find_if_not(first, there.end(), made)};
}

}  // namespace models::analysis
