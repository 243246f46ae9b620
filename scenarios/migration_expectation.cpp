// Judging what a migration's outcome is expected to be.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/migration_scenario.hpp"
#include "sim/check.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace migration = models::migration;

namespace {

// What was seen, in the demand's unit; or why nothing could be.
struct Seen {
  std::optional<double> number;
  std::string text;
};

Seen nothing(std::string why) { return {std::nullopt, std::move(why)}; }

Seen duration(std::int64_t nanoseconds) {
  return {static_cast<double>(nanoseconds), sim::to_text(sim::Duration(nanoseconds))};
}

Seen count(std::uint64_t number) {
  return {static_cast<double>(number), fmt::format("{}", number)};
}

Seen downtime(const MigrationExpectation& expected, const migration::Outcome& outcome,
              std::size_t packages) {
  std::vector<std::int64_t> each(packages, 0);
  for (const migration::Downtime& stretch : outcome.downtimes) {
    each[stretch.package] += (stretch.until - stretch.from).count();
  }
  if (expected.package) return duration(each[*expected.package]);
  return duration(each.empty() ? 0 : *std::max_element(each.begin(), each.end()));
}

Seen procedure_time(const migration::Outcome& outcome, sim::Instant start) {
  if (outcome.phases.empty()) return nothing("nothing was moved");
  sim::Instant end = start;
  for (const migration::PhaseOutcome& phase : outcome.phases) end = std::max(end, phase.ended);
  return duration((end - start).count());
}

Seen phase_time(const MigrationExpectation& expected, const migration::Outcome& outcome) {
  std::optional<std::int64_t> longest;
  for (const migration::PhaseOutcome& phase : outcome.phases) {
    if (phase.kind != expected.phase) continue;
    if (expected.package && phase.package != *expected.package) continue;
    longest = std::max(longest.value_or(0), (phase.ended - phase.began).count());
  }
  return longest ? duration(*longest) : nothing("there was no such phase");
}

Seen happened(const MigrationExpectation& expected, const migration::Outcome& outcome) {
  std::uint64_t times = 0;
  for (const migration::FaultHappened& fault : outcome.faults) {
    if (fault.kind != expected.happened) continue;
    if (expected.package && fault.package != migration::kAllPackages &&
        fault.package != *expected.package) {
      continue;
    }
    times += fault.count;
  }
  return count(times);
}

// One call's times wherever it was made, or where the expectation says.
Seen of_call(const MigrationExpectation& expected, const migration::Outcome& outcome) {
  sim::LogLinearHistogram response;
  std::uint64_t failed = 0;
  std::uint64_t not_found = 0;
  std::uint64_t made = 0;
  for (const migration::CallOutcome& call : outcome.calls) {
    if (call.package != *expected.package || call.call != *expected.call) continue;
    for (std::size_t store = 0; store < migration::kCallStores; ++store) {
      if (expected.on && static_cast<std::size_t>(*expected.on) != store) continue;
      const migration::CallTimes& times = call.by_store[store];
      response.merge(times.response);
      failed += times.failed + times.refused + times.panicked;
      not_found += times.not_found;
      made += times.answered + times.failed + times.refused + times.panicked;
    }
  }
  if (made == 0) return nothing("the call was never made");
  if (expected.demand == Demand::kFailed) return count(failed);
  if (expected.demand == Demand::kNotFound) return count(not_found);
  if (response.count() == 0) return nothing("the call was never answered");
  if (expected.demand == Demand::kMean) {
    return duration(static_cast<std::int64_t>(response.mean() + 0.5));
  }
  return duration(response.quantile(expected.demand == Demand::kP50 ? 0.5 : 0.99));
}

Seen kv_over_table(const MigrationExpectation& expected,
                   const migration::TableAgainstKv& comparison) {
  for (std::size_t i = 0; i < comparison.on_table.calls.size(); ++i) {
    const migration::CallOutcome& call = comparison.on_table.calls[i];
    if (call.package != *expected.package || call.call != *expected.call) continue;
    const migration::PairedDifference& pairs = comparison.calls[i];
    if (pairs.pairs == 0 || !(pairs.mean_a > 0)) break;
    const double ratio = pairs.mean_b / pairs.mean_a;
    return {ratio, fmt::format("{:.3f}, {} against {}", ratio,
                               sim::to_text(sim::Duration(std::llround(pairs.mean_b))),
                               sim::to_text(sim::Duration(std::llround(pairs.mean_a))))};
  }
  return nothing("the call was never answered on both");
}

Seen see(const MigrationExpectation& expected, const MigrationScenario& scenario,
         const migration::Outcome& outcome, const migration::TableAgainstKv* comparison) {
  switch (expected.demand) {
    case Demand::kDowntime:
      return downtime(expected, outcome, scenario.params->dataset->layout().packages.size());
    case Demand::kDuration:
      return procedure_time(outcome, scenario.params->start);
    case Demand::kRowsLost:
      return count(outcome.content.rows_lost);
    case Demand::kRowsChanged:
      return count(outcome.content.rows_changed);
    case Demand::kRowsExtra:
      return count(outcome.content.rows_extra);
    case Demand::kRowsDropped:
      return count(outcome.content.rows_dropped);
    case Demand::kEntries:
      return count(outcome.content.entries_at_end);
    case Demand::kSpacePeak:
      return count(static_cast<std::uint64_t>(std::max<std::int64_t>(0, outcome.space.peak)));
    case Demand::kAttempts:
      return count(outcome.attempts);
    case Demand::kComplete:
      return {outcome.complete ? 1.0 : 0.0,
              outcome.complete ? "every phase did" : "some phase did not"};
    case Demand::kPhaseTakes:
      return phase_time(expected, outcome);
    case Demand::kTimes:
      return happened(expected, outcome);
    case Demand::kKvOverTable:
      SIM_CHECK(comparison != nullptr);
      return kv_over_table(expected, *comparison);
    default:
      return of_call(expected, outcome);
  }
}

}  // namespace

bool needs_comparison(const MigrationScenario& scenario) {
  return std::any_of(scenario.expectations.begin(), scenario.expectations.end(),
                     [](const auto& one) { return one.demand == Demand::kKvOverTable; });
}

std::vector<Verdict> judge(const MigrationScenario& scenario, const migration::Outcome& outcome,
                           const migration::TableAgainstKv* comparison) {
  std::vector<Verdict> verdicts;
  for (const MigrationExpectation& expected : scenario.expectations) {
    Verdict verdict;
    verdict.place = expected.place;
    verdict.expectation = expected.text;
    const Seen seen = see(expected, scenario, outcome, comparison);
    verdict.seen = seen.text;
    if (seen.number) {
      const bool passed = holds(*seen.number, expected.relation, expected.limit);
      verdict.result = passed ? Result::kPassed : Result::kFailed;
      if (passed) verdict.seen.clear();
    }
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

}  // namespace scenarios
