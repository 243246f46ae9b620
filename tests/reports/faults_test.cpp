// What a report tells of a run in which something breaks, written out.
#include "reports/writers.hpp"
#include "tests/reports/told.hpp"

namespace {

// A master is cut off, writes alone, goes down and is failed over, comes back and is dealt in.
constexpr const char* kFailedOver =
    "scenario: x\n"
    "key: k\n"
    "cluster: {nodes: 3, replicas: 2, vbuckets: 1, node: {disk: {write: 2ms, read: 1ms}},\n"
    "          network: {latency: 1ms}}\n"
    "script:\n"
    "  - {at: 0ms, store: {key: k, value: kept}}\n"
    "  - {at: 10ms, store: {key: k, value: lost}}\n"
    "faults:\n"
    "  - {network_cut: [master, [replica0, replica1]], at: 9ms, until: 11ms}\n"
    "  - {crash: master, at: 12ms, until: 3s}\n"
    "  - {failover: master, at: 1s}\n"
    "  - {rebalance: [node0, node1, node2], at: 5s}\n";

// A replica goes down, and needs 4 ms to read back what it has.
constexpr const char* kReplicaDown =
    "scenario: x\n"
    "key: k\n"
    "cluster: {nodes: 2, replicas: 1, vbuckets: 1, node: {disk: {write: 2ms, read: 4ms}},\n"
    "          network: {latency: 1ms}}\n"
    "script: [{at: 0ms, store: {key: k, value: v}}]\n"
    "faults: [{crash: replica0, at: 10ms, until: 20ms}]\n";

}  // namespace

TEST_CASE("what broke, what came of it, and the keys whose newest write was lost") {
  CHECK(fixture::Told(kFailedOver).text(reports::faults) ==
        "What broke\n"
        "The newest write of 1 key was lost.\n"
        "  at      what breaks, or comes of it\n"
        "  9ms     network_cut between node0 and node1, node2 begins\n"
        "  11ms    network_cut between node0 and node1, node2 ends\n"
        "  12ms    crash of master begins\n"
        "  1s      failover of master begins\n"
        "  1s      node0 is failed over; it was the master of 1 vBucket\n"
        "  1s      node1 begins a new history of vBucket 0 after sequence number 1; 1 write lost\n"
        "  3s      crash of master ends\n"
        "  3.001s  node0 takes part again; it read back 1 item\n"
        "  5s      rebalance to 3 nodes begins\n"
        "  5.004s  node0 begins a new history of vBucket 0 after sequence number 1; nothing is "
        "lost\n"
        "  5.004s  vBucket 0 has moved: node0 is its master, with 2 replicas\n"
        "  5.004s  every vBucket is where the rebalance wanted it; 1 mutation (4B) was read and "
        "sent\n"
        "\n"
        "Keys whose newest write was lost\n"
        "  given up at  key  sequence number  CAS\n"
        "  1s           k                  2    2\n");
}

TEST_CASE("a clock that is wrong is told as it begins and ends, and when its server reads it") {
  const fixture::Told told(
      "scenario: x\n"
      "key: k\n"
      "until: 4min\n"
      "cluster: {nodes: 2, replicas: 1, vbuckets: 1, node: {disk: {write: 2ms}},\n"
      "          network: {latency: 1ms}}\n"
      "script:\n"
      "  - {at: 0s, store: {key: k, value: v, expires: 100s}}\n"
      "  - {at: 2min, time_travel: {back: 1min}}\n"
      "faults: [{clock_skew: node0, ahead: 1min, at: 10s, until: 70s}]\n");
  CHECK(told.text(reports::faults) ==
        "What broke\n"
        "No write was lost.\n"
        "  at    what breaks, or comes of it\n"
        "  10s   clock_skew of node0 (1min ahead) begins\n"
        "  1min  node0's server reads its clock, which is 1min ahead\n"
        "  70s   clock_skew of node0 (1min ahead) ends\n"
        "  2min  time_travel back 1min begins\n"
        "  2min  node0's server reads its clock, which is 1min behind\n"
        "  2min  node1's server reads its clock, which is 1min behind\n");
  CHECK(told.text(reports::story) ==
        "The story of k\n"
        "  at    what happens\n"
        "  0ms   script: store k for 100s\n"
        "  0ms   master caches k\n"
        "  0ms   the store is answered: ok, CAS 1\n"
        "  1ms   replica0 caches k\n"
        "  2ms   master persists k\n"
        "  3ms   replica0 persists k\n"
        "  1min  k has expired by master's clock: whoever asks for it has it deleted\n"
        "  2min  k has not expired by master's clock: it is there again\n"
        "  161s  k has expired by master's clock: whoever asks for it has it deleted\n");
}

TEST_CASE("a failover that the nodes decided on says why") {
  const std::string told =
      fixture::Told(
          "scenario: x\n"
          "key: k\n"
          "cluster: {nodes: 3, replicas: 2, vbuckets: 1, network: {latency: 1ms}}\n"
          "script: [{at: 0ms, store: {key: k, value: v}}]\n"
          "faults: [{crash: master, at: 1s}]\n"
          "auto_failover: {after: 5s}\n")
          .text(reports::faults);
  CHECK(told ==
        "What broke\n"
        "No write was lost.\n"
        "  at  what breaks, or comes of it\n"
        "  1s  crash of master begins\n"
        "  6s  node0 is failed over, for a majority has missed its heartbeats for 5s; it was the "
        "master of 1\n"
        "      vBucket\n"
        "  6s  node1 begins a new history of vBucket 0 after sequence number 1; nothing is lost\n");
}

TEST_CASE("a fault that finds nothing to break is told as such, and no write was lost") {
  CHECK(fixture::Told("scenario: x\n"
                      "key: k\n"
                      "cluster: {nodes: 2, replicas: 1}\n"
                      "script: [{at: 0ms, store: {key: k, value: v}}]\n"
                      "faults:\n"
                      "  - {crash: any, every: 10ms, lasts: 25ms, until: 35ms}\n")
            .text(reports::faults) ==
        "What broke\n"
        "No write was lost.\n"
        "  at    what breaks, or comes of it\n"
        "  10ms  crash of any begins\n"
        "  20ms  crash of any changes nothing: there is nothing to break or to mend\n"
        "  30ms  crash of any changes nothing: there is nothing to break or to mend\n"
        "  35ms  crash of any ends\n"
        "  35ms  node1 takes part again; it read back 1 item\n");
}

TEST_CASE("a run in which nothing breaks has no such section") {
  CHECK(fixture::Told("scenario: x\n"
                      "key: k\n"
                      "cluster: {nodes: 2, replicas: 1}\n"
                      "script: [{at: 0ms, store: {key: k, value: v}}]\n")
            .text(reports::faults)
            .empty());
}

TEST_CASE("the story tells what faults do to the key") {
  CHECK(fixture::Told(kFailedOver).text(reports::story) ==
        "The story of k\n"
        "  at      what happens\n"
        "  0ms     script: store k\n"
        "  0ms     master caches revision 1 of k\n"
        "  0ms     the store is answered: ok, CAS 1\n"
        "  1ms     replica0 caches revision 1 of k\n"
        "  1ms     replica1 caches revision 1 of k\n"
        "  2ms     master persists revision 1 of k\n"
        "  3ms     replica0 persists revision 1 of k\n"
        "  3ms     replica1 persists revision 1 of k\n"
        "  10ms    script: store k\n"
        "  10ms    master caches revision 2 of k\n"
        "  10ms    the store is answered: ok, CAS 2\n"
        "  12ms    master loses k from memory, has revision 1 of k on disk\n"
        "  3.001s  master reads revision 1 of k back from its disk\n"
        "  5s      master drops k: its history has ended\n"
        "  5.002s  master caches revision 1 of k\n"
        "  5.004s  master persists revision 1 of k\n");
}

TEST_CASE("a node that is down answers nothing, and one that warms up not yet") {
  const fixture::Told told(kReplicaDown);
  CHECK(told.text(reports::observe_answers) ==
        "What OBSERVE answers\n"
        "From 24ms on every node answers persisted.\n"
        "  from  until    master (node0)         replica0 (node1)\n"
        "  0ms   1ms      found 0x00, CAS 1      not_found 0x80\n"
        "  1ms   2ms      found 0x00, CAS 1      found 0x00, CAS 1\n"
        "  2ms   3ms      persisted 0x01, CAS 1  found 0x00, CAS 1\n"
        "  3ms   10ms     persisted 0x01, CAS 1  persisted 0x01, CAS 1\n"
        "  10ms  20ms     persisted 0x01, CAS 1  no answer: down\n"
        "  20ms  24ms     persisted 0x01, CAS 1  temporary_failure: warming up\n"
        "  24ms  the end  persisted 0x01, CAS 1  persisted 0x01, CAS 1\n");
  const std::string json =
      reports::to_json({"x", "", true, {*reports::observe_answers(told.view())}});
  CHECK(json.find("            \"replica0\": \"no_answer\",\n"
                  "            \"replica0_status\": null,\n"
                  "            \"replica0_cas\": null\n") != std::string::npos);
  CHECK(json.find("            \"replica0\": \"temporary_failure\",\n"
                  "            \"replica0_status\": null,\n"
                  "            \"replica0_cas\": null\n") != std::string::npos);
}

TEST_CASE("a node that is still down at the end is named") {
  CHECK(fixture::Told("scenario: x\n"
                      "key: k\n"
                      "cluster: {nodes: 2, replicas: 1, node: {disk: {write: 2ms}}}\n"
                      "script: [{at: 0ms, store: {key: k, value: v}}]\n"
                      "faults: [{crash: replica0, at: 10ms}]\n")
            .text(reports::observe_answers) ==
        "What OBSERVE answers\n"
        "At the end node1 does not answer.\n"
        "  from  until    master (node0)         replica0 (node1)\n"
        "  0ms   2ms      found 0x00, CAS 1      found 0x00, CAS 1\n"
        "  2ms   10ms     persisted 0x01, CAS 1  persisted 0x01, CAS 1\n"
        "  10ms  the end  persisted 0x01, CAS 1  no answer: down\n");
}

TEST_CASE("a node that gets the key with another map is a stranger only until then") {
  const std::string answers =
      fixture::Told(
          "scenario: x\n"
          "key: k\n"
          "cluster: {nodes: 3, replicas: 1, vbuckets: 4, network: {latency: 1ms}}\n"
          "script: [{at: 0ms, store: {key: k, value: v}}]\n"
          "faults: [{rebalance: [node0, node1, node2], replicas: 2, at: 1s}]\n")
          .text(reports::observe_answers);
  CHECK(answers.find("Before the map changes at 1.0") != std::string::npos);
  CHECK(answers.find("node1 does not hold the key and answers not_my_vbucket 0x07.") !=
        std::string::npos);
}
