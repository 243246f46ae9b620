// durasim sensitivity
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/trials.hpp"
#include "reports/studies.hpp"
#include "scenarios/did_you_mean.hpp"

namespace cli {

namespace {

bool is_below(const std::string& name, const std::string& path) {
  return name == path || (name.size() > path.size() && name.compare(0, path.size(), path) == 0 &&
                          name[path.size()] == '.');
}

// What the user named must be there.
void check_named(const std::vector<std::string>& paths, const std::vector<studies::Knob>& knobs) {
  scenarios::Problems problems;
  for (const std::string& path : paths) {
    if (std::any_of(knobs.begin(), knobs.end(),
                    [&](const auto& knob) { return is_below(knob.name, path); })) {
      continue;
    }
    std::vector<std::string_view> names;
    for (const studies::Knob& knob : knobs) names.push_back(knob.name);
    problems.add_source("--over", path);
    problems.report({"--over", 1, 1}, fmt::format("'{}' is no figure of the scenario", path),
                    scenarios::did_you_mean(path, names));
  }
  if (!problems.empty()) throw scenarios::InvalidInput(std::move(problems));
}

}  // namespace

int carry_out(const SensitivityCommand& command) {
  check_writable(command.out);
  const studies::Source source = source_of(command.file);
  std::vector<studies::Knob> knobs = studies::knobs_of(source);
  check_named(command.over, knobs);
  const auto left_out = [&](const studies::Knob& knob) {
    if (command.guessed && knob.source != "guessed") return true;
    return !command.over.empty() &&
           std::none_of(command.over.begin(), command.over.end(),
                        [&](const auto& path) { return is_below(knob.name, path); });
  };
  knobs.erase(std::remove_if(knobs.begin(), knobs.end(), left_out), knobs.end());
  studies::SensitivityQuestion question;
  question.knobs = studies::loadable(knobs, command.factor, source);
  question.measure = measure_of(source, command.of);
  question.factor = command.factor;
  Ways ways;
  const auto result = studies::sensitivity(question, runner_of(source, command.jobs, &ways));
  reports::Report report{command.file, "", true, {reports::section_of(result)}};
  add_ways(report, ways);
  write_output(command.out, report_text(report, command.format, command.out));
  return kAsExpected;
}

}  // namespace cli
