#include "wrong_language.hpp"

using namespace scenarios;
using tests::about_k;
using tests::below;
using tests::workload;
using tests::wrong;

TEST_CASE("a node or a role that does not exist") {
  CHECK(about_k("expect: [{at: 1ms, observe: k, node3: found}]\n") ==
        "a.yaml:5:32: error: there is no node or role 'node3'\n"
        "    5 | expect: [{at: 1ms, observe: k, node3: found}]\n"
        "      |                                ^\n"
        "      = did you mean 'node0'?\n");
  CHECK(about_k("expect: [{at: 1ms, observe: k, replica2: found}]\n") ==
        "a.yaml:5:32: error: the key 'k' has no replica2: its bucket keeps 2 replicas\n"
        "    5 | expect: [{at: 1ms, observe: k, replica2: found}]\n"
        "      |                                ^\n"
        "      = replicas are counted from 0\n");
  CHECK(about_k("expect: [{at: 1ms, observe: k, mastre: found}]\n") ==
        "a.yaml:5:32: error: there is no node or role 'mastre'\n"
        "    5 | expect: [{at: 1ms, observe: k, mastre: found}]\n"
        "      |                                ^\n"
        "      = did you mean 'master'?\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, override: {master: {disk: {write: 1ms}}}}\n") ==
        "a.yaml:2:32: error: 'master' of which key?\n"
        "    2 | cluster: {nodes: 1, override: {master: {disk: {write: 1ms}}}}\n"
        "      |                                ^\n"
        "      = roles follow from the scenario's key: write key: NAME at the top\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1}\n"
              "script: [{at: 0ms, get: k}]\n"
              "expect: [{at: 0ms, observe: k, replicas: found}]\n") ==
        "a.yaml:4:32: error: the key has no replicas, so this would expect nothing\n"
        "    4 | expect: [{at: 0ms, observe: k, replicas: found}]\n"
        "      |                                ^\n");
}

TEST_CASE("a hint does not list a thousand nodes") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1000, override: {hub: {disk: {write: 1ms}}}}\n") ==
        "a.yaml:2:35: error: there is no node or role 'hub'\n"
        "    2 | cluster: {nodes: 1000, override: {hub: {disk: {write: 1ms}}}}\n"
        "      |                                   ^\n"
        "      = the nodes are node0 to node999\n");
}

TEST_CASE("a key that nothing uses") {
  CHECK(below("key: kay\n"
              "script: [{at: 0ms, get: key}]\n") ==
        "a.yaml:3:6: error: no step and no workload uses the key 'kay'\n"
        "    3 | key: kay\n"
        "      |      ^\n"
        "      = did you mean 'key'?\n");
  CHECK(about_k("expect: [{at: 1ms, observe: kk, all: found}]\n") ==
        "a.yaml:5:29: error: no step and no workload uses the key 'kk'\n"
        "    5 | expect: [{at: 1ms, observe: kk, all: found}]\n"
        "      |                             ^\n"
        "      = did you mean 'k'?\n");
  CHECK(below("script: [{at: 0ms, get: {key: k, vbucket: 3}}]\n"
              "expect: [{at: 1ms, observe: k, all: found}]\n") ==
        "a.yaml:4:29: error: no step and no workload uses the key 'k'\n"
        "    4 | expect: [{at: 1ms, observe: k, all: found}]\n"
        "      |                             ^\n"
        "      = the script uses it in bucket 'default' and vBucket 3: say so here too\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1}\n"
              "workload: [{name: w, every: 1ms, operations: {store: 1}, keys: {count: 9},"
              " until: 1s}]\n"
              "expect: [{key: k9, order: [master.cached, master.persisted]}]\n") ==
        "a.yaml:4:16: error: no step and no workload uses the key 'k9'\n"
        "    4 | expect: [{key: k9, order: [master.cached, master.persisted]}]\n"
        "      |                ^\n"
        "      = the keys of a workload are its prefix and a number from 0\n");
}

TEST_CASE("a bucket that does not exist") {
  CHECK(below("script: [{at: 0ms, get: {key: k, bucket: defalt}}, {at: 0ms, keyinfo: {Key: k,"
              " Bucket: small}}]\n") ==
        "a.yaml:3:42: error: there is no bucket 'defalt'\n"
        "    3 | script: [{at: 0ms, get: {key: k, bucket: defalt}}, {at: 0ms, keyinfo: {Key: k,"
        " Bucket: small}}]\n"
        "      |                                          ^\n"
        "      = did you mean 'default'?\n"
        "a.yaml:3:88: error: there is no bucket 'small'\n"
        "    3 | ...y: k, bucket: defalt}}, {at: 0ms, keyinfo: {Key: k, Bucket: small}}]\n"
        "      |                                                                ^\n"
        "      = only 'default' may stand here\n");
  CHECK(
      workload("every: 1ms, operations: {store: 1}, keys: {count: 9}, until: 1s, bucket: small") ==
      "a.yaml:3:95: error: there is no bucket 'small'\n"
      "    3 | ...perations: {store: 1}, keys: {count: 9}, until: 1s, bucket: small}]\n"
      "      |                                                                ^\n"
      "      = only 'default' may stand here\n");
}

TEST_CASE("a bucket that is given twice") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, buckets: [{name: a}, {name: a}]}\n") ==
        "a.yaml:2:49: error: the bucket 'a' is given twice\n"
        "    2 | cluster: {nodes: 1, buckets: [{name: a}, {name: a}]}\n"
        "      |                                                 ^\n");
}

TEST_CASE("a vBucket that does not exist") {
  CHECK(below("script: [{at: 0ms, get: {key: k, vbucket: 64}}]\n") ==
        "a.yaml:3:43: error: there is no vBucket 64; the cluster has 64\n"
        "    3 | script: [{at: 0ms, get: {key: k, vbucket: 64}}]\n"
        "      |                                           ^\n"
        "      = vBuckets are counted from 0 to 63\n");
}

TEST_CASE("a workload that does not exist, or is given twice") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1}\n"
              "workload:\n"
              "  - {name: shop, every: 1ms, operations: {store: 1}, keys: {count: 9}, until:"
              " 1s}\n"
              "  - {name: shop, every: 1ms, operations: {store: 1}, keys: {count: 9}, until:"
              " 1s}\n"
              "expect:\n"
              "  - {operation: store, workload: shp, mean: \"< 1ms\"}\n"
              "  - {operation: get, count: \"> 1\"}\n") ==
        "a.yaml:5:12: error: the workload 'shop' is given twice\n"
        "    5 |   - {name: shop, every: 1ms, operations: {store: 1}, keys: {count: 9}, until:"
        " 1s}\n"
        "      |            ^\n"
        "a.yaml:7:34: error: there is no workload 'shp'\n"
        "    7 |   - {operation: store, workload: shp, mean: \"< 1ms\"}\n"
        "      |                                  ^\n"
        "      = did you mean 'shop'?\n"
        "a.yaml:8:17: error: no workload asks for get\n"
        "    8 |   - {operation: get, count: \"> 1\"}\n"
        "      |                 ^\n"
        "      = statistics are of workloads; steps of the script are not counted\n");
}

TEST_CASE("a resource that does not exist") {
  CHECK(about_k("expect: [{resource: master/dsk, utilisation: \"< 1%\"}]\n") ==
        "a.yaml:5:21: error: 'master/dsk' is not a resource\n"
        "    5 | expect: [{resource: master/dsk, utilisation: \"< 1%\"}]\n"
        "      |                     ^\n"
        "      = write a node or role and cpu or disk: master/disk\n");
  CHECK(about_k("expect: [{resource: node7/disk, utilisation: \"< 1%\"}]\n") ==
        "a.yaml:5:21: error: there is no node or role 'node7'\n"
        "    5 | expect: [{resource: node7/disk, utilisation: \"< 1%\"}]\n"
        "      |                     ^\n"
        "      = did you mean 'node0'?\n");
  CHECK(about_k("expect: [{resource: network/node0-node1, utilisation: \"< 1%\"}]\n") ==
        "a.yaml:5:21: error: there is no link 'network/node0-node1'\n"
        "    5 | expect: [{resource: network/node0-node1, utilisation: \"< 1%\"}]\n"
        "      |                     ^\n"
        "      = only links with a bandwidth are used up; write network/FROM-TO\n");
}

TEST_CASE("a place of the network that nothing joins, or that is no node") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 2, network: {links: [{between: [node0, hub]}]}}\n") ==
        "a.yaml:2:30: error: no route joins node0 and the node node1\n"
        "    2 | cluster: {nodes: 2, network: {links: [{between: [node0, hub]}]}}\n"
        "      |                              ^\n"
        "      = every node and place must hang on the network\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 2, network: {links: [{between: [node0, node2]}, {between:"
              " [node1, node2]}]}}\n") ==
        "a.yaml:2:57: error: there is no node2\n"
        "    2 | cluster: {nodes: 2, network: {links: [{between: [node0, node2]}, {between:"
        " [node1, node2]}]}}\n"
        "      |                                                         ^\n"
        "      = the cluster's nodes are node0 to node1\n"
        "a.yaml:2:84: error: there is no node2\n"
        "    2 | ...work: {links: [{between: [node0, node2]}, {between: [node1, node2]}]}}\n"
        "      |                                                                ^\n"
        "      = the cluster's nodes are node0 to node1\n");
  CHECK(workload("every: 1ms, operations: {store: 1}, keys: {count: 9}, until: 1s, place: node3") ==
        "a.yaml:3:94: error: there is no node3\n"
        "    3 | ...operations: {store: 1}, keys: {count: 9}, until: 1s, place: node3}]\n"
        "      |                                                                ^\n"
        "      = the cluster's nodes are node0 to node2\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 2, network: {links: [{between: [node0, node1]}]}}\n"
              "workload: [{name: w, every: 1ms, operations: {store: 1}, keys: {count: 9},"
              " until: 1s, place: office}]\n") ==
        "a.yaml:2:30: error: no route joins node0 and the place office\n"
        "    2 | cluster: {nodes: 2, network: {links: [{between: [node0, node1]}]}}\n"
        "      |                              ^\n"
        "      = every node and place must hang on the network\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 2, network: {links: [{between: [node0, node0]}]}}\n") ==
        "a.yaml:2:30: error: no route joins node0 and the node node1\n"
        "    2 | cluster: {nodes: 2, network: {links: [{between: [node0, node0]}]}}\n"
        "      |                              ^\n"
        "      = every node and place must hang on the network\n"
        "a.yaml:2:49: error: a link joins two different places\n"
        "    2 | cluster: {nodes: 2, network: {links: [{between: [node0, node0]}]}}\n"
        "      |                                                 ^\n"
        "      = write between: [node0, switch]\n");
}

TEST_CASE("a milestone that is none") {
  CHECK(about_k("expect: [{order: [master.cached, replica0.stored]}]\n") ==
        "a.yaml:5:34: error: 'replica0.stored' is not a milestone\n"
        "    5 | expect: [{order: [master.cached, replica0.stored]}]\n"
        "      |                                  ^\n"
        "      = write a node or role, a point, and cached or persisted: replica0.persisted\n");
  CHECK(about_k("expect: [{order: [master.cached, replica7.cached]}]\n") ==
        "a.yaml:5:34: error: there is no node or role 'replica7'\n"
        "    5 | expect: [{order: [master.cached, replica7.cached]}]\n"
        "      |                                  ^\n"
        "      = did you mean 'replica0'?\n");
  CHECK(about_k("expect: [{order: [master.cached]}]\n") ==
        "a.yaml:5:18: error: an order needs two milestones at least\n"
        "    5 | expect: [{order: [master.cached]}]\n"
        "      |                  ^\n"
        "      = write order: [master.cached, replica0.cached]\n");
}
