// Nodes that stand still, and disks that are slow, stalled, full, failing or forgetful.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

using namespace std::chrono_literals;

// The server's flusher sleeps for a second after a commit that failed.
constexpr sim::Duration kFlushAgain = 1s;

// How many times as long all slow disks together may take: a thousand million.
constexpr std::int64_t kSlowest = 1'000'000'000'000;

std::int64_t product(std::int64_t a, std::int64_t b) {
  __extension__ using Wide = __int128;
  return static_cast<std::int64_t>(std::clamp<Wide>(Wide{a} * b / 1000, 1, kSlowest));
}

}  // namespace

// The processor stops in the middle of its work. The disk goes on with its own, but nobody hears
// of it; what comes in waits at the door.
void Cluster::pause(NodeIndex node, Schedule& schedule) {
  FaultState::OfNode& state = faults_.nodes[node];
  state.paused = true;
  schedule.queue().cancel_where([&](const Schedule::Entry& entry) {
    const auto* work = std::get_if<CpuDone>(&entry.what);
    const auto* disk = std::get_if<DiskDone>(&entry.what);
    if (work != nullptr && work->node == node) {
      state.interrupted.push_back({work->task, false, entry.at - schedule.now(), entry.at});
      return true;
    }
    if (disk != nullptr && disk->node == node) {
      state.interrupted.push_back({disk->task, true, sim::Duration(0), entry.at});
      return true;
    }
    return false;
  });
}

void Cluster::resume(NodeIndex node, Schedule& schedule) {
  FaultState::OfNode& state = faults_.nodes[node];
  state.paused = false;
  for (const FaultState::Interrupted& work : std::exchange(state.interrupted, {})) {
    if (work.on_disk) {
      schedule.at(std::max(work.due, schedule.now()), DiskDone{node, work.task});
    } else {
      schedule.after(work.left, CpuDone{node, work.task});
    }
  }
  for (const TaskId task : std::exchange(state.outside, {})) arrived(task, schedule);
  for (const KeyIndex key : std::exchange(state.overdue, {})) {
    const PartitionIndex partition = params_->keys.partition(key);
    if (!is_master(node, partition)) continue;
    const sim::Ticket timeout = schedule.after(sim::Duration(0), SyncTimeout{key});
    if (!sync_writes_[partition].renew(key, timeout)) schedule.cancel(timeout);
  }
  if (has_expiries_) resume_clock(node, schedule);
  flush_if_ready(node, schedule);
}

// Counted anew from the faults that are active, so that nothing is left of those that are over.
void Cluster::slow_disk(NodeIndex node, Schedule& schedule) {
  FaultState::OfNode& state = faults_.nodes[node];
  std::int64_t slower = 1000;
  for (std::uint32_t i = 0; i < params_->faults.size(); ++i) {
    const Fault& fault = params_->faults[i];
    if (fault.kind != FaultKind::kDiskSlow || faults_.active[i] == 0) continue;
    const auto nodes = nodes_of_fault(i);
    const bool here = std::find(nodes.begin(), nodes.end(), node) != nodes.end();
    if (here) slower = product(slower, fault.times);
  }
  const hardware::DiskLatencies& disk = nodes_[node].disk.latencies();
  for (const sim::LatencyId latency : {disk.write, disk.sync, disk.read}) {
    schedule.stretch(latency, static_cast<double>(slower), static_cast<double>(state.slower));
  }
  state.slower = slower;
}

// What is in service stands still too: it ends as much later as the stall lasts.
void Cluster::stall_disk(NodeIndex node, sim::Instant until, Schedule& schedule) {
  sim::Instant& stalled_until = faults_.nodes[node].stalled_until;
  const sim::Instant since = std::max(schedule.now(), stalled_until);
  if (until <= since) return;
  stalled_until = until;
  nodes_[node].disk.stall(until);
  std::vector<std::pair<sim::Instant, TaskId>> in_service;
  schedule.queue().cancel_where([&](const Schedule::Entry& entry) {
    const auto* disk = std::get_if<DiskDone>(&entry.what);
    if (disk == nullptr || disk->node != node) return false;
    in_service.emplace_back(entry.at, disk->task);
    return true;
  });
  for (const auto& [due, task] : in_service) {
    schedule.at(sim::later(due, until - since), DiskDone{node, task});
  }
}

bool Cluster::may_flush(NodeIndex node) const {
  const FaultState::OfNode& state = faults_.nodes[node];
  return state.full == 0 && !state.waits_to_flush && !state.paused;
}

bool Cluster::flush_failed(NodeIndex node, Schedule& schedule) {
  FaultState::OfNode& state = faults_.nodes[node];
  if (state.failing == 0) return false;
  nodes_[node].queue.failed();
  state.waits_to_flush = true;
  schedule.after(kFlushAgain, FaultDue{node, FaultMoment::kFlushAgain});
  return true;
}

// Keeps no more flushes than may be lost.
void Cluster::remember_flush(NodeIndex node) {
  FaultState::OfNode& state = faults_.nodes[node];
  if (state.loses == 0) return state.undo.clear();
  if (state.undo.size() == state.loses) state.undo.erase(state.undo.begin());
  state.undo.emplace_back();
}

void Cluster::remember(NodeIndex node, const Mutation& mutation) {
  FaultState::OfNode& state = faults_.nodes[node];
  if (state.undo.empty()) return;
  FaultState::Undo& undo = state.undo.back();
  undo.copies.emplace_back(mutation.key, nodes_[node].keys[mutation.key].disk);
  undo.persisted.emplace_back(mutation.partition, nodes_[node].persisted[mutation.partition]);
  if (!has_sync_writes_) return;
  undo.prepared.emplace_back(mutation.partition,
                             nodes_[node].prepared[mutation.partition].on_disk());
}

// Back to what the disk held before the last flushes, the newest taken back first.
void Cluster::lose_syncs(NodeIndex node) {
  std::vector<FaultState::Undo> lost = std::exchange(faults_.nodes[node].undo, {});
  for (auto flush = lost.rbegin(); flush != lost.rend(); ++flush) {
    for (auto copy = flush->copies.rbegin(); copy != flush->copies.rend(); ++copy) {
      nodes_[node].keys[copy->first].disk = copy->second;
    }
    for (auto mark = flush->persisted.rbegin(); mark != flush->persisted.rend(); ++mark) {
      nodes_[node].persisted[mark->first] = mark->second;
    }
    for (auto prepared = flush->prepared.rbegin(); prepared != flush->prepared.rend(); ++prepared) {
      nodes_[node].prepared[prepared->first].restore_disk(std::move(prepared->second));
    }
  }
}

}  // namespace models::durability
