// durasim explain
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "reports/dot.hpp"
#include "reports/migration/why.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"
#include "scenarios/migration_run.hpp"
#include "scenarios/orderings.hpp"

namespace cli {

namespace {

std::string text_of(const ExplainCommand& command, const reports::Explanation& explanation,
                    const std::string& name, const std::string& about,
                    const std::vector<scenarios::Verdict>& verdicts) {
  if (command.format == Format::kDot) return reports::to_dot(explanation);
  const auto passed = [](const auto& verdict) {
    return verdict.result == scenarios::Result::kPassed;
  };
  const bool all = !verdicts.empty() && std::all_of(verdicts.begin(), verdicts.end(), passed);
  const reports::Report report{name, about, all, {reports::section_of(explanation)}};
  return command.format == Format::kJson ? reports::to_json(report)
                                         : reports::to_text(report, text_style(command.out));
}

int answer(const ExplainCommand& command, const reports::Explanation& explanation,
           const std::string& text) {
  write_output(command.out, text);
  return explanation.never.empty() ? kAsExpected : kNotAsExpected;
}

int carry_out_for(const ExplainCommand& command, scenarios::Scenario scenario,
                  const scenarios::FileSource& files) {
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
  return answer(command, explanation,
                text_of(command, explanation, scenario.name, scenario.about, verdicts));
}

int carry_out_for(const ExplainCommand& command, scenarios::MigrationScenario scenario) {
  if (command.seed) scenario = scenarios::with_seed(scenario, *command.seed);
  const auto question = reports::migration::read_question(command.why, scenario);
  const reports::Explanation explanation = reports::migration::explain(scenario, question);
  std::vector<scenarios::Verdict> verdicts;
  if (command.format == Format::kJson) {
    verdicts = scenarios::judge(scenario, scenarios::run_migration(scenario, 1));
  }
  return answer(command, explanation,
                text_of(command, explanation, scenario.name, scenario.about, verdicts));
}

}  // namespace

int carry_out(const ExplainCommand& command) {
  check_writable(command.out);
  const scenarios::FileSource files = scenarios::with_builtin_files(scenarios::disk_files());
  scenarios::AnyScenario any = scenarios::load_any_scenario(command.file, files);
  if (auto* migration = std::get_if<scenarios::MigrationScenario>(&any)) {
    return carry_out_for(command, std::move(*migration));
  }
  return carry_out_for(command, std::get<scenarios::Scenario>(std::move(any)), files);
}

}  // namespace cli
