// Which situations a scenario exercises: combinations of ordering, durability requirement, fault
// and command.
//
// Formula        for each watched key with replicas and each of its revisions: its ordering, with
//                each requirement that came to hold, is expected or is asked for by a client (of a
//                synchronous write: the level at which it was committed), with each fault that
//                the run had (or none), with each out-of-band command that the key was sent (or
//                none)
// Shape          a dimension is a list of values; faults are what hardware, quotas and commands do,
//                by the table in coverage.cpp, and every kind that can break a cluster.
//                Situations that contradict themselves (a copy removed without a command that
//                removes) are not possible and never missing
// Checked by     tests/scenarios/coverage_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scenarios/scenario.hpp"

namespace scenarios {

enum class Dimension : std::uint8_t { kOrdering, kRequirement, kFault, kCommand };
inline constexpr std::size_t kDimensions = 4;

/// One value of each dimension, by its place in values_of().
using Situation = std::array<std::uint8_t, kDimensions>;

/// "ordering", "requirement", "fault", "command".
[[nodiscard]] std::string_view name_of(Dimension dimension);

/// The words for the values, in order: "persist_to 1"; "none" comes first where there is one.
[[nodiscard]] const std::vector<std::string_view>& values_of(Dimension dimension);

/// Every situation that does not contradict itself, in order.
[[nodiscard]] const std::vector<Situation>& possible_situations();

/// The situations that the run exercised, each once, in order. All of them are possible.
[[nodiscard]] std::vector<Situation> situations_of(const Scenario& scenario,
                                                   const models::durability::Run& run);

}  // namespace scenarios
