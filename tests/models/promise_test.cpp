// What each level survives, and what excuses a loss: both sides of each boundary.
#include "models/durability/promise.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "sim/random.hpp"
#include "tests/models/sync_levels.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::kActive;
using tests::kMajority;
using tests::kPersist;

namespace {

/// Three copies on nodes 0, 1 and 2; one promise at 10 ms.
struct World {
  Promises promises{8, 4, 3};
  Promise promise;

  explicit World(SyncLevel level, std::uint8_t copies = 3) {
    promise.key = 5;
    promise.partition = 2;
    promise.seqno = 7;
    promise.first = 6;
    promise.level = level;
    promise.copies = copies;
    promise.chain = chain_of(0, 4, copies - 1U);
    promise.at = sim::at(10ms);
    promise.since = promise.at;
    promises.make(promise);
  }

  World& polled(std::uint8_t persist_to, std::uint8_t replicate_to, bool on_active_disk) {
    promise.persist_to = persist_to;
    promise.replicate_to = replicate_to;
    promise.on_active_disk = on_active_disk;
    promises.make(promise);
    return *this;
  }
  World& crash(NodeIndex node, sim::Duration at = 20ms) {
    promises.memory_lost(node, sim::at(at));
    return *this;
  }
  World& disk(NodeIndex node, sim::Duration at = 20ms) {
    promises.disk_lost(node, sim::at(at));
    return *this;
  }
  World& failover(NodeIndex node) {
    promises.failed_over(node, sim::at(20ms));
    return *this;
  }
  World& went_back(NodeIndex node, std::uint64_t to, PartitionIndex partition = 2,
                   NodeIndex master = 2) {
    const FailoverLog before = {{1, 0}};
    const FailoverLog after = {{2, to}, {1, 0}};
    promises.meets(node, master, partition, {after, before, {}, 9}, sim::at(20ms));
    return *this;
  }
  /// "lost", "excused": that node is the active from now on, without the write.
  std::string without_it(NodeIndex active) {
    const auto lost =
        promises.check(2, active, sim::at(30ms), [](const Promise&) { return false; });
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].active == active);
    return lost[0].excused ? "excused" : "lost";
  }
};

}  // namespace

TEST_CASE("what a client says of a write that is gone already excuses the server") {
  CHECK(World(SyncLevel::kNone).polled(0, 2, false).failover(0).without_it(1) == "lost");
  World late(SyncLevel::kNone);
  late.promise.hollow = true;
  CHECK(late.polled(0, 2, false).failover(0).without_it(1) == "excused");
}

TEST_CASE("majority survives a promotion after one failure of three copies, and not after two") {
  CHECK(World(kMajority).failover(0).without_it(1) == "lost");
  CHECK(World(kMajority).crash(0).failover(0).without_it(1) == "lost");
  CHECK(World(kMajority).failover(0).crash(1).without_it(2) == "excused");
  CHECK(World(kMajority).failover(0).disk(1).without_it(2) == "excused");
}

TEST_CASE("majority of two copies survives one failure; of one copy none") {
  CHECK(World(kMajority, 2).failover(0).without_it(1) == "lost");
  CHECK(World(kMajority, 2).failover(0).crash(1).without_it(1) == "excused");
  CHECK(World(kMajority, 1).crash(0).without_it(0) == "excused");
}

TEST_CASE("a master that comes back from its own disk: only majority does not survive it") {
  CHECK(World(kMajority).crash(0).without_it(0) == "excused");
  CHECK(World(kActive).crash(0).without_it(0) == "lost");
  CHECK(World(kActive).crash(0).disk(0).without_it(0) == "excused");
  CHECK(World(kPersist).crash(0).without_it(0) == "lost");
  CHECK(World(kPersist).crash(0).disk(0).without_it(0) == "excused");
}

TEST_CASE("persistToMajority survives that all nodes crash at once") {
  World world(kPersist);
  CHECK(world.crash(0).crash(1).crash(2).failover(0).without_it(1) == "lost");
  CHECK(World(kActive).crash(0).crash(1).failover(0).without_it(1) == "excused");
  CHECK(World(kPersist).failover(0).disk(1).without_it(2) == "excused");
}

TEST_CASE("a replica that went back behind the write's prepare with its master has failed") {
  for (const SyncLevel level : {kMajority, kActive, kPersist}) {
    CHECK(World(level).failover(0).without_it(2) == "lost");
    CHECK(World(level).went_back(1, 5).failover(0).without_it(2) == "excused");
    CHECK(World(level).went_back(1, 5).without_it(2) == "lost");
    CHECK(World(level).went_back(1, 6).failover(0).without_it(2) == "lost");
    CHECK(World(level).went_back(1, 5, 1).failover(0).without_it(2) == "lost");
  }
  CHECK(World(SyncLevel::kNone).polled(0, 2, false).went_back(1, 5).without_it(1) == "excused");
}

TEST_CASE("a replica that follows a master back behind what that master's disk has is no excuse") {
  CHECK(World(kMajority).crash(0).went_back(1, 5, 2, 0).failover(0).without_it(2) == "excused");
  for (const SyncLevel level : {kActive, kPersist}) {
    CHECK(World(level).crash(0).went_back(1, 5, 2, 0).failover(0).without_it(2) == "lost");
    CHECK(World(level).disk(0).went_back(1, 5, 2, 0).without_it(2) == "excused");
  }
}

TEST_CASE("how far a replica has to go back is reckoned from both histories and its snapshot") {
  const FailoverLog first = {{1, 0}};
  const FailoverLog second = {{2, 5}, {1, 0}};
  const auto back = [](const FailoverLog& master, const FailoverLog& replica, Snapshot snapshot,
                       std::uint64_t high) {
    const auto to = Meeting{master, replica, snapshot, high}.goes_back_to();
    return to ? std::to_string(*to) : "nowhere";
  };
  CHECK(back(first, first, {}, 9) == "nowhere");
  CHECK(back(second, first, {}, 5) == "nowhere");
  CHECK(back(second, first, {}, 6) == "5");
  // Both went on from history 1, the replica at 3.
  CHECK(back(second, {{3, 3}, {1, 0}}, {}, 9) == "3");
  CHECK(back({{4, 8}, {2, 5}, {1, 0}}, {{3, 7}, {2, 5}, {1, 0}}, {}, 9) == "7");
  CHECK(back({{9, 0}}, first, {}, 9) == "0");
  // A snapshot from 2 on that goes beyond 5 has no state in between.
  CHECK(back(second, first, {2, 5, 5, 0}, 5) == "nowhere");
  CHECK(back(second, first, {2, 6, 6, 0}, 6) == "2");
  CHECK(back(second, first, {2, 6, 6, 0}, 4) == "2");
  CHECK(back(second, second, {2, 6, 6, 0}, 4) == "nowhere");
  // A copy in memory has no older state.
  CHECK(Meeting{second, first, {}, 6, true}.goes_back_to() == 0);
  CHECK(Meeting{second, first, {}, 5, true}.goes_back_to() == std::nullopt);
}

TEST_CASE("over random histories the judge and the server share the same number") {
  sim::Stream luck(1, "test", "histories");
  for (int round = 0; round < 300; ++round) {
    std::vector<FailoverLog> logs(3, FailoverLog{{1, 0}});
    for (std::uint32_t uuid = 2; uuid < 12; ++uuid) {
      FailoverLog& master = logs[luck.below(3)];
      branch_off(master, uuid, luck.below(20));
      if (luck.below(2) == 0) logs[luck.below(3)] = master;
      for (const FailoverLog& one : logs) {
        for (const FailoverLog& other : logs) {
          REQUIRE(Meeting{one, other, {}, 0}.shares() == common_seqno(one, other));
        }
      }
    }
  }
}

TEST_CASE("a rebalance hands promises on: what breaks then counts at the new nodes alone") {
  const auto moved = [] {
    World world(kPersist);
    world.disk(1, 12ms);
    Chain chain = world.promise.chain;
    chain.nodes[1] = 3;
    world.promises.moved(2, chain, sim::at(15ms));
    return world;
  };
  CHECK(moved().failover(0).without_it(2) == "lost");
  CHECK(moved().failover(0).disk(1).without_it(2) == "lost");
  CHECK(moved().failover(0).disk(3).without_it(2) == "excused");
}

TEST_CASE("what happened before the promise, or to other nodes, excuses nothing") {
  CHECK(World(kMajority).crash(0, 9ms).failover(1).without_it(1) == "lost");
  CHECK(World(kMajority).crash(1, 9ms).failover(0).without_it(1) == "lost");
  CHECK(World(kMajority).crash(1, 10ms).failover(0).without_it(1) == "excused");
  CHECK(World(kMajority).failover(0).crash(3).without_it(1) == "lost");
}

TEST_CASE("a client's votes survive a promotion only if every copy had one") {
  CHECK(World(SyncLevel::kNone).polled(2, 0, true).failover(0).without_it(1) == "excused");
  CHECK(World(SyncLevel::kNone).polled(3, 0, true).failover(0).without_it(1) == "lost");
  CHECK(World(SyncLevel::kNone).polled(0, 1, false).failover(0).without_it(1) == "excused");
  CHECK(World(SyncLevel::kNone).polled(0, 2, false).failover(0).without_it(1) == "lost");
  CHECK(World(SyncLevel::kNone).polled(0, 2, false).failover(0).crash(1).without_it(1) ==
        "excused");
}

TEST_CASE("a client's votes survive a master's return if its disk was counted") {
  CHECK(World(SyncLevel::kNone).polled(1, 0, true).crash(0).without_it(0) == "lost");
  CHECK(World(SyncLevel::kNone).polled(1, 0, true).crash(0).disk(0).without_it(0) == "excused");
  CHECK(World(SyncLevel::kNone).polled(0, 2, false).crash(0).without_it(0) == "excused");
}

TEST_CASE("a loss without any fault is never excused") {
  for (const SyncLevel level : {SyncLevel::kNone, kMajority, kActive, kPersist}) {
    CHECK(World(level).polled(1, 2, true).without_it(0) == "lost");
  }
}

TEST_CASE("a kept promise stays, a newer one replaces it, a lost one is forgotten") {
  World world(kMajority);
  const auto has = [](const Promise& promise) { return promise.seqno <= 7; };
  const auto check = [&](PartitionIndex partition) {
    return world.promises.check(partition, 1, sim::at(30ms), has).size();
  };
  CHECK(check(2) == 0);
  world.promise.seqno = 9;
  world.promises.make(world.promise);
  CHECK(world.promises.made().size() == 1);
  CHECK(check(1) == 0);
  CHECK(check(2) == 1);
  CHECK(check(2) == 0);
  CHECK(world.promises.made().empty());
}

TEST_CASE("a lost promise tells what broke since, in order") {
  World world(kMajority);
  world.crash(1, 25ms).crash(0, 22ms).failover(0).crash(2, 9ms);
  const auto lost = world.promises.check(2, 2, sim::at(30ms), [](const Promise&) { return false; });
  REQUIRE(lost.size() == 1);
  REQUIRE(lost[0].since.size() == 3);
  CHECK(lost[0].since[0].kind == NodeLossKind::kFailedOver);
  CHECK(lost[0].since[1].kind == NodeLossKind::kMemory);
  CHECK(lost[0].since[1].node == 0);
  CHECK(lost[0].since[2].node == 1);
  CHECK(lost[0].at == sim::at(30ms));
}

TEST_CASE("the words of a promise") {
  CHECK(words_for(World(kActive).promise) == "majorityAndPersistToActive");
  CHECK(words_for(World(SyncLevel::kNone).polled(2, 1, true).promise) ==
        "persist_to 2 and replicate_to 1");
  CHECK(words_for(World(SyncLevel::kNone).polled(0, 0, true).promise) == "persist_to active");
}
