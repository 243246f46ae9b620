// The cells of a verdict: what became of an expectation, and where it stands.
//
// Shape          pure functions of values
// Checked by     tests/reports/durability_report_test.cpp, tests/reports/check_test.cpp
#pragma once

#include "reports/section.hpp"
#include "scenarios/expectation.hpp"

namespace reports {

/// "passed", "FAILED", "NEVER EVALUATED"; in lower case for programs.
[[nodiscard]] Cell result_cell(scenarios::Result result);

/// "scenarios/slow-disk.yaml:15"; the file alone for a verdict that no line of it asks for.
[[nodiscard]] std::string text_of(const scenarios::Place& place);

/// "slow-disk.yaml:15"; the line alone for programs, and no folders: those depend on where durasim
/// was started.
[[nodiscard]] Cell place_cell(const scenarios::Place& place);

}  // namespace reports
