// The log of changes that users make while a snapshot is copied, applied in its order.
#include "models/migration/migration.hpp"

namespace models::migration {

void Migration::begin_catch_up(LaneIndex number, Schedule& schedule) {
  lanes_[number].state = LaneState::kCatchingUp;
  begin_lane_phase(number, PhaseKind::kCatchUp, schedule);
  read_log(number, schedule);
}

// A look into the log takes a statement, whether there is something in it or not.
void Migration::read_log(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  const auto waiting = static_cast<std::uint32_t>(lane.log.size());
  lane.applying = std::min(waiting, capture()->apply_batch);
  lane.reading_log = true;
  Request request = to_tables(session_id(SessionKind::kApplier, number, 0), {});
  request.statement.kind = StatementKind::kSelectRange;
  request.statement.access = Access::kInOrder;
  request.statement.table = lane.tables.front();
  request.statement.rows = lane.applying;
  std::uint64_t bytes = 0;
  for (std::uint32_t i = 0; i < lane.applying; ++i) {
    bytes += entry_bytes_of(lane.log[i].table, lane.log[i].row);
  }
  request.statement.bytes = static_cast<std::uint32_t>(bytes);
  request.bytes_back += request.statement.bytes;
  ask(request, schedule);
}

void Migration::applier_heard(const Request& request, Schedule& schedule) {
  const LaneIndex number = lane_of(request.session);
  Lane& lane = lanes_[number];
  if (request.status != AskStatus::kOk && request.status != AskStatus::kPredicateFailed) {
    try_again(request.session, schedule);
    return;
  }
  if (lane.reading_log) {
    lane.reading_log = false;
    if (lane.applying == 0) {
      log_looked_at(number, schedule);
    } else {
      apply_changes(number, schedule);
    }
    return;
  }
  if (--lane.applications > 0) return;
  for (std::uint32_t i = 0; i < lane.applying; ++i) {
    const LoggedChange change = lane.log.pop_front();
    content_.change(change.table, change.row).target = change.content;
    ++outcome_.changes_applied;
  }
  log_looked_at(number, schedule);
}

// In a database one statement takes all; elsewhere each change goes by itself, one for each row
// that is named (the last one counts), all at once.
void Migration::apply_changes(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  const SessionId session = session_id(SessionKind::kApplier, number, 0);
  if (stores_.in_database()) {
    Request request = to_store(session, {});
    request.as_statement = true;
    request.statement.table = stores_.entries_table();
    request.statement.kind = StatementKind::kUpsert;
    request.statement.rows = lane.applying;
    for (std::uint32_t i = 0; i < lane.applying; ++i) {
      request.statement.bytes += entry_bytes_of(lane.log[i].table, lane.log[i].row);
    }
    request.bytes_there += request.statement.bytes;
    lane.applications = 1;
    ask(request, schedule);
    return;
  }
  lane.applications = lane.applying;
  for (std::uint32_t i = 0; i < lane.applying; ++i) {
    const LoggedChange& change = lane.log[i];
    KvRequest kv = entry_request(change.table, change.row, 0);
    kv.operation = change.content == kNoRow ? KvOperation::kDelete : KvOperation::kSet;
    kv.exists = content_.target(change.table, change.row) != kNoRow;
    ask(to_store(session, kv), schedule);
  }
}

void Migration::log_looked_at(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  const sim::Duration lag =
      lane.log.empty() ? sim::Duration(0) : schedule.now() - lane.log.front().at;
  outcome_.longest_lag = std::max(outcome_.longest_lag, lag);
  if (lane.state == LaneState::kCatchingUp && lag < capture()->lag_limit) {
    end_lane_phase(number, PhaseEnd::kDone, schedule);
    lane_over(number, false, schedule);
  }
  if (!lane.log.empty()) {
    read_log(number, schedule);
  } else if (draining_) {
    drained(schedule);
  } else {
    pause(session_id(SessionKind::kApplier, number, 0), capture()->poll, schedule);
  }
}

// Users have stopped: the rest of all logs decides how long the cut-over takes.
void Migration::drained(Schedule& schedule) {
  if (--lanes_to_drain_ > 0) return;
  draining_ = false;
  capturing_ = false;
  end_step(PhaseEnd::kDone, schedule);
}

}  // namespace models::migration
