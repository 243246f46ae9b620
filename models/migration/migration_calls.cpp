// A call: its operations over one store after the other, as the instance's flag says.
#include <algorithm>

#include "models/migration/migration.hpp"

namespace models::migration {

void Migration::enter(std::uint32_t id, std::uint32_t instance, Schedule& schedule) {
  User& user = users_[id];
  user.instance = instance;
  const CallPlan& plan = plan_of(user);
  user.mode = static_cast<std::uint32_t>(modes_[instance][plan.package]);
  user.pass = 0;
  user.operation = 0;
  user.times = 0;
  user.wrote = 0;
  user.found_nothing = false;
  user.missed = false;
  user.content = kNoRow;
  ++calls_in_progress_;
  ++calls_on_[user.instance];
  if (!uses_right_store(user)) {
    if (params_->servers.panic_in_wrong_store) {
      note_fault(FaultKind::kPanic, plan.package, schedule.now());
      call_over(id, CallEnd::kPanicked, schedule);
      return;
    }
    ++call_outcome(user).misplaced;
  }
  next_operation(id, schedule);
}

// A flag is wrong if it leads to a store that nobody keeps up to date.
bool Migration::uses_right_store(const User& user) const {
  const auto mode = static_cast<Mode>(user.mode);
  if (charge_ == Mode::kStore) return mode != Mode::kTable;
  if (charge_ == Mode::kTable) return mode != Mode::kStore;
  return true;
}

std::optional<std::uint32_t> Migration::next_instance() {
  if (!servers_up_) return std::nullopt;
  const auto count = static_cast<std::uint32_t>(modes_.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    next_instance_ = (next_instance_ + 1) % count;
    if (next_instance_ != instance_down_) return next_instance_;
  }
  return std::nullopt;
}

// Which store the n-th pass of a call is over; none: the call is over.
std::optional<bool> Migration::pass_on_store(const User& user) const {
  const bool writes = plan_of(user).effect != CallEffect::kNone;
  const auto mode = static_cast<Mode>(user.mode);
  const bool both = writes && (mode == Mode::kBoth || mode == Mode::kBothReadStore);
  if (user.pass >= (both ? 2U : 1U)) return std::nullopt;
  if (both) return (user.pass == 0) == store_first_;
  return mode == Mode::kBothReadStore || mode == Mode::kStore;
}

void Migration::next_operation(std::uint32_t id, Schedule& schedule) {
  const std::optional<bool> on_store = pass_on_store(users_[id]);
  if (!on_store) {
    call_over(id, CallEnd::kAnswered, schedule);
    return;
  }
  User& user = users_[id];
  const CallPlan& plan = plan_of(user);
  const Pass& pass = *on_store ? plan.on_kv : plan.on_table;
  const std::size_t past = user.background ? pass.operations.size() : pass.awaited;
  if (user.operation >= past) {
    pass_over(id, *on_store, schedule);
    return;
  }
  const PlannedOperation& operation = pass.operations[user.operation];
  const SessionId session = session_id(SessionKind::kUser, 0, 0) | id;
  Request request = *on_store ? to_store(session, kv_of(user, plan, operation))
                              : to_tables(session, statement_of(user, plan, operation));
  if (user.holds) request.connection = user.connection;
  request.keeps = (user.holds || operation.kind == OperationKind::kBegin) &&
                  operation.kind != OperationKind::kCommit;
  if (++user.times >= operation.times) {
    user.times = 0;
    ++user.operation;
  }
  ask(request, schedule);
}

void Migration::user_heard(const Request& request, Schedule& schedule) {
  const std::uint32_t id = user_of(request.session);
  User& user = users_[id];
  user.holds = request.keeps;
  user.connection = request.connection;
  switch (request.status) {
    case AskStatus::kOk:
      if (request.to_store && writes(request.kv.operation)) ++user.wrote;
      break;
    case AskStatus::kAbsent:
      break;
    default:
      if (user.holds) {
        roll_back(id, schedule);
      } else {
        call_failed(id, request, schedule);
      }
      return;
  }
  if (user.rolling_back) {
    user.rolling_back = false;
    call_failed(id, request, schedule);
    return;
  }
  next_operation(id, schedule);
}

void Migration::roll_back(std::uint32_t id, Schedule& schedule) {
  User& user = users_[id];
  user.rolling_back = true;
  Statement statement;
  statement.kind = StatementKind::kRollback;
  Request request = to_tables(session_id(SessionKind::kUser, 0, 0) | id, statement);
  request.connection = user.connection;
  user.holds = false;
  ask(request, schedule);
}

void Migration::call_failed(std::uint32_t id, const Request& request, Schedule& schedule) {
  User& user = users_[id];
  user.rolling_back = false;
  const CallPlan& plan = plan_of(user);
  // Between two writes to a store without transactions a call leaves half of itself behind.
  if (request.to_store && user.wrote > 0 && plan.effect != CallEffect::kNone) {
    content_.change(plan.table, row_of(user, plan)).partial = true;
  }
  const bool final =
      request.status == AskStatus::kPredicateFailed || request.status == AskStatus::kTooLarge;
  if (!final && !user.background && ++user.attempt < params_->servers.attempts) {
    leave_instance(user, schedule);
    schedule.after(params_->servers.retry_pause, PauseOver{request.session, life_});
    return;
  }
  call_over(id, CallEnd::kFailed, schedule);
}

// One store has done all that the user waits for: now it holds what the call made.
void Migration::pass_over(std::uint32_t id, bool on_store, Schedule& schedule) {
  User& user = users_[id];
  const CallPlan& plan = plan_of(user);
  const RowIndex row = row_of(user, plan);
  if (user.background) {
    call_over(id, CallEnd::kAnswered, schedule);
    return;
  }
  if (plan.effect != CallEffect::kNone) {
    ChangedRow& changed = content_.change(plan.table, row);
    if (user.pass == 0) begin_change(user, plan, changed);
    if (user.missed) {
      call_over(id, CallEnd::kAnswered, schedule);
      return;
    }
    (on_store ? changed.target : changed.source) = user.content;
    if (on_store) {
      changed.partial = false;
    } else if (capturing_) {
      lanes_[lane_of_table_[plan.table]].log.push_back(
          {row, plan.table, user.content, schedule.now()});
    }
  } else {
    const RowContent held =
        on_store ? content_.target(plan.table, row) : content_.source(plan.table, row);
    user.found_nothing =
        held == kNoRow && content_.truth(plan.table, row) != kNoRow && !entryless(plan.table, row);
  }
  ++user.pass;
  user.operation = 0;
  user.times = 0;
  next_operation(id, schedule);
}

// What the call writes. A change of a row that is not there does nothing, unless it makes one.
void Migration::begin_change(User& user, const CallPlan& plan, ChangedRow& row) const {
  const auto mode = static_cast<Mode>(user.mode);
  const bool reads_store = mode == Mode::kBothReadStore || mode == Mode::kStore;
  user.missed = !plan.makes && (reads_store ? row.target : row.source) == kNoRow;
  if (!user.missed && plan.effect != CallEffect::kDelete) user.content = ++row.newest;
}

// Servers that stop, and an instance that restarts, let the calls end that they are at.
void Migration::leave_instance(const User& user, Schedule& schedule) {
  --calls_in_progress_;
  --calls_on_[user.instance];
  if (awaits_calls_ && calls_in_progress_ == 0) {
    awaits_calls_ = false;
    --pending_;
    end_step(PhaseEnd::kDone, schedule);
  } else if (awaits_instance_ && calls_on_[rolling_] == 0) {
    awaits_instance_ = false;
    --pending_;
    instance_up(schedule);
  }
}

void Migration::call_over(std::uint32_t id, CallEnd how, Schedule& schedule) {
  User& user = users_[id];
  sim::Duration way{0};
  if (!user.background) {
    way = schedule.draw(traffic_[user.traffic].distance);
    note_call(user, how, schedule.now() + way);
    // A copy: what goes on beside it may move the users.
    if (how == CallEnd::kAnswered) go_on_in_background(User(user), schedule);
  }
  leave_instance(users_[id], schedule);
  go_back(id, way, schedule);
}

void Migration::note_call(const User& user, CallEnd how, sim::Instant now) {
  const CallPlan& plan = plan_of(user);
  const auto mode = static_cast<Mode>(user.mode);
  const CallStore store = mode == Mode::kTable   ? CallStore::kTable
                          : mode == Mode::kStore ? CallStore::kKv
                                                 : CallStore::kBoth;
  CallTimes& times = call_outcome(user).by_store[static_cast<std::size_t>(store)];
  ++outcome_.traffic[user.traffic].calls;
  if (how == CallEnd::kPanicked) {
    ++times.panicked;
    return;
  }
  const bool reads_store = mode == Mode::kBothReadStore || mode == Mode::kStore;
  if (plan.effect != CallEffect::kNone && !user.missed) {
    ChangedRow& changed = content_.change(plan.table, row_of(user, plan));
    // Nobody promised a failed call anything: what is there now is right.
    changed.truth = how == CallEnd::kAnswered ? user.content
                    : reads_store             ? changed.target
                                              : changed.source;
  }
  if (how == CallEnd::kFailed) {
    ++times.failed;
    return;
  }
  const sim::Duration took = now - user.began;
  ++times.answered;
  times.not_found += user.found_nothing ? 1 : 0;
  times.response.add(took.count());
  if (state_ == State::kRunning) call_outcome(user).while_migrating.add(took.count());
  call_outcome(user).batches.add(user.number, took);
  recent_latency_ += (took - recent_latency_) / 16;
}

// What the user does not wait for is done by a session of its own.
void Migration::go_on_in_background(const User& user, Schedule& schedule) {
  User rest = user;
  rest.pass = 0;
  const std::optional<bool> on_store = pass_on_store(rest);
  const CallPlan& plan = plan_of(user);
  const Pass& pass = on_store && *on_store ? plan.on_kv : plan.on_table;
  if (pass.operations.size() == pass.awaited) return;
  rest.background = true;
  rest.operation = pass.awaited;
  rest.times = 0;
  rest.holds = false;
  ++users_busy_;
  ++calls_in_progress_;
  ++calls_on_[rest.instance];
  next_operation(users_.take(rest), schedule);
}

CallOutcome& Migration::call_outcome(const User& user) {
  const CallPlan& plan = plan_of(user);
  return outcome_.calls[call_index_[plan.package][plan.call]];
}

namespace {

StatementKind statement_kind(OperationKind kind) {
  switch (kind) {
    case OperationKind::kBegin:
      return StatementKind::kBegin;
    case OperationKind::kCommit:
      return StatementKind::kCommit;
    case OperationKind::kSelectByIndex:
      return StatementKind::kSelectByIndex;
    case OperationKind::kSelectRange:
      return StatementKind::kSelectRange;
    case OperationKind::kSelectScan:
      return StatementKind::kScan;
    case OperationKind::kSelectJoin:
      return StatementKind::kJoin;
    case OperationKind::kInsert:
      return StatementKind::kInsert;
    case OperationKind::kUpsert:
      return StatementKind::kUpsert;
    case OperationKind::kUpdate:
      return StatementKind::kUpdate;
    case OperationKind::kDeleteByKey:
      return StatementKind::kDelete;
    case OperationKind::kDeleteRange:
      return StatementKind::kDeleteRange;
    case OperationKind::kLockShared:
      return StatementKind::kLockShared;
    case OperationKind::kLockExclusive:
      return StatementKind::kLockExclusive;
    default:
      return StatementKind::kSelectByKey;
  }
}

KvOperation kv_kind(OperationKind kind) {
  switch (kind) {
    case OperationKind::kSet:
      return KvOperation::kSet;
    case OperationKind::kSetIfAbsent:
      return KvOperation::kSetIfAbsent;
    case OperationKind::kSetIfSame:
      return KvOperation::kSetIfEqual;
    case OperationKind::kDelete:
      return KvOperation::kDelete;
    case OperationKind::kScanPage:
      return KvOperation::kScanPage;
    default:
      return KvOperation::kGet;
  }
}

// What a lock on a row is called, or an advisory lock on what the row stands for: they never meet.
// 0 would lock nothing.
std::uint64_t lock_name(TableIndex table, RowIndex row, bool advisory) {
  return (((row + 1) * 0x9E3779B97F4A7C15ULL + table) << 2) | (advisory ? 3 : 1);
}

}  // namespace

Statement Migration::statement_of(const User& user, const CallPlan& plan,
                                  const PlannedOperation& operation) const {
  Statement statement;
  statement.kind = statement_kind(operation.kind);
  statement.rows = operation.rows;
  const RowIndex row = row_of(user, plan);
  const bool locks = statement.kind == StatementKind::kLockShared ||
                     statement.kind == StatementKind::kLockExclusive;
  const bool changes = statement.kind == StatementKind::kUpdate ||
                       statement.kind == StatementKind::kUpsert ||
                       statement.kind == StatementKind::kDelete;
  if (locks || (changes && operation.target == plan.table)) {
    statement.lock = lock_name(plan.table, row, locks);
  }
  if (operation.target == kNone) return statement;
  statement.table = operation.target;
  const std::uint64_t bytes = std::uint64_t{operation.rows} * row_bytes_[operation.target];
  statement.bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, UINT32_MAX));
  if (statement.kind == StatementKind::kScan) {
    statement.visited =
        static_cast<std::uint32_t>(std::min<RowIndex>(content_.rows(operation.target), UINT32_MAX));
  }
  return statement;
}

KvRequest Migration::kv_of(const User& user, const CallPlan& plan,
                           const PlannedOperation& operation) {
  const EntryRule& rule = content_.dataset().layout().rules[operation.target];
  const bool own = rule.table == plan.table;
  const RowIndex rows = content_.dataset().rows(rule.table);
  const RowIndex row = own || rows == 0 ? row_of(user, plan) : user.row % rows;
  KvRequest kv = entry_request(rule.table, row, operation.target);
  kv.operation = kv_kind(operation.kind);
  // Beside the one row that is followed, a call finds what it reads and makes anew what must be
  // absent.
  const bool followed = own && operation.times == 1;
  kv.exists = followed ? content_.target(plan.table, row) != kNoRow
                       : kv.operation != KvOperation::kSetIfAbsent;
  kv.equal = kv.exists;
  if (kv.operation == KvOperation::kScanPage) {
    kv.entries = std::min(operation.rows, PostgresKv::kPageEntries);
    kv.stored_bytes = kv.entries * (kv.partition_bytes + kv.key_bytes + kv.value_bytes);
  }
  return kv;
}

}  // namespace models::migration
