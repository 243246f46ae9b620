// Faults of a cluster: what is lost, what is kept, who is told what.
#include <doctest/doctest.h>

#include "sim/loop.hpp"
#include "tests/models/fault_language.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::add;
using tests::crash;
using tests::incidents;
using tests::lost;
using tests::Story;

TEST_CASE("a crash takes memory and keeps the disk; the restarted node reads its disk back") {
  Story story({2ms, 2ms}, 1ms);
  story.at(0ms).store("k", "v");
  crash(story, 1, 10ms, 20ms);
  CHECK(story.copies("k", 9ms) == "1:v/1:v 1:v/1:v");
  CHECK(story.copies("k", 10ms) == "1:v/1:v -/1:v");
  CHECK(story.copies("k", 20ms) == "1:v/1:v 1:v/1:v");
  CHECK(lost(story).empty());
}

TEST_CASE("what no sync has made durable is lost, and what one has is not") {
  SUBCASE("the replica's flush ends a nanosecond too late") {
    Story story({2ms, 2ms}, 1ms);
    story.at(0ms).store("k", "v");
    crash(story, 1, 3ms - 1ns);
    CHECK(story.copies("k", 1s) == "1:v/1:v -/-");
  }
  SUBCASE("the crash comes first in its instant") {
    Story story({2ms, 2ms}, 1ms);
    story.at(0ms).store("k", "v");
    crash(story, 1, 3ms);
    CHECK(story.copies("k", 1s) == "1:v/1:v -/-");
  }
  SUBCASE("the flush ends a nanosecond before") {
    Story story({2ms, 2ms}, 1ms);
    story.at(0ms).store("k", "v");
    crash(story, 1, 3ms + 1ns);
    CHECK(story.copies("k", 1s) == "1:v/1:v -/1:v");
  }
}

TEST_CASE("a replica that was down is sent what it missed, read from the master's disk") {
  Story story({1ms, 1ms}, 1ms);
  story.params.nodes[0].disk.read = tests::constant(5ms);
  story.at(0ms).store("a", "1");
  story.at(20ms).store("b", "2").store("a", "3");
  crash(story, 1, 10ms, 30ms);
  CHECK(story.copies("a", 29ms) == "3:3/3:3 -/1:1");
  // Two reads of 5 ms on the master, one after the other, then 1 ms on the network.
  CHECK(story.before("b", 36ms) == "persisted not_found");
  CHECK(story.seen("b", 36ms) == "persisted found");
  CHECK(story.before("a", 41ms) == "persisted persisted");
  CHECK(story.copies("a", 40ms) == "3:3/3:3 1:1/1:1");
  CHECK(story.copies("a", 41ms) == "3:3/3:3 3:3/1:1");
  CHECK(story.seqnos("a", 50ms) == "3/3 3/3");
}

TEST_CASE("what is written while a replica catches up comes after what it missed") {
  Story story({1ms, 1ms}, 1ms);
  story.params.nodes[0].disk.read = tests::constant(5ms);
  story.at(20ms).store("a", "1").store("b", "2");
  story.at(32ms).store("c", "3").store("b", "4");
  crash(story, 1, 10ms, 30ms);
  // The master's disk serves a's read, c's flush, b's read, b's flush in turn. b's old version is
  // passed over: the new one is on its way.
  CHECK(story.changes("a") ==
        "0 cached @20000, 0 persisted @21000, 1 cached @36000, "
        "1 persisted @37000");
  CHECK(story.changes("b") ==
        "0 cached @20000, 0 persisted @22000, 0 cached @32000, 0 persisted @42000, "
        "1 cached @42000, 1 persisted @44000");
  CHECK(story.changes("c") ==
        "0 cached @32000, 0 persisted @36000, 1 cached @42000, "
        "1 persisted @43000");
}

TEST_CASE("a master that comes up begins a new history, and its replica drops what was lost") {
  Story story({5ms, 1ms}, 1ms);
  story.at(0ms).store("a", "1");
  story.at(10ms).store("a", "2").store("b", "3");
  crash(story, 0, 14ms, 20ms);
  CHECK(story.copies("a", 14ms) == "-/1:1 2:2/2:2");
  CHECK(story.copies("a", 1s) == "1:1/1:1 1:1/1:1");
  CHECK(story.copies("b", 1s) == "-/- -/-");
  CHECK(story.seqnos("a", 1s) == "1/1 1/1");
  CHECK(lost(story) == "a 2, b 3");
  CHECK(incidents(story) ==
        "0 began 0/0 @14ms, 0 ended 0/0 @20ms, 0 warmed up 0/1 @20ms, "
        "0 new history 1/2 @20ms, 1 rolled back 1/2 @20ms");
}

TEST_CASE("what comes back for a dropped version is owed from where that one was") {
  // The replica's queue holds one version of a for its numbers 3, 5 and 6; 6 is lost with its
  // master.
  Story story({1ms, 50ms}, 1ms);
  story.params.nodes[1].disk.batch = 1;
  story.at(0ms).store("a", "1").at(60ms).store("c", "2").at(62ms).store("a", "3");
  story.at(64ms).store("b", "4").at(66ms).store("a", "5").at(68ms).store("a", "6");
  crash(story, 0, 68500us, 72ms);
  CHECK(story.copies("a", 165ms) == "5:5/5:5 5:5/1:1");
  // b's 4 is on its disk by then, and a's 3 is not.
  CHECK(story.copies("b", 165ms) == "4:4/4:4 4:4/4:4");
  CHECK(story.seqnos("a", 165ms) == "5/5 2/5");
  CHECK(story.seqnos("a", 212ms) == "5/5 5/5");
}

TEST_CASE("the next write after a new history takes the next number, and a new CAS") {
  Story story({5ms, 1ms}, 1ms);
  story.at(0ms).store("a", "1");
  crash(story, 0, 4ms, 20ms);
  story.at(30ms).store("a", "2");
  CHECK(story.seqnos("a", 1s) == "1/1 1/1");
  CHECK(story.copies("a", 1s) == "2:2/2:2 2:2/2:2");
}

TEST_CASE(
    "warm-up reads each vBucket's data at the disk's pace, and the node is not ready before") {
  Story story({1ms, 1ms}, 1ms);
  story.params.nodes[0].disk.read = tests::constant(30ms);
  story.at(0ms).store("k", "v");
  crash(story, 0, 10ms, 20ms);
  story.at(15ms).get("k");
  story.at(49ms).get("k");
  story.at(51ms).get("k");
  story.params.patience.timeout = 100ms;
  CHECK(story.replies() == "ok @0, timeout @115000, temporary_failure @49000, ok @51000");
}

TEST_CASE("a request that is on its way when the node goes down is lost, though it is up again") {
  Story story({1ms, 1ms}, 1ms);
  story.params.topology.places.emplace_back("app");
  story.params.topology =
      models::hardware::full_mesh({"n0", "n1", "app"}, tests::constant(10ms), std::nullopt);
  GeneratorParams app;
  app.name = "app";
  app.arrivals = OpenArrivals{tests::constant(100ms), 1};
  app.mix = {1, 0, 0, 0, 0};
  app.keys = story.params.keys.range(0, "w", 1);
  app.place = "app";
  app.count = 2;
  app.from = sim::at(0ms);
  story.params.generators.push_back(app);
  story.params.patience.timeout = 50ms;
  const NodeIndex master = chain_of(story.params.keys.vbucket(app.keys.first), 2, 1).master();
  crash(story, master, 105ms, 106ms);
  const auto outcome = story.run().outcome;
  const auto& times = outcome.generators[0].operations[0];
  CHECK(times.by_status[static_cast<std::size_t>(ReplyStatus::kOk)] == 1);
  CHECK(times.by_status[static_cast<std::size_t>(ReplyStatus::kTimeout)] == 1);
  CHECK(outcome.writes == 1);
}

TEST_CASE("a client's deadline tells a timeout of what no node answers") {
  Story story({1ms, 1ms}, 1ms);
  crash(story, 0, 1ms);
  story.at(5ms).store("k", "v");
  story.params.patience.timeout = 200ms;
  CHECK(story.replies() == "timeout @205000");
}

TEST_CASE("a crash of a node that is down is passed over, and so is a restart of one that is up") {
  Story story({1ms, 1ms}, 1ms);
  crash(story, 1, 10ms);
  crash(story, 1, 15ms);
  add(story, FaultKind::kRestart, 1, 20ms);
  add(story, FaultKind::kRestart, 1, 30ms);
  CHECK(incidents(story) ==
        "1 began 0/0 @10ms, 1 passed over 0/0 @15ms, 1 began 0/0 @20ms, "
        "1 warmed up 0/0 @20ms, 1 passed over 0/0 @30ms");
}

TEST_CASE("a cluster in the middle of its faults can be copied, and both go on alike") {
  Story story({2ms, 3ms, 1ms}, 1ms);
  for (int i = 0; i < 40; ++i) story.at(i * 1ms).store(fmt::format("k{}", i % 7), "v");
  crash(story, 0, 12ms, 20ms);
  crash(story, 1, 18ms, 30ms);
  const Run whole = story.run();
  Schedule schedule(story.params.seed, story.params.replication);
  Cluster cluster(std::make_shared<const ClusterParams>(story.params), schedule);
  sim::run(cluster, schedule, sim::at(19ms));
  Schedule other_schedule = schedule;
  Cluster other = cluster;
  sim::run(cluster, schedule, sim::kNever);
  sim::run(other, other_schedule, sim::kNever);
  CHECK(cluster.digest() == other.digest());
  CHECK(tests::fingerprint(whole.outcome) == tests::fingerprint(story.run().outcome));
}
