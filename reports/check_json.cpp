// A check as JSON.
#include <algorithm>

#include "reports/check.hpp"
#include "reports/json_text.hpp"
#include "reports/words.hpp"

namespace reports {

using scenarios::Verdict;

namespace {

std::ptrdiff_t how_many(const std::vector<CheckedScenario>& scenarios, Standing standing) {
  return std::count_if(scenarios.begin(), scenarios.end(), [&](const CheckedScenario& scenario) {
    return standing_of(scenario) == standing;
  });
}

Json json_of(const Verdict& verdict) {
  Json json{{"expectation", verdict.expectation},
            {"result", scenarios::name_of(verdict.result)},
            {"line", verdict.place.line}};
  if (!verdict.seen.empty()) json["seen"] = verdict.seen;
  return json;
}

Json json_of(const scenarios::Problem& problem) {
  Json json{{"file", problem.place.file},
            {"line", problem.place.line},
            {"column", problem.place.column},
            {"message", problem.message}};
  if (!problem.hint.empty()) json["hint"] = problem.hint;
  return json;
}

template <class T>
Json list_of(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(json_of(value));
  return list;
}

Json json_of_scenario(const CheckedScenario& scenario) {
  constexpr std::string_view kRecorded[] = {"none", "same", "different", "written"};
  Json json{{"path", scenario.path}, {"result", name_of(standing_of(scenario))}};
  if (!scenario.problems.empty()) {
    json["problems"] = list_of(scenario.problems);
    return json;
  }
  json["scenario"] = scenario.name;
  json["digest"] = digest_text(scenario.digest);
  json["expectations"] = list_of(scenario.verdicts);
  json["recorded"] = kRecorded[static_cast<std::size_t>(scenario.recorded)];
  if (!scenario.differences.empty()) json["differences"] = scenario.differences;
  return json;
}

}  // namespace

std::string check_json(const std::vector<CheckedScenario>& scenarios) {
  Json json{{"format", "durasim-check"}, {"version", 1}};
  json["scenarios"] = Json::array();
  for (const CheckedScenario& scenario : scenarios) {
    json["scenarios"].push_back(json_of_scenario(scenario));
  }
  json["summary"] = {{"scenarios", scenarios.size()},
                     {"ok", how_many(scenarios, Standing::kOk)},
                     {"failed", how_many(scenarios, Standing::kFailed)},
                     {"invalid", how_many(scenarios, Standing::kInvalid)},
                     {"expects_nothing", how_many(scenarios, Standing::kExpectsNothing)}};
  return json_text(json);
}

}  // namespace reports
