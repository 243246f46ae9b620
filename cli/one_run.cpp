#include "cli/one_run.hpp"

#include <fmt/format.h>

#include <cmath>

#include "cli/trials.hpp"
#include "models/durability/clock_state.hpp"
#include "reports/migration/sections.hpp"
#include "reports/orderings.hpp"
#include "reports/sections.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"
#include "scenarios/swarm.hpp"
#include "studies/estimate.hpp"
#include "studies/growth.hpp"

namespace cli {

namespace {

using Verdicts = std::vector<scenarios::Verdict>;

// What the file expects of growth, judged by runs at several sizes, on the same luck as the run.
Verdicts growth_verdicts(const std::string& path, std::optional<std::uint64_t> seed,
                         unsigned threads) {
  Verdicts verdicts;
  const studies::Source source = source_of(path);
  const studies::Runner runner = runner_of(source, threads);
  for (studies::ExpectedGrowth& expected : studies::growth_expected(source)) {
    if (seed) expected.question.besides.push_back({"seed", fmt::format("{}", *seed)});
    verdicts.push_back(studies::judge(expected, runner).verdict);
  }
  return verdicts;
}

OneRun run_one(scenarios::Scenario scenario, std::optional<std::uint64_t> seed,
               const scenarios::FileSource& files, const Verdicts& further) {
  scenarios::check_runnable(scenario, files);
  if (seed) scenario = scenarios::with_seed(scenario, *seed);
  // A script's few events afford the record of what caused what; a workload's may not. A clock
  // waits for nobody, so the record has no words for what is done by it.
  models::durability::RunOptions options = scenario.options;
  options.causes =
      options.causes || (scenario.params->generators.empty() && scenario.params->faults.empty() &&
                         !models::durability::has_expiries(*scenario.params));
  const models::durability::Run run = models::durability::run(scenario.params, options);
  std::vector<scenarios::Verdict> verdicts = scenarios::judge(scenario, run);
  const std::vector<std::string> ties = scenarios::audit_ties(scenario, run, verdicts);
  scenarios::add_verdicts_of_run(scenario, run, verdicts);
  verdicts.insert(verdicts.end(), further.begin(), further.end());
  reports::Report report = reports::durability_report({scenario, run, verdicts});
  reports::add_ties(report, scenario, ties);
  return {scenario.name, std::move(verdicts), std::move(report), run.outcome.digest};
}

OneRun run_one(scenarios::MigrationScenario scenario, std::optional<std::uint64_t> seed,
               unsigned threads, const Verdicts& further) {
  if (seed) scenario = scenarios::with_seed(scenario, *seed);
  const scenarios::MigrationRuns runs = scenarios::run_migration(scenario, threads);
  std::vector<scenarios::Verdict> verdicts = scenarios::judge(scenario, runs);
  verdicts.insert(verdicts.end(), further.begin(), further.end());
  reports::Report report = reports::migration::migration_report({scenario, runs, verdicts});
  return {scenario.name, std::move(verdicts), std::move(report), runs.run.outcome.digest};
}

}  // namespace

OneRun run_file(const std::string& path, std::optional<std::uint64_t> seed, unsigned threads,
                std::optional<Way> way) {
  const scenarios::FileSource files = scenarios::with_builtin_files(scenarios::disk_files());
  const scenarios::ReadScenario read = scenarios::read_scenario(path, files);
  scenarios::AnyScenario any = scenarios::load_any_scenario(read, read.root, read.texts);
  const Verdicts growth =
      studies::expects_growth(read.root) ? growth_verdicts(path, seed, threads) : Verdicts{};
  if (auto* migration = std::get_if<scenarios::MigrationScenario>(&any)) {
    if (way) migration->options.way = *way;
    return run_one(std::move(*migration), seed, threads, growth);
  }
  return run_one(std::get<scenarios::Scenario>(std::move(any)), seed, files, growth);
}

std::string foretold(const std::string& path, std::optional<Way> way) {
  constexpr double kMany = 1e9;
  constexpr std::uint64_t kTried = 100'000;
  const scenarios::FileSource files = scenarios::with_builtin_files(scenarios::disk_files());
  const scenarios::AnyScenario any = scenarios::load_any_scenario(path, files);
  const auto* migration = std::get_if<scenarios::MigrationScenario>(&any);
  if (migration == nullptr) return {};
  const Way chosen = way.value_or(migration->options.way);
  const double events = studies::estimated_events(any);
  if (chosen == Way::kSampled || events < kMany) return {};
  models::migration::RunOptions tried = migration->options;
  tried.way = chosen;
  tried.most_events = kTried;
  const auto run = models::migration::run(migration->params, tried);
  if (run.outcome.complete || run.outcome.obtained.skips > 0) return {};
  return fmt::format(
      "{}: about {:.1e} events will be handled one by one, some {:.0f} hours of one processor. "
      "--sampled estimates the times from windows within seconds, with intervals; fewer "
      "dataset.rows take less.\n",
      path, events, std::ceil(events / studies::kEventsPerSecond / 3600));
}

}  // namespace cli
