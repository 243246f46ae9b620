// Copiers: each reads its part of every table, chunk by chunk, and writes it in batches.
#include "models/migration/migration.hpp"

namespace models::migration {

RowIndex Migration::part_begin(TableIndex table, std::uint32_t part, std::uint32_t parts) const {
  __extension__ using Wide = unsigned __int128;
  return static_cast<RowIndex>(static_cast<Wide>(content_.dataset().rows(table)) * part / parts);
}

// The last part has the rows that users made, too.
RowIndex Migration::part_past(TableIndex table, std::uint32_t part, std::uint32_t parts) const {
  return part + 1 == parts ? content_.rows(table) : part_begin(table, part + 1, parts);
}

void Migration::begin_copy(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  const std::uint32_t readers = copy_params().readers;
  lane.state = LaneState::kCopying;
  if (lane.copiers.empty()) {
    lane.copiers.resize(readers);
    for (std::uint32_t i = 0; i < readers && !lane.tables.empty(); ++i) {
      lane.copiers[i].safe_row = part_begin(lane.tables.front(), i, readers);
    }
  }
  begin_lane_phase(number, PhaseKind::kCopy, schedule);
  lane.running = readers;
  for (std::uint32_t i = 0; i < readers; ++i) {
    Copier& copier = lane.copiers[i];
    copier.table_at = copier.safe_table_at;
    copier.row = copier.safe_row;
    copier.since = 0;
    copier.done = false;
    read_chunk(number, i, schedule);
    if (lane.state != LaneState::kCopying) return;
  }
}

void Migration::read_chunk(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  Copier& copier = lane.copiers[index];
  const std::uint32_t readers = copy_params().readers;
  while (copier.table_at < lane.tables.size() &&
         copier.row >= part_past(lane.tables[copier.table_at], index, readers)) {
    ++copier.table_at;
    if (copier.table_at < lane.tables.size()) {
      copier.row = part_begin(lane.tables[copier.table_at], index, readers);
    }
  }
  if (copier.table_at == lane.tables.size()) {
    if (copier.since > 0 && copy_params().checkpoint > 0) {
      checkpoint(number, index, schedule);
      return;
    }
    copier.done = true;
    copier.state = Copier::State::kIdle;
    if (--lane.running == 0) copied(number, schedule);
    return;
  }
  copier.state = Copier::State::kReading;
  Request request = to_tables(session_id(SessionKind::kCopier, number, index), {});
  request.prepares = true;
  request.statement.kind = StatementKind::kSelectRange;
  request.statement.access = Access::kInOrder;
  request.statement.table = lane.tables[copier.table_at];
  ask(request, schedule);
}

void Migration::prepare_chunk(Request& request) {
  Lane& lane = lanes_[lane_of(request.session)];
  const std::uint32_t index = number_of(request.session);
  Copier& copier = lane.copiers[index];
  const TableIndex table = lane.tables[copier.table_at];
  copier.page_past =
      std::min(copier.row + copy_params().page, part_past(table, index, copy_params().readers));
  std::uint64_t bytes = 0;
  copier.entries = 0;
  copier.entry_bytes = 0;
  copier.rows = 0;
  std::array<Entry, kMostEntries> entries;
  for (RowIndex row = copier.row; row < copier.page_past; ++row) {
    if (content_.read(table, row) == kNoRow) continue;
    const Row facts = content_.dataset().row(table, row);
    const auto count = content_.dataset().entries_of(table, row, facts, std::span(entries));
    for (std::uint32_t i = 0; i < count; ++i) {
      copier.entry_bytes +=
          entries[i].partition_bytes + entries[i].key_bytes + entries[i].value_bytes;
    }
    copier.entries += count;
    bytes += facts.heap_bytes;
    ++copier.rows;
  }
  request.statement.rows = copier.rows;
  request.statement.bytes = static_cast<std::uint32_t>(bytes);
  request.bytes_back += static_cast<std::uint32_t>(bytes);
}

void Migration::copier_heard(const Request& request, Schedule& schedule) {
  const LaneIndex number = lane_of(request.session);
  const std::uint32_t index = number_of(request.session);
  Lane& lane = lanes_[number];
  if (lane.state != LaneState::kCopying) return;
  Copier& copier = lane.copiers[index];
  switch (copier.state) {
    case Copier::State::kReading:
      if (request.status != AskStatus::kOk) {
        try_again(request.session, schedule);
        return;
      }
      outcome_.rows_copied += copier.rows;
      copier.state = Copier::State::kEncoding;
      ++pending_;
      compute(
          Work::kEncodeChunk, (number << 8) | index, params_->migrator,
          with_bytes(schedule.draw_sum(migrator_costs_.encode, copier.entries), copier.entry_bytes),
          schedule);
      break;
    case Copier::State::kWriting:
      batch_heard(request, schedule);
      break;
    case Copier::State::kCheckpoint:
      if (request.status != AskStatus::kOk) {
        try_again(request.session, schedule);
        return;
      }
      copier.safe_table_at = copier.table_at;
      copier.safe_row = copier.row;
      copier.since = 0;
      go_on_or_hold_back(number, index, schedule);
      break;
    default:
      break;
  }
}

void Migration::chunk_encoded(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  if (lane.state != LaneState::kCopying) return;
  Copier& copier = lane.copiers[index];
  copier.state = Copier::State::kWriting;
  copier.walk.row = copier.row;
  copier.walk.loaded = false;
  write_batch(number, index, schedule);
}

// Takes the next entries of the chunk. False: none is left.
bool Migration::fill_batch(Lane& lane, Copier& copier) {
  const TableIndex table = lane.tables[copier.table_at];
  const std::uint32_t width = content_.width(table);
  EntryWalk& walk = copier.walk;
  copier.items.clear();
  copier.batch = {};
  copier.batch.table = table;
  copier.batch_bytes = 0;
  copier.batch_heap_bytes = 0;
  while (walk.row < copier.page_past && copier.items.size() < copy_params().batch) {
    if (!walk.loaded) {
      walk.loaded = true;
      walk.entry = 0;
      walk.count = 0;
      if (content_.changed().empty() || content_.as_read(table, walk.row) != kNoRow) {
        walk.count = content_.dataset().entries_of(
            table, walk.row, content_.dataset().row(table, walk.row), std::span(walk.entries));
      }
    }
    if (walk.count == 0 || walk.entry == walk.count) {
      if (walk.count == 0) {
        if (!copier.items.empty()) break;  // numbers of a batch follow each other
        content_.skip(table, walk.row);
      }
      walk.loaded = false;
      ++walk.row;
      continue;
    }
    if (copier.items.empty()) copier.batch.begin = walk.row * width + walk.entry;
    const RowIndex first = copier.batch.begin / width;
    if (walk.row - first >= kMostRowsAtOnce) break;
    add_to_batch(copier, walk.entries[walk.entry],
                 content_.range_of(table, walk.row) != content_.range_of(table, first));
    ++walk.entry;
    copier.batch.end =
        walk.entry == walk.count ? (walk.row + 1) * width : walk.row * width + walk.entry;
  }
  return !copier.items.empty();
}

void Migration::add_to_batch(Copier& copier, const Entry& entry, bool next_range) const {
  KvRequest kv;
  kv.operation =
      copy_params().guard == Guard::kOverwrite ? KvOperation::kSet : KvOperation::kSetIfAbsent;
  kv.partition = entry.partition;
  kv.partition_bytes = entry.partition_bytes;
  kv.key_bytes = entry.key_bytes;
  kv.value_bytes = entry.value_bytes;
  copier.items.push_back(kv);
  (next_range ? copier.batch.next_sum : copier.batch.sum) += Content::digest_of(entry);
  ++copier.batch.entries;
  copier.batch_bytes += entry.partition_bytes + entry.key_bytes + entry.value_bytes;
  copier.batch_heap_bytes +=
      PostgresKv::row_bytes(entry.partition_bytes, entry.key_bytes, entry.value_bytes);
}

void Migration::write_batch(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  Copier& copier = lane.copiers[index];
  if (!fill_batch(lane, copier)) {
    chunk_written(number, index, schedule);
    return;
  }
  send_batch(number, index, schedule);
}

void Migration::send_batch(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Copier& copier = lanes_[number].copiers[index];
  const SessionId session = session_id(SessionKind::kCopier, number, index);
  const Effect effect =
      copy_params().guard == Guard::kOverwrite ? Effect::kWrite : Effect::kWriteIfAbsent;
  copier.failed = AskStatus::kOk;
  copier.sent = 0;
  if (copier.items.size() > 1 && stores_.in_database() &&
      copy_params().form == BatchForm::kStatementEach) {
    send_of_transaction(number, index, kNoConnection, schedule);
    return;
  }
  Request request = to_store(session, copier.items.front());
  request.effect = effect;
  request.run = copier.batch;
  request.run_bytes = copier.batch_bytes;
  request.access = Access::kInOrder;
  if (copier.items.size() == 1) {
    request.kv.exists = content_.has_entry(copier.batch.table, copier.batch.begin);
  } else if (stores_.in_database()) {
    request.as_statement = true;
    request.statement.table = stores_.entries_table();
    request.statement.kind = copy_params().guard == Guard::kOverwrite
                                 ? StatementKind::kUpsert
                                 : StatementKind::kInsertIfAbsent;
    request.statement.rows = copier.batch.entries;
    request.statement.bytes = copier.batch_heap_bytes;
    request.statement.access = Access::kInOrder;
    request.bytes_there = kRequestBytes + copier.batch_bytes;
  } else {
    SIM_CHECK(effect == Effect::kWrite);
    request.batch = true;
    request.bytes_there = kRequestBytes + copier.batch_bytes;
  }
  ask(request, schedule);
}

// Begin, each entry, commit: on one connection, a round trip each. What the transaction wrote is
// there once it has committed.
void Migration::send_of_transaction(LaneIndex number, std::uint32_t index, std::uint32_t connection,
                                    Schedule& schedule) {
  Copier& copier = lanes_[number].copiers[index];
  const std::uint32_t step = copier.sent++;
  const auto entries = static_cast<std::uint32_t>(copier.items.size());
  Request request = to_store(session_id(SessionKind::kCopier, number, index),
                             copier.items[std::min(std::max(step, 1U) - 1, entries - 1)]);
  request.connection = connection;
  request.keeps = true;
  request.access = Access::kInOrder;
  if (step == 0 || step > entries) {
    request.as_statement = true;
    request.statement.kind = step == 0 ? StatementKind::kBegin : StatementKind::kCommit;
    request.bytes_there = kRequestBytes;
  }
  if (step > entries) {
    request.keeps = false;
    request.effect =
        copy_params().guard == Guard::kOverwrite ? Effect::kWrite : Effect::kWriteIfAbsent;
    request.run = copier.batch;
    request.run_bytes = copier.batch_bytes;
  }
  ask(request, schedule);
}

void Migration::batch_heard(const Request& request, Schedule& schedule) {
  const LaneIndex number = lane_of(request.session);
  const std::uint32_t index = number_of(request.session);
  Lane& lane = lanes_[number];
  Copier& copier = lane.copiers[index];
  const bool refused = request.status == AskStatus::kPredicateFailed;
  const bool done = request.status == AskStatus::kOk || refused;
  if (!done) copier.failed = request.status;
  if (copier.sent > 0 && copier.sent < copier.items.size() + 2) {
    // The transaction goes on, even a failed one: its end is what gives the connection back.
    if (copier.failed != AskStatus::kOk)
      copier.sent = static_cast<std::uint32_t>(copier.items.size()) + 1;
    send_of_transaction(number, index, request.connection, schedule);
    return;
  }
  if (refused && copy_params().guard == Guard::kFailIfPresent) {
    fail_lane(number, FaultKind::kEntryRefused, run_text(copier.batch), schedule);
    return;
  }
  if (copier.failed == AskStatus::kFull || copier.failed == AskStatus::kTooLarge) {
    fail_lane(number, fault_of(copier.failed), run_text(copier.batch), schedule);
    return;
  }
  if (copier.failed != AskStatus::kOk) {
    try_again(request.session, schedule);
    return;
  }
  PhaseOutcome& phase = phases_[lane.phase];
  phase.entries += copier.batch.entries;
  phase.bytes += copier.batch_bytes;
  write_batch(number, index, schedule);
}

void Migration::chunk_written(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  Copier& copier = lane.copiers[index];
  const RowIndex rows = copier.page_past - copier.row;
  phases_[lane.phase].rows += copier.rows;
  rows_moved_ += rows;
  copier.row = copier.page_past + copier.passed;
  copier.passed = 0;
  copier.since += rows;
  if (crash_at_progress(schedule)) return;
  if (copy_params().checkpoint > 0 && copier.since >= copy_params().checkpoint) {
    checkpoint(number, index, schedule);
  } else {
    go_on_or_hold_back(number, index, schedule);
  }
}

// One small entry of the store says how far the reader has come.
void Migration::checkpoint(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  lanes_[number].copiers[index].state = Copier::State::kCheckpoint;
  ask(to_store(session_id(SessionKind::kCopier, number, index), small_set()), schedule);
}

void Migration::go_on_or_hold_back(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  const std::optional<Throttle>& throttle = copy_params().throttle;
  if (throttle && throttle->latency_limit.count() > 0 &&
      recent_latency_ > throttle->latency_limit) {
    lanes_[number].copiers[index].state = Copier::State::kPausing;
    ++outcome_.held_back;
    pause(session_id(SessionKind::kCopier, number, index), throttle->pause, schedule);
    // What was measured before the pause says nothing about the time after it.
    recent_latency_ = sim::Duration(0);
    return;
  }
  read_chunk(number, index, schedule);
}

// A pause is over: the copier tries again what it was at.
void Migration::copier_resumes(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  if (lane.state != LaneState::kCopying) return;
  switch (lane.copiers[index].state) {
    case Copier::State::kWriting:
      send_batch(number, index, schedule);
      break;
    case Copier::State::kCheckpoint:
      checkpoint(number, index, schedule);
      break;
    default:
      read_chunk(number, index, schedule);
  }
}

void Migration::copied(LaneIndex number, Schedule& schedule) {
  end_lane_phase(number, PhaseEnd::kDone, schedule);
  if (capture() != nullptr) {
    begin_catch_up(number, schedule);
  } else {
    lane_over(number, false, schedule);
  }
}

}  // namespace models::migration
