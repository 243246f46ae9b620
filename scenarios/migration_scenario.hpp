// A scenario about a data set: what a file says, checked, as a value that can be run.
//
// Errors         none here: load.hpp reports all mistakes of a file before there is one
// Checked by     tests/scenarios/migration_load_test.cpp
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/migration/inventory.hpp"
#include "models/migration/money.hpp"
#include "models/migration/run.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

/// What an expectation demands of a number, in its own unit.
enum class Demand : std::uint8_t {
  kDowntime,
  kDuration,
  kRowsLost,
  kRowsNotMoved,
  kRowsChanged,
  kRowsExtra,
  kRowsDropped,
  kEntries,
  kSpacePeak,
  kAttempts,
  kComplete,  // 1 or 0
  kPhaseTakes,
  kTimes,
  kP50,
  kP99,
  kMean,
  kFailed,
  kNotFound,
  kKvOverTable,
  kDumpPeak,
  kCost,  // billionths of the currency
  kWriteUnits,
  kThrottled
};

struct MigrationExpectation {
  Place place;
  std::string text;  // "downtime < 15min"
  Demand demand = Demand::kDowntime;
  Relation relation = Relation::kEqual;
  double limit = 0;  // nanoseconds, bytes, things, billionths, or a ratio
  std::optional<models::migration::PackageIndex> package;
  std::optional<models::migration::CallIndex> call;
  std::optional<models::migration::CallStore> on;
  models::migration::PhaseKind phase{};
  models::migration::FaultKind happened{};
  std::optional<double> quantile;  // of kDowntime and kDuration, over all replications
};

/// What the bill is made for, besides what the run itself uses.
struct MoneyScenario {
  models::migration::PriceList prices;
  sim::Duration retention{0};   // how long what is left over is kept
  std::int64_t rehearsals = 0;  // tries on a copy before
  std::int64_t databases = 1;   // copies of it that are paid: 2 with a standby
};

struct MigrationScenario {
  std::string file;
  std::string name;
  std::string about;
  std::shared_ptr<const models::migration::MigrationParams> params;
  models::migration::RunOptions options;
  std::uint64_t replications = 1;
  double contingency = 1.5;  // the window is the 95th percentile of downtime times this
  std::optional<MoneyScenario> money;
  models::migration::Inventory inventory;
  std::vector<HardwareSource> hardware;
  std::vector<MigrationExpectation> expectations;
};

/// Whether an expectation compares calls on the store with the same calls on the tables.
[[nodiscard]] bool needs_comparison(const MigrationScenario& scenario);

}  // namespace scenarios
