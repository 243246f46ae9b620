// The exploration of all orderings against brute force: random small clusters, every draw with
// every value of its support, run by run.
#include "models/analysis/explorer.hpp"

#include <doctest/doctest.h>

#include <set>

#include "models/analysis/orderings.hpp"
#include "models/analysis/witness.hpp"
#include "tests/models/small_worlds.hpp"

namespace tests {

using namespace models::analysis;
namespace durability = models::durability;

namespace {

constexpr std::size_t kMostRuns = 3000;

struct Found {
  std::set<Ordering> orderings;
  Exploration exploration;
  std::size_t wrong_witnesses = 0;
};

std::vector<EventNumber> events_of(const TraceMoments& moments) {
  std::vector<EventNumber> events;
  for (const TraceMoments::Group& group : moments.groups) events.push_back(group.event);
  return events;
}

Found explored(const SmallWorld& world) {
  Found found;
  const std::vector<sim::LatencyName> names = run_with(world, {}).latency_names;
  const auto visit = [&](const Trace& trace, const durability::Cluster& cluster) {
    const TraceMoments moments = moments_of(cluster, *world.params);
    const auto see = [&](const std::vector<EventNumber>& sequence, const DifferenceBounds& bounds) {
      Ordering ordering = ordering_of(moments, sequence);
      const Preferred preferred(names.size(), 0);
      const auto instants = instants_of(trace, bounds, preferred);
      const auto draws = draws_of(trace, instants, shares_of(trace, instants, preferred), names);
      const auto run = run_with(world, draws);
      if (ordering_of(run.outcome, *world.params) != ordering) ++found.wrong_witnesses;
      found.orderings.insert(std::move(ordering));
      return true;
    };
    return for_each_sequence(trace, trace.bounds, events_of(moments), see);
  };
  found.exploration =
      explore(world.params, {world.until, false}, visit, [](const Exploration&) { return false; });
  return found;
}

}  // namespace

TEST_CASE("an exploration finds exactly the orderings that brute force finds, and can show each") {
  sim::Stream luck(1, "explorer", "worlds");
  std::size_t compared = 0;
  std::size_t orderings = 0;
  for (int number = 0; number < 400; ++number) {
    const SmallWorld world = small_world(luck);
    std::set<Ordering> all;
    const bool small = for_each_run(world, kMostRuns, [&](const durability::Run& run) {
      all.insert(ordering_of(run.outcome, *world.params));
    });
    if (!small) continue;
    ++compared;
    orderings += all.size();
    const Found found = explored(world);
    INFO("world ", number);
    CHECK(found.exploration.complete);
    CHECK(found.wrong_witnesses == 0);
    CHECK(found.orderings.size() == all.size());
    CHECK(found.orderings == all);
  }
  MESSAGE(compared, " worlds, ", orderings, " orderings");
  CHECK(compared > 200);
}

}  // namespace tests
