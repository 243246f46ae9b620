#include "reports/migration/why.hpp"

#include <doctest/doctest.h>

#include "reports/dot.hpp"
#include "scenarios/load.hpp"
#include "scenarios/problem.hpp"
#include "tests/reports/migration/moved.hpp"

using namespace std::chrono_literals;

namespace {

// A few uploads and round costs, so that every link can be told by hand.
constexpr const char* kUploads = R"(scenario: move
about: Ten uploads move.
dataset: {package: gateway/multiparts, rows: 10}
source: {node: db}
target: {store: postgres-kv, node: db}
procedure: {kind: dump-and-import, workers: 1}
servers: {stop: 10s, start: 5s}
hardware: {db: {cpu: {cores: 4}, disk: gp3}, app: {cpu: {cores: 2}}, network: lan-10g}
)";

constexpr const char* kOnline = R"(scenario: move
about: Ten uploads move while two servers serve their users.
dataset: {package: gateway/multiparts, rows: 10}
source: {node: db}
target: {store: postgres-kv, node: db}
procedure: {kind: online}
servers: {instances: 2}
hardware: {db: {cpu: {cores: 4}, disk: gp3}, app: {cpu: {cores: 2}}, network: lan-10g}
)";

scenarios::MigrationScenario loaded(const std::string& more = "") {
  return std::get<scenarios::MigrationScenario>(scenarios::load_any_scenario(
      "move.yaml", scenarios::memory_files({{"move.yaml", kUploads + more}})));
}

reports::Explanation explained(const scenarios::MigrationScenario& scenario,
                               const std::optional<std::string>& words) {
  return reports::migration::explain(scenario, reports::migration::read_question(words, scenario));
}

std::string refusal(const std::string& words, const std::string& more = "") {
  try {
    (void)reports::migration::read_question(words, loaded(more));
  } catch (const scenarios::InvalidInput& invalid) {
    return invalid.what();
  }
  return "none";
}

sim::Duration sum(const reports::Explanation& explanation) {
  sim::Duration sum{0};
  for (const reports::ExplainedLink& link : explanation.chain) sum += link.waited + link.served;
  return sum;
}

}  // namespace

TEST_CASE("the chain to a migration's end sums exactly to it, phase by phase") {
  const auto scenario = loaded();
  const reports::Explanation end = explained(scenario, std::nullopt);
  const auto run = models::migration::run(scenario.params, scenario.options);
  CHECK(end.what == "the migration ends");
  CHECK(end.at == run.outcome.end);
  CHECK(sim::kStart + sum(end) == run.outcome.end);
  std::string phases;
  for (const reports::ExplainedLink& link : end.chain) {
    if (!phases.ends_with(link.phase + " ")) phases += link.phase + " ";
  }
  CHECK(phases ==
        " stop-servers open-store read-version begin-version export import end-version "
        "start-servers ");
}

TEST_CASE("a phase, the downtime and expectations of them are explained by their ends") {
  const auto scenario = loaded("expect:\n  - {downtime: \"< 1h\"}\n  - {duration: \"< 1h\"}\n");
  const auto run = models::migration::run(scenario.params, scenario.options);
  const reports::Explanation import = explained(scenario, "import ends");
  CHECK(import.what.starts_with("import, which began at 10."));
  CHECK(import.chain.back().phase == "import");
  const reports::Explanation downtime = explained(scenario, "downtime");
  CHECK(downtime.what == "the downtime, which began at 0ms, ends");
  CHECK(downtime.at == run.outcome.downtimes.back().until);
  const reports::Explanation expected = explained(scenario, "expectation 1");
  CHECK(expected.at == downtime.at);
  CHECK(expected.note == "This decides 'downtime < 1h'.");
  CHECK(explained(scenario, "move.yaml:11").what == "the migration ends");
}

TEST_CASE("what a phase does again and again is told once, with how often") {
  const reports::Explanation end = explained(loaded(), "the end");
  std::uint64_t flushes = 0;
  for (const reports::ExplainedLink& link : end.chain) {
    if (link.phase == "import" && link.resource == "db/disk") flushes += link.times;
  }
  CHECK(flushes == 10);
}

TEST_CASE("a migration's chain is a section and a graph like any other") {
  const reports::Explanation end = explained(loaded(), "the end");
  const std::string text = tests::text_of(reports::section_of(end));
  CHECK(text.find("  stop-servers   servers                 1  0ms     10s") != std::string::npos);
  const std::string dot = reports::to_dot(end);
  CHECK(dot.find("label=\"stop-servers\\nservers\\nstop\\n10s (") != std::string::npos);
}

TEST_CASE("what never came is said with why") {
  CHECK(explained(loaded(), "copy ends").never == "no such phase ended in this run");
  const auto served = std::get<scenarios::MigrationScenario>(scenarios::load_any_scenario(
      "online.yaml", scenarios::memory_files({{"online.yaml", kOnline}})));
  CHECK(explained(served, "downtime").never == "users were served all the time");
}

TEST_CASE("words that ask for nothing are errors at their place") {
  CHECK(refusal("improt ends") ==
        "--why:1:1: error: 'improt ends' asks for nothing of a migration that can be explained\n"
        "    1 | improt ends\n"
        "      | ^\n"
        "      = did you mean 'import'?\n");
  CHECK(refusal("import of auht") ==
        "--why:1:11: error: the data set has no package 'auht'\n"
        "    1 | import of auht\n"
        "      |           ^\n"
        "      = only 'gateway/multiparts' may stand here\n");
  CHECK(refusal("expectation 2", "expect:\n  - {rows_lost: 0}\n") ==
        "--why:1:13: error: there is no such expectation\n"
        "    1 | expectation 2\n"
        "      |             ^\n"
        "      = they are counted from 1 to 1\n");
  CHECK(refusal("expectation 1", "expect:\n  - {rows_lost: 0}\n") ==
        "--why:1:1: error: 'rows_lost is 0' is not decided by one instant\n"
        "    1 | expectation 1\n"
        "      | ^\n"
        "      = ask for an expectation of downtime, duration or what a phase takes, or for a "
        "phase\n");
}

TEST_CASE("a run with too many events is refused before they are kept") {
  const auto scenario = std::get<scenarios::MigrationScenario>(scenarios::load_any_scenario(
      "move.yaml", scenarios::memory_files(
                       {{"move.yaml",
                         "scenario: move\nabout: Many rows move.\n"
                         "dataset: {package: gateway/multiparts, rows: 5M}\n"
                         "source: {node: db}\ntarget: {store: postgres-kv, node: db}\n"
                         "procedure: {kind: dump-and-import}\n"
                         "hardware: {db: {cpu: {cores: 4}, disk: gp3}, app: {cpu: {cores: 2}}, "
                         "network: lan-10g}\n"}})));
  try {
    (void)explained(scenario, "the end");
    CHECK(false);
  } catch (const scenarios::InvalidInput& invalid) {
    CHECK(std::string(invalid.what()).find("to explain, every event keeps what caused it; this ") !=
          std::string::npos);
  }
}
