// Operations of scripts and generators: on their way, on a node's processor, answered.
#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

std::size_t index_of(OperationKind kind) { return static_cast<std::size_t>(kind); }
std::size_t index_of(ReplyStatus status) { return static_cast<std::size_t>(status); }

}  // namespace

void Cluster::on(const GeneratorDue& e, Schedule& schedule) {
  Generator& generator = generators_[e.generator];
  const GeneratorParams& params = params_->generators[e.generator];
  const auto& arrivals = std::get<OpenArrivals>(params.arrivals);
  for (std::uint32_t i = 0; i < arrivals.burst && generator.more(); ++i) {
    send_from(e.generator, 0, schedule);
  }
  if (generator.more()) schedule_arrival(e.generator, schedule.now(), schedule);
}

void Cluster::schedule_arrival(std::uint32_t generator, sim::Instant after, Schedule& schedule) {
  const sim::Instant next = sim::later(after, schedule.draw(generators_[generator].pause()));
  if (next < params_->generators[generator].until) {
    schedule.at(next, GeneratorDue{generator});
  } else {
    schedule.causes().forget_draws();
  }
}

// Other clients may have used up the count while this one thought.
void Cluster::on(const ThoughtOver& e, Schedule& schedule) {
  if (generators_[e.generator].more()) send_from(e.generator, e.client, schedule);
}

void Cluster::think(std::uint32_t generator, std::uint32_t client, Schedule& schedule) {
  if (!generators_[generator].more()) return;
  const sim::Instant next =
      sim::later(schedule.now(), schedule.draw(generators_[generator].pause()));
  if (next < params_->generators[generator].until) {
    schedule.at(next, ThoughtOver{generator, client});
  } else {
    schedule.causes().forget_draws();
  }
}

void Cluster::send_from(std::uint32_t generator, std::uint32_t client, Schedule& schedule) {
  const Generator::Draft draft = generators_[generator].next();
  const GeneratorParams& params = params_->generators[generator];
  if (!params.watch.empty() && generators_[generator].is_watched(draft)) {
    return send_watched(generator, client, draft, schedule);
  }
  send({draft.kind, draft.key, generator, client, draft.size, kSizeOnly, 0, schedule.now(), 1,
        ReplyStatus::kOk, 0, params.sync.level},
       schedule);
}

// An observation asks every node of the key's chain; everything else goes to the master.
void Cluster::send(const Operation& operation, Schedule& schedule) {
  const Chain chain = chain_for(operation);
  const bool asks_all =
      operation.kind == OperationKind::kObserve || operation.kind == OperationKind::kObserveSeqno;
  const std::uint32_t count = asks_all ? chain.length : 1;
  const OperationId id = operations_.take(operation);
  operations_[id].awaited = count;
  for (std::uint32_t i = 0; i < count; ++i) {
    const TaskId task = tasks_.take();
    tasks_[task].kind = TaskKind::kRequest;
    tasks_[task].node = chain.nodes[i];
    tasks_[task].operation = id;
    if (has_faults_ && i == 0) watch_over(id, count, schedule);
    const auto place = place_of(operation);
    if (!place || carry(task, *place, nodes_[chain.nodes[i]].place,
                        sim::Bytes{kRequestBytes + operation.size}, schedule)) {
      enter_cpu(task, schedule);
    }
  }
}

void Cluster::arrived(TaskId task, Schedule& schedule) {
  switch (tasks_[task].kind) {
    case TaskKind::kRequest:
      enter_cpu(task, schedule);
      break;
    case TaskKind::kAcknowledge:
      if (has_faults_ && !admits(task, schedule)) return;
      enter_cpu(task, schedule);
      break;
    case TaskKind::kReplicate:
      landed_in_order(task, schedule);
      break;
    case TaskKind::kAnswer:
      finish(task, schedule);
      break;
    case TaskKind::kLost:
      lose(task);
      break;
    case TaskKind::kBackfill:
      SIM_CHECK(false);  // it is read, never sent
      break;
  }
}

void Cluster::enter_cpu(TaskId id, Schedule& schedule) {
  const Task& task = tasks_[id];
  if (has_faults_ && task.kind != TaskKind::kReplicate && !admits(id, schedule)) return;
  const NodeIndex node = task.node;
  const std::uint32_t size =
      task.kind == TaskKind::kRequest ? operations_[task.operation].size : task.mutation.size;
  nodes_[node].cpu.arrive(id, sim::Bytes{size}, schedule, [node](TaskId done) {
    return CpuDone{node, done};
  });
}

void Cluster::on(const CpuDone& e, Schedule& schedule) {
  nodes_[e.node].cpu.depart(e.task, schedule, [&e](TaskId done) { return CpuDone{e.node, done}; });
  if (tasks_[e.task].kind == TaskKind::kReplicate) {
    worked_in_order(e.task, schedule);
  } else if (tasks_[e.task].kind == TaskKind::kAcknowledge) {
    acknowledged(e.task, schedule);
  } else {
    serve(e.task, schedule);
  }
}

void Cluster::serve(TaskId id, Schedule& schedule) {
  if (has_faults_ && refuses(id, schedule)) return;
  if (has_expiries_) look_for_expired(id, schedule);
  if (must_fetch(tasks_[id])) {
    const NodeIndex node = tasks_[id].node;
    const KeyIndex key = operations_[tasks_[id].operation].key;
    nodes_[node].disk.read(id, sim::Bytes{nodes_[node].keys[key].disk.size}, schedule,
                           [node](TaskId done) {
                             return DiskDone{node, done};
                           });
    return;
  }
  switch (operations_[tasks_[id].operation].kind) {
    case OperationKind::kStore:
    case OperationKind::kDelete:
      serve_write(id, schedule);
      break;
    case OperationKind::kGet:
      serve_get(id, schedule);
      break;
    case OperationKind::kObserve:
    case OperationKind::kObserveSeqno:
      serve_observe(id, schedule);
      break;
  }
}

// A value that was evicted is fetched for a get; with full eviction the metadata too, for OBSERVE.
bool Cluster::must_fetch(const Task& task) const {
  const Operation& operation = operations_[task.operation];
  const bool writes =
      operation.kind == OperationKind::kStore || operation.kind == OperationKind::kDelete;
  if (writes || !nodes_[task.node].keys[operation.key].cache.ejected) return false;
  const BucketParams& bucket = params_->buckets[params_->keys.bucket(operation.key)];
  return operation.kind == OperationKind::kGet ||
         (operation.kind == OperationKind::kObserve && bucket.eviction == Eviction::kFull);
}

void Cluster::serve_write(TaskId id, Schedule& schedule) {
  const Task& task = tasks_[id];
  const Operation& operation = operations_[task.operation];
  const PartitionIndex partition = params_->keys.partition(operation.key);
  if (has_sync_writes_) {
    const bool alone = has_faults_ && !is_master(task.node, partition);
    if (alone && operation.level != SyncLevel::kNone) return lose(id);
    if (const auto refused = refusal_of(operation)) return answer(id, *refused, schedule);
  }
  if (has_expiries_ && was_expired(id, schedule)) {
    return answer(id, ReplyStatus::kNotFound, schedule);
  }
  const Copy& present = nodes_[task.node].keys[operation.key].cache;
  const bool deletes = operation.kind == OperationKind::kDelete;
  if (!present.is_item() && (deletes || operation.cas != 0)) {
    return answer(id, ReplyStatus::kNotFound, schedule);
  }
  if (operation.cas != 0 && operation.cas != present.cas) {
    return answer(id, ReplyStatus::kExists, schedule);
  }
  if (!deletes && !make_room(task.node, params_->keys.bucket(operation.key), operation.size)) {
    return answer(id, ReplyStatus::kTemporaryFailure, schedule);
  }
  const Mutation mutation{operation.key,
                          partition,
                          ++partitions_[partition].last_cas,
                          next_seqno(task.node, partition),
                          deletes ? kSizeOnly : operation.value,
                          deletes ? 0 : operation.size,
                          deletes ? Presence::kTombstone : Presence::kItem,
                          Phase::kPlain,
                          SyncLevel::kNone,
                          history_of(task.node, partition)};
  if (has_expiries_) will_expire(id, mutation, schedule.now());
  if (operation.level != SyncLevel::kNone) return begin_sync_write(id, mutation, schedule);
  if (operation.generator >= kWatchedWrite) tasks_[id].mutation = mutation;  // who waits is told it
  ++outcome_.writes;
  if (!has_faults_ || noted_as_newest(task.node, mutation, schedule)) {
    progress_.begin(partition, mutation.seqno, schedule.now(), measured(schedule.now()));
  }
  take_mutation(tasks_[id].node, mutation, schedule);
  if (params_->replicate_from == ReplicateFrom::kCache ||
      (deletes && params_->dialect == Dialect::kMock)) {
    replicate(tasks_[id].node, mutation, schedule);
  }
  answer(id, ReplyStatus::kOk, schedule);
}

void Cluster::serve_get(TaskId id, Schedule& schedule) {
  Copy& present = nodes_[tasks_[id].node].keys[operations_[tasks_[id].operation].key].cache;
  present.referenced = 1;
  answer(id, present.is_item() ? ReplyStatus::kOk : ReplyStatus::kNotFound, schedule);
}

// What a node sees is fixed here, as it looks; a script's reply keeps it, the digest always does.
void Cluster::serve_observe(TaskId id, Schedule& schedule) {
  const Task& task = tasks_[id];
  const Operation& operation = operations_[task.operation];
  NodeAnswer seen;
  if (operation.kind == OperationKind::kObserve) {
    const bool in_memory = is_ephemeral(params_->keys.partition(operation.key));
    const std::uint32_t estimate = in_memory ? 0 : milliseconds_to_persist(task.node);
    seen = {task.node, observe(task.node, operation.key), 0, 0, estimate};
  } else {
    seen = observe_seqno(task.node, params_->keys.partition(operation.key));
    if (has_faults_) add_history(operation, seen);
  }
  digest_.add(static_cast<std::uint64_t>(seen.answer.status) ^ (seen.answer.cas << 8),
              seen.current_seqno ^ (seen.persisted_seqno << 32));
  if (operation.generator == kScript) {
    outcome_.replies[operation.reply].answers.push_back(seen);
  } else if (operation.generator == kWatch) {
    Poll& poll = watches_[operation.client_or_step].polls[operation.reply];
    if (poll.asked == operation.sent) poll.seen = seen;  // not one that was given up
  }
  answer(id, ReplyStatus::kOk, schedule);
}

// The answer goes back the way the request came.
void Cluster::answer(TaskId id, ReplyStatus status, Schedule& schedule) {
  Task& task = tasks_[id];
  task.kind = TaskKind::kAnswer;
  Operation& operation = operations_[task.operation];
  operation.status = status;
  std::int64_t size = kRequestBytes;
  if (operation.generator == kScript) {
    const Copy& cache = nodes_[task.node].keys[operation.key].cache;
    if (cache.is_item()) outcome_.replies[operation.reply].copy = cache;
  }
  const auto place = place_of(operation);
  if (place || has_faults_) {
    if (operation.kind == OperationKind::kGet) {
      size += nodes_[task.node].keys[operation.key].cache.size;
    }
    const hardware::PlaceIndex from = nodes_[task.node].place;
    if (!carry(id, from, place.value_or(from), sim::Bytes{size}, schedule)) return;
  }
  finish(id, schedule);
}

void Cluster::finish(TaskId id, Schedule& schedule) {
  if (has_faults_ && !still_awaited(id, schedule)) return;
  const OperationId done = tasks_[id].operation;
  Operation& operation = operations_[done];
  if (operation.generator >= kWatchedWrite) return finish_for_script(id, schedule);
  tasks_.give_back(id);
  if (--operation.awaited > 0) return;
  conclude(done, schedule);
}

// A workload's client has its answer, or knows that it will not come.
void Cluster::conclude(OperationId done, Schedule& schedule) {
  const Operation& operation = operations_[done];
  const std::uint32_t generator = operation.generator;
  const std::uint32_t client = operation.client_or_step;
  count_response(generator, operation, schedule.now());
  release(done);
  pause_client(generator, client, schedule);
}

void Cluster::count_response(std::uint32_t generator, const Operation& operation,
                             sim::Instant now) {
  if (!measured(operation.sent)) return;
  OperationTimes& times = outcome_.generators[generator].operations[index_of(operation.kind)];
  times.response.add((now - operation.sent).count());
  ++times.by_status[index_of(operation.status)];
  if (outcome_.course.count()) outcome_.course.mark(now, totals(now));
}

// A client that waited for its operation's end thinks now; of open arrivals nobody waits.
void Cluster::pause_client(std::uint32_t generator, std::uint32_t client, Schedule& schedule) {
  if (std::holds_alternative<ClosedArrivals>(params_->generators[generator].arrivals)) {
    think(generator, client, schedule);
  }
}

}  // namespace models::durability
