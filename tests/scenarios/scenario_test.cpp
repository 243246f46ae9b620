#include "scenarios/scenario.hpp"

#include "scenario_language.hpp"

using namespace scenarios;
using tests::scenario;

namespace {

/// The answers of all keyinfo steps, a line each.
std::string keyinfos(const Scenario& scenario) {
  const auto run = models::durability::run(scenario.params, scenario.options);
  std::string text;
  for (const auto& reply : run.outcome.commands) {
    if (!reply.stores.empty()) text += keyinfo_json(scenario, reply) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("roles follow from the key's vBucket") {
  // With 64 vBuckets k1 is in 14, whose chain on three nodes starts at node2.
  const Scenario roles =
      scenario("scenario: x\ncluster: {nodes: 3, replicas: 1}\nscript: [{at: 0ms, get: k1}]\n");
  const auto of_key = roles_of(*roles.params, *roles.key);
  REQUIRE(of_key.size() == 2);
  CHECK(of_key[0].role == "master");
  CHECK(of_key[0].name == "node2");
  CHECK(of_key[1].role == "replica0");
  CHECK(chain_of_key(*roles.params, *roles.key).master() == 2);
}

TEST_CASE("keyinfo has one element a server: null, or its part and both stores") {
  CHECK(keyinfos(scenario("scenario: x\n"
                          "cluster: {nodes: 3, replicas: 1, node: {disk: {write: 10ms}}}\n"
                          "script:\n"
                          "  - {at: 0ms, keyinfo: {Key: k1}}\n"
                          "  - {at: 1ms, store: {key: k1, value: 'a \"b\"'}}\n"
                          "  - {at: 2ms, keyinfo: {Key: k1}}\n"
                          "  - {at: 20ms, uncache: {Key: k1, OnMaster: true, OnReplicas: 0}}\n"
                          "  - {at: 20ms, keyinfo: {Key: k1}}\n")) ==
        "[null,null,null]\n"
        "[{\"Conf\":{\"Type\":\"replica\",\"Index\":1},"
        "\"Cache\":{\"CAS\":1,\"Value\":\"a \\\"b\\\"\"},\"Disk\":{}},null,"
        "{\"Conf\":{\"Type\":\"master\",\"Index\":0},"
        "\"Cache\":{\"CAS\":1,\"Value\":\"a \\\"b\\\"\"},\"Disk\":{}}]\n"
        "[{\"Conf\":{\"Type\":\"replica\",\"Index\":1},"
        "\"Cache\":{\"CAS\":1,\"Value\":\"a \\\"b\\\"\"},"
        "\"Disk\":{\"CAS\":1,\"Value\":\"a \\\"b\\\"\"}},null,"
        "{\"Conf\":{\"Type\":\"master\",\"Index\":0},\"Cache\":{},"
        "\"Disk\":{\"CAS\":1,\"Value\":\"a \\\"b\\\"\"}}]\n");
}

TEST_CASE("a value that is only a size is told by it; an empty value is empty") {
  CHECK(keyinfos(scenario("scenario: x\n"
                          "cluster: {nodes: 1}\n"
                          "script:\n"
                          "  - {at: 0ms, store: {key: k, size: 4KiB}}\n"
                          "  - {at: 1ms, keyinfo: {Key: k}}\n"
                          "  - {at: 1ms, cache: {Key: j, OnMaster: true, OnReplicas: 0}}\n"
                          "  - {at: 1ms, keyinfo: {Key: j}}\n")) ==
        "[{\"Conf\":{\"Type\":\"master\",\"Index\":0},"
        "\"Cache\":{\"CAS\":1,\"Value\":\"(4096 bytes)\"},"
        "\"Disk\":{\"CAS\":1,\"Value\":\"(4096 bytes)\"}}]\n"
        "[{\"Conf\":{\"Type\":\"master\",\"Index\":0},"
        "\"Cache\":{\"CAS\":0,\"Value\":\"\"},\"Disk\":{}}]\n");
}
