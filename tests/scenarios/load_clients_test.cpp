// Clients that watch, in a file: what is read, what is wrong, and what is expected of them.
#include <algorithm>

#include "scenario_language.hpp"
#include "scenarios/field_table.hpp"
#include "scenarios/load.hpp"
#include "scenarios/tables.hpp"

using namespace std::chrono_literals;
using namespace scenarios;
namespace durability = models::durability;
using tests::scenario;
using tests::verdicts;

namespace {

constexpr const char* kThreeNodes =
    "scenario: x\n"
    "cluster: {nodes: 3, replicas: 2, node: {disk: {write: 1ms}}}\n"
    "script:\n"
    "  - {at: 0ms, store: {key: k, value: v}}\n";

Scenario on_three_nodes(const std::string& lines) { return scenario(kThreeNodes + lines); }
std::string wrong_on_three_nodes(const std::string& lines) {
  return tests::wrong(kThreeNodes + lines);
}

durability::WatchParams watch(const std::string& fields) {
  const Scenario read = on_three_nodes("  - {at: 6ms, watch: {key: k, " + fields + "}}\n");
  return read.params->watches.at(0);
}

const Field& field_of(const Table& table, std::string_view name) {
  const Field* field = find_field(table, name);
  REQUIRE(field != nullptr);
  return *field;
}

}  // namespace

TEST_CASE("a watch, with all its fields") {
  const Scenario read = on_three_nodes(
      "  - {at: 6ms, watch: {client: libcouchbase-2, key: k, name: checkout, persist_to: 2,\n"
      "                      replicate_to: 1, timeout: 100ms, mended: [gives-up-early],\n"
      "                      place: office}}\n");
  REQUIRE(read.params->watches.size() == 1);
  const durability::WatchParams& watch = read.params->watches[0];
  CHECK(watch.name == "checkout");
  CHECK(watch.place == "office");
  CHECK(watch.request.client == durability::Client::kLibcouchbase2);
  CHECK(watch.request.faults ==
        durability::ClientFaults{durability::ClientFault::kForeignCasCounts});
  CHECK(watch.request.persist_to == 2);
  CHECK_FALSE(watch.request.persist_to_active);
  CHECK(watch.request.replicate_to == 1);
  CHECK(watch.request.timeout == 100ms);
  CHECK(read.params->topology.place("office") == 3);
  const auto& step = std::get<durability::WatchStep>(read.params->steps.at(1).what);
  CHECK(step.first == 0);
  CHECK(step.count == 1);
  CHECK(read.steps.at(1) ==
        "watch k as libcouchbase-2 (persist_to 2, replicate_to 1, timeout 100ms)");
}

TEST_CASE("a watch is called by its key, is at the nodes' doors and has the client's faults") {
  const durability::WatchParams read = watch("client: gocb-2, replicate_to: 1");
  CHECK(read.name == "k");
  CHECK_FALSE(read.place.has_value());
  CHECK(read.request.faults == durability::profile_of(durability::Client::kGocb2).faults);
  CHECK(read.request.persist_to == 0);
  CHECK_FALSE(read.request.timeout.has_value());
}

TEST_CASE("the active node's disk is persist_to 1 for libcouchbase, and a word for the others") {
  CHECK(watch("client: libcouchbase-3, persist_to: active").request.persist_to == 1);
  CHECK_FALSE(watch("client: libcouchbase-3, persist_to: active").request.persist_to_active);
  CHECK(watch("client: cxx-core-1, persist_to: active").request.persist_to == 0);
  CHECK(watch("client: cxx-core-1, persist_to: active").request.persist_to_active);
}

TEST_CASE("all faults can be mended at once, and those of each client of all") {
  CHECK(watch("client: cxx-core-1, persist_to: 1, mended: [all]").request.faults ==
        durability::ClientFaults{});
  const Scenario read = on_three_nodes(
      "  - {at: 6ms, watch: {client: all, key: k, persist_to: 1, mended: [gives-up-early]}}\n");
  REQUIRE(read.params->watches.size() == durability::kClients);
  for (const durability::ClientProfile& profile : durability::client_profiles()) {
    const auto& one = read.params->watches[static_cast<std::size_t>(profile.client)];
    CHECK(one.request.client == profile.client);
    CHECK(one.request.faults == profile.faults.without({durability::ClientFault::kGivesUpEarly}));
  }
  CHECK(read.steps.at(1) == "watch k as every client (persist_to 1)");
}

TEST_CASE("a store and a delete with their clients") {
  const Scenario read = on_three_nodes(
      "  - {at: 1ms, store: {key: a, value: v, durability: {client: gocb-2, persist_to: 1}}}\n"
      "  - {at: 2ms, delete: {key: k, durability: {client: java-core-1, replicate_to: 2,\n"
      "                                            place: office}}}\n");
  const auto& steps = read.params->steps;
  CHECK(std::get<durability::OperationStep>(steps.at(0).what).watch == durability::kNoWatch);
  CHECK(std::get<durability::OperationStep>(steps.at(1).what).watch == 0);
  CHECK(std::get<durability::OperationStep>(steps.at(2).what).watch == 1);
  CHECK(read.params->watches.at(0).name == "a");
  CHECK(read.params->watches.at(1).name == "k");
  CHECK(read.params->topology.place("office") == 3);
  CHECK(read.steps.at(1) == "store a as gocb-2 (persist_to 1)");
  CHECK(read.steps.at(2) == "delete k as java-core-1 (replicate_to 2)");
}

TEST_CASE("what is wrong with clients is told all at once, each with its place") {
  CHECK(wrong_on_three_nodes(
            "  - {at: 1ms, watch: {client: gocb-3, key: k, persist_to: 1}}\n"
            "  - {at: 1ms, watch: {client: gocb-2, key: k, name: a, persist_to: active}}\n"
            "  - {at: 1ms, watch: {client: gocb-2, key: k, name: b, persist_to: 1, timeout: 5}}\n"
            "  - {at: 1ms, watch: {client: gocb-2, key: k, name: c}}\n"
            "  - {at: 1ms, watch: {client: gocb-2, key: k, name: d, persist_to: 7}}\n"
            "  - {at: 1ms, watch: {client: gocb-2, key: k, name: e, replicate_to: 4}}\n") ==
        "a.yaml:5:31: error: 'gocb-3' is not one of libcouchbase-2, libcouchbase-3, java-core-1, "
        "java-core-1-tokens, cxx-core-1, gocb-2 or all\n"
        "    5 |   - {at: 1ms, watch: {client: gocb-3, key: k, persist_to: 1}}\n"
        "      |                               ^\n"
        "      = did you mean 'gocb-2'?\n"
        "a.yaml:6:68: error: gocb-2 cannot ask for the active node's disk\n"
        "    6 | ...: 1ms, watch: {client: gocb-2, key: k, name: a, persist_to: active}}\n"
        "      |                                                                ^\n"
        "      = write persist_to: 1, which is any node's disk\n"
        "a.yaml:7:80: error: '5' is not a duration\n"
        "    7 | ...: {client: gocb-2, key: k, name: b, persist_to: 1, timeout: 5}}\n"
        "      |                                                                ^\n"
        "      = write a whole number and a unit: 250us, 5ms, 2s\n"
        "a.yaml:8:22: error: one of persist_to or replicate_to is missing\n"
        "    8 |   - {at: 1ms, watch: {client: gocb-2, key: k, name: c}}\n"
        "      |                      ^\n"
        "      = write one or more\n"
        "a.yaml:9:68: error: '7' as 'persist_to' is none of: 1 to 4 disks or active\n"
        "    9 | ...: 1ms, watch: {client: gocb-2, key: k, name: d, persist_to: 7}}\n"
        "      |                                                                ^\n"
        "      = for example 'persist_to: 2'\n"
        "a.yaml:10:70: error: 4 is too large\n"
        "   10 | ...1ms, watch: {client: gocb-2, key: k, name: e, replicate_to: 4}}\n"
        "      |                                                                ^\n"
        "      = the most is 3\n");
}

TEST_CASE("a fault that the client does not have, a name that is taken, a client that is not") {
  CHECK(wrong_on_three_nodes(
            "  - {at: 1ms, watch: {client: gocb-2, key: k, persist_to: 1,\n"
            "                      mended: [four-means-three]}}\n"
            "  - {at: 2ms, watch: {client: cxx-core-1, key: k, persist_to: 1}}\n"
            "  - {at: 4ms, watch: {client: all, key: k, name: b, persist_to: active}}\n"
            "expect:\n"
            "  - {client: bb, verdict: timeout}\n"
            "  - {client: b, verdict: timeout}\n") ==
        "a.yaml:6:32: error: gocb-2 does not have this fault\n"
        "    6 |                       mended: [four-means-three]}}\n"
        "      |                                ^\n"
        "      = it has refuses-after-storing, ignores-failover and active-counts-as-replica\n"
        "a.yaml:7:22: error: another client that watches is called 'k' already\n"
        "    7 |   - {at: 2ms, watch: {client: cxx-core-1, key: k, persist_to: 1}}\n"
        "      |                      ^\n"
        "      = give this one a name of its own, such as name: checkout\n"
        "a.yaml:8:65: error: gocb-2 cannot ask for the active node's disk\n"
        "    8 | ...{at: 4ms, watch: {client: all, key: k, name: b, persist_to: active}}\n"
        "      |                                                                ^\n"
        "      = write persist_to: 1, which is any node's disk\n"
        "a.yaml:10:14: error: no client that watches is called 'bb'\n"
        "   10 |   - {client: bb, verdict: timeout}\n"
        "      |              ^\n"
        "      = write one of k/gocb-2, k/cxx-core-1, b/libcouchbase-2, b/libcouchbase-3, "
        "b/java-core-1, b/java-core-1-tokens, b/cxx-core-1 or b/gocb-2\n"
        "a.yaml:11:14: error: 'b' are several clients\n"
        "   11 |   - {client: b, verdict: timeout}\n"
        "      |              ^\n"
        "      = write one of them: b/libcouchbase-2, b/libcouchbase-3, b/java-core-1, "
        "b/java-core-1-tokens, b/cxx-core-1, b/gocb-2\n");
  CHECK(wrong_on_three_nodes("expect: [{client: k, verdict: timeout}]\n") ==
        "a.yaml:5:19: error: no client that watches is called 'k'\n"
        "    5 | expect: [{client: k, verdict: timeout}]\n"
        "      |                   ^\n"
        "      = write in the script: {at: 6ms, watch: {client: gocb-2, key: k, persist_to: 1}}\n");
}

TEST_CASE("verdicts are judged by word, by instant and by deadline") {
  CHECK(verdicts(on_three_nodes(
            "  - {at: 6ms, watch: {client: libcouchbase-2, key: k, persist_to: 2}}\n"
            "  - {at: 6ms, watch: {client: gocb-2, key: k, name: late, persist_to: 3}}\n"
            "  - {at: 2ms, unpersist: {Key: k, OnMaster: false, OnReplicas: 1}}\n"
            "until: 50ms\n"
            "expect:\n"
            "  - {client: k, verdict: success}\n"
            "  - {client: k, verdict: success, at: 6ms}\n"
            "  - {client: k, verdict: success, at: 7ms}\n"
            "  - {client: k, verdict: success, at: 5ms}\n"
            "  - {client: k, verdict: success, by: 6ms}\n"
            "  - {client: k, verdict: success, by: 5999999ns}\n"
            "  - {client: k, verdict: timeout}\n"
            "  - {client: late, verdict: success}\n")) ==
        "passed unpersist k (OnMaster false, OnReplicas 1) at 2ms is answered ok\n"
        "passed k says success\n"
        "passed k says success at 6ms\n"
        "failed k says success at 7ms -- it said success at 6ms, 1ms earlier\n"
        "failed k says success at 5ms -- it said success at 6ms, 1ms later\n"
        "passed k says success by 6ms\n"
        "failed k says success by 5.999999ms -- it said success at 6ms, 1ns late\n"
        "failed k says timeout -- it said success at 6ms\n"
        "never evaluated late says success -- the run ended at 50ms, before the verdict\n");
}

TEST_CASE("a store that its client refused to send was never answered") {
  CHECK(verdicts(on_three_nodes(
            "  - {at: 1ms, store: {key: a, value: v,\n"
            "                      durability: {client: libcouchbase-2, persist_to: 4}},\n"
            "     answer: ok}\n"
            "expect: [{client: a, verdict: too_many, at: 1ms}]\n")) ==
        "never evaluated store a as libcouchbase-2 (persist_to 4) at 1ms is answered ok -- the "
        "client refused, and sent nothing\n"
        "passed a says too_many at 1ms\n");
}

TEST_CASE("the words of clients, faults and verdicts in a file are those of the models") {
  const auto clients = field_of(kDurabilityTable, "client").choices;
  REQUIRE(clients.size() == durability::kClients);
  for (const durability::ClientProfile& profile : durability::client_profiles()) {
    CHECK(clients[static_cast<std::size_t>(profile.client)] == profile.name);
    CHECK(field_of(kWatchTable, "client").choices[static_cast<std::size_t>(profile.client)] ==
          profile.name);
  }
  const auto faults = field_of(kWatchTable, "mended").element->choices;
  REQUIRE(faults.size() == durability::kClientFaults + 1);
  for (const durability::ClientFaultFacts& facts : durability::client_faults()) {
    CHECK(faults[static_cast<std::size_t>(facts.fault)] == facts.name);
  }
  const auto said = field_of(kVerdictTable, "verdict").choices;
  REQUIRE(said.size() == durability::kClientVerdicts);
  for (std::size_t i = 0; i < said.size(); ++i) {
    CHECK(said[i] == durability::name_of(static_cast<durability::ClientVerdict>(i)));
  }
}
