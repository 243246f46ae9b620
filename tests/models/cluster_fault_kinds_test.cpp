// Disks, networks and processes that break without a crash, and the mock's four faults.
#include <doctest/doctest.h>

#include "tests/models/fault_language.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::add;
using tests::between;
using tests::crash;
using tests::incidents;
using tests::lost;
using tests::Story;

TEST_CASE("a slow disk takes so many times as long from the fault's beginning to its end") {
  Story story({2ms}, 1ms);
  add(story, FaultKind::kDiskSlow, 0, 10ms, 20ms).times = 3000;
  story.at(0ms).store("a", "1").at(10ms).store("b", "2").at(20ms).store("c", "3");
  CHECK(story.changes("a") == "0 cached @0, 0 persisted @2000");
  CHECK(story.changes("b") == "0 cached @10000, 0 persisted @16000");
  CHECK(story.changes("c") == "0 cached @20000, 0 persisted @22000");
}

TEST_CASE("two faults slow a disk together, and each ends alone") {
  Story story({1ms}, 1ms);
  add(story, FaultKind::kDiskSlow, 0, 10ms, 30ms).times = 3000;
  add(story, FaultKind::kDiskSlow, 0, 20ms, 40ms).times = 2000;
  story.at(20ms).store("a", "1").at(30ms).store("b", "2").at(40ms).store("c", "3");
  CHECK(story.changes("a") == "0 cached @20000, 0 persisted @26000");
  CHECK(story.changes("b") == "0 cached @30000, 0 persisted @32000");
  CHECK(story.changes("c") == "0 cached @40000, 0 persisted @41000");
}

TEST_CASE("a stalled disk serves nothing: what is in service ends as much later as it lasts") {
  Story story({4ms}, 1ms);
  add(story, FaultKind::kDiskStalled, 0, 1ms, 11ms);
  story.at(0ms).store("a", "1").at(5ms).store("b", "2");
  CHECK(story.changes("a") == "0 cached @0, 0 persisted @14000");
  CHECK(story.changes("b") == "0 cached @5000, 0 persisted @18000");
}

TEST_CASE("a read waits for the stall's end too, and two stalls are as long as their union") {
  Story story({4ms, 1ms}, 1ms);
  story.params.nodes[0].disk.read = tests::constant(3ms);
  add(story, FaultKind::kDiskStalled, 0, 10ms, 30ms);
  add(story, FaultKind::kDiskStalled, 0, 20ms, 40ms);
  story.at(0ms).store("a", "1").at(9ms).store("b", "2");
  crash(story, 0, 12ms, 15ms);
  CHECK(story.changes("b").ends_with("0 crashed @12000, 1 rolled back @43000"));
  CHECK(story.changes("a").ends_with("0 crashed @12000, 0 warmed up @43000"));
}

TEST_CASE("what comes to an idle disk during a stall is served after it") {
  Story story({4ms}, 1ms);
  add(story, FaultKind::kDiskStalled, 0, 1ms, 11ms);
  story.at(5ms).store("a", "1");
  CHECK(story.changes("a") == "0 cached @5000, 0 persisted @15000");
}

TEST_CASE("a full disk takes no write; the flush under way is written, the queue waits") {
  Story story({4ms}, 1ms);
  add(story, FaultKind::kDiskFull, 0, 1ms, 50ms);
  story.at(0ms).store("a", "1").at(5ms).store("b", "2");
  CHECK(story.changes("a") == "0 cached @0, 0 persisted @4000");
  CHECK(story.changes("b") == "0 cached @5000, 0 persisted @54000");
  CHECK(story.seqnos("b", 49ms) == "1/2");
}

TEST_CASE("a flush that fails is tried again a second later, and nothing is persisted before") {
  Story story({4ms}, 1ms);
  add(story, FaultKind::kDiskFails, 0, 1ms, 1500ms);
  story.at(0ms).store("a", "1");
  // 4 ms, 1 s, 4 ms (fails again: 1008 ms), 1 s, 4 ms.
  CHECK(story.changes("a") == "0 cached @0, 0 persisted @2012000");
}

TEST_CASE("a disk that lies loses its last flushes at a crash, though it had reported them") {
  Story story({1ms, 1ms}, 1ms);
  add(story, FaultKind::kDiskLosesSyncs, 1, 0ms).count = 2;
  story.at(0ms).store("a", "1").at(10ms).store("b", "2").at(20ms).store("a", "3");
  crash(story, 1, 30ms);
  CHECK(story.seen("a", 29ms) == "persisted persisted");
  CHECK(story.copies("a", 30ms) == "3:3/3:3 -/1:1");
  CHECK(story.copies("b", 30ms) == "2:2/2:2 -/-");
}

TEST_CASE("after the lies the replica asks for what it lost, and no write is counted twice") {
  Story story({1ms, 1ms}, 1ms);
  add(story, FaultKind::kDiskLosesSyncs, 1, 0ms).count = 2;
  story.at(0ms).store("a", "1").at(10ms).store("b", "2").at(20ms).store("a", "3");
  crash(story, 1, 30ms, 40ms);
  CHECK(story.copies("a", 1s) == "3:3/3:3 3:3/3:3");
  CHECK(story.copies("b", 1s) == "2:2/2:2 2:2/2:2");
  CHECK(story.run().outcome.durability.persisted_to[1].count() == 3);
}

TEST_CASE("a slow network adds its delay to each message between the sides, and to no other") {
  Story story({1ms, 1ms, 1ms}, 1ms);
  between(story, FaultKind::kNetworkSlow, {{"n0"}, {"n1"}}, 0ms).by =
      sim::Distribution::constant(9'000'000);
  story.at(0ms).store("a", "1");
  CHECK(story.changes("a") ==
        "0 cached @0, 0 persisted @1000, 2 cached @1000, 2 persisted @2000, 1 cached @10000, "
        "1 persisted @11000");
}

TEST_CASE("a message that cannot pass is sent again at 0.2 s, 0.6 s, 1.4 s ... after the first") {
  Story story({1ms, 1ms}, 1ms);
  story.at(0ms).store("a", "1");
  SUBCASE("the cut ends just before a sending") {
    between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1"}}, 0ms, 600ms);
    CHECK(story.changes("a") ==
          "0 cached @0, 0 persisted @1000, 1 cached @601000, "
          "1 persisted @602000");
  }
  SUBCASE("the cut ends just after it") {
    between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1"}}, 0ms, 600ms + 1ns);
    CHECK(story.changes("a") ==
          "0 cached @0, 0 persisted @1000, 1 cached @1401000, "
          "1 persisted @1402000");
  }
  SUBCASE("it never ends") {
    between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1"}}, 0ms);
    CHECK(story.changes("a") == "0 cached @0, 0 persisted @1000");
  }
}

TEST_CASE("mutations behind one that is held up wait for it, though they could pass") {
  Story story({1ms, 1ms}, 1ms);
  between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1"}}, 0ms, 10ms);
  story.at(5ms).store("a", "1").at(20ms).store("b", "2");
  CHECK(story.changes("b") ==
        "0 cached @20000, 0 persisted @21000, 1 cached @206000, "
        "1 persisted @208000");
}

TEST_CASE("a one-way cut stops one direction") {
  const auto replies = [](std::vector<std::vector<std::string>> sides) {
    Story story({1ms, 1ms}, 1ms);
    story.params.topology =
        models::hardware::full_mesh({"n0", "n1", "app"}, tests::constant(1ms), std::nullopt);
    DurabilityRequest request;
    request.persist_to = 1;
    story.at(0ms).store("k", "v");
    story.params.watches.push_back({"k", story.key("k"), request, "app"});
    std::get<OperationStep>(story.params.steps.back().what).watch = 0;
    between(story, FaultKind::kNetworkCut, std::move(sides), 0ms).one_way = true;
    return fmt::format("{}, {} writes", story.replies(), story.run().outcome.writes);
  };
  CHECK(replies({{"app"}, {"n0"}}) == "timeout @2500000, 0 writes");
  // The store is made, and its client will never know.
  CHECK(replies({{"n0"}, {"app"}}) == "timeout @2500000, 1 writes");
}

TEST_CASE("a lossy network sends again what it loses, by its own luck") {
  Story story({0ms, 0ms}, 1ms);
  between(story, FaultKind::kNetworkLossy, {{"n0"}, {"n1"}}, 0ms).probability = 0.25;
  for (int i = 0; i < 400; ++i) story.at(i * 1s).store(fmt::format("k{}", i), "v");
  const auto times = story.run().outcome.durability.replicated_to[0];
  CHECK(times.count() == 400);
  CHECK(times.min() == 1'000'000);
  // 3 of 4 pass at once, 3 of 16 at the second sending.
  CHECK(times.quantile(0.70) < 1'010'000);
  CHECK(times.quantile(0.80) > 200'000'000);
  CHECK(times.quantile(0.80) < 203'000'000);
  CHECK(times.max() > 600'000'000);
}

TEST_CASE("a process that stands still works on nothing, its disk does, and both are told later") {
  Story story({4ms, 1ms}, 1ms);
  story.params.nodes[0].cpu.per_operation = tests::constant(2ms);
  add(story, FaultKind::kPause, 0, 3ms, 103ms);
  story.at(0ms).store("a", "1").at(2ms).store("b", "2").at(50ms).get("a");
  // a is flushed from 2 ms to 6 ms, which the process sees at 103 ms. b had 1 ms of work left.
  CHECK(story.changes("a") ==
        "0 cached @2000, 1 cached @3000, 1 persisted @4000, "
        "0 persisted @103000");
  CHECK(story.replies() == "ok @2000, ok @104000, ok @106000");
}

TEST_CASE("the mock's opfail answers so many operations with its status") {
  Story story({1ms}, 1ms);
  Fault& fault = add(story, FaultKind::kOperationsFail, 0, 0ms);
  fault.count = 2;
  fault.status = ReplyStatus::kTemporaryFailure;
  story.at(0ms).store("a", "1").at(1ms).get("a").at(2ms).get("a").at(3ms).store("a", "2");
  CHECK(story.replies() ==
        "temporary_failure @0, temporary_failure @1000, not_found @2000, ok @3000");
}

TEST_CASE("the mock's hiccup makes answers late, and what truncate cuts off is no answer") {
  Story story({1ms}, 1ms);
  add(story, FaultKind::kHiccup, 0, 0ms, 10ms).by = sim::Distribution::constant(5'000'000);
  add(story, FaultKind::kTruncate, 0, 20ms, 30ms).count = 64;
  story.params.patience.timeout = 100ms;
  story.at(0ms).store("a", "12345").at(10ms).get("a").at(25ms).get("a").at(26ms).store("a", "1");
  CHECK(story.replies() == "ok @5000, ok @10000, timeout @125000, ok @26000");
}

TEST_CASE("random faults come by their own streams: the same seed, the same faults") {
  const auto told = [](std::uint64_t seed) {
    Story story({1ms, 1ms, 1ms}, 1ms);
    Fault& fault = add(story, FaultKind::kCrash, 0, 0ms, 60s);
    fault.nodes = {0, 1, 2};
    fault.any_one = true;
    fault.process = FaultProcess{sim::Distribution::exponential(10e9),
                                 sim::Distribution::constant(1'000'000'000)};
    story.params.seed = seed;
    return incidents(story);
  };
  CHECK(told(1) == told(1));
  CHECK(told(1) != told(2));
  CHECK(told(1) ==
        "2 began 0/0 @48.528755759s, 2 ended 0/0 @49.528755759s, 2 warmed up 0/0 @49.528755759s, "
        "1 began 0/0 @53.573752082s, 1 ended 0/0 @54.573752082s, "
        "1 warmed up 0/0 @54.573752082s");
}
