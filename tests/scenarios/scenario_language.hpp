// The words in which the tests of scenarios speak: a text is a scenario, or all that is wrong
// with it.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "scenarios/expectation.hpp"
#include "scenarios/load.hpp"

namespace tests {

using Files = std::map<std::string, std::string>;

/// The scenario a.yaml. The other files are served beside it.
inline scenarios::Scenario scenario(const std::string& text, Files files = {}) {
  files["a.yaml"] = text;
  try {
    return scenarios::load_scenario("a.yaml", scenarios::memory_files(std::move(files)));
  } catch (const scenarios::InvalidInput& invalid) {
    FAIL(std::string(invalid.what()));
  }
  return {};
}

/// All that is wrong with it, as the program prints it.
inline std::string wrong(const std::string& text, Files files = {}) {
  files["a.yaml"] = text;
  try {
    static_cast<void>(
        scenarios::load_scenario("a.yaml", scenarios::memory_files(std::move(files))));
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
  return "nothing wrong";
}

/// Each verdict of a run of the scenario on a line: "passed order ...: what was seen".
inline std::string verdicts(const scenarios::Scenario& scenario) {
  const auto run = models::durability::run(scenario.params, scenario.options);
  std::string text;
  for (const scenarios::Verdict& verdict : scenarios::judge(scenario, run)) {
    text += std::string(scenarios::name_of(verdict.result)) + " " + verdict.expectation;
    if (!verdict.seen.empty()) text += " -- " + verdict.seen;
    text += "\n";
  }
  return text;
}

}  // namespace tests
