// durasim margins
#include "reports/margins.hpp"

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"

namespace cli {

namespace {

std::string text_of(const MarginsCommand& command, const reports::Report& report) {
  switch (command.format) {
    case Format::kJson:
      return reports::to_json(report);
    case Format::kMarkdown:
      return reports::to_markdown(report);
    default:
      return reports::to_text(report, text_style(command.out));
  }
}

}  // namespace

int carry_out(const MarginsCommand& command) {
  check_writable(command.out);
  scenarios::Scenario scenario = scenarios::load_scenario(
      command.file, scenarios::with_builtin_files(scenarios::disk_files()));
  if (command.seed) scenario = scenarios::with_seed(scenario, *command.seed);
  const scenarios::Margins margins = scenarios::margins_of(scenario);
  const bool passed =
      std::all_of(margins.verdicts.begin(), margins.verdicts.end(),
                  [](const auto& verdict) { return verdict.result == scenarios::Result::kPassed; });
  write_output(
      command.out,
      text_of(command,
              {scenario.name, scenario.about, passed, {reports::section_of(scenario, margins)}}));
  return passed ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
