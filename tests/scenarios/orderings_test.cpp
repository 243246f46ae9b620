#include "scenarios/orderings.hpp"

#include <set>

#include "models/durability/latencies.hpp"
#include "scenario_language.hpp"

using namespace scenarios;
namespace analysis = models::analysis;
namespace durability = models::durability;
using tests::scenario;

namespace {

constexpr const char* kAnyWrite =
    "scenario: any\nkey: k\n"
    "cluster:\n"
    "  nodes: 4\n"
    "  replicas: 3\n"
    "  vbuckets: 1\n"
    "  node: {cpu: {per_operation: open}, disk: {write: open}}\n"
    "  network: {latency: open}\n"
    "script: [{at: 0ms, store: {key: k, value: v}}]\n";

std::string refused(const std::string& text) {
  const Scenario loaded = scenario(text);
  try {
    check_explorable(loaded, memory_files({{"a.yaml", text}}));
  } catch (const InvalidInput& invalid) {
    return invalid.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a write on a master and 3 replicas of any latencies: 7! / 2^3 orderings, in one way") {
  const Orderings orderings = find_orderings(scenario(kAnyWrite), {});
  CHECK(orderings.complete());
  CHECK(orderings.found.size() == 630);
  CHECK(orderings.exploration.traces == 1);
  const auto answers = find_answers(scenario(kAnyWrite), {});
  CHECK(answers->complete());
  CHECK(answers->spans.together().size() == 55);  // master not found, or 2 * 3^3
}

TEST_CASE("a budget ends the search with what was found, and does not call it complete") {
  OrderingsBudget budget;
  budget.orderings = 100;
  const Orderings orderings = find_orderings(scenario(kAnyWrite), budget);
  CHECK(orderings.ended == Ended::kOrderings);
  CHECK(orderings.found.size() == 100);
  std::size_t asked = 0;
  budget.interrupted = [&asked] { return ++asked > 50; };
  CHECK(find_orderings(scenario(kAnyWrite), budget).ended == Ended::kInterrupted);
}

TEST_CASE("orderings that fill the memory end the list, those of one way too") {
  OrderingsBudget budget;
  budget.bytes = 200'000;
  const Orderings orderings = find_orderings(scenario(kAnyWrite), budget);
  CHECK(orderings.ended == Ended::kMemory);
  CHECK(orderings.found.size() > 10);
  CHECK(orderings.found.size() < 300);
  CHECK(find_orderings(scenario(kAnyWrite), budget).found.size() == orderings.found.size());
}

TEST_CASE("what reads the clock is refused where it stands, with what to change") {
  CHECK(refused("scenario: x\n"
                "cluster: {nodes: 1, node: {disk: {write: 1ms, caps: {iops: 100}}}}\n") ==
        "a.yaml:2:53: error: node0/disk has rate caps, whose waits depend on the clock and not on "
        "the order of events alone\n"
        "    2 | cluster: {nodes: 1, node: {disk: {write: 1ms, caps: {iops: 100}}}}\n"
        "      |                                                     ^\n"
        "      = leave out caps, and let write be the range that a capped volume shows\n");
  CHECK(refused("scenario: x\n"
                "cluster: {nodes: 1, node: {cpu: {service: fair}}}\n") ==
        "a.yaml:2:43: error: node0/cpu is shared fairly, so an operation's end depends on the "
        "clock\n"
        "    2 | cluster: {nodes: 1, node: {cpu: {service: fair}}}\n"
        "      |                                           ^\n"
        "      = write service: fifo\n");
}

TEST_CASE("what breaks is refused at its line if it goes by the clock, and explored if not") {
  const std::string story =
      "scenario: x\nkey: k\ncluster: {nodes: 2, replicas: 1, vbuckets: 1}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: k, value: v}}\n"
      "  - {at: 1ms, crash: replica0}\n"
      "  - {at: 2ms, restart: replica0}\n"
      "faults:\n"
      "  - {disk_full: master, at: 1ms, until: 2ms}\n";
  CHECK(refused(story) == "nothing");
  CHECK(refused(story + "  - {pause: master, at: 3ms, until: 4ms}\n") ==
        "a.yaml:10:13: error: pause goes by the clock or by luck, which is not explored\n"
        "   10 |   - {pause: master, at: 3ms, until: 4ms}\n"
        "      |             ^\n"
        "      = crash, restart, disk_full, disk_fails, opfail, truncate, a cut without an end and "
        "constant delays are; run tells what this one does\n");
  CHECK(refused(story + "auto_failover: {after: 5s}\n") ==
        "a.yaml:10:16: error: an automatic failover goes by heartbeats, which are not explored\n"
        "   10 | auto_failover: {after: 5s}\n"
        "      |                ^\n"
        "      = leave out auto_failover, and fail over by script: {failover: node1, at: 2s}\n");
}

TEST_CASE("who comes back without an ephemeral bucket, but with others, is refused at its line") {
  const std::string story =
      "scenario: x\nkey: k\n"
      "cluster: {nodes: 2, replicas: 1, buckets: [{name: m, type: ephemeral}, {name: d}]}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: k, value: v}}\n"
      "faults:\n"
      "  - {crash: master, at: 1ms, until: 2ms}\n";
  CHECK(refused(story) ==
        "a.yaml:7:13: error: a node that comes back may find its ephemeral buckets taken over, at "
        "an instant that hangs on how long it reads its other buckets from its disk\n"
        "    7 |   - {crash: master, at: 1ms, until: 2ms}\n"
        "      |             ^\n"
        "      = write auto_reprovision: {most: 0}, or leave out until and restart\n");
  CHECK(refused(story + "auto_reprovision: {most: 0}\n") == "nothing");
}

TEST_CASE("a crash at a fixed instant finds a replica before or after it has persisted") {
  const Scenario crash = scenario(
      "scenario: x\nkey: k\n"
      "cluster: {nodes: 2, replicas: 1, vbuckets: 1, node: {disk: {write: 1ms}}, "
      "network: {latency: {uniform: [1ms, 4ms]}}}\n"
      "script: [{at: 0ms, store: {key: k, value: v}}]\n"
      "faults: [{crash: replica0, at: 3ms}]\n");
  const Orderings orderings = find_orderings(crash, {});
  CHECK(orderings.complete());
  // It lands and is persisted, lands only, or comes too late: to a node that is down.
  CHECK(orderings.found.size() == 3);
}

TEST_CASE("far more orderings than the budget are refused before the search, with an estimate") {
  OrderingsBudget budget;
  budget.orderings = 100;
  try {
    check_size(scenario(kAnyWrite), budget, memory_files({{"a.yaml", kAnyWrite}}));
    FAIL("it was not refused");
  } catch (const InvalidInput& invalid) {
    const std::string text = invalid.what();
    CHECK(text.find("a.yaml:9:9: error: one way of the run alone has about 6") == 0);
    CHECK(text.find("orderings, and the budget is 100\n") != std::string::npos);
    CHECK(text.find("= leave out steps or replicas, bound some of network/node0-node1 latency, ") !=
          std::string::npos);
  }
  budget.orderings = 630;
  check_size(scenario(kAnyWrite), budget, memory_files({{"a.yaml", kAnyWrite}}));
}

TEST_CASE("a latency that is left open has no one run, but all orderings") {
  const Scenario open = scenario(kAnyWrite);
  CHECK(open.open.size() == 3);
  CHECK_THROWS_AS(check_runnable(open, memory_files({{"a.yaml", kAnyWrite}})), InvalidInput);
  CHECK(tests::wrong("scenario: x\ncluster: {nodes: 1, node: {disk: {write: opem}}}\n") ==
        "a.yaml:2:42: error: 'opem' is not a duration\n"
        "    2 | cluster: {nodes: 1, node: {disk: {write: opem}}}\n"
        "      |                                          ^\n"
        "      = write a whole number and a unit: 250us, 5ms, 2s\n");
}

TEST_CASE("the names of latencies are those of a run, in the same order") {
  const Scenario small = scenario(
      "scenario: x\n"
      "cluster: {nodes: 2, network: {latency: 1ms, jitter: 1us, bandwidth: 1Gbit/s}}\n"
      "workload: [{name: w, clients: {count: 1}, operations: {get: 1}, keys: {count: 1}, count: 1},"
      " {name: v, every: 1ms, operations: {get: 1}, keys: {count: 1}, count: 1}]\n");
  const auto names = durability::run(small.params, small.options).latency_names;
  const auto latencies = durability::latencies_of(*small.params);
  REQUIRE(latencies.size() == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    CHECK(latencies[i].name.entity == names[i].entity);
    CHECK(latencies[i].name.purpose == names[i].purpose);
  }
}
