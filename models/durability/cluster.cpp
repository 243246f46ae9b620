#include "models/durability/cluster.hpp"

#include <algorithm>

#include "models/durability/figures.hpp"

namespace models::durability {

namespace {

std::vector<std::uint32_t> replicas_by_partition(const ClusterParams& params) {
  std::vector<std::uint32_t> replicas;
  for (const BucketParams& bucket : params.buckets) {
    replicas.insert(replicas.end(), params.keys.vbuckets(), bucket.replicas);
  }
  return replicas;
}

std::vector<std::uint8_t> ephemeral_by_partition(const ClusterParams& params) {
  std::vector<std::uint8_t> ephemeral;
  for (const BucketParams& bucket : params.buckets) {
    ephemeral.insert(ephemeral.end(), params.keys.vbuckets(),
                     bucket.type == BucketType::kEphemeral ? 1 : 0);
  }
  return ephemeral;
}

}  // namespace

ClusterState::ClusterState(std::shared_ptr<const ClusterParams> params, Schedule& schedule)
    : params_(std::move(params)),
      network_(std::make_shared<const hardware::Topology>(params_->topology), schedule),
      streams_(params_->nodes.size() * params_->nodes.size()),
      progress_(replicas_by_partition(*params_), ephemeral_by_partition(*params_)),
      watched_(params_->keys.size()),
      ephemeral_(ephemeral_by_partition(*params_)) {}

Cluster::Cluster(std::shared_ptr<const ClusterParams> params, Schedule& schedule)
    : ClusterState(std::move(params), schedule) {
  const auto nodes = static_cast<std::uint32_t>(params_->nodes.size());
  for (const BucketParams& bucket : params_->buckets) {
    for (std::uint32_t v = 0; v < params_->keys.vbuckets(); ++v) {
      partitions_.push_back({chain_of(v, nodes, bucket.replicas)});
    }
  }
  for (const KeyIndex key : params_->watched) watched_[key] = 1;
  for (const BucketParams& bucket : params_->buckets) has_quotas_ |= bucket.memory.has_value();
  has_faults_ = !params_->faults.empty();
  add_nodes(schedule);
  for (const GeneratorParams& generator : params_->generators) {
    generators_.emplace_back(generator, schedule);
    generator_places_.emplace_back();
    if (generator.place) generator_places_.back() = params_->topology.place(*generator.place);
  }
  outcome_.generators.resize(generators_.size());
  for (std::size_t i = 0; i < generators_.size(); ++i) {
    outcome_.generators[i].watches.resize(params_->generators[i].watch.size());
  }
  add_watches();
  add_ephemeral();
  add_sync_writes(schedule);
  add_promises();
  add_clocks();
  if (has_faults_) add_faults(schedule);
  schedule_first_events(schedule);
}

void Cluster::add_nodes(Schedule& schedule) {
  const std::uint32_t partitions = params_->keys.partitions();
  for (const NodeParams& node : params_->nodes) {
    const auto operation =
        schedule.add_latency(node.name + "/cpu", "operation", node.cpu.per_operation.distribution);
    const std::string disk = node.name + "/disk";
    const hardware::DiskLatencies latencies{
        schedule.add_latency(disk, "write", node.disk.write.distribution),
        schedule.add_latency(disk, "sync", node.disk.sync.distribution),
        schedule.add_latency(disk, "read", node.disk.read.distribution)};
    nodes_.push_back(
        {params_->topology.place(node.name), hardware::Cpu(node.cpu, operation),
         hardware::Disk(node.disk, latencies), WriteQueue(partitions, params_->supersede),
         std::vector<KeyOnNode>(params_->keys.size()), std::vector<std::uint64_t>(partitions),
         std::vector<std::uint64_t>(partitions),
         std::vector<BucketMemory>(params_->buckets.size())});
  }
}

void Cluster::schedule_turns(const hardware::Latency& latency, sim::LatencyId id,
                             Schedule& schedule) {
  for (const hardware::LatencyTurn& turn : latency.turns) {
    const std::uint32_t number = schedule.add_turn({id, turn.times, turn.distribution});
    schedule.at(turn.at, Turned{number}, sim::Phase::kChange);
  }
}

void Cluster::schedule_first_events(Schedule& schedule) {
  for (NodeIndex i = 0; i < nodes_.size(); ++i) {
    const NodeParams& node = params_->nodes[i];
    const hardware::DiskLatencies& disk = nodes_[i].disk.latencies();
    schedule_turns(node.cpu.per_operation, nodes_[i].cpu.operation(), schedule);
    schedule_turns(node.disk.write, disk.write, schedule);
    schedule_turns(node.disk.sync, disk.sync, schedule);
    schedule_turns(node.disk.read, disk.read, schedule);
  }
  for (hardware::LinkIndex i = 0; i < params_->topology.links.size(); ++i) {
    const hardware::LinkParams& link = params_->topology.links[i];
    schedule_turns(link.latency, network_.latency(i), schedule);
    if (link.jitter) schedule_turns(*link.jitter, *network_.jitter(i), schedule);
  }
  if (params_->warmup > sim::kStart) {
    schedule.at(params_->warmup, WarmupOver{}, sim::Phase::kChange);
  }
  for (std::uint32_t i = 0; i < params_->steps.size(); ++i) {
    schedule.at(params_->steps[i].at, StepDue{i});
  }
  for (std::uint32_t i = 0; i < generators_.size(); ++i) {
    const GeneratorParams& generator = params_->generators[i];
    schedule_turns(pause_of(generator), generators_[i].pause(), schedule);
    if (std::holds_alternative<OpenArrivals>(generator.arrivals)) {
      schedule_arrival(i, generator.from, schedule);
    } else {
      const std::uint32_t clients = std::get<ClosedArrivals>(generator.arrivals).clients;
      for (std::uint32_t client = 0; client < clients; ++client) {
        schedule.at(generator.from, ThoughtOver{i, client});
      }
    }
  }
}

void Cluster::on(const Turned& e, Schedule& schedule) {
  schedule.turn(e.turn);
  if (!has_faults_) return;
  // What a fault slows stays as much slower than the latency now is.
  const sim::LatencyId turned = schedule.turn_of(e.turn).latency;
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    const hardware::DiskLatencies& disk = nodes_[node].disk.latencies();
    if (turned != disk.write && turned != disk.sync && turned != disk.read) continue;
    schedule.stretch(turned, static_cast<double>(faults_.nodes[node].slower), 1000);
  }
}

void Cluster::on(const WarmupOver&, Schedule& schedule) {
  for (Node& node : nodes_) {
    node.cpu.restart_statistics(schedule.now());
    node.disk.restart_statistics(schedule.now());
  }
  network_.restart_statistics(schedule.now());
}

void Cluster::on(const StepDue& e, Schedule& schedule) {
  const Step& step = params_->steps[e.step];
  if (const auto* command = std::get_if<CommandStep>(&step.what)) {
    carry_out(e.step, *command, schedule);
    return;
  }
  if (const auto* watch = std::get_if<WatchStep>(&step.what)) {
    begin_watches(*watch, schedule);
    return;
  }
  const auto& asked = std::get<OperationStep>(step.what);
  if (asked.watch != kNoWatch && !may_send(asked.watch, schedule)) return;
  const auto reply = static_cast<std::uint32_t>(outcome_.replies.size());
  outcome_.replies.push_back({e.step, sim::kNever, ReplyStatus::kOk, {}, {}, sim::kNoEvent});
  send({asked.kind, asked.key, kScript, e.step, asked.size, asked.value, asked.cas, schedule.now(),
        1, ReplyStatus::kOk, reply, asked.sync.level},
       schedule);
}

void Cluster::on(const hardware::Transmitted& e, Schedule& schedule) {
  if (const auto task = network_.on(e, schedule)) arrived(*task, schedule);
}

void Cluster::on(const hardware::Landed& e, Schedule& schedule) {
  if (const auto task = network_.on(e, schedule)) arrived(*task, schedule);
}

ObserveAnswer Cluster::observe(NodeIndex node, KeyIndex key) const {
  const PartitionIndex partition = params_->keys.partition(key);
  const Chain& nodes = has_faults_ ? chain_for_node(node, partition) : partitions_[partition].chain;
  if (nodes.index_of(node) == nodes.length) {
    return {ObserveStatus::kNotMyVbucket, 0};
  }
  const KeyOnNode& stores = nodes_[node].keys[key];
  return durability::observe(stores.cache, stores.disk, params_->dialect);
}

NodeAnswer Cluster::observe_seqno(NodeIndex node, PartitionIndex partition) const {
  const Node& there = nodes_[node];
  NodeAnswer answer{node};
  answer.current_seqno = there.high[partition];
  if (!is_ephemeral(partition)) {
    answer.persisted_seqno = there.queue.persisted(partition, there.high[partition]);
  }
  for (const Hold& hold : there.holds) {
    if (hold.partition != partition) continue;
    std::uint64_t& held = hold.on_disk ? answer.persisted_seqno : answer.current_seqno;
    held = std::min(held, hold.seqno - 1);
  }
  return answer;
}

void Cluster::note(ChangeKind kind, NodeIndex node, KeyIndex key, sim::EventId brought_by,
                   const Schedule& schedule, std::uint32_t step) {
  const KeyOnNode& stores = nodes_[node].keys[key];
  note_as(kind, node, key, stores.cache, stores.disk, brought_by, schedule, step);
}

void Cluster::keep_change(ChangeKind kind, NodeIndex node, KeyIndex key, sim::EventId brought_by,
                          const Schedule& schedule, std::uint32_t step) {
  const KeyOnNode& stores = nodes_[node].keys[key];
  outcome_.changes.push_back({schedule.now(), key, node, kind, stores.cache, stores.disk,
                              schedule.current(), brought_by, step});
  if (!has_expiries_ || !is_over(node, key, schedule.now())) return;
  const std::uint64_t cas = partitions_[params_->keys.partition(key)].last_cas + 1;
  outcome_.changes.back().instead = observe_expired(cas, params_->dialect);
}

std::vector<Cluster::ResourceLevels> Cluster::levels() const {
  std::vector<ResourceLevels> levels;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    const std::string& name = params_->nodes[i].name;
    levels.push_back(
        {name + "/cpu", node.cpu.cores(), node.cpu.busy_level(), node.cpu.line_level()});
    const hardware::Server& disk = node.disk.server();
    levels.push_back({name + "/disk", disk.channels(), disk.busy_level(), disk.line_level()});
  }
  const hardware::Topology& topology = params_->topology;
  for (hardware::LinkIndex i = 0; i < topology.links.size(); ++i) {
    const hardware::LinkParams& link = topology.links[i];
    if (!link.bandwidth) continue;
    const hardware::Server& sender = network_.sender(i);
    levels.push_back({"network/" + hardware::link_name(topology, i), 1, sender.busy_level(),
                      sender.line_level()});
  }
  return levels;
}

// What the course of the run marks.
std::vector<sim::Total> Cluster::totals(sim::Instant now) const {
  std::vector<sim::Total> totals;
  for_each_series(outcome_, [&](const sim::LogLinearHistogram& times) {
    totals.push_back({static_cast<double>(times.sum()), static_cast<double>(times.count())});
  });
  const auto lasted = static_cast<double>((now - params_->warmup).count());
  for (const ResourceLevels& resource : levels()) {
    totals.push_back({static_cast<double>(resource.busy.area(now)), lasted});
    totals.push_back({static_cast<double>(resource.line.area(now)), lasted});
  }
  return totals;
}

std::size_t Cluster::in_flight() const {
  return tasks_.in_use() + operations_.in_use() + network_.under_way();
}

Outcome Cluster::take_outcome(sim::Instant end, const Schedule& schedule) {
  add_unanswered_polls();
  check_all_promises(schedule);
  if (params_->liveness) outcome_.unconverged = unconverged();
  Outcome outcome = std::move(outcome_);
  outcome.end = end;
  outcome.quiet = schedule.queue().empty();
  for (std::size_t i = 0; i < generators_.size(); ++i) {
    outcome.generators[i].sent = generators_[i].sent();
  }
  add_watched_writes(outcome);
  for (ResourceLevels& resource : levels()) {
    outcome.resources.push_back({std::move(resource.name), resource.servers,
                                 resource.busy.average(end), resource.line.average(end),
                                 resource.line.maximum()});
  }
  return outcome;
}

}  // namespace models::durability
