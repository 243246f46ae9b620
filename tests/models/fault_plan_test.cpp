// Random faults within limits: what a seed draws, and that a broken server is found by them.
#include "models/durability/fault_plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/models/cluster_language.hpp"

using namespace models;
using namespace std::chrono_literals;
using tests::Story;

TEST_CASE("planned faults keep to their limits, and are the same for the same seed") {
  durability::SwarmParams swarm;
  swarm.faults.push_back({durability::FaultKind::kCrash,
                          {0, 1, 2, 3},
                          sim::Distribution::exponential(10e6),
                          sim::Distribution::constant(50'000'000)});
  swarm.until = sim::at(2s);
  const std::vector<std::string> names = {"n0", "n1", "n2", "n3"};
  for (const std::uint32_t most : {1U, 2U}) {
    swarm.most_down = most;
    std::uint32_t seen = 0;
    const auto faults = durability::planned_faults(swarm, 7, names);
    for (const durability::Fault& fault : faults) {
      std::uint32_t down = 0;
      for (const durability::Fault& other : faults) {
        if (other.from <= fault.from && fault.from <= other.until) ++down;
      }
      seen = std::max(seen, down);
      CHECK(fault.from < sim::at(2s));
      CHECK(fault.until == fault.from + 50ms);
    }
    CHECK(seen == most);
    const auto again = durability::planned_faults(swarm, 7, names);
    REQUIRE(again.size() == faults.size());
    CHECK(again.back().from == faults.back().from);
    CHECK(durability::planned_faults(swarm, 8, names).front().from != faults.front().from);
  }
}

TEST_CASE("random faults of the network are between nodes that are drawn, so many at once") {
  durability::SwarmParams swarm;
  const auto random = [](bool splits) {
    durability::RandomFault fault{durability::FaultKind::kNetworkCut,
                                  {0, 1, 2, 3},
                                  sim::Distribution::exponential(10e6),
                                  sim::Distribution::constant(50'000'000)};
    fault.splits = splits;
    return fault;
  };
  swarm.until = sim::at(2s);
  swarm.most_cut = 2;
  const std::vector<std::string> names = {"n0", "n1", "n2", "n3"};
  for (const bool splits : {false, true}) {
    CAPTURE(splits);
    swarm.faults = {random(splits)};
    std::uint32_t most = 0;
    std::set<std::vector<std::vector<std::string>>> seen;
    const auto faults = durability::planned_faults(swarm, 7, names);
    for (const durability::Fault& fault : faults) {
      std::uint32_t at_once = 0;
      for (const durability::Fault& other : faults) {
        if (other.from <= fault.from && fault.from <= other.until) ++at_once;
      }
      most = std::max(most, at_once);
      REQUIRE(fault.sides.size() == 2);
      std::vector<std::string> all = fault.sides[0];
      all.insert(all.end(), fault.sides[1].begin(), fault.sides[1].end());
      std::sort(all.begin(), all.end());
      CHECK(std::unique(all.begin(), all.end()) == all.end());
      CHECK(all.size() == (splits ? 4 : 2));
      CHECK(!fault.sides[0].empty());
      CHECK(!fault.sides[1].empty());
      seen.insert(fault.sides);
    }
    CHECK(most == 2);
    // Twelve ordered pairs, fourteen ways to split four nodes.
    CHECK(seen.size() > 8);
  }
}

TEST_CASE("random crashes find a server that counts writes before its disk, and accuse no other") {
  durability::SwarmParams swarm;
  swarm.faults.push_back({durability::FaultKind::kCrash,
                          {0, 1, 2, 3},
                          sim::Distribution::exponential(40e6),
                          sim::Distribution::uniform(5'000'000, 50'000'000)});
  swarm.until = sim::at(300ms);
  const auto violations = [&](durability::Broken broken) {
    std::size_t found = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      Story story({4ms, 4ms, 4ms, 4ms}, 100us);
      story.params.buckets[0].replicas = 2;
      story.params.seed = seed;
      story.params.broken = broken;
      durability::GeneratorParams generator;
      generator.name = "shop";
      generator.arrivals = durability::OpenArrivals{tests::exponential(2ms), 1};
      generator.mix[0] = 1;
      generator.keys = story.params.keys.range(0, "w", 20);
      generator.count = 100;
      generator.sync = {durability::SyncLevel::kPersistToMajority, 1s};
      story.params.generators.push_back(generator);
      story.params.faults = durability::planned_faults(swarm, seed, {"n0", "n1", "n2", "n3"});
      for (const durability::LostPromise& lost : story.run().outcome.lost_promises) {
        found += lost.excused ? 0 : 1;
      }
    }
    return found;
  };
  CHECK(violations(durability::Broken::kCountsBeforeDisk) > 0);
  CHECK(violations(durability::Broken::kNothing) == 0);
}
