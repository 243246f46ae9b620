#include "scenarios/migration_run.hpp"

#include <algorithm>

namespace scenarios {

namespace migration = models::migration;

std::int64_t store_bytes(const migration::Outcome& outcome) {
  const migration::SpaceOutcome& space = outcome.space;
  if (space.store_peak > 0) return space.store_peak;
  return std::max<std::int64_t>(0, space.database_peak - space.database_before);
}

migration::MigrationUsage usage_of(const migration::MigrationParams& params,
                                   const migration::Outcome& outcome, const MoneyScenario& money) {
  migration::MigrationUsage usage;
  usage.run = migration::time_taken(outcome);
  usage.downtime = migration::downtime_of(outcome);
  usage.retention = money.retention;
  usage.database_nodes = money.databases;
  usage.migrator_nodes = params.migrator == params.source.host ? 0 : 1;
  usage.servers = params.servers.instances;
  usage.tables = {outcome.space.database_before};
  usage.store = {store_bytes(outcome)};
  usage.snapshot = {outcome.space.snapshot};
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
