// Failover: another map, new histories, what clients and replicas make of them.
#include <doctest/doctest.h>

#include "tests/models/fault_language.hpp"
#include "tests/models/watcher.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::add;
using tests::between;
using tests::crash;
using tests::incidents;
using tests::lost;
using tests::Story;

namespace {

/// A key is stored, its master crashes before its replicas have it, the first replica takes over.
Story lost_in_failover() {
  Story story({1ms, 1ms, 1ms}, 5ms);
  story.at(0ms).store("a", "1").at(20ms).store("a", "2");
  between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1", "n2"}}, 20ms, 22ms);
  crash(story, 0, 21ms);
  add(story, FaultKind::kFailover, 0, 30ms);
  return story;
}

}  // namespace

TEST_CASE("a promotion drops log entries above the promoted replica's number and adds its own") {
  Story story = lost_in_failover();
  CHECK(incidents(story).find("0 failed over 0/2 @30ms, 1 new history 1/1 @30ms") !=
        std::string::npos);
  CHECK(lost(story) == "a 2");
}

TEST_CASE("what a node that went down had still to send again is not sent again") {
  Story story({1ms, 1ms}, 1ms);
  story.at(0ms).store("a", "1");
  between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1"}}, 0ms, 5ms);
  SUBCASE("it is up when the sending is due") {
    CHECK(story.copies("a", 300ms) == "1:1/1:1 1:1/1:1");
  }
  SUBCASE("it is not") {
    crash(story, 0, 10ms);
    CHECK(story.copies("a", 300ms) == "-/1:1 -/-");
  }
}

TEST_CASE("a mutation is lost exactly when its number is above where its history ended") {
  const auto answer = [](std::uint64_t seqno) {
    Story story({1ms, 1ms, 1ms}, 5ms);
    story.at(0ms).store("a", "1").at(20ms).store(seqno == 1 ? "b" : "a", "2");
    between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1", "n2"}}, 20ms, 22ms);
    crash(story, 0, 21ms);
    add(story, FaultKind::kFailover, 0, 30ms);
    DurabilityRequest request;
    request.client = Client::kLibcouchbase3;
    request.faults = profile_of(request.client).faults;
    request.replicate_to = 1;
    story.params.watches.push_back({"a", story.key("a"), request, std::nullopt});
    story.params.steps.push_back({sim::at(3s), WatchStep{story.key("a"), 0, 1}});
    return std::string(name_of(*story.run().outcome.watches[0].verdict));
  };
  CHECK(answer(1) == "success");
  CHECK(answer(2) == "mutation_lost");
}

TEST_CASE("each client makes its own of a node that failed over") {
  const auto says = [](Client client, bool mended) {
    Story story = lost_in_failover();
    DurabilityRequest request;
    request.client = client;
    if (!mended) request.faults = profile_of(client).faults;
    request.replicate_to = 1;
    request.timeout = 1s;
    story.at(40ms).store("b", "1").at(3s).store("c", "3").at(3100ms).store("d", "4");
    story.params.watches.push_back({"a", story.key("a"), request, std::nullopt});
    story.params.steps.push_back({sim::at(4s), WatchStep{story.key("a"), 0, 1}});
    return std::string(name_of(*story.run().outcome.watches[0].verdict));
  };
  CHECK(says(Client::kLibcouchbase3, false) == "mutation_lost");
  CHECK(says(Client::kJavaCore1Tokens, false) == "mutation_lost");
  CHECK(says(Client::kCxxCore1, false) == "success");
  CHECK(says(Client::kCxxCore1, true) == "mutation_lost");
  CHECK(says(Client::kGocb2, false) == "success");
  CHECK(says(Client::kGocb2, true) == "mutation_lost");
}

TEST_CASE("a client asks the new master once it knows the new map, within the operation's time") {
  Story story({1ms, 1ms}, 1ms);
  crash(story, 0, 10ms);
  add(story, FaultKind::kFailover, 0, 600ms);
  story.params.patience = {2s, 1s};
  story.at(500ms).store("k", "v").at(1500ms).store("k", "w");
  CHECK(story.replies() == "ok @1000000, ok @1500000");
}

TEST_CASE("a node that is no longer the master says so, and the client goes by its map") {
  Story story({1ms, 1ms}, 1ms);
  add(story, FaultKind::kFailover, 0, 10ms);
  story.at(20ms).store("k", "v");
  // Both are at the nodes' doors, so asking twice takes no time.
  CHECK(story.replies() == "ok @20000");
  CHECK(story.run().outcome.writes == 1);
}

TEST_CASE("a node is failed over once a majority has missed its heartbeats for long enough") {
  Story story({1ms, 1ms, 1ms}, 1ms);
  story.params.failover.after = 5s;
  SUBCASE("it stays away") {
    crash(story, 0, 1500ms);
    CHECK(incidents(story) == "0 began 0/0 @1.5s, 0 failed over 0/2 @6s");
  }
  SUBCASE("it is back in time") {
    crash(story, 0, 1500ms, 5999ms);
    CHECK(incidents(story) == "0 began 0/0 @1.5s, 0 ended 0/0 @5.999s, 0 warmed up 0/0 @5.999s");
  }
  SUBCASE("of two nodes that are left, one is no majority") {
    crash(story, 0, 1500ms);
    crash(story, 1, 10s);
    CHECK(incidents(story).ends_with("1 began 0/0 @10s, 1 no majority 0/0 @15s"));
  }
}

TEST_CASE("no more nodes are failed over by themselves than may be") {
  Story story({1ms, 1ms, 1ms, 1ms}, 1ms);
  story.params.failover.after = 5s;
  crash(story, 0, 1500ms);
  crash(story, 1, 10s);
  SUBCASE("one") { CHECK(incidents(story).ends_with("1 began 0/0 @10s, 1 enough 0/0 @15s")); }
  SUBCASE("two") {
    story.params.failover.most = 2;
    CHECK(incidents(story).ends_with("1 began 0/0 @10s, 1 failed over 0/2 @15s"));
  }
}

TEST_CASE("no half of a cluster fails the other over") {
  Story story({1ms, 1ms, 1ms, 1ms}, 1ms);
  story.params.failover.after = 5s;
  between(story, FaultKind::kNetworkCut, {{"n0", "n1"}, {"n2", "n3"}}, 1s);
  CHECK(incidents(story) == "0 began 0/0 @1s, 2 no majority 0/0 @6s, 3 no majority 0/0 @6s");
}

TEST_CASE("a failover that would leave a vBucket without a copy is refused") {
  Story story({1ms, 1ms}, 1ms);
  crash(story, 1, 5ms);
  add(story, FaultKind::kFailover, 0, 10ms);
  CHECK(incidents(story).ends_with("0 refused 0/2 @10ms"));
}

TEST_CASE("a master that is cut off goes on taking writes, which are lost") {
  Story story({1ms, 1ms, 1ms}, 1ms);
  between(story, FaultKind::kNetworkCut, {{"n0"}, {"n1", "n2"}}, 10ms, 20s);
  add(story, FaultKind::kFailover, 0, 20ms);
  story.params.patience.map_poll = 10s;
  story.at(0ms).store("k", "1").at(30ms).store("k", "2").at(30s).get("k");
  CHECK(story.replies() == "ok @0, ok @30000, ok @30000000");
  CHECK(lost(story) == "k 2");
  CHECK(story.copies("k", 40s) == "1:1/1:1 1:1/1:1");
}

TEST_CASE("a rebalance moves vBuckets to a node that came back, and costs its reads and messages") {
  Story story({1ms, 1ms}, 1ms);
  story.params.nodes[1].disk.read = tests::constant(2ms);
  story.at(0ms).store("a", "1");
  crash(story, 0, 10ms, 5s);
  add(story, FaultKind::kFailover, 0, 20ms);
  Fault& back = add(story, FaultKind::kRebalance, 0, 10s);
  back.nodes = {0, 1};
  story.at(7s).store("b", "2");
  CHECK(story.copies("a", 9s) == "1:1/1:1");
  // a is read and sent, then b: 2 x 2 ms and 1 ms; once its disk has both, node 0 is the master.
  CHECK(story.copies("b", 10s + 5ms) == "2:2/2:2");
  CHECK(story.copies("b", 10s + 6ms) == "2:2/2:2 2:2/2:2");
  CHECK(story.copies("a", 11s) == "1:1/1:1 1:1/1:1");
  CHECK(lost(story).empty());
}

TEST_CASE("a rebalance can add a replica, and take one away") {
  Story story({1ms, 1ms, 1ms}, 1ms);
  story.params.buckets[0].replicas = 1;
  Fault& more = add(story, FaultKind::kRebalance, 0, 10ms);
  more.nodes = {0, 1, 2};
  more.count = 3;
  Fault& fewer = add(story, FaultKind::kRebalance, 0, 1s);
  fewer.nodes = {0, 1, 2};
  fewer.count = 1;
  story.at(0ms).store("a", "1");
  CHECK(story.copies("a", 9ms) == "1:1/1:1 1:1/1:1");
  CHECK(story.copies("a", 500ms) == "1:1/1:1 1:1/1:1 1:1/1:1");
  CHECK(story.copies("a", 2s) == "1:1/1:1");
}
