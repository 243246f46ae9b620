// A thousand uploads that were moved, with an outcome written by hand: for tests of the sections.
#pragma once

#include <string>
#include <vector>

#include "reports/migration/sections.hpp"
#include "scenarios/load.hpp"
#include "scenarios/migration_run.hpp"

namespace tests {

namespace model = models::migration;

class Moved {
 public:
  /// `more` are further lines of the scenario's file.
  explicit Moved(const std::string& more = "");

  [[nodiscard]] scenarios::MigrationScenario& scenario() { return scenario_; }
  [[nodiscard]] scenarios::MigrationRuns& runs() { return runs_; }
  [[nodiscard]] model::Outcome& outcome() { return runs_.run.outcome; }

  /// A phase that ended well, from second to second.
  model::PhaseOutcome& phase(model::PhaseKind kind, int from, int until);
  /// A replication that completed.
  Moved& replication(sim::Duration took, sim::Duration downtime);
  Moved& expect(const std::string& text, scenarios::Result result, const std::string& seen = "");

  /// REQUIRES: it lives as long as the view.
  [[nodiscard]] reports::migration::MigrationView view() const;

 private:
  scenarios::MigrationScenario scenario_;
  scenarios::MigrationRuns runs_;
  std::vector<scenarios::Verdict> verdicts_;
};

/// The section as text, 100 cells wide.
[[nodiscard]] std::string text_of(const reports::Section& section);

}  // namespace tests
