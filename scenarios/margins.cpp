#include "scenarios/margins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "models/analysis/order_margin.hpp"

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

using analysis::Direction;

namespace {

constexpr std::uint64_t kMostEvents = 20'000;
constexpr int kMostOperations = 10'000;
constexpr sim::Duration kFarthest = std::chrono::hours(24 * 365);

[[noreturn]] void refuse(const Scenario& scenario, std::string message, std::string hint) {
  Problems problems;
  problems.report({scenario.file, 0, 0}, std::move(message), std::move(hint));
  throw InvalidInput(std::move(problems));
}

// An estimate for workloads that end at an instant; for clients that do, nothing is known before.
double most_operations(const durability::GeneratorParams& generator) {
  const auto count = static_cast<double>(generator.count);
  const auto* open = std::get_if<durability::OpenArrivals>(&generator.arrivals);
  if (open == nullptr || generator.until == sim::kNever) return count;
  const auto length = static_cast<double>((generator.until - generator.from).count());
  return std::min(count, length / open->interval.distribution.mean() * open->burst);
}

// The scenario as it is, with the record of what caused what.
durability::Run first_run(const Scenario& scenario) {
  if (scenario.expectations.empty()) {
    refuse(scenario, "it expects nothing, so there is nothing that could turn",
           "write expectations, such as expect: [{at: 10ms, observe: k, all: persisted}]");
  }
  double operations = 0;
  for (const durability::GeneratorParams& generator : scenario.params->generators) {
    operations += most_operations(generator);
  }
  if (operations > kMostOperations) {
    refuse(scenario,
           fmt::format("margins are for stories: its workloads have more than {} operations",
                       kMostOperations),
           "give the workloads counts, such as count: 100");
  }
  durability::RunOptions options = scenario.options;
  options.causes = true;
  durability::Run run = durability::run(scenario.params, options);
  if (run.outcome.events > kMostEvents) {
    refuse(scenario,
           fmt::format("margins are for stories: this run has {} events, and {} are affordable",
                       run.outcome.events, kMostEvents),
           "shorten its workloads or its script");
  }
  return run;
}

// The instants at which an expectation looks: what happens must not pass them unseen.
struct Instants {
  std::vector<sim::Instant>& all;
  void operator()(const ExpectObserve& expected) const { all.push_back(expected.at); }
  void operator()(const ExpectKeyinfo& expected) const { all.push_back(expected.at); }
  void operator()(const ExpectBy& expected) const { all.push_back(expected.by); }
  void operator()(const ExpectOver& expected) const {
    all.push_back(expected.from);
    all.push_back(expected.to);
  }
  void operator()(const ExpectVerdict& expected) const {
    if (expected.at) all.push_back(*expected.at);
    if (expected.by) all.push_back(*expected.by);
  }
  // These look at the order of events alone, or are not told.
  void operator()(const ExpectOrder&) const {}
  void operator()(const ExpectObserveSeqno&) const {}
  void operator()(const ExpectReply&) const {}
  void operator()(const ExpectMeasure&) const {}
  void operator()(const ExpectUtilisation&) const {}
};

std::vector<sim::Instant> instants_of(const Scenario& scenario) {
  std::vector<sim::Instant> instants{scenario.options.until, scenario.params->warmup};
  for (const Expectation& expectation : scenario.expectations) {
    std::visit(Instants{instants}, expectation.what);
  }
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  return instants;
}

std::string reason_not_told(const Expectation& expectation) {
  const auto* measure = std::get_if<ExpectMeasure>(&expectation.what);
  const bool statistic = measure != nullptr && measure->statistic != Statistic::kCount;
  const bool utilisation = std::holds_alternative<ExpectUtilisation>(expectation.what);
  return statistic || utilisation ? "a statistic moves with every nanosecond" : "";
}

// A way that takes no time at all, as from a switch to its nodes: the other half takes it.
bool is_nothing(const durability::ClusterParams& params, const std::string& entity) {
  const auto& links = params.topology.links;
  for (models::hardware::LinkIndex i = 0; i < links.size(); ++i) {
    if ("network/" + models::hardware::link_name(params.topology, i) != entity) continue;
    return links[i].latency.turns.empty() && links[i].latency.distribution.as_constant() == 0;
  }
  return false;
}

Movable together(std::string name, std::string_view purpose, const durability::Run& run,
                 const durability::ClusterParams& params) {
  Movable some{std::move(name), {}};
  Movable all = some;
  for (sim::LatencyId id = 0; id < run.latency_names.size(); ++id) {
    if (run.latency_names[id].purpose != purpose) continue;
    all.latencies.push_back(id);
    if (!is_nothing(params, run.latency_names[id].entity)) some.latencies.push_back(id);
  }
  return some.latencies.empty() ? all : some;
}

void count_draws(std::vector<Movable>& movables, const durability::Run& run) {
  for (sim::EventId event = 1; event <= run.causes.size(); ++event) {
    for (const sim::Term& term : run.causes.terms(run.causes.of(event))) {
      for (Movable& movable : movables) {
        const auto& ids = movable.latencies;
        if (std::find(ids.begin(), ids.end(), term.latency) == ids.end()) continue;
        movable.least = movable.draws == 0 ? term.took : std::min(movable.least, term.took);
        movable.most = std::max(movable.most, term.took);
        ++movable.draws;
      }
    }
  }
}

// All latencies of the cluster one by one, then those of a kind together.
std::vector<Movable> movables_of(const durability::Run& run,
                                 const durability::ClusterParams& params) {
  constexpr std::array<std::array<std::string_view, 2>, 6> kKinds{
      {{"latency", "every link's latency"},
       {"jitter", "every link's jitter"},
       {"operation", "every cpu's operation"},
       {"write", "every disk's write"},
       {"sync", "every disk's sync"},
       {"read", "every disk's read"}}};
  std::vector<Movable> movables;
  for (sim::LatencyId id = 0; id < run.latency_names.size(); ++id) {
    const sim::LatencyName& name = run.latency_names[id];
    movables.push_back({name.entity + " " + name.purpose, {id}});
  }
  for (const auto& [purpose, words] : kKinds) {
    Movable all = together(std::string(words), purpose, run, params);
    if (all.latencies.size() > 1) movables.push_back(std::move(all));
  }
  count_draws(movables, run);
  return movables;
}

// One latency moved in one direction, as far as any verdict may still turn.
class Sweep {
 public:
  Sweep(const Scenario& scenario, const std::vector<Verdict>& verdicts, const Movable& movable,
        Direction direction)
      : scenario_(scenario),
        probes_(instants_of(scenario)),
        movable_(movable),
        direction_(direction),
        options_(scenario.options),
        slacks_(verdicts.size()),
        states_(verdicts.size()) {
    options_.causes = true;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      held_.push_back(verdicts[i].result == Result::kPassed);
      if (!reason_not_told(scenario.expectations[i]).empty()) states_[i] = State::kSettled;
    }
  }

  /// The slack of each expectation, from the run as it is.
  std::vector<Slack> swept(const durability::Run& first, const MarginLimits& limits);

 private:
  enum class State : std::uint8_t { kSame, kTurned, kSettled };

  [[nodiscard]] analysis::OrderMargin margin_of(const durability::Run& run) const {
    return analysis::order_margin(run, *scenario_.params, movable_.latencies, direction_, probes_);
  }
  [[nodiscard]] bool all_settled() const {
    return std::all_of(states_.begin(), states_.end(),
                       [](State state) { return state == State::kSettled; });
  }
  void judge_at(sim::Duration distance, const durability::Run& run);
  void end(Slack::End how, sim::Duration known, const std::string& why);

  const Scenario& scenario_;
  std::vector<sim::Instant> probes_;
  const Movable& movable_;
  Direction direction_;
  durability::RunOptions options_;
  std::vector<bool> held_;  // by expectation: in the run as it is
  std::vector<Slack> slacks_;
  std::vector<State> states_;
};

// A verdict that stood until just before `distance` may be another from there on.
void Sweep::judge_at(sim::Duration distance, const durability::Run& run) {
  const std::vector<Verdict> verdicts = judge(scenario_, run);
  const sim::Duration before = distance - sim::Duration(1);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const bool holds = verdicts[i].result == Result::kPassed;
    if (states_[i] == State::kSame && holds != held_[i]) {
      slacks_[i] = {Slack::End::kTurns, before, std::nullopt, ""};
      states_[i] = held_[i] ? State::kSettled : State::kTurned;
    } else if (states_[i] == State::kTurned && !holds) {
      slacks_[i].mended_up_to = before;
      states_[i] = State::kSettled;
    }
  }
}

void Sweep::end(Slack::End how, sim::Duration known, const std::string& why) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (states_[i] == State::kSame) slacks_[i] = {how, known, std::nullopt, why};
    // What is unknown of a mended expectation is where it breaks again: it is known to hold so far.
    if (states_[i] == State::kTurned && how == Slack::End::kUnknown) {
      slacks_[i].mended_up_to = known;
      slacks_[i].why = why;
    }
  }
}

std::vector<Slack> Sweep::swept(const durability::Run& first, const MarginLimits& limits) {
  sim::Duration distance{0};
  analysis::OrderMargin margin = margin_of(first);
  // A link that takes no time at all makes no event; once it takes some, it does.
  if (direction_ == Direction::kSlower && margin.clock.empty()) margin.holds_for = distance;
  std::uint64_t events = 0;
  for (std::uint64_t runs = 0;; ++runs) {
    if (!margin.clock.empty()) {
      end(Slack::End::kUnknown, distance, margin.clock + " would tell by the clock");
      break;
    }
    if (!margin.holds_for || distance + *margin.holds_for >= kFarthest) break;
    distance += *margin.holds_for + sim::Duration(1);
    if (runs == limits.runs || events >= limits.events) {
      end(Slack::End::kUnknown, distance - sim::Duration(1), "the limit of runs was reached");
      break;
    }
    options_.shift = {movable_.latencies, direction_ == Direction::kSlower ? distance : -distance};
    const durability::Run run = durability::run(scenario_.params, options_);
    events += run.outcome.events;
    judge_at(distance, run);
    if (all_settled()) break;
    margin = margin_of(run);
  }
  return slacks_;
}

}  // namespace

Margins margins_of(const Scenario& scenario, const MarginLimits& limits) {
  const durability::Run run = first_run(scenario);
  Margins margins{judge(scenario, run), movables_of(run, *scenario.params), {}, {}};
  for (const Expectation& expectation : scenario.expectations) {
    margins.not_told.push_back(reason_not_told(expectation));
  }
  for (std::size_t movable = 0; movable < margins.movables.size(); ++movable) {
    const auto swept = [&](Direction direction) {
      return Sweep(scenario, margins.verdicts, margins.movables[movable], direction)
          .swept(run, limits);
    };
    const std::vector<Slack> slower = swept(Direction::kSlower);
    const std::vector<Slack> faster = swept(Direction::kFaster);
    for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
      if (margins.not_told[i].empty()) {
        margins.margins.push_back({i, movable, slower[i], faster[i]});
      }
    }
  }
  std::stable_sort(margins.margins.begin(), margins.margins.end(),
                   [](const Margin& a, const Margin& b) { return a.expectation < b.expectation; });
  return margins;
}

}  // namespace scenarios
