#include <doctest/doctest.h>

#include "tests/reports/fixture.hpp"

using namespace std::chrono_literals;
using models::durability::CommandKind;
using models::durability::OperationKind;

namespace {

// Two stores, questions, commands, a delete.
fixture::Cluster busy() {
  fixture::Cluster cluster(20ms);
  cluster.store(0ms, "paid").store(1ms, "due");
  cluster.ask(2ms, OperationKind::kObserve).ask(3ms, OperationKind::kGet);
  cluster.ask(4ms, OperationKind::kObserveSeqno).ask(30ms, OperationKind::kDelete);
  cluster.command(15ms, CommandKind::kUnpersist, true, std::int64_t{2});
  cluster.command(16ms, CommandKind::kPurge, false, std::vector<std::int64_t>{0});
  cluster.command(17ms, CommandKind::kKeyinfo, false, std::int64_t{0});
  cluster.command(18ms, CommandKind::kPersist, true, std::vector<std::int64_t>{5});
  cluster.command(19ms, CommandKind::kEndure, false, std::int64_t{-1});
  cluster.ask(90ms, OperationKind::kGet);
  return cluster;
}

}  // namespace

TEST_CASE("the story tells steps, changes, answers and reasons in order") {
  fixture::Cluster cluster = busy();
  CHECK(fixture::text_of(*reports::story(cluster.run())) ==
        "The story of invoice-17\n"
        "  at    what happens                                   why then\n"
        "  0ms   script: store invoice-17\n"
        "  1ms   script: store invoice-17\n"
        "  1ms   master caches revision 1 of invoice-17         1ms on node0/cpu\n"
        "  1ms   the store is answered: ok, CAS 1\n"
        "  2ms   script: observe invoice-17\n"
        "  2ms   master caches revision 2 of invoice-17         1ms on node0/cpu\n"
        "  2ms   the store is answered: ok, CAS 2\n"
        "  3ms   script: get invoice-17\n"
        "  3ms   the observe is answered: replica0 not_found\n"
        "        0x80, replica1 not_found 0x80 and master\n"
        "        found 0x00\n"
        "  4ms   script: observe_seqno invoice-17\n"
        "  4ms   the get is answered: ok, value 'due', CAS 2\n"
        "  5ms   the observe_seqno is answered: replica0 has\n"
        "        persisted 0 of 0, replica1 has persisted 0 of\n"
        "        0 and master has persisted 0 of 2\n"
        "  7ms   replica0 caches revision 1 of invoice-17       5ms on the network, then 1ms on "
        "node1/cpu\n"
        "  7ms   replica1 caches revision 1 of invoice-17       5ms on the network, then 1ms on "
        "node2/cpu\n"
        "  8ms   replica0 caches revision 2 of invoice-17       5ms on the network, then 1ms on "
        "node1/cpu\n"
        "  8ms   replica1 caches revision 2 of invoice-17       5ms on the network, then 1ms on "
        "node2/cpu\n"
        "  9ms   replica0 persists revision 1 of invoice-17     2ms on node1/disk\n"
        "  9ms   replica1 persists revision 1 of invoice-17     2ms on node2/disk\n"
        "  11ms  replica0 persists revision 2 of invoice-17     1ms waiting for node1/disk, then "
        "2ms on\n"
        "                                                       node1/disk\n"
        "  11ms  replica1 persists revision 2 of invoice-17     1ms waiting for node2/disk, then "
        "2ms on\n"
        "                                                       node2/disk\n"
        "  15ms  script: unpersist invoice-17\n"
        "  15ms  command unpersist takes invoice-17 off\n"
        "        master's disk\n"
        "  15ms  command unpersist takes invoice-17 off\n"
        "        replica0's disk\n"
        "  15ms  command unpersist takes invoice-17 off\n"
        "        replica1's disk\n"
        "  16ms  script: purge invoice-17\n"
        "  16ms  command purge takes invoice-17 out of\n"
        "        replica0's cache and off its disk\n"
        "  17ms  script: keyinfo invoice-17\n"
        "  18ms  script: persist invoice-17\n"
        "  18ms  the command fails: OnReplicas names replica\n"
        "        5, but the key has 2\n"
        "  19ms  script: endure invoice-17\n"
        "  19ms  command endure puts invoice-17 in replica0's\n"
        "        cache and on its disk\n"
        "  19ms  command endure puts invoice-17 in replica1's\n"
        "        cache and on its disk\n"
        "  21ms  master persists revision 1 of invoice-17       20ms on node0/disk\n"
        "  30ms  script: delete invoice-17\n"
        "  31ms  master caches the delete, revision 3 of        1ms on node0/cpu\n"
        "        invoice-17\n"
        "  31ms  the delete is answered: ok\n"
        "  37ms  replica0 caches the delete, revision 3 of      5ms on the network, then 1ms on "
        "node1/cpu\n"
        "        invoice-17\n"
        "  37ms  replica1 caches the delete, revision 3 of      5ms on the network, then 1ms on "
        "node2/cpu\n"
        "        invoice-17\n"
        "  39ms  replica0 persists the delete, revision 3 of    2ms on node1/disk\n"
        "        invoice-17\n"
        "  39ms  replica1 persists the delete, revision 3 of    2ms on node2/disk\n"
        "        invoice-17\n"
        "  41ms  master persists revision 2 of invoice-17       19ms waiting for node0/disk, then "
        "20ms on\n"
        "                                                       node0/disk\n"
        "  61ms  master persists the delete, revision 3 of      10ms waiting for node0/disk, then "
        "20ms on\n"
        "        invoice-17                                     node0/disk\n"
        "  90ms  script: get invoice-17\n"
        "  91ms  the get is answered: not_found\n");
}

TEST_CASE("without a record of causes the story has no reasons") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid");
  cluster.scenario().options.causes = false;
  CHECK(fixture::text_of(*reports::story(cluster.run(sim::at(8ms)))) ==
        "The story of invoice-17\n"
        "  at   what happens\n"
        "  0ms  script: store invoice-17\n"
        "  1ms  master caches invoice-17\n"
        "  1ms  the store is answered: ok, CAS 1\n"
        "  7ms  replica0 caches invoice-17\n"
        "  7ms  replica1 caches invoice-17\n");
}

TEST_CASE("a question that is still open when the run ends is never answered") {
  fixture::Cluster cluster(80ms);
  cluster.ask(7500us, OperationKind::kGet);
  CHECK(fixture::text_of(*reports::story(cluster.run(sim::at(8ms)))) ==
        "The story of invoice-17\n"
        "  at     what happens\n"
        "  7.5ms  script: get invoice-17\n"
        "  never  the get is never answered\n");
}

TEST_CASE("a key that nothing happens to has no story") {
  fixture::Cluster cluster(80ms);
  CHECK(!reports::story(cluster.run()));
  CHECK(!reports::ordering(cluster.run()));
  CHECK(!reports::requirements(cluster.run()));
}

TEST_CASE("a long story is cut and says so") {
  fixture::Cluster cluster(1ms);
  for (int i = 0; i < 10; ++i) cluster.store(20ms * i, "v");
  const auto section = reports::story(cluster.run());
  CHECK(section->tables.front().rows.size() == 60);
  CHECK(section->notes == std::vector<std::string>{"20 further lines are not shown."});
}

TEST_CASE("OBSERVE's answers over time, one row a stretch in which no node changes") {
  fixture::Cluster cluster = busy();
  CHECK(
      fixture::text_of(*reports::observe_answers(cluster.run())) ==
      "What OBSERVE answers\n"
      "From 61ms on every node answers not_found.\n"
      "  from  until    master (node0)              replica0 (node1)            replica1 (node2)\n"
      "  0ms   1ms      not_found 0x80              not_found 0x80              not_found 0x80\n"
      "  1ms   2ms      found 0x00, CAS 1           not_found 0x80              not_found 0x80\n"
      "  2ms   7ms      found 0x00, CAS 2           not_found 0x80              not_found 0x80\n"
      "  7ms   8ms      found 0x00, CAS 2           found 0x00, CAS 1           found 0x00, CAS 1\n"
      "  8ms   11ms     found 0x00, CAS 2           found 0x00, CAS 2           found 0x00, CAS 2\n"
      "  11ms  15ms     found 0x00, CAS 2           persisted 0x01, CAS 2       persisted 0x01, "
      "CAS 2\n"
      "  15ms  16ms     found 0x00, CAS 2           found 0x00, CAS 2           found 0x00, CAS 2\n"
      "  16ms  19ms     found 0x00, CAS 2           not_found 0x80              found 0x00, CAS 2\n"
      "  19ms  31ms     found 0x00, CAS 2           persisted 0x01, CAS 2       persisted 0x01, "
      "CAS 2\n"
      "  31ms  37ms     logically_deleted 0x81,     persisted 0x01, CAS 2       persisted 0x01, "
      "CAS 2\n"
      "                 CAS 3\n"
      "  37ms  39ms     logically_deleted 0x81,     logically_deleted 0x81,     logically_deleted "
      "0x81, CAS\n"
      "                 CAS 3                       CAS 3                       3\n"
      "  39ms  61ms     logically_deleted 0x81,     not_found 0x80              not_found 0x80\n"
      "                 CAS 3\n"
      "  61ms  the end  not_found 0x80              not_found 0x80              not_found 0x80\n");
}

TEST_CASE("nodes that do not hold the key are named once") {
  fixture::Cluster cluster(80ms);
  cluster.params().buckets.front().replicas = 1;
  CHECK(reports::observe_answers(cluster.run())->notes ==
        std::vector<std::string>{
            "node2 does not hold the key and always answers not_my_vbucket 0x07."});
}

TEST_CASE("milestones stand in their order, revision by revision") {
  fixture::Cluster cluster = busy();
  CHECK(fixture::text_of(*reports::ordering(cluster.run())) ==
        "The order of caching and persisting\n"
        "Of revision 1 of invoice-17 it is replicas first: every replica persists the key before "
        "the master\n"
        "does.\n"
        "  revision  at    node      has\n"
        "         1  1ms   master    cached\n"
        "         1  7ms   replica0  cached\n"
        "         1  7ms   replica1  cached\n"
        "         1  9ms   replica0  persisted\n"
        "         1  9ms   replica1  persisted\n"
        "         1  21ms  master    persisted\n"
        "         2  2ms   master    cached\n"
        "         2  8ms   replica0  cached\n"
        "         2  8ms   replica1  cached\n"
        "         2  11ms  replica0  persisted\n"
        "         2  11ms  replica1  persisted\n"
        "         2  41ms  master    persisted\n"
        "         3  31ms  master    cached\n"
        "         3  37ms  replica0  cached\n"
        "         3  37ms  replica1  cached\n"
        "         3  39ms  replica0  persisted\n"
        "         3  39ms  replica1  persisted\n"
        "         3  61ms  master    persisted\n");
}

TEST_CASE("requirements are told by when they first hold") {
  fixture::Cluster cluster = busy();
  CHECK(fixture::text_of(*reports::requirements(cluster.run())) ==
        "When durability requirements hold\n"
        "persist_to 3, the strongest, holds from 21ms on.\n"
        "  revision  requirement     the key is                   first holds at  after the "
        "master's caching\n"
        "         1  replicate_to 1  in the caches of 1 replica   7ms             6ms\n"
        "         1  replicate_to 2  in the caches of 2 replicas  7ms             6ms\n"
        "         1  persist_to 1    on the disks of 1 node       9ms             8ms\n"
        "         1  persist_to 2    on the disks of 2 nodes      9ms             8ms\n"
        "         1  persist_to 3    on the disks of 3 nodes      21ms            20ms\n"
        "         2  replicate_to 1  in the caches of 1 replica   8ms             6ms\n"
        "         2  replicate_to 2  in the caches of 2 replicas  8ms             6ms\n"
        "         2  persist_to 1    on the disks of 1 node       11ms            9ms\n"
        "         2  persist_to 2    on the disks of 2 nodes      11ms            9ms\n"
        "         2  persist_to 3    on the disks of 3 nodes      41ms            39ms\n"
        "         3  replicate_to 1  in the caches of 1 replica   37ms            6ms\n"
        "         3  replicate_to 2  in the caches of 2 replicas  37ms            6ms\n"
        "         3  persist_to 1    on the disks of 1 node       39ms            8ms\n"
        "         3  persist_to 2    on the disks of 2 nodes      39ms            8ms\n"
        "         3  persist_to 3    on the disks of 3 nodes      61ms            30ms\n");
}

TEST_CASE("a requirement that never holds says so") {
  fixture::Cluster cluster(80ms);
  cluster.store(0ms, "paid");
  const reports::Section section = *reports::requirements(cluster.run(sim::at(50ms)));
  CHECK(section.lead == "persist_to 3 never holds.");
  CHECK(section.tables.front().rows.back()[3] == reports::duration_cell(std::nullopt));
}

TEST_CASE("commands are answered with a line of JSON") {
  fixture::Cluster cluster = busy();
  CHECK(fixture::text_of(*reports::commands(cluster.run())) ==
        "What the commands were answered\n"
        "  at    command               answer\n"
        "  15ms  unpersist invoice-17  {\"payload\":{},\"status\":\"ok\"}\n"
        "  16ms  purge invoice-17      {\"payload\":{},\"status\":\"ok\"}\n"
        "  17ms  keyinfo invoice-17    "
        "{\"payload\":[{\"Conf\":{\"Type\":\"master\",\"Index\":0},\"Cache\":{\"CAS\":2,\"Valu\n"
        "                              "
        "e\":\"due\"},\"Disk\":{}},null,{\"Conf\":{\"Type\":\"replica\",\"Index\":2},\"Cache\"\n"
        "                              "
        ":{\"CAS\":2,\"Value\":\"due\"},\"Disk\":{}}],\"status\":\"ok\"}\n"
        "  18ms  persist invoice-17    "
        "{\"payload\":{\"Key\":\"invoice-17\",\"OnMaster\":true,\"OnReplicas\":[5]},\"erro\n"
        "                              r\":\"OnReplicas names replica 5, but the key has "
        "2\",\"status\":\"fail\"}\n"
        "  19ms  endure invoice-17     {\"payload\":{},\"status\":\"ok\"}\n");
}
