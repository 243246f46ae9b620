// durasim orderings
#include "reports/orderings.hpp"

#include <algorithm>
#include <chrono>

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "reports/writers.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"

namespace cli {

namespace {

scenarios::OrderingsBudget budget_of(const OrderingsCommand& command) {
  scenarios::OrderingsBudget budget;
  budget.states = command.states;
  budget.orderings = command.orderings;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(command.seconds);
  budget.interrupted = [end] {
    return Interrupt::asked() || std::chrono::steady_clock::now() > end;
  };
  return budget;
}

std::string text_of(const OrderingsCommand& command, const reports::Report& report) {
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

int carry_out(const OrderingsCommand& command) {
  check_writable(command.out);
  const scenarios::FileSource files = scenarios::with_builtin_files(scenarios::disk_files());
  const scenarios::Scenario scenario = scenarios::load_scenario(command.file, files);
  scenarios::check_explorable(scenario, files);
  const Interrupt interrupt;
  const scenarios::AllVerdicts verdicts =
      scenarios::judge_all_orderings(scenario, budget_of(command));
  const scenarios::Orderings orderings = scenarios::find_orderings(scenario, budget_of(command));
  reports::Report report{scenario.name, scenario.about, false, {}};
  const std::size_t most = command.format == Format::kJson ? SIZE_MAX : reports::kOrderingsShown;
  if (auto judged = reports::verdicts_over_orderings(scenario, verdicts)) {
    report.sections.push_back(std::move(*judged));
  }
  report.sections.push_back(reports::all_orderings(scenario, orderings, most));
  if (auto answers = reports::possible_answers(scenario, orderings, most)) {
    report.sections.push_back(std::move(*answers));
  }
  write_output(command.out, text_of(command, report));
  const bool as_expected =
      std::all_of(verdicts.verdicts.begin(), verdicts.verdicts.end(),
                  [&](const scenarios::OverOrderings& one) { return one.passes(scenario); });
  return orderings.complete() && verdicts.complete && as_expected ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
