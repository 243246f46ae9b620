// A node goes down and comes back: memory is lost, the disk is kept and read back.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

void Cluster::crash(NodeIndex node, Schedule& schedule) {
  FaultState::OfNode& state = faults_.nodes[node];
  state.health = FaultState::Health::kDown;
  outcome_.health.push_back({schedule.now(), node, state.health});
  state.to_read.clear();
  state.paused = false;
  state.outside.clear();
  state.interrupted.clear();
  state.overdue.clear();
  state.waits_to_flush = false;
  schedule.queue().cancel_where([&](const Schedule::Entry& entry) {
    const auto* work = std::get_if<CpuDone>(&entry.what);
    const auto* disk = std::get_if<DiskDone>(&entry.what);
    return (work != nullptr && work->node == node) || (disk != nullptr && disk->node == node);
  });
  nodes_[node].cpu.clear(schedule.now());
  nodes_[node].disk.clear(schedule.now());
  if (has_sync_writes_) crash_sync_writes(node, schedule);
  if (promises_.on()) {
    promises_.memory_lost(node, schedule.now());
    if (!state.undo.empty()) promises_.disk_lost(node, schedule.now());
  }
  // What waits here for messages before it is lost once, not by its stream again.
  for (NodeIndex other = 0; other < nodes_.size(); ++other) {
    close_stream(other, node);
    disconnect(node, other);
  }
  lose_tasks_of(node);
  lose_syncs(node);
  forget_memory(node, schedule);
  look_for_missing(schedule);
}

// What is under way to the node will be lost on arrival; what it works on is lost now.
void Cluster::lose_tasks_of(NodeIndex node) {
  std::vector<TaskId> under_way;
  network_.for_each_payload([&](hardware::JobId payload) { under_way.push_back(payload); });
  under_way.insert(under_way.end(), faults_.held.begin(), faults_.held.end());
  std::sort(under_way.begin(), under_way.end());
  std::vector<TaskId> there;
  tasks_.for_each_number([&](TaskId id) {
    if (tasks_[id].node == node && tasks_[id].kind != TaskKind::kLost) there.push_back(id);
  });
  // Nobody sends again what the node's own network has not got through yet.
  for (const TaskId id : faults_.held) {
    const Task& task = tasks_[id];
    const bool from_node = task.kind == TaskKind::kReplicate || task.kind == TaskKind::kAcknowledge;
    const NodeIndex sender = from_node ? task.from : task.node;
    if (sender == node && task.kind != TaskKind::kRequest) take_off_the_way(id);
  }
  for (const TaskId id : there) {
    const Task& task = tasks_[id];
    if (!std::binary_search(under_way.begin(), under_way.end(), id)) {
      lose(id);
    } else if (task.kind != TaskKind::kAnswer) {
      take_off_the_way(id);
    }
  }
}

bool Cluster::is_up(NodeIndex node) const {
  return faults_.nodes[node].health == FaultState::Health::kUp;
}

// The message goes on, and nobody takes it.
void Cluster::take_off_the_way(TaskId id) {
  Task& task = tasks_[id];
  const bool of_operation = task.kind == TaskKind::kRequest || task.kind == TaskKind::kAnswer ||
                            (task.kind == TaskKind::kLost && task.operation != kNoOperation);
  if (!of_operation) task.operation = kNoOperation;
  task.kind = TaskKind::kLost;
}

void Cluster::forget_memory(NodeIndex node, Schedule& schedule) {
  Node& there = nodes_[node];
  there.queue.clear();
  there.holds.clear();
  there.flush_items = 0;
  there.flushed_items = 0;
  for (KeyIndex key = 0; key < there.keys.size(); ++key) {
    if (there.keys[key].cache.is_absent()) continue;
    set_cache(node, key, Copy{});
    note(ChangeKind::kCrashed, node, key, sim::kNoEvent, schedule);
  }
}

// How far the node has come is up to where its disk has everything. What it has above that stays,
// but the disk queue had dropped older versions for newer ones that are lost.
void Cluster::restart(NodeIndex node, Schedule& schedule) {
  FaultState::OfNode& state = faults_.nodes[node];
  state.health = FaultState::Health::kWarmingUp;
  outcome_.health.push_back({schedule.now(), node, state.health});
  state.items_to_read = 0;
  Node& there = nodes_[node];
  for (PartitionIndex p = 0; p < partitions_.size(); ++p) {
    std::uint64_t& high = there.high[p];
    high = std::min(high, there.persisted[p]);
    sim::Bytes size;
    std::uint64_t items = 0;
    for (const KeyIndex key : keys_of(p)) {
      const Copy& disk = there.keys[key].disk;
      if (disk.is_absent()) continue;
      ++items;
      size += sim::Bytes{disk.size};
    }
    if (items > 0) state.to_read.push_back(size);
    state.items_to_read += items;
  }
  std::reverse(state.to_read.begin(), state.to_read.end());
  look_for_missing(schedule);
  if (has_expiries_) restart_clock(node, schedule);
  read_back(node, schedule);
}

void Cluster::read_back(NodeIndex node, Schedule& schedule) {
  std::vector<sim::Bytes>& to_read = faults_.nodes[node].to_read;
  if (to_read.empty()) return warmed_up(node, schedule);
  const sim::Bytes size = to_read.back();
  to_read.pop_back();
  nodes_[node].disk.read(kWarmUp, size, schedule, [node](TaskId task) {
    return DiskDone{node, task};
  });
}

// Values that find no room stay on the disk, as if they had been evicted.
void Cluster::warmed_up(NodeIndex node, Schedule& schedule) {
  faults_.nodes[node].health = FaultState::Health::kUp;
  outcome_.health.push_back({schedule.now(), node, NodeHealth::kUp});
  learn_maps();
  Node& there = nodes_[node];
  for (KeyIndex key = 0; key < there.keys.size(); ++key) {
    Copy copy = there.keys[key].disk;
    if (!copy.is_item()) continue;
    copy.ejected = make_room(node, params_->keys.bucket(key), copy.size) ? 0 : 1;
    set_cache(node, key, copy);
    note(ChangeKind::kWarmedUp, node, key, sim::kNoEvent, schedule);
  }
  outcome_.incidents.push_back({schedule.now(), IncidentKind::kWarmedUp, kNoFault, node, 0, 0,
                                faults_.nodes[node].items_to_read});
  if (has_sync_writes_) warm_up_sync_writes(node);
  if (has_ephemeral_) reprovision(node, schedule);
  for (PartitionIndex p = 0; p < partitions_.size(); ++p) {
    if (partitions_[p].chain.master() == node) begin_history(node, p, schedule);
  }
  if (has_expiries_) judge_items(node, schedule);
  for (NodeIndex other = 0; other < nodes_.size(); ++other) {
    if (other == node || !is_up(other)) continue;
    join(node, other, schedule);
    join(other, node, schedule);
  }
  poll_map_later(schedule);
}

}  // namespace models::durability
