// Synchronous durability: what each level waits for, what readers and writers see meanwhile, in
// which order writes complete, and how they end.
#include "models/durability/sync_writes.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/models/cluster_language.hpp"
#include "tests/models/sync_levels.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::kActive;
using tests::kMajority;
using tests::kPersist;
using tests::Story;

namespace {

/// A slow master's disk, a fast and a slow replica's; 2 ms between nodes.
Story three_nodes() { return {{8ms, 5ms, 50ms}, 2ms}; }

std::string counts(const Story& story) {
  const SyncCounts counts = story.run().outcome.sync;
  return fmt::format("{} prepared, {} committed, {} aborted", counts.prepared, counts.committed,
                     counts.aborted);
}

}  // namespace

TEST_CASE("majority = nodes/2 + 1 of the configured chain") {
  CHECK(majority_of(1) == 1);
  CHECK(majority_of(2) == 2);
  CHECK(majority_of(3) == 2);
}

SCENARIO("majority: a majority has the write in memory") {
  GIVEN("two replicas") {
    Story story = three_nodes();
    story.at(0ms).store("k", "v").with(kMajority);
    THEN("it is committed when the first acknowledgement is back, under a second seqno") {
      CHECK(story.sync_changes() ==
            "0 prepared 1 @0, 0 counted 1 @0, 1 prepared 1 @2000, 2 prepared 1 @2000, "
            "1 counted 1 @4000, 0 committed 1->2 @4000, 1 persisted 1 @7000, 0 persisted 1 @8000, "
            "2 persisted 1 @52000");
      CHECK(story.replies() == "ok @4000");
    }
    THEN("readers and OBSERVE see the old value until the commit reaches their node") {
      CHECK(story.before("k", 4ms) == "not_found not_found not_found");
      CHECK(story.seen("k", 4ms) == "found not_found not_found");
      CHECK(story.before("k", 6ms) == "found not_found not_found");
      CHECK(story.seen("k", 6ms) == "found found found");
    }
    THEN("OBSERVE_SEQNO counts the prepare, in memory and on disk") {
      CHECK(story.seqnos("k", 3ms) == "0/1 0/1 0/1");
      CHECK(story.seqnos("k", 7ms) == "0/2 1/2 0/2");
      CHECK(story.seqnos("k", 8ms) == "1/2 1/2 0/2");
      CHECK(story.seqnos("k", 200ms) == "2/2 2/2 2/2");
    }
  }
  GIVEN("no replica") {
    Story story({8ms}, 2ms);
    story.at(0ms).store("k", "v").with(kMajority);
    THEN("the master alone is the majority") { CHECK(story.replies() == "ok @0"); }
  }
  GIVEN("one replica") {
    Story story({8ms, 5ms}, 2ms);
    story.at(0ms).store("k", "v").with(kMajority);
    THEN("both must have it") { CHECK(story.replies() == "ok @4000"); }
  }
}

SCENARIO("majorityAndPersistToActive: the active counts only after its own disk") {
  Story story = three_nodes();
  story.at(0ms).store("k", "v").with(kActive);
  THEN("the replicas count from memory, and the master's disk decides") {
    CHECK(story.sync_changes() ==
          "0 prepared 1 @0, 1 prepared 1 @2000, 2 prepared 1 @2000, 1 counted 1 @4000, "
          "2 counted 1 @4000, 1 persisted 1 @7000, 0 persisted 1 @8000, 0 counted 1 @8000, "
          "0 committed 1->2 @8000, 2 persisted 1 @52000");
    CHECK(story.replies() == "ok @8000");
  }
}

SCENARIO("persistToMajority: a majority has it on disk, the active among them") {
  GIVEN("a replica's disk that is faster than the master's") {
    Story story = three_nodes();
    story.at(0ms).store("k", "v").with(kPersist);
    THEN(
        "the replica's acknowledgement comes 2 ms after its disk, and is the last that was "
        "missing") {
      CHECK(story.sync_changes() ==
            "0 prepared 1 @0, 1 prepared 1 @2000, 2 prepared 1 @2000, 1 persisted 1 @7000, "
            "0 persisted 1 @8000, 0 counted 1 @8000, 1 counted 1 @9000, 0 committed 1->2 @9000, "
            "2 persisted 1 @52000");
    }
  }
  GIVEN("two replicas that are faster than the master") {
    Story story({80ms, 1ms, 1ms}, 1ms);
    story.at(0ms).store("k", "v").with(kPersist);
    THEN("two disks are a majority, but the active must always have acknowledged") {
      CHECK(story.replies() == "ok @80000");
    }
  }
}

SCENARIO("too few copies for a majority: impossible at once") {
  GIVEN("three replicas, which the server refuses") {
    Story story({1ms, 1ms, 1ms, 1ms}, 1ms);
    story.at(0ms).store("k", "v").with(kMajority);
    story.store("plain", "v");
    THEN("nothing is written, and a write without a level is untouched") {
      CHECK(story.replies() == "durability_impossible @0, ok @0");
      CHECK(story.copies("k", 100ms) == "-/- -/- -/- -/-");
      CHECK(counts(story) == "0 prepared, 0 committed, 0 aborted");
    }
  }
}

SCENARIO("a key whose write is pending") {
  Story story = three_nodes();
  story.at(0ms).store("k", "old");
  story.at(100ms).store("k", "new").with(kMajority);
  WHEN("others write it: in progress until the commit, whether they ask for a level or not") {
    story.at(103999us).store("k", "plain");
    story.store("k", "durable").with(kPersist);
    story.remove("k");
    THEN("they are refused, and the value is the first writer's") {
      CHECK(story.replies() ==
            "ok @0, ok @104000, sync_write_in_progress @103999, sync_write_in_progress @103999, "
            "sync_write_in_progress @103999");
      CHECK(story.copies("k", 500ms) == "2:new/2:new 2:new/2:new 2:new/2:new");
    }
  }
  WHEN("another writes it once it is committed") {
    story.at(104001us).store("k", "plain");
    THEN("it may") { CHECK(story.replies() == "ok @0, ok @104000, ok @104001"); }
  }
  WHEN("another key of the vBucket is written") {
    story.at(101ms).store("other", "v");
    THEN("it may") { CHECK(story.replies() == "ok @0, ok @104000, ok @101000"); }
  }
  WHEN("it is read before and after the commit") {
    story.at(103999us).get("k");
    story.at(104001us).get("k");
    THEN("readers get the old value, then the new") {
      const auto replies = story.run().outcome.replies;
      CHECK(story.params.values[replies.at(2).copy.value] == "old");
      CHECK(story.params.values[replies.at(3).copy.value] == "new");
    }
  }
}

SCENARIO("a durable delete") {
  Story story = three_nodes();
  story.at(0ms).store("k", "v");
  story.at(100ms).remove("k").with(kMajority);
  THEN("the key is there until the commit") {
    CHECK(story.before("k", 104ms) == "persisted persisted persisted");
    CHECK(story.seen("k", 104ms) == "logically_deleted persisted persisted");
    CHECK(story.seen("k", 500ms) == "not_found not_found not_found");
  }
  WHEN("the key does not exist") {
    story.at(200ms).remove("absent").with(kMajority);
    THEN("there is nothing to prepare") {
      CHECK(story.replies() == "ok @0, ok @104000, not_found @200000");
    }
  }
}

SCENARIO("the time is up before a majority has the write") {
  Story story({1ms, 1ms}, 60ms);
  story.at(0ms).store("k", "old");
  story.at(200ms).store("k", "new").with(kMajority, 120ms);
  GIVEN("an acknowledgement that comes at the very instant of the timeout, scheduled after it") {
    THEN("it is aborted under a second seqno, and its client is told that it is ambiguous") {
      CHECK(story.replies() == "ok @0, sync_write_ambiguous @320000");
      CHECK(story.seqnos("k", 1000ms) == "3/3 3/3");
      CHECK(story.copies("k", 1000ms) == "1:old/1:old 1:old/1:old");
      CHECK(counts(story) == "1 prepared, 0 committed, 1 aborted");
    }
    THEN("the key can be written again at once") {
      story.at(320001us).store("k", "newer");
      CHECK(story.replies() == "ok @0, sync_write_ambiguous @320000, ok @320001");
    }
  }
  GIVEN("a nanosecond more") {
    story.with(kMajority, 120ms + 1ns);
    THEN("it is committed") { CHECK(story.replies() == "ok @0, ok @320000"); }
  }
  GIVEN("no timeout of its own") {
    Story slow({1ms, 1ms}, 20s);
    slow.at(0ms).store("k", "v").with(kMajority);
    THEN("it is 30 s") { CHECK(slow.replies() == "sync_write_ambiguous @30000000"); }
  }
}

SCENARIO("writes of a vBucket complete in the order of their prepares") {
  GIVEN("on the active, a persist level before a majority write") {
    Story story = three_nodes();
    story.at(0ms).store("a", "v").with(kActive);
    story.at(1ms).store("b", "v").with(kMajority);
    THEN("the later write waits for the master's disk, though a majority has it at 5 ms") {
      CHECK(story.replies() == "ok @8000, ok @8000");
    }
  }
  GIVEN("the other level that holds back on the active") {
    Story story({30ms, 1ms, 1ms}, 2ms);
    story.at(0ms).store("a", "v").with(kPersist);
    story.at(1ms).store("b", "v").with(kMajority);
    THEN("it does too") { CHECK(story.replies() == "ok @30000, ok @30000"); }
  }
  GIVEN("on a replica, majorityAndPersistToActive before a majority write") {
    Story story({1ms, 30ms}, 2ms);
    story.at(0ms).store("a", "v").with(kActive);
    story.at(10ms).store("b", "v").with(kMajority);
    THEN("it holds nothing back") { CHECK(story.replies() == "ok @4000, ok @14000"); }
  }
  GIVEN("on a replica, persistToMajority before a majority write") {
    Story story({1ms, 30ms}, 2ms);
    story.at(0ms).store("a", "v").with(kPersist);
    story.at(10ms).store("b", "v").with(kMajority);
    THEN("only that level holds the later write back until it is persisted there") {
      CHECK(story.replies() == "ok @34000, ok @34000");
    }
  }
  GIVEN("a plain write after a pending one") {
    Story story({30ms, 1ms}, 2ms);
    story.at(0ms).store("a", "v").with(kPersist);
    story.at(1ms).store("b", "v");
    THEN("is answered at once: only synchronous writes are held back") {
      CHECK(story.replies() == "ok @30000, ok @1000");
    }
  }
  GIVEN("an older write whose time is up") {
    Story story({50ms, 1ms}, 2ms);
    story.at(0ms).store("a", "v").with(kPersist, 20ms);
    story.at(1ms).store("b", "v").with(kMajority);
    THEN("is aborted, and its prepare still holds the next one back until it is on disk") {
      CHECK(story.replies() == "sync_write_ambiguous @20000, ok @50000");
    }
  }
}

SCENARIO("keyinfo and commands beside a prepare") {
  Story story = three_nodes();
  story.at(0ms).store("k", "v").with(kPersist);
  story.at(3ms).command(CommandKind::kKeyinfo, {.key = "k"});
  story.at(20ms).command(CommandKind::kKeyinfo, {.key = "k"});
  THEN("keyinfo shows which nodes have one") {
    const auto commands = story.run().outcome.commands;
    for (const Mutation& prepare : commands.at(0).pending) {
      CHECK(prepare.phase == Phase::kPrepare);
      CHECK(prepare.seqno == 1);
    }
    for (const Mutation& prepare : commands.at(1).pending) CHECK(prepare.phase == Phase::kPlain);
  }
  WHEN("endure puts the committed item on every disk meanwhile") {
    story.at(4ms).command(tests::CommandKind::kEndure, {.key = "k", .on_replicas = {2}});
    THEN("the prepare still waits for its own disks") { CHECK(story.replies() == "ok @9000"); }
  }
}

SCENARIO("replicate_from: disk sends a prepare only once the master has it on disk") {
  Story story({8ms, 5ms}, 2ms);
  story.params.replicate_from = ReplicateFrom::kDisk;
  story.at(0ms).store("k", "v").with(kMajority);
  THEN("the majority comes 8 ms later") { CHECK(story.replies() == "ok @12000"); }
}

SCENARIO("a workload of durable writes") {
  Story story({1ms, 1ms, 1ms}, 100us);
  GeneratorParams generator;
  generator.name = "shop";
  generator.arrivals = OpenArrivals{tests::exponential(400us), 1};
  generator.mix[0] = 1;
  generator.keys = story.params.keys.range(0, "w", 20);
  generator.count = 2000;
  generator.sync = {kPersist, 1s};
  story.params.generators.push_back(generator);
  const Outcome outcome = story.run().outcome;
  THEN("every one of them is committed or refused, and the counts say so") {
    const auto& stores = outcome.generators[0].operations[0];
    const std::uint64_t committed = stores.by_status[0];
    const std::uint64_t refused =
        stores.by_status[static_cast<std::size_t>(ReplyStatus::kSyncWriteInProgress)];
    CHECK(refused > 0);
    CHECK(committed + refused == 2000);
    CHECK(outcome.sync.prepared == committed);
    CHECK(outcome.sync.committed == committed);
    CHECK(outcome.writes == committed);
  }
  THEN("a copy of the run is the run") {
    CHECK(tests::fingerprint(story.run().outcome) == tests::fingerprint(outcome));
  }
}
