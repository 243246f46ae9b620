// durasim curve
#include <fmt/format.h>

#include <optional>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/trials.hpp"
#include "reports/studies.hpp"
#include "scenarios/file_source.hpp"
#include "studies/growth.hpp"
#include "studies/recorded_curve.hpp"

namespace cli {

namespace {

int tell(const CurveCommand& command, const studies::MeasuredCurve& curve, const Ways& ways) {
  const auto asked =
      command.at.empty() ? std::vector<studies::Quantity>{} : read_sizes(command.at, "--at");
  std::optional<studies::GrowthGate> gate;
  if (!command.per_doubling.empty()) {
    gate = studies::read_growth_gate(command.per_doubling, "--per-doubling");
  }
  const bool kept = !gate || keeps(curve, *gate);
  reports::Report report{command.file, "", kept,
                         reports::sections_of(curve, asked, gate ? &*gate : nullptr)};
  add_ways(report, ways);
  write_output(command.out, report_text(report, command.format, command.out));
  if (!command.svg.empty()) write_output(command.svg, reports::curve_svg(curve));
  return kept ? kAsExpected : kNotAsExpected;
}

studies::MeasuredCurve curve_of_results(const CurveCommand& command) {
  const scenarios::FileText file = scenarios::disk_files()(command.file);
  if (!file.trouble.empty()) {
    scenarios::Problems problems;
    problems.report({command.file}, file.trouble);
    throw scenarios::InvalidInput(std::move(problems));
  }
  return studies::recorded_curve(
      {command.file, file.text, command.over, command.of, command.where});
}

studies::MeasuredCurve curve_of_runs(const CurveCommand& command, Ways& ways) {
  const studies::Source source = source_of(command.file);
  const Over over = read_over(command.over, "--over");
  studies::CurveQuestion question;
  question.path = over.path;
  for (const std::string& value : over.values) {
    question.sizes.push_back(studies::read_quantity(value, "--over"));
  }
  question.measure = measure_of(source, command.of);
  question.replications = command.replications;
  return studies::measure_curve(question, runner_of(source, command.jobs, &ways));
}

// Everything that the file expects of growth.
int tell_growth(const CurveCommand& command) {
  const studies::Source source = source_of(command.file);
  const auto all = studies::growth_expected(source);
  if (all.empty()) {
    scenarios::Problems problems;
    problems.report({command.file}, "the file expects nothing of growth, so sizes must be given",
                    "add --over dataset.rows=1k..1M:log7");
    throw scenarios::InvalidInput(std::move(problems));
  }
  Ways ways;
  const studies::Runner runner = runner_of(source, command.jobs, &ways);
  reports::Report report{command.file, "", true, {}};
  for (const studies::ExpectedGrowth& expected : all) {
    const studies::JudgedGrowth judged = studies::judge(expected, runner);
    report.passed = report.passed && judged.verdict.result == scenarios::Result::kPassed;
    reports::Section section = reports::section_of(expected, judged);
    if (!report.sections.empty()) section.id += fmt::format("-{}", report.sections.size() + 1);
    report.sections.push_back(std::move(section));
    if (!command.svg.empty() && report.sections.size() == 1 && !judged.curve.samples.empty()) {
      write_output(command.svg, reports::curve_svg(judged.curve));
    }
  }
  add_ways(report, ways);
  write_output(command.out, report_text(report, command.format, command.out));
  return report.passed ? kAsExpected : kNotAsExpected;
}

}  // namespace

int carry_out(const CurveCommand& command) {
  check_writable(command.out);
  check_writable(command.svg);
  if (command.of_results()) return tell(command, curve_of_results(command), {});
  if (command.over.empty()) return tell_growth(command);
  Ways ways;
  const studies::MeasuredCurve curve = curve_of_runs(command, ways);
  return tell(command, curve, ways);
}

}  // namespace cli
