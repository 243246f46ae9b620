// What an event may lead to: the closure of what activity on one object may bring about on others.
#include "models/durability/footprint.hpp"

namespace models::durability {

void Footprints::add_whole_way(Links links, Footprint& reached) const {
  for (const hardware::LinkIndex index : links) {
    if (is_object(index)) reached.set(link(index));
  }
}

void Footprints::add_all_replication(NodeIndex master, Footprint& reached) const {
  for (const Cluster::Partition& partition : cluster_.partitions_) {
    if (partition.chain.master() != master) continue;
    for (const NodeIndex replica : partition.chain.replicas()) {
      add_whole_way(route(cluster_.nodes_[master].place, cluster_.nodes_[replica].place), reached);
      reached.set(processor(replica));
    }
  }
}

bool Footprints::writes(std::uint32_t number) const {
  const auto& mix = cluster_.params_->generators[number].mix;
  return mix[static_cast<std::size_t>(OperationKind::kStore)] > 0 ||
         mix[static_cast<std::size_t>(OperationKind::kDelete)] > 0;
}

void Footprints::add_all_requests(std::uint32_t number, Footprint& reached) const {
  const auto place = cluster_.generator_places_[number];
  reached.set(generator(number));
  for (const NodeIndex node : nodes_of(number)) {
    reached.set(processor(node));
    if (place) {
      add_whole_way(route(*place, cluster_.nodes_[node].place), reached);
      add_whole_way(route(cluster_.nodes_[node].place, *place), reached);
    }
    if (writes(number)) add_all_replication(node, reached);
  }
}

void Footprints::add_message(hardware::MessageId message, Footprint& reached) const {
  const hardware::Network::Way way = cluster_.network_.way_of(message);
  add_whole_way(way.links, reached);
  add_arrival(way.payload, reached);
}

// A task at work, on its way or in a line leads from where it may be to where it may go.
void Footprints::add_task_edges(const Cluster::Task& task, Edges& edges) const {
  const hardware::PlaceIndex node = cluster_.nodes_[task.node].place;
  const auto add_links = [&](Links links, std::size_t end) {
    for (std::size_t i = 0; i < links.size(); ++i) {
      Footprint& from = edges[link(links[i])];
      add_whole_way(links.subspan(i), from);
      if (end < kMostObjects) from.set(end);
    }
  };
  if (task.kind == Cluster::TaskKind::kReplicate) {
    add_links(route(cluster_.nodes_[task.from].place, node), processor(task.node));
    return;
  }
  const Cluster::Operation& operation = cluster_.operations_[task.operation];
  Footprint after;
  if (operation.generator != Cluster::kScript) {
    Footprint finish;
    add_finish(operation, finish);
    const std::size_t end = finish.any() ? generator(operation.generator) : kMostObjects;
    if (const auto place = cluster_.generator_places_[operation.generator]) {
      add_links(route(*place, node), processor(task.node));
      add_links(route(node, *place), end);
      add_whole_way(route(node, *place), after);
    }
    after |= finish;
  }
  if (task.kind == Cluster::TaskKind::kRequest) {
    const bool writes =
        operation.kind == OperationKind::kStore || operation.kind == OperationKind::kDelete;
    if (writes) add_all_replication(task.node, after);
    edges[processor(task.node)] |= after;
    edges[stores(task.node)] |= after;
  }
}

void Footprints::add_generator_edges(Edges& edges) const {
  for (std::uint32_t i = 0; i < cluster_.generators_.size(); ++i) {
    if (cluster_.generators_[i].more()) add_all_requests(i, edges[generator(i)]);
  }
}

Footprints::Edges Footprints::edges() const {
  Edges edges(count_objects(*cluster_.params_));
  const bool from_disk = cluster_.params_->replicate_from == ReplicateFrom::kDisk;
  for (NodeIndex i = 0; i < cluster_.nodes_.size(); ++i) {
    edges[processor(i)].set(stores(i));
    if (from_disk) add_all_replication(i, edges[stores(i)]);
  }
  cluster_.tasks_.for_each([&](const Cluster::Task& task) { add_task_edges(task, edges); });
  add_generator_edges(edges);
  return edges;
}

Footprint Footprints::reach(const Happening& what) const {
  Footprint reached = of(what);
  if (const auto* due = std::get_if<StepDue>(&what)) {
    const Step& step = cluster_.params_->steps[due->step];
    const auto* asked = std::get_if<OperationStep>(&step.what);
    const bool writes = asked != nullptr && (asked->kind == OperationKind::kStore ||
                                             asked->kind == OperationKind::kDelete);
    if (asked == nullptr) return reached;  // a command brings nothing about
    if (writes) add_all_replication(cluster_.chain(asked->key).master(), reached);
  } else if (std::holds_alternative<Turned>(what) || std::holds_alternative<WarmupOver>(what)) {
    return reached;
  } else if (const auto* landed = std::get_if<hardware::Landed>(&what)) {
    add_message(landed->message, reached);
  } else if (const auto* sent = std::get_if<hardware::Transmitted>(&what)) {
    add_message(sent->message, reached);
  } else if (const auto* open = std::get_if<GeneratorDue>(&what)) {
    add_all_requests(open->generator, reached);
  } else if (const auto* closed = std::get_if<ThoughtOver>(&what)) {
    add_all_requests(closed->generator, reached);
  }
  for (Footprint before; before != reached;) {
    before = reached;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      if (before.test(i)) reached |= edges_[i];
    }
  }
  return reached;
}

}  // namespace models::durability
