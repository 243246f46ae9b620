// Why something happened when it did: the waits and services between it and what brought it about.
//
// Formula        the critical path since a landmark (another change of the key, a step of the
//                script); waits and services sum to the time between
// Shape          neighbouring parts on the network are told as one
// Checked by     tests/reports/why_test.cpp
#pragma once

#include <span>
#include <string>

#include "models/durability/run.hpp"

namespace reports {

struct Why {
  std::string text;  // "50us on the network, 4us on node1/cpu"
  sim::Duration waited{0};
  sim::Duration served{0};
};

/// Why `change` happened when it did. `landmarks` are events that need no explanation here.
/// REQUIRES: the run kept its causes.
[[nodiscard]] Why why(const models::durability::Run& run,
                      const models::durability::ClusterParams& params,
                      const models::durability::Change& change,
                      std::span<const sim::EventId> landmarks);

}  // namespace reports
