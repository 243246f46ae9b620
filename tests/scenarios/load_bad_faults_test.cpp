// What makes no sense of faults, failovers and clients: each kind in words of its own. What a real
// system would answer is answered; everything else is an error at its place.
#include "tests/scenarios/scenario_language.hpp"

using tests::scenario;
using tests::verdicts;
using tests::wrong;

namespace {

std::string on_nodes(int replicas, const std::string& rest) {
  return "scenario: s\n"
         "key: k\n"
         "cluster: {nodes: 3, replicas: " +
         std::to_string(replicas) +
         ", vbuckets: 4, node: {disk: {write: 1ms}}, network: {latency: 1ms}}\n"
         "script: [{at: 0ms, store: {key: k, value: v}}]\n" +
         rest;
}

/// The first line of what is wrong.
std::string trouble(int replicas, const std::string& rest) {
  const std::string all = wrong(on_nodes(replicas, rest));
  return all.substr(0, all.find('\n'));
}

/// "refused node1 2" of each incident that tells of a failover: kind, node, vBuckets.
std::string failovers(const std::string& text) {
  const scenarios::Scenario read = scenario(text);
  std::string told;
  using models::durability::IncidentKind;
  for (const auto& one : models::durability::run(read.params, read.options).outcome.incidents) {
    if (one.kind != IncidentKind::kFailedOver && one.kind != IncidentKind::kRefused) continue;
    told += one.kind == IncidentKind::kRefused ? "refused " : "failed over ";
    told += read.params->nodes[one.node].name + " " + std::to_string(one.count) + "\n";
  }
  return told;
}

}  // namespace

TEST_CASE("a fault on a thing that does not exist is an error at its place, for every kind") {
  for (const std::string fault :
       {"crash: node7", "restart: node7", "pause: node7", "disk_slow: node7, times: 2",
        "disk_stalled: node7, until: 9s", "disk_full: node7", "disk_fails: node7",
        "loses_syncs: node7", "failover: node7", "opfail: node7", "hiccup: node7, by: 1ms",
        "truncate: node7, limit: 9B", "clock_skew: node7, ahead: 1s"}) {
    CAPTURE(fault);
    const std::size_t column = 13 + fault.find("node7");
    CHECK(trouble(1, "faults:\n  - {" + fault + ", at: 1s}\n") ==
          "a.yaml:6:" + std::to_string(column - 7) + ": error: there is no node or role 'node7'");
  }
  for (const std::string fault :
       {"network_slow: [node0, node7], by: 1ms", "network_cut: [node0, node7]",
        "network_lossy: [node0, node7], loss: 1%", "rebalance: [node0, node7]"}) {
    CAPTURE(fault);
    CHECK(trouble(1, "faults:\n  - {" + fault + ", at: 1s}\n") ==
          "a.yaml:6:" + std::to_string(6 + fault.find("node7")) +
              ": error: there is no node or role 'node7'");
  }
  CHECK(trouble(0, "faults: [{crash: replica0, at: 1s}]\n") ==
        "a.yaml:5:18: error: the key 'k' has no replica0: its bucket keeps no replicas");
}

TEST_CASE("a step of the script that breaks a thing that does not exist is an error, too") {
  const std::string steps = "scenario: s\ncluster: {nodes: 2, replicas: 1}\nscript:\n";
  CHECK(wrong(steps + "  - {at: 1s, crash: node7}\n") ==
        "a.yaml:4:21: error: there is no node or role 'node7'\n"
        "    4 |   - {at: 1s, crash: node7}\n"
        "      |                     ^\n"
        "      = did you mean 'node0'?\n");
  CHECK(wrong(steps + "  - {at: 1s, failover: node7}\n").find("4:24: error: there is no node") !=
        std::string::npos);
}

TEST_CASE("a fault on a node that is down already, or stands still, is an error at its place") {
  CHECK(trouble(1, "faults: [{crash: node0, at: 1s}, {crash: node0, at: 2s}]\n") ==
        "a.yaml:5:42: error: node0 is down already");
  CHECK(trouble(1, "faults: [{crash: node0, at: 1s, until: 2s}, {crash: node0, at: 2s}]\n") ==
        "a.yaml:5:53: error: node0 is down already");
  CHECK(trouble(1, "faults: [{crash: node0, at: 1s}, {pause: node0, at: 2s, until: 3s}]\n") ==
        "a.yaml:5:42: error: node0 is down then");
  CHECK(trouble(1, "faults: [{pause: node0, at: 1s, until: 3s}, {pause: node0, at: 2s}]\n") ==
        "a.yaml:5:53: error: node0 stands still already");
  CHECK(trouble(1, "faults: [{restart: node0, at: 1s}]\n") ==
        "a.yaml:5:20: error: node0 is not down then");
  CHECK(trouble(1, "faults: [{failover: node0, at: 1s}, {failover: node0, at: 2s}]\n") ==
        "a.yaml:5:48: error: node0 is failed over already");
}

TEST_CASE("what else the mock's control channel takes is refused, with what to write instead") {
  const auto step = [](const std::string& words) {
    return wrong("scenario: s\ncluster: {nodes: 2, replicas: 1}\nscript:\n  - {at: 2ms, " + words +
                 "}\n");
  };
  CHECK(step("respawn: node1") ==
        "a.yaml:4:15: error: 'respawn' is refused: a node that comes back is restarted\n"
        "    4 |   - {at: 2ms, respawn: node1}\n"
        "      |               ^\n"
        "      = write restart: node0, after crash: node0\n");
  CHECK(step("opfail: {code: 134, count: 3, servers: [0]}") ==
        "a.yaml:4:15: error: 'opfail' is refused: it is one of the faults, which have a list of "
        "their own\n"
        "    4 |   - {at: 2ms, opfail: {code: 134, count: 3, servers: [0]}}\n"
        "      |               ^\n"
        "      = write faults: [{opfail: node0, at: 2ms, count: 3}]\n");
  for (const std::string word :
       {"hiccup", "truncate", "mockinfo", "get_mcports", "regen_vbcoords", "help", "start_cmdlog",
        "get_cmdlog", "stop_cmdlog", "start_retry_verify", "check_retry_verify",
        "set_enhanced_errors", "set_compression", "set_sasl_mechanisms"}) {
    CHECK(step(word + ": {}").find("a.yaml:4:15: error: '" + word + "' is refused: ") == 0);
  }
  CHECK(trouble(1, "faults: [{respawn: node1, at: 5s}]\n") ==
        "a.yaml:5:11: error: 'respawn' is refused: a node that comes back is restarted");
}

TEST_CASE("what the hints on the mock's words say can be written") {
  for (const std::string fault :
       {"opfail: node0, at: 2ms, count: 3", "hiccup: node0, at: 2ms, until: 9ms, by: 300ms",
        "truncate: node0, at: 2ms, until: 9ms, limit: 20B"}) {
    CHECK(scenario(on_nodes(1, "faults: [{" + fault + "}]\n")).params->faults.size() == 1);
  }
}

TEST_CASE("a node that is down gives no answer, whatever its copies are") {
  CHECK(verdicts(scenario(on_nodes(1,
                                   "faults: [{crash: master, at: 10ms, until: 20ms}]\n"
                                   "expect:\n"
                                   "  - {at: 9999999ns, observe: k, master: persisted}\n"
                                   "  - {at: 10ms, observe: k, master: no_answer}\n"
                                   "  - {at: 15ms, observe: k, master: logically_deleted}\n"
                                   "  - {at: 20ms, observe: k, master: persisted}\n"
                                   "  - {at: 20ms, observe: k, master: no_answer}\n"
                                   "  - {always: {observe: k, master: persisted}, from: 5ms}\n"
                                   "  - {eventually: {observe: k, master: no_answer}}\n"))) ==
        "passed at 9.999999ms: master persisted\n"
        "passed at 10ms: master no_answer\n"
        "failed at 15ms: master logically_deleted -- master gave no answer\n"
        "passed at 20ms: master persisted\n"
        "failed at 20ms: master no_answer -- master answered persisted with CAS 1\n"
        "failed always from 5ms: master persisted -- at 10ms master gave no answer\n"
        "passed eventually from 0ms: master no_answer\n");
}

TEST_CASE("a disk that fails for ever has no end to run to: an error, unless the run has one") {
  const std::string fails = "faults: [{disk_fails: node0, at: 1s}]\n";
  CHECK(trouble(1, fails) == "a.yaml:5:23: error: what fails for ever is tried again for ever");
  CHECK(scenario(on_nodes(1, "until: 10s\n" + fails)).params->faults.size() == 1);
  CHECK(scenario(on_nodes(1, "liveness: {faults_stop: 2s, within: 1s}\n" + fails))
            .params->faults.size() == 1);
}

TEST_CASE("a fault that would come after the end of the run is an error at its place") {
  CHECK(trouble(1, "until: 1s\nfaults: [{crash: node0, at: 5s}]\n") ==
        "a.yaml:6:29: error: the crash comes after the run's end at 1s");
}

TEST_CASE("a failover in a bucket that keeps no replica is an error at its place") {
  CHECK(trouble(0, "faults: [{failover: node0, at: 1s}]\n") ==
        "a.yaml:5:21: error: the bucket 'default' has no replica that could take over");
}

TEST_CASE("a failover with no replica left is refused, as the real system does") {
  CHECK(failovers(on_nodes(1,
                           "faults: [{failover: node0, at: 1s}, {failover: node1, at: 2s},\n"
                           "         {failover: node2, at: 3s}]\n")) ==
        "failed over node0 2\n"
        "refused node1 1\n"
        "refused node2 2\n");
}

TEST_CASE("an automatic failover with no replica left is refused as well") {
  CHECK(failovers(on_nodes(0,
                           "auto_failover: {after: 5s}\n"
                           "faults: [{crash: master, at: 1s}]\n"
                           "until: 20s\n")) == "refused node2 1\n");
}

TEST_CASE("a profile that is asked for what it does not have is an error at its place") {
  const std::string watch =
      "scenario: s\ncluster: {nodes: 2, replicas: 1}\nscript:\n"
      "  - {at: 0ms, store: {key: k}}\n";
  CHECK(wrong(watch + "  - {at: 1s, watch: {client: gocb-2, key: k, persist_to: active}}\n") ==
        "a.yaml:5:58: error: gocb-2 cannot ask for the active node's disk\n"
        "    5 |   - {at: 1s, watch: {client: gocb-2, key: k, persist_to: active}}\n"
        "      |                                                          ^\n"
        "      = write persist_to: 1, which is any node's disk\n");
  CHECK(wrong(watch + "  - {at: 1s, watch: {client: gocb-2, key: k, persist_to: 1,\n"
                      "                      mended: [gives-up-early]}}\n") ==
        "a.yaml:6:32: error: gocb-2 does not have this fault\n"
        "    6 |                       mended: [gives-up-early]}}\n"
        "      |                                ^\n"
        "      = it has refuses-after-storing, ignores-failover and active-counts-as-replica\n");
  CHECK(wrong(watch + "  - {at: 1s, watch: {client: curl, key: k, persist_to: 1}}\n")
            .find("a.yaml:5:30: error: ") == 0);
}

TEST_CASE("a request that no cluster of this size can meet is answered as its client answers it") {
  const std::string watch =
      "scenario: s\ncluster: {nodes: 2, replicas: 1}\nscript:\n"
      "  - {at: 0ms, store: {key: k}}\n"
      "  - {at: 1s, watch: {client: all, key: k, replicate_to: 3}}\n"
      "expect:\n";
  CHECK(verdicts(scenario(watch + "  - {client: k/libcouchbase-2, verdict: too_many}\n"
                                  "  - {client: k/libcouchbase-3, verdict: too_many}\n"
                                  "  - {client: k/java-core-1, verdict: replicas_not_configured}\n"
                                  "  - {client: k/cxx-core-1, verdict: durability_impossible}\n"
                                  "  - {client: k/gocb-2, verdict: durability_impossible}\n")) ==
        "passed k/libcouchbase-2 says too_many\n"
        "passed k/libcouchbase-3 says too_many\n"
        "passed k/java-core-1 says replicas_not_configured\n"
        "passed k/cxx-core-1 says durability_impossible\n"
        "passed k/gocb-2 says durability_impossible\n");
}

TEST_CASE("a level that no bucket of this kind can have is answered as the server answers it") {
  CHECK(verdicts(scenario("scenario: s\ncluster: {nodes: 4, replicas: 3}\n"
                          "script:\n"
                          "  - {at: 0ms, store: {key: k, durability: majority},\n"
                          "     answer: durability_impossible}\n")) ==
        "passed store k with majority at 0ms is answered durability_impossible\n");
}
