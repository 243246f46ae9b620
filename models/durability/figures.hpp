// Which figures the course of a durability run is made of, and in which order.
//
// Formula        first each series of durations that an outcome keeps: its sum and its count; then
//                for each resource two levels, servers busy and jobs in line: area and time
// Shape          a walk of the outcome: every mark of a run has the same figures
// Checked by     tests/models/cluster_course_test.cpp
#pragma once

#include <cstddef>

#include "models/durability/outcome.hpp"

namespace models::durability {

/// Calls visit(times) for each series of durations, always in the same order.
template <class Visit>
void for_each_series(const Outcome& outcome, Visit visit) {
  for (const GeneratorOutcome& generator : outcome.generators) {
    for (const OperationTimes& times : generator.operations) visit(times.response);
  }
  for (const sim::LogLinearHistogram& times : outcome.durability.replicated_to) visit(times);
  visit(outcome.durability.persisted_on_master);
  for (const sim::LogLinearHistogram& times : outcome.durability.persisted_to) visit(times);
  for (const GeneratorOutcome& generator : outcome.generators) {
    for (const WatchTally& tally : generator.watches) {
      for (const sim::LogLinearHistogram& times : tally.until) visit(times);
    }
  }
}

/// The number of a series among the figures. REQUIRES: it is one of the outcome's own.
[[nodiscard]] inline std::size_t figure_of(const Outcome& outcome,
                                           const sim::LogLinearHistogram& series) {
  std::size_t number = 0;
  std::size_t found = SIZE_MAX;
  for_each_series(outcome, [&](const sim::LogLinearHistogram& times) {
    if (&times == &series) found = number;
    ++number;
  });
  SIM_CHECK(found != SIZE_MAX);
  return found;
}

/// The number of the first figure of the resources.
[[nodiscard]] inline std::size_t first_level(const Outcome& outcome) {
  std::size_t number = 0;
  for_each_series(outcome, [&](const sim::LogLinearHistogram&) { ++number; });
  return number;
}

}  // namespace models::durability
