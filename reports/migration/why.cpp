#include "reports/migration/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "models/migration/names.hpp"
#include "reports/migration/words.hpp"
#include "scenarios/problem.hpp"
#include "sim/quantity_text.hpp"

namespace reports::migration {

namespace model = models::migration;

using model::CausalRun;
using model::ChainLink;
using model::PhaseOutcome;
using scenarios::MigrationScenario;

namespace {

constexpr std::uint64_t kMostEvents = 10'000'000;

std::string lane_of(const MigrationScenario& scenario, model::PackageIndex package) {
  if (package == model::kAllPackages) return "";
  const model::Package& named = scenario.params->dataset->layout().packages[package];
  return named.group.empty() ? named.name : named.group;
}

// "import of auth"; of one package alone nobody asks which.
std::string name_in(const MigrationScenario& scenario, const PhaseOutcome& phase) {
  const bool only_one = scenario.params->dataset->layout().packages.size() == 1;
  const std::string lane = only_one ? "" : lane_of(scenario, phase.package);
  const std::string kind(model::name_of(phase.kind));
  return lane.empty() ? kind : fmt::format("{} of {}", kind, lane);
}

// The instant that is asked for, and the event with which it came.
struct Asked {
  std::string what;
  std::string never;
  sim::EventId event = sim::kNoEvent;
};

const PhaseOutcome* last_of(const CausalRun& run, const auto& is_meant) {
  const PhaseOutcome* last = nullptr;
  for (const PhaseOutcome& phase : run.outcome.phases) {
    if (phase.end == model::PhaseEnd::kNever || phase.ended_by == sim::kNoEvent) continue;
    if (is_meant(phase) && (last == nullptr || phase.ended >= last->ended)) last = &phase;
  }
  return last;
}

class Asker {
 public:
  Asker(const MigrationScenario& scenario, const CausalRun& run) : scenario_(scenario), run_(run) {}

  Asked operator()(const AskedEnd&) const {
    Asked asked{"the migration ends", {}, sim::kNoEvent};
    const PhaseOutcome* last = last_of(run_, [](const PhaseOutcome&) { return true; });
    if (run_.outcome.stuck) {
      asked.never = "it is stuck";
    } else if (last == nullptr) {
      asked.never = "no phase ended";
    } else {
      if (!run_.outcome.complete) {
        asked.what =
            run_.outcome.rolled_back ? "the migration is rolled back" : "the migration fails";
      }
      asked.event = last->ended_by;
    }
    return asked;
  }

  Asked operator()(const AskedDowntime& question) const {
    Asked asked{"the downtime ends", {}, sim::kNoEvent};
    const model::Downtime* last = nullptr;
    for (const model::Downtime& one : run_.outcome.downtimes) {
      if (question.package && one.package != *question.package) continue;
      if (last == nullptr || one.until >= last->until) last = &one;
    }
    if (last == nullptr) {
      asked.never = "users were served all the time";
      return asked;
    }
    asked.what = fmt::format("the downtime, which began at {}, ends",
                             sim::to_text(last->from - sim::kStart));
    const auto event = model::end_of_downtime(run_, last->until);
    if (event) {
      asked.event = *event;
    } else {
      asked.never = "users were without service when the run was over";
    }
    return asked;
  }

  Asked operator()(const AskedPhase& question) const {
    Asked asked{fmt::format("{} ends", model::name_of(question.kind)), {}, sim::kNoEvent};
    const PhaseOutcome* last = last_of(run_, [&](const PhaseOutcome& phase) {
      const bool here = !question.package || phase.package == model::kAllPackages ||
                        lane_of(scenario_, phase.package) == lane_of(scenario_, *question.package);
      return phase.kind == question.kind && here;
    });
    if (last == nullptr) {
      asked.never = "no such phase ended in this run";
      return asked;
    }
    asked.what = fmt::format("{}, which began at {}, {}", name_in(scenario_, *last),
                             sim::to_text(last->began - sim::kStart),
                             last->end == model::PhaseEnd::kDone ? "ends" : "fails");
    asked.event = last->ended_by;
    return asked;
  }

 private:
  const MigrationScenario& scenario_;
  const CausalRun& run_;
};

// The phase of each link, told from the end: a link that ended a phase belongs to it, and so do
// those before it until the phase began.
std::vector<const PhaseOutcome*> phases_of(const CausalRun& run,
                                           const std::vector<ChainLink>& chain) {
  std::vector<const PhaseOutcome*> phases(chain.size(), nullptr);
  const PhaseOutcome* now = nullptr;
  for (std::size_t i = chain.size(); i-- > 0;) {
    const ChainLink& link = chain[i];
    if (now != nullptr && link.at <= now->began) now = nullptr;
    for (const PhaseOutcome& phase : run.outcome.phases) {
      if (phase.ended_by == link.event && phase.began < link.at) now = &phase;
    }
    for (std::size_t p = run.outcome.phases.size(); now == nullptr && p-- > 0;) {
      const PhaseOutcome& phase = run.outcome.phases[p];
      if (phase.began < link.at && link.at <= phase.ended) now = &phase;
    }
    phases[i] = now;
  }
  return phases;
}

// What held up a link: whose work was done at the same resource.
std::string holder(const CausalRun& run, const MigrationScenario& scenario, const ChainLink& link) {
  if (link.released_by == sim::kNoEvent) return "";
  const ChainLink other = model::chain_link(run, *scenario.params, link.released_by);
  return other.what.empty() ? other.resource
                            : fmt::format("{}, busy with {}", other.resource, other.what);
}

ExplainedLink told_alone(const CausalRun& run, const MigrationScenario& scenario,
                         const ChainLink& link, std::string phase) {
  return {link.at, link.resource, link.what,     holder(run, scenario, link),
          {},      link.waited(), link.served(), std::move(phase),
          1};
}

// Alike links of one phase as one, in the order in which they come first.
std::vector<ExplainedLink> folded(const std::vector<ExplainedLink>& links) {
  std::vector<ExplainedLink> lines;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (const ExplainedLink& link : links) {
    const auto [place, is_new] = known.try_emplace({link.resource, link.what}, lines.size());
    if (is_new) {
      lines.push_back(link);
      continue;
    }
    ExplainedLink& line = lines[place->second];
    line.at = link.at;
    line.waited += link.waited;
    line.served += link.served;
    line.behind.clear();
    ++line.times;
  }
  return lines;
}

std::vector<ExplainedLink> told(const CausalRun& run, const MigrationScenario& scenario,
                                const std::vector<ChainLink>& chain) {
  const auto phases = phases_of(run, chain);
  std::vector<ExplainedLink> lines;
  for (std::size_t first = 0; first < chain.size();) {
    const PhaseOutcome* const phase = phases[first];
    const std::string name = phase == nullptr ? "" : name_in(scenario, *phase);
    std::vector<ExplainedLink> links;
    std::size_t past = first;
    // What begins the chain explains nothing, and stands alone.
    do {
      links.push_back(told_alone(run, scenario, chain[past], name));
    } while (past++ > 0 && past < chain.size() && phases[past] == phase);
    const std::vector<ExplainedLink> told_once = folded(links);
    lines.insert(lines.end(), told_once.begin(), told_once.end());
    first = past;
  }
  return lines;
}

[[noreturn]] void refuse(const MigrationScenario& scenario, std::uint64_t events) {
  scenarios::Problems problems;
  problems.report({scenario.file, 0, 0},
                  fmt::format("to explain, every event keeps what caused it; this run has {} of "
                              "them, and at most {} are affordable",
                              grouped(events), grouped(kMostEvents)),
                  "give the data set fewer rows; what held up each phase stands in the report of "
                  "a run of any size");
  throw scenarios::InvalidInput(std::move(problems));
}

}  // namespace

Explanation explain(const MigrationScenario& scenario, const MigrationQuestion& question) {
  // What recurs is skipped, so that a run of any size says how large it is.
  const std::uint64_t events = model::run(scenario.params, scenario.options).outcome.events;
  if (events > kMostEvents) refuse(scenario, events);
  return explain(scenario, model::causal_run(scenario.params, scenario.options.until), question);
}

Explanation explain(const MigrationScenario& scenario, const CausalRun& run,
                    const MigrationQuestion& question) {
  const Asked asked = std::visit(Asker(scenario, run), question.what);
  Explanation explanation{asked.what, asked.never, question.note, sim::kNever, {}, {}};
  if (!asked.never.empty()) return explanation;
  const std::vector<ChainLink> chain = model::critical_chain(run, *scenario.params, asked.event);
  explanation.at = chain.back().at;
  explanation.chain = told(run, scenario, chain);
  explanation.resources = times_by_resource(explanation.chain);
  return explanation;
}

}  // namespace reports::migration
