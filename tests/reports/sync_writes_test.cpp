// What a report tells of synchronous writes and of promises, written out.
#include "tests/reports/told.hpp"

namespace {

// One is committed, a plain one meets it, one waits for disks, and one has nobody to count it.
constexpr const char* kLevels =
    "scenario: x\n"
    "key: k\n"
    "cluster: {nodes: 3, replicas: 2, vbuckets: 1, node: {disk: {write: 2ms}},\n"
    "          network: {latency: 1ms}}\n"
    "script:\n"
    "  - {at: 0ms, store: {key: k, value: a, durability: majority}}\n"
    "  - {at: 1ms, store: {key: k, value: b}}\n"
    "  - {at: 20ms, store: {key: k, value: c, durability: persistToMajority}}\n"
    "  - {at: 40ms, store: {key: k, value: d, durability: {level: majority, timeout: 50ms}}}\n"
    "faults:\n"
    "  - {network_cut: [master, [replica0, replica1]], at: 39ms, until: 200ms}\n";

}  // namespace

TEST_CASE("each synchronous write: when it was prepared, who counted, and what became of it") {
  CHECK(fixture::Told(kLevels).text(reports::sync_writes) ==
        "Synchronous writes\n"
        "3 writes were prepared, 2 committed, 1 aborted.\n"
        "  key  level              prepared  seqno  counted on           end        at    seqno\n"
        "  k    majority           0ms           1  master and replica0  committed  2ms       2\n"
        "  k    persistToMajority  20ms          3  master and replica0  committed  24ms      4\n"
        "  k    majority           40ms          5  master               aborted    90ms      6\n");
}

TEST_CASE("what another master commits again is told as such") {
  std::string text = kLevels;
  text.erase(text.find("  - {at: 1ms,"));
  text += "faults:\n  - {failover: master, at: 2500us}\n";
  const std::string told = fixture::Told(text).text(reports::sync_writes);
  CHECK(told.substr(0, told.find("  key")) ==
        "Synchronous writes\n"
        "1 write was prepared, 2 committed, at least 1 of them anew by another master.\n");
}

TEST_CASE("writes that have the same number in two histories are two, and the lost one is told") {
  const fixture::Told told(
      "scenario: x\n"
      "key: k\n"
      "cluster: {nodes: 3, replicas: 2, vbuckets: 1, node: {disk: {write: 20ms, read: 1ms}},\n"
      "          network: {latency: 1ms}}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: k, value: v, durability: majority}}\n"
      "  - {at: 3s, store: {key: k, value: x, durability: persistToMajority}}\n"
      "faults:\n"
      "  - {crash: master, at: 4ms}\n"
      "  - {crash: replica0, at: 5ms, until: 10ms}\n"
      "  - {crash: replica1, at: 6ms, until: 12ms}\n"
      "  - {failover: master, at: 20ms}\n");
  CHECK(
      told.text(reports::sync_writes) ==
      "Synchronous writes\n"
      "2 writes were prepared, 2 committed.\n"
      "  key  level              prepared  seqno  counted on             end        at      seqno\n"
      "  k    majority           0ms           1  master and replica0    committed  2ms         2\n"
      "  k    persistToMajority  3s            1  replica0 and replica1  committed  3.022s      "
      "2\n");
  CHECK(
      told.text(reports::promises) ==
      "Promises that were not kept\n"
      "1 promise was not kept, which its level allows.\n"
      "  judged                                what led to it\n"
      "  excused: more broke than it survives  k was promised majority at 2ms (seqno 2), node0 "
      "lost its\n"
      "                                        memory at 4ms, node1 lost its memory at 5ms, node2 "
      "lost its\n"
      "                                        memory at 6ms, node0 was failed over at 20ms, "
      "node1 was the\n"
      "                                        master without it at 20ms\n");
}

TEST_CASE("the story tells of prepares, of who counts them, and of the decision") {
  const std::string story = fixture::Told(kLevels).text(reports::story);
  CHECK(story.substr(0, story.find("  20ms ")) ==
        "The story of k\n"
        "  at     what happens\n"
        "  0ms    script: store k with majority\n"
        "  0ms    master prepares k (seqno 1, majority)\n"
        "  0ms    the prepare counts on master\n"
        "  1ms    script: store k\n"
        "  1ms    replica0 prepares k (seqno 1, majority)\n"
        "  1ms    replica1 prepares k (seqno 1, majority)\n"
        "  1ms    the store is answered: sync_write_in_progress\n"
        "  2ms    master persists the prepare\n"
        "  2ms    the prepare counts on replica0\n"
        "  2ms    master commits k (seqno 2)\n"
        "  2ms    master caches revision 1 of k\n"
        "  2ms    the store is answered: ok, CAS 1\n"
        "  3ms    replica0 persists the prepare\n"
        "  3ms    replica1 persists the prepare\n"
        "  3ms    replica0 caches revision 1 of k\n"
        "  3ms    replica1 caches revision 1 of k\n"
        "  4ms    master persists revision 1 of k\n"
        "  5ms    replica0 persists revision 1 of k\n"
        "  5ms    replica1 persists revision 1 of k\n");
  CHECK(story.substr(story.find("  40ms ")) ==
        "  40ms   script: store k with majority\n"
        "  40ms   master prepares k (seqno 5, majority)\n"
        "  40ms   the prepare counts on master\n"
        "  42ms   master persists the prepare\n"
        "  90ms   master aborts the write of k (seqno 6)\n"
        "  90ms   the store is answered: sync_write_ambiguous\n"
        "  241ms  replica0 prepares k (seqno 5, majority)\n"
        "  241ms  replica1 prepares k (seqno 5, majority)\n"
        "  243ms  replica0 persists the prepare\n"
        "  243ms  replica1 persists the prepare\n");
}

TEST_CASE("a promise that holds is a verdict of its own where something breaks") {
  const fixture::Told told(kLevels);
  CHECK(fixture::text_of(*reports::verdicts(told.view().verdicts())) ==
        "What was expected\n"
        "  result  expectation                                                  where\n"
        "  passed  no promise of durability is broken that its level survives  a.yaml\n");
}

TEST_CASE("a promise that is broken is told with the chain of events") {
  const fixture::Told told(
      "scenario: x\n"
      "key: k\n"
      "cluster: {nodes: 3, replicas: 2, vbuckets: 1, node: {disk: {write: 20ms}},\n"
      "          network: {latency: 1ms}}\n"
      "script:\n"
      "  - {at: 0ms, store: {key: k, value: a, durability: persistToMajority}}\n"
      "faults:\n"
      "  - {crash: node0, at: 5ms, until: 10ms}\n"
      "  - {crash: node1, at: 5ms, until: 10ms}\n"
      "  - {crash: node2, at: 5ms, until: 10ms}\n",
      models::durability::Broken::kCountsBeforeDisk);
  CHECK(fixture::text_of(*reports::verdicts(told.view().verdicts())) ==
        "What was expected\n"
        "  result  expectation                               seen                                  "
        "     where\n"
        "  FAILED  no promise of durability is broken that   k was promised persistToMajority at "
        "2ms   a.yaml\n"
        "          its level survives                        (seqno 2), node0 lost its memory at "
        "5ms,\n"
        "                                                    node1 lost its memory at 5ms, node2 "
        "lost\n"
        "                                                    its memory at 5ms, node0 was the "
        "master\n"
        "                                                    without it at 10ms\n");
}
