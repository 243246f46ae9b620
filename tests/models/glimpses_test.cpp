// What can be seen at which instant, against brute force: random small clusters, every draw with
// every value of its support, run by run, instant by instant.
#include "models/analysis/glimpses.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include "tests/models/small_worlds.hpp"
#include "tests/rounds.hpp"

namespace tests {

using namespace models::analysis;
namespace durability = models::durability;

namespace {

constexpr std::size_t kMostGlimpseRuns = 1500;
constexpr std::int64_t kLastInstant = 25;

using Seen = std::set<std::pair<std::int64_t, std::string>>;  // instant, all copies of all nodes

std::string text_of(const durability::Copy& copy) {
  return std::to_string(copy.cas) + "." + std::to_string(copy.seqno) + "." +
         std::to_string(copy.presence_bits) + "." + std::to_string(copy.value) + " ";
}

using Copies = std::map<std::pair<durability::NodeIndex, durability::KeyIndex>, std::string>;

std::string text_of(const Copies& copies) {
  std::string text;
  for (const auto& [where, copy] : copies) text += copy;
  return text;
}

Copies nothing(const durability::ClusterParams& params) {
  Copies copies;
  for (durability::NodeIndex node = 0; node < params.nodes.size(); ++node) {
    for (const auto key : params.watched)
      copies[{node, key}] = text_of(durability::Copy{}) + text_of(durability::Copy{});
  }
  return copies;
}

void look_at(const durability::Run& run, const SmallWorld& world, Seen& seen) {
  Copies copies = nothing(*world.params);
  auto change = run.outcome.changes.begin();
  for (std::int64_t at = 0; at <= kLastInstant; ++at) {
    if (sim::at(sim::Duration(at)) > world.until) return;
    for (; change != run.outcome.changes.end() && change->at <= sim::at(sim::Duration(at));
         ++change) {
      copies[{change->node, change->key}] = text_of(change->cache) + text_of(change->disk);
    }
    seen.emplace(at, text_of(copies));
  }
}

struct Glimpsed {
  Seen seen;
  Glimpses result;
};

Glimpsed glimpsed(const SmallWorld& world, const std::vector<durability::Renaming>& renamings) {
  Glimpsed all;
  const auto see = [&](const durability::Cluster& cluster, const durability::Renaming& renaming,
                       sim::Instant first, sim::Instant last) {
    Copies copies;
    for (durability::NodeIndex node = 0; node < world.params->nodes.size(); ++node) {
      for (const auto key : world.params->watched) {
        const durability::KeyOnNode& stores = cluster.stores(node, key);
        copies[{renaming.nodes[node], key}] = text_of(stores.cache) + text_of(stores.disk);
      }
    }
    for (std::int64_t at = 0; at <= kLastInstant; ++at) {
      const sim::Instant instant = sim::at(sim::Duration(at));
      if (first <= instant && instant <= last) all.seen.emplace(at, text_of(copies));
    }
    return true;
  };
  all.result = glimpse(world.params, world.until, world.params->watched, renamings, see,
                       [](const Glimpses&) { return false; });
  return all;
}

}  // namespace

TEST_CASE("glimpses see exactly what brute force sees, at each instant") {
  sim::Stream luck(1, "glimpses", "worlds");
  std::size_t compared = 0;
  std::size_t merged = 0;
  for (int number = 0; number < rounds(400); ++number) {
    const SmallWorld world = small_world(luck);
    Seen seen;
    const bool small = for_each_run(world, kMostGlimpseRuns,
                                    [&](const durability::Run& run) { look_at(run, world, seen); });
    if (!small) continue;
    ++compared;
    INFO("world ", number);
    const auto renamings = renamings_of(*world.params);
    const Glimpsed plain = glimpsed(world, {renamings.front()});
    CHECK(plain.result.complete);
    CHECK(plain.seen == seen);
    merged += plain.result.merged;
  }
  MESSAGE(compared, " worlds, ", merged, " nodes met again");
  CHECK(compared > rounds(200U));
  CHECK(merged > rounds(200U));
}

TEST_CASE(
    "glimpses under all names of equal replicas are those without renaming, with fewer nodes") {
  sim::Stream luck(2, "glimpses", "equal replicas");
  std::size_t compared = 0;
  std::uint64_t with_names = 0;
  std::uint64_t without = 0;
  for (int number = 0; number < rounds(300); ++number) {
    const SmallWorld world = world_of_equal_replicas(luck);
    const auto renamings = renamings_of(*world.params);
    if (renamings.size() == 1) continue;
    const Glimpsed named = glimpsed(world, renamings);
    if (!named.result.symmetric) continue;
    const Glimpsed plain = glimpsed(world, {renamings.front()});
    INFO("world ", number);
    CHECK(named.seen == plain.seen);
    with_names += named.result.states;
    without += plain.result.states;
    Seen seen;
    const bool small = for_each_run(world, kMostGlimpseRuns,
                                    [&](const durability::Run& run) { look_at(run, world, seen); });
    if (small) CHECK(named.seen == seen);
    ++compared;
  }
  MESSAGE(compared, " worlds, ", with_names, " nodes of ", without);
  CHECK(compared > rounds(100U));
  CHECK(5 * with_names < 4 * without);
}

}  // namespace tests
