// Figures that lead past the end of virtual time: the run ends, it does not overflow.
#include <doctest/doctest.h>

#include "scenarios/load.hpp"
#include "sim/quantity_text.hpp"

using namespace scenarios;

namespace {

// Three stores at once, and perhaps more steps, on a node of this hardware.
models::durability::Outcome outcome_on(const std::string& node, const std::string& more = {}) {
  const std::string text =
      "scenario: far\ncluster: {nodes: 1, node: {" + node + "}}\nscript:\n" +
      "  - {at: 0ms, store: {key: a, value: v}}\n  - {at: 0ms, store: {key: b, value: v}}\n" +
      "  - {at: 0ms, store: {key: c, value: v}}\n" + more;
  const Scenario scenario = load_scenario("far.yaml", memory_files({{"far.yaml", text}}));
  return models::durability::run(scenario.params, scenario.options).outcome;
}

}  // namespace

TEST_CASE("what lies beyond the end of time never happens, and the run says that it was cut") {
  using namespace std::chrono_literals;
  const std::string node = "disk: {write: 13343d, sync: 13343d}";
  const auto three = outcome_on(node);
  CHECK(three.quiet);
  CHECK(three.end == sim::at(6 * 24h * 13343));
  const auto five =
      outcome_on(node, "  - {at: 0ms, store: {key: d}}\n  - {at: 0ms, store: {key: e}}\n");
  CHECK_FALSE(five.quiet);
  CHECK(five.end == sim::kLastInstant - 1ns);
  CHECK(five.replies.size() == 5);
  CHECK(five.replies[4].at == sim::kStart);
}

TEST_CASE("a time in a file is at most 13343 days, of which eight fit into virtual time") {
  const std::string text = "scenario: far\ncluster: {nodes: 1, node: {disk: {write: 13344d}}}\n";
  try {
    static_cast<void>(load_scenario("far.yaml", memory_files({{"far.yaml", text}})));
    FAIL("the file was taken");
  } catch (const InvalidInput& invalid) {
    CHECK(std::string(invalid.what()) ==
          "far.yaml:2:42: error: 13344d is too large\n"
          "    2 | cluster: {nodes: 1, node: {disk: {write: 13344d}}}\n"
          "      |                                          ^\n"
          "      = the most is 13343d\n");
  }
}

TEST_CASE("a batch's writes together take 36 years at the most") {
  using namespace std::chrono_literals;
  const auto outcome = outcome_on("disk: {write: 13343d, batch: 9}");
  CHECK(outcome.quiet);
  CHECK(outcome.end == sim::at(24h * 13343 + sim::kLongestDuration));
}

TEST_CASE("a processor that is shared takes work of any length") {
  using namespace std::chrono_literals;
  const auto outcome = outcome_on("cpu: {per_operation: 3h, service: fair}");
  CHECK(outcome.end == sim::at(9h));
  const auto endless = outcome_on("cpu: {per_operation: 13343d, service: fair}");
  CHECK(endless.end == sim::at(3 * 24h * 13343));
}

TEST_CASE("a processor's time for bytes does not overflow") {
  CHECK(outcome_on("cpu: {per_kib: 13343d}").quiet);
}
