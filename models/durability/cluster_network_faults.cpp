// Messages that are late, lost and sent again, or cannot pass.
//
// Formula        a message that cannot pass is sent again as TCP does it: 0.2 s after the first
//                sending, then after twice the time each, at most 120 s; the first sending after
//                the cut's end passes. Lossy: each sending before the fault's end is lost with its
//                probability, independently. Slow: a draw of the fault's `by` is added.
// Source         RFC 6298 (doubling), Linux's TCP_RTO_MIN and TCP_RTO_MAX
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

using namespace std::chrono_literals;

constexpr sim::Duration kFirstRetransmission = 200ms;
constexpr sim::Duration kLongestRetransmission = 120s;

// From a sending at `now` to the first one at `end` or later.
sim::Duration until_retransmission(sim::Instant now, sim::Instant end) {
  sim::Duration timeout = kFirstRetransmission;
  sim::Instant sent = now;
  while (sent < end) {
    sent = sim::later(sent, timeout);
    timeout = std::min(2 * timeout, kLongestRetransmission);
  }
  return sent - now;
}

}  // namespace

bool Cluster::meets(std::uint32_t fault, hardware::PlaceIndex from, hardware::PlaceIndex to) const {
  const std::uint8_t one = faults_.side_of[fault][from];
  const std::uint8_t other = faults_.side_of[fault][to];
  if (one == 0 || other == 0 || one == other) return false;
  return !params_->faults[fault].one_way || one < other;
}

sim::Instant Cluster::cut_until(hardware::PlaceIndex from, hardware::PlaceIndex to) const {
  sim::Instant end = sim::kStart;
  for (const std::uint32_t fault : faults_.on_network) {
    const bool cuts = params_->faults[fault].kind == FaultKind::kNetworkCut;
    if (cuts && meets(fault, from, to)) end = std::max(end, faults_.ends[fault]);
  }
  return end;
}

sim::Duration Cluster::late_by(hardware::PlaceIndex from, hardware::PlaceIndex to,
                               sim::Instant now) {
  sim::Duration late{0};
  for (const std::uint32_t number : faults_.on_network) {
    const Fault& fault = params_->faults[number];
    if (!meets(number, from, to)) continue;
    if (fault.kind == FaultKind::kNetworkSlow) {
      late += sim::Duration(fault.by.draw(faults_.luck[number]));
    } else if (fault.kind == FaultKind::kNetworkLossy) {
      sim::Duration timeout = kFirstRetransmission;
      while (sim::later(now, late) < faults_.ends[number] &&
             faults_.luck[number].uniform() < fault.probability) {
        late += timeout;
        timeout = std::min(2 * timeout, kLongestRetransmission);
      }
    }
  }
  return late;
}

// What will never pass is lost; what passes later is held here until then.
bool Cluster::carry_despite_faults(TaskId task, hardware::PlaceIndex from, hardware::PlaceIndex to,
                                   sim::Bytes size, bool anew, Schedule& schedule) {
  sim::Duration late{0};
  if (anew && tasks_[task].kind == TaskKind::kAnswer) {
    const auto answered = answer_late_by(tasks_[task].node, size);
    if (!answered) {
      lose(task);
      return false;
    }
    late = *answered;
  }
  if (from != to && !faults_.on_network.empty()) {
    const sim::Instant end = cut_until(from, to);
    if (end == sim::kNever) {
      lose(task);
      return false;
    }
    if (end > schedule.now()) {
      hold_message(task, until_retransmission(schedule.now(), end), FaultMoment::kSendAgain,
                   schedule);
      return false;
    }
    if (anew) late += late_by(from, to, schedule.now());
  }
  if (late.count() > 0) {
    hold_message(task, late, FaultMoment::kSend, schedule);
    return false;
  }
  return network_.send(task, from, to, size, schedule);
}

void Cluster::hold_message(TaskId task, sim::Duration time, FaultMoment then, Schedule& schedule) {
  faults_.held.push_back(task);
  schedule.after(time, FaultDue{task, then});
}

void Cluster::carry_again(TaskId id, bool anew, Schedule& schedule) {
  faults_.held.erase(std::find(faults_.held.begin(), faults_.held.end(), id));
  const Task& task = tasks_[id];
  if (task.kind == TaskKind::kLost) return lose(id);
  hardware::PlaceIndex from = nodes_[task.node].place;
  hardware::PlaceIndex to = from;
  if (task.kind == TaskKind::kReplicate || task.kind == TaskKind::kAcknowledge) {
    from = nodes_[task.from].place;
  } else if (const auto client = place_of(operations_[task.operation])) {
    (task.kind == TaskKind::kRequest ? from : to) = *client;
  }
  if (carry_despite_faults(id, from, to, size_of(task), anew, schedule)) arrived(id, schedule);
}

// What a message weighs, by what it carries.
sim::Bytes Cluster::size_of(const Task& task) const {
  if (task.kind == TaskKind::kAcknowledge) return sim::Bytes{kAcknowledgementBytes};
  if (task.kind == TaskKind::kReplicate) {
    const bool names_only = task.mutation.phase == Phase::kCommit;
    return sim::Bytes{kMutationBytes + (names_only ? 0 : task.mutation.size)};
  }
  const Operation& operation = operations_[task.operation];
  if (task.kind == TaskKind::kRequest) return sim::Bytes{kRequestBytes + operation.size};
  const bool reads = operation.kind == OperationKind::kGet;
  const std::uint32_t value = reads ? nodes_[task.node].keys[operation.key].cache.size : 0;
  return sim::Bytes{kRequestBytes + value};
}

// The mock's hiccup delays a node's answers; what its truncation cuts off, no client can read.
std::optional<sim::Duration> Cluster::answer_late_by(NodeIndex node, sim::Bytes size) {
  sim::Duration late{0};
  for (const std::uint32_t number : faults_.on_answers) {
    const Fault& fault = params_->faults[number];
    if (std::find(fault.nodes.begin(), fault.nodes.end(), node) == fault.nodes.end()) continue;
    if (fault.kind == FaultKind::kHiccup) {
      late += sim::Duration(fault.by.draw(faults_.luck[number]));
    } else if (size.count > static_cast<std::int64_t>(fault.count)) {
      return std::nullopt;
    }
  }
  return late;
}

void Cluster::set_network_fault(std::uint32_t fault, bool on, Schedule& schedule) {
  auto& active = faults_.on_network;
  if (on) {
    active.push_back(fault);
  } else {
    active.erase(std::find(active.begin(), active.end(), fault));
    learn_maps();
    poll_map_later(schedule);
  }
  look_for_missing(schedule);
}

}  // namespace models::durability
