// One scenario file, run and judged: the path that every verb takes.
//
// Formula        file -> Scenario -> Run -> verdicts -> Report
// Errors         throws scenarios::InvalidInput with every mistake of the file
// Checked by     tests/cli/durasim_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/migration/outcome.hpp"
#include "reports/section.hpp"
#include "scenarios/expectation.hpp"

namespace cli {

struct OneRun {
  std::string name;
  std::vector<scenarios::Verdict> verdicts;
  reports::Report report;
  std::uint64_t digest = 0;
};

using Way = models::migration::Way;

/// `threads` share the replications that a scenario asks for; they change no byte. `way`: of a
/// migration, instead of the file's own. Event by event changes nothing but the line that says so.
[[nodiscard]] OneRun run_file(const std::string& path,
                              std::optional<std::uint64_t> seed = std::nullopt,
                              unsigned threads = 1, std::optional<Way> way = std::nullopt);

/// What to tell before a run that will take very long, of more than 10^9 events and without a
/// period in its first hundred thousand: how many there will be, and what can be done about it.
/// Empty for all others.
[[nodiscard]] std::string foretold(const std::string& path, std::optional<Way> way);

}  // namespace cli
