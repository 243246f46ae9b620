// vBuckets move, one after the other: to new nodes, or to more or fewer copies.
//
// Formula        the wanted chains are those of vbucket_map.hpp over the nodes of the new map
// Order          a vBucket's new nodes are sent all of it, read from the master's disk, and what is
//                written meanwhile; when the last of them has as much in memory as the master, and
//                on disk what the master had when it began (with synchronous writes: all of it),
//                the map changes in that instant, a new master begins a new history, and nodes that
//                no longer hold the vBucket drop it. Then the next vBucket moves.
// Source         ns_server's ns_single_vbucket_mover, which waits for the replicas' disks too
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

void Cluster::rebalance(const Fault& fault, Schedule& schedule) {
  faults_.moves.clear();
  faults_.moving = false;
  faults_.moved_items = 0;
  faults_.moved_bytes = 0;
  for (const NodeIndex node : fault.nodes) faults_.nodes[node].failed_over = false;
  for (const NodeIndex from : fault.nodes) {
    for (const NodeIndex to : fault.nodes) {
      if (from != to && is_up(from) && is_up(to)) join(from, to, schedule);
    }
  }
  const auto members = static_cast<std::uint32_t>(fault.nodes.size());
  for (PartitionIndex p = 0; p < partitions_.size(); ++p) {
    const std::uint32_t bucket = p / params_->keys.vbuckets();
    std::uint32_t replicas = params_->buckets[bucket].replicas;
    if (fault.count > 0) replicas = static_cast<std::uint32_t>(fault.count) - 1;
    Chain to = chain_of(p % params_->keys.vbuckets(), members, std::min(replicas, members - 1));
    for (std::uint32_t i = 0; i < to.length; ++i) to.nodes[i] = fault.nodes[to.nodes[i]];
    const Chain& now = partitions_[p].chain;
    if (!std::equal(now.all().begin(), now.all().end(), to.all().begin(), to.all().end())) {
      faults_.moves.push_back({p, to});
    }
  }
  std::reverse(faults_.moves.begin(), faults_.moves.end());
  if (faults_.moves.empty()) faults_.reprovisions = 0;
  next_move(schedule);
}

void Cluster::next_move(Schedule& schedule) {
  while (!faults_.moves.empty() && !faults_.moving) {
    faults_.moving = true;
    const FaultState::Move move = faults_.moves.back();
    const NodeIndex master = partitions_[move.partition].chain.master();
    for (const NodeIndex node : move.to.all()) {
      if (partitions_[move.partition].chain.index_of(node) <
          partitions_[move.partition].chain.length) {
        continue;
      }
      drop_vbucket(node, move.partition, schedule);
      follow_now(master, node, move.partition, schedule);
    }
    move_if_ready(move.partition, schedule);
  }
}

std::vector<NodeIndex> Cluster::followers(NodeIndex master, PartitionIndex partition) const {
  const Chain& chain = is_master(master, partition) ? partitions_[partition].chain
                                                    : chain_for_node(master, partition);
  std::vector<NodeIndex> nodes(chain.replicas().begin(), chain.replicas().end());
  const bool moves = faults_.moving && faults_.moves.back().partition == partition;
  if (!moves || !is_master(master, partition)) return nodes;
  for (const NodeIndex node : faults_.moves.back().to.all()) {
    if (chain.index_of(node) == chain.length) nodes.push_back(node);
  }
  return nodes;
}

void Cluster::move_if_ready(PartitionIndex partition, Schedule& schedule) {
  if (!faults_.moving || faults_.moves.back().partition != partition) return;
  const Chain to = faults_.moves.back().to;
  const Chain from = partitions_[partition].chain;
  const NodeIndex master = from.master();
  for (const NodeIndex node : to.all()) {
    const bool same = nodes_[node].high[partition] == nodes_[master].high[partition];
    if (!is_up(node) || !is_up(master) || !same) return;
    if (node == master) continue;
    const FaultState::OfStream& state = stream_state(master, node);
    if (!in_step(node, partition) || !state.connected) return;
    if (!state.catching_up.empty() && state.catching_up[partition] != 0) return;
    const std::uint64_t high = nodes_[node].high[partition];
    const std::uint64_t needed =
        has_sync_writes_ ? high : faults_.nodes[node].snapshots[partition].covers;
    const bool is_new = from.index_of(node) == from.length;
    if (is_new && nodes_[node].queue.persisted(partition, high) < needed) return;
  }
  faults_.moves.pop_back();
  faults_.moving = false;
  partitions_[partition].chain = to;
  if (promises_.on()) promises_.moved(partition, to, schedule.now());
  if (to.master() != master) begin_history(to.master(), partition, schedule);
  progress_.restart(partition, partitions_[partition].high_seqno + 1, to.length);
  for (const NodeIndex node : to.replicas()) {
    if (to.master() != master) follow_now(to.master(), node, partition, schedule);
  }
  if (has_sync_writes_ && to.master() == master) recount_sync_writes(partition, schedule);
  for (const NodeIndex node : from.all()) {
    if (to.index_of(node) == to.length) drop_vbucket(node, partition, schedule);
  }
  if (partitions_[partition].high_seqno > 0) {
    outcome_.incidents.push_back(
        {schedule.now(), IncidentKind::kMoved, kNoFault, to.master(), partition, 0, to.length});
  }
  publish_map(schedule);
  if (faults_.moves.empty()) {
    tell(IncidentKind::kRebalanced, schedule, kNoFault);
    outcome_.incidents.back().count = faults_.moved_items;
    outcome_.incidents.back().bytes = {static_cast<std::int64_t>(faults_.moved_bytes)};
    faults_.reprovisions = 0;
  }
  next_move(schedule);
}

void Cluster::drop_vbucket(NodeIndex node, PartitionIndex partition, Schedule& schedule) {
  Node& there = nodes_[node];
  there.queue.drop_above(partition, 0);
  if (has_sync_writes_) there.prepared[partition].drop_above(0);
  there.high[partition] = 0;
  there.persisted[partition] = 0;
  faults_.nodes[node].snapshots[partition] = {};
  faults_.nodes[node].reported_in_cache[partition] = partitions_[partition].high_seqno;
  faults_.nodes[node].logs[partition] = {{1, 0}};
  for (const KeyIndex key : keys_of(partition)) {
    KeyOnNode& stores = there.keys[key];
    if (stores.cache.is_absent() && stores.disk.is_absent()) continue;
    set_cache(node, key, Copy{});
    stores.disk = Copy{};
    note(ChangeKind::kRolledBack, node, key, sim::kNoEvent, schedule);
  }
}

}  // namespace models::durability
