// Which situations a library of scenarios exercises, and which it does not, as a report.
//
// Formula        a matrix for each two dimensions: how many scenarios exercise the pair, whatever
//                the other two; then what is missing, of all four or of those that are required:
//                each possible combination of their values must be exercised by some scenario
// Shape          scenarios in the order given; the text tells the first 40 missing ones and counts
//                the rest; programs get all
// Checked by     tests/reports/coverage_test.cpp
#pragma once

#include <span>
#include <string>
#include <vector>

#include "reports/section.hpp"
#include "scenarios/coverage.hpp"

namespace reports {

struct CoveredScenario {
  std::string path;
  std::vector<scenarios::Situation> situations;
};

/// The possible situations that none of them exercises, in order; if anything is required, only
/// one for each required combination that is missing.
[[nodiscard]] std::vector<scenarios::Situation> missing_situations(
    std::span<const CoveredScenario> scenarios, std::span<const scenarios::Dimension> required);

/// `passed` is false if anything required is missing. REQUIRES: dimensions in order, each once.
[[nodiscard]] Report coverage_report(std::span<const CoveredScenario> scenarios,
                                     std::span<const scenarios::Dimension> required);

}  // namespace reports
