// What `durasim check` found, as data, and how it is written: lines, JSON, JUnit.
//
// Every scenario stands as exactly one of ok, failed, invalid, or expecting nothing; only ok is
// good. An expectation that fails or was never evaluated, and a recorded report that differs, make
// a scenario failed.
// Shape          scenarios in the order given; no times, no machine, so equal checks give equal
//                bytes
// Checked by     tests/reports/check_test.cpp, tests/reports/junit_test.cpp
#pragma once

#include <string>
#include <vector>

#include "reports/writers.hpp"
#include "scenarios/expectation.hpp"
#include "scenarios/problem.hpp"

namespace reports {

/// What became of the report that is kept beside a scenario.
enum class Recorded : std::uint8_t {
  kNone,       // there is none
  kSame,       // it is what this run reports
  kDifferent,  // see `differences`
  kWritten,    // it was written just now
};

struct CheckedScenario {
  std::string path;
  std::string name;  // empty when the file could not be read
  std::vector<scenarios::Problem> problems;
  std::string problems_text;  // as scenarios::Problems shows them
  std::vector<scenarios::Verdict> verdicts;
  Recorded recorded = Recorded::kNone;
  std::vector<std::string> differences;  // in sentences
  std::uint64_t digest = 0;
};

enum class Standing : std::uint8_t { kOk, kFailed, kInvalid, kExpectsNothing };

[[nodiscard]] Standing standing_of(const CheckedScenario& scenario);

/// "ok", "failed", "invalid", "expects nothing".
[[nodiscard]] std::string_view name_of(Standing standing);

/// A line a scenario, details of what is not ok, and a line that sums up.
[[nodiscard]] std::string check_text(const std::vector<CheckedScenario>& scenarios,
                                     const TextStyle& style);

/// docs/report-format.md describes it.
[[nodiscard]] std::string check_json(const std::vector<CheckedScenario>& scenarios);

/// A test suite a scenario, a test case an expectation.
[[nodiscard]] std::string check_junit(const std::vector<CheckedScenario>& scenarios);

}  // namespace reports
