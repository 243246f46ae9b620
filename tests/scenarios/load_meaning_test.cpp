#include "wrong_language.hpp"

using namespace scenarios;
using tests::about_k;
using tests::below;
using tests::workload;
using tests::wrong;

TEST_CASE("a step and an expectation after the run's end") {
  CHECK(below("until: 1s\n"
              "script: [{at: 2s, get: k}]\n"
              "expect: [{at: 3s, observe: k, all: found}, {by: 4s, persist_to: 1}]\n") ==
        "a.yaml:4:15: error: the step comes after the run's end at 1s\n"
        "    4 | script: [{at: 2s, get: k}]\n"
        "      |               ^\n"
        "      = move it, or write a later until\n"
        "a.yaml:5:15: error: the expectation comes after the run's end at 1s\n"
        "    5 | expect: [{at: 3s, observe: k, all: found}, {by: 4s, persist_to: 1}]\n"
        "      |               ^\n"
        "      = move it, or write a later until\n"
        "a.yaml:5:49: error: the expectation comes after the run's end at 1s\n"
        "    5 | expect: [{at: 3s, observe: k, all: found}, {by: 4s, persist_to: 1}]\n"
        "      |                                                 ^\n"
        "      = move it, or write a later until\n");
}

TEST_CASE("a warm-up as long as the run") {
  CHECK(below("until: 1s\n"
              "warmup: 1s\n") ==
        "a.yaml:4:9: error: the warm-up must end before the run does\n"
        "    4 | warmup: 1s\n"
        "      |         ^\n");
}

TEST_CASE("an expectation of nothing") {
  CHECK(about_k("expect: [{at: 1ms, observe: k}, {at: 1ms, keyinfo: k}, {by: 1ms}, {at: 1ms,"
                " keyinfo: k, master: {}}]\n") ==
        "a.yaml:5:10: error: what must be answered?\n"
        "    5 | expect: [{at: 1ms, observe: k}, {at: 1ms, keyinfo: k}, {by: 1ms}, {at: 1ms,"
        " keyinfo: k, master: {}}]\n"
        "      |          ^\n"
        "      = name who and what: master: found, replica0: persisted, or all: persisted\n"
        "a.yaml:5:33: error: which stores must hold what?\n"
        "    5 | expect: [{at: 1ms, observe: k}, {at: 1ms, keyinfo: k}, {by: 1ms}, {at: 1ms,"
        " keyinfo: k, master: {}}]\n"
        "      |                                 ^\n"
        "      = write master: {Cache: {CAS: 1}, Disk: {}}\n"
        "a.yaml:5:56: error: one of reached, persist_to or replicate_to is missing\n"
        "    5 | expect: [{at: 1ms, observe: k}, {at: 1ms, keyinfo: k}, {by: 1ms}, {at: 1ms,"
        " keyinfo: k, master: {}}]\n"
        "      |                                                        ^\n"
        "      = write one or more\n"
        "a.yaml:5:67: error: which stores must hold what?\n"
        "    5 | ...: [{at: 1ms, observe: k}, {at: 1ms, keyinfo: k}, {by: 1ms}, {at: 1ms,"
        " keyinfo: k, master: {}}]\n"
        "      |                                                                ^\n"
        "      = write master: {Cache: {CAS: 1}, Disk: {}}\n");
  CHECK(below("expect: [{order: [master.cached, master.persisted]}]\n") ==
        "a.yaml:3:10: error: which key is meant?\n"
        "    3 | expect: [{order: [master.cached, master.persisted]}]\n"
        "      |          ^\n"
        "      = write key: NAME here, or at the top of the scenario\n");
}

TEST_CASE("more copies than there are") {
  CHECK(about_k("expect: [{by: 1ms, persist_to: 4}, {by: 1ms, replicate_to: 3}, {time_to:"
                " {persist_to: 4}, mean: \"< 1ms\"}]\n") ==
        "a.yaml:5:10: error: the key has 3 copies in all\n"
        "    5 | expect: [{by: 1ms, persist_to: 4}, {by: 1ms, replicate_to: 3}, {time_to:"
        " {persist_to: 4}, mean: \"< 1...\n"
        "      |          ^\n"
        "      = persist_to counts the master too, replicate_to only replicas\n"
        "a.yaml:5:36: error: the key has 3 copies in all\n"
        "    5 | expect: [{by: 1ms, persist_to: 4}, {by: 1ms, replicate_to: 3}, {time_to:"
        " {persist_to: 4}, mean: \"< 1...\n"
        "      |                                    ^\n"
        "      = persist_to counts the master too, replicate_to only replicas\n"
        "a.yaml:5:74: error: a key has 3 copies in all\n"
        "    5 | ... 1ms, persist_to: 4}, {by: 1ms, replicate_to: 3}, {time_to: {persist_to:"
        " 4}, mean: \"< 1ms\"}]\n"
        "      |                                                                ^\n"
        "      = persist_to counts the master too, replicate_to only replicas\n");
}

TEST_CASE("a stretch that ends before it begins") {
  CHECK(about_k("expect: [{always: {observe: k, all: found}, from: 5ms, to: 4ms}]\n") ==
        "a.yaml:5:60: error: the stretch must end after it begins\n"
        "    5 | expect: [{always: {observe: k, all: found}, from: 5ms, to: 4ms}]\n"
        "      |                                                            ^\n");
}

TEST_CASE("an OBSERVE_SEQNO that nobody asks") {
  CHECK(about_k("expect: [{at: 1ms, observe_seqno: k, all: {persisted: 1}}]\n") ==
        "a.yaml:5:10: error: no step asks observe_seqno of 'k' at 1ms\n"
        "    5 | expect: [{at: 1ms, observe_seqno: k, all: {persisted: 1}}]\n"
        "      |          ^\n"
        "      = write in the script: {at: 1ms, observe_seqno: k}\n");
}

TEST_CASE("a limit in another unit") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1}\n"
              "workload: [{name: w, every: 1ms, operations: {store: 1}, keys: {count: 9},"
              " until: 1s}]\n"
              "expect:\n"
              "  - {operation: store, mean: \"< 5\", count: \"> 5ms\", rate: \"> 3\"}\n"
              "  - {resource: node0/cpu, utilisation: \"< 5ms\"}\n") ==
        "a.yaml:5:30: error: '5' is not a duration\n"
        "    5 |   - {operation: store, mean: \"< 5\", count: \"> 5ms\", rate: \"> 3\"}\n"
        "      |                              ^\n"
        "      = write a whole number and a unit: 250us, 5ms, 2s\n"
        "a.yaml:5:44: error: '5ms' has no unit of count: 'ms'\n"
        "    5 |   - {operation: store, mean: \"< 5\", count: \"> 5ms\", rate: \"> 3\"}\n"
        "      |                                            ^\n"
        "      = write one of k, M or G\n"
        "a.yaml:5:59: error: '3' is not an event rate\n"
        "    5 |   - {operation: store, mean: \"< 5\", count: \"> 5ms\", rate: \"> 3\"}\n"
        "      |                                                           ^\n"
        "      = write how many and per what: 5000/s, 20/ms, 3/min\n"
        "a.yaml:6:40: error: '5ms' is not a percentage\n"
        "    6 |   - {resource: node0/cpu, utilisation: \"< 5ms\"}\n"
        "      |                                        ^\n"
        "      = write a number and %, from 0% to 100%: 99.9%\n");
}

TEST_CASE("a workload that never ends, ends before it begins, or asks for nothing") {
  CHECK(workload("every: 1ms, operations: {store: 1}, keys: {count: 9}") ==
        "a.yaml:3:12: error: the workload 'w' never ends\n"
        "    3 | workload: [{name: w, every: 1ms, operations: {store: 1}, keys: {count: 9}}]\n"
        "      |            ^\n"
        "      = give it until: 10s or count: 1M, or the scenario until: 10s\n");
  CHECK(workload("every: 1ms, operations: {store: 1}, keys: {count: 9}, from: 2s, until: 1s") ==
        "a.yaml:3:93: error: the workload must end after it begins\n"
        "    3 | ... operations: {store: 1}, keys: {count: 9}, from: 2s, until: 1s}]\n"
        "      |                                                                ^\n");
  CHECK(workload("every: 1ms, operations: {store: 0}, keys: {count: 9}, until: 1s") ==
        "a.yaml:3:46: error: the mix has no operation\n"
        "    3 | workload: [{name: w, every: 1ms, operations: {store: 0}, keys: {count: 9},"
        " until: 1s}]\n"
        "      |                                              ^\n"
        "      = write operations: {store: 1}\n");
  CHECK(workload("every: 1ms, operations: {store: -1, get: 2}, keys: {count: 9}, until: 1s") ==
        "a.yaml:3:54: error: a share cannot be negative\n"
        "    3 | workload: [{name: w, every: 1ms, operations: {store: -1, get: 2}, keys:"
        " {count: 9}, until: 1s}]\n"
        "      |                                                      ^\n");
}

TEST_CASE("a workload without a pause between its operations") {
  CHECK(workload("every: 0ms, operations: {store: 1}, keys: {count: 9}, until: 1s") ==
        "a.yaml:3:29: error: operations at intervals of nothing never end\n"
        "    3 | workload: [{name: w, every: 0ms, operations: {store: 1}, keys: {count: 9},"
        " until: 1s}]\n"
        "      |                             ^\n"
        "      = write an interval: 1ms\n");
  CHECK(workload("every: 1ms, operations: {store: 1}, keys: {count: 9, popularity: {zipf: 0}},"
                 " until: 1s") ==
        "a.yaml:3:94: error: the exponent is above 0 and at most 10\n"
        "    3 | ...operations: {store: 1}, keys: {count: 9, popularity: {zipf: 0}}, until:"
        " 1s}]\n"
        "      |                                                                ^\n"
        "      = 0.99 is YCSB's\n");
}

TEST_CASE("more keys than fit into memory") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1000}\n"
              "workload: [{name: w, every: 1ms, operations: {store: 1}, keys: {count: 1M},"
              " until: 1s}]\n") ==
        "a.yaml:3:11: error: 1000000 keys on 1000 nodes are more than fit into memory\n"
        "    3 | workload: [{name: w, every: 1ms, operations: {store: 1}, keys: {count: 1M},"
        " until: 1s}]\n"
        "      |           ^\n"
        "      = keys times nodes may be 200000000 at most\n");
}

TEST_CASE("slow stretches that overlap, end too early, or take no time") {
  CHECK(wrong("scenario: x\n"
              "cluster:\n"
              "  nodes: 1\n"
              "  node:\n"
              "    disk:\n"
              "      write: 1ms\n"
              "      slow:\n"
              "        - {from: 1s, to: 3s, times: 10}\n"
              "        - {from: 2s, to: 4s, times: 10}\n"
              "        - {from: 6s, to: 5s, times: 10}\n"
              "        - {from: 7s, to: 8s, times: 0}\n") ==
        "a.yaml:9:18: error: two slow stretches overlap\n"
        "    9 |         - {from: 2s, to: 4s, times: 10}\n"
        "      |                  ^\n"
        "a.yaml:10:26: error: a slow stretch must end after it begins\n"
        "   10 |         - {from: 6s, to: 5s, times: 10}\n"
        "      |                          ^\n"
        "a.yaml:11:37: error: a slow stretch takes more than 0 times as long\n"
        "   11 |         - {from: 7s, to: 8s, times: 0}\n"
        "      |                                     ^\n"
        "      = 10 is ten times slower, 0.5 twice as fast; 1000000000 is the most\n");
}

TEST_CASE("the mock has no disk that replication could wait for") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, dialect: mock, replicate_from: disk}\n") ==
        "a.yaml:2:52: error: the mock has no disk that replication could wait for\n"
        "    2 | cluster: {nodes: 1, dialect: mock, replicate_from: disk}\n"
        "      |                                                    ^\n"
        "      = leave out dialect: mock, or write replicate_from: cache\n");
}

TEST_CASE("a burst without a steady rate, or slower than it") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: {caps: {burst: {iops: 5, credits: 1}}}}}\n") ==
        "a.yaml:2:49: error: a burst needs a steady rate to go back to\n"
        "    2 | cluster: {nodes: 1, node: {disk: {caps: {burst: {iops: 5, credits: 1}}}}}\n"
        "      |                                                 ^\n"
        "      = write iops beside it: {iops: 100, burst: {iops: 3000, credits: 5.4M}}\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: {caps: {iops: 9, burst: {iops: 5, credits:"
              " 1}}}}}\n") ==
        "a.yaml:2:65: error: a burst cannot be slower than the steady rate\n"
        "    2 | ...ter: {nodes: 1, node: {disk: {caps: {iops: 9, burst: {iops: 5, credits:"
        " 1}}}}}\n"
        "      |                                                                ^\n");
}
