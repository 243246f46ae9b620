#include "scenarios/cluster_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/client_reader.hpp"
#include "scenarios/tables.hpp"

namespace scenarios {

namespace durability = models::durability;
namespace hardware = models::hardware;

namespace {

constexpr std::uint32_t kVbuckets = 64;
// Copies of keys that a run holds in memory, at 56 bytes each: 11 GB.
constexpr std::uint64_t kMostCopies = 200'000'000;

}  // namespace

// What is wrong in the shape was reported; with nodes for every role nothing else is because of it.
void ClusterReader::read_shape(const Fields& scenario) {
  const auto cluster = scenario.mapping("cluster");
  const auto stated = cluster ? cluster->count("nodes") : std::nullopt;
  std::int64_t nodes = stated.value_or(1 + durability::kMostReplicas);
  const bool unsure = !stated || (cluster->raw("replicas") != nullptr && !cluster->has("replicas"));
  const std::int64_t fallback =
      unsure ? std::min<std::int64_t>(durability::kMostReplicas, nodes - 1) : 0;
  const std::int64_t replicas = cluster ? cluster->count("replicas").value_or(fallback) : fallback;
  if (replicas > 0 && replicas >= nodes) {
    problems_.report(
        cluster->place("replicas"),
        fmt::format("{} replicas need {} nodes, there are {}", replicas, replicas + 1, nodes),
        "a node holds one copy of a key");
    nodes = replicas + 1;
  }
  for (std::int64_t i = 0; i < nodes; ++i) {
    params_.nodes.push_back({fmt::format("node{}", i), {}, {}});
  }
  read_rules(scenario, static_cast<std::uint32_t>(replicas));
}

void ClusterReader::read_rules(const Fields& scenario, std::uint32_t replicas) {
  const auto cluster = scenario.mapping("cluster");
  if (!cluster) {
    params_.buckets.push_back({"default", replicas, std::nullopt, durability::Eviction::kValue});
    params_.keys = durability::Keys(1, kVbuckets);
    return;
  }
  auto vbuckets = static_cast<std::uint32_t>(cluster->count("vbuckets").value_or(kVbuckets));
  if ((vbuckets & (vbuckets - 1)) != 0) {
    problems_.report(cluster->place("vbuckets"), fmt::format("{} is not a power of two", vbuckets),
                     "write 1, 2, 4, ... 64, ... 1024, ... 32768");
    vbuckets = kVbuckets;
  }
  params_.replicate_from = cluster->choice("replicate_from").value_or(0) == 0
                               ? durability::ReplicateFrom::kCache
                               : durability::ReplicateFrom::kDisk;
  params_.dialect = cluster->choice("dialect").value_or(0) == 0 ? durability::Dialect::kReal
                                                                : durability::Dialect::kMock;
  if (params_.dialect == durability::Dialect::kMock &&
      params_.replicate_from == durability::ReplicateFrom::kDisk) {
    problems_.report(cluster->place("replicate_from"),
                     "the mock has no disk that replication could wait for",
                     "leave out dialect: mock, or write replicate_from: cache");
  }
  params_.supersede = cluster->boolean("deduplicate").value_or(true);
  read_buckets(*cluster, replicas);
  params_.keys = durability::Keys(static_cast<std::uint32_t>(params_.buckets.size()), vbuckets);
  read_key_ranges(scenario);
}

void ClusterReader::read_buckets(const Fields& cluster, std::uint32_t replicas) {
  for (const Fields& bucket : cluster.list("buckets")) {
    const auto name = bucket.identifier("name").value_or("");
    const bool known = std::any_of(params_.buckets.begin(), params_.buckets.end(),
                                   [&](const auto& other) { return other.name == name; });
    if (known) {
      problems_.report(bucket.place("name"), fmt::format("the bucket '{}' is given twice", name));
    }
    auto copies = static_cast<std::uint32_t>(bucket.count("replicas").value_or(replicas));
    if (copies >= params_.nodes.size() && copies > 0) {
      problems_.report(bucket.place("replicas"),
                       fmt::format("{} replicas need {} nodes, there are {}", copies, copies + 1,
                                   params_.nodes.size()),
                       "a node holds one copy of a key");
      copies = 0;
    }
    params_.buckets.push_back(
        {name, copies, bucket.size("memory"),
         bucket.choice("eviction").value_or(0) == 0 ? durability::Eviction::kValue
                                                    : durability::Eviction::kFull,
         static_cast<durability::BucketType>(bucket.choice("type").value_or(0))});
    if (params_.buckets.back().type == durability::BucketType::kEphemeral) {
      check_ephemeral(bucket);
    }
  }
  if (params_.buckets.empty()) {
    params_.buckets.push_back({"default", replicas, std::nullopt, durability::Eviction::kValue});
  }
}

void ClusterReader::check_ephemeral(const Fields& bucket) {
  const std::string name = bucket.identifier("name").value_or("");
  if (bucket.has("eviction")) {
    problems_.report(
        bucket.place("eviction"),
        fmt::format("the bucket '{}' is ephemeral: what left its memory would be gone", name),
        "leave out eviction: a full bucket answers temporary_failure to stores");
  }
  if (params_.replicate_from == durability::ReplicateFrom::kDisk) {
    problems_.report(
        bucket.place("type"),
        fmt::format("the bucket '{}' is ephemeral, and replicate_from: disk would wait "
                    "for its disks for ever",
                    name),
        "write replicate_from: cache, or type: couchbase");
  }
  if (params_.dialect == durability::Dialect::kMock) {
    problems_.report(bucket.place("type"), "the mock has no ephemeral buckets",
                     "leave out dialect: mock, or write type: couchbase");
  }
}

// Ranges come before single keys, so that a script that names "k17" means the workload's k17.
void ClusterReader::read_key_ranges(const Fields& scenario) {
  Names names(params_, problems_);
  struct Range {
    durability::BucketIndex bucket;
    std::string prefix;
    std::int64_t count;
  };
  std::vector<Range> ranges;
  for (const Fields& workload : scenario.list("workload")) {
    const auto keys = workload.mapping("keys");
    if (!keys || !keys->count("count")) continue;
    const auto bucket = names.bucket(workload, "bucket");
    const std::string prefix = keys->text("prefix").value_or("k");
    const std::int64_t count = *keys->count("count");
    const auto same = std::find_if(ranges.begin(), ranges.end(), [&](const Range& range) {
      return range.bucket == bucket && range.prefix == prefix;
    });
    if (same != ranges.end()) {
      same->count = std::max(same->count, count);
    } else if (bucket) {
      ranges.push_back({*bucket, prefix, count});
    }
  }
  for (const Range& range : ranges) {
    params_.keys.range(range.bucket, range.prefix, static_cast<std::uint32_t>(range.count));
  }
}

void ClusterReader::read_hardware(const Fields& scenario, std::optional<durability::KeyIndex> key,
                                  std::vector<HardwareSource>& sources) {
  const auto cluster = scenario.mapping("cluster");
  if (!cluster) return;
  NodeHardware common;
  if (const auto node = cluster->mapping("node")) hardware_.apply(*node, common);
  std::vector<NodeHardware> nodes(params_.nodes.size(), common);
  if (const auto override_fields = cluster->mapping("override")) {
    Names names(params_, problems_);
    for (const Other& other : override_fields->others()) {
      const auto index = names.node(other.key, key);
      if (index && other.fields) hardware_.apply(*other.fields, nodes[*index]);
    }
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    HardwareReader::finish(nodes[i]);
    params_.nodes[i].cpu = nodes[i].cpu.params;
    params_.nodes[i].disk = nodes[i].disk.params;
    nodes[i].cpu.source.entity = params_.nodes[i].name + "/cpu";
    nodes[i].disk.source.entity = params_.nodes[i].name + "/disk";
    if (!nodes[i].cpu.source.how.empty()) sources.push_back(nodes[i].cpu.source);
    if (!nodes[i].disk.source.how.empty()) sources.push_back(nodes[i].disk.source);
  }
  std::vector<std::string> names;
  for (const durability::NodeParams& node : params_.nodes) names.push_back(node.name);
  std::vector<Text> places;
  for (const Fields& workload : scenario.list("workload")) {
    if (const auto place = workload.identifier("place")) {
      places.push_back({*place, workload.place("place")});
    }
  }
  for (const Chosen& step : scenario.chosen_list("script")) {
    if (step.fields) add_client_place(*step.fields, places);
  }
  params_.topology = hardware_.network(*cluster, std::move(names), places, sources);
}

// A step's client may be at a place of its own.
void ClusterReader::add_client_place(const Fields& step, std::vector<Text>& places) {
  const std::string_view name = step.table().fields[0].name;
  std::optional<Fields> client;
  if (name == "watch" || name == "store") client = step.mapping(name);
  if (name == "delete" && step.chosen(name)) client = step.chosen(name)->fields;
  if (client && name != "watch") {
    const auto durable = client->chosen("durability");
    client = durable ? durable->fields : std::nullopt;
    if (client && &client->table() != &kDurabilityTable) client.reset();
  }
  if (!client) return;
  if (const auto place = client->identifier("place")) {
    places.push_back({*place, client->place("place")});
  }
}

void ClusterReader::read_workloads(const Fields& scenario, std::optional<sim::Duration> until) {
  for (const Fields& workload : scenario.list("workload")) read_workload(workload, until);
  const std::uint64_t copies = params_.keys.size() * params_.nodes.size();
  if (copies <= kMostCopies) return;
  problems_.report(scenario.place("workload"),
                   fmt::format("{} keys on {} nodes are more than fit into memory",
                               params_.keys.size(), params_.nodes.size()),
                   fmt::format("keys times nodes may be {} at most", kMostCopies));
}

void ClusterReader::read_workload(const Fields& workload, std::optional<sim::Duration> until) {
  durability::GeneratorParams generator;
  generator.name = workload.identifier("name").value_or("");
  for (const durability::GeneratorParams& other : params_.generators) {
    if (other.name == generator.name) {
      problems_.report(workload.place("name"),
                       fmt::format("the workload '{}' is given twice", generator.name));
    }
  }
  read_arrivals(workload, generator);
  read_mix(workload, generator);
  read_popularity(workload, generator);
  if (const auto size = workload.size_distribution("value")) {
    generator.value_size = size->distribution;
  }
  ClientReader clients(params_, problems_);
  generator.sync = clients.read_sync(workload);
  clients.read_workload_watch(workload, generator);
  generator.place = workload.identifier("place");
  generator.from = sim::at(workload.duration("from").value_or(sim::Duration(0)));
  if (const auto end = workload.duration("until")) {
    generator.until = sim::at(*end);
    if (generator.until <= generator.from) {
      problems_.report(workload.place("until"), "the workload must end after it begins");
    }
  }
  if (const auto count = workload.count("count")) {
    generator.count = static_cast<std::uint64_t>(*count);
  } else if (!workload.has("until") && !until) {
    problems_.report(workload.place(), fmt::format("the workload '{}' never ends", generator.name),
                     "give it until: 10s or count: 1M, or the scenario until: 10s");
  }
  params_.generators.push_back(std::move(generator));
}

void ClusterReader::read_arrivals(const Fields& workload, durability::GeneratorParams& generator) {
  durability::OpenArrivals open;
  if (const auto clients = workload.mapping("clients")) {
    generator.arrivals =
        durability::ClosedArrivals{static_cast<std::uint32_t>(clients->count("count").value_or(1)),
                                   hardware_.latency(*clients, "think")};
    return;
  }
  std::string_view field = "every";
  if (const auto rate = workload.event_rate("poisson")) {
    open.interval.distribution = sim::Distribution::exponential(rate->mean_interval_nanoseconds());
  } else if (const auto bursts = workload.mapping("bursts")) {
    open.burst = static_cast<std::uint32_t>(bursts->count("size").value_or(1));
    open.interval = hardware_.latency(*bursts, "every");
    field = "bursts";
  } else {
    open.interval = hardware_.latency(workload, "every");
  }
  if (workload.has(field) && open.interval.distribution.mean() <= 0) {
    problems_.report(workload.place(field), "operations at intervals of nothing never end",
                     "write an interval: 1ms");
  }
  generator.arrivals = open;
}

void ClusterReader::read_mix(const Fields& workload, durability::GeneratorParams& generator) {
  const auto mix = workload.mapping("operations");
  if (!mix) return;
  constexpr std::array<std::string_view, durability::kOperationKinds> kNames = {
      "store", "delete", "get", "observe", "observe_seqno"};
  double sum = 0;
  bool all_right = true;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const double share = mix->number(kNames[i]).value_or(0);
    if (share < 0) problems_.report(mix->place(kNames[i]), "a share cannot be negative");
    generator.mix[i] = share;
    sum += share;
    all_right = all_right && mix->has(kNames[i]) == (mix->raw(kNames[i]) != nullptr);
  }
  if (!(sum > 0) && all_right) {
    problems_.report(mix->place(), "the mix has no operation", "write operations: {store: 1}");
  }
}

void ClusterReader::read_popularity(const Fields& workload,
                                    durability::GeneratorParams& generator) {
  const auto keys = workload.mapping("keys");
  if (!keys || !keys->count("count")) return;
  Names names(params_, problems_);
  if (const auto bucket = names.bucket(workload, "bucket")) {
    generator.keys = params_.keys.range(*bucket, keys->text("prefix").value_or("k"),
                                        static_cast<std::uint32_t>(*keys->count("count")));
  }
  const auto popularity = keys->chosen("popularity");
  if (!popularity) return;
  if (popularity->index == 0) {
    if (popularity->value->text() == "sequential") generator.popularity = durability::Sequential{};
    return;
  }
  const double exponent = popularity->fields->number("zipf").value_or(1);
  if (exponent > 0 && exponent <= 10) {
    generator.popularity = durability::Zipfian{exponent};
  } else {
    problems_.report(popularity->fields->place("zipf"), "the exponent is above 0 and at most 10",
                     "0.99 is YCSB's");
  }
}

}  // namespace scenarios
