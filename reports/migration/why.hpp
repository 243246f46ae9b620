// Why a migration's phase, its downtime or its end came when it did.
//
// Words          "the end", "downtime", "import ends", "import of auth ends", "expectation 2",
//                "multiparts.yaml:7"; no words ask for the end. A phase is meant as it ended last;
//                an expectation of downtime, duration or of what a phase takes is decided by its
//                end
// Formula        the critical chain (models/migration/critical_chain.hpp), in the phases that it
//                leads through; those of a phase that are alike are told as one, with how often.
//                The times of all sum exactly to the instant
// Errors         throws scenarios::InvalidInput that points into the words, or says that the run is
//                too large to keep what caused what
// Checked by     tests/reports/migration/why_test.cpp
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "models/migration/critical_chain.hpp"
#include "reports/explain.hpp"
#include "scenarios/migration_scenario.hpp"

namespace reports::migration {

struct AskedEnd {};
struct AskedDowntime {
  std::optional<models::migration::PackageIndex> package;
};
struct AskedPhase {
  models::migration::PhaseKind kind{};
  std::optional<models::migration::PackageIndex> package;
};

struct MigrationQuestion {
  std::variant<AskedEnd, AskedDowntime, AskedPhase> what;
  std::string note;  // how it follows from what was asked; may be empty
};

/// What the words ask of the scenario; none: the end.
[[nodiscard]] MigrationQuestion read_question(const std::optional<std::string>& words,
                                              const scenarios::MigrationScenario& scenario);

/// Runs the scenario (its first replication) and explains. Throws if it has too many events.
[[nodiscard]] Explanation explain(const scenarios::MigrationScenario& scenario,
                                  const MigrationQuestion& question);

/// What explain() says of a run. REQUIRES: the run is the scenario's.
[[nodiscard]] Explanation explain(const scenarios::MigrationScenario& scenario,
                                  const models::migration::CausalRun& run,
                                  const MigrationQuestion& question);

}  // namespace reports::migration
