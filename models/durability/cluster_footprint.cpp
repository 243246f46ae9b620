#include <numeric>

#include "models/durability/footprint.hpp"
#include "sim/loop.hpp"

namespace models::durability {

std::size_t count_objects(const ClusterParams& params) {
  return 2 * params.nodes.size() + params.topology.links.size() + params.generators.size();
}

std::vector<std::size_t> renamed_objects(const ClusterParams& params, const Renaming& renaming) {
  std::vector<std::size_t> names(count_objects(params));
  std::iota(names.begin(), names.end(), 0);
  for (NodeIndex node = 0; node < params.nodes.size(); ++node) {
    names[processor_of(node)] = processor_of(renaming.nodes[node]);
    names[stores_of(node)] = stores_of(renaming.nodes[node]);
  }
  for (hardware::LinkIndex link = 0; link < renaming.links.size(); ++link) {
    names[link_of(params, link)] = link_of(params, renaming.links[link]);
  }
  return names;
}

Footprints::Footprints(const Cluster& cluster, const Schedule& schedule)
    : cluster_(cluster), schedule_(schedule), edges_(edges()) {}

// A link without a queue and without turns has no state that an order could change, unless its
// first draws are given: then it matters who draws first.
bool Footprints::is_object(hardware::LinkIndex index) const {
  const hardware::LinkParams& link = link_params(index);
  return !cluster_.params_->draws.empty() || link.bandwidth || !link.latency.turns.empty() ||
         (link.jitter && !link.jitter->turns.empty());
}

bool Footprints::add_way(Links links, Footprint& touched) const {
  for (const hardware::LinkIndex index : links) {
    if (is_object(index)) touched.set(link(index));
    if (link_params(index).bandwidth || !cluster_.network_.takes_no_time(index)) return false;
  }
  return true;
}

void Footprints::add_arrival(TaskId id, Footprint& touched) const {
  const Cluster::Task& task = cluster_.tasks_[id];
  if (task.kind == Cluster::TaskKind::kAnswer) {
    add_finish(cluster_.operations_[task.operation], touched);
  } else {
    touched.set(processor(task.node));
  }
}

// An answered client of a closed workload goes on, from the workload's streams and its count.
void Footprints::add_finish(const Cluster::Operation& operation, Footprint& touched) const {
  if (operation.generator == Cluster::kScript) return;
  const GeneratorParams& params = cluster_.params_->generators[operation.generator];
  if (std::holds_alternative<ClosedArrivals>(params.arrivals)) {
    touched.set(generator(operation.generator));
  }
}

void Footprints::add_answer(NodeIndex node, const Cluster::Operation& operation,
                            Footprint& touched) const {
  if (operation.generator != Cluster::kScript) {
    const auto place = cluster_.generator_places_[operation.generator];
    if (place && !add_way(route(cluster_.nodes_[node].place, *place), touched)) return;
  }
  add_finish(operation, touched);
}

// Any partition that the node masters, since what a flush holds is not asked for.
void Footprints::add_replication(NodeIndex master, Footprint& touched) const {
  for (const Cluster::Partition& partition : cluster_.partitions_) {
    if (partition.chain.master() != master) continue;
    for (const NodeIndex replica : partition.chain.replicas()) {
      const auto links = route(cluster_.nodes_[master].place, cluster_.nodes_[replica].place);
      if (add_way(links, touched)) touched.set(processor(replica));
    }
  }
}

std::vector<NodeIndex> Footprints::nodes_of(std::uint32_t number) const {
  const GeneratorParams& params = cluster_.params_->generators[number];
  const auto& mix = params.mix;
  const bool asks_all = mix[static_cast<std::size_t>(OperationKind::kObserve)] > 0 ||
                        mix[static_cast<std::size_t>(OperationKind::kObserveSeqno)] > 0;
  std::vector<bool> asked(cluster_.nodes_.size());
  for (std::uint32_t i = 0; i < params.keys.count; ++i) {
    const Chain& chain = cluster_.chain(params.keys.first + i);
    for (const NodeIndex node : chain.all().first(asks_all ? chain.length : 1)) asked[node] = true;
  }
  std::vector<NodeIndex> nodes;
  for (NodeIndex node = 0; node < asked.size(); ++node) {
    if (asked[node]) nodes.push_back(node);
  }
  return nodes;
}

void Footprints::add_requests(std::uint32_t number, Footprint& touched) const {
  touched.set(generator(number));
  const auto place = cluster_.generator_places_[number];
  for (const NodeIndex node : nodes_of(number)) {
    if (!place || add_way(route(*place, cluster_.nodes_[node].place), touched)) {
      touched.set(processor(node));
    }
  }
}

// A request is served, or a replicated mutation taken.
void Footprints::add_service(TaskId id, Footprint& touched) const {
  const Cluster::Task& task = cluster_.tasks_[id];
  touched.set(stores(task.node));
  if (task.kind == Cluster::TaskKind::kReplicate) return;
  const Cluster::Operation& operation = cluster_.operations_[task.operation];
  const bool writes =
      operation.kind == OperationKind::kStore || operation.kind == OperationKind::kDelete;
  if (writes) add_replication(task.node, touched);
  add_answer(task.node, operation, touched);
}

void Footprints::add(const CpuDone& e, Footprint& touched) const {
  touched.set(processor(e.node));
  add_service(e.task, touched);
}

void Footprints::add(const DiskDone& e, Footprint& touched) const {
  touched.set(stores(e.node));
  if (e.task != kFlush) {
    add_service(e.task, touched);
  } else if (cluster_.params_->replicate_from == ReplicateFrom::kDisk) {
    add_replication(e.node, touched);
  }
}

void Footprints::add(const hardware::Landed& e, Footprint& touched) const {
  const hardware::Network::Way way = cluster_.network_.way_of(e.message);
  if (add_way(way.links.subspan(1), touched)) add_arrival(way.payload, touched);
}

void Footprints::add(const hardware::Transmitted& e, Footprint& touched) const {
  touched.set(link(e.link));
  if (cluster_.network_.takes_no_time(e.link)) add(hardware::Landed{e.message}, touched);
}

void Footprints::add(const GeneratorDue& e, Footprint& touched) const {
  add_requests(e.generator, touched);
}

void Footprints::add(const ThoughtOver& e, Footprint& touched) const {
  add_requests(e.generator, touched);
}

void Footprints::add(const StepDue& e, Footprint& touched) const {
  const Step& step = cluster_.params_->steps[e.step];
  if (const auto* asked = std::get_if<OperationStep>(&step.what)) {
    const Chain& chain = cluster_.chain(asked->key);
    const bool asks_all =
        asked->kind == OperationKind::kObserve || asked->kind == OperationKind::kObserveSeqno;
    for (const NodeIndex node : chain.all().first(asks_all ? chain.length : 1)) {
      touched.set(processor(node));
    }
    return;
  }
  const auto& command = std::get<CommandStep>(step.what);
  if (command.kind == CommandKind::kKeyinfo) {
    for (NodeIndex i = 0; i < cluster_.nodes_.size(); ++i) touched.set(stores(i));
  }
  for (const NodeIndex node : cluster_.chain(command.key).all()) touched.set(stores(node));
}

// Whoever draws the latency that turns.
void Footprints::add(const Turned& e, Footprint& touched) const {
  const sim::LatencyId latency = schedule_.turn_of(e.turn).latency;
  for (NodeIndex i = 0; i < cluster_.nodes_.size(); ++i) {
    const hardware::DiskLatencies& disk = cluster_.nodes_[i].disk.latencies();
    if (cluster_.nodes_[i].cpu.operation() == latency) touched.set(processor(i));
    const bool of_disk = disk.write == latency || disk.sync == latency || disk.read == latency;
    if (of_disk) touched.set(stores(i));
  }
  for (hardware::LinkIndex i = 0; i < cluster_.params_->topology.links.size(); ++i) {
    const hardware::Network& network = cluster_.network_;
    if (network.latency(i) == latency || network.jitter(i) == latency) touched.set(link(i));
  }
  for (std::uint32_t i = 0; i < cluster_.generators_.size(); ++i) {
    if (cluster_.generators_[i].pause() == latency) touched.set(generator(i));
  }
}

Footprint Footprints::of(const Happening& what) const {
  Footprint touched;
  sim::dispatch(what, [&](const auto& e) { add(e, touched); });
  return touched;
}

}  // namespace models::durability
