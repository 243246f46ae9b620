// Items that expire, and the clocks by which they do.
//
// Expiring       nothing happens when an item's time is over. Whoever is asked for it looks at the
//                clock, deletes it first, under a sequence number of its own, and answers as for
//                a deleted key; the deletion goes to disks and replicas as any other.
//                real   the active alone: as a get, an OBSERVE or a delete looks the key up. A
//                       store overwrites the item; one with a CAS finds nothing, and deletes
//                       nothing. Not while a synchronous write of the key is pending: then the
//                       item is still seen. A replica answers by what it holds
//                mock   every lookup on any node: a replica drops the item by itself, and tells
//                       nobody. keyinfo and the commands look at the stores as they are
// Pager          every 600 s of its uptime a real server deletes what has expired of its actives'
//                memory. It is an event only while there is something that will
// Clocks         a server counts seconds from its start, and adds the time at which its system
//                clock says that it started. Every 60 s it compares, and if the system clock has
//                moved by more than a second since, it goes by that from then on: a jump is
//                noticed up to a minute late, a small one never. The mock's jumps are at once, and
//                all its nodes have one clock
// Nobody else    looks at a clock: a CAS is max(previous + 1, clock) in the real server, which
//                leaves versions that are counted; deadlines run on clocks that do not jump
// Source         kv_engine: VBucket::fetchValidValue, processExpiredItem, deleteItem,
//                processSetInner; configuration.json (exp_pager_stime); mc_time.cc (UptimeClock),
//                memcached.cc (60 s, 1 s). CouchbaseMock: VBucketStore.lookup, Storage, Info
#include <algorithm>
#include <utility>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

using namespace std::chrono_literals;

constexpr sim::Duration kPagerEvery = 600s;
constexpr sim::Duration kLookEvery = 60s;
constexpr sim::Duration kTolerated = 1s;

// The next of its times at which a server does something that it does again and again.
sim::Instant next_time(sim::Instant started, sim::Duration every, sim::Instant after) {
  return sim::later(after, every - (after - started) % every);
}

bool contains(const std::vector<Expiry>& expiries, const Expiry& one) {
  return std::any_of(expiries.begin(), expiries.end(), [&](const Expiry& other) {
    return other.key == one.key && other.cas == one.cas;
  });
}

}  // namespace

void Cluster::add_clocks() {
  has_expiries_ = has_expiries(*params_);
  if (has_expiries_) clocks_.add_nodes(nodes_.size());
}

// Whether the node deletes what has expired, as far as it knows.
bool Cluster::judges(NodeIndex node, KeyIndex key) const {
  const PartitionIndex partition = params_->keys.partition(key);
  const Chain& known = has_faults_ ? chain_for_node(node, partition) : partitions_[partition].chain;
  if (params_->dialect == Dialect::kMock) return known.index_of(node) < known.length;
  return known.master() == node || is_master(node, partition);
}

// Whether the node deletes the key's item if it is asked for it.
bool Cluster::is_over(NodeIndex node, KeyIndex key, sim::Instant now) const {
  const Copy& cache = nodes_[node].keys[key].cache;
  const Expiry* expiry = cache.is_item() ? clocks_.find(key, cache.cas) : nullptr;
  if (expiry == nullptr || !judges(node, key)) return false;
  if (now < over_from(expiry->second, clocks_.of(node).ahead, params_->dialect)) return false;
  return !has_sync_writes_ ||
         nodes_[node].prepared[params_->keys.partition(key)].of(key) == nullptr;
}

void Cluster::will_expire(TaskId id, const Mutation& mutation, sim::Instant now) {
  const Operation& operation = operations_[tasks_[id].operation];
  if (operation.generator != kScript) return;
  const auto& step = std::get<OperationStep>(params_->steps[operation.client_or_step].what);
  if (step.expires == 0) return;
  const std::int64_t second = second_at(now, clocks_.of(tasks_[id].node).ahead);
  clocks_.add({mutation.key, mutation.cas, second + step.expires});
}

// Before a value that was evicted is read from the disk, but not before metadata are.
void Cluster::look_for_expired(TaskId id, Schedule& schedule) {
  const NodeIndex node = tasks_[id].node;
  const Operation& operation = operations_[tasks_[id].operation];
  const KeyIndex key = operation.key;
  const bool writes =
      operation.kind == OperationKind::kStore || operation.kind == OperationKind::kDelete;
  if (operation.kind == OperationKind::kObserveSeqno) return;
  if (writes && params_->dialect == Dialect::kReal) return;
  if (!is_in_memory(node, key) || !is_over(node, key, schedule.now())) return;
  expire(node, key, schedule);
}

// Whether a write finds nothing because the item that it needs has expired.
bool Cluster::was_expired(TaskId id, Schedule& schedule) {
  const NodeIndex node = tasks_[id].node;
  const Operation& operation = operations_[tasks_[id].operation];
  const KeyIndex key = operation.key;
  const bool deletes = operation.kind == OperationKind::kDelete;
  if ((!deletes && operation.cas == 0) || !is_over(node, key, schedule.now())) return false;
  if (deletes) expire(node, key, schedule);
  return true;
}

void Cluster::expire(NodeIndex node, KeyIndex key, Schedule& schedule) {
  const PartitionIndex partition = params_->keys.partition(key);
  const bool mock = params_->dialect == Dialect::kMock;
  const Chain& known = has_faults_ ? chain_for_node(node, partition) : partitions_[partition].chain;
  if (mock && known.master() != node) return drop_expired(node, key, schedule);
  Mutation deletion;
  deletion.key = key;
  deletion.partition = partition;
  // The mock's counter counts what clients write.
  deletion.cas = mock ? nodes_[node].keys[key].cache.cas : ++partitions_[partition].last_cas;
  deletion.seqno = next_seqno(node, partition);
  deletion.presence = Presence::kTombstone;
  deletion.history = history_of(node, partition);
  ++outcome_.writes;
  if (!has_faults_ || noted_as_newest(node, deletion, schedule)) {
    progress_.begin(partition, deletion.seqno, schedule.now(), false);
  }
  take_mutation(node, deletion, schedule);
  if (mock || params_->replicate_from == ReplicateFrom::kCache) {
    replicate(node, deletion, schedule);
  }
}

// A replica of the mock clears both its stores. The absent copy counts one more change, so that
// what still waits for the disk does not bring the item back.
void Cluster::drop_expired(NodeIndex node, KeyIndex key, Schedule& schedule) {
  release(node, key, false);
  KeyOnNode& stores = nodes_[node].keys[key];
  Copy gone;
  gone.seqno = stores.cache.seqno + 1;
  set_cache(node, key, gone);
  stores.disk = Copy{};
  nodes_[node].queue.satisfy(stores.queued_at);
  note(ChangeKind::kCached, node, key, sim::kNoEvent, schedule);
  const PartitionIndex partition = params_->keys.partition(key);
  report_watermark(node, partition, schedule);
  judge_items(node, schedule);
}

// Whether the node's memory knows of the key, be its value there or not.
bool Cluster::is_in_memory(NodeIndex node, KeyIndex key) const {
  const bool full = params_->buckets[params_->keys.bucket(key)].eviction == Eviction::kFull;
  return !full || nodes_[node].keys[key].cache.ejected == 0;
}

// Deletes what has expired of the node's actives.
void Cluster::page(NodeIndex node, Schedule& schedule) {
  for (const Expiry& expiry : clocks_.expiries()) {
    const Copy& cache = nodes_[node].keys[expiry.key].cache;
    const bool there = cache.cas == expiry.cas && is_in_memory(node, expiry.key);
    if (there && is_over(node, expiry.key, schedule.now())) expire(node, expiry.key, schedule);
  }
  judge_items(node, schedule);
}

void Cluster::on(const ClockDue& e, Schedule& schedule) {
  NodeClock& clock = clocks_.of(e.node);
  const bool paused = has_faults_ && faults_.nodes[e.node].paused;
  switch (e.moment) {
    case ClockMoment::kOver:
      return judge_items(e.node, schedule);
    case ClockMoment::kPager:
      clock.pager = {};
      clock.missed_pager = paused;
      if (!paused) page(e.node, schedule);
      return;
    case ClockMoment::kLook:
      clock.look = {};
      clock.missed_look = paused;
      if (!paused) look_at_clock(e.node, schedule);
      return;
  }
}

// Tells of which items it has become true, or no longer is, that they are over; and schedules what
// the clock comes to next.
void Cluster::judge_items(NodeIndex node, Schedule& schedule) {
  NodeClock& clock = clocks_.of(node);
  std::vector<Expiry> over;
  sim::Instant next = sim::kNever;
  const bool has_pager = params_->dialect == Dialect::kReal;
  bool pages = false;
  for (const Expiry& expiry : clocks_.expiries()) {
    const Copy& cache = nodes_[node].keys[expiry.key].cache;
    if (!cache.is_item() || cache.cas != expiry.cas || !judges(node, expiry.key)) continue;
    pages = pages || (has_pager && is_in_memory(node, expiry.key));
    const sim::Instant from = over_from(expiry.second, clock.ahead, params_->dialect);
    if (from > schedule.now()) next = std::min(next, from);
    if (is_over(node, expiry.key, schedule.now())) over.push_back(expiry);
  }
  const std::vector<Expiry> before = std::exchange(clock.told, over);
  for (const Expiry& expiry : over) {
    if (contains(before, expiry)) continue;
    note(ChangeKind::kClock, node, expiry.key, sim::kNoEvent, schedule);
  }
  for (const Expiry& expiry : before) {
    const Copy& cache = nodes_[node].keys[expiry.key].cache;
    const bool there = cache.is_item() && cache.cas == expiry.cas;
    if (!there || contains(over, expiry)) continue;
    note(ChangeKind::kClock, node, expiry.key, sim::kNoEvent, schedule);
  }
  schedule.cancel(std::exchange(clock.over, {}));
  if (next < sim::kNever) {
    clock.over = schedule.at(next, ClockDue{node, ClockMoment::kOver}, sim::Phase::kChange);
  }
  if (!pages) schedule.cancel(std::exchange(clock.pager, {}));
  if (!pages || clock.pager.event != sim::kNoEvent) return;
  clock.pager = schedule.at(next_time(clock.started, kPagerEvery, schedule.now()),
                            ClockDue{node, ClockMoment::kPager});
}

// A clock that is wrong from its server's start on was never right to it.
void Cluster::move_clock(NodeIndex node, sim::Duration by, Schedule& schedule) {
  if (!has_expiries_) return;
  NodeClock& clock = clocks_.of(node);
  clock.system += by;
  const bool down = faults_.nodes[node].health == FaultState::Health::kDown;
  const bool at_once = params_->dialect == Dialect::kMock || clock.started == schedule.now();
  if (at_once) return go_by_clock(node, schedule);
  if (down || clock.look.event != sim::kNoEvent) return;
  // At the very instant of a look the clock has changed before.
  const sim::Instant look = next_time(clock.started, kLookEvery, schedule.now() - sim::Duration(1));
  clock.look = schedule.at(look, ClockDue{node, ClockMoment::kLook}, sim::Phase::kChange);
}

void Cluster::look_at_clock(NodeIndex node, Schedule& schedule) {
  NodeClock& clock = clocks_.of(node);
  const sim::Duration moved = clock.system - clock.read;
  clock.read = clock.system;
  if (moved <= kTolerated && moved >= -kTolerated) return;
  go_by_clock(node, schedule);
}

void Cluster::go_by_clock(NodeIndex node, Schedule& schedule) {
  NodeClock& clock = clocks_.of(node);
  clock.read = clock.system;
  clock.ahead = clock.system;
  if (params_->dialect == Dialect::kReal) {
    tell(IncidentKind::kClockRead, schedule, kNoFault, node);
    outcome_.incidents.back().ahead = clock.ahead;
  }
  judge_items(node, schedule);
}

// Its server comes up: whatever the clock says, it knows no other.
void Cluster::restart_clock(NodeIndex node, Schedule& schedule) {
  NodeClock& clock = clocks_.of(node);
  for (sim::Ticket* ticket : {&clock.over, &clock.pager, &clock.look}) {
    schedule.cancel(std::exchange(*ticket, {}));
  }
  const bool moved = clock.ahead != clock.system;
  clock = {clock.system, clock.system, clock.ahead, schedule.now(), {}, {}, {}, false, false, {}};
  if (moved) go_by_clock(node, schedule);
}

// What it should have done while it stood still it does now.
void Cluster::resume_clock(NodeIndex node, Schedule& schedule) {
  NodeClock& clock = clocks_.of(node);
  if (std::exchange(clock.missed_look, false)) look_at_clock(node, schedule);
  if (std::exchange(clock.missed_pager, false)) page(node, schedule);
}

}  // namespace models::durability
