// Synchronous writes in the cluster: prepare, acknowledgements, commit or abort.
//
// A durable store or delete is prepared: it takes a sequence number, goes into memory, the disk
// queue and the streams beside the key's copies, which readers and OBSERVE go on to see. Each
// replica tells the active up to which prepare it counts (sync_level.hpp), in a message of its own;
// once a majority with the active in it does, the active commits under a second sequence number,
// which makes the value visible, and answers the client.
// Time           an acknowledgement costs the network, and the active's processor an operation
// Memory         of a prepare is not counted against a bucket's quota; room is made for it
// Timeout        the active aborts a write (a second sequence number as well) that no majority has
//                by then; its client is told that it is ambiguous
#include <algorithm>

#include "models/durability/cluster.hpp"
#include "models/durability/sync_asked.hpp"

namespace models::durability {

namespace {}  // namespace

void Cluster::add_sync_writes(Schedule& schedule) {
  has_sync_writes_ = asks_for_levels(*params_);
  if (!has_sync_writes_) return;
  SIM_CHECK(params_->dialect == Dialect::kReal);
  sync_writes_.resize(partitions_.size());
  for (Node& node : nodes_) node.prepared.resize(partitions_.size());
  // Timeouts are fixed; a draw of nothing tells the record of causes what they are.
  for (const NodeParams& node : params_->nodes) {
    timeouts_.push_back(schedule.add_latency(node.name + "/sync writes", "timeout",
                                             sim::Distribution::constant(0)));
  }
}

// The real server looks at these, in this order, before it looks at the key's CAS.
std::optional<ReplyStatus> Cluster::refusal_of(const Operation& operation) const {
  const PartitionIndex partition = params_->keys.partition(operation.key);
  const Chain& chain = partitions_[partition].chain;
  if (operation.level != SyncLevel::kNone) {
    const bool in_vain = is_ephemeral(partition) && operation.level != SyncLevel::kMajority;
    if (in_vain) return ReplyStatus::kDurabilityInvalidLevel;
    const std::uint32_t replicas = params_->buckets[params_->keys.bucket(operation.key)].replicas;
    const bool possible =
        replicas <= kMostSyncReplicas && chain.length >= majority_of(1 + replicas);
    if (!possible) return ReplyStatus::kDurabilityImpossible;
  }
  const bool pending = nodes_[chain.master()].prepared[partition].of(operation.key) != nullptr;
  if (pending) return ReplyStatus::kSyncWriteInProgress;
  return std::nullopt;
}

sim::Duration Cluster::sync_timeout_of(const Operation& operation) const {
  const std::uint32_t generator = operation.generator;
  if (generator < kWatchedWrite) return params_->generators[generator].sync.timeout;
  return std::get<OperationStep>(params_->steps[operation.client_or_step].what).sync.timeout;
}

void Cluster::settle_on_disk(NodeIndex node, const Mutation& mutation) {
  PreparedOnNode& prepared = nodes_[node].prepared[mutation.partition];
  if (mutation.phase == Phase::kPrepare) return prepared.persist(mutation);
  prepared.complete_on_disk(mutation.key, mutation.seqno);
}

void Cluster::begin_sync_write(TaskId id, Mutation mutation, Schedule& schedule) {
  const Operation& operation = operations_[tasks_[id].operation];
  const NodeIndex active = tasks_[id].node;
  mutation.phase = Phase::kPrepare;
  mutation.level = operation.level;
  ++outcome_.sync.prepared;
  if (has_faults_) log_version(mutation);
  progress_.begin(mutation.partition, mutation.seqno, schedule.now(), false);
  const sim::Duration longest = sync_timeout_of(operation) + schedule.draw(timeouts_[active]);
  const sim::Ticket timeout = schedule.after(longest, SyncTimeout{mutation.key});
  sync_writes_[mutation.partition].begin({mutation, id, schedule.now(), timeout});
  take_mutation(active, mutation, schedule);
  if (params_->replicate_from == ReplicateFrom::kCache) replicate(active, mutation, schedule);
  acknowledge(active, mutation.partition, schedule);
}

// A prepare or an abort: the key's copies stay as they are.
void Cluster::take_invisible(NodeIndex node, const Mutation& mutation, Schedule& schedule) {
  PreparedOnNode& prepared = nodes_[node].prepared[mutation.partition];
  if (mutation.phase == Phase::kPrepare) {
    // What completed the key's older one may have been passed over as it was sent.
    if (has_faults_) prepared.complete(mutation.key, mutation.seqno);
    prepared.prepare(mutation);
    note_sync(SyncChangeKind::kPrepared, node, mutation, 0, sim::kNoEvent, schedule);
  } else {
    prepared.complete(mutation.key, mutation.seqno);
  }
  enqueue(node, mutation, schedule);
  const bool is_replica = partitions_[mutation.partition].chain.master() != node;
  if (is_replica) acknowledge(node, mutation.partition, schedule);
}

void Cluster::persisted_invisible(NodeIndex node, const Mutation& mutation, sim::EventId brought_by,
                                  const Schedule& schedule) {
  if (mutation.phase != Phase::kPrepare) return;
  note_sync(SyncChangeKind::kPersisted, node, mutation, 0, brought_by, schedule);
}

// A flush may have moved any watermark.
void Cluster::acknowledge_all(NodeIndex node, Schedule& schedule) {
  for (PartitionIndex partition = 0; partition < partitions_.size(); ++partition) {
    acknowledge(node, partition, schedule);
  }
}

void Cluster::acknowledge(NodeIndex node, PartitionIndex partition, Schedule& schedule) {
  Node& there = nodes_[node];
  const NodeIndex active = partitions_[partition].chain.master();
  PreparedOnNode& prepared = there.prepared[partition];
  const bool believes = params_->broken == Broken::kCountsBeforeDisk;
  const std::uint64_t on_disk = there.queue.persisted(partition, there.high[partition]);
  const std::uint64_t persisted = believes ? UINT64_MAX : on_disk;
  if (has_faults_) {
    // A replica that has lost the middle of a snapshot would have to go back to its start.
    const std::uint64_t sent = faults_.nodes[node].snapshots[partition].end;
    if (node != active && on_disk < sent) return;
    const bool more = prepared.advance(node == active, persisted);
    if (on_disk >= sent) prepared.has_all_up_to(sent);
    if (!more) return;
  } else if (!prepared.advance(node == active, persisted)) {
    return;
  }
  if (node != active) return send_acknowledgement(node, partition, schedule);
  count_acknowledged(node, partition, there.prepared[partition].acknowledged(), schedule);
}

// It carries the number of its stream's connection: what was lost since is not counted.
void Cluster::send_acknowledgement(NodeIndex node, PartitionIndex partition, Schedule& schedule) {
  const Node& there = nodes_[node];
  const NodeIndex active = partitions_[partition].chain.master();
  Mutation about;
  about.partition = partition;
  if (has_faults_) about.cas = stream_state(active, node).connection;
  const TaskId task = tasks_.take({TaskKind::kAcknowledge, active, kNoOperation, node,
                                   there.prepared[partition].acknowledged(), about});
  if (carry(task, there.place, nodes_[active].place, sim::Bytes{kAcknowledgementBytes}, schedule)) {
    arrived(task, schedule);
  }
}

void Cluster::acknowledged(TaskId id, Schedule& schedule) {
  const Task task = tasks_[id];
  tasks_.give_back(id);
  if (partitions_[task.mutation.partition].chain.master() != task.node) return;
  if (has_faults_) {
    const FaultState::OfStream& stream = stream_state(task.node, task.from);
    if (!stream.connected || stream.connection != task.mutation.cas) return;
  }
  count_acknowledged(task.from, task.mutation.partition, task.number, schedule);
}

void Cluster::count_acknowledged(NodeIndex node, PartitionIndex partition, std::uint64_t seqno,
                                 Schedule& schedule) {
  const Chain& chain = partitions_[partition].chain;
  const std::uint32_t place = chain.index_of(node);
  if (place == chain.length) return;
  const std::uint64_t before = sync_writes_[partition].acknowledge(place, seqno);
  for (const Mutation& prepare : nodes_[chain.master()].prepared[partition].pending()) {
    if (prepare.seqno <= before || prepare.seqno > seqno) continue;
    note_sync(SyncChangeKind::kAcknowledged, node, prepare, 0, sim::kNoEvent, schedule);
  }
  complete_sync_writes(partition, schedule);
}

void Cluster::complete_sync_writes(PartitionIndex partition, Schedule& schedule) {
  const BucketIndex bucket = partition / params_->keys.vbuckets();
  const bool alone = params_->broken == Broken::kAnswersAlone;
  const std::uint32_t majority = alone ? 1 : majority_of(1 + params_->buckets[bucket].replicas);
  while (const auto write = sync_writes_[partition].take_complete(majority)) {
    decide(*write, Phase::kCommit, schedule);
  }
}

void Cluster::on(const SyncTimeout& e, Schedule& schedule) {
  const PartitionIndex partition = params_->keys.partition(e.key);
  const NodeIndex active = partitions_[partition].chain.master();
  if (has_faults_ && faults_.nodes[active].paused) {
    faults_.nodes[active].overdue.push_back(e.key);
    return;
  }
  const auto write = sync_writes_[partition].take(e.key);
  SIM_CHECK(write.has_value());
  decide(*write, Phase::kAbort, schedule);
  complete_sync_writes(partition, schedule);
}

void Cluster::decide(const SyncWrites::Write& write, Phase phase, Schedule& schedule) {
  const bool commits = phase == Phase::kCommit;
  if (commits) schedule.cancel(write.timeout);
  Mutation mutation = write.prepare;
  const NodeIndex active = partitions_[mutation.partition].chain.master();
  mutation.phase = phase;
  mutation.seqno = next_seqno(active, mutation.partition);
  ++(commits ? outcome_.sync.committed : outcome_.sync.aborted);
  if (commits) ++outcome_.writes;
  if (commits && has_faults_) faults_.newest[mutation.key] = {mutation.seqno, mutation.cas};
  if (has_faults_) log_version(mutation);
  note_sync(commits ? SyncChangeKind::kCommitted : SyncChangeKind::kAborted, active, write.prepare,
            mutation.seqno, sim::kNoEvent, schedule);
  progress_.begin(mutation.partition, mutation.seqno, write.began,
                  commits && measured(write.began));
  take_mutation(active, mutation, schedule);
  if (params_->replicate_from == ReplicateFrom::kCache) replicate(active, mutation, schedule);
  if (write.task == SyncWrites::kNobody) return;
  if (operations_[tasks_[write.task].operation].generator == kScript) {
    tasks_[write.task].mutation = mutation;
  }
  if (commits) promise(mutation, write.prepare.seqno, schedule);
  answer(write.task, commits ? ReplyStatus::kOk : ReplyStatus::kSyncWriteAmbiguous, schedule);
}

std::vector<Mutation> Cluster::pending_of(KeyIndex key) const {
  std::vector<Mutation> pending;
  for (const Node& node : nodes_) {
    const Mutation* prepare = node.prepared[params_->keys.partition(key)].of(key);
    pending.push_back(prepare == nullptr ? Mutation{} : *prepare);
  }
  return pending;
}

void Cluster::note_sync(SyncChangeKind kind, NodeIndex node, const Mutation& prepare,
                        std::uint64_t seqno, sim::EventId brought_by, const Schedule& schedule) {
  const std::uint64_t where =
      (static_cast<std::uint64_t>(node) << 40) ^ (static_cast<std::uint64_t>(kind) << 36);
  digest_.add(where ^ prepare.key, prepare.seqno ^ (seqno << 32));
  if (watched_[prepare.key] == 0) return;
  outcome_.sync_changes.push_back({schedule.now(), prepare.key, node, kind, prepare.level,
                                   prepare.seqno, seqno, schedule.current(), brought_by,
                                   prepare.cas});
}

}  // namespace models::durability
