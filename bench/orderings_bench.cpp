// bench/orderings_bench: how the exploration of all orderings grows with stores and replicas.
//
// KEYS stores at one instant on one master with REPLICAS replicas; processors, links and disks may
// take any time. Printed: states, ways, orderings of the first way (about), seconds, states a
// second. Wall time, one thread.
#include <fmt/format.h>

#include <chrono>

#include "models/analysis/explorer.hpp"
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

void measure(std::uint32_t keys, std::uint32_t replicas) {
  constexpr std::uint64_t kMostStates = 2'000'000;
  const auto params = params_of(keys, replicas);
  double orderings = 0;
  const auto visit = [&](const analysis::Trace& trace, const durability::Cluster& cluster) {
    if (orderings > 0) return true;
    std::vector<analysis::EventNumber> events;
    for (const auto& group : analysis::moments_of(cluster, *params).groups) {
      events.push_back(group.event);
    }
    sim::Stream luck(1, "bench", "estimate");
    orderings = analysis::estimate_sequences(trace, events, 64, luck);
    return true;
  };
  const auto begin = std::chrono::steady_clock::now();
  const analysis::Exploration all = analysis::explore(
      params, {}, visit,
      [](const analysis::Exploration& exploration) { return exploration.states >= kMostStates; });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  fmt::print(
      "keys={} replicas={} states={}{} ways={} blocked={} orderings_of_first={:.3g} "
      "seconds={:.3f} states_per_second={:.0f}\n",
      keys, replicas, all.states, all.complete ? "" : "+", all.traces, all.blocked, orderings,
      took.count(), static_cast<double>(all.states) / took.count());
}

}  // namespace

int main() {
  for (const std::uint32_t keys : {1U, 2U, 3U}) {
    for (const std::uint32_t replicas : {0U, 1U, 2U, 3U}) measure(keys, replicas);
  }
}
