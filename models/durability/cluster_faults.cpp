// What breaks, and what becomes of the operations that it meets.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

using namespace std::chrono_literals;

// Between tries of what was sent elsewhere: controlled backoff, Couchbase's client RFC 49.
constexpr std::array<sim::Duration, 6> kRetries = {1ms, 10ms, 50ms, 100ms, 500ms, 1000ms};

bool asks_master(OperationKind kind) {
  return kind == OperationKind::kStore || kind == OperationKind::kDelete ||
         kind == OperationKind::kGet;
}

}  // namespace

void Cluster::add_faults(Schedule& schedule) {
  const std::size_t partitions = partitions_.size();
  const std::size_t count = nodes_.size();
  faults_.nodes.resize(count);
  faults_.last_uuid = 1;
  for (FaultState::OfNode& node : faults_.nodes) {
    node.logs.assign(partitions, FailoverLog{{faults_.last_uuid, 0}});
    node.snapshots.resize(partitions);
    node.reported_in_cache.resize(partitions);
    node.reported_on_disk.resize(partitions);
  }
  faults_.streams.resize(count * count);
  faults_.newest.resize(params_->keys.size());
  faults_.versions.resize(partitions);
  std::vector<std::vector<KeyIndex>> keys(partitions);
  for (KeyIndex key = 0; key < params_->keys.size(); ++key) {
    keys[params_->keys.partition(key)].push_back(key);
  }
  faults_.keys_by_partition =
      std::make_shared<const std::vector<std::vector<KeyIndex>>>(std::move(keys));
  FaultState::Map map;
  for (const Partition& partition : partitions_) map.push_back(partition.chain);
  faults_.maps = {std::make_shared<const FaultState::Map>(std::move(map))};
  faults_.map_of_client.resize(params_->generators.size() + 1);
  const std::size_t faults = params_->faults.size();
  faults_.side_of.resize(faults);
  faults_.active.resize(faults);
  faults_.drawn.resize(faults);
  faults_.ends.resize(faults, sim::kNever);
  for (std::uint32_t i = 0; i < faults; ++i) {
    const Fault& fault = params_->faults[i];
    const std::string name = "fault/" + std::to_string(i);
    faults_.luck.push_back(schedule.stream(name, "messages"));
    faults_.times.push_back(schedule.stream(name, "times"));
    faults_.side_of[i].resize(params_->topology.places.size());
    for (std::size_t side = 0; side < fault.sides.size(); ++side) {
      for (const std::string& place : fault.sides[side]) {
        faults_.side_of[i][params_->topology.place(place)] = static_cast<std::uint8_t>(side + 1);
      }
    }
    if (fault.process) {
      faults_.ends[i] = fault.from;
      schedule_process(i, schedule);
    } else {
      schedule.at(fault.from, FaultDue{i, FaultMoment::kBegins}, sim::Phase::kChange);
    }
  }
}

// The next beginning comes after the present one, whether that changed anything or not.
void Cluster::schedule_process(std::uint32_t number, Schedule& schedule) {
  const Fault& fault = params_->faults[number];
  const sim::Duration pause(fault.process->every.draw(faults_.times[number]));
  const sim::Instant from = std::max(schedule.now(), fault.from);
  const sim::Instant next = sim::later(from, std::max(pause, sim::Duration(1)));
  if (next >= fault.until) return;
  schedule.at(next, FaultDue{number, FaultMoment::kBegins}, sim::Phase::kChange);
}

void Cluster::on(const FaultDue& e, Schedule& schedule) {
  switch (e.moment) {
    case FaultMoment::kBegins:
      return begin_fault(e.subject, schedule);
    case FaultMoment::kEnds:
      return end_fault(e.subject, schedule);
    case FaultMoment::kOperationOver:
      return give_up(e.subject, schedule);
    case FaultMoment::kTryAgain:
      return try_again(e.subject, schedule);
    case FaultMoment::kSend:
      return carry_again(e.subject, false, schedule);
    case FaultMoment::kSendAgain:
      return carry_again(e.subject, true, schedule);
    case FaultMoment::kFlushAgain:
      faults_.nodes[e.subject].waits_to_flush = false;
      return flush_if_ready(e.subject, schedule);
    case FaultMoment::kMissed:
      return missed(e.subject, schedule);
    case FaultMoment::kMapPoll:
      return poll_map(schedule);
  }
}

void Cluster::tell(IncidentKind kind, const Schedule& schedule, std::uint32_t fault,
                   NodeIndex node) {
  outcome_.incidents.push_back({schedule.now(), kind, fault, node, 0, 0, 0});
}

void Cluster::begin_fault(std::uint32_t number, Schedule& schedule) {
  const Fault& fault = params_->faults[number];
  faults_.ends[number] = fault.until;
  if (fault.process) {
    schedule_process(number, schedule);
    if (faults_.active[number] != 0) return tell(IncidentKind::kPassedOver, schedule, number);
    const sim::Duration lasts(fault.process->lasts.draw(faults_.times[number]));
    faults_.ends[number] = sim::later(schedule.now(), std::max(lasts, sim::Duration(1)));
    const std::uint64_t one =
        faults_.times[number].below(std::max<std::size_t>(fault.nodes.size(), 1));
    if (fault.any_one) faults_.drawn[number] = fault.nodes[one];
  }
  if (!is_instant(fault.kind)) {
    faults_.active[number] = 1;
    if (faults_.ends[number] != sim::kNever) {
      schedule.at(faults_.ends[number], FaultDue{number, FaultMoment::kEnds}, sim::Phase::kChange);
    }
  }
  if (fault.kind == FaultKind::kRebalance) {
    tell(IncidentKind::kBegan, schedule, number, fault.nodes.front());
    return rebalance(fault, schedule);
  }
  if (fault.sides.empty()) {
    for (const NodeIndex node : nodes_of_fault(number)) begin_on_node(number, node, schedule);
  } else {
    tell(IncidentKind::kBegan, schedule, number);
    set_network_fault(number, true, schedule);
  }
}

void Cluster::end_fault(std::uint32_t number, Schedule& schedule) {
  const Fault& fault = params_->faults[number];
  faults_.active[number] = 0;
  if (fault.sides.empty()) {
    for (const NodeIndex node : nodes_of_fault(number)) end_on_node(number, node, schedule);
  } else {
    tell(IncidentKind::kEnded, schedule, number);
    set_network_fault(number, false, schedule);
  }
}

std::vector<NodeIndex> Cluster::nodes_of_fault(std::uint32_t number) const {
  const Fault& fault = params_->faults[number];
  return fault.any_one ? std::vector{faults_.drawn[number]} : fault.nodes;
}

// Whether there is something to break, or to mend.
bool Cluster::can_begin(const Fault& fault, NodeIndex node) const {
  const FaultState::OfNode& state = faults_.nodes[node];
  const bool down = state.health == FaultState::Health::kDown;
  if (fault.kind == FaultKind::kRestart) return down;
  if (fault.kind == FaultKind::kPause) return !down && !state.paused;
  if (fault.kind == FaultKind::kFailover) return !state.failed_over;
  return fault.kind != FaultKind::kCrash || !down;
}

void Cluster::begin_on_node(std::uint32_t number, NodeIndex node, Schedule& schedule) {
  const Fault& fault = params_->faults[number];
  FaultState::OfNode& state = faults_.nodes[node];
  const bool begins = can_begin(fault, node);
  const IncidentKind told = begins ? IncidentKind::kBegan : IncidentKind::kPassedOver;
  if (fault.kind != FaultKind::kTimeTravel || node == 0) tell(told, schedule, number, node);
  if (!begins) return;
  switch (fault.kind) {
    case FaultKind::kCrash:
      return crash(node, schedule);
    case FaultKind::kRestart:
      return restart(node, schedule);
    case FaultKind::kPause:
      pause(node, schedule);
      return look_for_missing(schedule);
    case FaultKind::kFailover:
      static_cast<void>(fail_over(node, number, schedule));
      return;
    case FaultKind::kDiskSlow:
      return slow_disk(node, schedule);
    case FaultKind::kDiskStalled:
      return stall_disk(node, faults_.ends[number], schedule);
    case FaultKind::kDiskFull:
      ++state.full;
      return;
    case FaultKind::kDiskFails:
      ++state.failing;
      return;
    case FaultKind::kDiskLosesSyncs:
      state.loses = fault.count;
      return;
    case FaultKind::kOperationsFail:
      state.fails = fault.count;
      state.fails_with = fault.status;
      return;
    case FaultKind::kHiccup:
    case FaultKind::kTruncate:
      return faults_.on_answers.push_back(number);
    case FaultKind::kClockSkew:
    case FaultKind::kTimeTravel:  // of all nodes, and told once
      return move_clock(node, fault.ahead, schedule);
    default:
      SIM_CHECK(false);  // the others have sides, or no node of their own
  }
}

void Cluster::end_on_node(std::uint32_t number, NodeIndex node, Schedule& schedule) {
  const Fault& fault = params_->faults[number];
  FaultState::OfNode& state = faults_.nodes[node];
  if (fault.kind == FaultKind::kCrash && state.health != FaultState::Health::kDown) return;
  if (fault.kind == FaultKind::kPause && !state.paused) return;
  tell(IncidentKind::kEnded, schedule, number, node);
  switch (fault.kind) {
    case FaultKind::kCrash:
      return restart(node, schedule);
    case FaultKind::kPause:
      resume(node, schedule);
      learn_maps();
      return look_for_missing(schedule);
    case FaultKind::kDiskSlow:
      return slow_disk(node, schedule);
    case FaultKind::kDiskFull:
      --state.full;
      return flush_if_ready(node, schedule);
    case FaultKind::kDiskFails:
      --state.failing;
      return;
    case FaultKind::kDiskLosesSyncs:
      state.loses = 0;
      return state.undo.clear();
    case FaultKind::kOperationsFail:
      state.fails = 0;
      return;
    case FaultKind::kHiccup:
    case FaultKind::kTruncate:
      std::erase(faults_.on_answers, number);
      return;
    case FaultKind::kClockSkew:
      return move_clock(node, -fault.ahead, schedule);
    default:
      return;  // a stall knows its end from its beginning
  }
}

// A node that is down hears nothing, one that stands still later, and one that warms up says that
// it cannot answer yet.
bool Cluster::admits(TaskId id, Schedule& schedule) {
  const Task& task = tasks_[id];
  FaultState::OfNode& state = faults_.nodes[task.node];
  const bool stale = task.kind == TaskKind::kReplicate &&
                     task.number < stream_state(task.from, task.node).first_number;
  if (stale || state.health == FaultState::Health::kDown) {
    lose(id);
    return false;
  }
  if (state.paused) {
    state.outside.push_back(id);
    return false;
  }
  if (state.health == FaultState::Health::kUp) return true;
  if (task.kind != TaskKind::kRequest) {
    lose(id);
  } else {
    refuse(id, ReplyStatus::kTemporaryFailure, schedule);
  }
  return false;
}

void Cluster::refuse(TaskId id, ReplyStatus status, Schedule& schedule) {
  const Task& task = tasks_[id];
  const Operation& operation = operations_[task.operation];
  if (operation.generator == kWatch) {
    Poll& poll = watches_[operation.client_or_step].polls[operation.reply];
    if (poll.asked == operation.sent) {
      poll.seen = NodeAnswer{task.node};
      poll.seen.status = status;
    }
  }
  answer(id, status, schedule);
}

bool Cluster::refuses(TaskId id, Schedule& schedule) {
  const Task& task = tasks_[id];
  const Operation& operation = operations_[task.operation];
  FaultState::OfNode& state = faults_.nodes[task.node];
  if (state.fails > 0) {
    --state.fails;
    refuse(id, state.fails_with, schedule);
    return true;
  }
  if (!asks_master(operation.kind)) return false;
  const PartitionIndex partition = params_->keys.partition(operation.key);
  if (chain_for_node(task.node, partition).master() == task.node) return false;
  refuse(id, ReplyStatus::kNotMyVbucket, schedule);
  return true;
}

void Cluster::lose(TaskId id) {
  const Task task = tasks_[id];
  tasks_.give_back(id);
  const bool of_operation = task.kind == TaskKind::kRequest || task.kind == TaskKind::kAnswer ||
                            (task.kind == TaskKind::kLost && task.operation != kNoOperation);
  if (!of_operation) return;
  FaultState::OfOperation& state = faults_.operations[task.operation];
  if (--state.under_way == 0 && state.over) end_operation(task.operation);
}

void Cluster::watch_over(OperationId operation, std::uint32_t requests, Schedule& schedule) {
  if (faults_.operations.size() <= operation) faults_.operations.resize(operation + 1);
  FaultState::OfOperation& state = faults_.operations[operation];
  state = {};
  state.deadline =
      schedule.after(params_->patience.timeout, FaultDue{operation, FaultMoment::kOperationOver});
  state.under_way = requests;
  state.node = chain_for(operations_[operation]).master();
}

bool Cluster::still_awaited(TaskId id, Schedule& schedule) {
  const OperationId operation = tasks_[id].operation;
  FaultState::OfOperation& state = faults_.operations[operation];
  --state.under_way;
  if (!state.over && goes_elsewhere(id, schedule)) return false;
  if (!state.over) {
    if (operations_[operation].awaited > 1) return true;
    schedule.cancel(state.deadline);
    schedule.cancel(state.retry);
    state.over = state.under_way > 0;
    return true;
  }
  tasks_.give_back(id);
  if (state.under_way == 0) end_operation(operation);
  return false;
}

// A node that does not hold the vBucket brings its map along, and the client goes by it.
bool Cluster::goes_elsewhere(TaskId id, Schedule& schedule) {
  const Task task = tasks_[id];
  const Operation operation = operations_[task.operation];
  if (operation.generator == kWatch) {
    const NodeAnswer& seen = watches_[operation.client_or_step].polls[operation.reply].seen;
    if (seen.answer.status == ObserveStatus::kNotMyVbucket) {
      learn(client_of(operation), faults_.nodes[task.node].map, schedule);
    }
  }
  if (operation.status != ReplyStatus::kNotMyVbucket || !asks_master(operation.kind)) return false;
  tasks_.give_back(id);
  const std::uint32_t tries = faults_.operations[task.operation].tries;
  learn(client_of(operation), faults_.nodes[task.node].map, schedule);
  FaultState::OfOperation& state = faults_.operations[task.operation];
  if (state.tries > tries) return true;
  const sim::Duration pause = kRetries[std::min<std::size_t>(state.tries, kRetries.size() - 1)];
  schedule.cancel(state.retry);
  state.retry = schedule.after(pause, FaultDue{task.operation, FaultMoment::kTryAgain});
  return true;
}

void Cluster::try_again(OperationId id, Schedule& schedule) {
  FaultState::OfOperation& state = faults_.operations[id];
  ++state.tries;
  ++state.under_way;
  const Operation operation = operations_[id];
  const NodeIndex node = chain_for(operation).master();
  state.node = node;
  const TaskId task = tasks_.take({TaskKind::kRequest, node, id, 0, 0, {}});
  const auto place = place_of(operation);
  if (!place || carry(task, *place, nodes_[node].place, sim::Bytes{kRequestBytes + operation.size},
                      schedule)) {
    enter_cpu(task, schedule);
  }
}

// What is still under way of an operation that is over ends it later.
bool Cluster::release(OperationId operation) {
  if (has_faults_ && faults_.operations[operation].over) return false;
  operations_.give_back(operation);
  return true;
}

// The client tells a timeout. What is still under way of the operation goes on without it.
void Cluster::give_up(OperationId id, Schedule& schedule) {
  operations_[id].status = ReplyStatus::kTimeout;
  faults_.operations[id].over = true;
  schedule.cancel(faults_.operations[id].retry);
  const Operation operation = operations_[id];
  if (operation.generator == kWatch) {
    unanswered(operation, schedule);
  } else if (operation.generator >= kWatchedWrite) {
    conclude_for_script(operation, {}, schedule);
  } else {
    conclude(id, schedule);
  }
  if (faults_.operations[id].under_way == 0) end_operation(id);
}

}  // namespace models::durability
