// One checked scenario of each standing: for tests of how a check is written.
#pragma once

#include "reports/check.hpp"

namespace checked {

inline reports::CheckedScenario good() {
  reports::CheckedScenario scenario;
  scenario.path = "a/good.yaml";
  scenario.name = "good";
  scenario.verdicts = {{{"a/good.yaml", 4, 5}, "a", scenarios::Result::kPassed, ""},
                       {{"a/good.yaml", 5, 5}, "b", scenarios::Result::kPassed, ""}};
  scenario.recorded = reports::Recorded::kSame;
  scenario.digest = 0xFF;
  return scenario;
}

inline reports::CheckedScenario failing() {
  const std::string path = "a/failing.yaml";
  reports::CheckedScenario scenario;
  scenario.path = path;
  scenario.name = "failing";
  scenario.verdicts = {
      {{path, 7, 5}, "a", scenarios::Result::kPassed, ""},
      {{path, 8, 5},
       "at 10ms: master persisted",
       scenarios::Result::kFailed,
       "master answered found"},
      {{path, 9, 5}, "at 1s: <a> \"x\"", scenarios::Result::kNeverEvaluated, "too early"}};
  scenario.recorded = reports::Recorded::kDifferent;
  scenario.differences = {"persist_to 2 never holds", "the end of the run went from 80ms to 81ms"};
  return scenario;
}

inline reports::CheckedScenario invalid() {
  scenarios::Problems problems;
  problems.add_source("b/bad.yaml", "scenario: bad\n  stroe: k\n");
  problems.report({"b/bad.yaml", 2, 3}, "unknown field 'stroe'", "did you mean 'store'?");
  reports::CheckedScenario scenario;
  scenario.path = "b/bad.yaml";
  scenario.problems = problems.sorted();
  scenario.problems_text = problems.to_text();
  return scenario;
}

inline reports::CheckedScenario silent() {
  reports::CheckedScenario scenario;
  scenario.path = "b/silent.yaml";
  scenario.name = "silent";
  return scenario;
}

}  // namespace checked
