// A check as JUnit XML, the form that continuous integration reads.
#include <fmt/format.h>

#include <algorithm>

#include "reports/check.hpp"
#include "reports/verdict_cells.hpp"
#include "reports/words.hpp"
#include "scenarios/utf8.hpp"

namespace reports {

using scenarios::Result;
using scenarios::Verdict;

namespace {

// XML 1.0 has no place for control characters, however they are spelled; a plain line break in an
// attribute would be read as a space.
std::string escaped(std::string_view text, bool attribute = true) {
  std::string safe;
  for (std::size_t at = 0; at < text.size();) {
    const scenarios::Character character = scenarios::character_at(text, at);
    const bool blank = character.code == '\n' || character.code == '\t';
    const bool forbidden = character.code == 0xFFFE || character.code == 0xFFFF ||
                           (scenarios::is_control(character.code) && !blank);
    if (!character.valid || forbidden) {
      safe += "\xEF\xBF\xBD";
    } else if (character.code == '&') {
      safe += "&amp;";
    } else if (character.code == '<') {
      safe += "&lt;";
    } else if (character.code == '>') {
      safe += "&gt;";
    } else if (character.code == '"') {
      safe += "&quot;";
    } else if (blank && attribute) {
      safe += fmt::format("&#{};", character.code);
    } else {
      safe += text.substr(at, character.bytes);
    }
    at += character.bytes;
  }
  return safe;
}

struct Case {
  enum class Kind { kPassed, kFailure, kError };
  std::string name;
  Kind kind = Kind::kPassed;
  std::string message;
  std::string body;
};

Case case_of(const Verdict& verdict) {
  const std::string body =
      fmt::format("{}: {}\n{}", text_of(verdict.place), verdict.expectation, verdict.seen);
  switch (verdict.result) {
    case Result::kPassed:
      break;
    case Result::kFailed:
      return {verdict.expectation, Case::Kind::kFailure, verdict.seen, body};
    case Result::kNeverEvaluated:
      return {verdict.expectation, Case::Kind::kError, "never evaluated: " + verdict.seen, body};
  }
  return {verdict.expectation, Case::Kind::kPassed, "", ""};
}

std::vector<Case> cases_of(const CheckedScenario& scenario) {
  std::vector<Case> cases;
  if (!scenario.problems.empty()) {
    const std::string message = scenario.problems.front().message;
    return {{"the file is a scenario", Case::Kind::kError, message, scenario.problems_text}};
  }
  for (const Verdict& verdict : scenario.verdicts) cases.push_back(case_of(verdict));
  if (standing_of(scenario) == Standing::kExpectsNothing) {
    cases.push_back({"something is expected", Case::Kind::kFailure,
                     "the scenario expects nothing and has no recorded report", ""});
  }
  if (scenario.recorded == Recorded::kNone) return cases;
  Case recorded{"the report is as recorded", Case::Kind::kPassed, "", ""};
  if (scenario.recorded == Recorded::kDifferent) {
    recorded.kind = Case::Kind::kFailure;
    recorded.message = scenario.differences.front();
    for (const std::string& difference : scenario.differences) recorded.body += difference + '\n';
  }
  cases.push_back(std::move(recorded));
  return cases;
}

std::string xml_of(const Case& test, const std::string& class_name) {
  std::string xml = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(class_name),
                                escaped(test.name));
  if (test.kind == Case::Kind::kPassed) return xml + "/>\n";
  const char* element = test.kind == Case::Kind::kFailure ? "failure" : "error";
  return xml + fmt::format(">\n      <{0} message=\"{1}\">{2}</{0}>\n    </testcase>\n", element,
                           escaped(test.message), escaped(test.body, false));
}

std::ptrdiff_t count_of(const std::vector<Case>& cases, Case::Kind kind) {
  return std::count_if(cases.begin(), cases.end(),
                       [kind](const Case& test) { return test.kind == kind; });
}

std::string counts_of(const std::vector<Case>& cases) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", cases.size(),
                     count_of(cases, Case::Kind::kFailure), count_of(cases, Case::Kind::kError));
}

}  // namespace

std::string check_junit(const std::vector<CheckedScenario>& scenarios) {
  std::string suites;
  std::vector<Case> all;
  for (const CheckedScenario& scenario : scenarios) {
    const std::vector<Case> cases = cases_of(scenario);
    all.insert(all.end(), cases.begin(), cases.end());
    suites +=
        fmt::format("  <testsuite name=\"{}\" {}>\n", escaped(scenario.path), counts_of(cases));
    const std::string& name = scenario.name.empty() ? scenario.path : scenario.name;
    for (const Case& test : cases) suites += xml_of(test, name);
    suites += "  </testsuite>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"durasim\" {}>\n{}</testsuites>\n",
      counts_of(all), suites);
}

}  // namespace reports
