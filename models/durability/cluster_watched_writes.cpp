// Workloads' writes that clients watch: one client for each of the workload's requests begins to
// watch a write once it is answered, polls as its profile says, and is counted, not kept.
//
// Order          the write is sent in any case, also where a client refuses it at once; a deadline
//                that is the operation's runs from its sending. A client of a closed workload goes
//                on once the write is answered and every verdict on it is there
// Memory         a place for each watch that is under way: from the write's sending until its
//                verdict is there and no request of it can come back. Places are used again
// Checked by     tests/models/watched_writes_test.cpp
#include "models/durability/cluster.hpp"

namespace models::durability {

std::size_t Cluster::watches_held() const { return watches_.size() - params_->watches.size(); }

WatchIndex Cluster::take_watch(WatchedWriteId write, std::uint32_t client, KeyIndex key) {
  auto watch = static_cast<WatchIndex>(watches_.size());
  if (free_watches_.empty()) {
    watches_.emplace_back();
  } else {
    watch = free_watches_.back();
    free_watches_.pop_back();
    watches_[watch] = Watching{};
  }
  const std::uint32_t generator = watched_writes_[write].generator;
  Watching& watching = watches_[watch];
  watching.request = params_->generators[generator].watch[client];
  watching.key = key;
  watching.place = generator_places_[generator];
  watching.write = write;
  watching.client = client;
  return watch;
}

void Cluster::send_watched(std::uint32_t generator, std::uint32_t client,
                           const Generator::Draft& draft, Schedule& schedule) {
  const auto watches = static_cast<std::uint32_t>(params_->generators[generator].watch.size());
  SIM_CHECK(watches <= kClients);
  const WatchedWriteId id =
      watched_writes_.take({generator, client, schedule.now(), 1 + watches, 1 + watches, {}});
  for (std::uint32_t i = 0; i < watches; ++i) {
    const WatchIndex watch = take_watch(id, i, draft.key);
    watched_writes_[id].watches[i] = watch;
    static_cast<void>(may_send(watch, schedule));
  }
  send({draft.kind, draft.key, kWatchedWrite, id, draft.size, kSizeOnly, 0, schedule.now(), 1,
        ReplyStatus::kOk, 0},
       schedule);
}

void Cluster::watched_write_answered(const Operation& operation, const Mutation& mutation,
                                     Schedule& schedule) {
  const WatchedWriteId id = operation.client_or_step;
  const WatchedWrite write = watched_writes_[id];
  count_response(write.generator, operation, schedule.now());
  const WatchedMutation made{mutation.cas, mutation.seqno, operation.kind == OperationKind::kDelete,
                             mutation.history};
  const std::size_t watches = params_->generators[write.generator].watch.size();
  for (std::size_t i = 0; i < watches; ++i) {
    const WatchIndex watch = write.watches[i];
    const Watching& watching = watches_[watch];
    if (watching.write != id || watching.told.verdict) continue;  // its time is up already
    if (operation.status == ReplyStatus::kOk) {
      begin_watch(watch, made, schedule);
    } else {
      end_watch(watch, ClientVerdict::kStoreFailed, schedule);
    }
  }
  finish_part(id, schedule);
}

// Counted here, whether or not a request of it is still under way.
void Cluster::watched_write_ended(WatchIndex watch, Schedule& schedule) {
  const Watching& watching = watches_[watch];
  const WatchedWriteId id = watching.write;
  const WatchedWrite& write = watched_writes_[id];
  if (measured(write.sent)) {
    WatchTally& tally = outcome_.generators[write.generator].watches[watching.client];
    tally.until[static_cast<std::size_t>(*watching.told.verdict)].add(
        (schedule.now() - write.sent).count());
    tally.requests += watching.told.requests;
  }
  finish_part(id, schedule);
  ++watches_[watch].under_way;
  forget_watch(watch);
}

// The write's answer or a verdict on it is there; the last of them ends its client's wait.
void Cluster::finish_part(WatchedWriteId id, Schedule& schedule) {
  WatchedWrite& write = watched_writes_[id];
  if (--write.unfinished == 0) pause_client(write.generator, write.client, schedule);
}

void Cluster::end_operation(OperationId id) {
  const Operation operation = operations_[id];
  operations_.give_back(id);
  forget(operation);
}

// Nothing of the operation is under way any more.
void Cluster::forget(const Operation& operation) {
  if (operation.generator == kWatch) forget_watch(operation.client_or_step);
  if (operation.generator == kWatchedWrite) forget_write(operation.client_or_step);
}

void Cluster::forget_watch(WatchIndex watch) {
  Watching& watching = watches_[watch];
  if (--watching.under_way > 0 || !watching.told.verdict || is_of_script(watch)) return;
  const WatchedWriteId write = watching.write;
  watching.write = kNoWatchedWrite;
  free_watches_.push_back(watch);
  forget_write(write);
}

void Cluster::forget_write(WatchedWriteId write) {
  if (--watched_writes_[write].under_way == 0) watched_writes_.give_back(write);
}

void Cluster::add_watched_writes(Outcome& outcome) const {
  for (const Watching& watching : watches_) {
    if (watching.write == kNoWatchedWrite || watching.told.verdict) continue;
    const WatchedWrite& write = watched_writes_[watching.write];
    if (!measured(write.sent)) continue;
    ++outcome.generators[write.generator].watches[watching.client].unfinished;
  }
}

}  // namespace models::durability
