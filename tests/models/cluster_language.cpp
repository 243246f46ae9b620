#include "tests/models/cluster_language.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/loop.hpp"

namespace tests {

using namespace models::durability;
using models::hardware::Latency;

Latency constant(sim::Duration latency) {
  return {sim::Distribution::constant(latency.count()), {}};
}
Latency exponential(sim::Duration mean) {
  return {sim::Distribution::exponential(static_cast<double>(mean.count())), {}};
}

ClusterParams nodes(const std::vector<sim::Duration>& disks, sim::Duration network) {
  ClusterParams params;
  std::vector<std::string> names;
  for (const sim::Duration disk : disks) {
    names.push_back(fmt::format("n{}", names.size()));
    NodeParams node;
    node.name = names.back();
    node.disk.write = constant(disk);
    params.nodes.push_back(node);
  }
  BucketParams bucket;
  bucket.name = "default";
  bucket.replicas = std::min(static_cast<std::uint32_t>(disks.size()) - 1, kMostReplicas);
  params.buckets = {bucket};
  params.topology = models::hardware::full_mesh(names, constant(network), std::nullopt);
  params.keys = Keys(1, 4);
  return params;
}

Story& Story::at(sim::Duration instant) {
  now_ = sim::at(instant);
  return *this;
}

KeyIndex Story::key(std::string_view name, std::optional<std::uint32_t> vbucket) {
  const KeyIndex key = params.keys.key(0, name, vbucket);
  auto& watched = params.watched;
  if (std::find(watched.begin(), watched.end(), key) == watched.end()) watched.push_back(key);
  return key;
}

ValueId Story::value(std::string_view text) {
  const auto found = std::find(params.values.begin(), params.values.end(), text);
  const auto id = static_cast<ValueId>(found - params.values.begin());
  if (found == params.values.end()) params.values.emplace_back(text);
  return id;
}

Story& Story::operate(OperationKind kind, std::string_view name, std::string_view text,
                      std::uint64_t cas) {
  OperationStep step;
  step.kind = kind;
  step.key = key(name);
  step.cas = cas;
  if (kind == OperationKind::kStore) {
    step.value = value(text);
    step.size = static_cast<std::uint32_t>(text.size());
  }
  params.steps.push_back({now_, step});
  return *this;
}

Story& Story::store(std::string_view key, std::string_view value, std::uint64_t cas) {
  return operate(OperationKind::kStore, key, value, cas);
}
Story& Story::with(SyncLevel level, sim::Duration timeout) {
  std::get<OperationStep>(params.steps.back().what).sync = {level, timeout};
  return *this;
}
Story& Story::living(std::chrono::seconds time) {
  std::get<OperationStep>(params.steps.back().what).expires = time.count();
  return *this;
}
Story& Story::remove(std::string_view key, std::uint64_t cas) {
  return operate(OperationKind::kDelete, key, "", cas);
}
Story& Story::get(std::string_view key) { return operate(OperationKind::kGet, key, "", 0); }
Story& Story::observe(std::string_view key) { return operate(OperationKind::kObserve, key, "", 0); }
Story& Story::observe_seqno(std::string_view key) {
  return operate(OperationKind::kObserveSeqno, key, "", 0);
}

Story& Story::command(CommandKind kind, const Payload& payload) {
  CommandStep step;
  step.kind = kind;
  if (payload.vbucket) step.vbucket = *payload.vbucket;
  const bool exists = payload.vbucket.value_or(0) < params.keys.vbuckets();
  step.key = key(payload.key, exists ? payload.vbucket.value_or(0) : 0);
  step.on_master = payload.on_master;
  step.on_replicas = payload.on_replicas;
  step.cas = payload.cas;
  if (payload.value) {
    step.value = value(*payload.value);
    step.size = static_cast<std::uint32_t>(payload.value->size());
  }
  params.steps.push_back({now_, step});
  return *this;
}

Cluster Story::stop(sim::Instant until) const {
  Schedule schedule(params.seed, params.replication);
  Cluster cluster(std::make_shared<const ClusterParams>(params), schedule);
  sim::run(cluster, schedule, until);
  return cluster;
}

namespace {

template <class PerNode>
std::string chain_text(const Chain& chain, PerNode per_node) {
  std::string text;
  for (const NodeIndex node : chain.all()) {
    text += fmt::format("{}{}", text.empty() ? "" : " ", per_node(node));
  }
  return text;
}

}  // namespace

std::string Story::seen(std::string_view name, sim::Duration instant) {
  const KeyIndex index = key(name);
  const Cluster cluster = stop(sim::at(instant));
  return chain_text(cluster.chain(index),
                    [&](NodeIndex node) { return name_of(cluster.observe(node, index).status); });
}

std::string Story::before(std::string_view name, sim::Duration instant) {
  return seen(name, instant - sim::Duration(1));
}

std::string Story::copies(std::string_view name, sim::Duration instant) {
  const KeyIndex index = key(name);
  const Cluster cluster = stop(sim::at(instant));
  const auto copy_text = [&](const Copy& copy) -> std::string {
    if (copy.is_absent()) return "-";
    if (!copy.is_item()) return "x";
    const bool named = copy.value != kSizeOnly;
    return fmt::format("{}:{}", copy.cas, named ? params.values[copy.value] : "");
  };
  return chain_text(cluster.chain(index), [&](NodeIndex node) {
    const KeyOnNode& stores = cluster.stores(node, index);
    return fmt::format("{}/{}", copy_text(stores.cache), copy_text(stores.disk));
  });
}

std::string Story::seqnos(std::string_view name, sim::Duration instant) {
  const KeyIndex index = key(name);
  const Cluster cluster = stop(sim::at(instant));
  return chain_text(cluster.chain(index), [&](NodeIndex node) {
    const NodeAnswer answer = cluster.observe_seqno(node, params.keys.partition(index));
    return fmt::format("{}/{}", answer.persisted_seqno, answer.current_seqno);
  });
}

std::string microseconds(sim::Duration duration) {
  return fmt::format("{}", std::chrono::duration<double, std::micro>(duration).count());
}

std::string text_of(const Change& change) {
  constexpr const char* kKinds[] = {"cached",    "persisted",   "commanded", "crashed",
                                    "warmed up", "rolled back", "clock"};
  return fmt::format("{} {} @{}", change.node, kKinds[static_cast<int>(change.kind)],
                     microseconds(change.at.time_since_epoch()));
}

std::string Story::changes(std::string_view name) {
  const KeyIndex index = key(name);
  std::string text;
  for (const Change& change : run().outcome.changes) {
    if (change.key == index) text += (text.empty() ? "" : ", ") + text_of(change);
  }
  return text;
}

std::string Story::replies() {
  std::string text;
  for (const Reply& reply : run().outcome.replies) {
    text += fmt::format("{}{} @{}", text.empty() ? "" : ", ", name_of(reply.status),
                        microseconds(reply.at.time_since_epoch()));
  }
  return text;
}

std::string Story::observed() {
  std::string text;
  for (const Reply& reply : run().outcome.replies) {
    if (reply.answers.empty()) continue;
    if (!text.empty()) text += " | ";
    std::string one;
    for (const NodeAnswer& seen : reply.answers) {
      one += fmt::format("{}{} {}", one.empty() ? "" : ", ", name_of(seen.answer.status),
                         seen.answer.cas);
    }
    text += one;
  }
  return text;
}

std::string Story::command_replies() {
  std::string text;
  for (const CommandReply& reply : run().outcome.commands) {
    text += (text.empty() ? "" : ", ") + (reply.error.empty() ? "ok" : reply.error);
  }
  return text;
}

std::string Story::sync_changes() {
  constexpr const char* kKinds[] = {"prepared", "persisted", "counted", "committed", "aborted"};
  std::string text;
  for (const SyncChange& change : run().outcome.sync_changes) {
    text += fmt::format("{}{} {} {}", text.empty() ? "" : ", ", change.node,
                        kKinds[static_cast<int>(change.kind)], change.prepare);
    if (change.seqno != 0) text += fmt::format("->{}", change.seqno);
    text += " @" + microseconds(change.at.time_since_epoch());
  }
  return text;
}

Run Story::run(RunOptions options) const {
  return models::durability::run(std::make_shared<const ClusterParams>(params), options);
}

std::string fingerprint(const Outcome& outcome) {
  std::string text = fmt::format(
      "end {} quiet {} events {} digest {:016x} writes {} superseded {} flushes {} "
      "evictions {}\n",
      outcome.end.time_since_epoch().count(), outcome.quiet, outcome.events, outcome.digest,
      outcome.writes, outcome.superseded, outcome.flushes, outcome.evictions);
  for (const Change& change : outcome.changes) text += text_of(change) + "\n";
  for (const auto& use : outcome.resources) {
    text += fmt::format("{} {} {} {}\n", use.name, use.busy, use.waiting, use.most_waiting);
  }
  for (const auto& times : outcome.durability.persisted_to) {
    text += fmt::format("{}\n", times.empty() ? 0 : times.mean());
  }
  for (const GeneratorOutcome& generator : outcome.generators) {
    text += fmt::format("sent {}\n", generator.sent);
    for (const OperationTimes& times : generator.operations) {
      text += fmt::format("{}\n", times.response.empty() ? 0 : times.response.mean());
    }
  }
  return text;
}

}  // namespace tests
