#include "models/analysis/fitness.hpp"

#include <algorithm>

#include "models/durability/clock_state.hpp"
#include "models/durability/footprint.hpp"
#include "models/durability/latencies.hpp"
#include "models/durability/sync_asked.hpp"

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

bool comes_back(const durability::Fault& fault) {
  return fault.kind == durability::FaultKind::kRestart ||
         (fault.kind == durability::FaultKind::kCrash && fault.until != sim::kNever);
}

// Whether the map may change in the instant in which a node has read its disk back.
bool may_be_reprovisioned(const durability::ClusterParams& params) {
  using durability::BucketType;
  const auto has = [&](BucketType type, std::uint32_t replicas) {
    return std::any_of(params.buckets.begin(), params.buckets.end(), [&](const auto& bucket) {
      return bucket.type == type && bucket.replicas >= replicas;
    });
  };
  return params.failover.reprovisions > 0 && has(BucketType::kEphemeral, 1) &&
         has(BucketType::kCouchbase, 0);
}

bool has_constant_disks(const durability::ClusterParams& params, const durability::Fault& fault) {
  return std::all_of(fault.nodes.begin(), fault.nodes.end(), [&](durability::NodeIndex node) {
    const hardware::DiskParams& disk = params.nodes[node].disk;
    const auto is_constant = [](const hardware::Latency& latency) {
      return latency.turns.empty() && latency.distribution.as_constant().has_value();
    };
    return is_constant(disk.write) && is_constant(disk.sync) && is_constant(disk.read);
  });
}

// Whether what it brings about comes at fixed instants, or a constant time after other events.
bool is_fit(const durability::ClusterParams& params, const durability::Fault& fault) {
  using durability::FaultKind;
  if (fault.process) return false;
  switch (fault.kind) {
    case FaultKind::kCrash:
    case FaultKind::kRestart:
    case FaultKind::kDiskFull:
    case FaultKind::kDiskLosesSyncs:
    case FaultKind::kOperationsFail:
    case FaultKind::kTruncate:
      return true;
    case FaultKind::kDiskSlow:
      return has_constant_disks(params, fault);
    case FaultKind::kNetworkSlow:
    case FaultKind::kHiccup:
      return fault.by.as_constant().has_value();
    case FaultKind::kDiskFails:  // it is tried every second, as long as it fails
      return fault.until != sim::kNever;
    case FaultKind::kNetworkCut:
      return fault.until == sim::kNever;
    case FaultKind::kFailover:
      return std::none_of(params.faults.begin(), params.faults.end(), comes_back);
    case FaultKind::kPause:
    case FaultKind::kDiskStalled:
    case FaultKind::kNetworkLossy:
    case FaultKind::kRebalance:
    case FaultKind::kClockSkew:
    case FaultKind::kTimeTravel:
      return false;
  }
  return false;
}

}  // namespace

bool takes_back(const durability::ClusterParams& params) {
  return !params.faults.empty() || !params.watches.empty() || durability::asks_for_levels(params);
}

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
  for (std::size_t i = 0; i < params.faults.size(); ++i) {
    const durability::Fault& fault = params.faults[i];
    const std::string name(durability::name_of(fault.kind));
    if (!is_fit(params, fault)) {
      reasons.push_back({Unfit::kFault, name, i});
    } else if (comes_back(fault) && may_be_reprovisioned(params)) {
      reasons.push_back({Unfit::kReprovision, name, i});
    }
  }
  if (durability::has_expiries(params)) reasons.push_back({Unfit::kExpiry, ""});
  if (params.failover.after) reasons.push_back({Unfit::kRules, ""});
  for (const durability::GeneratorParams& generator : params.generators) {
    if (generator.watch.empty()) continue;
    reasons.push_back({Unfit::kWatch, "workload/" + generator.name});
  }
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
