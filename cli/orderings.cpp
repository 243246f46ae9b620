// durasim orderings
#include "reports/orderings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "reports/writers.hpp"
#include "scenarios/builtin.hpp"
#include "scenarios/load.hpp"
#include "scenarios/smallest.hpp"
#include "scenarios/wanted.hpp"
#include "sim/quantity_text.hpp"

namespace cli {

namespace {

scenarios::OrderingsBudget budget_of(const OrderingsCommand& command, const Interrupt& interrupt) {
  scenarios::OrderingsBudget budget;
  budget.states = command.states;
  budget.orderings = command.orderings;
  budget.bytes = command.bytes;
  budget.interrupted = [&interrupt] { return interrupt.asked(); };
  return budget;
}

// The scenario with the latencies that were found, and what was wanted as its expectation.
std::string solved_file(const scenarios::Scenario& scenario, const scenarios::Wanted& wanted,
                        const scenarios::Solved& solved, const scenarios::FileSource& files) {
  scenarios::Problems unread;
  scenarios::Editable file =
      scenarios::editable(scenarios::read_document(scenario.file, files, unread));
  file.remove("wanted");
  file.field("draws", "expect") = scenarios::draws_field(solved.draws);
  scenarios::Editable order;
  order.kind = scenarios::Editable::Kind::kList;
  for (const auto& milestone : wanted.milestones) {
    order.items.push_back(scenarios::Editable::scalar(milestone.text));
  }
  scenarios::Editable expectation;
  expectation.field("order") = std::move(order);
  if (wanted.key != scenario.key) {
    expectation.field("key") = scenarios::Editable::scalar(scenario.params->keys.name(wanted.key));
  }
  if (wanted.revision > 1) {
    expectation.field("revision") = scenarios::Editable::scalar(std::to_string(wanted.revision));
  }
  scenarios::Editable& expect = file.field("expect");
  expect.kind = scenarios::Editable::Kind::kList;
  expect.items = {std::move(expectation)};
  return scenarios::to_yaml(file);
}

int solve(const OrderingsCommand& command, const scenarios::Scenario& scenario,
          const scenarios::FileSource& files, const scenarios::OrderingsBudget& budget) {
  const scenarios::Wanted wanted = command.want.empty()
                                       ? scenarios::wanted_of(scenario, files)
                                       : scenarios::read_wanted(command.want, scenario);
  const scenarios::Solved solved = scenarios::solve_wanted(scenario, wanted, budget);
  write_output(command.out, solved_file(scenario, wanted, solved, files));
  std::string moved;
  for (const scenarios::Moved& one : solved.moved) {
    moved += fmt::format("{}{} {} from {} to {}", moved.empty() ? "" : ", ", one.latency.entity,
                         one.latency.purpose, sim::to_text(one.from), sim::to_text(one.to));
  }
  if (moved.empty()) moved = "nothing: the latencies do it by themselves";
  write_error(fmt::format("durasim: moved {}{}\n", moved,
                          solved.complete ? "" : " (there may be less to move)"));
  return kAsExpected;
}

void write_smallest(const OrderingsCommand& command, const scenarios::Scenario& scenario,
                    const scenarios::AllVerdicts& verdicts, const scenarios::FileSource& files,
                    const scenarios::OrderingsBudget& budget) {
  for (const scenarios::OverOrderings& one : verdicts.verdicts) {
    if (one.passes(scenario) || !one.fails) continue;
    const auto smallest = scenarios::smallest_failing(scenario, one, files, budget);
    if (!smallest) continue;
    write_output(command.smallest, smallest->text);
    write_error(
        fmt::format("durasim: {} shows it with {} node(s), {} step(s) and {} moved "
                    "latencies: {}\n",
                    command.smallest, smallest->nodes, smallest->steps, smallest->latencies_moved,
                    smallest->seen));
    return;
  }
  write_error("durasim: no expectation fails, so no scenario was written\n");
}

}  // namespace

int carry_out(const OrderingsCommand& command) {
  check_writable(command.out);
  check_writable(command.smallest);
  const scenarios::FileSource files = scenarios::with_builtin_files(scenarios::disk_files());
  const scenarios::Scenario scenario = scenarios::load_scenario(command.file, files);
  scenarios::check_explorable(scenario, files);
  const Interrupt interrupt{std::chrono::seconds(command.seconds)};
  const scenarios::OrderingsBudget budget = budget_of(command, interrupt);
  // Who asks for a list gets one, whatever the file wants.
  const bool lists = command.answers || !command.smallest.empty();
  if (!command.want.empty() || (scenario.wanted && !lists))
    return solve(command, scenario, files, budget);
  if (!command.answers) scenarios::check_size(scenario, budget, files);
  const scenarios::AllVerdicts verdicts = scenarios::judge_all_orderings(scenario, budget);
  reports::Report report{scenario.name, scenario.about, false, {}};
  const std::size_t most = command.format == Format::kJson ? SIZE_MAX : reports::kOrderingsShown;
  if (auto judged = reports::verdicts_over_orderings(scenario, verdicts)) {
    report.sections.push_back(std::move(*judged));
  }
  bool complete = verdicts.complete;
  if (!command.answers) {
    const scenarios::Orderings orderings = scenarios::find_orderings(scenario, budget);
    report.sections.push_back(reports::all_orderings(scenario, orderings, most));
    complete = complete && orderings.complete();
  }
  if (const auto answers = scenarios::find_answers(scenario, budget)) {
    report.sections.push_back(reports::possible_answers(scenario, *answers, most));
    complete = complete && answers->complete();
  }
  write_output(command.out, report_text(report, command.format, command.out));
  if (!command.smallest.empty()) write_smallest(command, scenario, verdicts, files, budget);
  const bool as_expected =
      std::all_of(verdicts.verdicts.begin(), verdicts.verdicts.end(),
                  [&](const scenarios::OverOrderings& one) { return one.passes(scenario); });
  return complete && as_expected ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
