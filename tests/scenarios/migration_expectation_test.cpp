// Judging a migration: outcomes by hand, on both sides of each limit; and a run of the model.
#include <doctest/doctest.h>

#include "migration_language.hpp"

using namespace std::chrono_literals;
using namespace models::migration;
using tests::kMove;
using tests::migration;
using tests::move_with;

namespace {

// Each verdict on a line: "passed downtime < 10s", with what was seen behind those that did not.
std::string verdicts(const scenarios::MigrationScenario& scenario, const Outcome& outcome,
                     const TableAgainstKv* comparison = nullptr) {
  std::string text;
  for (const scenarios::Verdict& verdict : scenarios::judge(scenario, outcome, comparison)) {
    text += std::string(scenarios::name_of(verdict.result)) + " " + verdict.expectation;
    if (!verdict.seen.empty()) text += ": " + verdict.seen;
    text += "\n";
  }
  return text;
}

std::string judged(const std::string& expectations, const Outcome& outcome) {
  return verdicts(migration(kMove + "expect:\n" + expectations), outcome);
}

const std::string kReads = "traffic: [{name: t, call: Get, poisson: 10/s, count: 5}]\n";

}  // namespace

TEST_CASE("downtime is that of the package that waits longest, its stretches together") {
  Outcome outcome;
  outcome.downtimes = {{0, sim::at(1s), sim::at(5s)}, {0, sim::at(7s), sim::at(8s)}};
  CHECK(judged("  - {downtime: \"<= 5s\"}\n  - {downtime: \"< 5s\"}\n", outcome) ==
        "passed downtime <= 5s\n"
        "failed downtime < 5s: 5s\n");
  CHECK(judged("  - {downtime: 0s}\n", Outcome()) == "passed downtime is 0s\n");
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
        "failed rows_lost is 0: 1\n"
        "passed rows_changed is 0\n"
        "passed rows_extra <= 3\n"
        "passed rows_dropped < 1\n"
        "failed entries is 1000: 999\n"
        "passed space_peak <= 1GiB\n"
        "failed space_peak < 1GiB: 1073741824\n"
        "passed attempts is 2\n"
        "failed every phase ends as it should: some phase did not\n");
}

TEST_CASE("a phase that never was is never evaluated") {
  Outcome outcome;
  PhaseOutcome import;
  import.kind = PhaseKind::kImport;
  import.package = 0;
  import.began = sim::at(1s);
  import.ended = sim::at(4s);
  outcome.phases = {import};
  CHECK(judged("  - {phase: import, takes: \"<= 3s\"}\n  - {phase: import, takes: \"< 3s\"}\n"
               "  - {phase: export, takes: \"< 3s\"}\n  - {duration: \"<= 4s\"}\n",
               outcome) ==
        "passed phase import takes <= 3s\n"
        "failed phase import takes < 3s: 3s\n"
        "never evaluated phase export takes < 3s: there was no such phase\n"
        "passed duration <= 4s\n");
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
        "failed defect times is 0: 1\n");
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
  CHECK(verdicts(scenario, outcome) ==
        "passed Get on the tables p50 < 510ns\n"
        "passed Get on the tables mean is 505ns\n"
        "passed Get on the store p99 > 4us\n"
        "passed Get on the store failed is 5\n"
        "failed Get not_found is 0: 1\n"
        "never evaluated Get on both p99 < 1s: the call was never made\n"
        "never evaluated Delete p99 < 1s: the call was never made\n");
}

TEST_CASE("the store against the tables is a ratio of the means of paired batches") {
  TableAgainstKv comparison;
  comparison.on_table.calls.resize(1);
  comparison.on_table.calls[0].call = 1;
  comparison.calls.push_back({.pairs = 10, .mean_a = 1000, .mean_b = 1100});
  const auto scenario = migration(kMove + kReads +
                                  "expect:\n"
                                  "  - {call: Get, kv_over_table: \"<= 1.10\"}\n"
                                  "  - {call: Get, kv_over_table: \"< 1.10\"}\n"
                                  "  - {call: Delete, kv_over_table: \"< 1.10\"}\n");
  CHECK(scenarios::needs_comparison(scenario));
  CHECK(verdicts(scenario, Outcome(), &comparison) ==
        "passed Get kv_over_table <= 1.10\n"
        "failed Get kv_over_table < 1.10: 1.100, 1.1us against 1us\n"
        "never evaluated Delete kv_over_table < 1.10: the call was never answered on both\n");
}

TEST_CASE("a thousand uploads move, and every one arrives") {
  const auto scenario =
      migration(kMove +
                "expect:\n"
                "  - {complete: true, rows_lost: 0, rows_changed: 0, rows_extra: 0}\n"
                "  - {attempts: 1}\n"
                "  - {downtime: \"> 0s\"}\n");
  const Run moved = run(scenario.params, scenario.options);
  CHECK(verdicts(scenario, moved.outcome) ==
        "passed rows_lost is 0\n"
        "passed rows_changed is 0\n"
        "passed rows_extra is 0\n"
        "passed every phase ends as it should\n"
        "passed attempts is 1\n"
        "passed downtime > 0s\n");
  CHECK(run(scenario.params, scenario.options).outcome.digest == moved.outcome.digest);
}
