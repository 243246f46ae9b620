// After faults of every kind have stopped, all copies are the master's: compared here by a plain
// look at every node, over many random seeds.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>

#include "sim/loop.hpp"
#include "sim/random.hpp"
#include "tests/models/fault_language.hpp"

using namespace models::durability;
using namespace std::chrono_literals;
using tests::Story;

namespace {

constexpr std::uint32_t kNodes = 4;
constexpr sim::Duration kFaultsEnd = 400ms;

sim::Duration up_to(sim::Stream& luck, sim::Duration most) {
  return sim::Duration(
      static_cast<std::int64_t>(luck.below(static_cast<std::uint64_t>(most.count()))));
}

std::string node_named(std::uint64_t node) { return fmt::format("n{}", node); }

void add_node_fault(Story& story, FaultKind kind, sim::Stream& luck, sim::Duration at) {
  Fault fault;
  fault.kind = kind;
  fault.words = std::string(name_of(kind));
  fault.nodes = {static_cast<NodeIndex>(luck.below(kNodes))};
  fault.from = sim::at(at);
  fault.until = sim::at(at + 1ms + up_to(luck, 60ms));
  fault.times = 5000;
  fault.count = 1 + luck.below(3);
  story.params.faults.push_back(fault);
}

void add_network_fault(Story& story, FaultKind kind, sim::Stream& luck, sim::Duration at) {
  Fault fault;
  fault.kind = kind;
  fault.words = std::string(name_of(kind));
  const std::uint64_t one = luck.below(kNodes);
  const std::uint64_t other = (one + 1 + luck.below(kNodes - 1)) % kNodes;
  fault.sides = {{node_named(one)}, {node_named(other)}};
  for (std::uint64_t third = 0; third < kNodes; ++third) {
    if (third != one && third != other && luck.below(3) == 0) {
      fault.sides[luck.below(2)].push_back(node_named(third));
    }
  }
  fault.one_way = luck.below(2) == 0;
  fault.by = sim::Distribution::uniform(0, 5'000'000);
  fault.probability = 0.3;
  fault.from = sim::at(at);
  fault.until = sim::at(at + 1ms + up_to(luck, 60ms));
  story.params.faults.push_back(fault);
}

GeneratorParams writes(Story& story, SyncLevel level, std::uint32_t keys, BucketIndex bucket = 0) {
  GeneratorParams generator;
  generator.name = fmt::format("w{}{}", static_cast<int>(level), bucket == 0 ? "" : "-other");
  generator.arrivals = OpenArrivals{tests::exponential(1500us), 1};
  generator.mix[0] = 4;
  generator.mix[1] = 1;
  generator.keys = story.params.keys.range(bucket, generator.name, keys);
  generator.count = 150;
  generator.until = sim::at(kFaultsEnd);
  generator.sync = {level, 200ms};
  return generator;
}

/// Four nodes, two replicas, slow disks with long queues, and writes at every level.
Story busy(std::uint64_t seed) {
  Story story({4ms, 2ms, 7ms, 1ms}, 300us);
  story.params.buckets[0].replicas = 2;
  story.params.seed = seed;
  for (auto& node : story.params.nodes) node.disk.write = tests::exponential(4ms);
  for (const SyncLevel level :
       {SyncLevel::kNone, SyncLevel::kMajority, SyncLevel::kPersistToMajority}) {
    story.params.generators.push_back(writes(story, level, 12));
  }
  story.params.patience = {1s, 200ms};
  return story;
}

/// The same cluster with a bucket in memory beside one on the disks.
Story busy_in_memory(std::uint64_t seed) {
  Story story = busy(seed);
  BucketParams memory = story.params.buckets[0];
  memory.name = "memory";
  memory.type = BucketType::kEphemeral;
  story.params.buckets.push_back(memory);
  story.params.keys = Keys(2, 4);
  story.params.generators.clear();
  for (const SyncLevel level : {SyncLevel::kNone, SyncLevel::kMajority}) {
    story.params.generators.push_back(writes(story, level, 12, 0));
    story.params.generators.push_back(writes(story, level, 12, 1));
  }
  return story;
}

/// What is not as it should be once nothing happens any more.
std::string unequal(const Story& story) {
  const auto params = std::make_shared<const ClusterParams>(story.params);
  Schedule schedule(params->seed);
  Cluster cluster(params, schedule);
  sim::run(cluster, schedule, sim::at(60s));
  std::string text;
  for (KeyIndex key = 0; key < params->keys.size(); ++key) {
    const Chain& chain = cluster.chain(key);
    const auto& master = cluster.stores(chain.master(), key);
    for (const NodeIndex node : chain.all()) {
      const auto& there = cluster.stores(node, key);
      const bool cache = there.cache.same_as(master.cache);
      const bool disk = there.disk.same_as(master.disk);
      const BucketParams& bucket = params->buckets[params->keys.bucket(key)];
      const bool in_memory = bucket.type == BucketType::kEphemeral;
      const bool written = in_memory ? there.disk.is_absent()
                                     : !there.cache.is_item() || there.cache.same_as(there.disk);
      if (cache && disk && written) continue;
      text += fmt::format("{} n{} {}/{} master n{} {}/{}; ", params->keys.name(key), node,
                          std::uint64_t{there.cache.seqno}, std::uint64_t{there.disk.seqno},
                          chain.master(), std::uint64_t{master.cache.seqno},
                          std::uint64_t{master.disk.seqno});
    }
  }
  if (cluster.in_flight() > 0) text += fmt::format("{} in flight; ", cluster.in_flight());
  const Outcome outcome = cluster.take_outcome(schedule.now(), schedule);
  for (const LostPromise& lost : outcome.lost_promises) {
    if (!lost.excused)
      text += fmt::format("promise of {} broken; ", params->keys.name(lost.promise.key));
  }
  return text;
}

Fault rebalance_of_all(sim::Duration at) {
  Fault rebalance;
  rebalance.kind = FaultKind::kRebalance;
  rebalance.words = "rebalance";
  rebalance.nodes = {0, 1, 2, 3};
  rebalance.from = sim::at(at);
  return rebalance;
}

/// Over 300 seeds: all copies are equal after the faults that are added by each seed's luck.
template <class Add>
void check_equal_after(Add add, Story (*made)(std::uint64_t seed) = busy) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Story story = made(seed);
    sim::Stream luck(seed, "test", "faults");
    add(story, luck);
    CAPTURE(seed);
    CHECK(unequal(story) == "");
  }
}

constexpr FaultKind kOnNodes[] = {
    FaultKind::kCrash,    FaultKind::kPause,     FaultKind::kDiskSlow,      FaultKind::kDiskStalled,
    FaultKind::kDiskFull, FaultKind::kDiskFails, FaultKind::kDiskLosesSyncs};
constexpr FaultKind kOnNetwork[] = {FaultKind::kNetworkSlow, FaultKind::kNetworkCut,
                                    FaultKind::kNetworkLossy};

}  // namespace

TEST_CASE("after crashes alone, all copies are equal") {
  check_equal_after([](Story& story, sim::Stream& luck) {
    for (int i = 0; i < 12; ++i) {
      add_node_fault(story, FaultKind::kCrash, luck, up_to(luck, kFaultsEnd));
    }
  });
}

TEST_CASE("after faults of every kind, all copies are equal") {
  check_equal_after([](Story& story, sim::Stream& luck) {
    for (int i = 0; i < 16; ++i) {
      const sim::Duration at = up_to(luck, kFaultsEnd);
      if (luck.below(3) == 0) {
        add_network_fault(story, kOnNetwork[luck.below(std::size(kOnNetwork))], luck, at);
      } else {
        const bool crashes = luck.below(2) == 0;
        add_node_fault(story,
                       crashes ? FaultKind::kCrash : kOnNodes[luck.below(std::size(kOnNodes))],
                       luck, at);
      }
    }
  });
}

TEST_CASE("after failovers and a rebalance that deals all nodes in again, all copies are equal") {
  check_equal_after([](Story& story, sim::Stream& luck) {
    for (int i = 0; i < 8; ++i) {
      add_node_fault(story, luck.below(3) == 0 ? FaultKind::kPause : FaultKind::kCrash, luck,
                     up_to(luck, kFaultsEnd));
      add_network_fault(story, kOnNetwork[luck.below(std::size(kOnNetwork))], luck,
                        up_to(luck, kFaultsEnd));
    }
    story.params.failover = {10ms, 2, 5ms};
    for (const sim::Duration at : {150ms, 300ms, 600ms}) {
      story.params.faults.push_back(rebalance_of_all(at));
    }
  });
}

TEST_CASE("where items expire by clocks that are wrong, all copies are equal as well") {
  check_equal_after([](Story& story, sim::Stream& luck) {
    const auto soon = [&](sim::Duration most) { return 1ms + up_to(luck, most); };
    for (NodeIndex node = 0; node < kNodes; ++node) {
      add_node_fault(story, FaultKind::kClockSkew, luck, luck.below(2) == 0 ? 0ms : soon(6s));
      Fault& skew = story.params.faults.back();
      skew.ahead = up_to(luck, 6s) - 3s;
      skew.until = sim::kNever;
    }
    for (int i = 0; i < 20; ++i) {
      const sim::Duration at = soon(6s);
      if (luck.below(3) == 0) {
        add_network_fault(story, kOnNetwork[luck.below(std::size(kOnNetwork))], luck, at);
      } else {
        add_node_fault(story, kOnNodes[luck.below(std::size(kOnNodes))], luck, at);
      }
      story.params.faults.back().until = sim::at(at + soon(900ms));
    }
    story.params.failover = {100ms, 2, 50ms};
    story.params.faults.push_back(rebalance_of_all(3s));
    story.params.faults.push_back(rebalance_of_all(8s));
    for (sim::Duration at = 0ms; at < 9s; at += soon(200ms)) {
      const std::string key = fmt::format("expiring-{}", luck.below(4));
      story.at(at);
      switch (luck.below(8)) {
        case 0:
          story.get(key);
          break;
        case 1:
          story.observe(key);
          break;
        case 2:
          story.remove(key);
          break;
        case 3:
          story.store(key, "kept").with(SyncLevel::kMajority, 200ms);
          break;
        case 4:
          story.store(key, "durable").with(SyncLevel::kMajority, 200ms).living(1s);
          break;
        default:
          story.store(key, "short").living(std::chrono::seconds(1 + luck.below(3)));
      }
    }
  });
}

TEST_CASE("copies in memory are equal, too, after faults of every kind, failovers and rebalances") {
  const auto all = [](Story& story, sim::Stream& luck) {
    for (int i = 0; i < 12; ++i) {
      add_node_fault(
          story, luck.below(3) > 0 ? FaultKind::kCrash : kOnNodes[luck.below(std::size(kOnNodes))],
          luck, up_to(luck, kFaultsEnd));
      if (luck.below(2) == 0) continue;
      add_network_fault(story, kOnNetwork[luck.below(std::size(kOnNetwork))], luck,
                        up_to(luck, kFaultsEnd));
    }
    story.params.failover.reprovisions = static_cast<std::uint32_t>(luck.below(4));
    if (luck.below(2) == 0) return;
    story.params.failover.after = 10ms;
    story.params.failover.heartbeat = 5ms;
    for (const sim::Duration at : {150ms, 300ms, 600ms}) {
      story.params.faults.push_back(rebalance_of_all(at));
    }
  };
  check_equal_after(all, busy_in_memory);
}
