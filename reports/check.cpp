#include "reports/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/text_layout.hpp"
#include "reports/verdict_cells.hpp"
#include "reports/words.hpp"

namespace reports {

using scenarios::Result;
using scenarios::Verdict;

namespace {

std::ptrdiff_t count_of(const std::vector<CheckedScenario>& scenarios, Standing standing) {
  return std::count_if(scenarios.begin(), scenarios.end(), [&](const CheckedScenario& scenario) {
    return standing_of(scenario) == standing;
  });
}

std::ptrdiff_t passed_of(const CheckedScenario& scenario) {
  return std::count_if(scenario.verdicts.begin(), scenario.verdicts.end(),
                       [](const Verdict& v) { return v.result == Result::kPassed; });
}

std::string_view word_for(Standing standing) {
  switch (standing) {
    case Standing::kOk:
      return "ok";
    case Standing::kFailed:
      return "FAILED";
    case Standing::kInvalid:
      return "INVALID";
    case Standing::kExpectsNothing:
      return "NONE";
  }
  return "";
}

std::string remark_on(const CheckedScenario& scenario) {
  if (!scenario.problems.empty()) return number_of(scenario.problems.size(), "problem");
  const std::size_t count = scenario.verdicts.size();
  std::string remark = number_of(count, "expectation");
  if (count == 0) remark = "expects nothing";
  if (passed_of(scenario) < static_cast<std::ptrdiff_t>(count)) {
    remark = fmt::format("{} of {} {}", passed_of(scenario), remark, count == 1 ? "holds" : "hold");
  }
  switch (scenario.recorded) {
    case Recorded::kNone:
      if (count == 0) remark += " and has no recorded report";
      break;
    case Recorded::kSame:
      remark += ", report as recorded";
      break;
    case Recorded::kDifferent:
      remark += ", report not as recorded";
      break;
    case Recorded::kWritten:
      remark += ", report recorded";
      break;
  }
  return remark;
}

std::string details_of(const CheckedScenario& scenario, const TextStyle& style) {
  std::string text;
  const auto add = [&](const std::string& line, int indent) {
    for (const std::string& part : wrapped(printable(line), style.width - indent)) {
      text += std::string(static_cast<std::size_t>(indent), ' ') + part + '\n';
    }
  };
  for (const Verdict& verdict : scenario.verdicts) {
    if (verdict.result == Result::kPassed) continue;
    add(fmt::format("{}: {}: {}", text_of(verdict.place),
                    verdict.result == Result::kFailed ? "FAILED" : "NEVER EVALUATED",
                    verdict.expectation),
        2);
    if (!verdict.seen.empty()) add(verdict.seen, 4);
  }
  for (const std::string& difference : scenario.differences) add(difference, 2);
  return text + scenario.problems_text;
}

std::string summary_of(const std::vector<CheckedScenario>& scenarios) {
  std::string text = fmt::format("{}: {} ok", number_of(scenarios.size(), "scenario"),
                                 count_of(scenarios, Standing::kOk));
  for (const Standing standing :
       {Standing::kFailed, Standing::kInvalid, Standing::kExpectsNothing}) {
    const auto count = count_of(scenarios, standing);
    if (count == 0) continue;
    const bool plural = standing == Standing::kExpectsNothing && count > 1;
    text += fmt::format(", {} {}", count, plural ? "expect nothing" : name_of(standing));
  }
  return text + '\n';
}

}  // namespace

Standing standing_of(const CheckedScenario& scenario) {
  if (!scenario.problems.empty()) return Standing::kInvalid;
  const auto count = static_cast<std::ptrdiff_t>(scenario.verdicts.size());
  if (passed_of(scenario) < count) return Standing::kFailed;
  if (scenario.recorded == Recorded::kDifferent) return Standing::kFailed;
  const bool recorded = scenario.recorded != Recorded::kNone;
  return count == 0 && !recorded ? Standing::kExpectsNothing : Standing::kOk;
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::kOk:
      return "ok";
    case Standing::kFailed:
      return "failed";
    case Standing::kInvalid:
      return "invalid";
    case Standing::kExpectsNothing:
      return "expects nothing";
  }
  return "";
}

std::string check_text(const std::vector<CheckedScenario>& scenarios, const TextStyle& style) {
  int widest = 0;
  for (const CheckedScenario& scenario : scenarios) {
    widest = std::max(widest, cells_of(printable(scenario.path)));
  }
  std::string text;
  for (const CheckedScenario& scenario : scenarios) {
    const Standing standing = standing_of(scenario);
    std::string word(word_for(standing));
    const Tone tone = standing == Standing::kOk ? Tone::kGood : Tone::kBad;
    const std::string path = printable(scenario.path);
    const std::string blank(static_cast<std::size_t>(widest - cells_of(path)), ' ');
    text += fmt::format("{}{:{}}{}{}  {}\n", toned(word, tone, style), "", 9 - word.size(), path,
                        blank, remark_on(scenario));
    if (standing != Standing::kOk) text += details_of(scenario, style);
  }
  return text + '\n' + summary_of(scenarios);
}

}  // namespace reports
