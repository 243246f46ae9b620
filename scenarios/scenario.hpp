// A scenario: what a file says, checked, as a value that can be run.
//
// Everything with a place in the file keeps it, so that a verdict can point at its line.
// Errors         none here: load.hpp reports all mistakes of a file before there is a Scenario
// Checked by     tests/scenarios/load_test.cpp, scenario_test.cpp
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/durability/fault_plan.hpp"
#include "models/durability/run.hpp"
#include "models/durability/timeline.hpp"
#include "scenarios/expectation.hpp"
#include "scenarios/problem.hpp"

namespace scenarios {

/// Where a piece of hardware's figures come from: law 7, a number has a source.
struct HardwareSource {
  std::string entity;   // "node0/cpu", "node1/disk", "network"
  std::string profile;  // empty: all its figures stand in the scenario
  std::string how;      // measured, vendor, guessed, or stated (in the scenario)
  std::string where;
  std::string when;
  std::vector<std::string> changed;  // fields that the scenario states instead: "write: 80ms"
};

struct Scenario {
  std::string file;
  std::string name;
  std::string about;
  std::optional<models::durability::KeyIndex> key;  // gives master, replica0, ... their nodes
  std::shared_ptr<const models::durability::ClusterParams> params;
  models::durability::RunOptions options;
  std::optional<models::durability::SwarmParams> swarm;
  std::vector<std::string> steps;  // each step of the script in words, by step number
  std::vector<HardwareSource> hardware;
  std::vector<Expectation> expectations;
  std::optional<Expectation> wanted;  // an order that latencies are asked for
  std::vector<Place> open;            // latencies that are left open
};

/// What a node is called in reports: its role for the key ("master", "replica0") and its name.
struct NodeRole {
  models::durability::NodeIndex node = 0;
  std::string role;  // empty for a node that does not hold the key
  std::string name;
};

/// The nodes that hold a key, the master first. REQUIRES: the key is one of params.keys.
[[nodiscard]] std::vector<NodeRole> roles_of(const models::durability::ClusterParams& params,
                                             models::durability::KeyIndex key);

/// The chain of nodes that hold a key.
[[nodiscard]] models::durability::Chain chain_of_key(
    const models::durability::ClusterParams& params, models::durability::KeyIndex key);

/// A watch as expectations name it: "checkout", or "checkout/gocb-2" where clients share the name.
[[nodiscard]] std::string label_of(const models::durability::ClusterParams& params,
                                   models::durability::WatchIndex watch);

/// The answer of a keyinfo command, as the JSON of the documentation (one element a server).
[[nodiscard]] std::string keyinfo_json(const Scenario& scenario,
                                       const models::durability::CommandReply& reply);

}  // namespace scenarios
