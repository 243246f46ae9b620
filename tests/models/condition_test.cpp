// The condition of an ordering against brute force: it holds for the draws of exactly those runs
// that have the ordering, ties included.
#include "models/analysis/condition.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "models/analysis/explorer.hpp"
#include "models/analysis/fitness.hpp"
#include "models/analysis/orderings.hpp"
#include "models/analysis/renamings.hpp"
#include "tests/models/small_worlds.hpp"
#include "tests/rounds.hpp"

namespace tests {

using namespace models::analysis;
namespace durability = models::durability;

namespace {

constexpr std::size_t kMostConditionRuns = 600;

using Conditions = std::vector<Condition>;  // all of them hold
using ByOrdering = std::map<Ordering, std::vector<Conditions>>;

// Nothing for a world of too many: each sequence costs a look at all of its limits.
ByOrdering conditions_in(const SmallWorld& world) {
  constexpr std::size_t kMostSequences = 100;
  constexpr std::uint64_t kMostStates = 20'000;
  const std::vector<LatencyRange> ranges = ranges_in_any_turn(*world.params);
  ByOrdering all;
  std::size_t sequences = 0;
  const auto visit = [&](const Trace& trace, const Recorded& recorded) {
    const TraceMoments moments = moments_of(recorded, *world.params);
    const std::vector<EventNumber> events = moments.events();
    return for_each_sequence(
        trace, trace.bounds, events,
        [&](const std::vector<EventNumber>& sequence, const DifferenceBounds&) {
          all[ordering_of(moments, sequence)].push_back(conditions_of(trace, sequence, ranges));
          return ++sequences < kMostSequences;
        });
  };
  const auto stop = [](const Exploration& so_far) { return so_far.states > kMostStates; };
  const Exploration explored = explore(world.params, {world.until, false}, visit, stop);
  if (!explored.complete) all.clear();
  return all;
}

using Draws = std::map<sim::LatencyId, std::int64_t>;

// None if the draws of a latency differ: which of them is the first one depends on the run.
std::optional<Draws> draws_of_run(const durability::Run& run) {
  Draws draws;
  for (sim::EventId event = 1; event <= run.causes.size(); ++event) {
    for (const sim::Term& term : run.causes.terms(run.causes.of(event))) {
      const auto [place, is_new] = draws.emplace(term.latency, term.took.count());
      if (!is_new && place->second != term.took.count()) return std::nullopt;
    }
  }
  return draws;
}

// None if the sum has a draw that the run never made: then the condition is not this run's.
std::optional<std::int64_t> value_of(const Sum& sum, const Draws& draws) {
  std::int64_t value = sum.fixed;
  for (const NthDraw& draw : sum.draws) {
    const auto found = draws.find(draw.latency);
    if (found == draws.end()) return std::nullopt;
    value += found->second;
  }
  return value;
}

// Counts in `ties` how often it hung on what came first before.
bool hold(const Conditions& conditions, const Draws& draws, std::size_t& ties) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    const auto less = value_of(condition.less, draws);
    const auto more = value_of(condition.more, draws);
    if (!less || !more || *less > *more) return false;
    if (*less < *more || !condition.strictly) return true;
    if (condition.at_tie.empty()) return false;
    ++ties;
    return hold(condition.at_tie, draws, ties);
  });
}

struct Compared {
  std::size_t conditions = 0;
  std::size_t wrong = 0;
  std::size_t ties = 0;
};

void compare(const SmallWorld& world, Compared& so_far) {
  const ByOrdering all = conditions_in(world);
  if (all.size() < 2) return;
  for_each_run(world, kMostConditionRuns, [&](const durability::Run& run) {
    const auto draws = draws_of_run(run);
    if (!draws) return;
    const Ordering own = ordering_of(run.outcome, *world.params);
    for (const auto& [ordering, sets] : all) {
      bool holds = false;
      for (const Conditions& one : sets) holds = holds || hold(one, *draws, so_far.ties);
      ++so_far.conditions;
      if (holds != (ordering == own)) ++so_far.wrong;
    }
  });
}

}  // namespace

TEST_CASE("an ordering's condition holds for the draws of a run exactly if that is its ordering") {
  sim::Stream luck(3, "conditions", "worlds");
  Compared all;
  for (int number = 0; number < 400; ++number) {
    INFO("world ", number);
    compare(small_world(luck), all);
    CHECK(all.wrong == 0);
  }
  MESSAGE(all.conditions, " conditions compared, ", all.ties,
          " ties that hang on what came before");
  CHECK(all.conditions > 1000);
  CHECK(all.ties > 100);
}

// What a draw can take before a turn says nothing of the orders that put it there.
TEST_CASE("an order is told even where what a latency takes before its turn would imply it") {
  Compared all;
  for (const std::uint64_t seed : {4, 6, 7, 11}) {
    sim::Stream luck(seed, "conditions", "worlds");
    for (int number = 0; number < rounds(350); ++number) {
      const SmallWorld world = small_world(luck);
      if (!has_turns(*world.params)) continue;
      INFO("seed ", seed, ", world ", number);
      compare(world, all);
      CHECK(all.wrong == 0);
    }
  }
  CHECK(all.conditions > rounds(1000U));
}

TEST_CASE("so it does where clients poll, writes are synchronous, or something breaks") {
  Compared all;
  sim::Stream luck(1, "conditions", "other worlds");
  for (int number = 0; number < rounds(100); ++number) {
    for (const auto& made :
         {world_with_watches, world_with_sync_writes, world_with_faults, world_in_memory}) {
      const SmallWorld world = made(luck);
      if (!unfit_for_orderings(*world.params).empty()) continue;
      INFO("world ", number);
      compare(world, all);
      CHECK(all.wrong == 0);
    }
  }
  CHECK(all.conditions > rounds(1000U));
}

}  // namespace tests
