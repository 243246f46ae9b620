// What a report tells of workloads whose writes are watched, written out.
#include "tests/reports/told.hpp"

namespace {

std::string watched_shop(const std::string& watch) {
  return "scenario: x\n"
         "cluster: {nodes: 2, replicas: 1, vbuckets: 1, node: {disk: {write: 1ms}},\n"
         "          network: {latency: 2ms}}\n"
         "workload:\n"
         "  - {name: shop, every: 10ms, operations: {store: 1}, keys: {count: 10}, count: 20,\n"
         "     watch: {" +
         watch + "}}\n";
}

}  // namespace

TEST_CASE("what clients say of a workload's writes, how soon, and what their polls cost") {
  CHECK(fixture::Told(watched_shop("client: libcouchbase-3, replicate_to: 1"))
            .text(reports::watched_writes) ==
        "What the workloads' clients conclude\n"
        "All 20 verdicts are success.\n"
        "\n"
        "What they say, from the sending of a write on\n"
        "  client          says     count   share  mean   p50    p99    max\n"
        "  libcouchbase-3  success     20  100.0%  100ms  100ms  100ms  100ms\n"
        "\n"
        "What their polls cost\n"
        "  client          waits for       writes  undecided  polls  a write\n"
        "  libcouchbase-3  replicate_to 1      20          0     60     3.00\n"
        "\n"
        "Known faults that may matter here\n"
        "  client          known fault     which means\n"
        "  libcouchbase-3  gives-up-early  When no further poll would fit before the deadline, it "
        "says\n"
        "                                  timeout at once.\n");
}

TEST_CASE("clients that say different things have a row for each verdict that was given") {
  CHECK(
      fixture::Told(watched_shop("client: all, replicate_to: 1, timeout: 5ms, mended: [all]"))
          .text(reports::watched_writes) ==
      "What the workloads' clients conclude\n"
      "60 of 120 verdicts are success.\n"
      "\n"
      "What they say, from the sending of a write on\n"
      "  client              says               count   share  mean     p50      p99      max\n"
      "  libcouchbase-2      timeout               20  100.0%  5ms      5ms      5ms      5ms\n"
      "  libcouchbase-3      timeout               20  100.0%  5ms      5ms      5ms      5ms\n"
      "  java-core-1         success               20  100.0%  2.072ms  2.072ms  2.072ms  2.072ms\n"
      "  java-core-1-tokens  success               20  100.0%  2.072ms  2.072ms  2.072ms  2.072ms\n"
      "  cxx-core-1          ambiguous_timeout     20  100.0%  5ms      5ms      5ms      5ms\n"
      "  gocb-2              success               20  100.0%  2.55ms   2.55ms   2.55ms   2.55ms\n"
      "\n"
      "What their polls cost\n"
      "  client              waits for       writes  undecided  polls  a write\n"
      "  libcouchbase-2      replicate_to 1      20          0     40     2.00\n"
      "  libcouchbase-3      replicate_to 1      20          0     40     2.00\n"
      "  java-core-1         replicate_to 1      20          0    480    24.00\n"
      "  java-core-1-tokens  replicate_to 1      20          0    480    24.00\n"
      "  cxx-core-1          replicate_to 1      20          0     20     1.00\n"
      "  gocb-2              replicate_to 1      20          0    340    17.00\n");
}

TEST_CASE("a run that ends before the first verdict says so") {
  CHECK(fixture::Told("until: 50ms\n" + watched_shop("client: libcouchbase-3, replicate_to: 1"))
            .text(reports::watched_writes) ==
        "What the workloads' clients conclude\n"
        "No client has concluded anything.\n"
        "\n"
        "What their polls cost\n"
        "  client          waits for       writes  undecided  polls\n"
        "  libcouchbase-3  replicate_to 1       0          5      0\n"
        "\n"
        "Known faults that may matter here\n"
        "  client          known fault     which means\n"
        "  libcouchbase-3  gives-up-early  When no further poll would fit before the deadline, it "
        "says\n"
        "                                  timeout at once.\n");
}

TEST_CASE("workloads that nobody watches have no such section") {
  CHECK(fixture::Told("scenario: x\n"
                      "cluster: {nodes: 2, replicas: 1}\n"
                      "workload:\n"
                      "  - {name: shop, every: 10ms, operations: {store: 1}, keys: {count: 10},\n"
                      "     count: 20}\n")
            .text(reports::watched_writes)
            .empty());
}
