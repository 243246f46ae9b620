// Small random clusters with latencies of a few nanoseconds, and all their runs, one by one.
//
// What explorations say is compared with these runs: each draw takes each value of its support, so
// nothing is left out and nothing of the exploration's is used.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "models/durability/run.hpp"
#include "sim/random.hpp"

namespace tests {

using SharedParams = std::shared_ptr<const models::durability::ClusterParams>;

struct SmallWorld {
  SharedParams params;
  sim::Instant until = sim::kNever;
};

/// A cluster of two or three nodes, a script of one to three steps, perhaps a workload of a few
/// operations.
[[nodiscard]] SmallWorld small_world(sim::Stream& luck);

/// The same with a master and two or three replicas of equal hardware, equally joined, and a script
/// of operations.
[[nodiscard]] SmallWorld world_of_equal_replicas(sim::Stream& luck);

/// A small world in which one or two things break at fixed instants, as explorations take them.
[[nodiscard]] SmallWorld world_with_faults(sim::Stream& luck);

/// A small world with one or two clients that poll until a key is durable.
[[nodiscard]] SmallWorld world_with_watches(sim::Stream& luck);

/// A small world in which stores and deletes of the script ask for levels of durability, with
/// timeouts that some of them do not meet.
[[nodiscard]] SmallWorld world_with_sync_writes(sim::Stream& luck);

/// One of the above (equal replicas apart) whose bucket is ephemeral; its commands name no disk.
[[nodiscard]] SmallWorld world_in_memory(sim::Stream& luck);

/// Calls `visit` with every run that the supports allow; false if there are more than `most`.
bool for_each_run(const SmallWorld& world, std::size_t most,
                  const std::function<void(const models::durability::Run&)>& visit);

/// The run of these draws.
[[nodiscard]] models::durability::Run run_with(const SmallWorld& world,
                                               std::vector<models::durability::GivenDraws> draws);

}  // namespace tests
