// Synchronous durability in a file: what is read, and what is wrong.
#include "scenario_language.hpp"

using namespace std::chrono_literals;
using namespace scenarios;
namespace durability = models::durability;
using durability::SyncLevel;
using tests::scenario;
using tests::verdicts;

namespace {

constexpr const char* kCluster =
    "scenario: x\n"
    "cluster: {nodes: 3, replicas: 2, node: {disk: {write: 1ms}}, network: {latency: 2ms}}\n";

durability::SyncRequest sync_of(const Scenario& read, std::size_t step) {
  return std::get<durability::OperationStep>(read.params->steps.at(step).what).sync;
}

}  // namespace

TEST_CASE("a level alone, or with its timeout; or a client that polls: one field") {
  const Scenario read = scenario(
      std::string(kCluster) +
      "script:\n"
      "  - {at: 0ms, store: {key: a, durability: majority}}\n"
      "  - {at: 1ms, store: {key: b, durability: {level: persistToMajority, timeout: 10s}}}\n"
      "  - {at: 2ms, delete: {key: c, durability: majorityAndPersistToActive}}\n"
      "  - {at: 3ms, store: {key: d, durability: {client: gocb-2, persist_to: 1}}}\n"
      "  - {at: 4ms, store: {key: e}}\n");
  CHECK(sync_of(read, 0).level == SyncLevel::kMajority);
  CHECK(sync_of(read, 0).timeout == 30s);
  CHECK(sync_of(read, 1).level == SyncLevel::kPersistToMajority);
  CHECK(sync_of(read, 1).timeout == 10s);
  CHECK(sync_of(read, 2).level == SyncLevel::kMajorityAndPersistToActive);
  CHECK(sync_of(read, 3).level == SyncLevel::kNone);
  CHECK(read.params->watches.size() == 1);
  CHECK(sync_of(read, 4).level == SyncLevel::kNone);
  CHECK(read.steps.at(0) == "store a with majority");
  CHECK(read.steps.at(2) == "delete c with majorityAndPersistToActive");
  CHECK(read.steps.at(3) == "store d as gocb-2 (persist_to 1)");
}

TEST_CASE("a workload's stores and deletes can ask for a level") {
  const Scenario read =
      scenario(std::string(kCluster) +
               "workload:\n"
               "  - {name: a, every: 1ms, count: 5, operations: {store: 1}, keys: {count: 9},\n"
               "     durability: majority}\n"
               "  - {name: b, every: 1ms, count: 5, operations: {store: 1}, keys: {count: 9},\n"
               "     durability: {level: persistToMajority, timeout: 1s}}\n"
               "  - {name: c, every: 1ms, count: 5, operations: {store: 1}, keys: {count: 9}}\n");
  CHECK(read.params->generators.at(0).sync.level == SyncLevel::kMajority);
  CHECK(read.params->generators.at(1).sync.level == SyncLevel::kPersistToMajority);
  CHECK(read.params->generators.at(1).sync.timeout == 1s);
  CHECK(read.params->generators.at(2).sync.level == SyncLevel::kNone);
}

TEST_CASE("what is wrong with levels is told with its place") {
  CHECK(tests::wrong(std::string(kCluster) +
                     "script:\n"
                     "  - {at: 0ms, store: {key: a, durability: most}}\n"
                     "  - {at: 0ms, store: {key: a, durability: {timeout: 1s}}}\n"
                     "  - {at: 0ms, store: {key: a, durability: {level: majority, timeout: 0s}}}\n"
                     "  - {at: 0ms, get: {key: a, durability: majority}}\n") ==
        "a.yaml:4:43: error: 'most' is not one of majority, majorityAndPersistToActive or "
        "persistToMajority\n"
        "    4 |   - {at: 0ms, store: {key: a, durability: most}}\n"
        "      |                                           ^\n"
        "      = write one of majority, majorityAndPersistToActive or persistToMajority\n"
        "a.yaml:5:43: error: a mapping as 'durability' is none of: a level, a level and timeout or "
        "a client\n"
        "    5 |   - {at: 0ms, store: {key: a, durability: {timeout: 1s}}}\n"
        "      |                                           ^\n"
        "      = it needs one of the fields level or client\n"
        "a.yaml:6:70: error: 0ms is too small\n"
        "    6 | ...0ms, store: {key: a, durability: {level: majority, timeout: 0s}}}\n"
        "      |                                                                ^\n"
        "      = the least is 1ns\n"
        "a.yaml:7:29: error: unknown field 'durability'\n"
        "    7 |   - {at: 0ms, get: {key: a, durability: majority}}\n"
        "      |                             ^\n"
        "      = write one of key, bucket or vbucket\n");
}

TEST_CASE("the mock has no synchronous durability") {
  CHECK(tests::wrong("scenario: x\n"
                     "cluster: {nodes: 3, replicas: 2, dialect: mock}\n"
                     "script:\n"
                     "  - {at: 0ms, store: {key: a, durability: majority}}\n") ==
        "a.yaml:4:43: error: the mock has no synchronous durability\n"
        "    4 |   - {at: 0ms, store: {key: a, durability: majority}}\n"
        "      |                                           ^\n"
        "      = leave out dialect: mock, or name a client that polls\n");
}

TEST_CASE("each answer of a synchronous write can be expected") {
  CHECK(verdicts(scenario("scenario: x\n"
                          "cluster: {nodes: 4, replicas: 3}\n"
                          "script:\n"
                          "  - {at: 0ms, store: {key: a, durability: majority},\n"
                          "     answer: durability_impossible}\n")) ==
        "passed store a with majority at 0ms is answered durability_impossible\n");
  CHECK(verdicts(scenario(
            "scenario: x\n"
            "cluster: {nodes: 2, replicas: 1, network: {latency: 60ms}}\n"
            "script:\n"
            "  - {at: 0ms, store: {key: a, durability: {level: majority, timeout: 100ms}},\n"
            "     answer: sync_write_ambiguous}\n"
            "  - {at: 5ms, store: {key: a}, answer: sync_write_in_progress}\n"
            "  - {at: 6ms, store: {key: a}, answer: ok}\n")) ==
        "passed store a with majority at 0ms is answered sync_write_ambiguous\n"
        "passed store a at 5ms is answered sync_write_in_progress\n"
        "failed store a at 6ms is answered ok -- it was answered sync_write_in_progress\n");
}

TEST_CASE("keyinfo shows a prepare beside the two stores") {
  const Scenario read = scenario(std::string(kCluster) +
                                 "script:\n"
                                 "  - {at: 0ms, store: {key: a, value: v, durability: majority}}\n"
                                 "  - {at: 3ms, keyinfo: {Key: a}}\n"
                                 "  - {at: 20ms, keyinfo: {Key: a}}\n");
  const auto run = durability::run(read.params, read.options);
  CHECK(keyinfo_json(read, run.outcome.commands.at(0)) ==
        R"([{"Conf":{"Type":"replica","Index":2},)"
        R"("Cache":{},"Disk":{},"Prepare":{"CAS":1,"Value":"v","Level":"majority"}},)"
        R"({"Conf":{"Type":"master","Index":0},)"
        R"("Cache":{},"Disk":{},"Prepare":{"CAS":1,"Value":"v","Level":"majority"}},)"
        R"({"Conf":{"Type":"replica","Index":1},)"
        R"("Cache":{},"Disk":{},"Prepare":{"CAS":1,"Value":"v","Level":"majority"}}])");
  CHECK(keyinfo_json(read, run.outcome.commands.at(1)) ==
        R"([{"Conf":{"Type":"replica","Index":2},)"
        R"("Cache":{"CAS":1,"Value":"v"},"Disk":{"CAS":1,"Value":"v"}},)"
        R"({"Conf":{"Type":"master","Index":0},)"
        R"("Cache":{"CAS":1,"Value":"v"},"Disk":{"CAS":1,"Value":"v"}},)"
        R"({"Conf":{"Type":"replica","Index":1},)"
        R"("Cache":{"CAS":1,"Value":"v"},"Disk":{"CAS":1,"Value":"v"}}])");
}
