#include "scenarios/migration_run.hpp"

#include <algorithm>

namespace scenarios {

namespace migration = models::migration;

namespace {

// What the old tables and the new store take of a database that both lie in, or each of its own.
void share_out(std::int64_t database, std::int64_t store, const migration::Outcome& outcome,
               migration::StoredBytes& bytes) {
  const bool apart = outcome.space.store_peak > 0;
  const std::int64_t tables = apart ? database : std::min(database, outcome.space.database_before);
  bytes.tables = {tables};
  bytes.store = {apart ? store : database - tables};
}

std::int64_t average(sim::TimeAverage::Area area, sim::Duration time) {
  return time.count() == 0 ? 0 : static_cast<std::int64_t>(area / time.count());
}

// What a bill is for is what the volumes of the databases are allowed, used or not.
void add_volume(const migration::HostParams& host, migration::MigrationUsage& usage) {
  if (!host.disk) return;
  if (host.disk->requests) usage.allowed_operations += host.disk->requests->per_second;
  if (host.disk->bytes) usage.allowed_throughput.bytes_per_second += host.disk->bytes->per_second;
}

void add_stored(const migration::MigrationParams& params, const migration::Outcome& outcome,
                migration::MigrationUsage& usage) {
  const migration::SpaceOutcome& space = outcome.space;
  share_out(average(space.database_area, usage.run), average(space.store_area, usage.run), outcome,
            usage.in_run);
  usage.in_run.dump = {average(space.dump_area, usage.run)};
  usage.in_run.snapshot = {average(space.snapshot_area, usage.run)};
  share_out(space.database_end, space.store_end, outcome, usage.kept);
  const bool dropped = params.drop_old_tables && outcome.complete;
  if (dropped && space.store_peak == 0) {
    usage.kept.tables = {0};
    usage.kept.store = {space.database_end};
  }
  usage.kept.snapshot = {space.snapshot};
}

}  // namespace

migration::MigrationUsage usage_of(const migration::MigrationParams& params,
                                   const migration::Outcome& outcome, const MoneyScenario& money) {
  migration::MigrationUsage usage;
  usage.run = migration::time_taken(outcome);
  usage.downtime = migration::downtime_of(outcome);
  usage.retention = money.retention;
  usage.database_nodes = money.databases;
  usage.migrator_nodes = params.migrator == params.source.host ? 0 : 1;
  usage.servers = params.servers.instances;
  add_stored(params, outcome, usage);
  add_volume(params.hosts[params.source.host], usage);
  usage.disk_operations = static_cast<std::int64_t>(outcome.meter.disk_operations);
  usage.egress = {static_cast<std::int64_t>(outcome.meter.bytes_out)};
  const auto* own = std::get_if<migration::PostgresKvTarget>(&params.target);
  if (own != nullptr && own->database && own->host != params.source.host) {
    add_volume(params.hosts[own->host], usage);
  }
  const auto* table = std::get_if<migration::DynamoDbTarget>(&params.target);
  if (table == nullptr) return usage;
  if (const auto* bought = std::get_if<migration::DynamoProvisioned>(&table->table.mode)) {
    usage.write_capacity = bought->writes;
    usage.read_capacity = bought->reads;
  } else {
    usage.write_units = static_cast<std::int64_t>(outcome.meter.write_units / 1000);
    usage.read_half_units = static_cast<std::int64_t>(outcome.meter.read_units / 500);
  }
  return usage;
}

MigrationRuns run_migration(const MigrationScenario& scenario, unsigned threads) {
  MigrationRuns runs;
  runs.run = migration::run(scenario.params, scenario.options);
  runs.replications.push_back(migration::summary_of(runs.run.outcome, 0));
  if (scenario.replications > 1) {
    migration::RunOptions options = scenario.options;
    options.causes = false;
    const auto others =
        migration::replicate(*scenario.params, options, 1, scenario.replications - 1, threads);
    runs.replications.insert(runs.replications.end(), others.begin(), others.end());
  }
  if (needs_comparison(scenario)) {
    runs.comparison = migration::compare(*scenario.params, scenario.options);
  }
  if (scenario.money) {
    const MoneyScenario& money = *scenario.money;
    runs.cost = migration::migration_cost(usage_of(*scenario.params, runs.run.outcome, money),
                                          money.rehearsals, money.prices);
    runs.currency = money.prices.currency;
  }
  return runs;
}

}  // namespace scenarios
