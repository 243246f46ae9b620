// The cells of a verdict: what became of an expectation, and where it stands.
//
// Shape          pure functions of values
// Checked by     tests/reports/durability_report_test.cpp
#pragma once

#include "reports/section.hpp"
#include "scenarios/expectation.hpp"

namespace reports {

/// "passed", "FAILED", "NEVER EVALUATED"; in lower case for programs.
[[nodiscard]] Cell result_cell(scenarios::Result result);

/// "slow-disk.yaml:15"; the line alone for programs, and no folders: those depend on where durasim
/// was started.
[[nodiscard]] Cell place_cell(const scenarios::Place& place);

}  // namespace reports
