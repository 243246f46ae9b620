// Synchronous writes and promises where nodes crash: what is taken over, kept, lost and excused.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sim/random.hpp"
#include "tests/models/cluster_language.hpp"
#include "tests/models/sync_levels.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::kActive;
using tests::kMajority;
using tests::kPersist;
using tests::Story;

namespace {

void crash_between(Story& story, NodeIndex node, sim::Duration from, sim::Duration until) {
  Fault fault;
  fault.kind = FaultKind::kCrash;
  fault.words = fmt::format("crash of n{}", node);
  fault.nodes = {node};
  fault.from = sim::at(from);
  fault.until = sim::at(until);
  story.params.faults.push_back(fault);
}

/// "1 promise, 1 lost (excused) @30ms: majority, n0 lost its memory @20ms".
std::string promises(const Story& story) {
  const Outcome outcome = story.run().outcome;
  std::string text = fmt::format("{} promised", outcome.promises);
  for (const LostPromise& lost : outcome.lost_promises) {
    text += fmt::format(", {} {} @{}", words_for(lost.promise), lost.excused ? "excused" : "lost",
                        tests::microseconds(lost.at.time_since_epoch()));
    for (const NodeLoss& loss : lost.since) {
      text += fmt::format(" n{}@{}", loss.node, tests::microseconds(loss.at.time_since_epoch()));
    }
  }
  return text;
}

/// The master's disk is slow: 50 ms; the replicas' take 5 ms; 2 ms between nodes.
Story slow_master() { return {{50ms, 5ms, 5ms}, 2ms}; }

}  // namespace

SCENARIO("the master crashes after it has answered, and comes back from its disk") {
  Story story = slow_master();
  GIVEN("majority, before the master's disk has the write") {
    story.at(0ms).store("k", "v").with(kMajority);
    crash_between(story, 0, 20ms, 40ms);
    THEN("the write is lost, for its replicas follow it back, and the level excuses that") {
      CHECK(story.replies() == "ok @4000");
      CHECK(promises(story) == "1 promised, majority excused @40000 n0@20000");
      CHECK(story.copies("k", 1s) == "-/- -/- -/-");
    }
  }
  GIVEN("majority, after the master's disk has the write") {
    story.at(0ms).store("k", "v").with(kMajority);
    crash_between(story, 0, 110ms, 150ms);
    THEN("it is kept") {
      CHECK(promises(story) == "1 promised");
      CHECK(story.copies("k", 1s) == "1:v/1:v 1:v/1:v 1:v/1:v");
    }
  }
  GIVEN("the levels that wait for the master's disk") {
    for (const SyncLevel level : {kActive, kPersist}) {
      Story waits = slow_master();
      waits.at(0ms).store("k", "v").with(level);
      crash_between(waits, 0, 51ms, 70ms);
      CHECK(waits.replies() == "ok @50000");
      CHECK(promises(waits) == "1 promised");
      CHECK(waits.copies("k", 2s) == "1:v/1:v 1:v/1:v 1:v/1:v");
    }
  }
}

SCENARIO("the master crashes with a write pending") {
  Story story = slow_master();
  GIVEN("its prepare is on the master's disk") {
    Story fast({5ms, 50ms, 50ms}, 2ms);
    fast.at(0ms).store("k", "v").with(kPersist);
    crash_between(fast, 0, 20ms, 30ms);
    THEN("the master takes it over, and commits it once a majority has it") {
      CHECK(fast.run().outcome.sync.committed == 1);
      CHECK(fast.copies("k", 2s) == "1:v/1:v 1:v/1:v 1:v/1:v");
    }
    THEN("its client never learns so: its own deadline comes first, and nothing was promised") {
      CHECK(fast.replies() == "timeout @2500000");
      CHECK(promises(fast) == "0 promised");
    }
  }
  GIVEN("its prepare is not on the master's disk") {
    story.at(0ms).store("k", "v").with(kPersist);
    crash_between(story, 0, 20ms, 30ms);
    story.at(100ms).store("k", "newer").with(kPersist);
    THEN("it is gone everywhere, and the key can be written") {
      CHECK(story.replies() == "timeout @2500000, ok @150000");
      CHECK(story.copies("k", 2s) == "2:newer/2:newer 2:newer/2:newer 2:newer/2:newer");
    }
  }
}

SCENARIO("a replica crashes with a write pending") {
  GIVEN("it had counted from memory, and the master's disk is still awaited") {
    Story story({50ms, 5ms}, 2ms);
    story.at(0ms).store("k", "v").with(kActive);
    crash_between(story, 1, 10ms, 30ms);
    THEN("it is counted again only once it has the write again") {
      CHECK(story.run().outcome.sync.committed == 1);
      CHECK(promises(story) == "1 promised");
      CHECK(story.copies("k", 2s) == "1:v/1:v 1:v/1:v");
    }
  }
  GIVEN("it stays down beyond the timeout") {
    Story story({1ms, 1ms}, 2ms);
    crash_between(story, 1, 5ms, 900ms);
    story.at(10ms).store("k", "v").with(kMajority, 100ms);
    THEN("no majority is possible, the write is aborted, and the replica learns of no prepare") {
      CHECK(story.replies() == "sync_write_ambiguous @110000");
      CHECK(story.copies("k", 2s) == "-/- -/-");
      CHECK(story.run().outcome.lost_promises.empty());
    }
  }
}

SCENARIO("a replica is sent what it missed as one snapshot") {
  GIVEN("a disk that takes 40 ms for a flush, and a write that waits for a majority") {
    Story story({1ms, 40ms}, 2ms);
    crash_between(story, 1, 5ms, 30ms);
    story.at(10ms).store("a", "1");
    story.at(60ms).store("k", "v").with(kMajority);
    THEN("nothing counts before all of it is on disk, at 72 ms, and the master hears so at 74 ms") {
      CHECK(story.replies() == "ok @10000, ok @74000");
    }
  }
}

SCENARIO("a client that polled was promised something too") {
  const auto watched = [](std::uint32_t persist_to, std::uint32_t replicate_to) {
    Story story = slow_master();
    story.at(0ms).store("k", "v");
    DurabilityRequest request;
    request.persist_to = persist_to;
    request.replicate_to = replicate_to;
    story.params.watches.push_back({"k", story.key("k"), request, std::nullopt});
    story.params.steps.push_back({sim::at(10ms), WatchStep{story.key("k"), 0, 1}});
    return story;
  };
  GIVEN("two replicas, and the master comes back without the write") {
    Story story = watched(0, 2);
    crash_between(story, 0, 20ms, 30ms);
    THEN("it is lost, which votes of memories do not rule out") {
      CHECK(promises(story) == "1 promised, replicate_to 2 excused @30000 n0@20000");
    }
  }
  GIVEN("the master's disk, and the master comes back") {
    Story story = watched(1, 0);
    crash_between(story, 0, 200ms, 300ms);
    THEN("it is kept") { CHECK(promises(story) == "1 promised"); }
  }
}

SCENARIO("a command takes a write away that was promised") {
  Story story({1ms, 1ms}, 2ms);
  story.at(0ms).store("k", "v").with(kActive);
  story.at(10ms).command(CommandKind::kUnpersist, {.key = "k"});
  crash_between(story, 0, 20ms, 30ms);
  THEN("the master comes back without it, as the script wants it: no promise is broken") {
    CHECK(promises(story) == "1 promised");
  }
  THEN("what is promised of other keys is checked as ever") {
    story.params.broken = Broken::kCountsBeforeDisk;
    story.params.nodes[0].disk.write = tests::constant(1s);
    story.at(15ms).store("other", "v").with(kActive);
    CHECK(promises(story) == "2 promised, majorityAndPersistToActive lost @30000 n0@20000");
  }
}

SCENARIO("a server that counts writes before they are on disk") {
  Story story = slow_master();
  story.params.broken = Broken::kCountsBeforeDisk;
  story.at(0ms).store("k", "v").with(kPersist);
  WHEN("its master crashes before the disk has the write") {
    crash_between(story, 0, 20ms, 30ms);
    THEN("a promise is broken, and nothing excuses it") {
      CHECK(story.replies() == "ok @4000");
      CHECK(promises(story) == "1 promised, persistToMajority lost @30000 n0@20000");
    }
  }
  WHEN("nothing crashes, or only later") {
    THEN("nobody can tell") {
      CHECK(promises(story) == "1 promised");
      crash_between(story, 0, 200ms, 300ms);
      CHECK(promises(story) == "1 promised");
    }
  }
}

TEST_CASE("over many random crashes, no promise is broken that the level survives") {
  std::uint64_t promised = 0;
  std::uint64_t excused = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Story story({2ms, 1ms, 3ms, 1ms}, 200us);
    story.params.buckets[0].replicas = 2;
    story.params.seed = seed;
    for (const SyncLevel level : {kMajority, kActive, kPersist}) {
      GeneratorParams generator;
      generator.name = std::string(name_of(level));
      generator.arrivals = OpenArrivals{tests::exponential(3ms), 1};
      generator.mix[0] = 4;
      generator.mix[1] = 1;
      generator.keys = story.params.keys.range(0, generator.name, 10);
      generator.count = 60;
      generator.sync = {level, 500ms};
      story.params.generators.push_back(generator);
    }
    sim::Stream luck(seed, "test", "crashes");
    sim::Duration at = 0ms;
    for (int i = 0; i < 6; ++i) {
      at += sim::Duration(static_cast<std::int64_t>(luck.below(60'000'000)));
      const auto node = static_cast<NodeIndex>(luck.below(4));
      const sim::Duration until =
          at + 1ms + sim::Duration(static_cast<std::int64_t>(luck.below(30'000'000)));
      crash_between(story, node, at, until);
      at = until + 1ms;
    }
    const Outcome outcome = story.run().outcome;
    promised += outcome.promises;
    for (const LostPromise& lost : outcome.lost_promises) {
      CAPTURE(seed);
      CHECK(lost.excused);
      CHECK(lost.promise.level == kMajority);
      ++excused;
    }
  }
  CHECK(promised > 5000);
  CHECK(excused > 0);
}

TEST_CASE("what has not converged at the end is counted") {
  Story story({50ms, 50ms}, 2ms);
  story.params.liveness = LivenessParams{sim::at(10ms), 10ms};
  story.at(0ms).store("k", "v").with(kPersist);
  const auto at = [&](sim::Duration end) {
    const Unconverged left = *story.run({.until = sim::at(end)}).outcome.unconverged;
    return fmt::format("different {} queued {} unanswered {} undecided {}", left.different,
                       left.queued, left.unanswered, left.undecided);
  };
  CHECK(at(20ms) == "different 0 queued 2 unanswered 1 undecided 1");
  CHECK(at(53ms) == "different 0 queued 0 unanswered 1 undecided 1");
  CHECK(at(54ms) == "different 1 queued 1 unanswered 0 undecided 0");
  CHECK(at(500ms) == "different 0 queued 0 unanswered 0 undecided 0");
}

namespace {

void fail_over(Story& story, NodeIndex node, sim::Duration at) {
  Fault fault;
  fault.kind = FaultKind::kFailover;
  fault.words = fmt::format("failover of n{}", node);
  fault.nodes = {node};
  fault.from = sim::at(at);
  story.params.faults.push_back(fault);
}

}  // namespace

SCENARIO("a master is failed over") {
  GIVEN("two replicas of which only the second has a majority's write") {
    Story story({1ms, 1ms, 1ms}, 2ms);
    story.at(0ms).store("k", "v").with(kMajority);
    story.at(100ms).store("k", "newer").with(kMajority);
    crash_between(story, 1, 50ms, 102500us);
    crash_between(story, 0, 105ms, 10s);
    fail_over(story, 0, 106ms);
    THEN("the one that has most is promoted, and the promise is kept") {
      const Outcome outcome = story.run().outcome;
      CHECK(outcome.promises == 2);
      CHECK(outcome.lost_promises.empty());
    }
  }
  GIVEN("two replicas of which the first has less, and the second came back from its disk") {
    Story story({1ms, 1ms, 1ms}, 2ms);
    story.at(0ms).store("k", "v").with(kMajority);
    crash_between(story, 1, 50ms, 150ms);
    story.at(100ms).store("k", "newer").with(kPersist);
    crash_between(story, 0, 120ms, 10s);
    crash_between(story, 2, 130ms, 140ms);
    fail_over(story, 0, 160ms);
    THEN("what counts is on its disk, and the promise is kept") {
      const Outcome outcome = story.run().outcome;
      CHECK(outcome.promises == 2);
      CHECK(outcome.lost_promises.empty());
      CHECK(story.copies("k", 1s) == "2:newer/2:newer 2:newer/2:newer");
    }
  }
  GIVEN("one replica: what is left of two copies is no majority") {
    Story story({1ms, 1ms}, 2ms);
    story.at(0ms).store("k", "v").with(kMajority);
    crash_between(story, 0, 50ms, 10s);
    fail_over(story, 0, 60ms);
    story.at(100ms).store("k", "newer").with(kMajority);
    story.at(101ms).store("k", "plain");
    THEN("a synchronous write is impossible at once") {
      const auto replies = story.run().outcome.replies;
      CHECK(replies.at(0).status == ReplyStatus::kOk);
      CHECK(replies.at(1).status == ReplyStatus::kDurabilityImpossible);
      CHECK(replies.at(2).status == ReplyStatus::kOk);
      CHECK(story.run().outcome.lost_promises.empty());
    }
  }
}

SCENARIO("a replica is promoted with a write pending that no majority has") {
  Story story({1ms, 1ms, 1ms}, 2ms);
  crash_between(story, 2, 5ms, 10s);
  story.at(10ms).store("k", "v").with(kMajority, 100ms);
  crash_between(story, 0, 13ms, 1h);
  fail_over(story, 0, 50ms);
  story.at(5s).store("k", "w").at(5s).get("k");
  THEN("it stays pending whatever its timeout was, for the old master may have committed it") {
    CHECK(story.replies() ==
          "sync_write_in_progress @2500000, sync_write_in_progress @5000000, "
          "not_found @5000000");
    CHECK(story.run().outcome.sync.aborted == 0);
    CHECK(story.copies("k", 9s) == "-/- -/-");
  }
  THEN("it is committed once a majority has it, for nobody") {
    CHECK(story.run().outcome.sync.committed == 1);
    CHECK(story.copies("k", 12s) == "1:v/1:v 1:v/1:v");
    CHECK(promises(story) == "0 promised");
  }
}

TEST_CASE("over many random crashes and failovers, no promise is broken that the level survives") {
  std::uint64_t promised = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Story story({2ms, 1ms, 3ms, 1ms}, 200us);
    story.params.buckets[0].replicas = 2;
    story.params.seed = seed;
    for (const SyncLevel level : {kMajority, kActive, kPersist}) {
      GeneratorParams generator;
      generator.name = std::string(name_of(level));
      generator.arrivals = OpenArrivals{tests::exponential(3ms), 1};
      generator.mix[0] = 4;
      generator.mix[1] = 1;
      generator.keys = story.params.keys.range(0, generator.name, 10);
      generator.count = 60;
      generator.sync = {level, 500ms};
      story.params.generators.push_back(generator);
    }
    sim::Stream luck(seed, "test", "failovers");
    const auto first = static_cast<NodeIndex>(luck.below(4));
    const sim::Duration at(static_cast<std::int64_t>(luck.below(100'000'000)));
    crash_between(story, first, at, 3s);
    fail_over(story, first, at + sim::Duration(static_cast<std::int64_t>(luck.below(20'000'000))));
    const Outcome outcome = story.run().outcome;
    promised += outcome.promises;
    CAPTURE(seed);
    CHECK(outcome.lost_promises.empty());
  }
  CHECK(promised > 3000);
}
