// Why a wanted order cannot be, as a cycle of constraints in the scenario's words.
//
// Shape          "replica0.persisted is to come before master.persisted; master.persisted comes
//                before replica0.persisted by 2ms at least: 1ms, then network/... latency"
// Checked by     tests/scenarios/wanted_test.cpp
#pragma once

#include "models/analysis/trace.hpp"
#include "models/durability/cluster.hpp"
#include "scenarios/wanted.hpp"

namespace scenarios {

/// The events of a trace in which the wanted milestones happen; nothing for one that does not.
[[nodiscard]] std::vector<std::optional<models::analysis::EventNumber>> events_of(
    const Wanted& wanted, const models::analysis::Recorded& recorded,
    const models::durability::ClusterParams& params);

/// REQUIRES: in this trace no instants fulfil all of the wishes.
[[nodiscard]] std::string refusal_of(const Scenario& scenario, const models::analysis::Trace& trace,
                                     const models::analysis::Recorded& recorded,
                                     const Wanted& wanted,
                                     const std::vector<models::analysis::Before>& wishes,
                                     const std::vector<sim::LatencyName>& latencies);

}  // namespace scenarios
