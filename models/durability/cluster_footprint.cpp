#include "models/durability/footprint.hpp"
#include "sim/loop.hpp"

namespace models::durability {

std::size_t count_objects(const ClusterParams& params) {
  return 2 * params.nodes.size() + params.topology.links.size() + params.generators.size();
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

Footprint Footprints::of(const Happening& what) const {
  struct Touched {
    const Footprints& all;
    Footprint touched{};

    void operator()(const CpuDone& e) {
      touched.set(all.processor(e.node));
      all.add_service(e.task, touched);
    }
    void operator()(const DiskDone& e) {
      touched.set(all.stores(e.node));
      if (e.task != kFlush) {
        all.add_service(e.task, touched);
      } else if (all.cluster_.params_->replicate_from == ReplicateFrom::kDisk) {
        all.add_replication(e.node, touched);
      }
    }
    void operator()(const hardware::Landed& e) { add_rest_of_way(e.message); }
    void operator()(const hardware::Transmitted& e) {
      touched.set(all.link(e.link));
      if (all.cluster_.network_.takes_no_time(e.link)) add_rest_of_way(e.message);
    }
    void operator()(const GeneratorDue& e) { all.add_requests(e.generator, touched); }
    void operator()(const ThoughtOver& e) { all.add_requests(e.generator, touched); }
    void operator()(const StepDue& e) {
      const Step& step = all.cluster_.params_->steps[e.step];
      if (const auto* asked = std::get_if<OperationStep>(&step.what)) {
        const Chain& chain = all.cluster_.chain(asked->key);
        const bool asks_all =
            asked->kind == OperationKind::kObserve || asked->kind == OperationKind::kObserveSeqno;
        for (const NodeIndex node : chain.all().first(asks_all ? chain.length : 1)) {
          touched.set(all.processor(node));
        }
      } else {
        const auto& command = std::get<CommandStep>(step.what);
        if (command.kind == CommandKind::kKeyinfo) {
          for (NodeIndex i = 0; i < all.cluster_.nodes_.size(); ++i) touched.set(all.stores(i));
        }
        for (const NodeIndex node : all.cluster_.chain(command.key).all()) {
          touched.set(all.stores(node));
        }
      }
    }
    void operator()(const Turned& e) {
      const sim::LatencyId latency = all.schedule_.turn_of(e.turn).latency;
      const Cluster& cluster = all.cluster_;
      for (NodeIndex i = 0; i < cluster.nodes_.size(); ++i) {
        const hardware::DiskLatencies& disk = cluster.nodes_[i].disk.latencies();
        if (cluster.nodes_[i].cpu.operation() == latency) touched.set(all.processor(i));
        const bool of_disk = disk.write == latency || disk.sync == latency || disk.read == latency;
        if (of_disk) touched.set(all.stores(i));
      }
      for (hardware::LinkIndex i = 0; i < cluster.params_->topology.links.size(); ++i) {
        const bool of_link =
            cluster.network_.latency(i) == latency || cluster.network_.jitter(i) == latency;
        if (of_link) touched.set(all.link(i));
      }
      for (std::uint32_t i = 0; i < cluster.generators_.size(); ++i) {
        if (cluster.generators_[i].pause() == latency) touched.set(all.generator(i));
      }
    }
    void operator()(const WarmupOver&) {}

    void add_rest_of_way(hardware::MessageId message) {
      const hardware::Network::Way way = all.cluster_.network_.way_of(message);
      if (all.add_way(way.links.subspan(1), touched)) all.add_arrival(way.payload, touched);
    }
  };
  Touched touched{*this};
  sim::dispatch(what, [&](const auto& e) { touched(e); });
  return touched.touched;
}

}  // namespace models::durability
