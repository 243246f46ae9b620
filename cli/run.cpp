// durasim run
#include <algorithm>
#include <thread>

#include "cli/commands.hpp"
#include "cli/one_run.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "reports/check.hpp"

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

}  // namespace

int carry_out(const RunCommand& command) {
  check_writable(command.out);
  try {
    const OneRun run =
        run_file(command.file, command.seed, std::max(1U, std::thread::hardware_concurrency()),
                 command.event_by_event);
    write_output(command.out, text_of(command, run));
    return run.report.passed || run.verdicts.empty() ? kAsExpected : kNotAsExpected;
  } catch (const scenarios::InvalidInput& invalid) {
    if (command.format == Format::kJunit) write_junit_of_problems(command, invalid);
    throw;
  }
}

}  // namespace cli
