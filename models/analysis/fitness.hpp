// What keeps a cluster's orderings from being explored: parts that read the clock.
//
// Formula        an exploration needs every instant to be another event's plus draws. A rate cap's
//                tokens, shares of a processor and the end of a workload by the clock are not; nor
//                is a stretched range of latencies every whole number between its ends
// Faults         at fixed instants are fit (crash, restart, full and failing disks, lost syncs,
//                failing and truncated answers, a cut for good, a failover after which nothing
//                comes back; delays that are constant). What stops the clock of work under way
//                (pause, stall), what waits for another's end (a cut that ends), what is moved
//                (rebalance) and what is drawn is not; nor is a node that comes back without its
//                ephemeral buckets while others are read from its disk, since clients ask for the
//                new map by the clock
// Checked by     tests/scenarios/orderings_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/durability/params.hpp"

namespace models::analysis {

enum class Unfit : std::uint8_t {
  kRateCap,         // of a node's disk
  kFairShare,       // of a node's processor
  kEndlessLoad,     // a workload without a count, or with an end by the clock
  kWatch,           // a workload whose clients poll
  kFault,           // something that breaks and goes by the clock, or by luck
  kReprovision,     // a node that comes back, and may find ephemeral buckets taken over
  kRules,           // a failover by itself
  kExpiry,          // an item that expires: who is asked for it looks at a clock
  kStretchedRange,  // a latency with a range that is slowed for a while
  kTooManyObjects,  // nodes, links and workloads
};

struct Reason {
  Unfit what = Unfit::kRateCap;
  std::string where;       // "node0/disk", "workload/shop", "pause"
  std::size_t number = 0;  // of the params' faults
};

/// Whether something can take back what is under way: a fault, a verdict, a decision.
[[nodiscard]] bool takes_back(const durability::ClusterParams& params);

[[nodiscard]] std::vector<Reason> unfit_for_orderings(const durability::ClusterParams& params);

}  // namespace models::analysis
