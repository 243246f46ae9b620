// The numbers that a run leaves, by name.
//
// Checked by     tests/studies/trial_test.cpp
#pragma once

#include "models/durability/run.hpp"
#include "scenarios/migration_run.hpp"
#include "scenarios/scenario.hpp"
#include "sim/log_linear_histogram.hpp"
#include "studies/trial.hpp"

namespace studies {

/// Collects measures in the order in which they are added.
class Measures {
 public:
  void time(std::string name, sim::Duration value);
  void count(std::string name, std::uint64_t value);
  void bytes(std::string name, std::int64_t value);
  void money(std::string name, std::int64_t billionths);
  void share(std::string name, double value);
  void ratio(std::string name, double value);
  /// So many in that time; left out if no time passed.
  void rate(std::string name, std::uint64_t things, sim::Duration during);
  /// count, mean, p50, p90, p99, p999 and most, each as "name.p99"; nothing if it is empty.
  void times(const std::string& name, const sim::LogLinearHistogram& response);

  [[nodiscard]] std::vector<Measure> take() { return std::move(measures_); }

 private:
  std::vector<Measure> measures_;
};

struct Measured {
  std::vector<Measure> measures;
  std::string bottleneck;
};

[[nodiscard]] Measured measured(const scenarios::Scenario& scenario,
                                const models::durability::Run& run);
[[nodiscard]] Measured measured(const scenarios::MigrationScenario& scenario,
                                const scenarios::MigrationRuns& runs);

}  // namespace studies
