// One scenario file, run and judged: the path that every verb takes.
//
// Formula        file -> Scenario -> Run -> verdicts -> Report
// Errors         throws scenarios::InvalidInput with every mistake of the file
// Checked by     tests/cli/durasim_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/section.hpp"
#include "scenarios/expectation.hpp"

namespace cli {

struct OneRun {
  std::string name;
  std::vector<scenarios::Verdict> verdicts;
  reports::Report report;
  std::uint64_t digest = 0;
};

/// `threads` share the replications that a scenario asks for; they change no byte. Nor does it,
/// but for the line that says so, that a migration is run event by event.
[[nodiscard]] OneRun run_file(const std::string& path,
                              std::optional<std::uint64_t> seed = std::nullopt,
                              unsigned threads = 1, bool event_by_event = false);

}  // namespace cli
