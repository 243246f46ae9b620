// What breaks, and what becomes of the operations that it meets.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

void Cluster::add_faults(Schedule& schedule) {
  const std::size_t partitions = partitions_.size();
  const std::size_t count = nodes_.size();
  faults_.nodes.resize(count);
  faults_.last_uuid = 1;
  for (FaultState::OfNode& node : faults_.nodes) {
    node.logs.assign(partitions, FailoverLog{{faults_.last_uuid, 0}});
    node.reported_in_cache.resize(partitions);
  }
  faults_.streams.resize(count * count);
  faults_.newest.resize(params_->keys.size());
  std::vector<std::vector<KeyIndex>> keys(partitions);
  for (KeyIndex key = 0; key < params_->keys.size(); ++key) {
    keys[params_->keys.partition(key)].push_back(key);
  }
  faults_.keys_by_partition =
      std::make_shared<const std::vector<std::vector<KeyIndex>>>(std::move(keys));
  for (std::uint32_t i = 0; i < params_->faults.size(); ++i) {
    const Fault& fault = params_->faults[i];
    schedule.at(fault.from, FaultDue{i, FaultMoment::kBegins}, sim::Phase::kChange);
    if (is_instant(fault.kind) || fault.until == sim::kNever) continue;
    schedule.at(fault.until, FaultDue{i, FaultMoment::kEnds}, sim::Phase::kChange);
  }
}

void Cluster::on(const FaultDue& e, Schedule& schedule) {
  switch (e.moment) {
    case FaultMoment::kBegins:
      begin_fault(e.subject, schedule);
      break;
    case FaultMoment::kEnds:
      end_fault(e.subject, schedule);
      break;
    case FaultMoment::kOperationOver:
      give_up(e.subject, schedule);
      break;
  }
}

void Cluster::begin_fault(std::uint32_t number, Schedule& schedule) {
  const Fault& fault = params_->faults[number];
  for (const NodeIndex node : fault.nodes) {
    const bool crashes = fault.kind == FaultKind::kCrash;
    const bool down = faults_.nodes[node].health == FaultState::Health::kDown;
    tell(crashes == down ? IncidentKind::kPassedOver : IncidentKind::kBegan, schedule, number,
         node);
    if (crashes == down) continue;
    if (crashes) {
      crash(node, schedule);
    } else {
      restart(node, schedule);
    }
  }
}

void Cluster::end_fault(std::uint32_t number, Schedule& schedule) {
  for (const NodeIndex node : params_->faults[number].nodes) {
    if (faults_.nodes[node].health != FaultState::Health::kDown) continue;
    tell(IncidentKind::kEnded, schedule, number, node);
    restart(node, schedule);
  }
}

// A node that is down hears nothing; one that warms up says that it cannot yet.
bool Cluster::admits(TaskId id, Schedule& schedule) {
  const Task& task = tasks_[id];
  const FaultState::Health health = faults_.nodes[task.node].health;
  if (task.kind == TaskKind::kReplicate) {
    const bool stale = task.number < stream_state(task.from, task.node).first_number;
    if (!stale && health == FaultState::Health::kUp) return true;
    lose(id);
    return false;
  }
  if (health == FaultState::Health::kUp) return true;
  if (health == FaultState::Health::kDown) {
    lose(id);
    return false;
  }
  const Operation& operation = operations_[task.operation];
  if (operation.generator == kWatch) {
    NodeAnswer& seen = watches_[operation.client_or_step].polls[operation.reply].seen;
    seen = NodeAnswer{task.node};
    seen.status = ReplyStatus::kTemporaryFailure;
  }
  answer(id, ReplyStatus::kTemporaryFailure, schedule);
  return false;
}

void Cluster::lose(TaskId id) {
  const OperationId lost = tasks_[id].operation;
  const bool of_operation = tasks_[id].kind == TaskKind::kRequest ||
                            (tasks_[id].kind == TaskKind::kLost && lost != kNoOperation);
  tasks_.give_back(id);
  if (!of_operation) return;
  FaultState::OfOperation& state = faults_.operations[lost];
  if (--state.under_way == 0 && state.over) operations_.give_back(lost);
}

void Cluster::watch_over(OperationId operation, std::uint32_t requests, Schedule& schedule) {
  if (faults_.operations.size() <= operation) faults_.operations.resize(operation + 1);
  faults_.operations[operation] = {
      schedule.after(params_->patience.timeout, FaultDue{operation, FaultMoment::kOperationOver}),
      requests, false};
}

bool Cluster::still_awaited(TaskId id, Schedule& schedule) {
  const OperationId operation = tasks_[id].operation;
  FaultState::OfOperation& state = faults_.operations[operation];
  --state.under_way;
  if (!state.over) {
    if (operations_[operation].awaited == 1) schedule.cancel(state.deadline);
    return true;
  }
  tasks_.give_back(id);
  if (state.under_way == 0) operations_.give_back(operation);
  return false;
}

// The client tells a timeout. What is still under way of the operation goes on without it.
void Cluster::give_up(OperationId id, Schedule& schedule) {
  operations_[id].status = ReplyStatus::kTimeout;
  faults_.operations[id].over = true;
  const Operation operation = operations_[id];
  if (operation.generator == kWatch) {
    unanswered(operation, schedule);
  } else if (operation.generator == kScript) {
    conclude_for_script(operation, {}, schedule);
  } else {
    conclude(id, schedule);
  }
  if (faults_.operations[id].under_way == 0) operations_.give_back(id);
}

}  // namespace models::durability
