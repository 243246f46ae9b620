// Ephemeral buckets, by hand: what they answer, what a crash leaves of them, and who takes over.
#include <doctest/doctest.h>

#include "sim/loop.hpp"
#include "tests/models/fault_language.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::add;
using tests::between;
using tests::crash;
using tests::incidents;
using tests::lost;
using tests::Story;

namespace {

// Disks of 1 ms that nothing of the bucket ever comes to; 1 ms from each node to each other. One
// vBucket, of which node 0 is the master.
Story in_memory(std::size_t nodes) {
  Story story(std::vector<sim::Duration>(nodes, 1ms), 1ms);
  story.params.buckets[0].type = BucketType::kEphemeral;
  story.params.keys = Keys(1, 1);
  return story;
}

void add_durable_bucket(Story& story, std::uint32_t replicas) {
  BucketParams bucket;
  bucket.name = "disk";
  bucket.replicas = replicas;
  story.params.buckets.push_back(bucket);
  story.params.keys = Keys(2, 1);
}

}  // namespace

TEST_CASE("nothing is ever persisted: OBSERVE says found, OBSERVE_SEQNO persisted 0") {
  Story story = in_memory(3);
  story.at(0ms).store("k", "v");
  CHECK(story.seen("k", 0ms) == "found not_found not_found");
  CHECK(story.seen("k", 1ms) == "found found found");
  CHECK(story.seen("k", 10s) == "found found found");
  CHECK(story.seqnos("k", 10s) == "0/1 0/1 0/1");
  CHECK(story.copies("k", 10s) == "1:v/- 1:v/- 1:v/-");
  CHECK(story.changes("k") == "0 cached @0, 1 cached @1000, 2 cached @1000");
}

TEST_CASE("a delete answers 0x81 for as long as its tombstone is remembered") {
  Story story = in_memory(2);
  story.at(0ms).store("k", "v").at(5ms).remove("k").at(20ms).store("k", "w");
  CHECK(story.seen("k", 5ms) == "logically_deleted found");
  CHECK(story.seen("k", 19ms) == "logically_deleted logically_deleted");
  CHECK(story.copies("k", 19ms) == "x/- x/-");
  CHECK(story.seen("k", 21ms) == "found found");
}

TEST_CASE("no disk works, and what is counted of writes are the replicas alone") {
  Story story = in_memory(2);
  for (int i = 0; i < 10; ++i) story.at(i * 1ms).store("k", "v");
  const Outcome outcome = story.run().outcome;
  CHECK(outcome.writes == 10);
  CHECK(outcome.flushes == 0);
  CHECK(outcome.superseded == 0);
  CHECK(outcome.durability.replicated_to[0].count() == 10);
  CHECK(outcome.durability.replicated_to[0].max() == 1'000'000);
  CHECK(outcome.durability.persisted_to[0].empty());
  CHECK(outcome.durability.persisted_on_master.empty());
}

TEST_CASE("beside a bucket on disk each keeps to its own rules, and to its own estimate") {
  Story story = in_memory(2);
  add_durable_bucket(story, 1);
  const KeyIndex durable = story.params.keys.key(1, "d", 0);
  const KeyIndex memory = story.key("m");
  story.params.watched.push_back(durable);
  for (const KeyIndex key : {memory, durable}) {
    OperationStep store;
    store.key = key;
    story.params.steps.push_back({sim::at(0ms), store});
  }
  for (const KeyIndex key : {memory, durable}) {
    OperationStep observe;
    observe.kind = OperationKind::kObserve;
    observe.key = key;
    story.params.steps.push_back({sim::at(10ms), observe});
  }
  const Outcome outcome = story.run().outcome;
  CHECK(outcome.flushed == 2);
  CHECK(name_of(outcome.replies[2].answers[0].answer.status) == "found");
  CHECK(name_of(outcome.replies[3].answers[0].answer.status) == "persisted");
}

TEST_CASE("OBSERVE's estimate of the time to persist is 0, however long the disk queue is") {
  Story story = in_memory(1);
  add_durable_bucket(story, 0);
  story.params.nodes[0].disk.write = tests::constant(100ms);
  story.params.nodes[0].disk.batch = 1;
  OperationStep store;
  for (const char* name : {"a", "b", "c"}) {
    store.key = story.params.keys.key(1, name, 0);
    story.params.steps.push_back({sim::at(0ms), store});
  }
  story.at(150ms).store("m", "v").observe("m");
  OperationStep observe;
  observe.kind = OperationKind::kObserve;
  observe.key = store.key;
  story.params.steps.push_back({sim::at(150ms), observe});
  const Outcome outcome = story.run().outcome;
  CHECK(outcome.replies[4].answers[0].milliseconds_to_persist == 0);
  CHECK(outcome.replies[5].answers[0].milliseconds_to_persist == 200);
}

TEST_CASE("a synchronous write may ask for majority only; other levels are invalid") {
  SUBCASE("majority counts what is in memory") {
    Story story = in_memory(3);
    story.at(0ms).store("k", "v").with(SyncLevel::kMajority);
    CHECK(story.replies() == "ok @2000");
    CHECK(story.sync_changes() ==
          "0 prepared 1 @0, 0 counted 1 @0, 1 prepared 1 @1000, 2 prepared 1 @1000, "
          "1 counted 1 @2000, 0 committed 1->2 @2000");
    CHECK(story.seqnos("k", 10ms) == "0/2 0/2 0/2");
  }
  SUBCASE("levels that wait for a disk") {
    Story story = in_memory(3);
    story.at(0ms).store("k", "v").with(SyncLevel::kMajorityAndPersistToActive);
    story.at(1ms).store("k", "v").with(SyncLevel::kPersistToMajority);
    story.at(2ms).store("k", "v");
    story.at(3ms).remove("k").with(SyncLevel::kPersistToMajority);
    CHECK(story.replies() ==
          "durability_invalid_level @0, durability_invalid_level @1000, ok @2000, "
          "durability_invalid_level @3000");
    CHECK(story.seqnos("k", 10ms) == "0/1 0/1 0/1");
  }
  SUBCASE("an invalid level is told before that it is impossible, or that the key has a prepare") {
    Story story = in_memory(4);
    story.at(0ms).store("k", "v").with(SyncLevel::kMajority);
    story.at(1ms).store("k", "v").with(SyncLevel::kPersistToMajority);
    CHECK(story.replies() == "durability_impossible @0, durability_invalid_level @1000");
    Story pending = in_memory(2);
    pending.at(0ms).store("k", "v").with(SyncLevel::kMajority);
    pending.at(1ms).store("k", "v").with(SyncLevel::kPersistToMajority);
    pending.at(1ms).store("k", "v").with(SyncLevel::kMajority);
    CHECK(pending.replies() ==
          "ok @2000, durability_invalid_level @1000, sync_write_in_progress @1000");
  }
}

TEST_CASE("a full bucket evicts nothing: it refuses stores, and takes deletes") {
  Story story = in_memory(1);
  story.params.buckets[0].memory = sim::Bytes{2 * 1080 + 500};
  const std::string value(1000, 'v');
  story.at(0ms).store("a", value).store("b", value).at(1s).store("c", value);
  story.at(2s).remove("a").at(3s).store("c", value).at(4s).get("b");
  CHECK(story.replies() ==
        "ok @0, ok @0, temporary_failure @1000000, ok @2000000, ok @3000000, ok @4000000");
  CHECK(story.run().outcome.evictions == 0);
}

TEST_CASE("cache and uncache change its memory, and what they change moves with the numbers") {
  Story story = in_memory(2);
  story.at(0ms).store("k", "v");
  story.at(5ms).command(CommandKind::kUncache, {"k", false, std::int64_t{1}});
  story.at(8ms).command(CommandKind::kCache, {"k", false, std::int64_t{1}});
  CHECK(story.seen("k", 5ms) == "found not_found");
  CHECK(story.seqnos("k", 5ms) == "0/1 0/0");
  CHECK(story.seen("k", 8ms) == "found found");
  CHECK(story.seqnos("k", 8ms) == "0/1 0/1");
  CHECK(story.run().outcome.durability.persisted_to[0].empty());
}

TEST_CASE("a replica comes back empty and is sent everything anew, from memory") {
  Story story = in_memory(2);
  for (auto& node : story.params.nodes) node.disk.read = tests::constant(50ms);
  story.at(0ms).store("a", "1").store("b", "2");
  crash(story, 1, 10ms, 20ms);
  CHECK(story.copies("a", 10ms) == "1:1/- -/-");
  CHECK(story.before("a", 21ms) == "found not_found");
  CHECK(story.copies("a", 21ms) == "1:1/- 1:1/-");
  CHECK(story.seqnos("b", 21ms) == "0/2 0/2");
  CHECK(incidents(story) == "1 began 0/0 @10ms, 1 ended 0/0 @20ms, 1 warmed up 0/0 @20ms");
}

TEST_CASE("memory that is sent behind what a disk is read for is sent as it is by then") {
  Story story = in_memory(2);
  add_durable_bucket(story, 1);
  story.params.nodes[0].disk.read = tests::constant(5ms);
  // The bucket on disk is sent first.
  std::swap(story.params.buckets[0], story.params.buckets[1]);
  const KeyIndex durable = story.params.keys.key(0, "d", 0);
  const KeyIndex memory = story.params.keys.key(1, "m", 0);
  story.params.watched = {memory};
  OperationStep store;
  for (const auto& [at, key] : {std::pair{0ms, memory}, {10ms, durable}, {22ms, memory}}) {
    store.key = key;
    story.params.steps.push_back({sim::at(at), store});
  }
  crash(story, 1, 5ms, 20ms);
  std::string text;
  for (const Change& change : story.run().outcome.changes) text += tests::text_of(change) + ", ";
  // d is read from the disk for 5 ms, and m's first version is gone by then.
  CHECK(text == "0 cached @0, 1 cached @1000, 1 crashed @5000, 0 cached @22000, 1 cached @26000, ");
}

SCENARIO("a master comes back without its ephemeral buckets") {
  GIVEN("a replica that is up") {
    Story story = in_memory(3);
    story.at(0ms).store("a", "1").store("b", "2");
    crash(story, 0, 10ms, 20ms);
    THEN("the replica takes over, and nothing is lost") {
      CHECK(story.copies("a", 1s) == "1:1/- 1:1/-");  // of n1 and n2
      CHECK(lost(story).empty());
      CHECK(incidents(story) ==
            "0 began 0/0 @10ms, 0 ended 0/0 @20ms, 0 warmed up 0/0 @20ms, "
            "0 reprovisioned 0/1 @20ms, 1 new history 2/0 @20ms");
    }
    THEN("clients go to the new master, and the node itself sends them there") {
      story.at(15ms).get("a").at(30ms).store("a", "3").at(40ms).get("a");
      story.params.patience.timeout = 8ms;
      CHECK(story.replies() == "ok @0, ok @0, timeout @23000, ok @30000, ok @40000");
      CHECK(story.copies("a", 1s) == "3:3/- 3:3/-");
      CHECK(story.seqnos("a", 1s) == "0/3 0/3");
    }
    THEN("a rebalance gives it its share again, sent from memory") {
      Fault& back = add(story, FaultKind::kRebalance, 0, 100ms);
      back.nodes = {0, 1, 2};
      CHECK(story.copies("a", 1s) == "1:1/- 1:1/- 1:1/-");
      CHECK(lost(story).empty());
      const Outcome outcome = story.run().outcome;
      CHECK(outcome.flushes == 0);
    }
  }
  GIVEN("a replica that is up, and no leave to reprovision") {
    Story story = in_memory(2);
    story.params.failover.reprovisions = 0;
    story.at(0ms).store("a", "1").store("b", "2");
    crash(story, 0, 10ms, 20ms);
    THEN("the master wipes its replica, and each key is told") {
      CHECK(story.copies("a", 1s) == "-/- -/-");
      CHECK(story.seqnos("a", 1s) == "0/0 0/0");
      CHECK(lost(story) == "a 1, b 2");
      CHECK(incidents(story) ==
            "0 began 0/0 @10ms, 0 ended 0/0 @20ms, 0 warmed up 0/0 @20ms, "
            "0 came back empty 0/1 @20ms, 0 new history 0/2 @20ms, 1 rolled back 0/2 @20ms");
    }
  }
  GIVEN("no replica") {
    Story story = in_memory(1);
    story.at(0ms).store("a", "1").at(5ms).store("a", "2").store("b", "3");
    crash(story, 0, 10ms, 20ms);
    story.at(30ms).store("a", "4");
    THEN("everything is lost, and the history begins at 0") {
      CHECK(story.copies("b", 25ms) == "-/-");
      CHECK(lost(story) == "a 2, b 3");
      CHECK(story.seqnos("a", 25ms) == "0/0");
      CHECK(story.seqnos("a", 1s) == "0/1");
      CHECK(story.copies("a", 1s) == "4:4/-");
      CHECK(incidents(story) ==
            "0 began 0/0 @10ms, 0 ended 0/0 @20ms, 0 warmed up 0/0 @20ms, "
            "0 new history 0/3 @20ms");
    }
  }
  GIVEN("a replica that is down as well") {
    Story story = in_memory(2);
    story.at(0ms).store("a", "1");
    crash(story, 1, 8ms, 50ms);
    crash(story, 0, 10ms, 20ms);
    THEN("there is nobody to take over, and that counts for nothing") {
      CHECK(lost(story) == "a 1");
      CHECK(story.run().outcome.lost.size() == 1);
      CHECK(incidents(story).find("reprovisioned") == std::string::npos);
      CHECK(incidents(story).find("came back empty") == std::string::npos);
    }
  }
}

TEST_CASE("one node is reprovisioned until the next rebalance; the next one stays master, empty") {
  Story story = in_memory(3);
  story.at(0ms).store("a", "1");
  crash(story, 0, 10ms, 20ms);
  crash(story, 1, 30ms, 40ms);
  SUBCASE("by default") {
    CHECK(lost(story) == "a 1");
    CHECK(story.copies("a", 1s) == "-/- -/-");
    CHECK(incidents(story).find("1 came back empty 0/") != std::string::npos);
  }
  SUBCASE("two may be") {
    story.params.failover.reprovisions = 2;
    CHECK(lost(story).empty());
    CHECK(story.copies("a", 1s) == "1:1/-");  // of n2
  }
  SUBCASE("a rebalance in between makes node 0 the master again, and begins to count anew") {
    add(story, FaultKind::kRebalance, 0, 25ms).nodes = {0, 1, 2};
    story.params.faults[1].nodes = {0};
    CHECK(lost(story).empty());
    CHECK(story.copies("a", 1s) == "1:1/- 1:1/-");
    CHECK(incidents(story).find("0 reprovisioned 0/1 @40ms") != std::string::npos);
  }
}

TEST_CASE("the vBucket uuid of what is gone is known to nobody") {
  Story story = in_memory(1);
  story.at(0ms).store("a", "1").at(30ms).observe_seqno("a");
  crash(story, 0, 10ms, 20ms);
  const Outcome outcome = story.run().outcome;
  CHECK(outcome.replies[1].answers[0].unknown_history);
}

TEST_CASE("a replica whose history parts from its master's goes back to nothing") {
  // n1 alone has heard of b's write when its master is failed over, and n2 takes over.
  Story story = in_memory(3);
  story.params.buckets[0].replicas = 2;
  story.at(0ms).store("a", "1").at(10ms).store("b", "2");
  between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1"}}, 9ms, 200ms);
  crash(story, 0, 12ms);
  add(story, FaultKind::kFailover, 0, 20ms);
  CHECK(story.copies("b", 19ms) == "-/- -/- 2:2/-");
  // n1 is promoted without b; n2 has it, and drops a, too, before it is sent a again.
  CHECK(story.copies("a", 20ms) == "1:1/- -/-");
  CHECK(story.copies("a", 21ms) == "1:1/- 1:1/-");
  CHECK(story.copies("b", 1s) == "-/- -/-");
  CHECK(lost(story) == "b 2");
  CHECK(incidents(story).find("2 rolled back 0/2 @20ms") != std::string::npos);
}

TEST_CASE("a majority that is in memory survives a crash of the master, by its replicas") {
  Story story = in_memory(2);
  story.at(0ms).store("a", "1").with(SyncLevel::kMajority);
  crash(story, 0, 10ms, 20ms);
  SUBCASE("the replica takes over with what was promised") {
    const Outcome outcome = story.run().outcome;
    CHECK(outcome.promises == 1);
    CHECK(outcome.lost_promises.empty());
  }
  SUBCASE("without auto-reprovision the loss is more than the level survives") {
    story.params.failover.reprovisions = 0;
    const Outcome outcome = story.run().outcome;
    REQUIRE(outcome.lost_promises.size() == 1);
    CHECK(outcome.lost_promises[0].excused);
  }
}
