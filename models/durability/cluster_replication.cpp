// From the master's mutation to the replicas' caches, in order.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

void Cluster::take_mutation(NodeIndex node, const Mutation& mutation, Schedule& schedule) {
  put_mutation(node, mutation, schedule);
  if (has_expiries_ && clocks_.has(mutation.key)) judge_items(node, schedule);
}

// Memory first, then the disk queue: steps 1 and 2 of the documented write path.
void Cluster::put_mutation(NodeIndex node, const Mutation& mutation, Schedule& schedule) {
  std::uint64_t& high = nodes_[node].high[mutation.partition];
  high = std::max(high, mutation.seqno);  // after a rollback older ones are sent again
  if (mutation.is_invisible()) return take_invisible(node, mutation, schedule);
  release(node, mutation.key, false);
  if (params_->dialect == Dialect::kMock && mutation.presence == Presence::kTombstone) {
    return take_mock_delete(node, mutation, schedule);
  }
  Copy copy = copy_of(mutation);
  copy.referenced = 1;
  // A master has made room before; a replica takes what comes, over its quota if it must.
  static_cast<void>(make_room(node, params_->keys.bucket(mutation.key), copy.size));
  set_cache(node, mutation.key, copy);
  note_as(ChangeKind::kCached, node, mutation.key, copy, nodes_[node].keys[mutation.key].disk,
          sim::kNoEvent, schedule);
  enqueue(node, mutation, schedule);
  if (!has_sync_writes_) return;
  nodes_[node].prepared[mutation.partition].complete(mutation.key, mutation.seqno);
}

// The mock clears a master at once and leaves a replica's disk with a bare tombstone. The absent
// copy keeps the delete's sequence number, so that a store that still waits for the disk does not
// bring the key back.
void Cluster::take_mock_delete(NodeIndex node, const Mutation& mutation, Schedule& schedule) {
  KeyOnNode& stores = nodes_[node].keys[mutation.key];
  const bool is_master = partitions_[mutation.partition].chain.master() == node;
  // A replica that found the item expired has cleared its disk already.
  const bool dropped = stores.cache.is_absent() && stores.cache.seqno == mutation.seqno;
  const bool had = dropped || !stores.disk.is_absent();
  Copy gone;
  gone.seqno = mutation.seqno;
  set_cache(node, mutation.key, gone);
  stores.disk = is_master || !had ? Copy{} : copy_of(mutation);
  nodes_[node].queue.satisfy(stores.queued_at);
  note(ChangeKind::kCached, node, mutation.key, sim::kNoEvent, schedule);
  report_watermark(node, mutation.partition, schedule);
}

// A commit names its prepare, which has brought the value.
void Cluster::replicate(NodeIndex master, const Mutation& mutation, Schedule& schedule) {
  if (has_faults_) return replicate_despite_faults(master, mutation, schedule);
  for (const NodeIndex replica : partitions_[mutation.partition].chain.replicas()) {
    send_to_replica(master, replica, mutation, schedule);
  }
}

void Cluster::send_to_replica(NodeIndex master, NodeIndex replica, const Mutation& mutation,
                              Schedule& schedule) {
  const std::uint32_t value = mutation.phase == Phase::kCommit ? 0 : mutation.size;
  Stream& stream = streams_[master * nodes_.size() + replica];
  const TaskId task = tasks_.take();  // filled where it lies: it is long
  tasks_[task].kind = TaskKind::kReplicate;
  tasks_[task].node = replica;
  tasks_[task].operation = 0;
  tasks_[task].from = master;
  tasks_[task].number = stream.sent++;
  tasks_[task].mutation = mutation;
  if (carry(task, nodes_[master].place, nodes_[replica].place, sim::Bytes{kMutationBytes + value},
            schedule)) {
    landed_in_order(task, schedule);
  }
}

void Cluster::landed_in_order(TaskId id, Schedule& schedule) {
  if (has_faults_ && !admits(id, schedule)) return;
  const Task& task = tasks_[id];
  streams_[task.from * nodes_.size() + task.node].landed.arrive(
      task.number, id, [&](TaskId next) { enter_cpu(next, schedule); });
}

// Several cores may finish a stream's mutations out of order; they are stored in order.
void Cluster::worked_in_order(TaskId id, Schedule& schedule) {
  if (has_faults_ && !admits(id, schedule)) return;
  const Task& task = tasks_[id];
  streams_[task.from * nodes_.size() + task.node].worked.arrive(task.number, id, [&](TaskId next) {
    const NodeIndex node = tasks_[next].node;
    const Mutation mutation = tasks_[next].mutation;
    // By a node that is the master no longer, or before this one followed it anew.
    const bool outdated =
        has_faults_ &&
        (!is_master(tasks_[next].from, mutation.partition) ||
         tasks_[next].number < faults_.nodes[node].snapshots[mutation.partition].first);
    if (outdated) return lose(next);
    tasks_.give_back(next);
    take_mutation(node, mutation, schedule);
    if (has_faults_) return report_cached(node, mutation, schedule);
    progress_.cached(mutation.partition, mutation.seqno, schedule.now(), outcome_.durability);
  });
}

}  // namespace models::durability
