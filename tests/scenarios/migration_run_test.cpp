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

TEST_CASE("the store's bytes are its own, or what the tables' database grew by") {
  Outcome outcome;
  outcome.space.database_before = 100;
  outcome.space.database_peak = 250;
  CHECK(scenarios::store_bytes(outcome) == 150);
  outcome.space.database_peak = 90;
  CHECK(scenarios::store_bytes(outcome) == 0);
  outcome.space.store_peak = 70;
  CHECK(scenarios::store_bytes(outcome) == 70);
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
