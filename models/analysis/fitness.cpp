#include "models/analysis/fitness.hpp"

#include <algorithm>

#include "models/durability/footprint.hpp"
#include "models/durability/latencies.hpp"

namespace models::analysis {

namespace {

bool stretches_a_range(const hardware::Latency& latency) {
  const auto is_range = [](const sim::Distribution& distribution) {
    const sim::Support support = distribution.support();
    return !support.high || *support.high != support.low;
  };
  bool range = is_range(latency.distribution);
  bool stretched = false;
  for (const hardware::LatencyTurn& turn : latency.turns) {
    if (turn.distribution) range = is_range(*turn.distribution);
    stretched = stretched || (range && turn.times != 1.0);
  }
  return stretched;
}

}  // namespace

std::vector<Reason> unfit_for_orderings(const durability::ClusterParams& params) {
  std::vector<Reason> reasons;
  for (const durability::NodeParams& node : params.nodes) {
    const bool capped = node.disk.requests || node.disk.bytes;
    if (capped) reasons.push_back({Unfit::kRateCap, node.name + "/disk"});
    if (node.cpu.discipline == hardware::Discipline::kFair) {
      reasons.push_back({Unfit::kFairShare, node.name + "/cpu"});
    }
  }
  for (const durability::GeneratorParams& generator : params.generators) {
    if (generator.count == UINT64_MAX || generator.until != sim::kNever) {
      reasons.push_back({Unfit::kEndlessLoad, "workload/" + generator.name});
    }
  }
  const auto asks = [](const auto& one) { return one.sync.level != durability::SyncLevel::kNone; };
  const auto step_asks = [&](const durability::Step& step) {
    const auto* operation = std::get_if<durability::OperationStep>(&step.what);
    return operation != nullptr && asks(*operation);
  };
  if (std::any_of(params.steps.begin(), params.steps.end(), step_asks) ||
      std::any_of(params.generators.begin(), params.generators.end(), asks)) {
    reasons.push_back({Unfit::kSyncWrite, ""});
  }
  if (!params.faults.empty()) reasons.push_back({Unfit::kFault, ""});
  const bool watched = std::any_of(params.generators.begin(), params.generators.end(),
                                   [](const auto& one) { return !one.watch.empty(); });
  if (watched || !params.watches.empty()) reasons.push_back({Unfit::kWatch, ""});
  for (const durability::NamedLatency& named : durability::latencies_of(params)) {
    if (!stretches_a_range(*named.latency)) continue;
    reasons.push_back({Unfit::kStretchedRange, named.name.entity + " " + named.name.purpose});
  }
  if (durability::count_objects(params) > durability::kMostObjects) {
    reasons.push_back({Unfit::kTooManyObjects, ""});
  }
  return reasons;
}

}  // namespace models::analysis
