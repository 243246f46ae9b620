#include "reports/margins.hpp"

#include <doctest/doctest.h>

#include "reports/writers.hpp"
#include "tests/reports/explained.hpp"

namespace {

reports::Section section(const std::string& script, const std::string& expectations) {
  const scenarios::Scenario scenario =
      explained::scenario(explained::kCluster + script + "expect:\n" + expectations);
  return reports::section_of(scenario, scenarios::margins_of(scenario));
}

std::string printed(const reports::Section& section) {
  return reports::to_text({"", "", false, {section}}, {100, false});
}

constexpr const char* kStore = "script:\n  - {at: 0ms, store: {key: k, value: v}}\n";

}  // namespace

TEST_CASE("margins are told the tightest first, latencies of one chain in one line") {
  const std::string text = printed(section(kStore,
                                           "  - {at: 13ms, observe: k, master: persisted}\n"
                                           "  - {order: [replica0.cached, master.persisted]}\n"));
  CHECK(
      text ==
      "How far each latency may move\n"
      "The tightest margin: expectation 1 holds until node0/cpu operation is 2ms slower.\n"
      "  no.  result  expectation                                                where\n"
      "    1  passed  at 13ms: master persisted                              a.yaml:12\n"
      "    2  passed  in this order: replica0.cached, then master.persisted  a.yaml:13\n"
      "\n"
      "It holds while one of these latencies is\n"
      "  no.  slower by           faster by           latency\n"
      "    1  at most 2ms         anything            node0/cpu operation, node0/disk write, "
      "node0/disk\n"
      "                                               sync, every cpu's operation, every disk's "
      "write,\n"
      "                                               every disk's sync\n"
      "    2  at most 3.999999ms  anything            network/node0-node1 latency, node1/cpu "
      "operation,\n"
      "                                               every link's latency, every cpu's operation\n"
      "    2  anything            at most 3.999999ms  node0/disk write, every disk's write\n"
      "Each moves alone: every draw takes as much longer or shorter, never below 0. A latency that "
      "is not\n"
      "listed makes no difference.\n"
      "node0 is master, node1 is replica0 and node2 is replica1.\n");
}

TEST_CASE("what would mend an expectation that does not hold is said first") {
  const std::string text = printed(section(kStore,
                                           "  - {at: 8ms, observe: k, master: persisted}\n"
                                           "  - {at: 100ms, observe: k, all: persisted}\n"));
  CHECK(text ==
        "How far each latency may move\n"
        "Expectation 1 does not hold; it would if node0/disk write is 3ms faster. The tightest "
        "margin:\n"
        "expectation 2 holds until network/node0-node1 latency is 83ms slower.\n"
        "  no.  result  expectation                                                             "
        "where\n"
        "    1  FAILED  at 8ms: master persisted                                            "
        "a.yaml:12\n"
        "    2  passed  at 100ms: master persisted, replica0 persisted, replica1 persisted  "
        "a.yaml:13\n"
        "\n"
        "It holds while one of these latencies is\n"
        "  no.  slower by       faster by     latency\n"
        "    1  no help         at least 3ms  node0/disk write, every disk's write\n"
        "    2  at most 41.5ms  anything      every cpu's operation\n"
        "    2  at most 83ms    anything      network/node0-node1 latency, network/node0-node2 "
        "latency,\n"
        "                                     node0/cpu operation, node1/cpu operation, node1/disk "
        "write,\n"
        "                                     node1/disk sync, node2/cpu operation, node2/disk "
        "write,\n"
        "                                     node2/disk sync, every link's latency, every disk's "
        "write,\n"
        "                                     every disk's sync\n"
        "    2  at most 89ms    anything      node0/disk write, node0/disk sync\n"
        "Each moves alone: every draw takes as much longer or shorter, never below 0. A latency "
        "that is not\n"
        "listed makes no difference.\n"
        "node0 is master, node1 is replica0 and node2 is replica1.\n");
}

TEST_CASE("what cannot be told is named") {
  const std::string text = printed(section(
      std::string(kStore) +
          "workload:\n"
          "  - {name: w, every: 10ms, operations: {get: 1}, keys: {count: 1}, until: 30ms}\n",
      "  - {operation: get, p99: \"< 5ms\"}\n"
      "  - {operation: get, count: 2}\n"));
  CHECK(text ==
        "How far each latency may move\n"
        "No single latency turns any of these verdicts, as far as is known.\n"
        "  no.  result  expectation            where\n"
        "    1  passed  p99 of get < 5ms   a.yaml:14\n"
        "    2  passed  count of get == 2  a.yaml:15\n"
        "\n"
        "It holds while one of these latencies is\n"
        "  no.  slower by  faster by  latency\n"
        "    2  not known  not known  workload/w interval\n"
        "Each moves alone: every draw takes as much longer or shorter, never below 0. A latency "
        "that is not\n"
        "listed makes no difference.\n"
        "node0 is master, node1 is replica0 and node2 is replica1.\n"
        "Not told of expectation 1: a statistic moves with every nanosecond.\n"
        "Not known: the end of workload w would tell by the clock.\n");
}

TEST_CASE("programs are told every latency by itself, in whole nanoseconds") {
  const reports::Section told = section(kStore, "  - {at: 13ms, observe: k, master: persisted}\n");
  const std::string json = reports::to_json({"", "", true, {told}});
  CHECK(json.find("          {\n"
                  "            \"number\": 1,\n"
                  "            \"latency\": \"node0/disk write\",\n"
                  "            \"draws\": 1,\n"
                  "            \"least\": \"10ms\",\n"
                  "            \"least_ns\": 10000000,\n"
                  "            \"most\": \"10ms\",\n"
                  "            \"most_ns\": 10000000,\n"
                  "            \"slower\": \"at most 2ms\",\n"
                  "            \"slower_end\": \"turns\",\n"
                  "            \"slower_up_to\": \"2ms\",\n"
                  "            \"slower_up_to_ns\": 2000000,\n"
                  "            \"slower_mended_up_to\": null,\n"
                  "            \"slower_mended_up_to_ns\": null,\n"
                  "            \"faster\": \"anything\",\n"
                  "            \"faster_end\": \"none\",\n") != std::string::npos);
}
