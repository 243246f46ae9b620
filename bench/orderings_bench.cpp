// bench/orderings_bench: how the exploration of all orderings grows with stores and replicas.
//
// KEYS stores at one instant on one master with REPLICAS replicas; processors, links and disks may
// take any time. Printed for each number of keys up to the one asked for (3) and each number of
// replicas: the ways of the run (states, of which left out as images, ways, orderings of the first
// one, about) and the glimpses of it (states, of which met again, what can be seen when, bytes),
// both also without exchanging replicas; seconds of processor time, states a second. A + stands
// where two million states or a minute were not enough. bench/growth.py draws it.
#include <fmt/format.h>

#include <cstdio>
#include <ctime>

#include "models/analysis/explorer.hpp"
#include "models/analysis/glimpses.hpp"
#include "models/analysis/orderings.hpp"

namespace {

using namespace models;

std::shared_ptr<const durability::ClusterParams> params_of(std::uint32_t keys,
                                                           std::uint32_t replicas) {
  auto params = std::make_shared<durability::ClusterParams>();
  const hardware::Latency any{sim::Distribution::exponential(1e6), {}};
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i <= replicas; ++i) {
    durability::NodeParams node;
    node.name = names.emplace_back("node" + std::to_string(i));
    node.cpu.per_operation = any;
    node.disk.write = any;
    params->nodes.push_back(node);
  }
  params->buckets = {{"default", replicas, std::nullopt, durability::Eviction::kValue}};
  params->topology = hardware::full_mesh(names, any, std::nullopt);
  for (std::uint32_t i = 0; i < keys; ++i) {
    durability::OperationStep store;
    store.kind = durability::OperationKind::kStore;
    store.key = params->keys.key(0, "k" + std::to_string(i));
    params->steps.push_back({sim::kStart, store});
    params->watched.push_back(store.key);
  }
  return params;
}

constexpr std::uint64_t kMostStates = 2'000'000;

constexpr double kMostSeconds = 60;

double seconds_since(std::clock_t begin) {
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// Up to exchanging equal replicas, or each by itself.
void measure_ways(std::uint32_t keys, std::uint32_t replicas, bool renamed) {
  const auto params = params_of(keys, replicas);
  auto renamings = analysis::renamings_of(*params);
  if (!renamed) renamings.resize(1);
  double orderings = 0;
  const auto visit = [&](const analysis::Trace& trace, const analysis::Recorded& recorded) {
    if (orderings > 0) return true;
    const std::vector<analysis::EventNumber> events =
        analysis::moments_of(recorded, *params).events();
    sim::Stream luck(1, "bench", "estimate");
    orderings = analysis::estimate_sequences(trace, events, 64, luck);
    return true;
  };
  const auto begin = std::clock();
  const analysis::Exploration all = analysis::explore(
      params, {sim::kNever, false, renamings}, visit,
      [&](const analysis::Exploration& exploration) {
        return exploration.states >= kMostStates || seconds_since(begin) > kMostSeconds;
      });
  const double took = seconds_since(begin);
  fmt::print(
      "ways keys={} replicas={} names={} states={}{} ways={} images={} blocked={} "
      "orderings_of_first={:.3g} seconds={:.3f} states_per_second={:.0f}\n",
      keys, replicas, renamings.size(), all.states, all.complete ? "" : "+", all.traces, all.images,
      all.blocked, orderings, took, static_cast<double>(all.states) / took);
}

void measure_glimpses(std::uint32_t keys, std::uint32_t replicas, bool renamed) {
  const auto params = params_of(keys, replicas);
  auto renamings = analysis::renamings_of(*params);
  if (!renamed) renamings.resize(1);
  std::uint64_t seen = 0;
  const auto see = [&](const durability::Cluster&, const durability::Renaming&, sim::Instant,
                       sim::Instant) {
    ++seen;
    return true;
  };
  const auto begin = std::clock();
  const analysis::Glimpses all = analysis::glimpse(params, sim::kNever, params->watched, renamings,
                                                   see, [&](const analysis::Glimpses& glimpses) {
                                                     return glimpses.states >= kMostStates ||
                                                            seconds_since(begin) > kMostSeconds;
                                                   });
  const double took = seconds_since(begin);
  fmt::print(
      "glimpses keys={} replicas={} names={} states={}{} merged={} cuts={} bytes={} seconds={:.3f} "
      "states_per_second={:.0f}\n",
      keys, replicas, renamings.size(), all.states, all.complete ? "" : "+", all.merged, all.cuts,
      all.bytes, took, static_cast<double>(all.states) / took);
}

}  // namespace

int main(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // a long measurement shows what it has
  const std::uint32_t most = count > 1 ? static_cast<std::uint32_t>(std::stoul(words[1])) : 3;
  for (std::uint32_t keys = 1; keys <= most; ++keys) {
    for (const std::uint32_t replicas : {0U, 1U, 2U, 3U}) {
      measure_ways(keys, replicas, true);
      if (replicas > 1) measure_ways(keys, replicas, false);
      measure_glimpses(keys, replicas, true);
      if (replicas > 1) measure_glimpses(keys, replicas, false);
    }
  }
}
