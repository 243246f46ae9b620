#include "wrong_language.hpp"

using namespace scenarios;
using tests::below;
using tests::workload;
using tests::wrong;

TEST_CASE("five mistakes in one file are five errors") {
  CHECK(wrong("scenario: shop\n"
              "cluster:\n"
              "  nodes: three\n"
              "  node: {disc: {write: 1ms}}\n"
              "  network: {latency: 5}\n"
              "script:\n"
              "  - {at: 0ms, store: {key: k, value: v}, answer: yes}\n"
              "expect:\n"
              "  - {at: 1ms, observe: j, master: found}\n") ==
        "a.yaml:3:10: error: 'three' is not a count\n"
        "    3 |   nodes: three\n"
        "      |          ^\n"
        "      = write a whole number: 1500, 10k, 2M\n"
        "a.yaml:4:10: error: unknown field 'disc'\n"
        "    4 |   node: {disc: {write: 1ms}}\n"
        "      |          ^\n"
        "      = did you mean 'disk'?\n"
        "a.yaml:5:22: error: '5' is not a duration\n"
        "    5 |   network: {latency: 5}\n"
        "      |                      ^\n"
        "      = write a whole number and a unit: 250us, 5ms, 2s\n"
        "a.yaml:7:50: error: 'yes' is not one of ok, not_found, exists, temporary_failure,"
        " timeout, not_my_vbucket, durability_impossible, sync_write_in_progress,"
        " sync_write_ambiguous or durability_invalid_level\n"
        "    7 |   - {at: 0ms, store: {key: k, value: v}, answer: yes}\n"
        "      |                                                  ^\n"
        "      = write one of ok, not_found, exists, temporary_failure, timeout, not_my_vbucket,"
        " durability_impossible, sync_write_in_progress, sync_write_ambiguous or"
        " durability_invalid_level\n"
        "a.yaml:9:24: error: no step and no workload uses the key 'j'\n"
        "    9 |   - {at: 1ms, observe: j, master: found}\n"
        "      |                        ^\n"
        "      = the script uses k\n");
}

TEST_CASE("an unknown field, with the nearest right one") {
  CHECK(wrong("scenario: x\n"
              "clutser: {nodes: 1}\n") ==
        "a.yaml:1:1: error: scenario: 'cluster' is missing\n"
        "    1 | scenario: x\n"
        "      | ^\n"
        "      = write 'cluster: {nodes: 3, replicas: 2}'\n"
        "a.yaml:2:1: error: unknown field 'clutser'\n"
        "    2 | clutser: {nodes: 1}\n"
        "      | ^\n"
        "      = did you mean 'cluster'?\n");
  CHECK(below("script: [{at: 0ms, get: k, nswer: ok}]\n") ==
        "a.yaml:3:28: error: unknown field 'nswer'\n"
        "    3 | script: [{at: 0ms, get: k, nswer: ok}]\n"
        "      |                            ^\n"
        "      = did you mean 'answer'?\n");
}

TEST_CASE("a field that is given twice") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, nodes: 2}\n"
              "scenario: y\n") ==
        "a.yaml:2:21: error: field 'nodes' is given twice\n"
        "    2 | cluster: {nodes: 1, nodes: 2}\n"
        "      |                     ^\n"
        "      = keep one of them\n"
        "a.yaml:3:1: error: field 'scenario' is given twice\n"
        "    3 | scenario: y\n"
        "      | ^\n"
        "      = keep one of them\n");
}

TEST_CASE("a field that is missing") {
  CHECK(wrong("about: nothing\n") ==
        "a.yaml:1:1: error: scenario: 'scenario' is missing\n"
        "    1 | about: nothing\n"
        "      | ^\n"
        "      = write 'scenario: slow-disk'\n"
        "a.yaml:1:1: error: scenario: 'cluster' is missing\n"
        "    1 | about: nothing\n"
        "      | ^\n"
        "      = write 'cluster: {nodes: 3, replicas: 2}'\n");
  CHECK(below("script: [{store: {value: v}}]\n") ==
        "a.yaml:3:10: error: store step: 'at' is missing\n"
        "    3 | script: [{store: {value: v}}]\n"
        "      |          ^\n"
        "      = write 'at: 5ms'\n"
        "a.yaml:3:18: error: store: 'key' is missing\n"
        "    3 | script: [{store: {value: v}}]\n"
        "      |                  ^\n"
        "      = write 'key: invoice-17'\n");
}

TEST_CASE("fields that contradict each other") {
  CHECK(below("script: [{at: 0ms, store: {key: k, value: v, size: 4KiB}}]\n") ==
        "a.yaml:3:46: error: 'value' and 'size' exclude each other\n"
        "    3 | script: [{at: 0ms, store: {key: k, value: v, size: 4KiB}}]\n"
        "      |                                              ^\n"
        "      = keep one of them\n");
  CHECK(workload("poisson: 5/s, every: 1ms, operations: {store: 1}, keys: {count: 9}, until: 1s") ==
        "a.yaml:3:36: error: 'poisson' and 'every' exclude each other\n"
        "    3 | workload: [{name: w, poisson: 5/s, every: 1ms, operations: {store: 1}, keys:"
        " {count: 9}, until: 1s}]\n"
        "      |                                    ^\n"
        "      = keep one of them\n");
  CHECK(workload("operations: {store: 1}, keys: {count: 9}, until: 1s") ==
        "a.yaml:3:12: error: one of poisson, every, bursts or clients is missing\n"
        "    3 | workload: [{name: w, operations: {store: 1}, keys: {count: 9}, until: 1s}]\n"
        "      |            ^\n"
        "      = write exactly one\n");
}

TEST_CASE("a missing unit, and the unit of something else") {
  CHECK(below("until: 10\n") ==
        "a.yaml:3:8: error: '10' is not a duration\n"
        "    3 | until: 10\n"
        "      |        ^\n"
        "      = write a whole number and a unit: 250us, 5ms, 2s\n");
  CHECK(below("until: 10KiB\n") ==
        "a.yaml:3:8: error: '10KiB' has no unit of duration: 'KiB'\n"
        "    3 | until: 10KiB\n"
        "      |        ^\n"
        "      = write one of ns, us, ms, s, min, h or d\n");
  CHECK(below("script: [{at: 0ms, store: {key: k, size: 5ms}}]\n") ==
        "a.yaml:3:42: error: '5ms' has no unit of size: 'ms'\n"
        "    3 | script: [{at: 0ms, store: {key: k, size: 5ms}}]\n"
        "      |                                          ^\n"
        "      = write one of B, KB, MB, GB, TB, KiB, MiB, GiB or TiB\n");
  CHECK(workload("poisson: 5ms, operations: {store: 1}, keys: {count: 9}, until: 1s") ==
        "a.yaml:3:31: error: '5ms' is not an event rate\n"
        "    3 | workload: [{name: w, poisson: 5ms, operations: {store: 1}, keys: {count: 9},"
        " until: 1s}]\n"
        "      |                               ^\n"
        "      = write how many and per what: 5000/s, 20/ms, 3/min\n");
}

TEST_CASE("a value out of its range") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 0}\n") ==
        "a.yaml:2:18: error: 0 is too small\n"
        "    2 | cluster: {nodes: 0}\n"
        "      |                  ^\n"
        "      = the least is 1\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 9, replicas: 4}\n") ==
        "a.yaml:2:31: error: 4 is too large\n"
        "    2 | cluster: {nodes: 9, replicas: 4}\n"
        "      |                               ^\n"
        "      = the most is 3\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 2, replicas: 2}\n") ==
        "a.yaml:2:31: error: 2 replicas need 3 nodes, there are 2\n"
        "    2 | cluster: {nodes: 2, replicas: 2}\n"
        "      |                               ^\n"
        "      = a node holds one copy of a key\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, vbuckets: 63}\n") ==
        "a.yaml:2:31: error: 63 is not a power of two\n"
        "    2 | cluster: {nodes: 1, vbuckets: 63}\n"
        "      |                               ^\n"
        "      = write 1, 2, 4, ... 64, ... 1024, ... 32768\n");
  CHECK(below("until: 0ms\n") ==
        "a.yaml:3:8: error: 0ms is too small\n"
        "    3 | until: 0ms\n"
        "      |        ^\n"
        "      = the least is 1ns\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 2, buckets: [{name: a, replicas: 2}]}\n") ==
        "a.yaml:2:51: error: 2 replicas need 3 nodes, there are 2\n"
        "    2 | cluster: {nodes: 2, buckets: [{name: a, replicas: 2}]}\n"
        "      |                                                   ^\n"
        "      = a node holds one copy of a key\n");
}

TEST_CASE("numbers that are none, or without end") {
  CHECK(workload("every: 1ms, operations: {store: nan}, keys: {count: 9}, until: 1s") ==
        "a.yaml:3:54: error: 'nan' is not a number\n"
        "    3 | workload: [{name: w, every: 1ms, operations: {store: nan}, keys: {count: 9},"
        " until: 1s}]\n"
        "      |                                                      ^\n"
        "      = write a decimal number: 3, 0.25, -1.5\n");
  CHECK(workload("every: 1ms, operations: {store: .inf}, keys: {count: 9}, until: 1s") ==
        "a.yaml:3:54: error: '.inf' is not a number\n"
        "    3 | workload: [{name: w, every: 1ms, operations: {store: .inf}, keys: {count: 9},"
        " until: 1s}]\n"
        "      |                                                      ^\n"
        "      = write a decimal number: 3, 0.25, -1.5\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: {slow: [{from: 0s, to: 1s, times: inf}]}}}\n") ==
        "a.yaml:2:68: error: 'inf' is not a number\n"
        "    2 | ...: {nodes: 1, node: {disk: {slow: [{from: 0s, to: 1s, times: inf}]}}}\n"
        "      |                                                                ^\n"
        "      = write a decimal number: 3, 0.25, -1.5\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: {write: nan}}}\n") ==
        "a.yaml:2:42: error: 'nan' is not a duration\n"
        "    2 | cluster: {nodes: 1, node: {disk: {write: nan}}}\n"
        "      |                                          ^\n"
        "      = write a whole number and a unit: 250us, 5ms, 2s\n");
  CHECK(below("until: 9999999999h\n") ==
        "a.yaml:3:8: error: '9999999999h' is too large for a duration\n"
        "    3 | until: 9999999999h\n"
        "      |        ^\n"
        "      = the largest is 106751d\n");
}

TEST_CASE("a step that is none still has a time that must be one") {
  CHECK(below("script: [{at: soon, stor: {key: k}}]\n") ==
        "a.yaml:3:10: error: the step has none of the fields store, delete, get, observe,"
        " observe_seqno, persist, unpersist, cache, uncache, endure, purge, keyinfo, watch,"
        " crash, restart, failover, rebalance or time_travel\n"
        "    3 | script: [{at: soon, stor: {key: k}}]\n"
        "      |          ^\n"
        "      = did you mean 'store' by 'stor'?\n"
        "a.yaml:3:15: error: 'soon' is not a duration\n"
        "    3 | script: [{at: soon, stor: {key: k}}]\n"
        "      |               ^\n"
        "      = write a whole number and a unit: 250us, 5ms, 2s\n");
}

TEST_CASE("a step that is none") {
  CHECK(below("script: [{at: 0ms, stor: {key: k}}]\n") ==
        "a.yaml:3:10: error: the step has none of the fields store, delete, get, observe,"
        " observe_seqno, persist, unpersist, cache, uncache, endure, purge, keyinfo, watch,"
        " crash, restart, failover, rebalance or time_travel\n"
        "    3 | script: [{at: 0ms, stor: {key: k}}]\n"
        "      |          ^\n"
        "      = did you mean 'store' by 'stor'?\n");
  CHECK(below("script: [{at: 0ms, color: k}]\n") ==
        "a.yaml:3:10: error: the step has none of the fields store, delete, get, observe,"
        " observe_seqno, persist, unpersist, cache, uncache, endure, purge, keyinfo, watch,"
        " crash, restart, failover, rebalance or time_travel\n"
        "    3 | script: [{at: 0ms, color: k}]\n"
        "      |          ^\n"
        "      = for example '{at: 0ms, store: {key: invoice-17, value: paid}}'\n");
  CHECK(below("script: [go]\n") ==
        "a.yaml:3:10: error: 'go' cannot be a step\n"
        "    3 | script: [go]\n"
        "      |          ^\n"
        "      = for example '{at: 0ms, store: {key: invoice-17, value: paid}}'\n");
  CHECK(below("script: {at: 0ms}\n") ==
        "a.yaml:3:9: error: 'script' takes a list, not a mapping\n"
        "    3 | script: {at: 0ms}\n"
        "      |         ^\n"
        "      = for example 'script: [{at: 0ms, store: {key: invoice-17, value: paid}}]'\n");
}

TEST_CASE("a command without what it requires, and with what it cannot use") {
  CHECK(below("script: [{at: 0ms, persist: {Key: k}}]\n") ==
        "a.yaml:3:29: error: put command: 'OnMaster' is missing\n"
        "    3 | script: [{at: 0ms, persist: {Key: k}}]\n"
        "      |                             ^\n"
        "      = write 'OnMaster: true'\n"
        "a.yaml:3:29: error: put command: 'OnReplicas' is missing\n"
        "    3 | script: [{at: 0ms, persist: {Key: k}}]\n"
        "      |                             ^\n"
        "      = write 'OnReplicas: [0]'\n");
  CHECK(below("script: [{at: 0ms, unpersist: {Key: k, OnMaster: true, OnReplicas: 0, CAS:"
              " 3}}]\n") ==
        "a.yaml:3:71: error: unknown field 'CAS'\n"
        "    3 | ...at: 0ms, unpersist: {Key: k, OnMaster: true, OnReplicas: 0, CAS: 3}}]\n"
        "      |                                                                ^\n"
        "      = write one of Key, OnMaster, OnReplicas, Bucket or vBucket\n");
  CHECK(below("script: [{at: 0ms, persist: {Key: k, OnMaster: 1, OnReplicas: many}}]\n") ==
        "a.yaml:3:48: error: '1' is not true or false\n"
        "    3 | script: [{at: 0ms, persist: {Key: k, OnMaster: 1, OnReplicas: many}}]\n"
        "      |                                                ^\n"
        "      = write true or false\n"
        "a.yaml:3:63: error: 'many' is not an integer\n"
        "    3 | ...ript: [{at: 0ms, persist: {Key: k, OnMaster: 1, OnReplicas: many}}]\n"
        "      |                                                                ^\n"
        "      = write a whole number: 3, -2\n");
}
