// Reads processors, disks and networks, with the profiles that they start from.
//
// Shape          a field that is written changes what the profile or the cluster's node says;
//                what is changed is remembered beside the profile's source
// Errors         located Problems, in the scenario or in the profile's file
// Checked by     tests/scenarios/load_files_test.cpp, load_files_errors_test.cpp
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/durability/params.hpp"
#include "scenarios/fields.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

/// "From 5 s to 8 s everything takes 10 times as long."
struct SlowStretch {
  sim::Instant from;
  sim::Instant to;
  double times = 1;
};

template <class Params>
struct Sourced {
  Params params;
  HardwareSource source;
  std::vector<SlowStretch> slow;
};

struct NodeHardware {
  Sourced<models::hardware::CpuParams> cpu;
  Sourced<models::hardware::DiskParams> disk;
};

struct NetworkDraft {
  models::hardware::Latency latency;
  std::optional<models::hardware::Latency> jitter;
  std::optional<sim::ByteRate> bandwidth;
};

class HardwareReader {
 public:
  /// `scenario` is the path from which profiles are looked for.
  HardwareReader(std::string scenario, const FileSource& files, Problems& problems)
      : scenario_(std::move(scenario)), files_(files), problems_(problems) {}

  /// Applies what `node` says to the hardware so far.
  void apply(const Fields& node, NodeHardware& hardware);

  /// The topology for these nodes and further places, and where its figures come from.
  [[nodiscard]] models::hardware::Topology network(const Fields& cluster,
                                                   std::vector<std::string> nodes,
                                                   const std::vector<Text>& places,
                                                   std::vector<HardwareSource>& sources);

  /// What is piecewise and what is slow, put together.
  static void finish(NodeHardware& hardware);

  /// The latency that `field` states.
  [[nodiscard]] models::hardware::Latency latency(const Fields& fields, std::string_view field);

  /// The price list of the profile `name`; nothing (and a report at `place`) if there is none such.
  [[nodiscard]] std::optional<Fields> prices(const std::string& name, const Place& place);

 private:
  struct Profile {
    std::shared_ptr<const Value> value;
    bool found = false;  // there is such a file
    bool right = false;  // read without a problem
  };

  /// The profile's hardware fields; nothing (and a report at `place`) if there is none such.
  [[nodiscard]] std::optional<Fields> profile(const std::string& name, std::string_view kind,
                                              const Place& place, HardwareSource& source);
  [[nodiscard]] const Profile& read_profile(const std::string& name);
  void check_profile(const std::string& name, const Fields& profile);

  template <class Params, class Apply>
  void apply_form(const Fields& node, std::string_view kind, Sourced<Params>& part, Apply apply);
  void apply_cpu(const Fields& fields, Sourced<models::hardware::CpuParams>& cpu);
  void apply_disk(const Fields& fields, Sourced<models::hardware::DiskParams>& disk);
  void apply_caps(const Fields& caps, models::hardware::DiskParams& disk);
  void apply_network(const Fields& fields, NetworkDraft& network);
  [[nodiscard]] Sourced<NetworkDraft> network_draft(const Fields& cluster);
  void apply_slow(const Fields& fields, std::vector<SlowStretch>& slow);
  void apply_links(const Fields& network, const NetworkDraft& base,
                   models::hardware::Topology& topology, std::vector<HardwareSource>& sources);
  void check_place(const Text& name, std::size_t nodes);
  void check_reachable(const models::hardware::Topology& topology, std::size_t nodes,
                       const Fields& cluster);

  std::string scenario_;
  const FileSource& files_;
  Problems& problems_;
  std::map<std::string, Profile> profiles_;
};

}  // namespace scenarios
