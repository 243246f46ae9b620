// A cluster of three nodes with round figures, scripts on it, and its run: for tests of reports.
//
//   processors 1ms an operation; network 5ms one way; disks 2ms a write, the master's as asked
#pragma once

#include <string>
#include <vector>

#include "reports/sections.hpp"
#include "reports/writers.hpp"

namespace fixture {

/// The key "invoice-17" is on node0, node1 (replica0) and node2 (replica1).
class Cluster {
 public:
  explicit Cluster(sim::Duration master_write);

  Cluster& store(sim::Duration at, const std::string& value);
  Cluster& ask(sim::Duration at, models::durability::OperationKind kind);
  Cluster& command(sim::Duration at, models::durability::CommandKind kind, bool on_master,
                   models::durability::OnReplicas on_replicas);
  Cluster& workload(models::durability::GeneratorParams workload);
  Cluster& expect(int line, const std::string& text, scenarios::Result result,
                  const std::string& seen = "");

  [[nodiscard]] scenarios::Scenario& scenario() { return scenario_; }
  [[nodiscard]] models::durability::ClusterParams& params() { return params_; }
  [[nodiscard]] models::durability::KeyIndex key() const { return key_; }

  /// Runs it; sections look at the result.
  reports::RunView run(sim::Instant until = sim::kNever);
  reports::Report report(sim::Instant until = sim::kNever);

 private:
  void add_step(sim::Duration at, models::durability::Step step, const std::string& words);

  models::durability::ClusterParams params_;
  models::durability::KeyIndex key_ = 0;
  scenarios::Scenario scenario_;
  std::vector<scenarios::Verdict> verdicts_;
  models::durability::Run run_;
};

/// The section as text, 100 cells wide.
std::string text_of(const reports::Section& section, int width = 100);

}  // namespace fixture
