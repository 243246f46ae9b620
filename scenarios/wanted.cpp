#include "scenarios/wanted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "models/analysis/engine_order.hpp"
#include "models/analysis/orderings.hpp"
#include "models/analysis/witness.hpp"
#include "models/durability/latencies.hpp"
#include "scenarios/names.hpp"
#include "scenarios/wanted_refusal.hpp"

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

using analysis::Trace;

namespace {

constexpr std::size_t kMostMovable = 24;

// How far a latency may be from what it takes by itself; nothing: not at all.
using Reach = std::vector<std::int64_t>;  // by LatencyId

class Solver {
 public:
  Solver(const Scenario& scenario, const Wanted& wanted)
      : scenario_(scenario), wanted_(wanted), preferred_(preferred_latencies(*scenario.params)) {
    for (const auto& named : durability::latencies_of(*scenario.params)) {
      latencies_.push_back(named.name);
    }
  }

  void try_trace(const Trace& trace, const analysis::Recorded& recorded);

  [[nodiscard]] bool found() const { return best_.has_value(); }
  [[nodiscard]] Solved result() const;
  [[nodiscard]] const std::string& why_not() const { return why_not_; }

 private:
  struct Best {
    std::size_t moved;
    std::int64_t move;
    Trace trace;
    std::vector<std::int64_t> instants;
  };

  [[nodiscard]] std::optional<analysis::DifferenceBounds> within(const Trace& trace,
                                                                 const Reach& reach) const;
  void try_sets(const Trace& trace, const std::vector<sim::LatencyId>& movable, std::size_t size);
  void try_set(const Trace& trace, const std::vector<sim::LatencyId>& moved);
  [[nodiscard]] Trace narrowed(const Trace& trace, const Reach& reach) const;

  const Scenario& scenario_;
  const Wanted& wanted_;
  std::vector<std::int64_t> preferred_;
  std::vector<sim::LatencyName> latencies_;
  std::vector<analysis::Before> befores_;  // of the trace: its dependences, then what is wanted
  std::optional<Best> best_;
  std::string why_not_;
};

// The trace with its draws no further from what they take by themselves.
Trace Solver::narrowed(const Trace& trace, const Reach& reach) const {
  Trace result = trace;
  for (analysis::TraceTerm& term : result.terms) {
    const std::int64_t by_itself = std::clamp(preferred_[term.latency], term.low, term.high);
    term.low = std::max(term.low, by_itself - reach[term.latency]);
    term.high = std::min(term.high, by_itself + reach[term.latency]);
  }
  return result;
}

std::optional<analysis::DifferenceBounds> Solver::within(const Trace& trace,
                                                         const Reach& reach) const {
  const Trace near = narrowed(trace, reach);
  std::optional<analysis::DifferenceBounds> solution;
  analysis::split_all(near, causal_bounds(near), befores_, [&](const auto& bounds) {
    solution = bounds;
    return false;
  });
  return solution;
}

// The least move of these latencies that will do, if any does.
void Solver::try_set(const Trace& trace, const std::vector<sim::LatencyId>& moved) {
  constexpr std::int64_t kFarthest = analysis::DifferenceBounds::kNone / 4;
  Reach reach(preferred_.size(), 0);
  const auto reach_of = [&](std::int64_t move) {
    for (const sim::LatencyId latency : moved) reach[latency] = move;
    return within(trace, reach);
  };
  if (!reach_of(moved.empty() ? 0 : kFarthest)) return;
  std::int64_t too_little = -1;
  std::int64_t enough = moved.empty() ? 0 : kFarthest;
  while (enough - too_little > 1) {
    const std::int64_t middle = too_little + (enough - too_little) / 2;
    (reach_of(middle) ? enough : too_little) = middle;
  }
  if (best_ &&
      (best_->moved < moved.size() || (best_->moved == moved.size() && best_->move <= enough))) {
    return;
  }
  const auto bounds = reach_of(enough);
  Trace near = narrowed(trace, reach);
  auto instants = analysis::instants_of(near, *bounds, preferred_);
  best_ = Best{moved.size(), enough, std::move(near), std::move(instants)};
}

void Solver::try_sets(const Trace& trace, const std::vector<sim::LatencyId>& movable,
                      std::size_t size) {
  std::vector<bool> chosen(movable.size());
  std::fill_n(chosen.begin(), size, true);
  do {
    std::vector<sim::LatencyId> moved;
    for (std::size_t i = 0; i < movable.size(); ++i) {
      if (chosen[i]) moved.push_back(movable[i]);
    }
    try_set(trace, moved);
  } while (std::prev_permutation(chosen.begin(), chosen.end()));
}

void Solver::try_trace(const Trace& trace, const analysis::Recorded& recorded) {
  std::vector<analysis::Before> wishes;
  const auto events = events_of(wanted_, recorded, *scenario_.params);
  for (std::size_t i = 0; i + 1 < events.size(); ++i) {
    if (!events[i] || !events[i + 1]) return;
    wishes.push_back({*events[i], *events[i + 1]});
  }
  befores_ = trace.dependences;
  befores_.insert(befores_.end(), wishes.begin(), wishes.end());
  std::vector<sim::LatencyId> movable;
  Reach everything(preferred_.size(), 0);
  for (const analysis::TraceTerm& term : trace.terms) {
    if (term.low == term.high || everything[term.latency] != 0) continue;
    everything[term.latency] = analysis::DifferenceBounds::kNone / 4;
    movable.push_back(term.latency);
  }
  if (!within(trace, everything)) {
    if (why_not_.empty()) {
      why_not_ = refusal_of(scenario_, trace, recorded, wanted_, wishes, latencies_);
    }
    return;
  }
  const std::size_t most = best_ ? best_->moved : movable.size();
  if (movable.size() > kMostMovable) {
    try_set(trace, movable);
    return;
  }
  for (std::size_t size = 0; size <= most && (!best_ || best_->moved >= size); ++size) {
    try_sets(trace, movable, size);
  }
}

Solved Solver::result() const {
  Solved solved;
  const auto shares = analysis::shares_of(best_->trace, best_->instants, preferred_);
  Trace open = best_->trace;
  for (analysis::TraceTerm& term : open.terms) {
    // Whatever the scenario leaves open is written down, moved or not.
    const auto& latency = *durability::latencies_of(*scenario_.params)[term.latency].latency;
    term.given = term.given || !latency.distribution.as_constant() || !latency.turns.empty();
  }
  solved.draws = analysis::draws_of(open, best_->instants, shares, latencies_);
  for (std::size_t i = 0; i < best_->trace.terms.size(); ++i) {
    const sim::LatencyId id = best_->trace.terms[i].latency;
    const bool told = std::any_of(solved.moved.begin(), solved.moved.end(), [&](const Moved& one) {
      return one.latency.entity == latencies_[id].entity &&
             one.latency.purpose == latencies_[id].purpose;
    });
    if (told || shares[i] == preferred_[id]) continue;
    solved.moved.push_back(
        {latencies_[id], sim::Duration(preferred_[id]), sim::Duration(shares[i])});
  }
  return solved;
}

[[noreturn]] void refuse(const Wanted& wanted, std::string message, std::string hint) {
  Problems problems;
  problems.add_source(wanted.place.file, wanted.source);
  problems.report(wanted.place, std::move(message), std::move(hint));
  throw InvalidInput(std::move(problems));
}

constexpr std::string_view kExpectation = "expectation ";

std::optional<std::uint32_t> counted(std::string_view text) {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size() && number > 0;
  return whole ? std::optional(number) : std::nullopt;
}

// "expectation 2"
Wanted wanted_by_number(const std::string& words, const Scenario& scenario) {
  const auto number = counted(std::string_view(words).substr(kExpectation.size()));
  const Wanted none{{}, words, 0, 1, {"--want", 1, 1}};
  if (!number || *number > scenario.expectations.size()) {
    refuse(none, "there is no such expectation",
           fmt::format("they are counted from 1 to {}", scenario.expectations.size()));
  }
  const Expectation& expectation = scenario.expectations[*number - 1];
  const auto* order = std::get_if<ExpectOrder>(&expectation.what);
  if (order == nullptr) {
    refuse(none, fmt::format("'{}' is no order", expectation.text),
           "ask for an expectation of order, or write --want 'replica0.persisted, ...'");
  }
  return {order->milestones, words, order->key, order->revision, {"--want", 1, 1}};
}

// What stands before " revision 2", which goes for all of it.
std::string_view without_revision(std::string_view words, Wanted& wanted, Problems& problems) {
  constexpr std::string_view kRevision = " revision ";
  const std::size_t at = words.rfind(kRevision);
  if (at == std::string_view::npos) return words;
  const auto revision = counted(words.substr(at + kRevision.size()));
  if (!revision) {
    problems.report({"--want", 1, static_cast<int>(at + kRevision.size()) + 1},
                    "a revision is a whole number", "revisions are counted from 1");
  }
  wanted.revision = revision.value_or(1);
  return words.substr(0, at);
}

// What stands between commas, without the blanks around it.
std::vector<Text> listed_in(std::string_view words) {
  std::vector<Text> texts;
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t comma = std::min(words.find(',', begin), words.size());
    std::size_t first = begin;
    std::size_t last = comma;
    while (first < last && words[first] == ' ') ++first;
    while (last > first && words[last - 1] == ' ') --last;
    texts.push_back({std::string(words.substr(first, last - first)),
                     {"--want", 1, static_cast<int>(first) + 1}});
    begin = comma + 1;
  }
  return texts;
}

}  // namespace

Wanted read_wanted(const std::string& words, const Scenario& scenario) {
  if (words.starts_with(kExpectation)) return wanted_by_number(words, scenario);
  Wanted wanted{{}, words, scenario.key.value_or(0), 1, {"--want", 1, 1}};
  Problems problems;
  problems.add_source("--want", words);
  const std::string_view list = without_revision(words, wanted, problems);
  durability::ClusterParams params = *scenario.params;
  Names names(params, problems);
  for (const Text& text : listed_in(list)) {
    if (!scenario.key) {
      problems.report(text.place, "the scenario has no key", "write key: NAME at its top");
      break;
    }
    auto milestone = names.milestone(text, *scenario.key);
    if (!milestone) continue;
    const bool twice =
        std::any_of(wanted.milestones.begin(), wanted.milestones.end(), [&](const auto& one) {
          return one.node == milestone->node && one.kind == milestone->kind;
        });
    if (twice) {
      problems.report(text.place, fmt::format("{} cannot come twice", text.text),
                      "name each milestone once, in the order that is wanted");
    }
    wanted.milestones.push_back(std::move(*milestone));
  }
  if (problems.empty() && wanted.milestones.size() < 2) {
    problems.report({"--want", 1, 1}, "an order needs two milestones at least",
                    "write --want 'replica0.persisted, master.persisted'");
  }
  if (!problems.empty()) throw InvalidInput(std::move(problems));
  return wanted;
}

Wanted wanted_of(const Scenario& scenario, const FileSource& files) {
  SIM_CHECK(scenario.wanted.has_value());
  const auto& order = std::get<ExpectOrder>(scenario.wanted->what);
  const Place& place = scenario.wanted->place;
  return {order.milestones, files(place.file).text, order.key, order.revision, place};
}

Solved solve_wanted(const Scenario& scenario, const Wanted& wanted, const OrderingsBudget& budget) {
  Solver solver(scenario, wanted);
  bool out_of_budget = false;
  const auto visit = [&](const Trace& trace, const analysis::Recorded& recorded) {
    solver.try_trace(trace, recorded);
    return true;
  };
  const auto stop = [&](const analysis::Exploration& exploration) {
    out_of_budget = exploration.states > budget.states || budget.interrupted();
    return out_of_budget;
  };
  analysis::explore(scenario.params, {scenario.options.until, false}, visit, stop);
  if (!solver.found() && out_of_budget) {
    refuse(wanted, "no latencies were found within the budget",
           "raise --states or --seconds, or bound the latencies");
  }
  if (!solver.found()) {
    refuse(wanted, "this order is impossible, whatever the latencies that are open",
           solver.why_not().empty() ? "one of the milestones never happens" : solver.why_not());
  }
  Solved solved = solver.result();
  solved.complete = !out_of_budget;
  const Scenario shown = with_draws(scenario, solved.draws);
  const durability::Run run = durability::run(shown.params, scenario.options);
  const durability::KeyStory story(run.outcome, wanted.key, chain_of_key(*shown.params, wanted.key),
                                   shown.params->dialect);
  const auto when = [&](const MilestoneName& milestone) {
    return story.milestone(milestone.kind, milestone.node, wanted.revision);
  };
  for (std::size_t i = 0; i + 1 < wanted.milestones.size(); ++i) {
    const auto first = when(wanted.milestones[i]);
    const auto second = when(wanted.milestones[i + 1]);
    SIM_CHECK(first && second && first->change < second->change);
  }
  return solved;
}

}  // namespace scenarios
