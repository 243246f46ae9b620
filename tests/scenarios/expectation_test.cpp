// Each kind of expectation passes, fails with what was seen and by how much, or is never evaluated.
#include "scenarios/expectation.hpp"

#include "scenario_language.hpp"

namespace {

/// The verdicts on one key: cached at 0 ms and 2 ms, persisted at 10 ms and 12 ms.
std::string on_a_store(const std::string& expectations, const std::string& top = "") {
  return tests::verdicts(tests::scenario(
      "scenario: x\n" + top +
      "key: k\n"
      "cluster: {nodes: 2, replicas: 1, node: {disk: {write: 10ms}}, network: {latency: 2ms}}\n"
      "script: [{at: 0ms, store: {key: k, value: v}}]\n"
      "expect:\n" +
      expectations));
}

const std::string kStopped = "until: 5ms\n";

/// The verdicts on a get every 10 ms that takes 4 ms of one core.
std::string on_a_workload(const std::string& expectations) {
  return tests::verdicts(tests::scenario(
      "scenario: x\nuntil: 1s\n"
      "cluster: {nodes: 1, node: {cpu: {per_operation: 4ms}}}\n"
      "workload: [{name: w, every: 10ms, operations: {get: 1}, keys: {count: 1}, count: 50}]\n"
      "expect:\n" +
      expectations));
}

}  // namespace

TEST_CASE("order") {
  CHECK(on_a_store("  - {order: [master.cached, replica0.cached, master.persisted]}\n") ==
        "passed in this order: master.cached, then replica0.cached, then master.persisted\n");
  CHECK(on_a_store("  - {order: [master.cached, master.persisted, replica0.cached]}\n") ==
        "failed in this order: master.cached, then master.persisted, then replica0.cached -- "
        "replica0.cached at 2ms came 8ms before master.persisted at 10ms\n");
  CHECK(on_a_store("  - {order: [master.cached, master.persisted]}\n", kStopped) ==
        "failed in this order: master.cached, then master.persisted -- "
        "master.persisted had not happened when the run ended at 5ms\n");
  CHECK(on_a_store("  - {impossible: [master.cached, replica0.cached, master.persisted]}\n") ==
        "failed never in this order: master.cached, then replica0.cached, then master.persisted -- "
        "it came in this order\n");
  CHECK(on_a_store("  - {impossible: [master.persisted, replica0.cached]}\n") ==
        "passed never in this order: master.persisted, then replica0.cached\n");
  CHECK(on_a_store("  - {revision: 2, order: [master.cached, master.persisted]}\n") ==
        "never evaluated in this order: master.cached, then master.persisted -- "
        "the key was written 1 time only\n");
}

TEST_CASE("observe at an instant, and one nanosecond before it") {
  CHECK(on_a_store("  - {at: 9999999ns, observe: k, master: found}\n"
                   "  - {at: 10ms, observe: k, master: persisted, replica0: found}\n"
                   "  - {at: 1h, observe: k, all: persisted}\n") ==
        "passed at 9.999999ms: master found\n"
        "passed at 10ms: master persisted, replica0 found\n"
        "passed at 1h: master persisted, replica0 persisted\n");
  CHECK(on_a_store("  - {at: 9999999ns, observe: k, master: persisted}\n"
                   "  - {at: 10ms, observe: k, master: found}\n"
                   "  - {at: 0ms, observe: k, all: {status: persisted, cas: 1}}\n"
                   "  - {at: 0ms, observe: k, master: {status: found, cas: 2}}\n") ==
        "failed at 9.999999ms: master persisted -- "
        "master answered found with CAS 1 (persisted only 1ns later, at 10ms)\n"
        "failed at 10ms: master found -- master answered persisted with CAS 1\n"
        "failed at 0ms: master persisted with CAS 1, replica0 persisted with CAS 1 -- "
        "master answered found with CAS 1 (persisted only 10ms later, at 10ms), "
        "replica0 answered not_found (persisted only 12ms later, at 12ms)\n"
        "failed at 0ms: master found with CAS 2 -- master answered found with CAS 1\n");
  CHECK(on_a_store("  - {at: 5ms, observe: k, master: found}\n", kStopped) ==
        "passed at 5ms: master found\n");
}

TEST_CASE("keyinfo at an instant, and one nanosecond before it") {
  CHECK(on_a_store("  - {at: 1999999ns, keyinfo: k, replica0: {Cache: {}, Disk: {}}}\n"
                   "  - {at: 2ms, keyinfo: k, replica0: {Cache: {CAS: 1, Value: v}, Disk: {}}}\n"
                   "  - {at: 12ms, keyinfo: k, all: {Disk: {Value: v}}}\n") ==
        "passed at 1.999999ms: the stores of k as listed\n"
        "passed at 2ms: the stores of k as listed\n"
        "passed at 12ms: the stores of k as listed\n");
  CHECK(on_a_store("  - {at: 2ms, keyinfo: k, master: {Disk: {CAS: 1}}, replica0: {Cache: {}}}\n"
                   "  - {at: 2ms, keyinfo: k, master: {Cache: {CAS: 2}}}\n"
                   "  - {at: 2ms, keyinfo: k, master: {Cache: {Value: w}}}\n") ==
        "failed at 2ms: the stores of k as listed -- "
        "master's disk held nothing, replica0's cache held CAS 1, value 'v'\n"
        "failed at 2ms: the stores of k as listed -- master's cache held CAS 1, value 'v'\n"
        "failed at 2ms: the stores of k as listed -- master's cache held CAS 1, value 'v'\n");
}

TEST_CASE("by a deadline") {
  CHECK(on_a_store("  - {by: 10ms, reached: [master.persisted], persist_to: 1}\n"
                   "  - {by: 2ms, replicate_to: 1}\n") ==
        "passed by 10ms: master.persisted, persist_to 1\n"
        "passed by 2ms: replicate_to 1\n");
  CHECK(on_a_store("  - {by: 9999999ns, reached: [master.persisted], persist_to: 2}\n"
                   "  - {by: 1999999ns, replicate_to: 1}\n") ==
        "failed by 9.999999ms: master.persisted, persist_to 2 -- "
        "master.persisted came at 10ms, 1ns late, persist_to 2 came at 12ms, 2.000001ms late\n"
        "failed by 1.999999ms: replicate_to 1 -- replicate_to 1 came at 2ms, 1ns late\n");
  CHECK(on_a_store("  - {by: 5ms, persist_to: 1}\n", kStopped) ==
        "failed by 5ms: persist_to 1 -- persist_to 1 had not happened when the run ended at 5ms\n");
  CHECK(on_a_store("  - {by: 10ms, revision: 3, persist_to: 1}\n") ==
        "never evaluated by 10ms: persist_to 1 -- the key was written 1 time only\n");
}

TEST_CASE("always, over a stretch with both its ends") {
  CHECK(on_a_store("  - {always: {observe: k, master: found}, to: 9999999ns}\n"
                   "  - {always: {observe: k, master: persisted}, from: 10ms}\n"
                   "  - {always: {observe: k, master: found, replica0: found}, from: 2ms, to: "
                   "9999999ns}\n") ==
        "passed always from 0ms to 9.999999ms: master found\n"
        "passed always from 10ms: master persisted\n"
        "passed always from 2ms to 9.999999ms: master found, replica0 found\n");
  CHECK(on_a_store("  - {always: {observe: k, master: found}, to: 10ms}\n"
                   "  - {always: {observe: k, master: persisted}, from: 9999999ns}\n") ==
        "failed always from 0ms to 10ms: master found -- "
        "at 10ms master answered persisted with CAS 1\n"
        "failed always from 9.999999ms: master persisted -- "
        "at 9.999999ms master answered found with CAS 1\n");
}

TEST_CASE("never, over a stretch with both its ends") {
  CHECK(on_a_store("  - {never: {observe: k, master: persisted}, to: 9999999ns}\n"
                   "  - {never: {observe: k, master: found, replica0: persisted}}\n") ==
        "passed never from 0ms to 9.999999ms: master persisted\n"
        "passed never from 0ms: master found, replica0 persisted\n");
  CHECK(on_a_store("  - {never: {observe: k, master: persisted}, to: 10ms}\n"
                   "  - {never: {observe: k, master: persisted, replica0: found}}\n") ==
        "failed never from 0ms to 10ms: master persisted -- "
        "at 10ms master answered persisted with CAS 1\n"
        "failed never from 0ms: master persisted, replica0 found -- "
        "at 10ms master answered persisted with CAS 1, replica0 answered found with CAS 1\n");
}

TEST_CASE("eventually, over a stretch with both its ends") {
  CHECK(on_a_store("  - {eventually: {observe: k, master: found}, from: 9999999ns}\n"
                   "  - {eventually: {observe: k, all: persisted}, to: 12ms}\n") ==
        "passed eventually from 9.999999ms: master found\n"
        "passed eventually from 0ms to 12ms: master persisted, replica0 persisted\n");
  CHECK(on_a_store("  - {eventually: {observe: k, master: found}, from: 10ms}\n"
                   "  - {eventually: {observe: k, all: persisted}, to: 11999999ns}\n") ==
        "failed eventually from 10ms: master found -- at no instant of the stretch\n"
        "failed eventually from 0ms to 11.999999ms: master persisted, replica0 persisted -- "
        "at no instant of the stretch\n");
}

TEST_CASE("observe_seqno is answered by those the script asks") {
  const auto asked = [](const std::string& expectations) {
    return tests::verdicts(tests::scenario(
        "scenario: x\n"
        "cluster: {nodes: 2, replicas: 1, node: {disk: {write: 10ms}}, network: {latency: 2ms}}\n"
        "script: [{at: 0ms, store: {key: k}}, {at: 11ms, observe_seqno: k}]\n"
        "expect:\n" +
        expectations));
  };
  CHECK(asked("  - {at: 11ms, observe_seqno: k, master: {persisted: 1, current: 1},"
              " replica0: {persisted: 0}}\n") ==
        "passed observe_seqno at 11ms: master persisted 1, current 1, replica0 persisted 0\n");
  CHECK(asked("  - {at: 11ms, observe_seqno: k, all: {persisted: 1}}\n"
              "  - {at: 11ms, observe_seqno: k, master: {current: 2}}\n") ==
        "failed observe_seqno at 11ms: master persisted 1, replica0 persisted 1 -- "
        "replica0 answered persisted 0, current 1\n"
        "failed observe_seqno at 11ms: master current 2 -- "
        "master answered persisted 1, current 1\n");
  CHECK(tests::verdicts(tests::scenario(
            "scenario: x\nuntil: 2ms\ncluster: {nodes: 1, node: {cpu: {per_operation: 5ms}}}\n"
            "script: [{at: 0ms, observe_seqno: k}]\n"
            "expect: [{at: 0ms, observe_seqno: k, master: {current: 0}}]\n")) ==
        "never evaluated observe_seqno at 0ms: master current 0 -- master did not answer\n");
}

TEST_CASE("statistics of a workload") {
  CHECK(on_a_workload("  - {operation: get, mean: \"== 4ms\", p50: \"<= 4ms\", p999: \">= 4ms\", "
                      "most: \"== 4ms\", count: \"== 50\", rate: \"== 50/s\"}\n") ==
        "passed mean of get == 4ms\n"
        "passed p50 of get <= 4ms\n"
        "passed p999 of get >= 4ms\n"
        "passed most of get == 4ms\n"
        "passed count of get == 50\n"
        "passed rate of get == 50/s\n");
  CHECK(on_a_workload("  - {operation: get, workload: w, mean: \"< 4ms\", p90: \"> 4ms\", "
                      "p99: \"> 4ms\", count: \"> 50\", rate: \"< 50/s\"}\n") ==
        "failed mean of get of w < 4ms -- it was 4ms\n"
        "failed p90 of get of w > 4ms -- it was 4ms\n"
        "failed p99 of get of w > 4ms -- it was 4ms\n"
        "failed count of get of w > 50 -- it was 50\n"
        "failed rate of get of w < 50/s -- it was 50.0/s\n");
}

TEST_CASE("times until a requirement held") {
  CHECK(on_a_store("  - {time_to: {persist_to: 2}, most: \"<= 12ms\"}\n"
                   "  - {time_to: {replicate_to: 1}, most: \"< 2ms\"}\n") ==
        "passed most of time to persist_to 2 <= 12ms\n"
        "failed most of time to replicate_to 1 < 2ms -- it was 2ms\n");
  CHECK(on_a_store("  - {time_to: {persist_to: 2}, most: \"<= 12ms\"}\n", kStopped) ==
        "never evaluated most of time to persist_to 2 <= 12ms -- nothing was measured\n");
}

TEST_CASE("how busy a resource is") {
  CHECK(on_a_workload("  - {resource: node0/cpu, utilisation: \"<= 20%\"}\n"
                      "  - {resource: node0/cpu, utilisation: \"< 20%\"}\n") ==
        "passed utilisation of node0/cpu <= 20%\n"
        "failed utilisation of node0/cpu < 20% -- it was 20.00%\n");
  CHECK(tests::verdicts(
            tests::scenario("scenario: x\ncluster: {nodes: 1}\nscript: [{at: 0ms, get: k}]\n"
                            "expect: [{resource: node0/cpu, utilisation: \"< 20%\"}]\n")) ==
        "never evaluated utilisation of node0/cpu < 20% -- the run took no time\n");
}

TEST_CASE("what a step is answered") {
  const auto answered = [](const std::string& steps) {
    return tests::verdicts(
        tests::scenario("scenario: x\nuntil: 9ms\ncluster: {nodes: 1, node: "
                        "{cpu: {per_operation: 5ms}}}\nscript:\n" +
                        steps));
  };
  CHECK(answered("  - {at: 0ms, get: k, answer: not_found}\n"
                 "  - {at: 1ms, persist: {Key: k, OnMaster: true, OnReplicas: [0]}, answer: fail}\n"
                 "  - {at: 1ms, persist: {Key: k, OnMaster: true, OnReplicas: 0}}\n") ==
        "passed get k at 0ms is answered not_found\n"
        "passed persist k (OnMaster true, OnReplicas [0]) at 1ms is answered fail\n"
        "passed persist k (OnMaster true, OnReplicas 0) at 1ms is answered ok\n");
  CHECK(answered("  - {at: 0ms, get: k, answer: ok}\n"
                 "  - {at: 1ms, persist: {Key: k, OnMaster: true, OnReplicas: [0]}}\n"
                 "  - {at: 1ms, persist: {Key: k, OnMaster: true, OnReplicas: 0}, answer: fail}\n"
                 "  - {at: 1ms, get: k, answer: ok}\n") ==
        "failed get k at 0ms is answered ok -- it was answered not_found\n"
        "failed persist k (OnMaster true, OnReplicas [0]) at 1ms is answered ok -- "
        "it failed: OnReplicas names replica 0, but the key has 0\n"
        "failed persist k (OnMaster true, OnReplicas 0) at 1ms is answered fail -- "
        "it was answered ok\n"
        "never evaluated get k at 1ms is answered ok -- the run ended at 9ms, before the answer\n");
}
