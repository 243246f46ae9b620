// durasim run --seeds
#include "reports/swarm.hpp"

#include <fmt/format.h>

#include <thread>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"

namespace cli {

namespace {

void check_swarm(const scenarios::Scenario& scenario) {
  if (scenario.swarm) return;
  scenarios::Problems problems;
  problems.report({scenario.file, 0, 0}, "--seeds needs a swarm, and the scenario has none",
                  "write swarm: {until: 10s, faults: [{crash: any, every: 5s, lasts: 1s}]}");
  throw scenarios::InvalidInput(std::move(problems));
}

void write_smallest(const RunCommand& command, const scenarios::Scenario& scenario,
                    const scenarios::SwarmRuns& runs, const scenarios::FileSource& files,
                    const scenarios::SwarmOptions& options) {
  if (runs.violations.empty()) {
    write_error("durasim: nothing was violated, so no scenario was written\n");
    return;
  }
  const auto smallest =
      scenarios::smallest_violation(scenario, runs.violations.front(), files, options);
  if (!smallest) {
    write_error("durasim: the scenario stands in several files, so no smallest was written\n");
    return;
  }
  write_output(command.smallest, smallest->text);
  write_error(fmt::format(
      "durasim: {} shows it with {} node(s), {} fault(s) and {} operation(s): "
      "{}\n",
      command.smallest, smallest->nodes, smallest->faults, smallest->operations, smallest->seen));
}

}  // namespace

int run_seeds(const RunCommand& command) {
  check_writable(command.smallest);
  const scenarios::FileSource files = scenarios::with_builtin_files(scenarios::disk_files());
  const scenarios::Scenario scenario = scenarios::load_scenario(command.file, files);
  scenarios::check_runnable(scenario, files);
  check_swarm(scenario);
  scenarios::SwarmOptions options;
  options.seeds = *command.seeds;
  options.threads =
      command.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : command.jobs;
  scenarios::SwarmRuns runs;
  {
    Progress progress(options.seeds.last - options.seeds.first + 1);
    options.done_one = [&] { progress.done(); };
    runs = scenarios::run_swarm(scenario, options);
  }
  options.done_one = [] {};
  const reports::Report report{
      scenario.name, scenario.about, runs.violations.empty(), {reports::swarm_section(runs)}};
  write_output(command.out, report_text(report, command.format, command.out));
  if (!command.smallest.empty()) write_smallest(command, scenario, runs, files, options);
  return runs.violations.empty() ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
