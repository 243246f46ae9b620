// Another vBucket map: who decides on it, who knows of it, and what it changes.
//
// Deciding       by script, or once a node's heartbeats were missed for long enough: by a majority
//                of all nodes that hear one another
// Promotion      the first replica of the chain that is up; with synchronous writes, of those that
//                are up the one that counts most prepares of its history. The others follow it
// Knowing        nodes that the deciders hear know the new map at once, others once they are heard
//                again. Clients learn it from the node that answers NOT_MY_VBUCKET, or when they
//                next ask for it
// Source         ns_server's auto-failover (quorum of all nodes; refused where data would be lost),
//                libcouchbase's newconfig.cc (what is unanswered goes to the new node)
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

// Each workload is a client, and the script is one.
std::uint32_t Cluster::client_of(const Operation& operation) const {
  const std::uint32_t number = operation.client_or_step;
  if (operation.generator == kWatch) return client_of_watch(number);
  if (operation.generator == kWatchedWrite) return watched_writes_[number].generator;
  const auto script = static_cast<std::uint32_t>(generators_.size());
  return operation.generator == kScript ? script : operation.generator;
}

std::uint32_t Cluster::client_of_watch(WatchIndex watch) const {
  const WatchedWriteId write = watches_[watch].write;
  if (write != kNoWatchedWrite) return watched_writes_[write].generator;
  return static_cast<std::uint32_t>(generators_.size());
}

const Chain& Cluster::chain_for_node(NodeIndex node, PartitionIndex partition) const {
  return (*faults_.maps[faults_.nodes[node].map])[partition];
}

bool Cluster::is_master(NodeIndex node, PartitionIndex partition) const {
  return partitions_[partition].chain.master() == node;
}

bool Cluster::in_step(NodeIndex node, PartitionIndex partition) const {
  const NodeIndex master = partitions_[partition].chain.master();
  return faults_.nodes[node].logs[partition].front() ==
         faults_.nodes[master].logs[partition].front();
}

bool Cluster::hear_each_other(NodeIndex a, NodeIndex b) const {
  const hardware::PlaceIndex from = nodes_[a].place;
  const hardware::PlaceIndex to = nodes_[b].place;
  return from == to || (cut_until(from, to) == sim::kStart && cut_until(to, from) == sim::kStart);
}

bool Cluster::may_decide(NodeIndex node) const {
  const FaultState::OfNode& state = faults_.nodes[node];
  return state.health != FaultState::Health::kDown && !state.paused && !state.failed_over;
}

std::vector<NodeIndex> Cluster::heard_by(NodeIndex first) const {
  std::vector<NodeIndex> group;
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    if (may_decide(node) && hear_each_other(first, node)) group.push_back(node);
  }
  return group;
}

// The nodes that hear the first one of which most of the map's nodes are heard.
std::vector<NodeIndex> Cluster::majority() const {
  std::size_t members = 0;
  for (const FaultState::OfNode& node : faults_.nodes) members += node.failed_over ? 0 : 1;
  for (NodeIndex first = 0; first < nodes_.size(); ++first) {
    if (!may_decide(first)) continue;
    std::vector<NodeIndex> group = heard_by(first);
    if (2 * group.size() > members) return group;
  }
  return {};
}

// A missing node's time runs from its last heartbeat; it stops when the node is heard again. With
// no majority, those are missing whom the first node that is up does not hear.
void Cluster::look_for_missing(Schedule& schedule) {
  if (!params_->failover.after) return;
  std::vector<NodeIndex> group = majority();
  for (NodeIndex first = 0; first < nodes_.size() && group.empty(); ++first) {
    if (may_decide(first)) group = heard_by(first);
  }
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    FaultState::OfNode& state = faults_.nodes[node];
    const bool there = std::find(group.begin(), group.end(), node) != group.end();
    if (there || state.failed_over) {
      schedule.cancel(state.missing);
      state.missing = {};
    } else if (state.missing.event == sim::kNoEvent) {
      const sim::Duration beat = params_->failover.heartbeat;
      const sim::Duration last = beat * (schedule.now().time_since_epoch() / beat);
      const sim::Instant due = sim::later(sim::at(last), *params_->failover.after);
      state.missing =
          schedule.at(std::max(due, schedule.now()), FaultDue{node, FaultMoment::kMissed});
    }
  }
}

void Cluster::missed(NodeIndex node, Schedule& schedule) {
  faults_.nodes[node].missing = {};
  if (majority().empty()) return tell(IncidentKind::kNoMajority, schedule, kNoFault, node);
  if (faults_.failovers >= params_->failover.most) {
    return tell(IncidentKind::kEnough, schedule, kNoFault, node);
  }
  if (fail_over(node, kNoFault, schedule)) ++faults_.failovers;
}

bool Cluster::fail_over(NodeIndex node, std::uint32_t fault, Schedule& schedule) {
  FaultState::OfNode& state = faults_.nodes[node];
  if (state.failed_over) {
    tell(IncidentKind::kPassedOver, schedule, fault, node);
    return false;
  }
  Incident incident{schedule.now(), IncidentKind::kFailedOver, fault, node, 0, 0, 0};
  std::uint64_t without = 0;
  for (const Partition& partition : partitions_) {
    if (partition.chain.master() != node) continue;
    ++incident.count;
    const auto replicas = partition.chain.replicas();
    const bool left = std::any_of(replicas.begin(), replicas.end(),
                                  [&](NodeIndex replica) { return is_up(replica); });
    without += left ? 0 : 1;
  }
  if (without > 0) {
    incident.kind = IncidentKind::kRefused;
    incident.count = without;
    outcome_.incidents.push_back(incident);
    return false;
  }
  outcome_.incidents.push_back(incident);
  state.failed_over = true;
  if (promises_.on()) promises_.failed_over(node, schedule.now());
  schedule.cancel(state.missing);
  state.missing = {};
  faults_.moves.clear();
  faults_.moving = false;
  for (PartitionIndex p = 0; p < partitions_.size(); ++p) take_out(node, p, schedule);
  publish_map(schedule);
  return true;
}

void Cluster::take_out(NodeIndex node, PartitionIndex partition, Schedule& schedule) {
  Chain& chain = partitions_[partition].chain;
  const std::uint32_t place = chain.index_of(node);
  if (place == chain.length) return;
  const Chain before = chain;
  chain.length = 0;
  for (const NodeIndex other : before.all()) {
    const bool first = chain.length == 0;
    if (other != node && (!first || is_up(other))) chain.nodes[chain.length++] = other;
  }
  // Replicas that are down keep their places behind the one that is promoted.
  for (const NodeIndex other : before.all()) {
    if (other != node && chain.index_of(other) == chain.length) {
      chain.nodes[chain.length++] = other;
    }
  }
  const bool promotes = place == 0;
  if (promotes && has_sync_writes_) promote_furthest(node, chain, partition);
  if (promotes) {
    for (const NodeIndex replica : chain.all()) close_stream(node, replica);
    begin_history(chain.master(), partition, schedule);
  }
  progress_.restart(partition, partitions_[partition].high_seqno + 1, chain.length);
  if (!promotes && has_sync_writes_) recount_sync_writes(partition, schedule);
  if (!promotes) return;
  for (const NodeIndex replica : chain.replicas()) {
    follow_now(chain.master(), replica, partition, schedule);
  }
}

// A stream that is live already takes one more vBucket along.
void Cluster::follow_now(NodeIndex master, NodeIndex replica, PartitionIndex partition,
                         Schedule& schedule) {
  FaultState::OfStream& state = stream_state(master, replica);
  if (!state.connected || !is_up(replica) || !is_up(master)) return;
  const bool idle = state.behind.empty();
  follow(master, replica, partition, schedule);
  if (idle) catch_up(master, replica, schedule);
}

void Cluster::publish_map(Schedule& schedule) {
  FaultState::Map map;
  for (const Partition& partition : partitions_) map.push_back(partition.chain);
  faults_.maps.push_back(std::make_shared<const FaultState::Map>(std::move(map)));
  learn_maps();
  poll_map_later(schedule);
}

// Who is heard by those who decide.
void Cluster::learn_maps() {
  const auto newest = static_cast<std::uint32_t>(faults_.maps.size() - 1);
  std::vector<NodeIndex> deciders = majority();
  if (deciders.empty()) {
    for (NodeIndex node = 0; node < nodes_.size(); ++node) {
      if (!faults_.nodes[node].failed_over) deciders.push_back(node);
    }
  }
  for (NodeIndex node = 0; node < nodes_.size(); ++node) {
    FaultState::OfNode& state = faults_.nodes[node];
    const bool alive = state.health != FaultState::Health::kDown && !state.paused;
    if (state.map == newest || !alive) continue;
    const bool hears = std::any_of(deciders.begin(), deciders.end(), [&](NodeIndex decider) {
      return hear_each_other(decider, node);
    });
    if (hears) state.map = newest;
  }
}

void Cluster::poll_map_later(Schedule& schedule) {
  const auto newest = static_cast<std::uint32_t>(faults_.maps.size() - 1);
  const auto& known = faults_.map_of_client;
  const bool all =
      std::all_of(known.begin(), known.end(), [&](std::uint32_t map) { return map == newest; });
  if (faults_.polling || all) return;
  faults_.polling = true;
  const sim::Duration every = params_->patience.map_poll;
  const sim::Duration polls = every * (schedule.now().time_since_epoch() / every + 1);
  schedule.at(sim::at(polls), FaultDue{0, FaultMoment::kMapPoll});
}

// A client hears of a map from any node that knows it and that it can reach.
void Cluster::poll_map(Schedule& schedule) {
  faults_.polling = false;
  for (std::uint32_t client = 0; client < faults_.map_of_client.size(); ++client) {
    std::uint32_t newest = 0;
    const bool has_place = client < generator_places_.size() && generator_places_[client];
    for (NodeIndex node = 0; node < nodes_.size(); ++node) {
      const FaultState::OfNode& state = faults_.nodes[node];
      if (state.health == FaultState::Health::kDown || state.paused) continue;
      const hardware::PlaceIndex at = nodes_[node].place;
      const hardware::PlaceIndex from = has_place ? *generator_places_[client] : at;
      const bool cut = cut_until(from, at) != sim::kStart || cut_until(at, from) != sim::kStart;
      if (!cut) newest = std::max(newest, state.map);
    }
    learn(client, newest, schedule);
  }
}

// What the client asked a node that is no longer the key's master goes to the new one.
void Cluster::learn(std::uint32_t client, std::uint32_t map, Schedule& schedule) {
  std::uint32_t& known = faults_.map_of_client[client];
  if (map <= known) return;
  known = map;
  std::vector<OperationId> to_send;
  operations_.for_each_number([&](OperationId id) {
    const Operation& operation = operations_[id];
    const FaultState::OfOperation& state = faults_.operations[id];
    const bool asks_one = operation.kind == OperationKind::kStore ||
                          operation.kind == OperationKind::kDelete ||
                          operation.kind == OperationKind::kGet;
    if (!asks_one || state.over || client_of(operation) != client) return;
    if (chain_for(operation).master() != state.node) to_send.push_back(id);
  });
  for (const OperationId id : to_send) try_again(id, schedule);
}

}  // namespace models::durability
