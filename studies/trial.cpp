#include "studies/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/migration/money.hpp"
#include "sim/quantity_text.hpp"
#include "studies/measures.hpp"

namespace studies {

namespace {

void count_verdicts(const std::vector<scenarios::Verdict>& verdicts, Trial& trial) {
  for (const scenarios::Verdict& verdict : verdicts) {
    switch (verdict.result) {
      case scenarios::Result::kPassed:
        ++trial.passed;
        break;
      case scenarios::Result::kFailed:
        ++trial.failed;
        break;
      case scenarios::Result::kNeverEvaluated:
        ++trial.never_evaluated;
        break;
    }
  }
}

void run(const scenarios::Scenario& scenario, Trial& trial) {
  models::durability::RunOptions options = scenario.options;
  options.causes = false;
  const models::durability::Run run = models::durability::run(scenario.params, options);
  Measured all = measured(scenario, run);
  trial.seed = scenario.params->seed;
  trial.measures = std::move(all.measures);
  trial.bottleneck = std::move(all.bottleneck);
  trial.digest = run.outcome.digest;
  count_verdicts(judge(scenario, run), trial);
}

Obtained obtained_by(models::migration::Way way) {
  switch (way) {
    case models::migration::Way::kEventByEvent:
      return Obtained::kEventByEvent;
    case models::migration::Way::kExact:
      return Obtained::kExact;
    case models::migration::Way::kSampled:
      return Obtained::kSampled;
  }
  return Obtained::kEventByEvent;
}

void run(const scenarios::MigrationScenario& scenario, Trial& trial) {
  const scenarios::MigrationRuns runs = run_migration(scenario, 1);
  Measured all = measured(scenario, runs);
  trial.seed = scenario.params->seed;
  trial.measures = std::move(all.measures);
  trial.bottleneck = std::move(all.bottleneck);
  trial.digest = runs.run.outcome.digest;
  trial.obtained = obtained_by(runs.run.outcome.obtained.way);
  count_verdicts(judge(scenario, runs), trial);
}

}  // namespace

double Measure::number() const {
  return std::visit([](auto number) { return static_cast<double>(number); }, value);
}

const Measure* Trial::find(std::string_view name) const {
  const auto found = std::find_if(measures.begin(), measures.end(),
                                  [&](const Measure& measure) { return measure.name == name; });
  return found == measures.end() ? nullptr : &*found;
}

std::string_view name_of(Obtained obtained) {
  switch (obtained) {
    case Obtained::kEventByEvent:
      return "event by event";
    case Obtained::kExact:
      return "exact";
    case Obtained::kSampled:
      return "sampled";
  }
  return "";
}

std::string_view suffix_of(Unit unit) {
  switch (unit) {
    case Unit::kNanoseconds:
      return "_ns";
    case Unit::kBytes:
      return "_bytes";
    case Unit::kBillionths:
      return "_billionths";
    default:
      return "";
  }
}

std::string value_text(const Measure& measure) {
  const auto* whole = std::get_if<std::int64_t>(&measure.value);
  switch (measure.unit) {
    case Unit::kNanoseconds:
      if (whole != nullptr) return sim::to_text(sim::Duration(*whole));
      return sim::to_text(sim::Duration(std::llround(measure.number())));
    case Unit::kBytes:
      return sim::to_text(sim::Bytes{std::llround(measure.number())});
    case Unit::kBillionths:
      return models::migration::money_text(std::llround(measure.number()), 2);
    case Unit::kShare:
      return fmt::format("{:.1f} %", measure.number() * 100);
    case Unit::kPerSecond:
      return fmt::format("{:.1f}/s", measure.number());
    case Unit::kNumber:
      break;
  }
  return whole != nullptr ? fmt::format("{}", *whole) : fmt::format("{:.4g}", measure.number());
}

Trial run_trial(const Source& source, const std::vector<Variation>& variations,
                std::uint64_t replication) {
  Trial trial;
  trial.parameters = variations;
  trial.replication = replication;
  std::visit([&](const auto& scenario) { run(with_replication(scenario, replication), trial); },
             *source.loaded(variations));
  return trial;
}

}  // namespace studies
