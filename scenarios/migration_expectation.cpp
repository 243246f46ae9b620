// Judging what a migration's runs are expected to be.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/migration/names.hpp"
#include "models/migration/sampled_interval.hpp"
#include "scenarios/migration_run.hpp"
#include "sim/check.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace migration = models::migration;

namespace {

using Words = std::string (*)(double);

std::string time_words(double nanoseconds) {
  return sim::to_text(sim::Duration(std::llround(nanoseconds)));
}
std::string count_words(double number) { return fmt::format("{:.0f}", number); }
std::string size_words(double bytes) { return sim::to_text(sim::Bytes{std::llround(bytes)}); }

// What was seen, in the demand's unit and in words; or why nothing could be.
struct Seen {
  std::optional<double> number;
  Words words = nullptr;
  std::string text;  // instead of the words, and without "by how much"
  double half = 0;   // of the interval around an estimate
};

Seen nothing(std::string why) { return {std::nullopt, nullptr, std::move(why)}; }
Seen time(sim::Duration duration) {
  return {static_cast<double>(duration.count()), time_words, {}};
}
// Rows are looked at one by one or not at all.
Seen not_looked_at() {
  return nothing("not looked at: the run was sampled, and windows stand for the other rows");
}
Seen count(std::uint64_t number) { return {static_cast<double>(number), count_words, {}}; }
Seen size(std::int64_t bytes) { return {static_cast<double>(bytes), size_words, {}}; }

// "it was 16min, 1min too much".
std::string how_it_was(const Seen& seen, Relation relation, double limit) {
  if (seen.words == nullptr) return seen.text;
  const double number = *seen.number;
  std::string text = fmt::format("it was {}", seen.words(number));
  const bool below = relation == Relation::kLess || relation == Relation::kAtMost;
  const bool above = relation == Relation::kAtLeast || relation == Relation::kGreater;
  if (below && number > limit) text += fmt::format(", {} too much", seen.words(number - limit));
  if (above && number < limit) text += fmt::format(", {} too little", seen.words(limit - number));
  return text;
}

class Judge {
 public:
  Judge(const MigrationExpectation& expected, const MigrationRuns& runs)
      : expected_(expected), runs_(runs), outcome_(runs.run.outcome) {}

  [[nodiscard]] Seen see() const;

 private:
  [[nodiscard]] Seen over_replications() const;
  [[nodiscard]] Seen phase_time() const;
  [[nodiscard]] Seen estimate(sim::Duration whole, sim::Instant from, sim::Instant until) const;
  [[nodiscard]] bool sampled() const { return outcome_.obtained.way == migration::Way::kSampled; }
  [[nodiscard]] Seen of_content() const;
  [[nodiscard]] Seen of_run() const;
  [[nodiscard]] Seen happened() const;
  [[nodiscard]] Seen of_call() const;
  [[nodiscard]] Seen kv_over_table() const;
  [[nodiscard]] Seen complete() const;
  [[nodiscard]] Seen cost() const;

  const MigrationExpectation& expected_;
  const MigrationRuns& runs_;
  const migration::Outcome& outcome_;
};

// Downtime and duration: of the run itself, or a quantile of all replications.
Seen Judge::over_replications() const {
  const bool moved = !outcome_.phases.empty();
  if (!moved && expected_.demand == Demand::kDuration) return nothing("nothing was moved");
  std::vector<sim::Duration> times;
  for (const migration::Replication& one : runs_.replications) {
    if (!expected_.quantile && one.number > 0) continue;
    const bool ended = one.complete || (one.number == 0 && outcome_.rolled_back);
    if (!ended && one.number == 0) return nothing("the migration did not complete");
    if (!ended) return nothing(fmt::format("replication {} did not complete", one.number));
    times.push_back(expected_.demand == Demand::kDowntime ? one.downtime : one.took);
  }
  if (!expected_.package || expected_.demand != Demand::kDowntime) {
    const sim::Duration whole =
        migration::quantile_of(std::move(times), expected_.quantile.value_or(1));
    if (expected_.quantile) return time(whole);
    return estimate(whole, sim::kStart, outcome_.end);
  }
  sim::Duration sum{0};
  for (const migration::Downtime& one : outcome_.downtimes) {
    if (one.package == *expected_.package) sum += one.until - one.from;
  }
  return estimate(sum, sim::kStart, outcome_.end);
}

Seen Judge::estimate(sim::Duration whole, sim::Instant from, sim::Instant until) const {
  Seen seen = time(whole);
  if (const auto half = migration::half_width(outcome_.obtained, from, until)) {
    seen.half = static_cast<double>(half->count());
  }
  return seen;
}

Seen Judge::phase_time() const {
  std::optional<Seen> longest;
  for (const migration::PhaseOutcome& phase : outcome_.phases) {
    if (phase.kind != expected_.phase) continue;
    if (expected_.package && phase.package != *expected_.package) continue;
    if (phase.end == migration::PhaseEnd::kNever) return nothing("the phase never ended");
    const Seen one = estimate(phase.ended - phase.began, phase.began, phase.ended);
    if (!longest || *one.number > *longest->number) longest = one;
  }
  return longest.value_or(nothing("there was no such phase"));
}

Seen Judge::happened() const {
  std::uint64_t times = 0;
  for (const migration::FaultHappened& fault : outcome_.faults) {
    if (fault.kind != expected_.happened) continue;
    const bool elsewhere = expected_.package && fault.package != migration::kAllPackages &&
                           fault.package != *expected_.package;
    if (!elsewhere) times += fault.count;
  }
  return count(times);
}

// One call's times wherever it was made, or where the expectation says.
Seen Judge::of_call() const {
  sim::LogLinearHistogram response;
  std::uint64_t failed = 0;
  std::uint64_t not_found = 0;
  std::uint64_t made = 0;
  for (const migration::CallOutcome& call : outcome_.calls) {
    if (call.package != *expected_.package || call.call != *expected_.call) continue;
    for (std::size_t store = 0; store < migration::kCallStores; ++store) {
      if (expected_.on && static_cast<std::size_t>(*expected_.on) != store) continue;
      const migration::CallTimes& times = call.by_store[store];
      response.merge(times.response);
      failed += times.failed + times.refused + times.panicked;
      not_found += times.not_found;
      made += times.answered + times.failed + times.refused + times.panicked;
    }
  }
  if (made == 0) return nothing("the call was never made");
  if (expected_.demand == Demand::kFailed) return count(failed);
  if (expected_.demand == Demand::kNotFound) return count(not_found);
  if (response.empty()) return nothing("the call was never answered");
  if (expected_.demand == Demand::kMean) {
    return time(sim::Duration(std::llround(response.mean())));
  }
  return time(sim::Duration(response.quantile(expected_.demand == Demand::kP50 ? 0.5 : 0.99)));
}

Seen Judge::kv_over_table() const {
  SIM_CHECK(runs_.comparison.has_value());
  const migration::TableAgainstKv& both = *runs_.comparison;
  for (std::size_t i = 0; i < both.on_table.calls.size(); ++i) {
    const migration::CallOutcome& call = both.on_table.calls[i];
    if (call.package != *expected_.package || call.call != *expected_.call) continue;
    const sim::PairedDifference& pairs = both.calls[i];
    if (pairs.pairs < 2 || !(pairs.mean_a > 0)) break;
    const double ratio = pairs.mean_b / pairs.mean_a;
    return {ratio, nullptr,
            fmt::format("it was {:.3f}: {} on the store, {} on the tables, the difference certain "
                        "to {}",
                        ratio, time_words(pairs.mean_b), time_words(pairs.mean_a),
                        time_words(pairs.half_width))};
  }
  return nothing("too few calls were answered on both");
}

Seen Judge::complete() const {
  if (outcome_.complete) return {1.0, nullptr, "every phase did"};
  return {0.0, nullptr,
          outcome_.rolled_back ? "it was rolled back"
          : outcome_.stuck     ? "it is stuck for ever"
                               : "it failed"};
}

Seen Judge::cost() const {
  if (!runs_.cost) return nothing("the scenario has no prices");
  const std::int64_t total = runs_.cost->total();
  return {static_cast<double>(total), nullptr,
          fmt::format("it was {} {}", migration::money_text(total, 2), runs_.currency)};
}

Seen Judge::see() const {
  switch (expected_.demand) {
    case Demand::kDowntime:
    case Demand::kDuration:
      return over_replications();
    case Demand::kRowsLost:
    case Demand::kRowsNotMoved:
    case Demand::kRowsChanged:
    case Demand::kRowsExtra:
    case Demand::kRowsDropped:
    case Demand::kEntries:
    case Demand::kTimes:
      return sampled() ? not_looked_at() : of_content();
    default:
      return of_run();
  }
}

Seen Judge::of_content() const {
  switch (expected_.demand) {
    case Demand::kRowsLost:
      return count(outcome_.content.rows_lost);
    case Demand::kRowsNotMoved:
      return count(outcome_.content.rows_not_moved);
    case Demand::kRowsChanged:
      return count(outcome_.content.rows_changed);
    case Demand::kRowsExtra:
      return count(outcome_.content.rows_extra);
    case Demand::kRowsDropped:
      return count(outcome_.content.rows_dropped);
    case Demand::kEntries:
      return count(outcome_.content.entries_at_end);
    default:
      return happened();
  }
}

Seen Judge::of_run() const {
  switch (expected_.demand) {
    case Demand::kSpacePeak:
      return size(outcome_.space.peak);
    case Demand::kDumpPeak:
      return size(outcome_.space.dump_peak);
    case Demand::kAttempts:
      return count(outcome_.attempts);
    case Demand::kComplete:
      return complete();
    case Demand::kPhaseTakes:
      return phase_time();
    case Demand::kKvOverTable:
      return kv_over_table();
    case Demand::kCost:
      return cost();
    case Demand::kWriteUnits:
      return count(outcome_.meter.write_units / 1000);
    case Demand::kThrottled:
      return count(outcome_.meter.throttled);
    default:
      return of_call();
  }
}

}  // namespace

bool needs_comparison(const MigrationScenario& scenario) {
  return std::any_of(scenario.expectations.begin(), scenario.expectations.end(),
                     [](const auto& one) { return one.demand == Demand::kKvOverTable; });
}

std::vector<Verdict> judge(const MigrationScenario& scenario, const MigrationRuns& runs) {
  std::vector<Verdict> verdicts;
  for (const MigrationExpectation& expected : scenario.expectations) {
    Verdict verdict{expected.place, expected.text, Result::kNeverEvaluated, {}};
    const Seen seen = Judge(expected, runs).see();
    const auto holds_at = [&](double number) {
      return holds(number, expected.relation, expected.limit);
    };
    if (!seen.number) {
      verdict.seen = seen.text;
    } else if (holds_at(*seen.number - seen.half) != holds_at(*seen.number + seen.half)) {
      verdict.seen =
          fmt::format("it was {} give or take {}: too close to the limit for an estimate",
                      seen.words(*seen.number), seen.words(seen.half));
    } else if (holds(*seen.number, expected.relation, expected.limit)) {
      verdict.result = Result::kPassed;
    } else {
      verdict.result = Result::kFailed;
      verdict.seen = how_it_was(seen, expected.relation, expected.limit);
    }
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

}  // namespace scenarios
