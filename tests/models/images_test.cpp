// The search up to exchanging equal replicas against the search without and against brute force:
// the same ways and orderings, from fewer states.
#include "models/analysis/images.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/analysis/explorer.hpp"
#include "models/analysis/orderings.hpp"
#include "models/analysis/renamings.hpp"
#include "models/analysis/witness.hpp"
#include "tests/models/small_worlds.hpp"
#include "tests/rounds.hpp"

namespace tests {

using namespace models::analysis;
namespace durability = models::durability;

namespace {

constexpr std::size_t kMostSequences = 400;
constexpr std::size_t kMostImageRuns = 400;

struct Listed {
  std::map<Ordering, std::size_t> orderings;  // by how many sequences of ways
  std::size_t sequences = 0;
  Exploration exploration;
  std::size_t wrong_witnesses = 0;
};

Listed listed(const SmallWorld& world, std::vector<durability::Renaming> renamings) {
  Listed all;
  const std::vector<sim::LatencyName> names = run_with(world, {}).latency_names;
  const Preferred preferred(names.size(), 0);
  const auto visit = [&](const Trace& trace, const Recorded& recorded) {
    const TraceMoments moments = moments_of(recorded, *world.params);
    const std::vector<EventNumber> events = moments.events();
    return for_each_sequence(
        trace, trace.bounds, events,
        [&](const std::vector<EventNumber>& sequence, const DifferenceBounds& bounds) {
          const Ordering ordering = ordering_of(moments, sequence);
          ++all.orderings[ordering];
          const auto instants = instants_of(trace, bounds, preferred);
          const auto shares = shares_of(trace, instants, preferred);
          const auto run = run_with(world, draws_of(trace, instants, shares, names));
          if (ordering_of(run.outcome, *world.params) != ordering) ++all.wrong_witnesses;
          return ++all.sequences < kMostSequences;
        });
  };
  all.exploration = explore(world.params, {world.until, false, std::move(renamings)}, visit,
                            [](const Exploration&) { return false; });
  return all;
}

}  // namespace

TEST_CASE("with equal replicas exchanged, the same ways are visited, from fewer states") {
  sim::Stream luck(2, "images", "equal replicas");
  std::size_t compared = 0;
  std::uint64_t states = 0;
  std::uint64_t states_without = 0;
  std::uint64_t images = 0;
  std::size_t with_runs = 0;
  for (int number = 0; number < rounds(300); ++number) {
    const SmallWorld world = world_of_equal_replicas(luck);
    const auto renamings = renamings_of(*world.params);
    if (renamings.size() == 1) continue;
    const Listed plain = listed(world, {renamings.front()});
    if (!plain.exploration.complete) continue;
    const Listed cut = listed(world, renamings);
    INFO("world ", number);
    CHECK(cut.exploration.complete);
    CHECK(cut.wrong_witnesses == 0);
    CHECK(cut.exploration.traces == plain.exploration.traces);
    CHECK(cut.orderings == plain.orderings);
    ++compared;
    states += cut.exploration.states;
    states_without += plain.exploration.states;
    images += cut.exploration.images;
    std::set<Ordering> all;
    const bool small = for_each_run(world, kMostImageRuns, [&](const durability::Run& run) {
      all.insert(ordering_of(run.outcome, *world.params));
    });
    if (!small) continue;
    ++with_runs;
    CHECK(std::equal(all.begin(), all.end(), cut.orderings.begin(), cut.orderings.end(),
                     [](const Ordering& a, const auto& b) { return a == b.first; }));
  }
  MESSAGE(compared, " worlds, ", states, " states of ", states_without, ", ", images, " left out");
  CHECK(compared > rounds(100U));
  CHECK(images > rounds(50U));
  CHECK(with_runs > rounds(50U));
}

}  // namespace tests
