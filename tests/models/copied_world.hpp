// A cluster that is copied in the middle of its run: original and copy go on alike.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <utility>

#include "models/durability/cluster.hpp"
#include "sim/loop.hpp"

namespace tests {

/// The outcomes at `end` of a cluster that is copied at `copied`, and of its copy.
inline std::pair<models::durability::Outcome, models::durability::Outcome> run_with_copy(
    const models::durability::ClusterParams& params, sim::Duration copied, sim::Duration end) {
  models::durability::Schedule schedule(params.seed, params.replication);
  models::durability::Cluster cluster(
      std::make_shared<const models::durability::ClusterParams>(params), schedule);
  sim::run(cluster, schedule, sim::at(copied));
  models::durability::Schedule later = schedule;
  models::durability::Cluster copy = cluster;
  sim::run(cluster, schedule, sim::at(end));
  sim::run(copy, later, sim::at(end));
  CHECK(cluster.digest() == copy.digest());
  return {cluster.take_outcome(sim::at(end), schedule), copy.take_outcome(sim::at(end), later)};
}

}  // namespace tests
