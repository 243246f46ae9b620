#include "models/durability/world_words.hpp"

#include <algorithm>

#include "sim/loop.hpp"

namespace models::durability {

WorldWords::WorldWords(const Cluster& cluster, const Renaming& renaming)
    : cluster_(cluster), renaming_(renaming) {
  words_.reserve(256);
  const Keys& keys = cluster.params_->keys;
  for (KeyIndex key = 0; key < keys.size(); ++key) partitions_.push_back(keys.partition(key));
  std::sort(partitions_.begin(), partitions_.end());
  partitions_.erase(std::unique(partitions_.begin(), partitions_.end()), partitions_.end());
}

void WorldWords::add(const Happening& what) {
  add(what.index());
  sim::dispatch(what, [&](const auto& e) { add_event(e); });
}

void WorldWords::add_event(const CpuDone& e) {
  add(renaming_.nodes[e.node]);
  add_task(e.task);
}

void WorldWords::add_event(const DiskDone& e) {
  add(renaming_.nodes[e.node]);
  if (e.task == kFlush) {
    add(kFlush);
  } else {
    add_task(e.task);
  }
}

void WorldWords::add_event(const hardware::Landed& e) { add_message(e.message); }

void WorldWords::add_event(const hardware::Transmitted& e) {
  add(renaming_.links[e.link]);
  add_message(e.message);
}

void WorldWords::add_event(const ThoughtOver& e) {
  add(e.generator);
  add(e.client);
}

void WorldWords::add_seen(const Copy& copy) {
  add(copy.cas);
  add(copy.seqno);
  add(copy.presence_bits);
  add(copy.value);
  add(copy.size);
}

void WorldWords::add_copy(const Copy& copy) {
  add_seen(copy);
  add(copy.ejected | copy.referenced << 1);
}

void WorldWords::add_mutation(const Mutation& mutation) {
  add(mutation.key);
  add(mutation.partition);
  add(mutation.cas);
  add(mutation.seqno);
  add(mutation.value);
  add(mutation.size);
  add(static_cast<std::uint64_t>(mutation.presence));
}

std::optional<NodeIndex> WorldWords::node_of(const Cluster& cluster, const Happening& what) {
  if (const auto* done = std::get_if<CpuDone>(&what)) return done->node;
  if (const auto* done = std::get_if<DiskDone>(&what)) return done->node;
  const auto* landed = std::get_if<hardware::Landed>(&what);
  const auto* sent = std::get_if<hardware::Transmitted>(&what);
  if (landed == nullptr && sent == nullptr) return std::nullopt;
  const hardware::MessageId message = landed != nullptr ? landed->message : sent->message;
  return cluster.tasks_[cluster.network_.way_of(message).payload].node;
}

// Where its answers are written down is of the past; that it is the same operation is not.
void WorldWords::add_operation(Cluster::OperationId id) {
  const auto known = std::find(mentioned_.begin(), mentioned_.end(), id);
  add(static_cast<std::uint64_t>(known - mentioned_.begin()));
  if (known != mentioned_.end()) return;
  mentioned_.push_back(id);
  const Cluster::Operation& operation = cluster_.operations_[id];
  add(static_cast<std::uint64_t>(operation.kind));
  add(operation.key);
  add(operation.generator);
  add(operation.client_or_step);
  add(operation.size);
  add(operation.value);
  add(operation.cas);
  add(operation.awaited);
  add(static_cast<std::uint64_t>(operation.status));
}

void WorldWords::add_task(TaskId id) {
  const Cluster::Task& task = cluster_.tasks_[id];
  add(static_cast<std::uint64_t>(task.kind));
  add(renaming_.nodes[task.node]);
  if (task.kind == Cluster::TaskKind::kReplicate) {
    add(renaming_.nodes[task.from]);
    add(task.number);
    add_mutation(task.mutation);
  } else {
    add_operation(task.operation);
  }
}

void WorldWords::add_message(hardware::MessageId id) {
  const hardware::Network::Way way = cluster_.network_.way_of(id);
  add(way.links.size());
  for (const hardware::LinkIndex link : way.links) add(renaming_.links[link]);
  add(static_cast<std::uint64_t>(way.size.count));
  add_task(way.payload);
}

void WorldWords::add_server(const hardware::Server& server, bool of_messages) {
  add(static_cast<std::uint64_t>(server.busy()));
  add(server.line().size());
  for (std::size_t i = 0; i < server.line().size(); ++i) {
    const hardware::Job& job = server.line()[i];
    add(job.items);
    add(static_cast<std::uint64_t>(job.size.count));
    if (of_messages) {
      add_message(job.id);
    } else if (job.id == kFlush) {
      add(kFlush);
    } else {
      add_task(job.id);
    }
  }
}

void WorldWords::add_queue(const Cluster::Node& node) {
  const WriteQueue& queue = node.queue;
  const std::uint64_t first = queue.first_position();
  add(queue.taken());
  add(queue.entries().size());
  for (std::size_t i = 0; i < queue.entries().size(); ++i) {
    const WriteQueue::Entry& entry = queue.entries()[i];
    add_mutation(entry.mutation);
    add(static_cast<std::uint64_t>(entry.state));
    add(entry.covers);
  }
  for (const PartitionIndex partition : partitions_) {
    const auto& covered = queue.covered(partition);
    add(covered.size());
    for (std::size_t i = 0; i < covered.size(); ++i) {
      add(covered[i].position - first);
      add(covered[i].covers);
    }
  }
  // A mark on what has left the queue means nothing any more.
  for (const KeyOnNode& key : node.keys) {
    add(key.queued_at > first ? key.queued_at - first : 0);
  }
}

void WorldWords::add_work(const Cluster::Node& node) {
  add_server(node.disk.server(), false);
  add_queue(node);
  for (const KeyOnNode& key : node.keys) {
    add_copy(key.cache);
    add_copy(key.disk);
  }
  for (const PartitionIndex partition : partitions_) {
    add(node.high[partition]);
    add(node.persisted[partition]);
  }
  for (const Cluster::BucketMemory& memory : node.memory) {
    add(static_cast<std::uint64_t>(memory.used));
    add(memory.hand);
  }
  add(node.holds.size());
  for (const Cluster::Hold& hold : node.holds) {
    add(hold.key);
    add(hold.partition);
    add(hold.seqno);
    add(hold.on_disk ? 1 : 0);
  }
}

void WorldWords::add_gate(const InOrder& gate) {
  add(gate.next());
  add(gate.waiting().size());
  for (std::size_t i = 0; i < gate.waiting().size(); ++i) {
    const InOrder::Place& place = gate.waiting()[i];
    add(place.here ? 1 : 0);
    if (place.here) add_task(place.what);
  }
}

// What the node has been sent and may take yet.
void WorldWords::add_streams_to(NodeIndex to, const std::vector<NodeIndex>& called) {
  for (const NodeIndex from : called) {
    const Cluster::Stream& stream = cluster_.streams_[from * called.size() + to];
    add(stream.sent);
    add_gate(stream.landed);
    add_gate(stream.worked);
  }
}

// How much a master has sent is fixed by the numbers that its partitions have given.
void WorldWords::add_cluster(const Footprint& reached, std::span<const KeyIndex> looked_at) {
  const ClusterParams& params = *cluster_.params_;
  std::vector<NodeIndex> called(cluster_.nodes_.size());  // by new name
  for (NodeIndex node = 0; node < called.size(); ++node) called[renaming_.nodes[node]] = node;
  for (const NodeIndex index : called) {
    const Cluster::Node& node = cluster_.nodes_[index];
    const bool works = reached.test(processor_of(index));
    const bool stores = works || reached.test(stores_of(index));
    add((works ? 1 : 0) | (stores ? 2 : 0));
    for (const KeyIndex key : looked_at) {
      add_seen(node.keys[key].cache);
      add_seen(node.keys[key].disk);
    }
    if (works) add_server(node.cpu.server(), false);
    if (works) add_streams_to(index, called);
    if (stores) add_work(node);
  }
  std::vector<hardware::LinkIndex> links(renaming_.links.size());
  for (hardware::LinkIndex i = 0; i < links.size(); ++i) links[renaming_.links[i]] = i;
  for (const hardware::LinkIndex link : links) {
    if (reached.test(link_of(params, link))) add_server(cluster_.network_.sender(link), true);
  }
  for (const PartitionIndex partition : partitions_) {
    if (!reached.test(stores_of(cluster_.partitions_[partition].chain.master()))) continue;
    add(cluster_.partitions_[partition].high_seqno);
    add(cluster_.partitions_[partition].last_cas);
  }
  // What a workload sends is fixed by how much it has sent.
  for (std::uint32_t i = 0; i < cluster_.generators_.size(); ++i) {
    if (reached.test(workload_of(params, i))) add(cluster_.generators_[i].sent());
  }
}

}  // namespace models::durability
