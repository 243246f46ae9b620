// The sections of `durasim orderings`: the orderings, and what OBSERVE can answer when.
//
// Shape          an ordering of each group that differs only by exchanging replicas of equal
//                hardware; how many are alike is counted from what was found, not assumed
// Checked by     tests/docs_test.py (README.md shows them)
#pragma once

#include "reports/section.hpp"
#include "scenarios/over_orderings.hpp"

namespace reports {

/// Most orderings, and most combinations of answers, that people are shown.
inline constexpr std::size_t kOrderingsShown = 24;

/// Up to `most` groups of orderings with their conditions.
[[nodiscard]] Section all_orderings(const scenarios::Scenario& scenario,
                                    const scenarios::Orderings& orderings, std::size_t most);

/// What each node can answer in which stretch of time, and up to `most` combinations.
[[nodiscard]] Section possible_answers(const scenarios::Scenario& scenario,
                                       const scenarios::PossibleAnswers& answers, std::size_t most);

/// What becomes of each expectation over all orderings; nothing if there is none.
[[nodiscard]] std::optional<Section> verdicts_over_orderings(
    const scenarios::Scenario& scenario, const scenarios::AllVerdicts& verdicts);

/// Notes below a run's verdicts which of them hold only thanks to a tie; `ties` as of
/// scenarios::audit_ties().
void add_ties(Report& report, const scenarios::Scenario& scenario,
              const std::vector<std::string>& ties);

}  // namespace reports
