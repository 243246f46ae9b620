// What keeps a cluster's orderings from being explored: parts that read the clock.
//
// Formula        an exploration needs every instant to be another event's plus draws. A rate cap's
//                tokens, shares of a processor and the end of a workload by the clock are not; nor
//                is a stretched range of latencies every whole number between its ends
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
  kWatch,           // a client that polls
  kSyncWrite,       // a synchronous write, which its timeout may abort
  kFault,           // something that breaks at an instant
  kStretchedRange,  // a latency with a range that is slowed for a while
  kTooManyObjects,  // nodes, links and workloads
};

struct Reason {
  Unfit what = Unfit::kRateCap;
  std::string where;  // "node0/disk", "workload/shop"
};

[[nodiscard]] std::vector<Reason> unfit_for_orderings(const durability::ClusterParams& params);

}  // namespace models::analysis
