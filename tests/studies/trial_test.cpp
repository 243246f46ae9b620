#include "studies/trial.hpp"

#include "tests/studies/study_language.hpp"

using namespace tests;  // NOLINT(google-build-using-namespace)
using studies::run_trial;
using studies::Trial;

TEST_CASE("a migration's trial has the measures that its report names") {
  const Trial trial = run_trial(source(kMove), {{"procedure.workers", "1"}}, 0);
  CHECK(trial.seed == 1);
  CHECK(trial.passed == 2);
  CHECK(trial.failed == 0);
  CHECK(trial.never_evaluated == 0);
  CHECK(trial.digest != 0);
  CHECK(told(trial, "rows") == R"(rows 200
rows_copied 200
rows_per_second 434.8/s
rows_lost 0
rows_changed 0
rows_extra 0
rows_dropped 0
)");
  CHECK(told(trial, "phase") == R"(phase.stop-servers 0ms
phase.open-store 234.255156ms
phase.read-version 105.481us
phase.begin-version 1.364461ms
phase.export 529.068us
phase.import 222.722845ms
phase.end-version 1.006752ms
phase.start-servers 0ms
)");
  CHECK(told(trial, "utilisation.db") == R"(utilisation.db/cpu 9.9 %
utilisation.db/disk 1.8 %
)");
  CHECK(trial.bottleneck == "db/cpu");
}

TEST_CASE("a cluster's trial has the measures that its report names") {
  const Trial trial = run_trial(source(kCluster), {}, 0);
  CHECK(told(trial, "master") == R"(master.cached 100us
master.persisted 2.1ms
)");
  CHECK(told(trial, "office") == R"(office.get.count 94
office.get.mean 102.013us
office.get.p50 100.351us
office.get.p90 100.351us
office.get.p99 186.361us
office.get.p999 186.361us
office.get.most 186.361us
office.get.rate 940.0/s
office.get.not_found 94
office.get.exists 0
office.get.temporary_failure 0
office.get.timeout 0
office.get.not_my_vbucket 0
office.get.durability_impossible 0
office.get.sync_write_in_progress 0
office.get.sync_write_ambiguous 0
office.get.durability_invalid_level 0
)");
  CHECK(told(trial, "utilisation") == R"(utilisation.node0/cpu 5.5 %
utilisation.node0/disk 2.0 %
utilisation.node1/cpu 4.1 %
utilisation.node1/disk 2.0 %
)");
  CHECK(trial.bottleneck == "node0/cpu");
}

TEST_CASE("another replication meets other luck, the same one the same") {
  const studies::Source office = source(kCluster);
  const Trial first = run_trial(office, {}, 0);
  CHECK(run_trial(office, {}, 0).digest == first.digest);
  CHECK(run_trial(office, {}, 0).measures == first.measures);
  CHECK(run_trial(office, {}, 1).digest != first.digest);
}

TEST_CASE("a trial that changes nothing is the scenario's own run") {
  const scenarios::AnyScenario plain = source(kCluster).load({});
  const auto& scenario = std::get<scenarios::Scenario>(plain);
  const auto run = models::durability::run(scenario.params, scenario.options);
  CHECK(run_trial(source(kCluster), {}, 0).digest == run.outcome.digest);
}

TEST_CASE("a migration that does not complete has neither duration nor downtime") {
  const Trial trial = run_trial(source(kMove), {{"faults", "[{source_fails: {from: 0ms}}]"}}, 0);
  CHECK(trial.find("duration") == nullptr);
  CHECK(trial.find("downtime") == nullptr);
  CHECK(trial.find("complete")->number() == 0);
  CHECK(trial.failed > 0);
}
