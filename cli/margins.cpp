// durasim margins
#include "reports/margins.hpp"

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"
#include "scenarios/orderings.hpp"

namespace cli {

int carry_out(const MarginsCommand& command) {
  check_writable(command.out);
  const scenarios::FileSource files = scenarios::with_builtin_files(scenarios::disk_files());
  scenarios::Scenario scenario = scenarios::load_scenario(command.file, files);
  scenarios::check_without_faults(scenario, files, "margins");
  if (command.seed) scenario = scenarios::with_seed(scenario, *command.seed);
  const scenarios::Margins margins = scenarios::margins_of(scenario);
  const bool passed =
      std::all_of(margins.verdicts.begin(), margins.verdicts.end(),
                  [](const auto& verdict) { return verdict.result == scenarios::Result::kPassed; });
  write_output(
      command.out,
      report_text({scenario.name, scenario.about, passed, {reports::section_of(scenario, margins)}},
                  command.format, command.out));
  return passed ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
