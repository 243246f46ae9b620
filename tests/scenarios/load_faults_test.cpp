// Faults in a scenario file: what can be written, what is refused and where.
#include "sim/quantity_text.hpp"
#include "tests/scenarios/scenario_language.hpp"

using namespace std::chrono_literals;
using tests::scenario;
using tests::verdicts;
using tests::wrong;

namespace {

constexpr const char* kCluster =
    "scenario: s\n"
    "cluster: {nodes: 3, replicas: 1, node: {disk: {write: 1ms}}, network: {latency: 1ms}}\n"
    "script:\n"
    "  - {at: 0ms, store: {key: k, value: v}, answer: ok}\n";

std::string with(const std::string& rest) { return kCluster + rest; }

}  // namespace

TEST_CASE("a crash names a node or a role, and may end") {
  const auto crash = scenario(with("faults: [{crash: replica0, at: 10ms, until: 2s}]\n"));
  REQUIRE(crash.params->faults.size() == 1);
  const auto& fault = crash.params->faults[0];
  CHECK(fault.kind == models::durability::FaultKind::kCrash);
  CHECK(fault.words == "crash of replica0");
  CHECK(fault.nodes ==
        std::vector{scenarios::chain_of_key(*crash.params, *crash.key).replicas()[0]});
  CHECK(fault.from == sim::at(10ms));
  CHECK(fault.until == sim::at(2s));
}

TEST_CASE(
    "a step of the script can be a crash or a restart, and its operations keep their answers") {
  const auto story =
      scenario(with("  - {at: 5ms, crash: master}\n"
                    "  - {at: 6ms, get: k, answer: timeout}\n"
                    "  - {at: 5s, restart: master}\n"
                    "  - {at: 6s, get: k, answer: ok}\n"));
  CHECK(story.params->faults.size() == 2);
  CHECK(story.params->steps.size() == 3);
  CHECK(verdicts(story) ==
        "passed store k at 0ms is answered ok\n"
        "passed get k at 6ms is answered timeout\n"
        "passed get k at 6s is answered ok\n");
}

TEST_CASE("clients wait as long as the scenario says") {
  const auto patient =
      scenario(with("faults: [{crash: node0, at: 1s}]\n"
                    "patience: {timeout: 300ms, map_poll: 1s}\n"));
  CHECK(patient.params->patience.timeout == 300ms);
  CHECK(patient.params->patience.map_poll == 1s);
}

TEST_CASE("faults of what does not exist, or is down already, are refused where they stand") {
  CHECK(wrong(with("faults:\n"
                   "  - {crash: node7, at: 10ms}\n"
                   "  - {crash: replica1, at: 10ms}\n"
                   "  - {crash: node1, at: 10ms, until: 10ms}\n"
                   "  - {restart: node2, at: 1s}\n"
                   "  - {crash: node0, at: 1s, until: 2s}\n"
                   "  - {crash: node0, at: 1500ms}\n"
                   "  - {crash: node0, at: 2s}\n"
                   "  - {crush: node0, at: 2s}\n")) == "");
}
