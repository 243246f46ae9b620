// Ephemeral buckets in a file: what is read, and what such a bucket does not have.
#include "scenario_language.hpp"

namespace durability = models::durability;
using scenarios::Scenario;
using tests::scenario;

namespace {

// What is wrong with these fields of the cluster beside its two nodes.
std::string wrong_in_cluster(const std::string& fields) {
  return tests::wrong("scenario: x\ncluster:\n  nodes: 2\n  replicas: 1\n" + fields);
}

// What is wrong with this step, below a cluster with a bucket in memory and one on disk.
std::string wrong_step(const std::string& text) {
  return tests::wrong(
      "scenario: x\n"
      "cluster: {nodes: 2, replicas: 1, buckets: [{name: mem, type: ephemeral}, {name: disk}]}\n"
      "script:\n  - " +
      text + "\n");
}

}  // namespace

TEST_CASE("a bucket is kept on disk unless it says that it is ephemeral") {
  const Scenario read = scenario(
      "scenario: x\n"
      "cluster:\n"
      "  nodes: 2\n"
      "  replicas: 1\n"
      "  buckets: [{name: a}, {name: b, type: ephemeral, memory: 64MiB}, "
      "{name: c, type: couchbase}]\n");
  REQUIRE(read.params->buckets.size() == 3);
  CHECK(read.params->buckets[0].type == durability::BucketType::kCouchbase);
  CHECK(read.params->buckets[1].type == durability::BucketType::kEphemeral);
  CHECK(read.params->buckets[1].replicas == 1);
  CHECK(read.params->buckets[1].memory == sim::Bytes{64 << 20});
  CHECK(read.params->buckets[2].type == durability::BucketType::kCouchbase);
}

TEST_CASE("nodes are reprovisioned once until a rebalance, unless the file says otherwise") {
  const std::string cluster = "scenario: x\ncluster: {nodes: 2, replicas: 1}\n";
  CHECK(scenario(cluster).params->failover.reprovisions == 1);
  CHECK(scenario(cluster + "auto_reprovision: {most: 0}\n").params->failover.reprovisions == 0);
  CHECK(scenario(cluster + "auto_reprovision: {most: 3}\n").params->failover.reprovisions == 3);
  CHECK(tests::wrong(cluster + "auto_reprovision: {}\n") ==
        "a.yaml:3:19: error: auto_reprovision: 'most' is missing\n"
        "    3 | auto_reprovision: {}\n"
        "      |                   ^\n"
        "      = write 'most: 2'\n");
}

TEST_CASE("another type is an error, with the two there are") {
  CHECK(wrong_in_cluster("  buckets: [{name: a, type: memcached}]\n") ==
        "a.yaml:5:29: error: 'memcached' is not one of couchbase or ephemeral\n"
        "    5 |   buckets: [{name: a, type: memcached}]\n"
        "      |                             ^\n"
        "      = write one of couchbase or ephemeral\n");
}

TEST_CASE("eviction, replication from disks and the mock do not go with an ephemeral bucket") {
  CHECK(wrong_in_cluster(
            "  buckets: [{name: a, type: ephemeral, memory: 1MiB, eviction: value}]\n") ==
        "a.yaml:5:64: error: the bucket 'a' is ephemeral: what left its memory would be gone\n"
        "    5 | ...uckets: [{name: a, type: ephemeral, memory: 1MiB, eviction: value}]\n"
        "      |                                                                ^\n"
        "      = leave out eviction: a full bucket answers temporary_failure to stores\n");
  CHECK(wrong_in_cluster("  replicate_from: disk\n  buckets: [{name: a, type: ephemeral}]\n") ==
        "a.yaml:6:29: error: the bucket 'a' is ephemeral, and replicate_from: disk would wait for "
        "its disks for ever\n"
        "    6 |   buckets: [{name: a, type: ephemeral}]\n"
        "      |                             ^\n"
        "      = write replicate_from: cache, or type: couchbase\n");
  CHECK(wrong_in_cluster("  dialect: mock\n  buckets: [{name: a, type: ephemeral}]\n") ==
        "a.yaml:6:29: error: the mock has no ephemeral buckets\n"
        "    6 |   buckets: [{name: a, type: ephemeral}]\n"
        "      |                             ^\n"
        "      = leave out dialect: mock, or write type: couchbase\n");
}

TEST_CASE("all that is wrong with a bucket is told at once") {
  const std::string all = wrong_in_cluster(
      "  replicate_from: disk\n  buckets: [{name: a, type: ephemeral, eviction: full}]\n");
  CHECK(all.find("a.yaml:6:29: error: ") != std::string::npos);
  CHECK(all.find("a.yaml:6:50: error: ") != std::string::npos);
}

TEST_CASE("a command that names a disk is an error at its place, for each of the four") {
  for (const std::string command : {"persist", "unpersist", "endure", "purge"}) {
    const std::string line = "{at: 1ms, " + command + ": {Key: k, OnMaster: true, OnReplicas: 0}}";
    CAPTURE(command);
    CHECK(wrong_step(line) == "a.yaml:4:" + std::to_string(17 + command.size()) +
                                  ": error: the bucket 'mem' is ephemeral: it has no disk that " +
                                  command + " could change\n    4 |   - " + line + "\n      | " +
                                  std::string(16 + command.size(), ' ') +
                                  "^\n      = cache and uncache change what is in its memory\n");
  }
}

TEST_CASE("commands for its memory, and for a bucket on disk, are right") {
  for (const std::string command : {"cache", "uncache"}) {
    CAPTURE(command);
    CHECK(wrong_step("{at: 1ms, " + command + ": {Key: k, OnMaster: true, OnReplicas: 0}}") ==
          "nothing wrong");
  }
  CHECK(wrong_step("{at: 1ms, keyinfo: {Key: k}}") == "nothing wrong");
  CHECK(wrong_step("{at: 1ms, persist: {Key: k, Bucket: disk, OnMaster: true, OnReplicas: 0}}") ==
        "nothing wrong");
}
