#include "scenarios/load.hpp"

#include <algorithm>

#include "scenario_language.hpp"
#include "sim/quantity_text.hpp"

using namespace std::chrono_literals;
using namespace scenarios;
namespace durability = models::durability;
namespace hardware = models::hardware;
using sim::Distribution;
using tests::scenario;

namespace {

/// A one-node scenario with these further lines.
Scenario with(const std::string& lines) {
  return scenario("scenario: x\ncluster: {nodes: 1}\n" + lines);
}

/// The params of a cluster.
durability::ClusterParams cluster(const std::string& fields, const std::string& lines = "") {
  return *scenario("scenario: x\ncluster: {" + fields + "}\n" + lines).params;
}

Distribution milliseconds(std::int64_t count) { return Distribution::constant(count * 1'000'000); }

const durability::GeneratorParams& workload_of(const durability::ClusterParams& params) {
  return params.generators.at(0);
}

durability::ClusterParams one_workload(const std::string& fields) {
  return cluster("nodes: 2", "workload: [{name: w, until: 1s, " + fields + "}]\n");
}

constexpr const char* kStores = "operations: {store: 1}, keys: {count: 9}";

}  // namespace

TEST_CASE("the smallest scenario: one node, one bucket, hardware that takes no time") {
  const Scenario small = scenario("scenario: small\ncluster: {nodes: 1}\n");
  CHECK(small.file == "a.yaml");
  CHECK(small.name == "small");
  CHECK(small.about == "");
  CHECK_FALSE(small.key.has_value());
  CHECK(small.options.until == sim::kNever);
  CHECK(small.options.causes);
  CHECK(small.steps.empty());
  CHECK(small.hardware.empty());
  CHECK(small.expectations.empty());
  const durability::ClusterParams& params = *small.params;
  REQUIRE(params.nodes.size() == 1);
  CHECK(params.nodes[0].name == "node0");
  CHECK(params.nodes[0].cpu.cores == 1);
  CHECK(params.nodes[0].cpu.per_operation.distribution == milliseconds(0));
  CHECK(params.nodes[0].cpu.per_kib == 0ns);
  CHECK(params.nodes[0].cpu.discipline == hardware::Discipline::kFifo);
  CHECK(params.nodes[0].disk.write.distribution == milliseconds(0));
  CHECK(params.nodes[0].disk.sync.distribution == milliseconds(0));
  CHECK(params.nodes[0].disk.read.distribution == milliseconds(0));
  CHECK_FALSE(params.nodes[0].disk.bandwidth.has_value());
  CHECK(params.nodes[0].disk.channels == 1);
  CHECK(params.nodes[0].disk.batch == 1);
  CHECK_FALSE(params.nodes[0].disk.requests.has_value());
  CHECK_FALSE(params.nodes[0].disk.bytes.has_value());
  REQUIRE(params.buckets.size() == 1);
  CHECK(params.buckets[0].name == "default");
  CHECK(params.buckets[0].replicas == 0);
  CHECK_FALSE(params.buckets[0].memory.has_value());
  CHECK(params.buckets[0].eviction == durability::Eviction::kValue);
  CHECK(params.keys.vbuckets() == 64);
  CHECK(params.replicate_from == durability::ReplicateFrom::kCache);
  CHECK(params.dialect == durability::Dialect::kReal);
  CHECK(params.supersede);
  CHECK(params.seed == 1);
  CHECK(params.warmup == sim::kStart);
}

TEST_CASE("what stands at the top of a scenario") {
  const Scenario top = with(
      "about: Nothing much.\nkey: k\nseed: 42\nuntil: 10s\nwarmup: 1s\n"
      "script: [{at: 0ms, get: j}, {at: 1ms, get: k}]\n");
  CHECK(top.about == "Nothing much.");
  CHECK(top.params->keys.name(*top.key) == "k");
  CHECK(top.params->seed == 42);
  CHECK(top.options.until == sim::at(10s));
  CHECK(top.params->warmup == sim::at(1s));
  CHECK(with_seed(top, 7).params->seed == 7);
  CHECK(top.params->seed == 42);
}

TEST_CASE("without a key of its own a scenario tells the story of the script's first key") {
  const Scenario story = with(
      "script: [{at: 9ms, get: late}, {at: 2ms, purge: "
      "{Key: early, OnMaster: true, OnReplicas: 0}}]\n");
  CHECK(story.params->keys.name(*story.key) == "early");
  CHECK(story.params->watched.size() == 2);
}

TEST_CASE("a key at the top is the key of that name as the script uses it") {
  const Scenario elsewhere = with("key: k\nscript: [{at: 0ms, get: {key: k, vbucket: 3}}]\n");
  CHECK(elsewhere.params->keys.vbucket(*elsewhere.key) == 3);
  const Scenario own = with(
      "key: k1\nscript: [{at: 0ms, get: {key: k1, vbucket: 3}}, "
      "{at: 0ms, get: k1}]\n");
  CHECK(own.params->keys.vbucket(*own.key) == 14);
}

TEST_CASE("the shape and the rules of the cluster") {
  const auto params =
      cluster("nodes: 4, replicas: 2, vbuckets: 1024, replicate_from: disk, deduplicate: false");
  CHECK(params.nodes.size() == 4);
  CHECK(params.nodes[3].name == "node3");
  CHECK(params.buckets[0].replicas == 2);
  CHECK(params.keys.vbuckets() == 1024);
  CHECK(params.replicate_from == durability::ReplicateFrom::kDisk);
  CHECK_FALSE(params.supersede);
  CHECK(cluster("nodes: 1, dialect: mock").dialect == durability::Dialect::kMock);
}

TEST_CASE("buckets have the cluster's replicas unless they state their own") {
  const auto params = cluster(
      "nodes: 3, replicas: 2, buckets: [{name: a}, {name: b, replicas: 1, memory: 64MiB, "
      "eviction: full}]");
  REQUIRE(params.buckets.size() == 2);
  CHECK(params.buckets[0].name == "a");
  CHECK(params.buckets[0].replicas == 2);
  CHECK(params.buckets[1].name == "b");
  CHECK(params.buckets[1].replicas == 1);
  CHECK(params.buckets[1].memory == sim::Bytes{64 << 20});
  CHECK(params.buckets[1].eviction == durability::Eviction::kFull);
}

TEST_CASE("a processor, field by field") {
  const auto cpu =
      cluster(
          "nodes: 1, node: {cpu: {cores: 4, per_operation: 9ms, per_kib: 250ns, service: fair}}")
          .nodes[0]
          .cpu;
  CHECK(cpu.cores == 4);
  CHECK(cpu.per_operation.distribution == milliseconds(9));
  CHECK(cpu.per_kib == 250ns);
  CHECK(cpu.discipline == hardware::Discipline::kFair);
}

TEST_CASE("a disk, field by field") {
  const auto disk =
      cluster(
          "nodes: 1, node: {disk: {write: {exponential: 2ms}, sync: 3ms, read: 4ms, "
          "bandwidth: 2GB/s, channels: 8, batch: 256, caps: {iops: 100, throughput: 5MB/s, "
          "burst: {iops: 3000, credits: 5k}}}}")
          .nodes[0]
          .disk;
  CHECK(disk.write.distribution == Distribution::exponential(2e6));
  CHECK(disk.sync.distribution == milliseconds(3));
  CHECK(disk.read.distribution == milliseconds(4));
  CHECK(disk.bandwidth == sim::ByteRate{2'000'000'000});
  CHECK(disk.channels == 8);
  CHECK(disk.batch == 256);
  REQUIRE(disk.requests.has_value());
  CHECK(disk.requests->per_second == 100);
  CHECK(disk.requests->burst_per_second == 3000);
  CHECK(disk.requests->credits == 5000);
  REQUIRE(disk.bytes.has_value());
  CHECK(disk.bytes->per_second == 5'000'000);
  CHECK(disk.bytes->burst_per_second == 0);
  CHECK(disk.bytes->credits == 5'000'000);
}

TEST_CASE("nodes are overridden by name and by role") {
  // "k1" is in vBucket 14 of 64: its master is node2 of three, its first replica node0.
  const auto params = cluster(
      "nodes: 3, replicas: 2, node: {disk: {write: 1ms, read: 7ms}}, override: "
      "{master: {disk: {write: 80ms}}, node1: {cpu: {cores: 2}, disk: {sync: 5ms}}}",
      "key: k1\nscript: [{at: 0ms, get: k1}]\n");
  CHECK(params.nodes[2].disk.write.distribution == milliseconds(80));
  CHECK(params.nodes[2].disk.read.distribution == milliseconds(7));
  CHECK(params.nodes[0].disk.write.distribution == milliseconds(1));
  CHECK(params.nodes[1].disk.write.distribution == milliseconds(1));
  CHECK(params.nodes[1].disk.sync.distribution == milliseconds(5));
  CHECK(params.nodes[1].cpu.cores == 2);
  CHECK(params.nodes[0].cpu.cores == 1);
}

TEST_CASE("a latency that changes, and stretches in which it is slower") {
  const auto disk =
      cluster(
          "nodes: 1, node: {disk: {write: {piecewise: [{until: 6s, is: 1ms}, {is: 2ms}]}, "
          "slow: [{from: 5s, to: 8s, times: 10}]}}")
          .nodes[0]
          .disk;
  CHECK(disk.write.distribution == milliseconds(1));
  REQUIRE(disk.write.turns.size() == 3);
  CHECK(disk.write.turns[0].at == sim::at(5s));
  CHECK(disk.write.turns[0].times == 10);
  CHECK_FALSE(disk.write.turns[0].distribution.has_value());
  CHECK(disk.write.turns[1].at == sim::at(6s));
  CHECK(disk.write.turns[1].times == 10);
  CHECK(disk.write.turns[1].distribution == milliseconds(2));
  CHECK(disk.write.turns[2].at == sim::at(8s));
  CHECK(disk.write.turns[2].times == 1);
  CHECK(disk.read.turns.size() == 2);
}

TEST_CASE("a network is a link for every pair, a switch with a bandwidth, or the links listed") {
  const auto mesh =
      cluster("nodes: 3, network: {latency: 2ms, jitter: {exponential: 1ms}}").topology;
  CHECK(mesh.links.size() == 6);
  CHECK(mesh.links[0].latency.distribution == milliseconds(2));
  CHECK(mesh.links[0].jitter->distribution == Distribution::exponential(1e6));
  CHECK_FALSE(mesh.links[0].bandwidth.has_value());
  const auto star = cluster("nodes: 3, network: {latency: 2ms, bandwidth: 10Gbit/s}").topology;
  CHECK(star.places == std::vector<std::string>{"node0", "node1", "node2", "switch"});
  CHECK(star.links[0].bandwidth == sim::ByteRate{1'250'000'000});
  const auto links = cluster(
                         "nodes: 2, network: {latency: 2ms, links: [{between: [node0, hub]}, "
                         "{between: [hub, node1], latency: 5ms, jitter: 1ms, bandwidth: 1Gbit/s}]}")
                         .topology;
  CHECK(links.places == std::vector<std::string>{"node0", "node1", "hub"});
  REQUIRE(links.links.size() == 4);
  CHECK(links.links[0].from == 0);
  CHECK(links.links[0].to == 2);
  CHECK(links.links[1].from == 2);
  CHECK(links.links[0].latency.distribution == milliseconds(2));
  CHECK(links.links[2].latency.distribution == milliseconds(5));
  CHECK(links.links[2].jitter->distribution == milliseconds(1));
  CHECK(links.links[2].bandwidth == sim::ByteRate{125'000'000});
}

TEST_CASE("a workload, field by field") {
  const auto params = cluster(
      "nodes: 2, buckets: [{name: a}, {name: b}]",
      "workload:\n  - {name: shop, poisson: 500/s, operations: {store: 7, delete: 1, get: 2.5, "
      "observe: 3, observe_seqno: 4},\n     keys: {count: 100, prefix: user-, popularity: {zipf: "
      "0.99}}, value: 1KiB, bucket: b, place: office, from: 1s, until: 9s, count: 10k}\n");
  const auto& shop = workload_of(params);
  CHECK(shop.name == "shop");
  const auto& open = std::get<durability::OpenArrivals>(shop.arrivals);
  CHECK(open.burst == 1);
  CHECK(open.interval.distribution == Distribution::exponential(2e6));
  CHECK(shop.mix == std::array<double, 5>{7, 1, 2.5, 3, 4});
  CHECK(shop.keys.count == 100);
  CHECK(params.keys.name(shop.keys.first + 99) == "user-99");
  CHECK(params.keys.bucket(shop.keys.first) == 1);
  CHECK(std::get<durability::Zipfian>(shop.popularity).exponent == 0.99);
  CHECK(shop.value_size == Distribution::constant(1024));
  CHECK(shop.place == "office");
  CHECK(shop.from == sim::at(1s));
  CHECK(shop.until == sim::at(9s));
  CHECK(shop.count == 10'000);
  CHECK(params.topology.places == std::vector<std::string>{"node0", "node1", "office"});
}

TEST_CASE("the four kinds of arrivals, and what a workload leaves out") {
  const std::string rest = kStores;
  const auto every = one_workload("every: 3ms, " + rest);
  const auto& plain = workload_of(every);
  CHECK(std::get<durability::OpenArrivals>(plain.arrivals).interval.distribution ==
        milliseconds(3));
  CHECK(std::holds_alternative<durability::Uniform>(plain.popularity));
  CHECK(plain.value_size == Distribution::constant(0));
  CHECK_FALSE(plain.place.has_value());
  CHECK(plain.from == sim::kStart);
  CHECK(plain.count == UINT64_MAX);
  CHECK(every.keys.name(plain.keys.first) == "k0");
  const auto bursts = one_workload("bursts: {size: 5, every: 1ms}, " + rest);
  const auto& burst = std::get<durability::OpenArrivals>(workload_of(bursts).arrivals);
  CHECK(burst.burst == 5);
  CHECK(burst.interval.distribution == milliseconds(1));
  const auto clients = one_workload("clients: {count: 3, think: 4ms}, " + rest);
  const auto& closed = std::get<durability::ClosedArrivals>(workload_of(clients).arrivals);
  CHECK(closed.clients == 3);
  CHECK(closed.think.distribution == milliseconds(4));
  const auto hasty = one_workload("clients: {count: 3}, " + rest);
  CHECK(std::get<durability::ClosedArrivals>(workload_of(hasty).arrivals).think.distribution ==
        milliseconds(0));
  const auto sequential = one_workload(
      "every: 1ms, operations: {get: 1}, keys: {count: 2, popularity: "
      "sequential}");
  CHECK(std::holds_alternative<durability::Sequential>(workload_of(sequential).popularity));
}

TEST_CASE("a script that names a workload's key means that key") {
  const auto params = cluster(
      "nodes: 2",
      "workload: [{name: a, every: 1ms, until: 1s, operations: {get: 1}, keys: {count: 20}},"
      " {name: b, every: 1ms, until: 1s, operations: {get: 1}, keys: {count: 50}}]\n"
      "script: [{at: 0ms, get: k17}, {at: 0ms, get: k49}, {at: 0ms, get: k50}]\n");
  CHECK(params.generators[0].keys.first == params.generators[1].keys.first);
  const durability::KeyIndex first = params.generators[0].keys.first;
  const auto key = [&](std::size_t i) {
    return std::get<durability::OperationStep>(params.steps[i].what).key;
  };
  CHECK(key(0) == first + 17);
  CHECK(key(1) == first + 49);
  CHECK(key(2) == 50);
  CHECK(params.keys.size() == 51);
}

TEST_CASE("operations of a script, in the order of their instants") {
  const Scenario script = with(
      "script:\n"
      "  - {at: 5ms, delete: {key: k, cas: 3}}\n"
      "  - {at: 0ms, store: {key: k, value: paid, cas: 2}}\n"
      "  - {at: 1ms, store: {key: k, size: 4KiB}}\n"
      "  - {at: 1ms, store: {key: k}}\n"
      "  - {at: 2ms, get: k}\n"
      "  - {at: 3ms, observe: k}\n"
      "  - {at: 4ms, observe_seqno: {key: k, vbucket: 9}}\n");
  CHECK(script.steps == std::vector<std::string>{"store k", "store k", "store k", "get k",
                                                 "observe k", "observe_seqno k", "delete k"});
  const auto& params = *script.params;
  const auto step = [&](std::size_t i) {
    return std::get<durability::OperationStep>(params.steps[i].what);
  };
  CHECK(params.steps[1].at == sim::at(1ms));
  CHECK(step(0).kind == durability::OperationKind::kStore);
  CHECK(params.values[step(0).value] == "paid");
  CHECK(step(0).size == 4);
  CHECK(step(0).cas == 2);
  CHECK(step(1).value == durability::kSizeOnly);
  CHECK(step(1).size == 4096);
  CHECK(params.values[step(2).value] == "");
  CHECK(step(2).size == 0);
  CHECK(step(3).kind == durability::OperationKind::kGet);
  CHECK(step(4).kind == durability::OperationKind::kObserve);
  CHECK(step(5).kind == durability::OperationKind::kObserveSeqno);
  CHECK(params.keys.vbucket(step(5).key) == 9);
  CHECK(step(6).kind == durability::OperationKind::kDelete);
  CHECK(step(6).cas == 3);
  CHECK(script.expectations.empty());
}

TEST_CASE("commands of a script, with every parameter and with few") {
  const Scenario script = scenario(
      "scenario: x\ncluster: {nodes: 3, replicas: 2, buckets: [{name: a}, {name: b}]}\nscript:\n"
      "  - {at: 0ms, persist: {Key: k, OnMaster: true, OnReplicas: [1, 0], CAS: 42, Value: v, "
      "Bucket: b, vBucket: 7}}\n"
      "  - {at: 1ms, uncache: {Key: k, OnMaster: false, OnReplicas: -1}}\n"
      "  - {at: 2ms, keyinfo: {Key: k, vBucket: 64}, answer: fail}\n");
  const auto step = [&](std::size_t i) {
    return std::get<durability::CommandStep>(script.params->steps[i].what);
  };
  CHECK(step(0).kind == durability::CommandKind::kPersist);
  CHECK(step(0).on_master);
  CHECK(std::get<1>(step(0).on_replicas) == std::vector<std::int64_t>{1, 0});
  CHECK(step(0).cas == 42);
  CHECK(script.params->values[*step(0).value] == "v");
  CHECK(step(0).size == 1);
  CHECK(script.params->keys.bucket(step(0).key) == 1);
  CHECK(script.params->keys.vbucket(step(0).key) == 7);
  CHECK(step(0).vbucket == 7);
  CHECK(step(0).states_bucket);
  CHECK(step(1).kind == durability::CommandKind::kUncache);
  CHECK_FALSE(step(1).on_master);
  CHECK(std::get<0>(step(1).on_replicas) == -1);
  CHECK(step(1).cas == 0);
  CHECK_FALSE(step(1).value.has_value());
  CHECK(script.params->keys.bucket(step(1).key) == 0);
  CHECK(step(2).kind == durability::CommandKind::kKeyinfo);
  CHECK(step(2).vbucket == 64);
  CHECK_FALSE(step(2).states_bucket);
  CHECK(script.steps[0] == "persist k (OnMaster true, OnReplicas [1, 0])");
  REQUIRE(script.expectations.size() == 3);
  CHECK(script.expectations[1].text ==
        "uncache k (OnMaster false, OnReplicas -1) at 1ms is answered ok");
  CHECK(script.expectations[2].text == "keyinfo k at 2ms is answered fail");
}

TEST_CASE("causes are kept for scripts and for workloads of a thousand operations") {
  const auto causes = [](const std::string& count) {
    return with(
               "workload: [{name: w, every: 1ms, until: 1s, operations: {get: 1}, keys: {count: "
               "1}" +
               count + "}]\n")
        .options.causes;
  };
  CHECK(causes(", count: 1000"));
  CHECK_FALSE(causes(", count: 1001"));
  CHECK_FALSE(causes(""));
}
