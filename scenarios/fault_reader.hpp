// Reads what breaks in a cluster: the scenario's faults, and the steps of its script that are some.
//
// Errors         located Problems: names that do not exist, nodes that are down already or not,
//                ends before beginnings, failovers without a replica, processes without a length,
//                clocks that nothing goes by
// Checked by     tests/scenarios/load_faults_test.cpp, load_clocks_test.cpp
#pragma once

#include <vector>

#include "scenarios/names.hpp"

namespace scenarios {

/// Whether a step of a script is a fault, which FaultReader reads.
[[nodiscard]] bool is_fault(const Fields& step);

/// How many times as long a slow disk takes, in thousandths; how many sendings are lost.
[[nodiscard]] std::int64_t read_slowness(const Fields& fields, Problems& problems);
[[nodiscard]] double read_loss(const Fields& fields, Problems& problems);

class FaultReader {
 public:
  FaultReader(models::durability::ClusterParams& params, Problems& problems)
      : params_(params), names_(params, problems), problems_(problems) {}

  /// Adds the faults; roles are those of `key`. `until` is the run's end if it is stated.
  /// REQUIRES: the network was read.
  void read(const Fields& scenario, std::optional<models::durability::KeyIndex> key,
            std::optional<sim::Duration> until);

 private:
  struct Draft {
    models::durability::Fault fault;
    Place place;  // of the node's name
  };

  void read_rules(const Fields& scenario);
  void read_fault(const Fields& fields);
  void read_times(const Fields& fields, models::durability::Fault& fault);
  void read_process(const Fields& fields, models::durability::Fault& fault);
  void read_figures(const Fields& fields, models::durability::Fault& fault);
  [[nodiscard]] bool read_node(const Fields& fields, models::durability::Fault& fault);
  [[nodiscard]] bool read_sides(const Fields& fields, models::durability::Fault& fault);
  [[nodiscard]] bool read_travel(const Fields& fields, models::durability::Fault& fault);
  void read_skew(const Fields& fields, models::durability::Fault& fault);
  [[nodiscard]] bool read_members(const Fields& fields, models::durability::Fault& fault);
  [[nodiscard]] std::optional<std::string> place_named(const Text& name);
  void check_health();
  void check_node(models::durability::NodeIndex node);
  void check_replicas();
  void check_pauses();
  void check_clocks();

  models::durability::ClusterParams& params_;
  Names names_;
  Problems& problems_;
  std::optional<models::durability::KeyIndex> key_;
  std::optional<sim::Duration> until_;
  bool all_stop_ = false;  // the second phase ends every fault
  std::vector<Draft> drafts_;
};

}  // namespace scenarios
