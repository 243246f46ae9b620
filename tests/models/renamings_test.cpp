#include "models/analysis/renamings.hpp"

#include <doctest/doctest.h>

#include "models/durability/vbucket_map.hpp"

namespace tests {

using namespace models;
using analysis::renamings_of;
using durability::NodeIndex;

namespace {

// One key, whose master is node 0 of `nodes`.
durability::ClusterParams cluster(std::uint32_t nodes, const hardware::Topology& topology) {
  durability::ClusterParams params;
  for (NodeIndex i = 0; i < nodes; ++i) {
    durability::NodeParams node;
    node.name = "n" + std::to_string(i);
    params.nodes.push_back(node);
  }
  params.buckets = {{"default", nodes - 1, std::nullopt, durability::Eviction::kValue}};
  params.topology = topology;
  durability::OperationStep store;
  store.key = params.keys.key(0, "k");
  params.steps.push_back({sim::kStart, store});
  return params;
}

std::vector<std::string> names(std::uint32_t nodes) {
  std::vector<std::string> all;
  for (NodeIndex i = 0; i < nodes; ++i) all.push_back("n" + std::to_string(i));
  return all;
}

hardware::Topology mesh(std::uint32_t nodes) {
  const hardware::Latency latency{sim::Distribution::uniform(1, 5), {}};
  return hardware::full_mesh(names(nodes), latency, std::nullopt);
}

}  // namespace

TEST_CASE("three equal replicas can change names in six ways, the master in none") {
  const auto all = renamings_of(cluster(4, mesh(4)));
  CHECK(all.size() == 6);
  CHECK(all.front().nodes == std::vector<NodeIndex>{0, 1, 2, 3});
  CHECK(all.back().nodes == std::vector<NodeIndex>{0, 3, 2, 1});
  for (const auto& renaming : all) CHECK(renaming.nodes[0] == 0);
}

TEST_CASE("a replica with another disk keeps its name") {
  auto params = cluster(4, mesh(4));
  params.nodes[2].disk.write = {sim::Distribution::uniform(1, 5), {}};
  const auto all = renamings_of(params);
  CHECK(all.size() == 2);
  CHECK(all.back().nodes == std::vector<NodeIndex>{0, 3, 2, 1});
}

TEST_CASE("a replica behind another link keeps its name") {
  auto params = cluster(3, mesh(3));
  CHECK(renamings_of(params).size() == 2);
  params.topology.links.front().latency = {sim::Distribution::constant(7), {}};
  CHECK(renamings_of(params).size() == 1);
}

TEST_CASE("replicas that one wire serves in turn keep their names") {
  const hardware::Latency latency{sim::Distribution::uniform(1, 5), {}};
  const auto star = hardware::star(names(3), latency, std::nullopt, sim::ByteRate{1'000'000'000});
  CHECK(renamings_of(cluster(3, star)).size() == 1);
}

TEST_CASE("a command, a workload and given draws leave no renaming") {
  auto commanded = cluster(3, mesh(3));
  commanded.steps.push_back({sim::kStart, durability::CommandStep{}});
  CHECK(renamings_of(commanded).size() == 1);
  auto given = cluster(3, mesh(3));
  given.draws.push_back({"n1/disk", "write", {sim::Duration(1)}});
  CHECK(renamings_of(given).size() == 1);
}

TEST_CASE("a node that masters another key keeps its name") {
  auto params = cluster(3, mesh(3));
  params.keys = durability::Keys(1, 4);
  durability::OperationStep store;
  for (std::uint32_t vbucket = 0; vbucket < 2; ++vbucket) {
    store.key = params.keys.key(0, "k", vbucket);
    params.steps.push_back({sim::kStart, store});
  }
  CHECK(renamings_of(params).size() == 1);
}

}  // namespace tests
