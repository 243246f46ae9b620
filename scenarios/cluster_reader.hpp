// Reads a scenario's cluster and workloads into ClusterParams.
//
// Errors         located Problems; what depends on a wrong part is read as far as it makes sense
// Checked by     tests/scenarios/load_test.cpp, load_meaning_test.cpp
#pragma once

#include <string>

#include "scenarios/hardware_reader.hpp"
#include "scenarios/names.hpp"

namespace scenarios {

class ClusterReader {
 public:
  ClusterReader(models::durability::ClusterParams& params, HardwareReader& hardware,
                Problems& problems)
      : params_(params), hardware_(hardware), problems_(problems) {}

  /// Nodes, buckets and rules, and the keys of workloads.
  void read_shape(const Fields& scenario);

  /// The nodes' hardware and the network; roles need the scenario's key to be known.
  void read_hardware(const Fields& scenario, std::optional<models::durability::KeyIndex> key,
                     std::vector<HardwareSource>& sources);

  /// The workloads; `until` is the run's end if it is stated.
  void read_workloads(const Fields& scenario, std::optional<sim::Duration> until);

 private:
  void read_rules(const Fields& scenario, std::uint32_t replicas);
  void read_buckets(const Fields& cluster, std::uint32_t replicas);
  void check_ephemeral(const Fields& bucket);
  void read_key_ranges(const Fields& scenario);
  static void add_client_place(const Fields& step, std::vector<Text>& places);
  void read_workload(const Fields& workload, std::optional<sim::Duration> until);
  void read_mix(const Fields& workload, models::durability::GeneratorParams& generator);
  void read_arrivals(const Fields& workload, models::durability::GeneratorParams& generator);
  void read_popularity(const Fields& workload, models::durability::GeneratorParams& generator);

  models::durability::ClusterParams& params_;
  HardwareReader& hardware_;
  Problems& problems_;
};

}  // namespace scenarios
