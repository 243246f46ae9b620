// The exploration of all orderings against brute force: random small clusters, every draw with
// every value of its support, run by run.
#include "models/analysis/explorer.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <set>

#include "models/analysis/fitness.hpp"
#include "models/analysis/orderings.hpp"
#include "models/analysis/witness.hpp"
#include "tests/models/small_worlds.hpp"
#include "tests/rounds.hpp"

namespace tests {

using namespace models::analysis;
namespace durability = models::durability;

namespace {

constexpr std::size_t kMostRuns = 3000;
constexpr std::size_t kFewRuns = 400;
constexpr std::uint64_t kMostStates = 20'000;

struct Found {
  std::set<Ordering> orderings;
  Exploration exploration;
  std::size_t wrong_witnesses = 0;
};

std::vector<EventNumber> events_of(const TraceMoments& moments) {
  const std::vector<EventNumber> events = moments.events();
  return events;
}

Found explored(const SmallWorld& world, std::uint64_t most_states = UINT64_MAX) {
  Found found;
  const std::vector<sim::LatencyName> names = run_with(world, {}).latency_names;
  const auto visit = [&](const Trace& trace, const Recorded& recorded) {
    const TraceMoments moments = moments_of(recorded, *world.params);
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
      explore(world.params, {world.until, false}, visit,
              [&](const Exploration& so_far) { return so_far.states > most_states; });
  return found;
}

struct Tally {
  std::size_t compared = 0;
  std::size_t orderings = 0;
};

// None for a world with too many runs, or whose exploration takes too many states.
std::optional<Found> compared_with_runs(const SmallWorld& world, std::size_t most_runs,
                                        std::uint64_t most_states, Tally& tally) {
  if (!unfit_for_orderings(*world.params).empty()) return std::nullopt;
  std::set<Ordering> all;
  const bool small = for_each_run(world, most_runs, [&](const durability::Run& run) {
    all.insert(ordering_of(run.outcome, *world.params));
  });
  if (!small) return std::nullopt;
  Found found = explored(world, most_states);
  if (!found.exploration.complete) return std::nullopt;
  ++tally.compared;
  tally.orderings += all.size();
  CHECK(found.wrong_witnesses == 0);
  CHECK(found.orderings.size() == all.size());
  CHECK(found.orderings == all);
  return found;
}

void tell(const Tally& tally) {
  MESSAGE(tally.compared, " worlds, ", tally.orderings, " orderings");
}

// So many stores of as many keys at once, on a master whose replicas may take any time.
SharedParams stores(std::uint32_t keys, std::uint32_t replicas) {
  auto params = std::make_shared<durability::ClusterParams>();
  const models::hardware::Latency any{sim::Distribution::exponential(1e6), {}};
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i <= replicas; ++i) {
    durability::NodeParams node;
    node.name = names.emplace_back("node" + std::to_string(i));
    node.cpu.per_operation = any;
    node.disk.write = any;
    params->nodes.push_back(node);
  }
  params->buckets = {{"default", replicas, std::nullopt, durability::Eviction::kValue}};
  params->topology = models::hardware::full_mesh(names, any, std::nullopt);
  for (std::uint32_t i = 0; i < keys; ++i) {
    durability::OperationStep store;
    store.key = params->keys.key(0, "k" + std::to_string(i));
    params->steps.push_back({sim::kStart, store});
  }
  return params;
}

}  // namespace

TEST_CASE("the size of an exploration is estimated within a factor of two") {
  const auto go_on = [](const Exploration&) { return false; };
  const auto visit = [](const Trace&, const Recorded&) { return true; };
  for (const auto& world : {std::pair{1U, 3U}, {2U, 1U}, {2U, 3U}, {3U, 1U}}) {
    const unsigned keys = world.first;  // names, not bindings: clang 14 lets no lambda see those
    const unsigned replicas = world.second;
    const SharedParams params = stores(keys, replicas);
    const Exploration all = explore(params, {}, visit, go_on);
    sim::Stream luck(1, "explorer", "size");
    const SizeEstimate size = estimate_size(params, {}, 3000, luck);
    INFO(keys, " stores, ", replicas, " replicas: ", all.states, " states, estimated ",
         size.states);
    CHECK(size.states > 0.5 * static_cast<double>(all.states));
    CHECK(size.states < 2.0 * static_cast<double>(all.states));
    CHECK(size.ways > 0.5 * static_cast<double>(all.traces));
    CHECK(size.ways < 2.0 * static_cast<double>(all.traces));
  }
}

TEST_CASE("an exploration finds exactly the orderings that brute force finds, and can show each") {
  sim::Stream luck(1, "explorer", "worlds");
  Tally tally;
  for (int number = 0; number < rounds(400); ++number) {
    INFO("world ", number);
    static_cast<void>(compared_with_runs(small_world(luck), kMostRuns, UINT64_MAX, tally));
  }
  tell(tally);
  CHECK(tally.compared > rounds(200U));
}

TEST_CASE("with what breaks at fixed instants, too, it finds what brute force finds") {
  sim::Stream luck(1, "explorer", "faults");
  Tally tally;
  std::array<std::size_t, durability::kFaultKinds> kinds{};
  for (int number = 0; number < rounds(1200); ++number) {
    const SmallWorld world = world_with_faults(luck);
    INFO("world ", number);
    if (!compared_with_runs(world, kFewRuns, kMostStates, tally)) continue;
    for (const durability::Fault& fault : world.params->faults) {
      ++kinds[static_cast<std::size_t>(fault.kind)];
    }
  }
  tell(tally);
  CHECK(tally.compared > rounds(100U));
  for (const auto kind : {durability::FaultKind::kCrash, durability::FaultKind::kDiskFull,
                          durability::FaultKind::kDiskFails, durability::FaultKind::kDiskLosesSyncs,
                          durability::FaultKind::kOperationsFail, durability::FaultKind::kHiccup,
                          durability::FaultKind::kNetworkSlow, durability::FaultKind::kNetworkCut,
                          durability::FaultKind::kFailover}) {
    INFO(durability::name_of(kind));
    CHECK(kinds[static_cast<std::size_t>(kind)] > rounds(2U));
  }
}

TEST_CASE("clients that poll are explored with their timers, and with the verdicts they come to") {
  sim::Stream luck(1, "explorer", "watches");
  Tally tally;
  std::set<std::uint8_t> verdicts;
  for (int number = 0; number < rounds(400); ++number) {
    INFO("world ", number);
    const auto found = compared_with_runs(world_with_watches(luck), kFewRuns, kMostStates, tally);
    if (!found) continue;
    for (const Told& told : found->orderings.begin()->told) {
      if ((told.step & kOfWatch) != 0) verdicts.insert(told.status);
    }
  }
  tell(tally);
  CHECK(tally.compared > rounds(100U));
  CHECK(verdicts.size() >= 4);
}

TEST_CASE("synchronous writes are explored with their timeouts, and with how they are answered") {
  sim::Stream luck(1, "explorer", "synchronous writes");
  Tally tally;
  std::set<durability::ReplyStatus> statuses;
  for (int number = 0; number < rounds(400); ++number) {
    INFO("world ", number);
    const auto found =
        compared_with_runs(world_with_sync_writes(luck), kFewRuns, kMostStates, tally);
    if (!found) continue;
    for (const Ordering& ordering : found->orderings) {
      for (const Moment& moment : ordering.moments) {
        if (moment.kind == MomentKind::kAnswered) statuses.insert(moment.status);
      }
    }
  }
  tell(tally);
  CHECK(tally.compared > rounds(100U));
  CHECK(statuses.count(durability::ReplyStatus::kOk) == 1);
  CHECK(statuses.count(durability::ReplyStatus::kSyncWriteAmbiguous) == 1);
}

TEST_CASE("what is kept in memory only is explored as exactly, whatever breaks or is waited for") {
  sim::Stream luck(1, "explorer", "ephemeral");
  Tally tally;
  std::size_t taken_over = 0;
  for (int number = 0; number < rounds(1200); ++number) {
    const SmallWorld world = world_in_memory(luck);
    INFO("world ", number);
    if (!compared_with_runs(world, kFewRuns, kMostStates, tally)) continue;
    for (const durability::Incident& incident : run_with(world, {}).outcome.incidents) {
      if (incident.kind == durability::IncidentKind::kReprovisioned) ++taken_over;
    }
  }
  tell(tally);
  CHECK(tally.compared > rounds(400U));
  CHECK(taken_over > rounds(10U));
}

}  // namespace tests
