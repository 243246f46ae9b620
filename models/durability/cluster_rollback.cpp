// A copy of a vBucket goes back to a number that it shares with its master.
//
// Its disk holds again what it held then, and so does its memory: versions that were overwritten
// since are there again, and prepares that were completed since are prepared again. What had been
// in memory only waits for the disk again.
// Source         kv_engine: rollback to a disk snapshot, SyncWrites are loaded from it again
#include <algorithm>
#include <utility>
#include <vector>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

// Up to where a node that goes back to `seqno` has had every version: a snapshot that goes on
// beyond has left out what was overwritten in it.
std::uint64_t had_all_up_to(const Snapshot& snapshot, std::uint64_t high, std::uint64_t seqno) {
  return std::min(seqno, seqno < snapshot.end ? std::min(high, snapshot.start) : high);
}

// By key, in order: from which number on its versions are durable only once a mutation of it above
// `seqno` is. That one is dropped, and what comes back in its place is in the same debt.
using Owed = std::vector<std::pair<KeyIndex, std::uint64_t>>;

Owed owed_above(const WriteQueue& queue, PartitionIndex partition, std::uint64_t seqno) {
  Owed owed;
  for (std::size_t i = 0; i < queue.entries().size(); ++i) {
    const WriteQueue::Entry& entry = queue.entries()[i];
    const Mutation& mutation = entry.mutation;
    const bool dropped = mutation.partition == partition && mutation.seqno > seqno &&
                         entry.state == WriteQueue::State::kWaiting && !mutation.is_invisible();
    if (dropped) owed.emplace_back(mutation.key, entry.covers);
  }
  std::sort(owed.begin(), owed.end());
  return owed;
}

std::uint64_t covers_of(const Owed& owed, KeyIndex key) {
  const auto least = std::lower_bound(owed.begin(), owed.end(), std::pair(key, std::uint64_t{0}));
  return least == owed.end() || least->first != key ? UINT64_MAX : least->second;
}

}  // namespace

// A copy of an ephemeral bucket goes back to nothing at all, so nobody asks what it held before.
void Cluster::log_version(const Mutation& mutation) {
  if (is_ephemeral(mutation.partition)) return;
  VersionLog& log = faults_.versions[mutation.partition];
  log.add(mutation);
  if (!log.is_long()) return;
  std::uint64_t everywhere = mutation.seqno;
  for (const NodeIndex node : partitions_[mutation.partition].chain.all()) {
    const Node& there = nodes_[node];
    const Snapshot& snapshot = faults_.nodes[node].snapshots[mutation.partition];
    const std::uint64_t on_disk =
        std::min(there.high[mutation.partition], there.persisted[mutation.partition]);
    everywhere = std::min(everywhere, snapshot.complete_up_to(on_disk));
  }
  log.forget_below(everywhere);
}

void Cluster::roll_back(NodeIndex node, PartitionIndex partition, std::uint64_t seqno,
                        Schedule& schedule) {
  if (params_->broken == Broken::kGoesBackTooFar) seqno /= 2;
  Node& there = nodes_[node];
  Snapshot& snapshot = faults_.nodes[node].snapshots[partition];
  const VersionLog& log = faults_.versions[partition];
  const std::uint64_t had = had_all_up_to(snapshot, there.high[partition], seqno);
  // What nobody can tell any more it is sent all anew.
  const bool known = had >= log.known_from();
  const auto at = [&](std::uint64_t number) {
    return number >= log.known_from() ? log.at(number) : VersionLog::Then{};
  };
  const VersionLog::Then then = at(had);
  const VersionLog::Then on_disk = at(std::min(had, there.persisted[partition]));
  const Owed owed = owed_above(there.queue, partition, seqno);
  there.queue.drop_above(partition, seqno);
  std::uint64_t dropped = 0;
  for (const KeyIndex key : keys_of(partition)) {
    KeyOnNode& stores = there.keys[key];
    const bool cache = stores.cache.seqno > seqno;
    const bool disk = stores.disk.seqno > seqno;
    if ((!cache && !disk) || params_->broken == Broken::kKeepsWhatWasLost) continue;
    ++dropped;
    const Mutation* version = then.of(key);
    const Mutation* durable = on_disk.of(key);
    if (disk) stores.disk = durable == nullptr ? Copy{} : copy_of(*durable);
    const bool waits = version != nullptr && version->seqno > stores.disk.seqno;
    const Copy back = waits ? copy_of(*version) : stores.disk;
    set_cache(node, key, back.is_item() || waits ? back : Copy{});
    if (waits) {
      there.queue.push(*version, stores.queued_at, schedule.current(), covers_of(owed, key));
      flush_if_ready(node, schedule);
    }
    note(ChangeKind::kRolledBack, node, key, sim::kNoEvent, schedule);
  }
  if (has_sync_writes_) roll_back_prepares(node, partition, seqno, then);
  std::uint64_t back_to = std::min(seqno, there.high[partition]);
  if (dropped > 0) back_to = std::min(back_to, known ? had : 0);
  there.high[partition] = back_to;
  there.persisted[partition] = std::min(there.persisted[partition], back_to);
  snapshot.end = std::min(snapshot.end, back_to);
  outcome_.incidents.push_back(
      {schedule.now(), IncidentKind::kRolledBack, kNoFault, node, partition, back_to, dropped});
}

// A prepare that a copy shows to be committed is not pending.
void Cluster::roll_back_prepares(NodeIndex node, PartitionIndex partition, std::uint64_t seqno,
                                 const VersionLog::Then& then) {
  PreparedOnNode& prepared = nodes_[node].prepared[partition];
  prepared.drop_above(seqno);
  for (const Mutation& prepare : then.prepares) {
    const KeyOnNode& stores = nodes_[node].keys[prepare.key];
    const bool committed = std::max(stores.cache.cas, stores.disk.cas) >= prepare.cas;
    if (committed || there_prepared(node, prepare) != nullptr) continue;
    prepared.restore(prepare, prepare.seqno <= nodes_[node].persisted[partition]);
  }
}

}  // namespace models::durability
