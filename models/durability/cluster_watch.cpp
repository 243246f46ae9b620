// What the script's operations are answered, and the clients that watch: their polls are messages
// to the nodes, their timers events.
#include <algorithm>

#include "models/durability/cluster.hpp"

namespace models::durability {

namespace {

// What a poll weighs on the wire, either way.
constexpr std::int64_t kPollBytes = 64;

OperationKind request_of(const ClientProfile& profile) {
  return profile.asks_seqno ? OperationKind::kObserveSeqno : OperationKind::kObserve;
}

PollAnswer answer_of(const NodeAnswer& seen, ChainPlace place) {
  const bool elsewhere = seen.answer.status == ObserveStatus::kNotMyVbucket;
  PollStatus status = elsewhere ? PollStatus::kNotMyVbucket : PollStatus::kAnswered;
  if (seen.status != ReplyStatus::kOk) status = PollStatus::kUnanswered;
  if (seen.unknown_history) status = PollStatus::kUnknownHistory;
  return {
      place, status, seen.answer, seen.persisted_seqno, seen.current_seqno, seen.failover_seqno};
}

// Answers that are alike, one after the other, are one.
void note_answer(WatchOutcome& told, const NodeAnswer& seen, sim::Instant asked,
                 sim::Instant answered) {
  const auto before = std::find_if(told.answers.rbegin(), told.answers.rend(),
                                   [&](const auto& answers) { return answers.node == seen.node; });
  if (before != told.answers.rend() && before->seen.same_as(seen)) {
    before->answered = answered;
    ++before->requests;
  } else {
    told.answers.push_back({seen.node, asked, answered, 1, seen});
  }
}

}  // namespace

void Cluster::add_watches() {
  for (const WatchParams& watch : params_->watches) {
    watches_.emplace_back();
    watches_.back().request = watch.request;
    watches_.back().key = watch.key;
    if (watch.place) watches_.back().place = params_->topology.place(*watch.place);
  }
}

// A client's store leaves from where its watch is; other steps are at the node's door.
std::optional<hardware::PlaceIndex> Cluster::place_of_client(const Operation& operation) const {
  WatchIndex watch = operation.client_or_step;
  if (operation.generator == kWatchedWrite) return generator_places_[client_of(operation)];
  if (operation.generator == kScript) {
    watch = std::get<OperationStep>(params_->steps[operation.client_or_step].what).watch;
    if (watch == kNoWatch) return std::nullopt;
  }
  return watches_[watch].place;
}

void Cluster::finish_for_script(TaskId id, Schedule& schedule) {
  const OperationId done = tasks_[id].operation;
  const Mutation mutation = tasks_[id].mutation;
  tasks_.give_back(id);
  const std::uint32_t awaited = --operations_[done].awaited;
  const Operation operation = operations_[done];
  const bool ended = awaited == 0 && release(done);
  conclude_for_script(operation, mutation, schedule);
  if (ended) forget(operation);
}

void Cluster::conclude_for_script(const Operation& operation, const Mutation& mutation,
                                  Schedule& schedule) {
  if (operation.generator == kWatch) return polled(operation, schedule);
  if (operation.generator == kWatchedWrite) {
    return watched_write_answered(operation, mutation, schedule);
  }
  Reply& reply = outcome_.replies[operation.reply];
  reply.at = schedule.now();
  reply.status = operation.status;
  reply.event = schedule.current();
  const bool writes =
      operation.kind == OperationKind::kStore || operation.kind == OperationKind::kDelete;
  if (writes && (has_faults_ || !watches_.empty())) written(operation, mutation, schedule);
}

// The operation's deadline runs from here for some; others refuse what they can never wait for.
bool Cluster::may_send(WatchIndex watch, Schedule& schedule) {
  Watching& watching = watches_[watch];
  const DurabilityRequest& request = watching.request;
  const BucketParams& bucket = params_->buckets[params_->keys.bucket(watching.key)];
  const auto refused = refusal(request, bucket.replicas, bucket.type);
  if (refused && !request.faults.has(ClientFault::kRefusesAfterStoring)) {
    watching.told.began = schedule.now();
    watching.told.sent_nothing = true;
    end_watch(watch, *refused, schedule);
    return false;
  }
  if (profile_of(request.client).counts_from_sending) {
    set_timer(watch, kDeadline, timeout_of(request), schedule);
  }
  return true;
}

void Cluster::written(const Operation& operation, const Mutation& mutation, Schedule& schedule) {
  const WatchIndex watch =
      std::get<OperationStep>(params_->steps[operation.client_or_step].what).watch;
  if (operation.status != ReplyStatus::kOk) {
    if (watch != kNoWatch) end_watch(watch, ClientVerdict::kStoreFailed, schedule);
    return;
  }
  const WatchedMutation made{mutation.cas, mutation.seqno, operation.kind == OperationKind::kDelete,
                             mutation.history};
  bool known = false;
  for (Written& before : written_) {
    if (before.key != operation.key) continue;
    before.mutation = made;
    known = true;
  }
  if (!known) written_.push_back({operation.key, made});
  if (watch != kNoWatch) begin_watch(watch, made, schedule);
}

void Cluster::begin_watches(const WatchStep& step, Schedule& schedule) {
  WatchedMutation mutation;
  for (const Written& before : written_) {
    if (before.key == step.key) mutation = before.mutation;
  }
  for (WatchIndex i = 0; i < step.count; ++i) begin_watch(step.first + i, mutation, schedule);
}

void Cluster::begin_watch(WatchIndex watch, const WatchedMutation& mutation, Schedule& schedule) {
  Watching& watching = watches_[watch];
  if (watching.told.verdict) return;  // its deadline passed while the store was under way
  const DurabilityRequest& request = watching.request;
  watching.told.began = schedule.now();
  watching.told.mutation = mutation;
  const BucketParams& bucket = params_->buckets[params_->keys.bucket(watching.key)];
  watching.watch.emplace(request, chain(watching.key).length - 1, mutation, bucket.type);
  if (watching.timers[kDeadline].event == sim::kNoEvent) {
    set_timer(watch, kDeadline, timeout_of(request), schedule);
  }
  if (const auto last_call = last_call_of(request)) {
    set_timer(watch, kLastCall, *last_call, schedule);
  }
  react(watch, watching.watch->begin(), schedule);
}

void Cluster::react(WatchIndex watch, const WatchReaction& reaction, Schedule& schedule) {
  if (reaction.verdict) return end_watch(watch, *reaction.verdict, schedule);
  if (reaction.delay) set_timer(watch, reaction.loop, *reaction.delay, schedule);
  ++watches_[watch].under_way;  // a poll that nobody answers may end it
  for (ChainPlace place = 0; place <= kMostReplicas; ++place) {
    if ((reaction.ask >> place & 1) != 0) poll(watch, place, schedule);
  }
  forget_watch(watch);
}

const Chain& Cluster::chain_for_watch(WatchIndex watch) const {
  const KeyIndex key = watches_[watch].key;
  if (!has_faults_) return chain(key);
  const std::uint32_t map = faults_.map_of_client[client_of_watch(watch)];
  return (*faults_.maps[map])[params_->keys.partition(key)];
}

void Cluster::poll(WatchIndex watch, ChainPlace place, Schedule& schedule) {
  Watching& watching = watches_[watch];
  const Chain nodes = chain_for_watch(watch);
  if (place >= nodes.length) return no_such_replica(watch, place, schedule);
  const NodeIndex node = nodes.nodes[place];
  const OperationKind kind = request_of(profile_of(watching.request.client));
  const OperationId id = operations_.take({kind, watching.key, kWatch, watch, 0, kSizeOnly, 0,
                                           schedule.now(), 1, ReplyStatus::kOk, place});
  watching.polls[place].asked = schedule.now();
  watching.polls[place].node = node;
  ++watching.told.requests;
  ++watching.under_way;
  const TaskId task = tasks_.take({TaskKind::kRequest, node, id, 0, 0, {}});
  if (has_faults_) watch_over(id, 1, schedule);
  const auto from = watching.place;
  if (!from || carry(task, *from, nodes_[node].place, sim::Bytes{kPollBytes}, schedule)) {
    enter_cpu(task, schedule);
  }
}

// An answer that comes after the verdict is noted, and nobody hears it.
void Cluster::polled(const Operation& operation, Schedule& schedule) {
  const WatchIndex watch = operation.client_or_step;
  const ChainPlace place = operation.reply;
  Poll& poll = watches_[watch].polls[place];
  const NodeAnswer seen = poll.seen;
  if (is_of_script(watch)) {
    note_answer(watches_[watch].told, seen, poll.asked, schedule.now());
  }
  poll.asked = sim::kNever;
  if (watches_[watch].told.verdict) return;
  react(watch, watches_[watch].watch->answered(answer_of(seen, place)), schedule);
}

// The map has no such replica any more: nobody is asked, and nobody answers.
void Cluster::no_such_replica(WatchIndex watch, ChainPlace place, Schedule& schedule) {
  if (watches_[watch].told.verdict) return;
  react(watch, watches_[watch].watch->answered({place, PollStatus::kUnanswered, {}, 0, 0, {}}),
        schedule);
}

// The node did not answer in time; the round ends without it.
void Cluster::unanswered(const Operation& operation, Schedule& schedule) {
  const WatchIndex watch = operation.client_or_step;
  const ChainPlace place = operation.reply;
  Poll& poll = watches_[watch].polls[place];
  WatchOutcome& outcome = watches_[watch].told;
  if (is_of_script(watch)) {
    outcome.answers.push_back({poll.node, poll.asked, sim::kNever, 1, {}});
  }
  poll.asked = sim::kNever;
  if (outcome.verdict) return;
  react(watch, watches_[watch].watch->answered({place, PollStatus::kUnanswered, {}, 0, 0, {}}),
        schedule);
}

std::vector<std::optional<ClientVerdict>> Cluster::verdicts_so_far() const {
  std::vector<std::optional<ClientVerdict>> verdicts;
  for (WatchIndex watch = 0; is_of_script(watch); ++watch) {
    verdicts.push_back(watches_[watch].told.verdict);
  }
  return verdicts;
}

void Cluster::add_unanswered_polls() {
  for (WatchIndex watch = 0; is_of_script(watch); ++watch) {
    for (const Poll& poll : watches_[watch].polls) {
      if (poll.asked == sim::kNever) continue;
      watches_[watch].told.answers.push_back({poll.node, poll.asked, sim::kNever, 1, {}});
    }
    outcome_.watches.push_back(std::move(watches_[watch].told));
  }
}

void Cluster::set_timer(WatchIndex watch, std::uint32_t timer, sim::Duration delay,
                        Schedule& schedule) {
  watches_[watch].timers[timer] = schedule.after(delay, WatchDue{watch, timer});
}

void Cluster::on(const WatchDue& e, Schedule& schedule) {
  Watching& watching = watches_[e.watch];
  if (e.timer == kLastCall) {
    watching.watch->last_call();
  } else if (e.timer != kDeadline) {
    react(e.watch, watching.watch->poll_due(e.timer), schedule);
  } else if (watching.watch) {
    end_watch(e.watch, watching.watch->deadline(), schedule);
  } else {
    const Client client = watching.request.client;
    end_watch(e.watch, profile_of(client).at_deadline, schedule);
  }
}

void Cluster::end_watch(WatchIndex watch, ClientVerdict verdict, Schedule& schedule) {
  WatchOutcome& outcome = watches_[watch].told;
  outcome.verdict = verdict;
  outcome.ended = schedule.now();
  for (const sim::Ticket& timer : watches_[watch].timers) schedule.cancel(timer);
  digest_.add(watch, static_cast<std::uint64_t>(verdict));
  if (verdict == ClientVerdict::kSuccess) promise(watch, schedule);
  if (!is_of_script(watch)) watched_write_ended(watch, schedule);
}

}  // namespace models::durability
