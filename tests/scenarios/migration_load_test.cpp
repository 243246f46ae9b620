// What a scenario about a data set says, as the params of a run.
#include <doctest/doctest.h>

#include "migration_language.hpp"
#include "models/migration/names.hpp"

using namespace std::chrono_literals;
using namespace models::migration;
using tests::kMove;
using tests::migration;
using tests::move_with;

TEST_CASE("the example of the design is read") {
  const auto scenario = migration(R"(scenario: multiparts-offline
about: A million uploads, two hundred of them under way.
dataset: {package: gateway/multiparts, rows: 1M, in_flight_uploads: 200, parts: 7}
source: {store: postgres-table, node: db}
target: {store: postgres-kv, node: db}
procedure: {kind: dump-and-import, workers: 20, channel: 100}
hardware: {db: {cpu: {cores: 4}, disk: gp3}, app: {cpu: {cores: 2}}, network: lan-10g}
traffic:
  - {name: reads, call: Get, poisson: 50/s, until: 60s}
expect:
  - {downtime: "< 15min"}
  - {rows_lost: 0, rows_changed: 0}
  - {call: Get, kv_over_table: "<= 1.10"}
)");
  CHECK(scenario.name == "multiparts-offline");
  const MigrationParams& params = *scenario.params;
  REQUIRE(params.hosts.size() == 2);
  CHECK(params.hosts[0].name == "db");
  CHECK(params.hosts[0].cpu.cores == 4);
  CHECK(params.hosts[0].disk->channels == 32);
  CHECK_FALSE(params.hosts[1].disk);
  CHECK(params.topology.places[0] == "db");
  CHECK(params.topology.places[1] == "app");
  CHECK(params.dataset->rows(0) == 1'000'000);
  CHECK(scenario.inventory.rules[0].sums.entries == 1'000'000);
  CHECK(params.source.host == 0);
  CHECK(params.migrator == 1);
  CHECK(params.servers.host == 1);
  CHECK_FALSE(std::get<PostgresKvTarget>(params.target).database);
  const auto& dump = std::get<DumpAndImport>(params.procedure);
  CHECK(dump.workers == 20);
  CHECK(dump.channel == 100);
  REQUIRE(params.traffic.size() == 2);
  CHECK(params.traffic[0].name == "reads");
  CHECK(params.traffic[0].flows[0].row == RowChoice::kAny);
  CHECK(params.traffic[1].name == "in-flight-uploads");
  CHECK(params.traffic[1].count == 200);
  CHECK(params.traffic[1].flows[0].row == RowChoice::kInFlight);
  CHECK(params.traffic[1].flows[0].steps[0].times == 8);
  REQUIRE(scenario.expectations.size() == 4);
  CHECK(scenario.expectations[0].text == "downtime < 15min");
  CHECK(scenario.expectations[1].text == "rows_lost is 0");
  CHECK(scenario.expectations[3].text == "Get kv_over_table <= 1.10");
  CHECK(scenarios::needs_comparison(scenario));
  CHECK(scenario.hardware.size() == 4);
}

TEST_CASE("several packages, with rows, children and shares of their own") {
  const auto scenario = migration(move_with("dataset", R"(dataset:
  packages:
    - {package: actions, rows: {actions_runs: 1k}, per: {actions_run_hooks: [0, 4]}}
    - {package: auth, shares: {auth_user_groups.orphan: 5%, auth_users.external_id: 50%}}
    - {package: graveler/staging, rows: 20k}
  seed: 7)"));
  const Layout& layout = scenario.params->dataset->layout();
  REQUIRE(layout.packages.size() == 4);
  CHECK(layout.packages[2].name == "graveler/ref");
  CHECK(layout.tables[find_table(layout, "actions_runs")].rows == 1000);
  CHECK(layout.tables[find_table(layout, "actions_run_hooks")].rows == 2000);
  CHECK(layout.tables[find_table(layout, "graveler_staging_kv")].rows == 20'000);
  CHECK(layout.tables[find_table(layout, "auth_user_groups")].states[0].share == 0.05);
  CHECK(layout.tables[find_table(layout, "auth_users")].columns[7].absent_share == 0.5);
  CHECK(scenario.params->dataset->seed() == 7);
}

TEST_CASE("each kind of target") {
  const auto own = migration(move_with("target",
                                       "target: {store: postgres-kv, node: db, "
                                       "separate: true, buffers: 1GiB}"));
  CHECK(std::get<PostgresKvTarget>(own.params->target).database->buffers.count == 1 << 30);
  const std::string copied = "procedure: {kind: batched-copy, readers: 4}";
  std::string text = move_with("target",
                               "target: {store: dynamodb, latency: 5ms, query: 9ms, "
                               "provisioned: {writes: 1000, reads: 500}}");
  text.replace(text.find("procedure: {kind: dump-and-import}"), 34, copied);
  const auto dynamo = migration(text);
  const auto& table = std::get<DynamoDbTarget>(dynamo.params->target);
  CHECK(table.place == "dynamodb");
  CHECK(dynamo.params->topology.places[2] == "dynamodb");
  CHECK(std::get<DynamoProvisioned>(table.table.mode).writes == 1000);
  CHECK(table.table.latencies[0].distribution.mean() == 5e6);
  CHECK(table.table.latencies[3].distribution.mean() == 9e6);
  CHECK(std::get<BatchedCopy>(dynamo.params->procedure).copy.guard == Guard::kOverwrite);
  const auto tree = migration(
      move_with("target", "target: {store: lsm, node: db, memtable: 16MiB, log: each-write}"));
  const auto& lsm = std::get<LsmTarget>(tree.params->target);
  CHECK(lsm.store.memtable.count == 16 << 20);
  CHECK(lsm.store.log == LsmLog::kEachWrite);
}

TEST_CASE("each kind of procedure") {
  const auto procedure = [](const std::string& fields) {
    return migration(move_with("procedure", "procedure: " + fields)).params->procedure;
  };
  const auto batched = std::get<BatchedCopy>(
      procedure("{kind: batched-copy, readers: 8, batch: 100, form: statement-each, "
                "guard: overwrite, checkpoint: 500}"));
  CHECK(batched.copy.readers == 8);
  CHECK(batched.copy.batch == 100);
  CHECK(batched.copy.form == BatchForm::kStatementEach);
  CHECK(batched.copy.guard == Guard::kOverwrite);
  CHECK(batched.copy.checkpoint == 500);
  const auto online = std::get<OnlineCopy>(
      procedure("{kind: online, first: store, throttle: {latency: 50ms, pause: 1s}, repair: false, "
                "cut_over_stop: 2s}"));
  CHECK(online.store_first);
  CHECK(online.copy.throttle->latency_limit == 50ms);
  CHECK(online.copy.throttle->pause == 1s);
  CHECK_FALSE(online.repair);
  CHECK(online.cut_over_stop == 2s);
  const auto capture = std::get<ChangeCapture>(
      procedure("{kind: change-capture, apply_batch: 10, poll: 1s, lag: 200ms}"));
  CHECK(capture.apply_batch == 10);
  CHECK(capture.poll == 1s);
  CHECK(capture.lag_limit == 200ms);
  CHECK(std::get<Standing>(procedure("{kind: none, stay_on: store}")).on_store);
}

TEST_CASE("traffic in a mix, accidents, prices and the rest") {
  const auto scenario = migration(kMove + R"(seed: 9
start: 5s
replications: 20
contingency: 2
servers: {node: app, instances: 3, stop: 10s, panic_in_wrong_store: false}
migrator: {node: db, connections: 10, statement: 20us}
check: {compare: sampled, share: 5%}
traffic:
  - name: users
    mix:
      - {sequence: upload, with: {parts: 3}, weight: 2, pause: 10ms}
      - {call: Get, row: {zipf: 0.8}}
    clients: {count: 10, think: 5ms}
    count: 1k
    while_down: goes-on
    during: {export: stops, start-servers: queues}
faults:
  - {crash: {progress: 50%, restart_after: 1min}}
  - {store_fails: {from: 10s, until: 20s}}
  - {disk_full: {node: db, at: 30s}}
  - {open_race: {replicas: 5, locked: true}}
  - {wrong_flag: {instance: 2}}
money:
  retention: 30d
  prices:
    - {charge: write-units, price: 1.25, per: million, where: AWS, when: 2026-11}
expect:
  - {phase: import, takes: "< 1min"}
  - {happened: panic, times: 0}
  - {complete: true}
)");
  const MigrationParams& params = *scenario.params;
  CHECK(params.seed == 9);
  CHECK(params.start == sim::at(5s));
  CHECK(scenario.replications == 20);
  CHECK(scenario.contingency == 2);
  CHECK(params.servers.instances == 3);
  CHECK_FALSE(params.servers.panic_in_wrong_store);
  CHECK(params.migrator == 0);
  CHECK(params.pool == 10);
  CHECK(params.check.compare == Comparison::kSampled);
  CHECK(params.check.share == 0.05);
  const TrafficParams& users = params.traffic[0];
  CHECK(std::get<ClosedArrivals>(users.arrivals).clients == 10);
  CHECK(users.while_down == Conduct::kGoesOn);
  REQUIRE(users.during.size() == 2);
  CHECK(users.during[0].phase == PhaseKind::kExport);
  CHECK(users.during[0].conduct == Conduct::kStops);
  CHECK(users.during[1].phase == PhaseKind::kStartServers);
  CHECK(users.during[1].conduct == Conduct::kQueues);
  CHECK(users.flows[0].weight == 2);
  CHECK(users.flows[0].row == RowChoice::kNew);
  CHECK(users.flows[0].steps[1].times == 4);
  CHECK(users.flows[1].row == RowChoice::kPopular);
  CHECK(users.flows[1].zipf == 0.8);
  REQUIRE(params.faults.size() == 5);
  CHECK(std::get<MigratorCrash>(params.faults[0]).progress == 0.5);
  CHECK(std::get<StoreFailure>(params.faults[1]).until == sim::at(20s));
  CHECK(std::get<DiskFills>(params.faults[2]).at == sim::at(30s));
  CHECK(std::get<OpenRace>(params.faults[3]).locked);
  CHECK(std::get<WrongFlag>(params.faults[4]).instance == 2);
  CHECK(scenario.money->prices.prices[0].billionths == 1'250'000'000);
  CHECK(scenario.money->retention == 720h);
  CHECK(scenario.expectations[0].phase == PhaseKind::kImport);
  CHECK(scenario.expectations[1].happened == FaultKind::kPanic);
  CHECK(scenario.expectations[2].text == "every phase ends as it should");
}

TEST_CASE("defects of the release are asked for by name") {
  const auto scenario = migration(move_with("procedure",
                                            "procedure: {kind: dump-and-import, "
                                            "defects: [null-content-type]}"));
  REQUIRE(scenario.params->defects.size() == 1);
  CHECK(scenario.params->defects[0].package == 0);
  CHECK(scenario.params->defects[0].defect == 0);
}

TEST_CASE("includes serve a scenario about a data set too") {
  const auto scenario = migration(
      "scenario: move\ninclude: [b.yaml]\ndataset: {package: auth}\n"
      "procedure: {kind: dump-and-import}\n",
      {{"b.yaml",
        "source: {node: db}\ntarget: {store: postgres-kv, node: db}\n"
        "hardware: {db: {disk: gp3}}\n"}});
  CHECK(scenario.params->hosts.size() == 1);
  CHECK(scenario.params->migrator == 0);
}

TEST_CASE("a package of one's own, beside the scenario or by its path") {
  const std::string shop = R"(package: shop
about: Orders.
source: {where: here, when: 2026-11}
tables:
  - name: orders
    rows: 50
    columns:
      - {name: id, size: 20B}
      - {name: note, size: {uniform: [10B, 2KiB]}, nullable: true, absent: 20%}
    indexes: [{columns: [id], unique: true}]
entries:
  - {name: order, table: orders, partition: shop, key: "orders/{id}", value: [id, note]}
)";
  const auto named = migration(move_with("dataset", "dataset: {package: shop, rows: 10k}"),
                               {{"packages/shop.yaml", shop}});
  CHECK(named.inventory.rules[0].sums.entries == 10'000);
  CHECK(named.inventory.rules[0].longest.value_bytes == 20 + 2 + 2048 + 3);
  const auto by_path =
      migration(move_with("dataset", "dataset: {package: my/shop.yaml}"), {{"my/shop.yaml", shop}});
  CHECK(by_path.inventory.tables[0].rows == 50);
}

TEST_CASE("what asks for a cluster says so when it is given a data set") {
  try {
    static_cast<void>(
        scenarios::load_scenario("a.yaml", scenarios::memory_files({{"a.yaml", kMove}})));
    FAIL("it was loaded");
  } catch (const scenarios::InvalidInput& invalid) {
    CHECK(std::string(invalid.what()).find("this is a scenario about a data set") !=
          std::string::npos);
  }
}

TEST_CASE("a price list is a profile; the scenario's own prices stand before it") {
  const auto scenario = migration(kMove + R"(money:
  profile: prices-aws
  prices:
    - {charge: write-units, price: 2.5, per: million, where: our contract, when: 2026-01}
    - {charge: downtime, price: 1000, per: hour, where: our contract, when: 2026-01}
)");
  REQUIRE(scenario.money);
  const PriceList& prices = scenario.money->prices;
  CHECK(prices.name == "prices-aws");
  CHECK(prices.currency == "USD");
  CHECK(prices.find(Charge::kWriteUnits)->billionths == 2'500'000'000);
  CHECK(prices.find(Charge::kReadUnits)->billionths == 250'000'000);
  CHECK(prices.find(Charge::kWriteCapacity)->billionths == 650'000);
  CHECK(prices.find(Charge::kWriteCapacity)->date == "2023");
  CHECK(prices.find(Charge::kDatabaseNodes)->billionths == 356'000'000);
  CHECK(prices.find(Charge::kDatabaseNodes)->billing.least == 10min);
  CHECK(prices.find(Charge::kExtraOperations)->included == 3000);
  CHECK(prices.find(Charge::kDowntime)->billionths == 1'000'000'000'000);
}

TEST_CASE("the language calls each phase and each accident what reports call it") {
  std::string expectations = "expect:\n";
  for (std::size_t i = 0; i < kPhaseKinds; ++i) {
    const std::string name(name_of(static_cast<PhaseKind>(i)));
    expectations += "  - {phase: " + name + ", takes: \"< 1s\"}\n";
  }
  for (std::size_t i = 0; i < kFaultKinds; ++i) {
    const std::string name(name_of(static_cast<FaultKind>(i)));
    expectations += "  - {happened: " + name + ", times: 0}\n";
  }
  const auto scenario = migration(kMove + expectations);
  REQUIRE(scenario.expectations.size() == kPhaseKinds + kFaultKinds);
  for (std::size_t i = 0; i < kPhaseKinds; ++i) {
    CHECK(scenario.expectations[i].phase == static_cast<PhaseKind>(i));
  }
  for (std::size_t i = 0; i < kFaultKinds; ++i) {
    CHECK(scenario.expectations[kPhaseKinds + i].happened == static_cast<FaultKind>(i));
  }
}
