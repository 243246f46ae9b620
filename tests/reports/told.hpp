// A scenario's text, run: for tests of sections about what only a file says easily.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "reports/sections.hpp"
#include "scenarios/load.hpp"
#include "scenarios/swarm.hpp"
#include "tests/reports/fixture.hpp"

namespace fixture {

class Told {
 public:
  /// `broken` is a fault of the server itself, which files cannot ask for.
  explicit Told(const std::string& text, models::durability::Broken broken = {})
      : scenario_(scenarios::load_scenario("a.yaml", scenarios::memory_files({{"a.yaml", text}}))) {
    models::durability::ClusterParams params = *scenario_.params;
    params.broken = broken;
    scenario_.params = std::make_shared<const models::durability::ClusterParams>(params);
    run_ = models::durability::run(scenario_.params, scenario_.options);
    verdicts_ = scenarios::judge_whole(scenario_, run_);
  }

  [[nodiscard]] reports::RunView view() const { return {scenario_, run_, verdicts_}; }

  /// A section as text; "" if there is none.
  [[nodiscard]] std::string text(
      std::optional<reports::Section> (*section)(const reports::RunView&)) const {
    const auto told = section(view());
    return told ? text_of(*told) : "";
  }

 private:
  scenarios::Scenario scenario_;
  models::durability::Run run_;
  std::vector<scenarios::Verdict> verdicts_;
};

}  // namespace fixture
