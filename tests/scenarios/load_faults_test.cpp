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

std::string with_faults(const std::string& rest) { return kCluster + rest; }

}  // namespace

TEST_CASE("a crash names a node or a role, and may end") {
  const auto crash = scenario(with_faults("faults: [{crash: replica0, at: 10ms, until: 2s}]\n"));
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
      scenario(with_faults("  - {at: 5ms, crash: master}\n"
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
      scenario(with_faults("faults: [{crash: node0, at: 1s}]\n"
                           "patience: {timeout: 300ms, map_poll: 1s}\n"));
  CHECK(patient.params->patience.timeout == 300ms);
  CHECK(patient.params->patience.map_poll == 1s);
}

TEST_CASE("faults of what does not exist, or is down already, are refused where they stand") {
  CHECK(wrong(with_faults("faults:\n"
                          "  - {crash: node7, at: 10ms}\n"
                          "  - {crash: replica1, at: 10ms}\n"
                          "  - {crash: node1, at: 10ms, until: 10ms}\n"
                          "  - {restart: node2, at: 1s}\n"
                          "  - {crash: node0, at: 1s, until: 2s}\n"
                          "  - {crash: node0, at: 1500ms}\n"
                          "  - {crash: node0, at: 3s}\n"
                          "  - {pause: node0, at: 4s}\n"
                          "  - {failover: node1, at: 4s}\n"
                          "  - {failover: node1, at: 5s}\n")) ==
        "a.yaml:6:13: error: there is no node or role 'node7'\n"
        "    6 |   - {crash: node7, at: 10ms}\n"
        "      |             ^\n"
        "      = did you mean 'node0'?\n"
        "a.yaml:7:13: error: the key 'k' has no replica1: its bucket keeps 1 replica\n"
        "    7 |   - {crash: replica1, at: 10ms}\n"
        "      |             ^\n"
        "      = replicas are counted from 0\n"
        "a.yaml:8:37: error: the crash must end after it begins\n"
        "    8 |   - {crash: node1, at: 10ms, until: 10ms}\n"
        "      |                                     ^\n"
        "      = until is an instant, as at is\n"
        "a.yaml:9:15: error: node2 is not down then\n"
        "    9 |   - {restart: node2, at: 1s}\n"
        "      |               ^\n"
        "      = a restart ends a crash that has no until\n"
        "a.yaml:11:13: error: node0 is down already\n"
        "   11 |   - {crash: node0, at: 1500ms}\n"
        "      |             ^\n"
        "      = it can go down again once it is up: give the earlier crash an until\n"
        "a.yaml:13:13: error: node0 is down then\n"
        "   13 |   - {pause: node0, at: 4s}\n"
        "      |             ^\n"
        "      = only a process that runs can stand still\n"
        "a.yaml:15:16: error: node1 is failed over already\n"
        "   15 |   - {failover: node1, at: 5s}\n"
        "      |                ^\n"
        "      = a rebalance deals it in again\n");
}

TEST_CASE("random processes, sides and figures that make no sense are refused") {
  CHECK(wrong(with_faults("faults:\n"
                          "  - {crash: any, at: 1s}\n"
                          "  - {crash: node2, every: 10s}\n"
                          "  - {crash: node2, every: 10s, lasts: 1s}\n"
                          "  - {network_cut: [node0], at: 1s}\n"
                          "  - {network_cut: [node0, [node1, node0]], at: 1s}\n"
                          "  - {network_lossy: [node0, office], loss: 5%}\n"
                          "  - {rebalance: [node0, node1], replicas: 2, at: 9s}\n"
                          "  - {disk_slow: node0, times: 0}\n"
                          "  - {crush: node0, at: 2s}\n")) ==
        "a.yaml:6:13: error: any node is drawn by a random process only\n"
        "    6 |   - {crash: any, at: 1s}\n"
        "      |             ^\n"
        "      = write every: {exponential: 10s} and lasts: 1s, or a node's name\n"
        "a.yaml:7:27: error: a random process needs a length\n"
        "    7 |   - {crash: node2, every: 10s}\n"
        "      |                           ^\n"
        "      = write lasts: 1s beside every\n"
        "a.yaml:8:27: error: these faults come for ever\n"
        "    8 |   - {crash: node2, every: 10s, lasts: 1s}\n"
        "      |                           ^\n"
        "      = give them until: 1min, or the scenario until: 1min\n"
        "a.yaml:9:19: error: there must be two sides at least\n"
        "    9 |   - {network_cut: [node0], at: 1s}\n"
        "      |                   ^\n"
        "      = write network_cut: [node0, [node1, node2]]\n"
        "a.yaml:10:35: error: node0 is on a side already\n"
        "   10 |   - {network_cut: [node0, [node1, node0]], at: 1s}\n"
        "      |                                   ^\n"
        "      = a place is on one side of a fault\n"
        "a.yaml:11:29: error: there is no node or role 'office'\n"
        "   11 |   - {network_lossy: [node0, office], loss: 5%}\n"
        "      |                             ^\n"
        "      = write one of master, replica0, node0, node1 or node2\n"
        "a.yaml:12:43: error: 2 replicas need 3 nodes, there are 2\n"
        "   12 |   - {rebalance: [node0, node1], replicas: 2, at: 9s}\n"
        "      |                                           ^\n"
        "      = a node holds one copy of a key\n"
        "a.yaml:13:31: error: times is at least 0.001 and at most 1000000\n"
        "   13 |   - {disk_slow: node0, times: 0}\n"
        "      |                               ^\n"
        "      = 10 is ten times as long\n"
        "a.yaml:14:5: error: the fault has none of the fields crash, restart, pause, disk_slow, "
        "disk_stalled, disk_full, disk_fails, loses_syncs, network_slow, network_cut, "
        "network_lossy, failover, rebalance, opfail, hiccup, truncate, clock_skew or time_travel\n"
        "   14 |   - {crush: node0, at: 2s}\n"
        "      |     ^\n"
        "      = did you mean 'crash' by 'crush'?\n");
}
