// The disk queue and its flusher, the memory quota and its evictor, background fetches.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

// What a key costs in memory besides its value: the hash table's entry and the key's text.
constexpr std::int64_t kMetadataBytes = 80;

}  // namespace

void Cluster::enqueue(NodeIndex node, const Mutation& mutation, Schedule& schedule) {
  if (is_ephemeral(mutation.partition)) return;
  Node& there = nodes_[node];
  std::uint64_t own_mark = 0;  // prepares and aborts are kept beside the key's versions
  std::uint64_t& mark = mutation.is_invisible() ? own_mark : there.keys[mutation.key].queued_at;
  const std::uint64_t dropped = there.queue.push(mutation, mark, schedule.current());
  if (dropped != 0) {
    ++outcome_.superseded;
    const bool is_master = partitions_[mutation.partition].chain.master() == node;
    if (is_master && params_->replicate_from == ReplicateFrom::kDisk) {
      progress_.superseded(mutation.partition, dropped, mutation.seqno);
    }
  }
  if (there.queue.ready()) flush_if_ready(node, schedule);
}

void Cluster::flush_if_ready(NodeIndex node, Schedule& schedule) {
  Node& there = nodes_[node];
  if (!there.queue.ready() || (has_faults_ && !may_flush(node))) return;
  const WriteQueue::Batch batch = there.queue.take(there.disk.batch());
  there.flush_began = schedule.now();
  there.flush_items = batch.items;
  ++outcome_.flushes;
  outcome_.flushed += batch.items;
  there.disk.flush(kFlush, batch.items, batch.size, schedule, [node](TaskId task) {
    return DiskDone{node, task};
  });
}

void Cluster::on(const DiskDone& e, Schedule& schedule) {
  nodes_[e.node].disk.depart(schedule, [&e](TaskId task) { return DiskDone{e.node, task}; });
  if (e.task == kFlush) {
    flushed(e.node, schedule);
    return;
  }
  if (has_faults_) {
    if (e.task == kWarmUp) return read_back(e.node, schedule);
    if (tasks_[e.task].kind == TaskKind::kBackfill) return backfill_read(e.task, schedule);
  }
  // A background fetch: the value is back in memory, and the request goes on.
  const KeyIndex key = operations_[tasks_[e.task].operation].key;
  Copy copy = nodes_[e.node].keys[key].cache;
  copy.ejected = 0;
  static_cast<void>(make_room(e.node, params_->keys.bucket(key), copy.size));
  set_cache(e.node, key, copy);
  if (has_expiries_) judge_items(e.node, schedule);
  serve(e.task, schedule);
}

void Cluster::flushed(NodeIndex node, Schedule& schedule) {
  Node& there = nodes_[node];
  if (has_faults_ && flush_failed(node, schedule)) return;
  there.flush_took = schedule.now() - there.flush_began;
  there.flushed_items = there.flush_items;
  if (has_faults_) remember_flush(node);
  there.queue.done([&](const WriteQueue::Entry& entry) {
    const Mutation& mutation = entry.mutation;
    if (has_faults_) remember(node, mutation);
    if (has_sync_writes_) settle_on_disk(node, mutation);
    if (mutation.is_invisible()) {
      persisted_invisible(node, mutation, entry.brought_by, schedule);
    } else {
      persisted_copy(node, mutation, entry.brought_by, schedule);
    }
    report_watermark(node, mutation.partition, schedule);
    const bool is_master = partitions_[mutation.partition].chain.master() == node;
    if (is_master && params_->replicate_from == ReplicateFrom::kDisk) {
      replicate(node, mutation, schedule);
    }
  });
  if (has_sync_writes_) acknowledge_all(node, schedule);
  if (has_faults_ && faults_.moving) move_if_ready(faults_.moves.back().partition, schedule);
  if (there.queue.ready()) flush_if_ready(node, schedule);
}

// A deleted key leaves memory once the disk knows of it; a newer version in memory stays. A store
// that the mock has deleted meanwhile is not brought back.
void Cluster::persisted_copy(NodeIndex node, const Mutation& mutation, sim::EventId brought_by,
                             const Schedule& schedule) {
  release(node, mutation.key, true);
  KeyOnNode& stores = nodes_[node].keys[mutation.key];
  if (stores.cache.is_absent() && stores.cache.seqno > mutation.seqno) {
    return note(ChangeKind::kPersisted, node, mutation.key, brought_by, schedule);
  }
  const Copy copy = copy_of(mutation);
  stores.disk = copy;
  if (mutation.presence == Presence::kTombstone &&
      stores.cache.presence() == Presence::kTombstone && stores.cache.seqno == mutation.seqno) {
    set_cache(node, mutation.key, Copy{});
  }
  note_as(ChangeKind::kPersisted, node, mutation.key, stores.cache, copy, brought_by, schedule);
}

void Cluster::report_watermark(NodeIndex node, PartitionIndex partition, Schedule& schedule) {
  Node& there = nodes_[node];
  const std::uint64_t now_persisted = there.queue.persisted(partition, there.high[partition]);
  std::uint64_t& reported = there.persisted[partition];
  if (now_persisted <= reported) return;
  if (has_faults_) return report_persisted(node, partition, now_persisted, schedule);
  const bool is_master = partitions_[partition].chain.master() == node;
  progress_.persisted(partition, reported, now_persisted, is_master, schedule.now(),
                      outcome_.durability);
  reported = now_persisted;
}

std::int64_t Cluster::memory_of(const Copy& copy, BucketIndex bucket) const {
  if (copy.is_absent()) return 0;
  if (copy.ejected == 0) return kMetadataBytes + copy.size;
  return params_->buckets[bucket].eviction == Eviction::kFull ? 0 : kMetadataBytes;
}

void Cluster::count_memory(NodeIndex node, BucketIndex bucket, Copy before, Copy after) {
  if (!params_->buckets[bucket].memory) return;
  nodes_[node].memory[bucket].used += memory_of(after, bucket) - memory_of(before, bucket);
}

// In an ephemeral bucket nothing gives way: what does not fit is refused (noEviction).
// The clock algorithm: the hand passes over the bucket's keys, spares once who was used since it
// came by last, and evicts what the disk already has.
bool Cluster::evict_for(NodeIndex node, BucketIndex bucket, std::int64_t bytes) {
  const auto& quota = params_->buckets[bucket].memory;
  SIM_CHECK(quota.has_value());
  BucketMemory& memory = nodes_[node].memory[bucket];
  const auto fits = [&] { return memory.used + bytes + kMetadataBytes <= quota->count; };
  if (params_->buckets[bucket].type == BucketType::kEphemeral) return fits();
  auto& keys = nodes_[node].keys;
  for (std::size_t looked = 0; !fits() && looked < 2 * keys.size(); ++looked) {
    const KeyIndex key = memory.hand;
    memory.hand = static_cast<KeyIndex>((memory.hand + 1) % keys.size());
    if (params_->keys.bucket(key) != bucket) continue;
    Copy copy = keys[key].cache;
    const bool clean = keys[key].disk.is_item() && keys[key].disk.cas == copy.cas;
    if (!copy.is_item() || copy.ejected == 1 || !clean) continue;
    if (copy.referenced == 0) {
      copy.ejected = 1;
      ++outcome_.evictions;
    }
    copy.referenced = 0;
    set_cache(node, key, copy);
  }
  return fits();
}

// The server's own estimate in OBSERVE's header: what waits, at the pace of the last flush.
std::uint32_t Cluster::milliseconds_to_persist(NodeIndex node) const {
  const Node& there = nodes_[node];
  const auto live = static_cast<std::int64_t>(there.queue.live());
  if (live == 0 || there.flushed_items == 0) return 0;
  constexpr std::int64_t kMillisecond = 1'000'000;
  const std::int64_t pace = there.flush_took.count() / there.flushed_items;
  return static_cast<std::uint32_t>(std::min<std::int64_t>(live * pace / kMillisecond, UINT32_MAX));
}

}  // namespace models::durability
