#include "scenarios/names.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace scenarios;
namespace durability = models::durability;

namespace {

/// Three nodes; bucket "two" keeps two replicas, bucket "none" none. k1 is in vBucket 14, so its
/// chain is node2, node0, node1 or the like.
struct World {
  World() {
    for (int i = 0; i < 3; ++i) params.nodes.push_back({fmt::format("node{}", i), {}, {}});
    params.buckets = {{"two", 2, std::nullopt, durability::Eviction::kValue},
                      {"none", 0, std::nullopt, durability::Eviction::kValue}};
    params.keys = durability::Keys(2, 64);
    key = params.keys.key(0, "k1");
    alone = params.keys.key(1, "k1");
  }

  std::string node(const std::string& name, std::optional<durability::KeyIndex> of) {
    const auto found = names.node({name, {"a.yaml", 1, 1}}, of);
    return found ? params.nodes[*found].name : take_problem();
  }
  std::string nodes(const std::string& name, durability::KeyIndex of) {
    std::string text;
    for (const auto& [index, who] : names.nodes({name, {"a.yaml", 1, 1}}, of)) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", who, params.nodes[index].name);
    }
    return text.empty() ? take_problem() : text;
  }
  std::string milestone(const std::string& name) {
    const auto found = names.milestone({name, {"a.yaml", 1, 1}}, key);
    if (!found) return take_problem();
    const bool cached = found->kind == durability::MilestoneKind::kCached;
    return fmt::format("{} {}", params.nodes[found->node].name, cached ? "cached" : "persisted");
  }
  std::string take_problem() {
    const Problem problem = problems.sorted().back();
    problems = {};
    return problem.message;
  }

  durability::ClusterParams params;
  Problems problems;
  Names names{params, problems};
  durability::KeyIndex key = 0;
  durability::KeyIndex alone = 0;
};

}  // namespace

TEST_CASE("a role is a place in the key's chain") {
  CHECK(role_place("master") == 0);
  CHECK(role_place("replica0") == 1);
  CHECK(role_place("replica2") == 3);
  CHECK_FALSE(role_place("replica3").has_value());
  CHECK_FALSE(role_place("replica").has_value());
  CHECK_FALSE(role_place("replica00").has_value());
  CHECK_FALSE(role_place("node0").has_value());
}

TEST_CASE("nodes by name and by role") {
  World world;
  CHECK(world.params.keys.vbucket(world.key) == 14);
  CHECK(world.node("master", world.key) == "node2");
  CHECK(world.node("replica0", world.key) != world.node("replica1", world.key));
  CHECK(world.node("node1", world.key) == "node1");
  CHECK(world.node("node1", std::nullopt) == "node1");
  CHECK(world.node("master", std::nullopt) == "'master' of which key?");
  CHECK(world.node("replica2", world.key) ==
        "the key 'k1' has no replica2: its bucket keeps 2 replicas");
  CHECK(world.node("replica0", world.alone) ==
        "the key 'k1' has no replica0: its bucket keeps no replicas");
  CHECK(world.node("node3", world.key) == "there is no node or role 'node3'");
}

TEST_CASE("all and replicas stand for several nodes, each with its role") {
  World world;
  const std::string first = world.node("replica0", world.key);
  const std::string second = world.node("replica1", world.key);
  CHECK(world.nodes("all", world.key) ==
        "master node2, replica0 " + first + ", replica1 " + second);
  CHECK(world.nodes("replicas", world.key) == "replica0 " + first + ", replica1 " + second);
  CHECK(world.nodes("replica1", world.key) == "replica1 " + second);
  CHECK(world.nodes("node2", world.key) == "node2 node2");
  CHECK(world.nodes("all", world.alone) == "master node2");
  CHECK(world.nodes("replicas", world.alone) ==
        "the key has no replicas, so this would expect nothing");
}

TEST_CASE("a milestone is a node or role, and cached or persisted") {
  World world;
  CHECK(world.milestone("master.cached") == "node2 cached");
  CHECK(world.milestone("node1.persisted") == "node1 persisted");
  CHECK(world.milestone("master") == "'master' is not a milestone");
  CHECK(world.milestone("master.stored") == "'master.stored' is not a milestone");
  CHECK(world.milestone(".cached") == "there is no node or role ''");
}
