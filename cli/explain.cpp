// durasim explain
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "reports/dot.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"
#include "scenarios/orderings.hpp"

namespace cli {

namespace {

std::string text_of(const ExplainCommand& command, const reports::RunView& view,
                    const reports::Explanation& explanation) {
  if (command.format == Format::kDot) return reports::to_dot(explanation);
  const auto passed = [](const auto& verdict) {
    return verdict.result == scenarios::Result::kPassed;
  };
  const auto verdicts = view.verdicts();
  const bool all = !verdicts.empty() && std::all_of(verdicts.begin(), verdicts.end(), passed);
  const reports::Report report{
      view.scenario().name, view.scenario().about, all, {reports::section_of(explanation)}};
  return command.format == Format::kJson ? reports::to_json(report)
                                         : reports::to_text(report, text_style(command.out));
}

}  // namespace

int carry_out(const ExplainCommand& command) {
  check_writable(command.out);
  const scenarios::FileSource files = scenarios::with_builtin_files(scenarios::disk_files());
  scenarios::Scenario scenario = scenarios::load_scenario(command.file, files);
  scenarios::check_runnable(scenario, files);
  scenarios::check_without_faults(scenario, files, "explain");
  if (command.seed) scenario = scenarios::with_seed(scenario, *command.seed);
  const reports::Question question = reports::read_question(command.why, scenario);
  scenario = reports::prepared(scenario, question);
  const models::durability::Run run = models::durability::run(scenario.params, scenario.options);
  const std::vector<scenarios::Verdict> verdicts = scenarios::judge(scenario, run);
  const reports::RunView view(scenario, run, verdicts);
  const reports::Explanation explanation =
      reports::explain(view, reports::find_change(question, view));
  write_output(command.out, text_of(command, view, explanation));
  return explanation.never.empty() ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
