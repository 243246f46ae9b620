// What footprints promise: events whose footprints are disjoint can be exchanged.
#include "models/durability/footprint.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "models/analysis/renamings.hpp"
#include "models/analysis/search_node.hpp"
#include "models/durability/world_words.hpp"
#include "tests/models/small_worlds.hpp"

namespace tests {

using namespace models::analysis;
namespace durability = models::durability;

namespace {

using Words = std::vector<std::uint64_t>;

// The whole cluster, and what is pending in an order that does not tell which was scheduled first.
std::vector<Words> words_of(const SearchNode& node, const durability::ClusterParams& params) {
  const durability::Renaming same = renamings_of(params).front();
  std::vector<Words> all;
  for (const EventNumber event : node.pending) {
    durability::WorldWords words(node.cluster, same);
    words.add(node.trace.events[event].what);
    all.push_back(words.words());
  }
  std::sort(all.begin(), all.end());
  std::vector<durability::KeyIndex> keys(params.keys.size());
  std::iota(keys.begin(), keys.end(), 0);
  durability::WorldWords words(node.cluster, same);
  words.add_cluster(durability::Footprint().set(), keys);
  all.push_back(words.words());
  return all;
}

// Both events, the one before the other; none if there is no such run.
std::optional<SearchNode> after(const SearchNode& node, const Given& given, EventNumber first,
                                EventNumber second) {
  SearchNode both = node;
  for (const EventNumber event : {first, second}) {
    const Candidates candidates = candidates_of(both);
    if (!handle_next(both.trace, event, both, candidates)) return std::nullopt;
    handle(both, given, event, candidates);
  }
  return both;
}

struct Commuted {
  std::size_t pairs = 0;
  std::size_t wrong = 0;
};

void compare_pairs(const SearchNode& node, const Given& given,
                   const durability::ClusterParams& params, Commuted& compared) {
  const Candidates candidates = candidates_of(node);
  for (std::size_t i = 0; i < candidates.events.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if ((candidates.touched[i] & candidates.touched[j]).any()) continue;
      const auto one = after(node, given, candidates.events[i], candidates.events[j]);
      const auto other = after(node, given, candidates.events[j], candidates.events[i]);
      if (!one || !other) continue;
      ++compared.pairs;
      if (words_of(*one, params) != words_of(*other, params)) ++compared.wrong;
    }
  }
}

}  // namespace

TEST_CASE("two pending events with disjoint footprints leave the same world in either order") {
  sim::Stream luck(1, "footprints", "worlds");
  Commuted compared;
  for (int number = 0; number < 300; ++number) {
    const SmallWorld world = small_world(luck);
    SearchNode node = first_node(world.params);
    const Given given = given_draws(*world.params, node.schedule);
    take_new(node, given, 0);
    // In any order: where some that should have come first was left behind, the way ends.
    bool goes_on = true;
    while (goes_on && !node.pending.empty()) {
      compare_pairs(node, given, *world.params, compared);
      const Candidates candidates = candidates_of(node);
      const auto begin =
          static_cast<std::size_t>(luck.uniform() * static_cast<double>(node.pending.size()));
      goes_on = false;
      for (std::size_t i = 0; i < node.pending.size() && !goes_on; ++i) {
        SearchNode next = node;
        const EventNumber event = node.pending[(begin + i) % node.pending.size()];
        goes_on = handle_next(next.trace, event, node, candidates);
        if (!goes_on) continue;
        handle(next, given, event, candidates);
        node = std::move(next);
      }
    }
  }
  MESSAGE(compared.pairs, " pairs");
  CHECK(compared.pairs > 1000);
  CHECK(compared.wrong == 0);
}

}  // namespace tests
