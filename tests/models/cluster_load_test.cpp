// Workloads: how much they send, the laws that hold for any of them, and what a run may rely on:
// the same bytes for the same seed, a checkpoint that is a copy, luck that belongs to its owner.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "sim/loop.hpp"
#include "tests/models/cluster_language.hpp"

using models::durability::ChangeKind;
using models::durability::ClosedArrivals;
using models::durability::Cluster;
using models::durability::GeneratorParams;
using models::durability::KeyIndex;
using models::durability::OpenArrivals;
using models::durability::Outcome;
using models::durability::Schedule;
using tests::ClusterParams;
using namespace std::chrono_literals;

namespace {

GeneratorParams stores(std::string name, models::durability::KeyRange keys, OpenArrivals arrivals) {
  GeneratorParams load;
  load.name = std::move(name);
  load.keys = keys;
  load.popularity = models::durability::Uniform{};
  load.mix = {1, 0, 0, 0, 0};
  load.arrivals = std::move(arrivals);
  return load;
}

// Three nodes with luck in everything: processors, disks, links with jitter and bandwidth; four
// partitions; a workload of all kinds of operations from a place of its own.
ClusterParams busy() {
  ClusterParams params = tests::nodes({100us, 100us, 100us}, 50us);
  for (auto& node : params.nodes) {
    node.cpu.per_operation = tests::exponential(20us);
    node.cpu.per_kib = 3us;
    node.cpu.cores = 4;
    node.disk.write = tests::exponential(60us);
    node.disk.sync = tests::exponential(100us);
    node.disk.read = tests::exponential(80us);
    node.disk.batch = 8;
    node.disk.channels = 2;
  }
  params.topology = models::hardware::star({"n0", "n1", "n2", "clients"}, tests::exponential(50us),
                                           tests::exponential(100us), sim::ByteRate{100'000'000});
  params.buckets[0].memory = sim::Bytes{200'000};
  GeneratorParams load =
      stores("load", params.keys.range(0, "key", 500), {tests::exponential(150us), 2});
  load.mix = {5, 1, 3, 1, 1};
  load.popularity = models::durability::Zipfian{0.9};
  load.value_size = sim::Distribution::uniform(10, 2000);
  load.place = "clients";
  load.count = 4000;
  params.generators = {load};
  for (KeyIndex key = 0; key < 500; ++key) params.watched.push_back(key);
  return params;
}

Outcome run(const ClusterParams& params, models::durability::RunOptions options = {}) {
  return models::durability::run(std::make_shared<const ClusterParams>(params), options).outcome;
}

}  // namespace

TEST_CASE("an open workload sends at its rate, whatever the cluster does") {
  ClusterParams params = tests::nodes({1s}, 0ms);
  params.generators = {
      stores("poisson", params.keys.range(0, "a", 10), {tests::exponential(100us), 1}),
      stores("burst", params.keys.range(0, "b", 10), {tests::constant(1ms), 10})};
  for (auto& load : params.generators) load.until = sim::at(2s);
  params.generators[1].from = sim::at(1s);
  const Outcome outcome = run(params, {sim::at(2s), false});
  CHECK(outcome.generators[0].sent == doctest::Approx(20'000).epsilon(4 / std::sqrt(20'000.0)));
  CHECK(outcome.generators[1].sent == 9990);  // ten at 1.001 s, 1.002 s ... 1.999 s
}

TEST_CASE("nothing is sent from `until` on, not even a first operation") {
  ClusterParams params = tests::nodes({1us}, 0ms);
  params.generators = {stores("late", params.keys.range(0, "a", 10), {tests::constant(3s), 1}),
                       stores("exact", params.keys.range(0, "b", 10), {tests::constant(1s), 1})};
  for (auto& load : params.generators) load.until = sim::at(2s);
  const Outcome outcome = run(params);
  CHECK(outcome.generators[0].sent == 0);
  CHECK(outcome.generators[1].sent == 1);
}

TEST_CASE("a closed workload obeys the response time law: N = X (R + Z)") {
  ClusterParams params = tests::nodes({100us}, 0ms);
  params.nodes[0].cpu.per_operation = tests::exponential(200us);
  params.nodes[0].disk.batch = 64;
  GeneratorParams load = stores("clients", params.keys.range(0, "key", 100), {});
  load.arrivals = ClosedArrivals{8, tests::exponential(1ms)};
  load.until = sim::at(20s);
  params.generators = {load};
  const Outcome outcome = run(params, {sim::at(20s), false});
  const auto& response = outcome.generators[0].operations[0].response;
  const double rate = static_cast<double>(response.count()) / 20e9;
  CHECK(rate * (response.mean() + 1e6) == doctest::Approx(8).epsilon(0.01));
  CHECK(outcome.resources[0].busy == doctest::Approx(rate * 200e3).epsilon(0.02));
  CHECK(outcome.generators[0].sent - response.count() <= 8);
}

TEST_CASE("a closed client waits for its answer, thinks, and sends the next") {
  ClusterParams params = tests::nodes({1us}, 0ms);
  params.nodes[0].cpu.per_operation = tests::constant(300us);
  GeneratorParams load = stores("client", params.keys.range(0, "key", 1), {});
  load.arrivals = ClosedArrivals{1, tests::constant(700us)};
  load.until = sim::at(10ms);
  params.generators = {load};
  const Outcome outcome = run(params);
  CHECK(outcome.generators[0].sent == 10);
  CHECK(outcome.generators[0].operations[0].response.min() == 300'000);
  CHECK(outcome.generators[0].operations[0].response.max() == 300'000);
}

TEST_CASE("a workload with a place meets the network on both ways") {
  ClusterParams params = tests::nodes({1ms}, 0ms);
  params.topology = models::hardware::full_mesh({"n0", "app"}, tests::constant(2ms), std::nullopt);
  params.nodes[0].cpu.per_operation = tests::constant(300us);
  GeneratorParams load = stores("app", params.keys.range(0, "key", 1), {tests::constant(10ms), 1});
  load.place = "app";
  load.count = 5;
  params.generators = {load};
  const Outcome outcome = run(params);
  CHECK(outcome.generators[0].operations[0].response.min() == 4'300'000);
  CHECK(outcome.generators[0].operations[0].response.max() == 4'300'000);
  CHECK(outcome.durability.persisted_on_master.max() == 1'000'000);
}

TEST_CASE("statistics begin at the end of the warm-up") {
  ClusterParams params = tests::nodes({200us}, 0ms);
  params.nodes[0].cpu.per_operation = tests::constant(500us);
  params.generators = {stores("load", params.keys.range(0, "key", 10), {tests::constant(1ms), 1})};
  params.generators[0].until = sim::at(3s);
  params.warmup = sim::at(1s);
  const Outcome outcome = run(params, {sim::at(3s), false});
  CHECK(outcome.generators[0].sent == 2999);
  CHECK(outcome.generators[0].operations[0].response.count() == 2000);
  CHECK(outcome.durability.persisted_on_master.count() == 2000);
  REQUIRE(outcome.resources.size() == 2);
  CHECK(outcome.resources[0].name == "n0/cpu");
  CHECK(outcome.resources[0].busy == doctest::Approx(0.5).epsilon(0.001));
  CHECK(outcome.resources[1].name == "n0/disk");
  CHECK(outcome.resources[1].busy == doctest::Approx(0.2).epsilon(0.001));
}

TEST_CASE("a replica takes a stream's mutations in order, through jitter and several cores") {
  const ClusterParams params = busy();
  std::vector<std::uint64_t> last(3 * params.keys.partitions());
  std::uint64_t taken = 0;
  const Outcome outcome = run(params);
  for (const auto& change : outcome.changes) {
    if (change.kind != ChangeKind::kCached) continue;
    std::uint64_t& seqno =
        last[change.node * params.keys.partitions() + params.keys.partition(change.key)];
    CHECK(change.cache.seqno == seqno + 1);
    seqno = change.cache.seqno;
    ++taken;
  }
  CHECK(taken == 3 * outcome.writes);
  CHECK(outcome.writes > 1500);
}

TEST_CASE("when all is quiet every copy is everywhere, and nothing is left in flight") {
  const auto params = std::make_shared<const ClusterParams>(busy());
  Schedule schedule(params->seed);
  Cluster cluster(params, schedule);
  sim::run(cluster, schedule, sim::at(150ms));
  CHECK(cluster.in_flight() > 0);
  sim::run(cluster, schedule, sim::kNever);
  CHECK(cluster.in_flight() == 0);
  for (KeyIndex key = 0; key < 500; ++key) {
    const auto& master = cluster.stores(cluster.chain(key).master(), key);
    for (const auto node : cluster.chain(key).all()) {
      const auto& there = cluster.stores(node, key);
      CHECK(there.disk.same_as(master.disk));
      CHECK(there.cache.same_as(master.cache));
      if (there.cache.is_item()) CHECK(there.disk.same_as(there.cache));
    }
  }
  for (models::durability::PartitionIndex p = 0; p < params->keys.partitions(); ++p) {
    const std::uint64_t high = cluster.observe_seqno(0, p).current_seqno;
    for (const models::durability::NodeIndex node : {0U, 1U, 2U}) {
      CHECK(cluster.observe_seqno(node, p).current_seqno == high);
      CHECK(cluster.observe_seqno(node, p).persisted_seqno == high);
    }
  }
  const Outcome outcome = cluster.take_outcome(schedule.now(), schedule);
  CHECK(outcome.quiet);
  CHECK(outcome.durability.persisted_to[2].count() == outcome.writes);
  CHECK(outcome.durability.replicated_to[1].count() == outcome.writes);
}

TEST_CASE("replicating from disk, superseded writes are counted and forgotten as well") {
  ClusterParams params = busy();
  params.replicate_from = models::durability::ReplicateFrom::kDisk;
  const Outcome outcome = run(params);
  CHECK(outcome.superseded > 20);
  CHECK(outcome.durability.persisted_to[2].count() == outcome.writes);
  CHECK(outcome.durability.replicated_to[1].count() == outcome.writes);
}

TEST_CASE("the same seed gives the same bytes, another seed or replication others") {
  ClusterParams params = busy();
  const std::string first = tests::fingerprint(run(params));
  CHECK(first.size() > 10'000);
  CHECK(first == tests::fingerprint(run(params)));
  const std::uint64_t digest = run(params).digest;
  params.replication = 1;
  CHECK(run(params).digest != digest);
  params.replication = 0;
  params.seed = 2;
  CHECK(run(params).digest != digest);
}

TEST_CASE("the record of causes changes nothing") {
  const ClusterParams params = busy();
  CHECK(tests::fingerprint(run(params, {sim::kNever, true})) == tests::fingerprint(run(params)));
}

TEST_CASE("a checkpoint is a copy: it continues as the original does") {
  const auto params = std::make_shared<const ClusterParams>(busy());
  Schedule schedule(params->seed);
  Cluster cluster(params, schedule);
  sim::run(cluster, schedule, sim::at(150ms));
  REQUIRE(cluster.in_flight() > 0);
  Schedule copied_schedule = schedule;
  Cluster copy = cluster;
  const auto finish = [](Cluster& world, Schedule& events) {
    sim::run(world, events, sim::kNever);
    const std::uint64_t digest = world.digest();
    return fmt::format("{:x} {}", digest,
                       tests::fingerprint(world.take_outcome(events.now(), events)));
  };
  const std::string original = finish(cluster, schedule);
  CHECK(finish(copy, copied_schedule) == original);
}

TEST_CASE("luck belongs to its owner: who is added changes nobody else's instants") {
  ClusterParams params = tests::nodes({1ms, 1ms}, 0ms);
  params.keys = models::durability::Keys(1, 1);
  for (auto& node : params.nodes) node.disk.write = tests::exponential(70us);
  for (auto& link : params.topology.links) link.latency = tests::exponential(50us);
  const auto keys = params.keys.range(0, "key", 50);
  params.generators = {stores("load", keys, {tests::exponential(100us), 1})};
  params.generators[0].count = 2000;
  for (KeyIndex key = 0; key < 50; ++key) params.watched.push_back(key);
  const auto changes = [](const ClusterParams& variant) {
    std::string text;
    for (const auto& change : run(variant).changes) {
      text += fmt::format("{} {}\n", change.key, tests::text_of(change));
    }
    return text;
  };
  const std::string expected = changes(params);
  REQUIRE(std::count(expected.begin(), expected.end(), '\n') > 7000);

  ClusterParams with_reader = params;
  with_reader.generators.insert(with_reader.generators.begin(),
                                stores("reader", keys, {tests::exponential(90us), 1}));
  with_reader.generators[0].mix = {0, 0, 3, 1, 1};
  with_reader.generators[0].count = 2000;
  CHECK(changes(with_reader) == expected);

  // The one vBucket's chain stays 0, 1.
  ClusterParams with_node = params;
  auto node = params.nodes[0];
  node.name = "n2";
  with_node.nodes.push_back(node);
  with_node.topology =
      models::hardware::full_mesh({"n0", "n1", "n2"}, tests::exponential(50us), std::nullopt);
  CHECK(changes(with_node) == expected);

  ClusterParams with_seed = params;
  with_seed.seed = 2;
  CHECK(changes(with_seed) != expected);
}
