// durasim solve
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/trials.hpp"
#include "reports/studies.hpp"

namespace cli {

namespace {

std::vector<studies::Limit> limits_of(const SolveCommand& command) {
  std::vector<studies::Limit> limits;
  for (const std::string& text : command.subject_to) {
    limits.push_back(studies::read_limit(text, "--subject-to"));
  }
  return limits;
}

[[noreturn]] void refuse(const std::string& option, const std::string& text, std::string message,
                         std::string hint) {
  scenarios::Problems problems;
  problems.add_source(option, text);
  problems.report({option, 1, 1}, std::move(message), std::move(hint));
  throw scenarios::InvalidInput(std::move(problems));
}

studies::SolveQuestion question_of(const SolveCommand& command, const studies::Source& source) {
  const std::string option = command.largest ? "--maximize" : "--minimize";
  studies::SolveQuestion question;
  question.path = command.path;
  question.limits = limits_of(command);
  question.search.largest = command.largest;
  question.search.tolerance = command.within;
  question.search.most_tries = command.runs;
  const auto bound = [&](const std::string& text, const char* name) {
    return text.empty() ? std::optional<studies::Quantity>{} : studies::read_quantity(text, name);
  };
  const auto from = bound(command.from, "--from");
  const auto to = bound(command.to, "--to");
  const auto written = studies::quantity_at(source, command.path);
  const auto start = written ? written : from ? from : to;
  if (!start) {
    refuse(option, command.path,
           fmt::format("the scenario has no quantity at '{}' to start from", command.path),
           "name a count, a duration or a size of the file, or say where to start with --from");
  }
  question.kind = start->kind;
  for (const auto& [other, name, text] :
       {std::tuple{&from, "--from", &command.from}, std::tuple{&to, "--to", &command.to}}) {
    if (*other && (*other)->kind != start->kind) {
      refuse(name, *text, fmt::format("'{}' is not of the kind of {}", *text, command.path),
             fmt::format("it is like {}", quantity_text(*start)));
    }
  }
  question.search.least = std::max<std::int64_t>(1, from ? from->number : 1);
  if (to) question.search.most = to->number;
  if (question.search.most < question.search.least) {
    refuse("--to", command.to, "the search ends before it begins", "give a --to above --from");
  }
  question.search.start = std::clamp(start->number, question.search.least, question.search.most);
  return question;
}

std::vector<studies::FieldValues> axes_of(const SolveCommand& command) {
  std::vector<studies::FieldValues> axes;
  for (const std::string& text : command.over) {
    const Over over = read_over(text, "--over");
    axes.push_back({over.path, over.values});
  }
  return axes;
}

}  // namespace

int carry_out(const SolveCommand& command) {
  check_writable(command.out);
  const studies::Source source = source_of(command.file);
  Ways ways;
  const studies::Runner runner = runner_of(source, command.jobs, &ways);
  reports::Report report{command.file, "", false, {}};
  if (!command.path.empty() && !command.over.empty()) {
    const auto all = studies::solve_each(question_of(command, source), axes_of(command), runner);
    report.passed = all.front().solution.threshold.answer.has_value();
    report.sections = {reports::section_of(all, command.largest)};
  } else if (!command.path.empty()) {
    const studies::Solution solution = studies::solve(question_of(command, source), runner);
    report.passed = solution.threshold.answer.has_value();
    report.sections = {reports::section_of(solution, command.largest)};
  } else {
    studies::RankQuestion question;
    question.axes = axes_of(command);
    question.limits = limits_of(command);
    question.objectives = command.of;
    if (question.objectives.empty()) {
      question.objectives = studies::usual_objectives(studies::run_trial(source, {}, 0));
    }
    const auto all = studies::rank(question, runner);
    report.passed = std::any_of(all.begin(), all.end(), [](const auto& one) { return one.meets; });
    report.sections = {reports::section_of(all, question)};
  }
  add_ways(report, ways);
  write_output(command.out, report_text(report, command.format, command.out));
  return report.passed ? kAsExpected : kNotAsExpected;
}

}  // namespace cli
