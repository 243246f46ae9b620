#include "models/migration/critical_chain.hpp"

#include <algorithm>

#include "models/migration/event_digest.hpp"
#include "models/migration/forward.hpp"
#include "models/migration/migration.hpp"
#include "sim/loop.hpp"

namespace models::migration {

namespace {

// What an event's time was spent on, and by whom.
class Namer {
 public:
  Namer(const CausalRun& run, const MigrationParams& params, sim::EventId event, ChainLink& link)
      : run_(run), params_(params), event_(event), link_(link) {}

  void operator()(const HostCpuDone& e) const {
    link_.resource = params_.hosts[e.host].name + "/cpu";
    link_.what = owner_of(e.job) == Stores::kWorld ? program() : std::string(owner(e.job));
  }
  void operator()(const HostDiskDone& e) const {
    link_.resource = params_.hosts[e.host].name + "/disk";
    link_.what = owner(e.job);
  }
  void operator()(const hardware::Transmitted& e) const {
    link_.resource = "network/" + hardware::link_name(params_.topology, e.link);
  }
  void operator()(const hardware::Landed&) const { link_.resource = link_of_network(); }
  void operator()(const DynamoServed&) const { link_.resource = "DynamoDB"; }
  void operator()(const DynamoRetry&) const {
    link_.resource = "DynamoDB";
    link_.what = "pause after a throttled request";
  }
  void operator()(const LsmDelayed&) const {
    link_.resource = "embedded store";
    link_.what = "delayed write";
  }
  void operator()(const DatabaseTimer& e) const {
    link_.resource = e.database == 0 ? "tables' database" : "store's database";
    link_.what = e.what == DatabaseTimer::What::kLogWriter ? "round of the log writer"
                                                           : "pause within a checkpoint";
  }
  void operator()(const PauseOver& e) const {
    link_.resource = kind_of(e.session) == SessionKind::kUser ? "users" : "migrator";
    link_.what = "pause";
  }
  void operator()(const FlowDue& e) const {
    link_.resource = "traffic/" + params_.traffic[e.traffic].name;
    link_.what = "next flow";
  }
  void operator()(const ThinkingOver& e) const {
    link_.resource = "traffic/" + params_.traffic[e.traffic].name;
    link_.what = "think";
  }
  void operator()(const ProcedureDue& e) const {
    link_.resource = "procedure";
    if (run_.causes.of(event_).brought_by == sim::kNoEvent) return;
    if (e.what == ProcedureDue::What::kRestart) {
      link_.resource = "operator";
      link_.what = "restart of the crashed migrator";
      return;
    }
    // A stop, a start or a snapshot is the only thing that is drawn for it.
    const auto terms = run_.causes.terms(run_.causes.of(event_));
    if (terms.empty()) return;
    const sim::LatencyName& name = run_.latency_names[terms.back().latency];
    link_.resource = name.entity;
    link_.what = name.purpose;
  }
  void operator()(const FaultDue&) const { link_.resource = "accident"; }
  void operator()(const Turned&) const { link_.resource = "change of a latency"; }

 private:
  [[nodiscard]] static std::string_view owner(JobId job) {
    switch (owner_of(job)) {
      case Stores::kTables:
        return "the tables' database";
      case Stores::kStoreDatabase:
        return "the store's database";
      case Stores::kTree:
        return "the embedded store";
      default:
        return "the dump";
    }
  }

  // "migrator: decode". A program's work is drawn where it begins.
  [[nodiscard]] std::string program() const {
    for (const sim::Term& term : run_.causes.terms(run_.causes.of(event_))) {
      const sim::LatencyName& name = run_.latency_names[term.latency];
      if (name.entity == "migrator" || name.entity == "servers") {
        return name.entity + ": " + name.purpose;
      }
    }
    return "a program";
  }

  // A message's way over a link is always drawn.
  [[nodiscard]] std::string link_of_network() const {
    for (const sim::Term& term : run_.causes.terms(run_.causes.of(event_))) {
      const std::string& entity = run_.latency_names[term.latency].entity;
      if (entity.starts_with("network/")) return entity;
    }
    SIM_CHECK(false);
    return "";
  }

  const CausalRun& run_;
  const MigrationParams& params_;
  sim::EventId event_;
  ChainLink& link_;
};

}  // namespace

CausalRun causal_run(std::shared_ptr<const MigrationParams> params, sim::Instant until) {
  Schedule schedule(params->seed, params->replication);
  schedule.causes().switch_on();
  Migration world(std::move(params), schedule);
  CausalRun result;
  EventDigest events;
  const auto observe = [&](const Schedule::Entry& entry) {
    if (result.happened.size() <= entry.id) result.happened.resize(entry.id + 1, Turned{0});
    result.happened[entry.id] = entry.what;
    events.add(entry.at, content_of(entry.what));
  };
  const sim::Instant last = std::min(until, sim::kLastInstant - sim::Duration(1));
  while (!world.over(schedule.now()) && schedule.next_at() <= last) {
    world.look_until(schedule.next_at());
    sim::step(world, schedule, observe);
  }
  const bool over = world.over(schedule.now());
  const sim::Instant end = over || until == sim::kNever ? schedule.now() : until;
  sim::Digest digest;
  digest.add(events.value(), world.digest());
  digest.add(static_cast<std::uint64_t>(end.time_since_epoch().count()));
  result.outcome = world.take_outcome(end, schedule);
  result.outcome.events = events.events();
  result.outcome.digest = digest.value();
  result.causes = std::move(schedule.causes());
  for (sim::LatencyId id = 0; id < schedule.latency_count(); ++id) {
    result.latency_names.push_back(schedule.name(id));
  }
  return result;
}

ChainLink chain_link(const CausalRun& run, const MigrationParams& params, sim::EventId event) {
  SIM_CHECK(event != sim::kNoEvent && event < run.happened.size());
  const sim::CauseLink& cause = run.causes.of(event);
  const bool first = cause.brought_by == sim::kNoEvent;
  ChainLink link;
  link.event = event;
  link.from = first ? sim::kStart : run.causes.of(cause.brought_by).at;
  // What begins a chain was under way from the start; it waited for nothing.
  link.released_at = first ? sim::kStart : cause.released_at;
  link.at = cause.at;
  if (link.waited().count() > 0) link.released_by = cause.released_by;
  std::visit(Namer(run, params, event, link), run.happened[event]);
  return link;
}

std::vector<ChainLink> critical_chain(const CausalRun& run, const MigrationParams& params,
                                      sim::EventId event) {
  std::vector<ChainLink> chain;
  for (; event != sim::kNoEvent; event = run.causes.of(event).brought_by) {
    chain.push_back(chain_link(run, params, event));
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::optional<sim::EventId> end_of_downtime(const CausalRun& run, sim::Instant until) {
  const bool ended_well = run.outcome.complete || run.outcome.rolled_back;
  if (!ended_well && until == run.outcome.end) return std::nullopt;
  for (const PhaseOutcome& phase : run.outcome.phases) {
    const bool serves_again = phase.kind == PhaseKind::kStartServers ||
                              phase.kind == PhaseKind::kCutOver ||
                              phase.kind == PhaseKind::kRollBack;
    const bool then = phase.ended == until && phase.ended_by != sim::kNoEvent;
    if (serves_again && then) return phase.ended_by;
  }
  // One of several instances came back, which ends no phase.
  for (sim::EventId event = 1; event < run.happened.size(); ++event) {
    if (run.causes.of(event).at != until) continue;
    const auto* due = std::get_if<ProcedureDue>(&run.happened[event]);
    if (due != nullptr && due->what == ProcedureDue::What::kInstanceUp) return event;
  }
  return std::nullopt;
}

}  // namespace models::migration
