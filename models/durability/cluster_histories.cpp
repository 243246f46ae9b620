// Which writes a vBucket still has after something broke, and how its replicas follow its master.
//
// A master that comes up, or is promoted, begins a new history at H, the number up to which it has
// everything: log entries that start above H go, {new uuid, H} comes on top, and what was written
// above H is lost, but for what its disk happens to have of it.
// A replica that connects compares its log with the master's: above the last number that both have
// in common it drops what it holds, and is sent everything from there on. A replica in the middle
// of such a snapshot has not everything up to its number: it shares only what was before the
// snapshot, unless the master's history goes on beyond its end.
// Source         kv_engine: Warmup (a new entry at the start of a snapshot of which the disk has
//                only a part), FailoverTable::needsRollback
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

// The newest number of which the node has anything.
std::uint64_t newest_of(std::uint64_t high, const std::vector<KeyOnNode>& stores,
                        const std::vector<KeyIndex>& keys) {
  for (const KeyIndex key : keys) {
    high = std::max<std::uint64_t>({high, stores[key].cache.seqno, stores[key].disk.seqno});
  }
  return high;
}

// Of how many keys it has something newer than that.
std::uint64_t count_above(std::uint64_t seqno, const std::vector<KeyOnNode>& stores,
                          const std::vector<KeyIndex>& keys) {
  return static_cast<std::uint64_t>(std::count_if(keys.begin(), keys.end(), [&](KeyIndex key) {
    return stores[key].cache.seqno > seqno || stores[key].disk.seqno > seqno;
  }));
}

Mutation mutation_of(const Copy& copy, KeyIndex key, PartitionIndex partition) {
  return {key, partition, copy.cas, copy.seqno, copy.value, copy.size, copy.presence()};
}

}  // namespace

const std::vector<KeyIndex>& Cluster::keys_of(PartitionIndex partition) const {
  return (*faults_.keys_by_partition)[partition];
}

void Cluster::begin_history(NodeIndex master, PartitionIndex partition, Schedule& schedule) {
  std::uint64_t& newest = nodes_[master].high[partition];
  Snapshot& snapshot = faults_.nodes[master].snapshots[partition];
  std::uint64_t high = snapshot.complete_up_to(newest);
  if (params_->broken == Broken::kBeginsTooLow) high /= 2;
  newest = newest_of(newest, nodes_[master].keys, keys_of(partition));
  snapshot.end = std::min(snapshot.end, newest);
  branch_off(faults_.nodes[master].logs[partition], ++faults_.last_uuid, high);
  faults_.versions[partition].branch_off(high, [&](const Mutation& one) {
    const KeyOnNode& stores = nodes_[master].keys[one.key];
    return !one.is_invisible() &&
           (stores.cache.seqno == one.seqno || stores.disk.seqno == one.seqno);
  });
  if (has_expiries_) judge_items(master, schedule);
  const std::uint64_t before = partitions_[partition].high_seqno;
  if (before == 0) return;
  const std::uint64_t kept = high + count_above(high, nodes_[master].keys, keys_of(partition));
  outcome_.incidents.push_back({schedule.now(), IncidentKind::kNewHistory, kNoFault, master,
                                partition, high, before - std::min(before, kept)});
  if (before > high) give_up_above(partition, high, master, schedule);
  if (promises_.on()) check_promises(master, partition, schedule);
  if (has_sync_writes_) take_over_sync_writes(master, partition, schedule);
}

// What the new master does not have is lost; the newest write of a key is told by name.
void Cluster::give_up_above(PartitionIndex partition, std::uint64_t seqno, NodeIndex master,
                            const Schedule& schedule) {
  for (const KeyIndex key : keys_of(partition)) {
    FaultState::Newest& newest = faults_.newest[key];
    if (newest.seqno <= seqno) continue;
    const KeyOnNode& stores = nodes_[master].keys[key];
    const Copy& copy = stores.cache.is_absent() ? stores.disk : stores.cache;
    if (copy.cas == newest.cas) continue;
    outcome_.lost.push_back({schedule.now(), key, master, newest.seqno, newest.cas});
    newest = {copy.seqno, copy.cas};
  }
  partitions_[partition].high_seqno = nodes_[master].high[partition];
  progress_.restart(partition, partitions_[partition].high_seqno + 1,
                    partitions_[partition].chain.length);
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    std::uint64_t& persisted = nodes_[node].persisted[partition];
    persisted = std::min(persisted, seqno);
    std::uint64_t& cached = faults_.nodes[node].reported_in_cache[partition];
    cached = std::min(cached, seqno);
    std::uint64_t& on_disk = faults_.nodes[node].reported_on_disk[partition];
    on_disk = std::min(on_disk, seqno);
  }
}

void Cluster::disconnect(NodeIndex from, NodeIndex to) {
  FaultState::OfStream& state = stream_state(from, to);
  state.connected = false;
  state.behind.clear();
  state.next = 0;
  state.on_disk = 0;
  state.catching_up.clear();
}

// The connection is made anew: what is under way on the old one counts for nothing.
void Cluster::join(NodeIndex master, NodeIndex replica, Schedule& schedule) {
  FaultState::OfStream& state = stream_state(master, replica);
  if (state.connected) return;
  close_stream(master, replica);
  state.connected = true;
  ++state.connection;
  for (PartitionIndex p = 0; p < partitions_.size(); ++p) {
    const Chain& chain = partitions_[p].chain;
    const std::uint32_t place = chain.index_of(replica);
    const bool moves = faults_.moving && faults_.moves.back().partition == p &&
                       faults_.moves.back().to.index_of(replica) < faults_.moves.back().to.length;
    if (chain.master() == master && replica != master &&
        ((place > 0 && place < chain.length) || moves)) {
      follow(master, replica, p, schedule);
    }
  }
  catch_up(master, replica, schedule);
}

void Cluster::follow(NodeIndex master, NodeIndex replica, PartitionIndex partition,
                     Schedule& schedule) {
  const FailoverLog& theirs = faults_.nodes[master].logs[partition];
  FailoverLog& ours = faults_.nodes[replica].logs[partition];
  Snapshot& snapshot = faults_.nodes[replica].snapshots[partition];
  const std::uint64_t high = nodes_[replica].high[partition];
  const bool in_memory = is_ephemeral(partition);
  if (promises_.on()) {
    const Meeting meeting{theirs, ours, snapshot, high, in_memory};
    promises_.meets(replica, master, partition, meeting, schedule.now());
  }
  std::uint64_t common = common_seqno(theirs, ours);
  if (common < snapshot.end) common = std::min(common, snapshot.complete_up_to(high));
  const bool parts = common < newest_of(high, nodes_[replica].keys, keys_of(partition));
  if (parts && in_memory) common = 0;  // there is no older state that it could go back to
  if (parts) roll_back(replica, partition, common, schedule);
  snapshot.end = std::min(snapshot.end, common);
  ours = theirs;
  const std::uint64_t from = nodes_[replica].high[partition];
  const bool of_disk = params_->replicate_from == ReplicateFrom::kDisk;
  FaultState::OfStream& state = stream_state(master, replica);
  // What was to be sent of it before is no longer.
  for (std::size_t i = state.next; i < state.behind.size(); ++i) {
    if (state.behind[i].partition == partition) state.behind[i].seqno = 0;
  }
  snapshot.first = streams_[master * nodes_.size() + replica].sent;
  const std::size_t first = state.behind.size();
  for (const KeyIndex key : keys_of(partition)) {
    const KeyOnNode& stores = nodes_[master].keys[key];
    const Copy& copy = of_disk || stores.cache.is_absent() ? stores.disk : stores.cache;
    if (!copy.is_absent() && copy.seqno > from) {
      state.behind.push_back(mutation_of(copy, key, partition));
    }
  }
  if (has_sync_writes_) add_missed_prepares(master, replica, partition, state.behind, schedule);
  const std::uint64_t covers = nodes_[master].high[partition];
  if (state.behind.size() == first) {
    nodes_[replica].high[partition] = std::max(from, covers);
    snapshot.covers = covers;
    snapshot.end = std::min(snapshot.end, nodes_[replica].high[partition]);
    if (has_sync_writes_) acknowledge(replica, partition, schedule);
    return;
  }
  std::sort(state.behind.begin() + static_cast<std::ptrdiff_t>(first), state.behind.end(),
            [](const Mutation& a, const Mutation& b) { return a.seqno < b.seqno; });
  const bool within = (in_memory ? from : nodes_[replica].persisted[partition]) < snapshot.end;
  snapshot.start = within ? std::min(from, snapshot.start) : from;
  snapshot.end = std::max(snapshot.end, state.behind.back().seqno);
  snapshot.covers = covers;
  state.on_disk = state.behind.size();
  if (state.catching_up.empty()) state.catching_up.resize(partitions_.size());
  state.catching_up[partition] = 1;
}

void Cluster::replicate_despite_faults(NodeIndex master, const Mutation& mutation,
                                       Schedule& schedule) {
  for (const NodeIndex replica : followers(master, mutation.partition)) {
    FaultState::OfStream& state = stream_state(master, replica);
    if (!state.connected) continue;
    if (!state.catching_up.empty() && state.catching_up[mutation.partition] != 0) {
      state.behind.push_back(mutation);
    } else {
      send_to_replica(master, replica, mutation, schedule);
    }
  }
}

// Each node of the chain reports a write once, whatever it was sent again.
void Cluster::report_cached(NodeIndex node, const Mutation& mutation, Schedule& schedule) {
  const PartitionIndex partition = mutation.partition;
  const Chain& chain = partitions_[partition].chain;
  std::uint64_t& reported = faults_.nodes[node].reported_in_cache[partition];
  const Snapshot& snapshot = faults_.nodes[node].snapshots[partition];
  if (mutation.seqno == snapshot.end) {
    std::uint64_t& high = nodes_[node].high[partition];
    high = std::max(high, snapshot.covers);
  }
  if (has_sync_writes_ && mutation.seqno >= snapshot.end) acknowledge(node, partition, schedule);
  const bool counts = chain.index_of(node) < chain.length && in_step(node, partition);
  const std::uint64_t known = std::min(mutation.seqno, partitions_[partition].high_seqno);
  if (counts && known > reported) {
    progress_.cached_up_to(partition, reported, known, schedule.now(), outcome_.durability);
    reported = known;
  }
  move_if_ready(partition, schedule);
}

void Cluster::report_persisted(NodeIndex node, PartitionIndex partition,
                               std::uint64_t now_persisted, const Schedule& schedule) {
  nodes_[node].persisted[partition] = now_persisted;
  const Chain& chain = partitions_[partition].chain;
  std::uint64_t& reported = faults_.nodes[node].reported_on_disk[partition];
  const bool counts = chain.index_of(node) < chain.length && in_step(node, partition);
  const std::uint64_t known = std::min(now_persisted, partitions_[partition].high_seqno);
  if (!counts || known <= reported) return;
  progress_.persisted(partition, reported, known, chain.master() == node, schedule.now(),
                      outcome_.durability);
  reported = known;
}

std::uint64_t Cluster::next_seqno_despite_faults(NodeIndex node, PartitionIndex partition) {
  const std::uint64_t here = nodes_[node].high[partition] + 1;
  if (!is_master(node, partition)) return here;
  std::uint64_t& high = partitions_[partition].high_seqno;
  if (here > high + 1) {
    progress_.restart(partition, here, partitions_[partition].chain.length);
  }
  high = std::max(high + 1, here);
  return high;
}

bool Cluster::noted_as_newest(NodeIndex node, const Mutation& mutation, const Schedule& schedule) {
  if (is_master(node, mutation.partition)) {
    faults_.newest[mutation.key] = {mutation.seqno, mutation.cas};
    log_version(mutation);
    return true;
  }
  outcome_.lost.push_back({schedule.now(), mutation.key, node, mutation.seqno, mutation.cas});
  return false;
}

FaultState::OfStream& Cluster::stream_state(NodeIndex from, NodeIndex to) {
  return faults_.streams[from * nodes_.size() + to];
}

// A watch asks with the history of its mutation, a script's step with that of the key's newest.
void Cluster::add_history(const Operation& operation, NodeAnswer& seen) const {
  const FailoverLog& log = faults_.nodes[seen.node].logs[params_->keys.partition(operation.key)];
  const Chain& nodes = chain_for_node(seen.node, params_->keys.partition(operation.key));
  if (nodes.index_of(seen.node) == nodes.length) {
    seen.answer.status = ObserveStatus::kNotMyVbucket;
    return;
  }
  std::uint32_t uuid = 0;
  if (operation.generator == kWatch) {
    uuid = static_cast<std::uint32_t>(watches_[operation.client_or_step].told.mutation.uuid);
  } else if (operation.generator == kScript) {
    for (const Written& before : written_) {
      if (before.key == operation.key) uuid = static_cast<std::uint32_t>(before.mutation.uuid);
    }
  }
  if (uuid == 0) return;
  const auto known = std::find_if(log.begin(), log.end(),
                                  [&](const History& history) { return history.uuid == uuid; });
  if (known == log.end()) {
    seen.unknown_history = true;
  } else if (known != log.begin()) {
    seen.failover_seqno = std::prev(known)->seqno;
  }
}

void Cluster::close_stream(NodeIndex from, NodeIndex to) {
  disconnect(from, to);
  Stream& stream = streams_[from * nodes_.size() + to];
  stream_state(from, to).first_number = stream.sent;
  stream.landed.restart(stream.sent, [&](TaskId task) { lose(task); });
  stream.worked.restart(stream.sent, [&](TaskId task) { lose(task); });
}

// One after the other: read from the master's disk what was there when the replica connected (of an
// ephemeral bucket it is in memory), send it, go on with what came meanwhile. Then the stream is
// live.
void Cluster::catch_up(NodeIndex master, NodeIndex replica, Schedule& schedule) {
  FaultState::OfStream& state = stream_state(master, replica);
  while (state.next < state.behind.size()) {
    if (state.behind[state.next].seqno == 0) {
      ++state.next;
    } else if (state.next < state.on_disk && is_ephemeral(state.behind[state.next].partition)) {
      send_backfilled(master, replica, state.behind[state.next++], schedule);
    } else if (state.next < state.on_disk) {
      const Mutation& mutation = state.behind[state.next];
      const TaskId task = tasks_.take(
          {TaskKind::kBackfill, master, kNoOperation, replica, state.connection, mutation});
      nodes_[master].disk.read(task, sim::Bytes{mutation.size}, schedule, [master](TaskId done) {
        return DiskDone{master, done};
      });
      return;
    } else {
      send_to_replica(master, replica, state.behind[state.next++], schedule);
    }
  }
  state.behind.clear();
  state.next = 0;
  state.on_disk = 0;
  state.catching_up.clear();
  if (faults_.moving) move_if_ready(faults_.moves.back().partition, schedule);
}

void Cluster::backfill_read(TaskId id, Schedule& schedule) {
  const Task task = tasks_[id];
  tasks_.give_back(id);
  FaultState::OfStream& state = stream_state(task.node, task.from);
  if (!state.connected || task.number != state.connection) return;
  if (state.behind[state.next++].seqno != task.mutation.seqno) {
    return catch_up(task.node, task.from, schedule);
  }
  send_backfilled(task.node, task.from, task.mutation, schedule);
  catch_up(task.node, task.from, schedule);
}

// A version that was overwritten since is passed over: the newer one comes later, and until then
// the replica is in the middle of its snapshot. A prepare is sent as it was: what has completed it
// since comes later too.
void Cluster::send_backfilled(NodeIndex master, NodeIndex replica, const Mutation& mutation,
                              Schedule& schedule) {
  const KeyOnNode& stores = nodes_[master].keys[mutation.key];
  const Copy& copy = stores.cache.is_absent() ? stores.disk : stores.cache;
  if (mutation.phase == Phase::kPrepare || copy.seqno == mutation.seqno) {
    if (faults_.moving && faults_.moves.back().partition == mutation.partition) {
      ++faults_.moved_items;
      faults_.moved_bytes += mutation.size;
    }
    send_to_replica(master, replica, mutation, schedule);
  } else {
    Snapshot& snapshot = faults_.nodes[replica].snapshots[mutation.partition];
    snapshot.end = std::max<std::uint64_t>(snapshot.end, copy.seqno);
  }
}

}  // namespace models::durability
