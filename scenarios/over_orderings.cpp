#include "scenarios/over_orderings.hpp"

#include <algorithm>
#include <numeric>

#include "models/analysis/fitness.hpp"
#include "models/analysis/renamings.hpp"
#include "models/analysis/witness.hpp"
#include "models/durability/latencies.hpp"
#include "models/durability/sync_asked.hpp"
#include "scenarios/verdict_cells.hpp"

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

using analysis::EventNumber;

namespace {

bool meets(const durability::Fault& fault, durability::NodeIndex node) {
  return std::find(fault.nodes.begin(), fault.nodes.end(), node) != fault.nodes.end();
}

// Whether the event takes the node down, lets it come back, or is a read of what it reads back.
bool makes(const analysis::TraceEvent& event, const durability::HealthChange& change,
           const durability::ClusterParams& params) {
  if (change.health == durability::NodeHealth::kUp) {
    const auto* done = std::get_if<durability::DiskDone>(&event.what);
    return done != nullptr && done->node == change.node && done->task == durability::kWarmUp;
  }
  const auto* due = std::get_if<durability::FaultDue>(&event.what);
  if (due == nullptr) return false;
  const bool ends = due->moment == durability::FaultMoment::kEnds;
  if (!ends && due->moment != durability::FaultMoment::kBegins) return false;
  const durability::Fault& fault = params.faults[due->subject];
  const bool crash = fault.kind == durability::FaultKind::kCrash;
  if (!meets(fault, change.node)) return false;
  if (change.health == durability::NodeHealth::kDown) return crash && !ends;
  return ends ? crash : fault.kind == durability::FaultKind::kRestart;
}

// A node is up again with the last read before it goes down the next time, or at once.
void set_health(durability::Outcome& outcome, const analysis::Trace& trace,
                const std::vector<std::int64_t>& instants,
                const durability::ClusterParams& params) {
  std::vector<std::size_t> reached(params.nodes.size());
  std::vector<sim::Instant> last(params.nodes.size(), sim::kStart);
  for (durability::HealthChange& change : outcome.health) {
    const bool up = change.health == durability::NodeHealth::kUp;
    const durability::HealthChange down{{}, change.node, durability::NodeHealth::kDown};
    for (std::size_t i = reached[change.node]; i < trace.order.size(); ++i) {
      const analysis::TraceEvent& event = trace.events[trace.order[i]];
      if (up && makes(event, down, params)) break;
      if (!makes(event, change, params)) continue;
      reached[change.node] = i + 1;
      last[change.node] = sim::at(sim::Duration(instants[trace.order[i]]));
      if (!up) break;
    }
    change.at = last[change.node];
  }
}

// The run of a cell, as if its instants had been: what it recorded, at those instants.
durability::Run run_of(const analysis::Trace& trace, const analysis::Recorded& recorded,
                       const VerdictCell& cell, const std::vector<std::int64_t>& instants,
                       sim::Instant until, const durability::ClusterParams& params) {
  std::vector<std::size_t> rank(trace.events.size());
  for (std::size_t i = 0; i < trace.order.size(); ++i) rank[trace.order[i]] = i;
  // The cell's sequence goes on the ranks that its events have anyway, in its own order.
  std::vector<std::size_t> ranks;
  for (const EventNumber event : cell.sequence) ranks.push_back(rank[event]);
  std::sort(ranks.begin(), ranks.end());
  for (std::size_t i = 0; i < ranks.size(); ++i) rank[cell.sequence[i]] = ranks[i];

  durability::Run run{recorded.outcome, {}, {}};
  const auto at = [&](sim::EventId event) { return sim::at(sim::Duration(instants[event])); };
  run.outcome.quiet = true;
  for (EventNumber event = 1; event < trace.events.size(); ++event) {
    if (trace.events[event].taken_back) continue;
    if (trace.events[event].happens) run.outcome.end = std::max(run.outcome.end, at(event));
    run.outcome.quiet = run.outcome.quiet && trace.events[event].happens;
  }
  if (until != sim::kNever) run.outcome.end = until;
  for (durability::Change& change : run.outcome.changes) change.at = at(change.event);
  for (durability::Reply& reply : run.outcome.replies) {
    if (reply.event != sim::kNoEvent) reply.at = at(reply.event);
  }
  std::stable_sort(run.outcome.changes.begin(), run.outcome.changes.end(),
                   [&](const durability::Change& a, const durability::Change& b) {
                     return a.at != b.at ? a.at < b.at : rank[a.event] < rank[b.event];
                   });
  set_health(run.outcome, trace, instants, params);
  return run;
}

class Judges {
 public:
  Judges(const Scenario& scenario, const OrderingsBudget& budget, bool free_ties)
      : scenario_(scenario),
        budget_(budget),
        free_ties_(free_ties),
        needs_runs_(analysis::takes_back(*scenario.params)),
        preferred_(preferred_latencies(*scenario.params)) {
    for (const durability::NamedLatency& named : durability::latencies_of(*scenario.params)) {
      latencies_.push_back(named.name);
    }
    for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
      found_.push_back({i, is_judged_over_orderings(scenario.expectations[i]), {}, {}, {}});
    }
  }

  // True: all orderings were looked at, or nothing is left to learn.
  bool judge_all() {
    const auto visit = [this](const analysis::Trace& trace, const analysis::Recorded& recorded) {
      for (OverOrderings& one : found_) {
        if (!judge_trace(one, trace, recorded)) return false;
      }
      return !settled();
    };
    const auto stop = [this](const analysis::Exploration& exploration) {
      over_budget_ = exploration.states > budget_.states || exploration.bytes > budget_.bytes ||
                     budget_.interrupted();
      return over_budget_;
    };
    analysis::ExploreOptions options{scenario_.options.until, free_ties_, {}};
    if (!free_ties_) options.renamings = analysis::renamings_of(*scenario_.params);
    exploration = analysis::explore(scenario_.params, options, visit, stop);
    return !over_budget_;
  }

  std::vector<OverOrderings>& found() { return found_; }
  analysis::Exploration exploration;

 private:
  static bool settled(const OverOrderings& one) {
    return !one.judged || (one.holds.has_value() && one.fails.has_value());
  }
  [[nodiscard]] bool settled() const {
    return std::all_of(found_.begin(), found_.end(),
                       [](const OverOrderings& one) { return settled(one); });
  }
  bool judge_trace(OverOrderings& one, const analysis::Trace& trace,
                   const analysis::Recorded& recorded);
  void judge_cell(OverOrderings& one, const analysis::Trace& trace,
                  const analysis::Recorded& recorded, const VerdictCell& cell);

  const Scenario& scenario_;
  const OrderingsBudget& budget_;
  bool free_ties_;
  bool needs_runs_;
  std::vector<std::int64_t> preferred_;
  std::vector<sim::LatencyName> latencies_;
  std::vector<OverOrderings> found_;
  bool over_budget_ = false;
};

bool Judges::judge_trace(OverOrderings& one, const analysis::Trace& trace,
                         const analysis::Recorded& recorded) {
  if (settled(one)) return true;
  const analysis::TraceMoments moments = analysis::moments_of(recorded, *scenario_.params);
  for_each_cell(scenario_, scenario_.expectations[one.expectation], trace, moments,
                [&](const VerdictCell& cell) {
                  judge_cell(one, trace, recorded, cell);
                  over_budget_ = over_budget_ || budget_.interrupted();
                  return !settled(one) && !over_budget_;
                });
  return !over_budget_;
}

void Judges::judge_cell(OverOrderings& one, const analysis::Trace& trace,
                        const analysis::Recorded& recorded, const VerdictCell& cell) {
  const auto instants = analysis::instants_of(trace, cell.bounds, preferred_);
  const durability::Run run =
      run_of(trace, recorded, cell, instants, scenario_.options.until, *scenario_.params);
  Verdict verdict = judge(scenario_, one.expectation, run);
  if (needs_runs_ && !free_ties_) {
    // What a node that is down tells, a write that is not decided yet, or the timers of a client
    // that polls, hangs on more than the cell says: its run has the word.
    const auto parts = analysis::shares_of(trace, instants, preferred_);
    const Scenario real =
        with_draws(scenario_, analysis::draws_of(trace, instants, parts, latencies_));
    verdict = judge(scenario_, one.expectation, durability::run(real.params, scenario_.options));
  }
  std::optional<Shown>& shown = verdict.result == Result::kPassed ? one.holds : one.fails;
  if (shown) return;
  const auto shares = analysis::shares_of(trace, instants, preferred_);
  shown = Shown{analysis::draws_of(trace, instants, shares, latencies_), verdict.seen};
  if (free_ties_) return;
  // What is shown must come out of a run: everything else would be a mistake of ours.
  const Scenario real = with_draws(scenario_, shown->draws);
  const durability::Run again = durability::run(real.params, scenario_.options);
  const Verdict confirmed = judge(scenario_, one.expectation, again);
  SIM_CHECK(confirmed.result == verdict.result && confirmed.seen == verdict.seen);
}

// The run's own draws, all of them.
std::vector<durability::GivenDraws> draws_in(const durability::Run& run) {
  std::vector<durability::GivenDraws> draws;
  for (const sim::LatencyName& name : run.latency_names) {
    draws.push_back({name.entity, name.purpose, {}});
  }
  for (sim::EventId event = 1; event <= run.causes.size(); ++event) {
    for (const sim::Term& term : run.causes.terms(run.causes.of(event))) {
      draws[term.latency].draws.push_back(term.took);
    }
  }
  return draws;
}

}  // namespace

bool OverOrderings::passes(const Scenario& scenario) const {
  if (!judged) return true;
  const auto* over = std::get_if<ExpectOver>(&scenario.expectations[expectation].what);
  if (over != nullptr && over->modality == Modality::kSometimes) return holds.has_value();
  return !fails;
}

AllVerdicts judge_all_orderings(const Scenario& scenario, const OrderingsBudget& budget) {
  Judges judges(scenario, budget, false);
  AllVerdicts all;
  all.complete = judges.judge_all();
  all.exploration = judges.exploration;
  all.verdicts = std::move(judges.found());
  // Loops that poll at the same instants tie again and again, in far more orders than matter.
  constexpr std::uint64_t kMostOfPolls = 2000;
  OrderingsBudget of_ties = budget;
  if (!scenario.params->watches.empty()) of_ties.states = std::min(budget.states, kMostOfPolls);
  Judges audit(scenario, of_ties, true);
  all.ties_complete = all.complete && audit.judge_all();
  for (OverOrderings& one : all.verdicts) {
    const OverOrderings& free = audit.found()[one.expectation];
    if (one.judged && !one.fails && free.fails) one.other_outcome = free.fails->seen;
  }
  return all;
}

std::vector<std::string> audit_ties(const Scenario& scenario, const durability::Run& run,
                                    const std::vector<Verdict>& verdicts) {
  constexpr std::uint64_t kMostStates = 2000;
  constexpr std::uint64_t kMostEvents = 200;
  std::vector<std::string> notes(verdicts.size());
  const bool can_ask = run.causes.size() > 0 && run.outcome.events <= kMostEvents &&
                       scenario.params->generators.empty() &&
                       !durability::asks_for_levels(*scenario.params) &&
                       analysis::unfit_for_orderings(*scenario.params).empty();
  if (!can_ask) return notes;
  const Scenario fixed = with_draws(scenario, draws_in(run));
  OrderingsBudget budget;
  budget.states = kMostStates;
  Judges judges(fixed, budget, true);
  static_cast<void>(judges.judge_all());
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const auto& fails = judges.found()[i].fails;
    if (verdicts[i].result == Result::kPassed && fails) notes[i] = fails->seen;
  }
  return notes;
}

}  // namespace scenarios
