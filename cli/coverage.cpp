// durasim coverage
#include "reports/coverage.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/parallel.hpp"
#include "cli/progress.hpp"
#include "cli/selection.hpp"
#include "cli/terminal.hpp"
#include "reports/words.hpp"
#include "reports/writers.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/coverage_stub.hpp"
#include "scenarios/load.hpp"

namespace cli {

namespace fs = std::filesystem;

namespace {

using reports::CoveredScenario;

// A scenario about a data set has none of these situations, and is passed over.
std::optional<CoveredScenario> cover(const std::string& path) {
  const scenarios::AnyScenario any =
      scenarios::load_any_scenario(path, scenarios::with_builtin_files(scenarios::disk_files()));
  if (!std::holds_alternative<scenarios::Scenario>(any)) return std::nullopt;
  const auto& scenario = std::get<scenarios::Scenario>(any);
  const models::durability::Run run = models::durability::run(scenario.params, scenario.options);
  return CoveredScenario{path, scenarios::situations_of(scenario, run)};
}

// What is wrong with any of the files is told of all of them.
struct Covered {
  std::vector<CoveredScenario> scenarios;
  std::string problems;
};

Covered cover_all(const std::vector<std::string>& paths, unsigned jobs) {
  std::vector<std::optional<CoveredScenario>> scenarios(paths.size());
  std::vector<std::string> problems(paths.size());
  Progress progress(paths.size());
  in_parallel(paths.size(), jobs, [&](std::size_t i) {
    try {
      scenarios[i] = cover(paths[i]);
    } catch (const scenarios::InvalidInput& invalid) {
      problems[i] = invalid.what();
    }
    progress.done();
  });
  Covered covered;
  for (const std::string& text : problems) covered.problems += text;
  for (auto& scenario : scenarios) {
    if (scenario) covered.scenarios.push_back(std::move(*scenario));
  }
  return covered;
}

// All of them or, if anything stands in the way, none.
std::size_t write_stubs(const CoverageCommand& command,
                        const std::vector<CoveredScenario>& covered) {
  const std::string& folder = command.stubs;
  const auto stubs = scenarios::stubs_for(reports::missing_situations(covered, command.required));
  std::vector<std::string> paths;
  for (const scenarios::Stub& stub : stubs) {
    paths.push_back((fs::path(folder) / (stub.name + ".yaml")).generic_string());
    std::error_code error;
    if (fs::exists(fs::symlink_status(paths.back(), error))) {
      throw OutputTrouble(fmt::format("{} is there already; no stub was written", paths.back()));
    }
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw OutputTrouble(fmt::format("cannot make the folder {}: {}", folder, error.message()));
  }
  for (std::size_t i = 0; i < stubs.size(); ++i) write_output(paths[i], stubs[i].text);
  return stubs.size();
}

}  // namespace

int carry_out(const CoverageCommand& command) {
  check_writable(command.out);
  scenarios::Problems problems;
  const std::vector<std::string> paths = select_scenarios(command.paths, problems);
  if (!problems.empty()) throw scenarios::InvalidInput(problems);
  const Covered covered = cover_all(paths, command.jobs);
  if (!covered.problems.empty()) {
    write_error(covered.problems);
    return kWrongInput;
  }
  const reports::Report report = reports::coverage_report(covered.scenarios, command.required);
  if (!command.stubs.empty()) {
    const std::size_t written = write_stubs(command, covered.scenarios);
    write_error(
        fmt::format("{} written into {}\n", reports::number_of(written, "stub"), command.stubs));
  }
  write_output(command.out, report_text(report, command.format, command.out));
  return report.passed ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
