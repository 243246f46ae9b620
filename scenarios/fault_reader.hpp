// Reads what breaks in a cluster: the scenario's faults, and the steps of its script that are some.
//
// Errors         located Problems: names that do not exist, nodes that are down already or not,
//                ends before beginnings
// Checked by     tests/scenarios/load_faults_test.cpp
#pragma once

#include <vector>

#include "scenarios/names.hpp"

namespace scenarios {

/// Whether a step of a script is a fault, which FaultReader reads.
[[nodiscard]] bool is_fault(const Fields& step);

class FaultReader {
 public:
  FaultReader(models::durability::ClusterParams& params, Problems& problems)
      : params_(params), names_(params, problems), problems_(problems) {}

  /// Adds the faults; roles are those of `key`. `until` is the run's end if it is stated.
  void read(const Fields& scenario, std::optional<models::durability::KeyIndex> key,
            std::optional<sim::Duration> until);

 private:
  struct Draft {
    models::durability::Fault fault;
    Place place;  // of the node's name
  };

  void read_fault(const Fields& fields);
  void check_health();

  models::durability::ClusterParams& params_;
  Names names_;
  Problems& problems_;
  std::optional<models::durability::KeyIndex> key_;
  std::optional<sim::Duration> until_;
  std::vector<Draft> drafts_;
};

}  // namespace scenarios
