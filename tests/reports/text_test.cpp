#include <doctest/doctest.h>

#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;
using scenarios::Result;

namespace {

// All but the end of the run, whose digest is not this test's business.
reports::Report slow_disk() {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid")
      .expect(14, "in this order: a", Result::kPassed)
      .expect(15, "at 10ms: master found", Result::kFailed, "master answered not_found")
      .expect(16, "at 1s: x", Result::kNeverEvaluated, "the run ended at 81ms");
  reports::Report report = cluster.report();
  report.sections.pop_back();
  return report;
}

}  // namespace

TEST_CASE("a report reads well at 100 columns") {
  CHECK(
      reports::to_text(slow_disk(), {100, false}) ==
      "slow-disk\n"
      "1 of 3 expectations hold, 1 failed, 1 was never evaluated.\n"
      "The replicas persist the key before the master's slow disk does.\n"
      "\n"
      "What was expected\n"
      "  result           expectation            seen                                   where\n"
      "  passed           in this order: a                                  slow-disk.yaml:14\n"
      "  FAILED           at 10ms: master found  master answered not_found  slow-disk.yaml:15\n"
      "  NEVER EVALUATED  at 1s: x               the run ended at 81ms      slow-disk.yaml:16\n"
      "\n"
      "The story of invoice-17\n"
      "  at    what happens                      why then\n"
      "  0ms   script: store invoice-17\n"
      "  1ms   master caches invoice-17          1ms on node0/cpu\n"
      "  1ms   the store is answered: ok, CAS 1\n"
      "  7ms   replica0 caches invoice-17        5ms on the network, then 1ms on node1/cpu\n"
      "  7ms   replica1 caches invoice-17        5ms on the network, then 1ms on node2/cpu\n"
      "  9ms   replica0 persists invoice-17      2ms on node1/disk\n"
      "  9ms   replica1 persists invoice-17      2ms on node2/disk\n"
      "  81ms  master persists invoice-17        80ms on node0/disk\n"
      "\n"
      "What OBSERVE answers\n"
      "From 81ms on every node answers persisted.\n"
      "  from  until    master (node0)         replica0 (node1)       replica1 (node2)\n"
      "  0ms   1ms      not_found 0x80         not_found 0x80         not_found 0x80\n"
      "  1ms   7ms      found 0x00, CAS 1      not_found 0x80         not_found 0x80\n"
      "  7ms   9ms      found 0x00, CAS 1      found 0x00, CAS 1      found 0x00, CAS 1\n"
      "  9ms   81ms     found 0x00, CAS 1      persisted 0x01, CAS 1  persisted 0x01, CAS 1\n"
      "  81ms  the end  persisted 0x01, CAS 1  persisted 0x01, CAS 1  persisted 0x01, CAS 1\n"
      "\n"
      "The order of caching and persisting\n"
      "It is replicas first: every replica persists the key before the master does.\n"
      "  at    node      has\n"
      "  1ms   master    cached\n"
      "  7ms   replica0  cached\n"
      "  7ms   replica1  cached\n"
      "  9ms   replica0  persisted\n"
      "  9ms   replica1  persisted\n"
      "  81ms  master    persisted\n"
      "\n"
      "When durability requirements hold\n"
      "persist_to 3, the strongest, holds from 81ms on.\n"
      "  requirement     the key is                   first holds at  after the master's caching\n"
      "  replicate_to 1  in the caches of 1 replica   7ms             6ms\n"
      "  replicate_to 2  in the caches of 2 replicas  7ms             6ms\n"
      "  persist_to 1    on the disks of 1 node       9ms             8ms\n"
      "  persist_to 2    on the disks of 2 nodes      9ms             8ms\n"
      "  persist_to 3    on the disks of 3 nodes      81ms            80ms\n");
}

TEST_CASE("the same report on a narrow terminal") {
  CHECK(reports::to_text(slow_disk(), {60, false}) ==
        "slow-disk\n"
        "1 of 3 expectations hold, 1 failed, 1 was never evaluated.\n"
        "The replicas persist the key before the master's slow disk\n"
        "does.\n"
        "\n"
        "What was expected\n"
        "- result: passed\n"
        "  expectation: in this order: a\n"
        "  where: slow-disk.yaml:14\n"
        "- result: FAILED\n"
        "  expectation: at 10ms: master found\n"
        "  seen: master answered not_found\n"
        "  where: slow-disk.yaml:15\n"
        "- result: NEVER EVALUATED\n"
        "  expectation: at 1s: x\n"
        "  seen: the run ended at 81ms\n"
        "  where: slow-disk.yaml:16\n"
        "\n"
        "The story of invoice-17\n"
        "  at    what happens               why then\n"
        "  0ms   script: store invoice-17\n"
        "  1ms   master caches invoice-17   1ms on node0/cpu\n"
        "  1ms   the store is answered:\n"
        "        ok, CAS 1\n"
        "  7ms   replica0 caches            5ms on the network, then\n"
        "        invoice-17                 1ms on node1/cpu\n"
        "  7ms   replica1 caches            5ms on the network, then\n"
        "        invoice-17                 1ms on node2/cpu\n"
        "  9ms   replica0 persists          2ms on node1/disk\n"
        "        invoice-17\n"
        "  9ms   replica1 persists          2ms on node2/disk\n"
        "        invoice-17\n"
        "  81ms  master persists            80ms on node0/disk\n"
        "        invoice-17\n"
        "\n"
        "What OBSERVE answers\n"
        "From 81ms on every node answers persisted.\n"
        "  from  until    master         replica0       replica1\n"
        "                 (node0)        (node1)        (node2)\n"
        "  0ms   1ms      not_found      not_found      not_found\n"
        "                 0x80           0x80           0x80\n"
        "  1ms   7ms      found 0x00,    not_found      not_found\n"
        "                 CAS 1          0x80           0x80\n"
        "  7ms   9ms      found 0x00,    found 0x00,    found 0x00,\n"
        "                 CAS 1          CAS 1          CAS 1\n"
        "  9ms   81ms     found 0x00,    persisted      persisted\n"
        "                 CAS 1          0x01, CAS 1    0x01, CAS 1\n"
        "  81ms  the end  persisted      persisted      persisted\n"
        "                 0x01, CAS 1    0x01, CAS 1    0x01, CAS 1\n"
        "\n"
        "The order of caching and persisting\n"
        "It is replicas first: every replica persists the key before\n"
        "the master does.\n"
        "  at    node      has\n"
        "  1ms   master    cached\n"
        "  7ms   replica0  cached\n"
        "  7ms   replica1  cached\n"
        "  9ms   replica0  persisted\n"
        "  9ms   replica1  persisted\n"
        "  81ms  master    persisted\n"
        "\n"
        "When durability requirements hold\n"
        "persist_to 3, the strongest, holds from 81ms on.\n"
        "  requirement    the key is     first holds    after the\n"
        "                                at             master's\n"
        "                                               caching\n"
        "  replicate_to   in the caches  7ms            6ms\n"
        "  1              of 1 replica\n"
        "  replicate_to   in the caches  7ms            6ms\n"
        "  2              of 2 replicas\n"
        "  persist_to 1   on the disks   9ms            8ms\n"
        "                 of 1 node\n"
        "  persist_to 2   on the disks   9ms            8ms\n"
        "                 of 2 nodes\n"
        "  persist_to 3   on the disks   81ms           80ms\n"
        "                 of 3 nodes\n");
}

TEST_CASE("titles are bold and verdicts coloured on a terminal") {
  const std::string text = reports::to_text(slow_disk(), {100, true});
  CHECK(text.find("\x1b[1mslow-disk\x1b[0m\n"
                  "\x1b[31m1 of 3 expectations hold, 1 failed, 1 was never evaluated.\x1b[0m\n") ==
        0);
  CHECK(text.find("  \x1b[32mpassed\x1b[0m  ") != std::string::npos);
  CHECK(text.find("  \x1b[31mFAILED\x1b[0m  ") != std::string::npos);
  CHECK(text.find("\x1b[31mNEVER EVALUATED\x1b[0m") != std::string::npos);
}
