// durasim run
#include <algorithm>
#include <thread>

#include "cli/commands.hpp"
#include "cli/one_run.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/trials.hpp"
#include "reports/check.hpp"
#include "reports/studies.hpp"
#include "studies/precision.hpp"

namespace cli {

namespace {

std::string junit_of(const RunCommand& command, const OneRun& run) {
  reports::CheckedScenario checked;
  checked.path = command.file;
  checked.name = run.name;
  checked.verdicts = run.verdicts;
  return reports::check_junit({checked});
}

// A continuous integration that reads only the JUnit file must learn of it too.
void write_junit_of_problems(const RunCommand& command, const scenarios::InvalidInput& invalid) {
  reports::CheckedScenario checked;
  checked.path = command.file;
  checked.problems = invalid.problems().sorted();
  checked.problems_text = invalid.what();
  write_output(command.out, reports::check_junit({checked}));
}

std::string text_of(const RunCommand& command, const OneRun& run) {
  switch (command.format) {
    case Format::kText:
      return reports::to_text(run.report, text_style(command.out));
    case Format::kJson:
      return reports::to_json(run.report);
    case Format::kJunit:
      return junit_of(command, run);
    case Format::kMarkdown:
      return reports::to_markdown(run.report);
    case Format::kDot:
      break;
  }
  return "";
}

// As many replications as it takes, told behind what the run itself tells. True if they were
// enough.
bool add_precision(const RunCommand& command, reports::Report& report) {
  const studies::Source source = source_of(command.file);
  studies::PrecisionQuestion question;
  question.share = command.precision;
  question.measures = command.of.empty() ? studies::gated_measures(source.load({})) : command.of;
  question.most = command.most_replications;
  Ways ways;
  const studies::Precision precision =
      studies::estimate(question, runner_of(source, command.jobs, &ways));
  report.sections.push_back(reports::section_of(precision, question.share));
  add_ways(report, ways);
  return precision.reached;
}

}  // namespace

int carry_out(const RunCommand& command) {
  check_writable(command.out);
  if (command.seeds) return run_seeds(command);
  try {
    const unsigned threads =
        command.jobs > 0 ? command.jobs : std::max(1U, std::thread::hardware_concurrency());
    std::optional<Way> way;
    if (command.event_by_event) way = Way::kEventByEvent;
    if (command.sampled) way = Way::kSampled;
    write_error(foretold(command.file, way));
    OneRun run = run_file(command.file, command.seed, threads, way);
    const bool known = command.precision == 0 || add_precision(command, run.report);
    write_output(command.out, text_of(command, run));
    return known && (run.report.passed || run.verdicts.empty()) ? kAsExpected : kNotAsExpected;
  } catch (const scenarios::InvalidInput& invalid) {
    if (command.format == Format::kJunit) write_junit_of_problems(command, invalid);
    throw;
  }
}

}  // namespace cli
