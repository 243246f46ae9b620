// The seed's seven out-of-band commands: they change stores at once, past all queues.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

bool touches_cache(CommandKind kind) {
  return kind != CommandKind::kPersist && kind != CommandKind::kUnpersist;
}

bool touches_disk(CommandKind kind) {
  return kind != CommandKind::kCache && kind != CommandKind::kUncache;
}

bool removes(CommandKind kind) {
  return kind == CommandKind::kUnpersist || kind == CommandKind::kUncache ||
         kind == CommandKind::kPurge;
}

}  // namespace

bool Cluster::exists(std::optional<std::int64_t> vbucket) const {
  return !vbucket || (*vbucket >= 0 && *vbucket < params_->keys.vbuckets());
}

void Cluster::carry_out(std::uint32_t step, const CommandStep& command, Schedule& schedule) {
  CommandReply reply{step, schedule.now(), {}, {}, {}};
  if (command.kind == CommandKind::kKeyinfo) {
    if (!exists(command.vbucket)) reply.error = "vBucket does not exist";
    for (const Node& node : nodes_) reply.stores.push_back(node.keys[command.key]);
    if (has_sync_writes_) reply.pending = pending_of(command.key);
    outcome_.commands.push_back(std::move(reply));
    return;
  }
  const std::vector<NodeIndex> nodes = targets(command, reply.error);
  if (reply.error.empty() && !nodes.empty()) {
    const PartitionIndex partition = params_->keys.partition(command.key);
    const std::uint64_t newest = partitions_[partition].high_seqno;
    const Copy copy = removes(command.kind) ? Copy{} : copy_to_store(command);
    for (const NodeIndex node : nodes) {
      apply(command, node, copy);
      if (copy.seqno > newest) admit(command, node, copy);
      if (!is_ephemeral(partition)) report_watermark(node, partition, schedule);
      if (has_sync_writes_) acknowledge(node, partition, schedule);
      note(ChangeKind::kCommanded, node, command.key, sim::kNoEvent, schedule, step);
    }
  }
  outcome_.commands.push_back(std::move(reply));
}

// The nodes to touch, the master first, replicas in map order; a wrong index fails it whole.
std::vector<NodeIndex> Cluster::targets(const CommandStep& command, std::string& error) const {
  std::vector<NodeIndex> nodes;
  if (!exists(command.vbucket)) {
    error = "vBucket does not exist";
    return nodes;
  }
  const Chain& chain = partitions_[params_->keys.partition(command.key)].chain;
  if (command.on_master) nodes.push_back(chain.master());
  const auto replicas = chain.replicas();
  if (const auto* count = std::get_if<std::int64_t>(&command.on_replicas)) {
    const auto all = static_cast<std::int64_t>(replicas.size());
    const std::int64_t taken = *count < 0 ? all : std::min(*count, all);
    nodes.insert(nodes.end(), replicas.begin(), replicas.begin() + taken);
    return nodes;
  }
  std::vector<std::int64_t> indices = std::get<std::vector<std::int64_t>>(command.on_replicas);
  std::sort(indices.begin(), indices.end());
  indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
  for (const std::int64_t index : indices) {
    if (index < 0 || index >= static_cast<std::int64_t>(replicas.size())) {
      error = "OnReplicas names replica " + std::to_string(index) + ", but the key has " +
              std::to_string(replicas.size());
      return {};
    }
    nodes.push_back(replicas[static_cast<std::size_t>(index)]);
  }
  return nodes;
}

// The master's cached item; with none, a new one; with a CAS given, that CAS and the given value.
Copy Cluster::copy_to_store(const CommandStep& command) {
  const PartitionIndex partition = params_->keys.partition(command.key);
  const NodeIndex master = partitions_[partition].chain.master();
  Copy copy = nodes_[master].keys[command.key].cache;
  copy.ejected = 0;
  if (copy.is_item() && command.cas == 0) return copy;
  const bool is_new = !copy.is_item();
  if (is_new) {
    // A sequence number of its own, so that OBSERVE_SEQNO can speak of the new item.
    copy = Copy{};
    copy.seqno = next_seqno(master, partition);
    progress_.skip(partition, copy.seqno);
  }
  copy.set_presence(Presence::kItem);
  copy.cas = command.cas;
  copy.value = command.value.value_or(kSizeOnly);
  copy.size = command.value ? command.size : 0;
  partitions_[partition].last_cas = std::max(partitions_[partition].last_cas, command.cas);
  if (has_faults_ && is_new) {
    log_version({command.key, partition, copy.cas, copy.seqno, copy.value, copy.size});
  }
  return copy;
}

void Cluster::apply(const CommandStep& command, NodeIndex node, const Copy& copy) {
  const KeyOnNode before = nodes_[node].keys[command.key];
  if (touches_cache(command.kind)) {
    set_cache(node, command.key, copy);
    if (removes(command.kind)) {
      hold(node, command.key, before.cache, false);
    } else {
      release(node, command.key, false);
    }
  }
  if (touches_disk(command.kind)) {
    nodes_[node].keys[command.key].disk = copy;
    if (removes(command.kind)) {
      hold(node, command.key, before.disk, true);
    } else {
      nodes_[node].queue.satisfy(before.queued_at);
      release(node, command.key, true);
    }
  }
}

// A new item's sequence number counts where it is in memory, and is not on disk before the item is.
void Cluster::admit(const CommandStep& command, NodeIndex node, const Copy& copy) {
  if (!touches_cache(command.kind)) return;
  nodes_[node].high[params_->keys.partition(command.key)] = copy.seqno;
  if (!touches_disk(command.kind)) hold(node, command.key, copy, true);
}

void Cluster::hold(NodeIndex node, KeyIndex key, const Copy& removed, bool on_disk) {
  if (removed.is_absent()) return;
  release(node, key, on_disk);
  nodes_[node].holds.push_back({key, params_->keys.partition(key), removed.seqno, on_disk});
}

void Cluster::end_hold(NodeIndex node, KeyIndex key, bool on_disk) {
  auto& holds = nodes_[node].holds;
  holds.erase(
      std::remove_if(holds.begin(), holds.end(),
                     [&](const Hold& hold) { return hold.key == key && hold.on_disk == on_disk; }),
      holds.end());
}

}  // namespace models::durability
