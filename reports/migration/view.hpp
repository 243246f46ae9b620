// What the sections of a migration run are made from: the scenario, its runs and the verdicts.
//
// Shape          looks at values that live elsewhere and must live as long as it does
// Checked by     tests/reports/migration/
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/migration_run.hpp"

namespace reports::migration {

namespace model = models::migration;

class MigrationView {
 public:
  MigrationView(const scenarios::MigrationScenario& scenario, const scenarios::MigrationRuns& runs,
                std::span<const scenarios::Verdict> verdicts)
      : scenario_(&scenario), runs_(&runs), verdicts_(verdicts) {}

  [[nodiscard]] const scenarios::MigrationScenario& scenario() const { return *scenario_; }
  [[nodiscard]] const model::MigrationParams& params() const { return *scenario_->params; }
  [[nodiscard]] const model::Layout& layout() const { return params().dataset->layout(); }
  [[nodiscard]] const scenarios::MigrationRuns& runs() const { return *runs_; }
  [[nodiscard]] const model::Outcome& outcome() const { return runs_->run.outcome; }
  [[nodiscard]] std::span<const scenarios::Verdict> verdicts() const { return verdicts_; }

  /// Whether anything is moved at all.
  [[nodiscard]] bool moves() const;

  /// "gateway/multiparts"; the group's name where packages are moved as one; "" for all.
  [[nodiscard]] std::string lane_name(model::PackageIndex package) const;
  [[nodiscard]] std::string call_name(model::PackageIndex package, model::CallIndex call) const;
  /// Rows before the run, of all tables.
  [[nodiscard]] std::uint64_t rows() const;
  /// "gateway/multiparts", "actions and auth", "4 packages".
  [[nodiscard]] std::string packages() const;
  /// "the table kv in PostgreSQL", "DynamoDB", "the embedded store".
  [[nodiscard]] std::string store_name() const;

  /// A quantile of all replications; of those that completed.
  [[nodiscard]] std::optional<sim::Duration> downtime(double p) const;
  [[nodiscard]] std::optional<sim::Duration> took(double p) const;

  /// The window that an operator announces: the 95th percentile of downtime with contingency.
  [[nodiscard]] std::optional<sim::Duration> window() const;

 private:
  const scenarios::MigrationScenario* scenario_;
  const scenarios::MigrationRuns* runs_;
  std::span<const scenarios::Verdict> verdicts_;
};

}  // namespace reports::migration
