// Which nodes of a cluster could change names without anybody noticing: equal hardware, equally
// joined, replicas of the same partitions.
//
// Formula        a renaming exchanges replicas of equal parameters; each link between two places
//                becomes the link between their new names, which must have equal parameters, and
//                each route the route between the new names. The identity comes first
// Shape          at most kMostRenamings, so that more replicas than that allow are left apart
// Errors         none: where anything tells nodes apart (commands, faults, watches, synchronous
//                writes, given draws, latencies that turn, partitions of which one is the master)
//                only the identity is left
// Checked by     tests/models/renamings_test.cpp
#pragma once

#include <vector>

#include "models/durability/params.hpp"
#include "models/durability/renaming.hpp"

namespace models::analysis {

inline constexpr std::size_t kMostRenamings = 24;

/// Whether some latency changes at an instant.
[[nodiscard]] bool has_turns(const durability::ClusterParams& params);

[[nodiscard]] std::vector<durability::Renaming> renamings_of(
    const durability::ClusterParams& params);

}  // namespace models::analysis
