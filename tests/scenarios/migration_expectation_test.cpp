// Judging a migration: outcomes by hand, on both sides of each limit; and a run of the model.
#include <doctest/doctest.h>

#include "migration_language.hpp"
#include "scenarios/migration_run.hpp"

using namespace std::chrono_literals;
using namespace models::migration;
using tests::kMove;
using tests::migration;
using tests::move_with;

namespace {

// Each verdict on a line: "passed downtime < 10s", with what was seen behind those that did not.
std::string verdicts(const scenarios::MigrationScenario& scenario,
                     const scenarios::MigrationRuns& runs) {
  std::string text;
  for (const scenarios::Verdict& verdict : scenarios::judge(scenario, runs)) {
    text += std::string(scenarios::name_of(verdict.result)) + " " + verdict.expectation;
    if (!verdict.seen.empty()) text += ": " + verdict.seen;
    text += "\n";
  }
  return text;
}

scenarios::MigrationRuns runs_of(const Outcome& outcome) {
  scenarios::MigrationRuns runs;
  runs.run.outcome = outcome;
  runs.replications = {summary_of(outcome, 0)};
  return runs;
}

std::string judged(const std::string& expectations, const Outcome& outcome) {
  return verdicts(migration(kMove + "expect:\n" + expectations), runs_of(outcome));
}

Outcome complete() {
  Outcome outcome;
  outcome.complete = true;
  return outcome;
}

const std::string kReads = "traffic: [{name: t, call: Get, poisson: 10/s, count: 5}]\n";

}  // namespace

TEST_CASE("downtime is all stretches together, and none that never ended is judged") {
  Outcome outcome = complete();
  outcome.downtimes = {{0, sim::at(1s), sim::at(5s)}, {0, sim::at(7s), sim::at(8s)}};
  CHECK(judged("  - {downtime: \"<= 5s\"}\n  - {downtime: \"< 5s\"}\n", outcome) ==
        "passed downtime <= 5s\n"
        "failed downtime < 5s: it was 5s\n");
  CHECK(judged("  - {downtime: \"< 3s\"}\n", outcome) ==
        "failed downtime < 3s: it was 5s, 2s too much\n");
  CHECK(judged("  - {downtime: 0s}\n", complete()) == "passed downtime is 0s\n");
  outcome.complete = false;
  CHECK(judged("  - {downtime: \"<= 5s\"}\n", outcome) ==
        "never evaluated downtime <= 5s: the migration did not complete\n");
  outcome.rolled_back = true;
  CHECK(judged("  - {downtime: \"<= 5s\"}\n", outcome) == "passed downtime <= 5s\n");
}

TEST_CASE(
    "an estimate is judged where its interval is clear of the limit, rows are not looked at") {
  Outcome outcome = complete();
  outcome.end = sim::at(10s);
  outcome.downtimes = {{0, sim::at(0s), sim::at(10s)}};
  outcome.obtained.way = Way::kSampled;
  // A deviation of a tenth of a second; one pair knows little: t is 12.7.
  outcome.obtained.estimated = {{sim::at(1s), sim::at(9s), 1e16, 1e32, 1}};
  CHECK(judged("  - {downtime: \"< 12s\"}\n  - {downtime: \"< 11s\"}\n  - {downtime: \"< 8s\"}\n",
               outcome) ==
        "passed downtime < 12s\n"
        "never evaluated downtime < 11s: it was 10s give or take 1.270620474s: too close to the "
        "limit for an estimate\n"
        "failed downtime < 8s: it was 10s, 2s too much\n");
  CHECK(judged("  - {rows_lost: 0}\n  - {entries: 5}\n", outcome) ==
        "never evaluated rows_lost is 0: not looked at: the run was sampled, and windows stand for "
        "the other rows\n"
        "never evaluated entries is 5: not looked at: the run was sampled, and windows stand for "
        "the other rows\n");
}

TEST_CASE("a percentile is over all replications, and every one of them must complete") {
  scenarios::MigrationRuns runs = runs_of(complete());
  runs.replications.clear();
  for (std::uint64_t i = 0; i < 20; ++i) {
    runs.replications.push_back({i, true, 1s * (i + 1), 1min * (i + 1), 0, 0});
  }
  const auto scenario = migration(kMove +
                                  "expect:\n"
                                  "  - {downtime: \"<= 19min\", of: p95}\n"
                                  "  - {downtime: \"< 19min\", of: p95}\n"
                                  "  - {downtime: 10min, of: p50}\n"
                                  "  - {downtime: 1min}\n"
                                  "  - {duration: 20s, of: most}\n");
  PhaseOutcome phase;
  runs.run.outcome.phases = {phase};
  CHECK(verdicts(scenario, runs) ==
        "passed downtime at p95 <= 19min\n"
        "failed downtime at p95 < 19min: it was 19min\n"
        "passed downtime at p50 is 10min\n"
        "passed downtime is 1min\n"
        "passed duration at most is 20s\n");
  runs.replications[3].complete = false;
  CHECK(verdicts(scenario, runs)
            .starts_with(
                "never evaluated downtime at p95 <= 19min: replication 3 did not complete\n"));
}

TEST_CASE("rows, entries, space and attempts are counted exactly") {
  Outcome outcome;
  outcome.content.rows_lost = 1;
  outcome.content.rows_extra = 3;
  outcome.content.entries_at_end = 999;
  outcome.space.peak = std::int64_t{1} << 30;
  outcome.attempts = 2;
  CHECK(judged("  - {rows_lost: 0, rows_changed: 0, rows_extra: \"<= 3\", rows_dropped: \"< 1\"}\n"
               "  - {entries: 1000}\n"
               "  - {space_peak: \"<= 1GiB\"}\n"
               "  - {space_peak: \"< 1GiB\"}\n"
               "  - {attempts: 2, complete: true}\n",
               outcome) ==
        "failed rows_lost is 0: it was 1\n"
        "passed rows_changed is 0\n"
        "passed rows_extra <= 3\n"
        "passed rows_dropped < 1\n"
        "failed entries is 1000: it was 999\n"
        "passed space_peak <= 1GiB\n"
        "failed space_peak < 1GiB: it was 1GiB\n"
        "passed attempts is 2\n"
        "failed every phase ends as it should: it failed\n");
}

TEST_CASE("a phase that never was is never evaluated") {
  Outcome outcome;
  PhaseOutcome import;
  import.kind = PhaseKind::kImport;
  import.package = 0;
  import.began = sim::at(1s);
  import.ended = sim::at(4s);
  import.end = PhaseEnd::kDone;
  outcome.phases = {import};
  outcome.complete = true;
  CHECK(judged("  - {phase: import, takes: \"<= 3s\"}\n  - {phase: import, takes: \"< 3s\"}\n"
               "  - {phase: export, takes: \"< 3s\"}\n  - {duration: \"<= 3s\"}\n",
               outcome) ==
        "passed phase import takes <= 3s\n"
        "failed phase import takes < 3s: it was 3s\n"
        "never evaluated phase export takes < 3s: there was no such phase\n"
        "passed duration <= 3s\n");
  CHECK(judged("  - {duration: \"< 4s\"}\n", Outcome()) ==
        "never evaluated duration < 4s: nothing was moved\n");
}

TEST_CASE("accidents are counted with their repetitions, of one package or of all") {
  Outcome outcome;
  outcome.faults = {{FaultKind::kPanic, sim::at(1s), 0, 3, ""},
                    {FaultKind::kPanic, sim::at(2s), kAllPackages, 1, ""},
                    {FaultKind::kDefect, sim::at(3s), 0, 1, ""}};
  CHECK(judged("  - {happened: panic, times: 4}\n  - {happened: defect, times: 0}\n", outcome) ==
        "passed panic times is 4\n"
        "failed defect times is 0: it was 1\n");
}

TEST_CASE("calls are judged where they were made") {
  Outcome outcome;
  outcome.calls.resize(1);
  outcome.calls[0].call = 1;  // Get
  CallTimes& on_table = outcome.calls[0].by_store[0];
  CallTimes& on_kv = outcome.calls[0].by_store[2];
  for (int i = 1; i <= 100; ++i) on_table.response.add(i * 10);
  on_table.answered = 100;
  on_kv.response.add(5000);
  on_kv.answered = 1;
  on_kv.failed = 2;
  on_kv.refused = 3;
  on_kv.not_found = 1;
  const auto scenario = migration(kMove + kReads +
                                  "expect:\n"
                                  "  - {call: Get, on: table, p50: \"< 510ns\", mean: 505ns}\n"
                                  "  - {call: Get, on: kv, p99: \"> 4us\", failed: 5}\n"
                                  "  - {call: Get, not_found: 0}\n"
                                  "  - {call: Get, on: both, p99: \"< 1s\"}\n"
                                  "  - {call: Delete, p99: \"< 1s\"}\n");
  CHECK(verdicts(scenario, runs_of(outcome)) ==
        "passed Get on the tables p50 < 510ns\n"
        "passed Get on the tables mean is 505ns\n"
        "passed Get on the store p99 > 4us\n"
        "passed Get on the store failed is 5\n"
        "failed Get not_found is 0: it was 1\n"
        "never evaluated Get on both p99 < 1s: the call was never made\n"
        "never evaluated Delete p99 < 1s: the call was never made\n");
}

TEST_CASE("the store against the tables is a ratio of the means of paired batches") {
  TableAgainstKv comparison;
  comparison.on_table.calls.resize(1);
  comparison.on_table.calls[0].call = 1;
  comparison.calls.push_back(
      {.pairs = 10, .mean_a = 1000, .mean_b = 1100, .difference = 100, .half_width = 5});
  const auto scenario = migration(kMove + kReads +
                                  "expect:\n"
                                  "  - {call: Get, kv_over_table: \"<= 1.10\"}\n"
                                  "  - {call: Get, kv_over_table: \"< 1.10\"}\n"
                                  "  - {call: Delete, kv_over_table: \"< 1.10\"}\n");
  CHECK(scenarios::needs_comparison(scenario));
  scenarios::MigrationRuns runs = runs_of(Outcome());
  runs.comparison = comparison;
  CHECK(verdicts(scenario, runs) ==
        "passed Get kv_over_table <= 1.10\n"
        "failed Get kv_over_table < 1.10: it was 1.100: 1.1us on the store, 1us on the tables, the "
        "difference certain to 5ns\n"
        "never evaluated Delete kv_over_table < 1.10: too few calls were answered on both\n");
  runs.comparison->calls.front().pairs = 1;
  CHECK(verdicts(scenario, runs).starts_with("never evaluated Get kv_over_table <= 1.10: "));
}

TEST_CASE("money is judged in the currency of its prices, dumps and units by their numbers") {
  Outcome outcome = complete();
  outcome.space.dump_peak = 4096;
  outcome.meter.write_units = 7'000'000;  // thousandths
  outcome.meter.throttled = 3;
  const std::string demands =
      "expect:\n"
      "  - {cost: \"<= 2.5\"}\n"
      "  - {cost: \"< 2.5\"}\n"
      "  - {dump_peak: \"<= 4KiB\", write_units: 7000, throttled: \"< 3\"}\n";
  const auto scenario = migration(kMove + demands);
  scenarios::MigrationRuns runs = runs_of(outcome);
  CHECK(verdicts(scenario, runs) ==
        "never evaluated cost <= 2.5: the scenario has no prices\n"
        "never evaluated cost < 2.5: the scenario has no prices\n"
        "passed dump_peak <= 4KiB\n"
        "passed write_units is 7000\n"
        "failed throttled < 3: it was 3\n");
  BillLine line;
  line.cost = 2'500'000'000;
  runs.cost.emplace();
  runs.cost->run.lines = {line};
  runs.currency = "USD";
  CHECK(verdicts(scenario, runs)
            .starts_with("passed cost <= 2.5\n"
                         "failed cost < 2.5: it was 2.50 USD\n"));
}

TEST_CASE("a thousand uploads move, and every one arrives") {
  const auto scenario =
      migration(kMove +
                "expect:\n"
                "  - {complete: true, rows_lost: 0, rows_changed: 0, rows_extra: 0}\n"
                "  - {entries: 1000, attempts: 1}\n"
                "  - {downtime: \"> 0s\"}\n");
  const scenarios::MigrationRuns moved = scenarios::run_migration(scenario, 1);
  CHECK(verdicts(scenario, moved) ==
        "passed rows_lost is 0\n"
        "passed rows_changed is 0\n"
        "passed rows_extra is 0\n"
        "passed every phase ends as it should\n"
        "passed entries is 1000\n"
        "passed attempts is 1\n"
        "passed downtime > 0s\n");
  CHECK(run(scenario.params, scenario.options).outcome.digest == moved.run.outcome.digest);
}
