// What clients are answered: deletes, CAS, OBSERVE and its estimates, and a memory that is full.
#include <doctest/doctest.h>

#include <algorithm>

#include "sim/loop.hpp"
#include "tests/models/cluster_language.hpp"

using models::durability::BucketParams;
using models::durability::Dialect;
using models::durability::Eviction;
using models::durability::KeyIndex;
using tests::Story;
using namespace std::chrono_literals;

SCENARIO("a key is deleted") {
  Story story({8ms, 9ms}, 2ms);
  story.at(0ms).store("k", "v").at(20ms).remove("k");
  GIVEN("the real server") {
    THEN("the delete goes the way of a store, and is forgotten where it is on disk") {
      CHECK(story.before("k", 20ms) == "persisted persisted");
      CHECK(story.seen("k", 20ms) == "logically_deleted persisted");
      CHECK(story.copies("k", 20ms) == "x/1:v 1:v/1:v");
      CHECK(story.seen("k", 22ms) == "logically_deleted logically_deleted");
      CHECK(story.before("k", 28ms) == "logically_deleted logically_deleted");
      CHECK(story.seen("k", 28ms) == "not_found logically_deleted");
      CHECK(story.seen("k", 31ms) == "not_found not_found");
      CHECK(story.copies("k", 31ms) == "-/x -/x");
      CHECK(story.seqnos("k", 31ms) == "2/2 2/2");
      CHECK(story.replies() == "ok @0, ok @20000");
    }
  }
  GIVEN("the mock") {
    story.params.dialect = Dialect::kMock;
    THEN("the master forgets at once, and a tombstone stays on the replica's disk") {
      CHECK(story.before("k", 20ms) == "persisted persisted");
      CHECK(story.seen("k", 20ms) == "not_found persisted");
      CHECK(story.copies("k", 20ms) == "-/- 1:v/1:v");
      CHECK(story.seen("k", 22ms) == "not_found logically_deleted");
      CHECK(story.seen("k", 1s) == "not_found logically_deleted");
      CHECK(story.copies("k", 1s) == "-/- -/x");
      CHECK(story.seqnos("k", 22ms) == "2/2 2/2");
    }
  }
}

SCENARIO("a key is deleted before its store persists") {
  Story story({8ms, 9ms}, 2ms);
  story.at(0ms).store("k", "v").at(1ms).remove("k");
  GIVEN("the real server") {
    THEN("the store that is being written lands first, then the delete") {
      CHECK(story.seen("k", 1ms) == "logically_deleted not_found");
      CHECK(story.copies("k", 8ms) == "x/1:v x/-");
      CHECK(story.seen("k", 16ms) == "not_found logically_deleted");
      CHECK(story.copies("k", 20ms) == "-/x -/x");
    }
  }
  GIVEN("the mock") {
    story.params.dialect = Dialect::kMock;
    THEN("the store does not come back when its write is done") {
      CHECK(story.seen("k", 1ms) == "not_found not_found");
      CHECK(story.before("k", 3ms) == "not_found found");
      CHECK(story.seen("k", 3ms) == "not_found not_found");
      CHECK(story.seen("k", 8ms) == "not_found not_found");
      CHECK(story.seen("k", 1s) == "not_found not_found");
      CHECK(story.seqnos("k", 1s) == "2/2 2/2");
    }
    THEN("a store after the delete is a store like any other") {
      story.at(2ms).store("k", "w");
      CHECK(story.seen("k", 2ms) == "found found");
      CHECK(story.copies("k", 1s) == "3:w/3:w 3:w/3:w");
    }
  }
}

SCENARIO("operations that say which CAS they expect, or find nothing") {
  Story story(std::vector<sim::Duration>{1ms}, 0ms);
  story.at(0ms).store("k", "a");     // CAS 1
  story.at(1ms).store("k", "b", 1);  // CAS 2
  story.at(2ms).store("k", "c", 1);  // too late
  story.at(3ms).remove("k", 1);      // too late
  story.at(4ms).remove("k", 2);      // gone
  story.at(5ms).remove("k");         // nothing there
  story.at(6ms).store("k", "d", 2);  // nothing there
  story.at(7ms).get("k");            // nothing there
  story.at(8ms).store("k", "e");
  story.at(9ms).get("k");
  THEN("only what fits is done") {
    CHECK(story.replies() ==
          "ok @0, ok @1000, exists @2000, exists @3000, ok @4000, not_found @5000, "
          "not_found @6000, not_found @7000, ok @8000, ok @9000");
    const auto replies = story.run().outcome.replies;
    CHECK(replies[1].copy.cas == 2);
    CHECK(replies[2].copy.cas == 2);
    CHECK(replies[9].copy.cas == 4);
    CHECK(story.params.values[replies[9].copy.value] == "e");
    CHECK(story.run().outcome.writes == 4);
  }
}

SCENARIO("a script asks with OBSERVE") {
  Story story({8ms, 9ms}, 2ms);
  for (auto& node : story.params.nodes) node.cpu.per_operation = tests::constant(100us);
  story.at(0ms).store("k", "v").at(3ms).observe("k").observe_seqno("k");
  const auto replies = story.run().outcome.replies;
  THEN("each node of the chain answers for itself, when its processor is done") {
    REQUIRE(replies.size() == 3);
    REQUIRE(replies[1].answers.size() == 2);
    CHECK(replies[1].at == sim::at(3100us));
    CHECK(replies[1].answers[0].node == 0);
    CHECK(name_of(replies[1].answers[0].answer.status) == "found");
    CHECK(replies[1].answers[0].answer.cas == 1);
    CHECK(replies[1].answers[1].node == 1);
    REQUIRE(replies[2].answers.size() == 2);
    CHECK(replies[2].at == sim::at(3200us));
    CHECK(replies[2].answers[0].persisted_seqno == 0);
    CHECK(replies[2].answers[1].current_seqno == 1);
  }
}

SCENARIO("a node that does not hold the vBucket says so") {
  auto params = tests::nodes({1ms, 1ms, 1ms}, 1ms);
  params.buckets[0].replicas = 1;
  Story story(params);
  const KeyIndex key = story.key("k");
  models::durability::Schedule schedule;
  const models::durability::Cluster cluster(
      std::make_shared<const tests::ClusterParams>(story.params), schedule);
  CHECK(name_of(cluster.observe(0, key).status) == "not_found");
  CHECK(name_of(cluster.observe(1, key).status) == "not_found");
  CHECK(name_of(cluster.observe(2, key).status) == "not_my_vbucket");
}

SCENARIO("OBSERVE's header estimates the milliseconds to persist") {
  Story story(std::vector<sim::Duration>{10ms}, 0ms);
  story.at(0ms).store("a", "1").store("b", "2").store("c", "3").store("d", "4");
  for (const auto at : {5ms, 11ms, 21ms, 31ms, 41ms}) story.at(at).observe("a");
  THEN("it is the queue's length at the pace of the last flush, and 0 before one and when idle") {
    std::string text;
    for (const auto& reply : story.run().outcome.replies) {
      for (const auto& answer : reply.answers) {
        text += std::to_string(answer.milliseconds_to_persist) + " ";
      }
    }
    CHECK(text == "0 30 20 10 0 ");
  }
}

namespace {

// One node whose bucket has room for three values of 1000 bytes and 80 bytes of metadata each,
// and one and a half more values. A disk read takes 5 ms.
Story full(sim::Duration disk, Eviction eviction) {
  auto params = tests::nodes({disk}, 0ms);
  params.nodes[0].disk.read = tests::constant(5ms);
  params.buckets[0].memory = sim::Bytes{3 * 1080 + 500};
  params.buckets[0].eviction = eviction;
  Story story(params);
  const std::string value(1000, 'v');
  story.at(0ms).store("a", value).store("b", value).store("c", value);
  return story;
}

// Which of the four keys have left memory.
std::string ejected(Story& story, sim::Instant until) {
  const KeyIndex keys[] = {story.key("a"), story.key("b"), story.key("c"), story.key("d")};
  models::durability::Schedule schedule;
  models::durability::Cluster cluster(std::make_shared<const tests::ClusterParams>(story.params),
                                      schedule);
  sim::run(cluster, schedule, until);
  std::string text;
  for (const KeyIndex key : keys) text += cluster.stores(0, key).cache.ejected == 1 ? "x" : "-";
  return text;
}

}  // namespace

SCENARIO("a bucket's memory is full") {
  const std::string value(1000, 'v');
  GIVEN("values that the disk has") {
    THEN("the one unused for longest leaves memory, and a get has to read it from the disk") {
      for (const Eviction eviction : {Eviction::kValue, Eviction::kFull}) {
        CAPTURE(static_cast<int>(eviction));
        Story story = full(1ms, eviction);
        story.at(10ms).store("d", value).at(20ms).get("a").at(30ms).get("b").at(40ms).get("d");
        CHECK(ejected(story, sim::at(10ms)) == "x---");
        CHECK(story.seen("a", 10ms) == "persisted");
        CHECK(ejected(story, sim::at(25ms)) == "-x--");
        CHECK(ejected(story, sim::at(35ms)) == "--x-");
        CHECK(story.replies() == "ok @0, ok @0, ok @0, ok @10000, ok @25000, ok @35000, ok @40000");
        CHECK(story.run().outcome.evictions == 3);
      }
    }
    THEN("who was used lately is spared once") {
      Story story = full(1ms, Eviction::kValue);
      story.at(10ms).store("d", value).at(11ms).get("b").at(20ms).store("e", value);
      CHECK(ejected(story, sim::at(20ms)) == "x-x-");
    }
    THEN("OBSERVE needs the disk only where metadata left memory, too") {
      Story by_value = full(1ms, Eviction::kValue);
      by_value.at(10ms).store("d", value).at(20ms).observe("a");
      CHECK(by_value.run().outcome.replies.back().at == sim::at(20ms));
      CHECK(name_of(by_value.run().outcome.replies.back().answers[0].answer.status) == "persisted");
      Story whole = full(1ms, Eviction::kFull);
      whole.at(10ms).store("d", value).at(20ms).observe("a");
      CHECK(whole.run().outcome.replies.back().at == sim::at(25ms));
      CHECK(name_of(whole.run().outcome.replies.back().answers[0].answer.status) == "persisted");
    }
  }
  GIVEN("values that the disk does not have yet") {
    Story story = full(1s, Eviction::kValue);
    story.at(10ms).store("d", value).remove("a").at(1500ms).store("d", value);
    THEN("a store is a temporary failure until one of them is clean; a delete needs no room") {
      CHECK(story.replies() ==
            "ok @0, ok @0, ok @0, temporary_failure @10000, ok @10000, ok @1500000");
      CHECK(story.seen("d", 10ms) == "not_found");
      CHECK(story.seen("d", 1500ms) == "found");
    }
  }
}

SCENARIO("a quota is respected at all times, on replicas as well") {
  auto params = tests::nodes({200us, 100us}, 1ms);
  params.keys = models::durability::Keys(1, 1);
  params.buckets[0].memory = sim::Bytes{100'000};
  for (auto& node : params.nodes) node.disk.read = tests::constant(20us);
  models::durability::GeneratorParams load;
  load.name = "load";
  load.keys = params.keys.range(0, "key", 400);
  load.popularity = models::durability::Zipfian{0.8};
  load.mix = {3, 0.2, 2, 0.1, 0};
  load.value_size = sim::Distribution::uniform(100, 900);
  load.arrivals = models::durability::OpenArrivals{tests::exponential(400us), 1};
  load.count = 5000;
  params.generators = {load};
  for (const Eviction eviction : {Eviction::kValue, Eviction::kFull}) {
    CAPTURE(static_cast<int>(eviction));
    params.buckets[0].eviction = eviction;
    models::durability::Schedule schedule(9);
    models::durability::Cluster cluster(std::make_shared<const tests::ClusterParams>(params),
                                        schedule);
    std::int64_t most = 0;
    while (!schedule.empty()) {
      sim::run(cluster, schedule, schedule.next_at() + 10ms);
      for (const models::durability::NodeIndex node : {0U, 1U}) {
        std::int64_t used = 0;
        for (KeyIndex key = 0; key < 400; ++key) {
          const auto& cache = cluster.stores(node, key).cache;
          const bool metadata = cache.ejected == 0 || eviction == Eviction::kValue;
          if (!cache.is_absent() && metadata) used += 80;
          if (!cache.is_absent() && cache.ejected == 0) used += cache.size;
        }
        most = std::max(most, used);
      }
    }
    CHECK(most <= 100'000);
    CHECK(most >= 95'000);
    CHECK(cluster.take_outcome(schedule.now(), schedule).evictions > 1000);
  }
}
