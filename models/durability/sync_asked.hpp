// Whether anything in a cluster asks for synchronous durability.
//
// Shape          pure; a pass over script and workloads
// Checked by     tests/models/explorer_test.cpp
#pragma once

#include <algorithm>

#include "models/durability/params.hpp"

namespace models::durability {

[[nodiscard]] inline bool asks_for_levels(const ClusterParams& params) {
  const auto asks = [](const auto& one) { return one.sync.level != SyncLevel::kNone; };
  const auto step_asks = [&](const Step& step) {
    const auto* operation = std::get_if<OperationStep>(&step.what);
    return operation != nullptr && asks(*operation);
  };
  return std::any_of(params.steps.begin(), params.steps.end(), step_asks) ||
         std::any_of(params.generators.begin(), params.generators.end(), asks);
}

}  // namespace models::durability
