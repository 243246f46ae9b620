#include <doctest/doctest.h>

#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;
using scenarios::Result;

TEST_CASE("a report as Markdown") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid")
      .expect(14, "in this order: a", Result::kPassed)
      .expect(15, "at 10ms: master found", Result::kFailed, "master answered not_found")
      .expect(16, "at 1s: x", Result::kNeverEvaluated, "the run ended at 81ms");
  reports::Report report = cluster.report();
  report.sections.pop_back();
  CHECK(
      reports::to_markdown(report) ==
      "# slow-disk\n"
      "\n"
      "1 of 3 expectations hold, 1 failed, 1 was never evaluated.\n"
      "\n"
      "The replicas persist the key before the master's slow disk does.\n"
      "\n"
      "## What was expected\n"
      "\n"
      "| result | expectation | seen | where |\n"
      "| --- | --- | --- | ---: |\n"
      "| passed | in this order: a |  | slow-disk.yaml:14 |\n"
      "| FAILED | at 10ms: master found | master answered not\\_found | slow-disk.yaml:15 |\n"
      "| NEVER EVALUATED | at 1s: x | the run ended at 81ms | slow-disk.yaml:16 |\n"
      "\n"
      "## The story of invoice-17\n"
      "\n"
      "| at | what happens | why then |\n"
      "| --- | --- | --- |\n"
      "| 0ms | script: store invoice-17 |  |\n"
      "| 1ms | master caches invoice-17 | 1ms on node0/cpu |\n"
      "| 1ms | the store is answered: ok, CAS 1 |  |\n"
      "| 7ms | replica0 caches invoice-17 | 5ms on the network, then 1ms on node1/cpu |\n"
      "| 7ms | replica1 caches invoice-17 | 5ms on the network, then 1ms on node2/cpu |\n"
      "| 9ms | replica0 persists invoice-17 | 2ms on node1/disk |\n"
      "| 9ms | replica1 persists invoice-17 | 2ms on node2/disk |\n"
      "| 81ms | master persists invoice-17 | 80ms on node0/disk |\n"
      "\n"
      "## What OBSERVE answers\n"
      "\n"
      "From 81ms on every node answers persisted.\n"
      "\n"
      "| from | until | master (node0) | replica0 (node1) | replica1 (node2) |\n"
      "| --- | --- | --- | --- | --- |\n"
      "| 0ms | 1ms | not\\_found 0x80 | not\\_found 0x80 | not\\_found 0x80 |\n"
      "| 1ms | 7ms | found 0x00, CAS 1 | not\\_found 0x80 | not\\_found 0x80 |\n"
      "| 7ms | 9ms | found 0x00, CAS 1 | found 0x00, CAS 1 | found 0x00, CAS 1 |\n"
      "| 9ms | 81ms | found 0x00, CAS 1 | persisted 0x01, CAS 1 | persisted 0x01, CAS 1 |\n"
      "| 81ms | the end | persisted 0x01, CAS 1 | persisted 0x01, CAS 1 | persisted 0x01, CAS 1 |\n"
      "\n"
      "## The order of caching and persisting\n"
      "\n"
      "It is replicas first: every replica persists the key before the master does.\n"
      "\n"
      "| at | node | has |\n"
      "| --- | --- | --- |\n"
      "| 1ms | master | cached |\n"
      "| 7ms | replica0 | cached |\n"
      "| 7ms | replica1 | cached |\n"
      "| 9ms | replica0 | persisted |\n"
      "| 9ms | replica1 | persisted |\n"
      "| 81ms | master | persisted |\n"
      "\n"
      "## When durability requirements hold\n"
      "\n"
      "persist\\_to 3, the strongest, holds from 81ms on.\n"
      "\n"
      "| requirement | the key is | first holds at | after the master's caching |\n"
      "| --- | --- | --- | --- |\n"
      "| replicate\\_to 1 | in the caches of 1 replica | 7ms | 6ms |\n"
      "| replicate\\_to 2 | in the caches of 2 replicas | 7ms | 6ms |\n"
      "| persist\\_to 1 | on the disks of 1 node | 9ms | 8ms |\n"
      "| persist\\_to 2 | on the disks of 2 nodes | 9ms | 8ms |\n"
      "| persist\\_to 3 | on the disks of 3 nodes | 81ms | 80ms |\n");
}

TEST_CASE("what Markdown would read as markup is taken literally") {
  reports::Table table{"t", "", {{"a", "a"}}, {}};
  reports::add_row(table, {reports::text_cell("a|b *c* `d` <e> [f](g) h_i \\")});
  const reports::Report report{"", "", false, {{"id", "#1", "", {table}, {}}}};
  CHECK(reports::to_markdown(report) ==
        "# \\#1\n\n| a |\n| --- |\n"
        "| a\\|b \\*c\\* \\`d\\` \\<e\\> \\[f\\](g) h\\_i \\\\ |\n");
}
