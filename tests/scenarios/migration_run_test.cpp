// What a scenario asks to be run, and what its bill is made from.
#include "scenarios/migration_run.hpp"

#include <doctest/doctest.h>

#include "migration_language.hpp"

using namespace std::chrono_literals;
using namespace models::migration;
using scenarios::MoneyScenario;
using tests::kMove;
using tests::migration;
using tests::move_with;

TEST_CASE("a scenario's replications are run on any number of threads to the same bytes") {
  const auto scenario = migration(kMove + R"(servers: {start: {exponential: 1s}}
replications: 4
)");
  const auto one = scenarios::run_migration(scenario, 1);
  const auto three = scenarios::run_migration(scenario, 3);
  REQUIRE(one.replications.size() == 4);
  CHECK(one.replications == three.replications);
  CHECK(one.replications[0].digest == one.run.outcome.digest);
  CHECK(one.replications[1].downtime != one.replications[2].downtime);
  CHECK_FALSE(one.comparison);
  CHECK_FALSE(one.cost);
}

TEST_CASE("a phase holds up the users of its own packages alone") {
  std::string text =
      move_with("dataset",
                "dataset: {packages: [{package: gateway/multiparts, rows: 20k}, {package: auth}]}");
  text.replace(text.find("{kind: dump-and-import}"), 23, "{kind: online}");
  const auto scenario = migration(text + R"(start: 1s
until: 20s
servers: {instances: 2, start: 1s}
traffic:
  - {name: uploads, package: gateway/multiparts, call: Get, every: 10ms, during: {copy: queues}}
  - {name: logins, package: auth, call: GetUser, every: 10ms, during: {copy: queues}}
)");
  const Outcome outcome = scenarios::run_migration(scenario, 1).run.outcome;
  REQUIRE(outcome.traffic.size() == 2);
  std::vector<std::uint64_t> come(2);
  for (const PhaseOutcome& phase : outcome.phases) {
    if (phase.kind != PhaseKind::kCopy) continue;
    for (sim::Instant at = sim::kStart; at < phase.ended; at += 10ms) {
      come[phase.package] += at >= phase.began ? 1 : 0;
    }
  }
  CHECK(come[0] > come[1] + 5);
  CHECK(outcome.traffic[0].queued == come[0]);
  CHECK(outcome.traffic[1].queued == come[1]);
}

TEST_CASE("calls are compared when an expectation asks for it, and a bill is made when priced") {
  const auto scenario = migration(kMove + R"(money: {profile: prices-aws}
traffic: [{name: t, call: Get, poisson: 100/s, count: 200}]
expect: [{call: Get, kv_over_table: "< 100"}]
)");
  const auto runs = scenarios::run_migration(scenario, 1);
  REQUIRE(runs.comparison);
  CHECK(runs.comparison->calls.size() == 1);
  REQUIRE(runs.cost);
  CHECK(runs.currency == "USD");
}

TEST_CASE("units on demand are paid by the piece, bought capacity by the hour") {
  const auto usage_with = [](const std::string& capacity) {
    std::string text = move_with("procedure", "procedure: {kind: batched-copy}");
    const std::string old = "target: {store: postgres-kv, node: db}";
    text.replace(text.find(old), old.size(),
                 "target: {store: dynamodb, latency: 5ms, " + capacity + "}");
    Outcome outcome;
    outcome.meter.write_units = 7'500'000;  // thousandths
    outcome.meter.read_units = 1500;
    return scenarios::usage_of(*migration(text).params, outcome, MoneyScenario{});
  };
  const MigrationUsage used = usage_with("on_demand: {writes: 4000, reads: 4000}");
  CHECK(used.write_units == 7500);
  CHECK(used.read_half_units == 3);
  CHECK(used.write_capacity == 0);
  const MigrationUsage bought = usage_with("provisioned: {writes: 100, reads: 50}");
  CHECK(bought.write_units == 0);
  CHECK(bought.write_capacity == 100);
  CHECK(bought.read_capacity == 50);
}

TEST_CASE("storage is paid for what it held over the run, and for what is left of it afterwards") {
  const auto scenario = migration(kMove);
  PhaseOutcome phase;
  phase.began = sim::at(10s);
  phase.ended = sim::at(70s);
  const auto usage = [&](const Outcome& outcome) {
    return scenarios::usage_of(*scenario.params, outcome, MoneyScenario{});
  };
  // In one database: 100 bytes before, 130 on average over the minute, 150 at the end.
  Outcome outcome;
  outcome.phases = {phase};
  outcome.complete = true;
  outcome.space.database_before = 100;
  outcome.space.database_area = sim::TimeAverage::Area{130} * 60'000'000'000;
  outcome.space.database_end = 150;
  outcome.space.dump_area = sim::TimeAverage::Area{7} * 60'000'000'000;
  outcome.space.snapshot = 90;
  outcome.space.snapshot_area = sim::TimeAverage::Area{45} * 60'000'000'000;
  CHECK(usage(outcome).in_run.tables.count == 100);
  CHECK(usage(outcome).in_run.store.count == 30);
  CHECK(usage(outcome).in_run.dump.count == 7);
  CHECK(usage(outcome).in_run.snapshot.count == 45);
  CHECK(usage(outcome).kept.tables.count == 100);
  CHECK(usage(outcome).kept.store.count == 50);
  CHECK(usage(outcome).kept.dump.count == 0);
  CHECK(usage(outcome).kept.snapshot.count == 90);
  // A store of its own.
  outcome.space.store_peak = 80;
  outcome.space.store_area = sim::TimeAverage::Area{40} * 60'000'000'000;
  outcome.space.store_end = 70;
  CHECK(usage(outcome).in_run.tables.count == 130);
  CHECK(usage(outcome).in_run.store.count == 40);
  CHECK(usage(outcome).kept.tables.count == 150);
  CHECK(usage(outcome).kept.store.count == 70);
}

TEST_CASE("tables that are dropped are not kept") {
  const auto scenario = migration(
      move_with("procedure", "procedure: {kind: dump-and-import, drop_old_tables: true}"));
  const Outcome outcome = scenarios::run_migration(scenario, 1).run.outcome;
  REQUIRE(outcome.complete);
  const MigrationUsage usage = scenarios::usage_of(*scenario.params, outcome, MoneyScenario{});
  CHECK(usage.in_run.tables.count == outcome.space.database_before);
  CHECK(usage.kept.tables.count == 0);
  CHECK(usage.kept.store.count == outcome.space.database_end);
}

TEST_CASE("what is metered over a run lies between its beginning and its peak") {
  const auto scenario = migration(kMove);
  const Outcome outcome = scenarios::run_migration(scenario, 1).run.outcome;
  const MigrationUsage usage = scenarios::usage_of(*scenario.params, outcome, MoneyScenario{});
  CHECK(usage.in_run.store.count > 0);
  const SpaceOutcome& space = outcome.space;
  CHECK(usage.in_run.store.count < space.database_peak + space.wal_peak - space.database_before);
  CHECK(usage.in_run.dump.count > 0);
  CHECK(usage.in_run.dump.count < outcome.space.dump_peak);
  // One flush of the log for each of 1,000 entries at least halves of them shared, and gp3's cap.
  CHECK(usage.disk_operations > 50);
  CHECK(usage.allowed_operations == 3000);
  CHECK(usage.allowed_throughput.bytes_per_second == std::int64_t{125} << 20);
  CHECK(usage.egress.count == 0);
}

TEST_CASE("what is sent to DynamoDB leaves the machines: each entry with its own bytes at least") {
  std::string text = move_with("procedure", "procedure: {kind: batched-copy}");
  const std::string old = "target: {store: postgres-kv, node: db}";
  text.replace(text.find(old), old.size(),
               "target: {store: dynamodb, latency: 5ms, on_demand: {writes: 4000, reads: 4000}}");
  const auto scenario = migration(text);
  const Outcome outcome = scenarios::run_migration(scenario, 1).run.outcome;
  const MigrationUsage usage = scenarios::usage_of(*scenario.params, outcome, MoneyScenario{});
  const auto entries = static_cast<std::int64_t>(outcome.entry_bytes_written);
  REQUIRE(entries > 200'000);
  CHECK(usage.egress.count > entries);
  CHECK(usage.egress.count < 2 * entries);
}

TEST_CASE("a bill has the run, the downtime, and the machines that take part") {
  const auto scenario = migration(kMove + "servers: {instances: 3}\n");
  Outcome outcome;
  PhaseOutcome phase;
  phase.began = sim::at(10s);
  phase.ended = sim::at(70s);
  outcome.phases = {phase};
  outcome.downtimes = {{0, sim::at(10s), sim::at(80s)}};
  MoneyScenario money;
  money.databases = 2;
  money.retention = 24h;
  const MigrationUsage usage = scenarios::usage_of(*scenario.params, outcome, money);
  CHECK(usage.run == 60s);
  CHECK(usage.downtime == 70s);
  CHECK(usage.retention == 24h);
  CHECK(usage.database_nodes == 2);
  CHECK(usage.migrator_nodes == 1);
  CHECK(usage.servers == 3);
}
