// Synchronous writes where nodes crash and come back.
//
// An active that goes down forgets who waits: its clients learn no answer. When a vBucket gets an
// active again, it takes over the prepares that it has (from its disk, or as a replica) and commits
// each once a majority counts it, for nobody and without a timeout: the one before it may have
// committed it already. A replica that comes back is sent the prepares that it missed, drops those
// that were completed meanwhile, and says anew what it counts. What it has to be sent again it
// counts again. A master that was failed over but does not know it prepares nothing: it could reach
// no majority.
// Source         ns_server's failover of buckets with synchronous writes (most prepared wins);
//                kv_engine's ActiveDurabilityMonitor(VBucket, DurabilityMonitor&&) and warm-up
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

const Mutation* Cluster::there_prepared(NodeIndex node, const Mutation& prepare) const {
  const Mutation* pending = nodes_[node].prepared[prepare.partition].of(prepare.key);
  return pending != nullptr && pending->seqno == prepare.seqno ? pending : nullptr;
}

void Cluster::crash_sync_writes(NodeIndex node, Schedule& schedule) {
  for (PartitionIndex partition = 0; partition < partitions_.size(); ++partition) {
    const Chain& chain = partitions_[partition].chain;
    const std::uint32_t place = chain.index_of(node);
    if (place == 0) {
      for (const SyncWrites::Write& write : sync_writes_[partition].writes()) {
        schedule.cancel(write.timeout);
      }
      sync_writes_[partition].clear();
    } else if (place < chain.length) {
      sync_writes_[partition].forget(place);
    }
    nodes_[node].prepared[partition].crash();
  }
}

void Cluster::warm_up_sync_writes(NodeIndex node) {
  Node& there = nodes_[node];
  for (PartitionIndex partition = 0; partition < partitions_.size(); ++partition) {
    const Snapshot& snapshot = faults_.nodes[node].snapshots[partition];
    there.prepared[partition].warm_up(snapshot.complete_up_to(there.high[partition]));
    there.prepared[partition].drop_above(there.high[partition]);
  }
}

void Cluster::take_over_sync_writes(NodeIndex active, PartitionIndex partition,
                                    Schedule& schedule) {
  SyncWrites& writes = sync_writes_[partition];
  // An active that was cut off still holds its clients' requests: they hear nothing of it.
  for (const SyncWrites::Write& write : writes.writes()) {
    schedule.cancel(write.timeout);
    if (write.task != SyncWrites::kNobody) lose(write.task);
  }
  writes.clear();
  PreparedOnNode& prepared = nodes_[active].prepared[partition];
  const std::uint64_t high = nodes_[active].high[partition];
  static_cast<void>(prepared.advance(true, nodes_[active].queue.persisted(partition, high)));
  for (const Mutation& prepare : prepared.pending()) {
    writes.begin({prepare, SyncWrites::kNobody, schedule.now(), {}});
  }
  if (prepared.pending().empty()) return;
  count_acknowledged(active, partition, prepared.acknowledged(), schedule);
}

// Of the replicas that are up, the one that counts most prepares of the master's history goes
// first, and of those the one that has most of it.
void Cluster::promote_furthest(NodeIndex master, Chain& chain, PartitionIndex partition) const {
  const FailoverLog& log = faults_.nodes[master].logs[partition];
  const auto has = [&](NodeIndex node) {
    const FaultState::OfNode& state = faults_.nodes[node];
    const Node& there = nodes_[node];
    const std::uint64_t common = common_seqno(log, state.logs[partition]);
    const std::uint64_t all = state.snapshots[partition].complete_up_to(there.high[partition]);
    return std::pair(std::min(common, there.prepared[partition].acknowledged()),
                     std::min(common, all));
  };
  std::uint32_t best = 0;
  for (std::uint32_t place = 1; place < chain.length; ++place) {
    const NodeIndex node = chain.nodes[place];
    if (is_up(node) && has(node) > has(chain.nodes[best])) best = place;
  }
  std::rotate(chain.nodes.begin(), chain.nodes.begin() + best, chain.nodes.begin() + best + 1);
}

// Places in the chain have changed: every replica says anew what it counts.
void Cluster::recount_sync_writes(PartitionIndex partition, Schedule& schedule) {
  for (std::uint32_t place = 1; place <= kMostReplicas; ++place) {
    sync_writes_[partition].forget(place);
  }
  for (const NodeIndex replica : partitions_[partition].chain.replicas()) {
    const bool counts = nodes_[replica].prepared[partition].acknowledged() > 0;
    if (is_up(replica) && counts) send_acknowledgement(replica, partition, schedule);
  }
}

void Cluster::add_missed_prepares(NodeIndex active, NodeIndex replica, PartitionIndex partition,
                                  std::vector<Mutation>& behind, Schedule& schedule) {
  PreparedOnNode& theirs = nodes_[replica].prepared[partition];
  const std::vector<Mutation> before = theirs.pending();
  for (const Mutation& prepare : before) {
    if (there_prepared(active, prepare) != nullptr) continue;
    // A commit will come along and complete it; nothing comes of what was aborted or lost.
    const KeyOnNode& stores = nodes_[active].keys[prepare.key];
    if (std::max(stores.cache.cas, stores.disk.cas) >= prepare.cas) continue;
    theirs.complete(prepare.key, UINT64_MAX);
    theirs.complete_on_disk(prepare.key, UINT64_MAX);
  }
  const std::vector<Mutation>& pending = nodes_[active].prepared[partition].pending();
  const auto missed = std::find_if(pending.begin(), pending.end(), [&](const Mutation& prepare) {
    return there_prepared(replica, prepare) == nullptr;
  });
  if (missed != pending.end()) theirs.forget_from(missed->seqno);
  behind.insert(behind.end(), missed, pending.end());
  const std::uint64_t high = nodes_[replica].high[partition];
  const Snapshot& snapshot = faults_.nodes[replica].snapshots[partition];
  const std::uint64_t persisted = nodes_[replica].queue.persisted(partition, high);
  if (persisted >= snapshot.end) static_cast<void>(theirs.advance(false, persisted));
  if (theirs.acknowledged() > 0) send_acknowledgement(replica, partition, schedule);
}

}  // namespace models::durability
