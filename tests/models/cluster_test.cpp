// The seed's stories: who has a key in memory and on disk, at which instant, in which order.
#include "models/durability/cluster.hpp"

#include <doctest/doctest.h>

#include "tests/models/cluster_language.hpp"

using models::durability::ReplicateFrom;
using tests::Story;
using namespace std::chrono_literals;

SCENARIO("one store, three orders of persistence") {
  GIVEN("a master's disk faster than sending and persisting on a replica") {
    Story story({1ms, 9ms}, 2ms);
    story.at(0ms).store("k", "v");
    THEN("the master persists first, and the replica caches and persists later") {
      CHECK(story.changes("k") ==
            "0 cached @0, 0 persisted @1000, 1 cached @2000, "
            "1 persisted @11000");
      CHECK(story.seen("k", 0ms) == "found not_found");
      CHECK(story.before("k", 1ms) == "found not_found");
      CHECK(story.seen("k", 1ms) == "persisted not_found");
      CHECK(story.before("k", 2ms) == "persisted not_found");
      CHECK(story.seen("k", 2ms) == "persisted found");
      CHECK(story.before("k", 11ms) == "persisted found");
      CHECK(story.seen("k", 11ms) == "persisted persisted");
    }
  }
  GIVEN("a network faster than the master's disk") {
    Story story({8ms, 9ms}, 2ms);
    story.at(0ms).store("k", "v");
    THEN("the replica caches the key before anyone persists it") {
      CHECK(story.changes("k") ==
            "0 cached @0, 1 cached @2000, 0 persisted @8000, "
            "1 persisted @11000");
      CHECK(story.before("k", 2ms) == "found not_found");
      CHECK(story.seen("k", 2ms) == "found found");
      CHECK(story.before("k", 8ms) == "found found");
      CHECK(story.seen("k", 8ms) == "persisted found");
      CHECK(story.before("k", 11ms) == "persisted found");
      CHECK(story.seen("k", 11ms) == "persisted persisted");
    }
  }
  GIVEN("a master's disk slower than a whole replica") {
    Story story({50ms, 1ms}, 2ms);
    story.at(0ms).store("k", "v");
    THEN("the replica persists first") {
      CHECK(story.changes("k") ==
            "0 cached @0, 1 cached @2000, 1 persisted @3000, "
            "0 persisted @50000");
      CHECK(story.before("k", 3ms) == "found found");
      CHECK(story.seen("k", 3ms) == "found persisted");
      CHECK(story.before("k", 50ms) == "found persisted");
      CHECK(story.seen("k", 50ms) == "persisted persisted");
    }
  }
}

SCENARIO("a request costs the processor before the master has the key") {
  Story story({8ms, 8ms}, 2ms);
  for (auto& node : story.params.nodes) node.cpu.per_operation = tests::constant(300us);
  story.at(1ms).store("k", "v");
  THEN("the replica's processor works on the mutation, too") {
    CHECK(story.before("k", 1300us) == "not_found not_found");
    CHECK(story.seen("k", 1300us) == "found not_found");
    CHECK(story.changes("k") ==
          "0 cached @1300, 1 cached @3600, 0 persisted @9300, "
          "1 persisted @11600");
    CHECK(story.replies() == "ok @1300");
  }
}

SCENARIO("what falls on one instant happens in the order in which it was scheduled") {
  GIVEN("a disk exactly as fast as the network") {
    Story story({2ms, 9ms}, 2ms);
    story.at(0ms).store("k", "v");
    THEN("the disk, which was told first, is first") {
      CHECK(story.changes("k") ==
            "0 cached @0, 0 persisted @2000, 1 cached @2000, "
            "1 persisted @11000");
    }
  }
  GIVEN("a network that takes no time at all") {
    Story story({2ms, 2ms, 2ms}, 0ms);
    story.at(0ms).store("k", "v");
    THEN("replicas follow the master in the order of the chain") {
      CHECK(story.changes("k") ==
            "0 cached @0, 1 cached @0, 2 cached @0, 0 persisted @2000, "
            "1 persisted @2000, 2 persisted @2000");
      CHECK(story.seen("k", 0ms) == "found found found");
    }
  }
  GIVEN("two stores at one instant") {
    Story story({2ms}, 0ms);
    story.at(0ms).store("k", "first").store("k", "second");
    THEN("the one that the script names last wins") {
      CHECK(story.copies("k", 0ms) == "2:second/-");
      CHECK(story.copies("k", 2ms) == "2:second/1:first");
      CHECK(story.copies("k", 4ms) == "2:second/2:second");
    }
  }
}

SCENARIO("a cluster that replicates from disk") {
  THEN("the master always persists first, however slow its disk") {
    for (const auto master_disk : {1ms, 50ms}) {
      CAPTURE(master_disk.count());
      Story story({master_disk, 1ms}, 2ms);
      story.params.replicate_from = ReplicateFrom::kDisk;
      story.at(0ms).store("k", "v");
      CHECK(story.before("k", master_disk) == "found not_found");
      CHECK(story.seen("k", master_disk) == "persisted not_found");
      CHECK(story.before("k", master_disk + 2ms) == "persisted not_found");
      CHECK(story.seen("k", master_disk + 2ms) == "persisted found");
      CHECK(story.before("k", master_disk + 3ms) == "persisted found");
      CHECK(story.seen("k", master_disk + 3ms) == "persisted persisted");
    }
  }
}

SCENARIO("replicate_from disk with stores that supersede each other") {
  Story story({10ms, 1ms}, 2ms);
  story.params.replicate_from = ReplicateFrom::kDisk;
  story.at(0ms).store("k", "a");
  story.at(1ms).store("k", "b");
  story.at(2ms).store("k", "c");
  THEN("the replica never sees the one that was dropped, but it counts as replicated") {
    CHECK(story.changes("k") ==
          "0 cached @0, 0 cached @1000, 0 cached @2000, "
          "0 persisted @10000, 1 cached @12000, 1 persisted @13000, "
          "0 persisted @20000, 1 cached @22000, 1 persisted @23000");
    const auto outcome = story.run().outcome;
    CHECK(outcome.superseded == 1);
    const auto& replicated = outcome.durability.replicated_to[0];
    CHECK(replicated.count() == 3);
    CHECK(replicated.min() == 12'000'000);
    CHECK(replicated.max() == 21'000'000);  // the dropped one: from 1 ms to 22 ms
  }
}

SCENARIO("three replicas with disks of their own") {
  Story story({20ms, 5ms, 30ms, 1ms}, 2ms);
  story.at(0ms).store("k", "v");
  THEN("each persists when its own disk is done") {
    CHECK(story.changes("k") ==
          "0 cached @0, 1 cached @2000, 2 cached @2000, 3 cached @2000, "
          "3 persisted @3000, 1 persisted @7000, 0 persisted @20000, "
          "2 persisted @32000");
    CHECK(story.seen("k", 7ms) == "found persisted found persisted");
    const auto times = story.run().outcome.durability;
    CHECK(times.persisted_to[0].min() == 3'000'000);
    CHECK(times.persisted_to[1].min() == 7'000'000);
    CHECK(times.persisted_to[2].min() == 20'000'000);
    CHECK(times.persisted_to[3].min() == 32'000'000);
    CHECK(times.persisted_on_master.min() == 20'000'000);
    CHECK(times.replicated_to[2].max() == 2'000'000);
  }
}

SCENARIO("stores of one key before the first of them persists") {
  GIVEN("a disk queue that drops a key's older mutation") {
    Story story({8ms}, 0ms);
    story.at(0ms).store("k", "a");
    story.at(1ms).store("k", "b");
    story.at(2ms).store("k", "c");
    THEN("the one that is being written and the newest are written") {
      CHECK(story.changes("k") ==
            "0 cached @0, 0 cached @1000, 0 cached @2000, "
            "0 persisted @8000, 0 persisted @16000");
      CHECK(story.copies("k", 8ms) == "3:c/1:a");
      CHECK(story.copies("k", 16ms) == "3:c/3:c");
      CHECK(story.seen("k", 8ms) == "found");
      CHECK(story.seen("k", 16ms) == "persisted");
      CHECK(story.run().outcome.superseded == 1);
      CHECK(story.seqnos("k", 8ms) == "1/3");
      CHECK(story.seqnos("k", 16ms) == "3/3");
    }
  }
  GIVEN("a disk queue that writes everything") {
    Story story({8ms}, 0ms);
    story.params.supersede = false;
    story.at(0ms).store("k", "a");
    story.at(1ms).store("k", "b");
    story.at(2ms).store("k", "c");
    THEN("each is written in turn") {
      CHECK(story.copies("k", 16ms) == "3:c/2:b");
      CHECK(story.copies("k", 24ms) == "3:c/3:c");
      CHECK(story.run().outcome.superseded == 0);
      CHECK(story.seqnos("k", 16ms) == "2/3");
    }
  }
}

SCENARIO("group commit: a batch of writes is made durable by one sync") {
  const auto story = [](std::uint32_t batch) {
    Story made(std::vector<sim::Duration>{100us}, 0ms);
    made.params.nodes[0].disk.sync = tests::constant(1ms);
    made.params.nodes[0].disk.batch = batch;
    made.at(0ms).store("a", "1").store("b", "2").store("c", "3").store("d", "4");
    return made;
  };
  const auto persisted = [](Story made) {
    std::string text;
    for (const auto& change : made.run().outcome.changes) {
      if (change.kind != models::durability::ChangeKind::kPersisted) continue;
      text += made.params.keys.name(change.key) + " " +
              tests::microseconds(change.at.time_since_epoch()) + " ";
    }
    return text;
  };
  THEN("the first goes alone, what came meanwhile goes together") {
    CHECK(persisted(story(1)) == "a 1100 b 2200 c 3300 d 4400 ");
    CHECK(persisted(story(2)) == "a 1100 b 2300 c 2300 d 3400 ");
    CHECK(persisted(story(3)) == "a 1100 b 2400 c 2400 d 2400 ");
    CHECK(persisted(story(9)) == "a 1100 b 2400 c 2400 d 2400 ");
    CHECK(story(1).run().outcome.flushes == 4);
    CHECK(story(2).run().outcome.flushes == 3);
    CHECK(story(9).run().outcome.flushes == 2);
  }
}

SCENARIO("buckets share the nodes and their disks, but not their keys") {
  auto params = tests::nodes({8ms, 9ms}, 2ms);
  params.keys = models::durability::Keys(2, 1);
  params.buckets.push_back({"second", 0, std::nullopt, models::durability::Eviction::kValue});
  Story story(params);
  const auto first = story.params.keys.key(0, "k");
  const auto second = story.params.keys.key(1, "k");
  story.params.watched = {first, second};
  for (const auto key : {second, first}) {
    tests::OperationStep step;
    step.key = key;
    story.params.steps.push_back({sim::at(0ms), step});
  }
  THEN("a write of one waits for the disk behind a write of the other") {
    std::string text;
    for (const auto& change : story.run().outcome.changes) {
      text += (change.key == first ? "default " : "second ") + tests::text_of(change) + "\n";
    }
    CHECK(text ==
          "second 0 cached @0\n"
          "default 0 cached @0\n"
          "default 1 cached @2000\n"
          "second 0 persisted @8000\n"
          "default 1 persisted @11000\n"
          "default 0 persisted @16000\n");
  }
}

SCENARIO("a disk that is slow for a while") {
  Story story(std::vector<sim::Duration>{10ms}, 0ms);
  story.params.nodes[0].disk.write.turns = {{sim::at(5s), 10.0, std::nullopt},
                                            {sim::at(8s), 1.0, std::nullopt}};
  story.at(5s - 1ns).store("just before", "v");
  story.at(6s).store("within", "v");
  story.at(8s).store("just after", "v");
  THEN("a write is slow if it begins in that while") {
    CHECK(story.changes("just before") == "0 cached @4999999.999, 0 persisted @5009999.999");
    CHECK(story.changes("within") == "0 cached @6000000, 0 persisted @6100000");
    CHECK(story.changes("just after") == "0 cached @8000000, 0 persisted @8010000");
  }
}

SCENARIO("jitter and workloads turn as disks do") {
  GIVEN("jitter that becomes three times as long at 1 s") {
    Story story({1ms, 1ms}, 2ms);
    models::hardware::Latency jitter = tests::constant(100us);
    jitter.turns = {{sim::at(1s), 3.0, std::nullopt}};
    for (auto& link : story.params.topology.links) link.jitter = jitter;
    story.at(0s).store("k", "v").at(1s).store("k", "w");
    THEN("a message of that instant is as late") {
      CHECK(story.changes("k") ==
            "0 cached @0, 0 persisted @1000, 1 cached @2100, "
            "1 persisted @3100, 0 cached @1000000, 0 persisted @1001000, "
            "1 cached @1002300, 1 persisted @1003300");
    }
  }
  GIVEN("a workload whose intervals become half as long at 1 s") {
    Story story(std::vector<sim::Duration>{1us}, 0ms);
    models::durability::GeneratorParams load;
    load.name = "load";
    load.mix = {1, 0, 0, 0, 0};
    load.keys = {story.key("k"), 1};
    load.popularity = models::durability::Sequential{};
    load.arrivals = models::durability::OpenArrivals{
        {sim::Distribution::constant(10'000'000), {{sim::at(1s), 0.5, std::nullopt}}}, 1};
    load.until = sim::at(2s);
    story.params.generators = {load};
    THEN("twice as many come from then on") {
      // 10 ms, 20 ms ... 1 s; then every 5 ms up to 1.995 s.
      CHECK(story.run().outcome.generators[0].sent == 100 + 199);
    }
  }
}
