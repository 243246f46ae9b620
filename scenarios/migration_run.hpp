// Everything that a migration scenario asks to be run, and what follows from it by arithmetic.
//
// Formula        the store's bytes: of a store of its own, its peak; of one in the tables'
//                database, what the database grew by
//                dumps lie on the migrator's own disk for the run and are not paid
//                servers are paid as idle while they are down; the migrator's host and a host of
//                the store of its own as nodes of their kind
// Shape          the run itself is replication 0; only summaries are kept of the others
// Checked by     tests/scenarios/migration_run_test.cpp, migration_expectation_test.cpp
#pragma once

#include <optional>
#include <vector>

#include "models/migration/money.hpp"
#include "models/migration/replications.hpp"
#include "scenarios/migration_scenario.hpp"

namespace scenarios {

struct MigrationRuns {
  models::migration::Run run;
  std::vector<models::migration::Replication> replications;  // with that run's, by number
  std::optional<models::migration::TableAgainstKv> comparison;
  std::optional<models::migration::MigrationCost> cost;
  std::string currency;  // of cost
};

/// What a bill is made from.
[[nodiscard]] models::migration::MigrationUsage usage_of(
    const models::migration::MigrationParams& params, const models::migration::Outcome& outcome,
    const MoneyScenario& money);

/// Same scenario: same bytes, whatever the number of threads. REQUIRES: threads >= 1.
[[nodiscard]] MigrationRuns run_migration(const MigrationScenario& scenario, unsigned threads);

/// One verdict for each demand, in the order of the file: passed, failed (with what was seen and by
/// how much) or never evaluated (with why). A migration that did not end has no duration and no
/// downtime, a call that nobody made has no latency: demands on them are never evaluated.
[[nodiscard]] std::vector<Verdict> judge(const MigrationScenario& scenario,
                                         const MigrationRuns& runs);

}  // namespace scenarios
