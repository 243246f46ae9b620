// durasim check
#include "reports/check.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/one_run.hpp"
#include "cli/output.hpp"
#include "cli/parallel.hpp"
#include "cli/progress.hpp"
#include "cli/selection.hpp"
#include "cli/terminal.hpp"
#include "reports/compare.hpp"
#include "reports/words.hpp"
#include "scenarios/file_source.hpp"

namespace cli {

namespace fs = std::filesystem;

namespace {

using reports::CheckedScenario;
using reports::Recorded;
using reports::Standing;

std::string record_path(const std::string& path) {
  return fs::path(path).replace_extension(".report.json").generic_string();
}

void set_problems(CheckedScenario& checked, const scenarios::Problems& problems) {
  checked.problems = problems.sorted();
  checked.problems_text = problems.to_text();
}

void compare_with_record(CheckedScenario& checked, const reports::Report& report) {
  const std::string path = record_path(checked.path);
  if (!fs::exists(path)) return;
  scenarios::Problems problems;
  const scenarios::FileText recorded = scenarios::disk_files()(path);
  if (!recorded.trouble.empty()) problems.report({path}, recorded.trouble);
  if (problems.empty()) {
    checked.differences = reports::differences(path, recorded.text, report, problems);
    checked.recorded = checked.differences.empty() ? Recorded::kSame : Recorded::kDifferent;
  }
  if (!problems.empty()) set_problems(checked, problems);
}

// What a worker leaves for one scenario.
struct Result {
  CheckedScenario checked;
  std::string to_record;  // the report, when it shall be recorded
};

Result check_one(const std::string& path, bool record, bool event_by_event) {
  Result result;
  result.checked.path = path;
  try {
    const auto way = event_by_event ? std::optional(Way::kEventByEvent) : std::nullopt;
    OneRun run = run_file(path, std::nullopt, 1, way);
    result.checked.name = run.name;
    result.checked.verdicts = std::move(run.verdicts);
    result.checked.digest = run.digest;
    if (!record) {
      compare_with_record(result.checked, run.report);
    } else if (reports::standing_of(result.checked) != Standing::kFailed) {
      result.to_record = reports::to_json(run.report);
    }
  } catch (const scenarios::InvalidInput& invalid) {
    set_problems(result.checked, invalid.problems());
  }
  return result;
}

// Results stand in the order of the paths.
std::vector<Result> check_all(const std::vector<std::string>& paths, const CheckCommand& command) {
  std::vector<Result> results(paths.size());
  Progress progress(paths.size());
  in_parallel(paths.size(), command.jobs, [&](std::size_t i) {
    results[i] = check_one(paths[i], command.record, command.event_by_event);
    progress.done();
  });
  return results;
}

void write_records(std::vector<Result>& results) {
  for (Result& result : results) {
    if (result.to_record.empty()) continue;
    const std::string path = record_path(result.checked.path);
    result.checked.recorded = Recorded::kWritten;
    const scenarios::FileText before = scenarios::disk_files()(path);
    const bool same = before.trouble.empty() && before.text == result.to_record;
    if (!same) write_output(path, result.to_record);
  }
}

std::string digests_of(const std::vector<CheckedScenario>& checked) {
  std::string text;
  for (const CheckedScenario& scenario : checked) {
    if (!scenario.problems.empty()) continue;
    text += fmt::format("{} {}\n", scenario.path, reports::digest_text(scenario.digest));
  }
  return text;
}

int exit_code_for(const std::vector<CheckedScenario>& checked, bool digests) {
  int code = kAsExpected;
  for (const CheckedScenario& scenario : checked) {
    const Standing standing = reports::standing_of(scenario);
    if (standing == Standing::kInvalid) return kWrongInput;
    if (standing != Standing::kOk && !digests) code = kNotAsExpected;
  }
  return code;
}

std::string text_of(const CheckCommand& command, const std::vector<CheckedScenario>& checked) {
  if (command.digests) return digests_of(checked);
  if (command.format == Format::kJson) return reports::check_json(checked);
  if (command.format == Format::kJunit) return reports::check_junit(checked);
  return reports::check_text(checked, text_style(command.out));
}

}  // namespace

int carry_out(const CheckCommand& command) {
  check_writable(command.out);
  scenarios::Problems problems;
  const std::vector<std::string> paths = select_scenarios(command.paths, problems);
  if (!problems.empty()) throw scenarios::InvalidInput(problems);
  std::vector<Result> results = check_all(paths, command);
  write_records(results);
  std::vector<CheckedScenario> checked;
  checked.reserve(results.size());
  for (Result& result : results) checked.push_back(std::move(result.checked));
  if (command.digests) {
    for (const CheckedScenario& scenario : checked) write_error(scenario.problems_text);
  }
  write_output(command.out, text_of(command, checked));
  return exit_code_for(checked, command.digests);
}

}  // namespace cli
