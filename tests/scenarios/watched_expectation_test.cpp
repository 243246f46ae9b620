// Workloads whose writes are watched, in a file: what is read, what is wrong, what is expected.
#include "scenario_language.hpp"
#include "scenarios/load.hpp"
#include "scenarios/orderings.hpp"

using namespace std::chrono_literals;
using scenarios::Scenario;
using tests::scenario;
using tests::verdicts;
namespace watched = models::durability;

namespace {

std::string shop(const std::string& fields, const std::string& rest = "") {
  return "scenario: x\n"
         "cluster: {nodes: 2, replicas: 1, vbuckets: 1, node: {disk: {write: 1ms}},\n"
         "          network: {latency: 2ms}}\n"
         "workload:\n"
         "  - {name: shop, every: 10ms, operations: {store: 1}, keys: {count: 10}, count: 20,\n"
         "     " +
         fields + "}\n" + rest;
}

}  // namespace

TEST_CASE("a workload's watch, with all its fields") {
  const Scenario read = scenario(
      shop("watch: {client: libcouchbase-3, persist_to: 2, replicate_to: 1, timeout: 100ms,\n"
           "             mended: [gives-up-early], share: 12.5%}"));
  const watched::GeneratorParams& workload = read.params->generators.at(0);
  CHECK(workload.watched == 0.125);
  REQUIRE(workload.watch.size() == 1);
  const watched::DurabilityRequest& request = workload.watch[0];
  CHECK(request.client == watched::Client::kLibcouchbase3);
  CHECK(request.faults == watched::ClientFaults{});
  CHECK(request.persist_to == 2);
  CHECK(request.replicate_to == 1);
  CHECK(request.timeout == 100ms);
}

TEST_CASE("all clients watch a workload's writes, each with its own faults, and every write") {
  const Scenario read = scenario(shop("watch: {client: all, persist_to: 1}"));
  const watched::GeneratorParams& workload = read.params->generators.at(0);
  CHECK(workload.watched == 1);
  std::string clients;
  for (const watched::DurabilityRequest& request : workload.watch) {
    CHECK(request.faults == watched::profile_of(request.client).faults);
    clients += std::string(watched::profile_of(request.client).name) + " ";
  }
  CHECK(clients ==
        "libcouchbase-2 libcouchbase-3 java-core-1 java-core-1-tokens cxx-core-1 gocb-2 ");
}

TEST_CASE("a workload's watch that asks for what is not there is an error at its place") {
  CHECK(tests::wrong(shop("watch: {client: gocb-2, persist_to: active, share: 0%}")) ==
        "a.yaml:6:42: error: gocb-2 cannot ask for the active node's disk\n"
        "    6 |      watch: {client: gocb-2, persist_to: active, share: 0%}}\n"
        "      |                                          ^\n"
        "      = write persist_to: 1, which is any node's disk\n"
        "a.yaml:6:57: error: a share is above 0% and at most 100%\n"
        "    6 |      watch: {client: gocb-2, persist_to: active, share: 0%}}\n"
        "      |                                                         ^\n"
        "      = write share: 10%, or leave watch out\n");
}

TEST_CASE("synchronous writes are the server's to wait for: nobody polls beside it") {
  CHECK(tests::wrong(shop("durability: majority, watch: {client: gocb-2, persist_to: 1}")) ==
        "a.yaml:6:28: error: 'durability' and 'watch' exclude each other\n"
        "    6 |      durability: majority, watch: {client: gocb-2, persist_to: 1}}\n"
        "      |                            ^\n"
        "      = keep one of them\n");
}

TEST_CASE("a workload without writes has nothing to watch") {
  const std::string text =
      "scenario: x\n"
      "cluster: {nodes: 2, replicas: 1}\n"
      "workload:\n"
      "  - {name: shop, every: 10ms, operations: {get: 1}, keys: {count: 10}, count: 20,\n"
      "     watch: {client: gocb-2, persist_to: 1}}\n";
  CHECK(tests::wrong(text) ==
        "a.yaml:5:13: error: the workload has no writes that could be watched\n"
        "    5 |      watch: {client: gocb-2, persist_to: 1}}\n"
        "      |             ^\n"
        "      = give it some: operations: {store: 1}\n");
}

TEST_CASE("verdicts of a workload's clients are counted, shared out and timed") {
  // The replica has a write after 2 ms: libcouchbase sees it at its second poll, gocb and Java
  // once their polls have come that far.
  const std::string expected = verdicts(scenario(
      shop("watch: {client: all, replicate_to: 1, mended: [active-counts-as-replica]}",
           "expect:\n"
           "  - {watch: libcouchbase-2, verdict: success, count: 20, share: \"100%\"}\n"
           "  - {watch: libcouchbase-2, workload: shop, p50: \"<= 100ms\", most: \"< 100ms\"}\n"
           "  - {watch: gocb-2, verdict: timeout, count: 0, share: \"< 1%\", rate: \"< 1/s\"}\n"
           "  - {watch: gocb-2, verdict: timeout, p99: \"< 1s\"}\n"
           "  - {watch: gocb-2, verdict: success, share: \"< 50%\"}\n")));
  CHECK(expected ==
        "passed count of libcouchbase-2's success == 20\n"
        "passed share of libcouchbase-2's success == 100%\n"
        "passed p50 of libcouchbase-2's verdicts of shop <= 100ms\n"
        "failed most of libcouchbase-2's verdicts of shop < 100ms -- it was 100ms\n"
        "passed count of gocb-2's timeout == 0\n"
        "passed rate of gocb-2's timeout < 1/s\n"
        "passed share of gocb-2's timeout < 1%\n"
        "never evaluated p99 of gocb-2's timeout < 1s -- nothing was measured\n"
        "failed share of gocb-2's success < 50% -- it was 100.00%\n");
}

TEST_CASE("an expectation of a client that watches nothing is an error at its place") {
  CHECK(tests::wrong(shop("value: 1B",
                          "expect:\n"
                          "  - {watch: gocb-2, count: 3}\n")) ==
        "a.yaml:8:13: error: gocb-2 watches no workload\n"
        "    8 |   - {watch: gocb-2, count: 3}\n"
        "      |             ^\n"
        "      = write in the workload: watch: {client: gocb-2, persist_to: 1}\n");
  CHECK(tests::wrong(shop("watch: {client: gocb-2, persist_to: 1}",
                          "expect:\n"
                          "  - {watch: java-core-1, count: 3}\n"
                          "  - {watch: gocb-2, workload: shap, count: 3}\n"
                          "  - {watch: gocb-2, verdict: success}\n"
                          "  - {watch: gocb-2, share: \"> 3\"}\n")) ==
        "a.yaml:8:13: error: java-core-1 watches no workload\n"
        "    8 |   - {watch: java-core-1, count: 3}\n"
        "      |             ^\n"
        "      = write in the workload: watch: {client: gocb-2, persist_to: 1}\n"
        "a.yaml:9:31: error: there is no workload 'shap'\n"
        "    9 |   - {watch: gocb-2, workload: shap, count: 3}\n"
        "      |                               ^\n"
        "      = did you mean 'shop'?\n"
        "a.yaml:10:5: error: one of mean, p50, p90, p99, p999, most, count, rate or share is "
        "missing\n"
        "   10 |   - {watch: gocb-2, verdict: success}\n"
        "      |     ^\n"
        "      = write one or more\n"
        "a.yaml:11:28: error: '3' is not a percentage\n"
        "   11 |   - {watch: gocb-2, share: \"> 3\"}\n"
        "      |                            ^\n"
        "      = write a number and %, from 0% to 100%: 99.9%\n");
}

TEST_CASE("orderings of workloads whose writes are watched are refused, with the place") {
  const std::string text = shop("watch: {client: gocb-2, persist_to: 1}");
  const Scenario read = scenario(text);
  try {
    check_explorable(read, scenarios::memory_files({{"a.yaml", text}}));
    FAIL("it was taken");
  } catch (const scenarios::InvalidInput& invalid) {
    CHECK(std::string(invalid.what()) ==
          "a.yaml:6:13: error: workload/shop has clients that poll, one for each write, which are "
          "not explored\n"
          "    6 |      watch: {client: gocb-2, persist_to: 1}}\n"
          "      |             ^\n"
          "      = leave out watch, or let a step of the script watch\n");
  }
}
