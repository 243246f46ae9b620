// The check: both sides are read, page by page, and compared; what differs may be copied again.
#include <cmath>

#include "models/migration/migration.hpp"

namespace models::migration {

void Migration::begin_check(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  const std::uint32_t readers = params_->check.readers;
  lane.state = LaneState::kChecking;
  lane.checkers.assign(readers, {});
  lane.check = {};
  lane.check.package = lane.packages.front();
  begin_lane_phase(number, PhaseKind::kCheck, schedule);
  lane.running = readers;
  for (std::uint32_t i = 0; i < readers; ++i) {
    if (!lane.tables.empty()) lane.checkers[i].row = part_begin(lane.tables.front(), i, readers);
    check_page(number, i, schedule);
    if (lane.state != LaneState::kChecking) return;
  }
}

// Of a sampled check, every n-th page.
bool Migration::skips_page(Checker& checker) const {
  if (params_->check.compare != Comparison::kSampled) return false;
  constexpr std::int64_t kPage = 1'000'000'000;
  checker.owed += std::llround(params_->check.share * static_cast<double>(kPage));
  if (checker.owed < kPage) return true;
  checker.owed -= kPage;
  return false;
}

void Migration::check_page(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  Checker& checker = lane.checkers[index];
  const std::uint32_t readers = params_->check.readers;
  while (checker.table_at < lane.tables.size()) {
    const TableIndex table = lane.tables[checker.table_at];
    const RowIndex past = part_past(table, index, readers);
    if (checker.row >= past) {
      if (++checker.table_at < lane.tables.size()) {
        checker.row = part_begin(lane.tables[checker.table_at], index, readers);
      }
      continue;
    }
    checker.page_past = std::min(checker.row + params_->check.page, past);
    if (!skips_page(checker)) break;
    checker.row = checker.page_past;
  }
  if (checker.table_at == lane.tables.size()) {
    if (--lane.running == 0) checked(number, schedule);
    return;
  }
  checker.step = Checker::Step::kTables;
  checker.by_rows = params_->check.compare != Comparison::kDigests;
  ask_tables_for_check(number, index, schedule);
}

void Migration::ask_tables_for_check(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Request request = to_tables(session_id(SessionKind::kChecker, number, index), {});
  const Lane& lane = lanes_[number];
  request.prepares = true;
  request.statement.kind = StatementKind::kSelectRange;
  request.statement.access = Access::kInOrder;
  request.statement.table = lane.tables[lane.checkers[index].table_at];
  ask(request, schedule);
}

// What the page has, on the side that is being read. A digest is made where the rows are: only it
// goes over the network.
void Migration::prepare_check(Request& request) {
  Lane& lane = lanes_[lane_of(request.session)];
  Checker& checker = lane.checkers[number_of(request.session)];
  const TableIndex table = lane.tables[checker.table_at];
  std::array<Entry, kMostEntries> entries;
  std::uint64_t bytes = 0;
  checker.entries = 0;
  checker.entry_bytes = 0;
  checker.rows = 0;
  for (RowIndex row = checker.row; row < checker.page_past; ++row) {
    if (!content_.changed().empty() && content_.source(table, row) == kNoRow) continue;
    const Row facts = content_.dataset().row(table, row);
    const auto count = content_.dataset().entries_of(table, row, facts, std::span(entries));
    for (std::uint32_t i = 0; i < count; ++i) {
      checker.entry_bytes +=
          entries[i].partition_bytes + entries[i].key_bytes + entries[i].value_bytes;
      checker.partition = entries[i].partition;
    }
    checker.entries += count;
    bytes += facts.heap_bytes;
    ++checker.rows;
  }
  request.statement.rows = checker.rows;
  request.statement.bytes = static_cast<std::uint32_t>(bytes);
  if (checker.by_rows) request.bytes_back += request.statement.bytes;
}

void Migration::checker_heard(const Request& request, Schedule& schedule) {
  const LaneIndex number = lane_of(request.session);
  const std::uint32_t index = number_of(request.session);
  Lane& lane = lanes_[number];
  if (lane.state != LaneState::kChecking) return;
  Checker& checker = lane.checkers[index];
  const bool fine = request.status == AskStatus::kOk || request.status == AskStatus::kAbsent ||
                    request.status == AskStatus::kPredicateFailed;
  if (!fine) {
    try_again(request.session, schedule);
    return;
  }
  switch (checker.step) {
    case Checker::Step::kTables:
      lane.check.rows_read += checker.rows;
      checker.step = Checker::Step::kStore;
      checker.entries_left = checker.entries;
      scan_store(number, index, schedule);
      break;
    case Checker::Step::kStore:
      scan_store(number, index, schedule);
      break;
    case Checker::Step::kRepair:
      content_.repair(lane.tables[checker.table_at], checker.differing.back());
      checker.differing.pop_back();
      ++lane.check.repaired;
      repair_next(number, index, schedule);
      break;
    default:
      break;
  }
}

// A page of the store after the other, until all entries of the rows have been read.
void Migration::scan_store(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  Checker& checker = lane.checkers[index];
  if (checker.entries_left == 0) {
    checker.step = Checker::Step::kCompare;
    ++pending_;
    const std::uint32_t decoded = checker.by_rows ? checker.entries : 1;
    compute(Work::kCompare, (number << 8) | index, params_->migrator,
            with_bytes(schedule.draw_sum(migrator_costs_.decode, decoded),
                       checker.by_rows ? checker.entry_bytes : 0),
            schedule);
    return;
  }
  const auto entries = std::min(checker.entries_left, PostgresKv::kPageEntries);
  checker.entries_left -= entries;
  lane.check.entries_read += entries;
  KvRequest kv;
  kv.operation = KvOperation::kScanPage;
  kv.partition = checker.partition;
  kv.entries = entries;
  kv.stored_bytes =
      static_cast<std::uint32_t>(checker.entry_bytes * entries / std::max(1U, checker.entries));
  kv.exists = true;
  Request request = to_store(session_id(SessionKind::kChecker, number, index), kv);
  request.access = Access::kInOrder;
  if (!checker.by_rows) request.bytes_back = kRequestBytes;
  ask(request, schedule);
}

bool Migration::differs(TableIndex table, RowIndex row) {
  if (const ChangedRow* changed = content_.changed().find(table, row)) {
    return changed->source != changed->target || changed->partial;
  }
  if (content_.target(table, row) != kNoRow) return false;
  // A row that the data set says becomes no entry is in the store if nothing is.
  return row < content_.dataset().rows(table) && !entryless(table, row);
}

void Migration::compared(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  if (lane.state != LaneState::kChecking) return;
  Checker& checker = lane.checkers[index];
  const TableIndex table = lane.tables[checker.table_at];
  checker.differing.clear();
  const std::uint64_t width = content_.width(table);
  const bool whole = content_.changed().empty() &&
                     content_.written(table).covers(checker.row * width, checker.page_past * width);
  for (RowIndex row = checker.row; row < checker.page_past && !whole; ++row) {
    if (differs(table, row)) checker.differing.push_back(row);
  }
  if (!checker.differing.empty() && !checker.by_rows) {
    // The sums differ: the rows themselves will say which.
    checker.by_rows = true;
    checker.step = Checker::Step::kTables;
    ask_tables_for_check(number, index, schedule);
    return;
  }
  lane.check.differences += checker.differing.size();
  if (repairs()) {
    repair_next(number, index, schedule);
  } else {
    checker.row = checker.page_past + checker.passed;
    checker.passed = 0;
    check_page(number, index, schedule);
  }
}

void Migration::repair_next(LaneIndex number, std::uint32_t index, Schedule& schedule) {
  Lane& lane = lanes_[number];
  Checker& checker = lane.checkers[index];
  if (checker.differing.empty()) {
    checker.row = checker.page_past;
    check_page(number, index, schedule);
    return;
  }
  checker.step = Checker::Step::kRepair;
  const TableIndex table = lane.tables[checker.table_at];
  const RowIndex row = checker.differing.back();
  KvRequest kv = entry_request(table, row, 0);
  kv.operation = content_.source(table, row) == kNoRow ? KvOperation::kDelete : KvOperation::kSet;
  kv.exists = content_.target(table, row) != kNoRow;
  ask(to_store(session_id(SessionKind::kChecker, number, index), kv), schedule);
}

// The sums that the writes left behind are a second witness, if the check read everything.
void Migration::checked(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  outcome_.checks.push_back(lane.check);
  const bool bad = lane.check.differences > lane.check.repaired;
  end_lane_phase(number, bad ? PhaseEnd::kFailed : PhaseEnd::kDone, schedule);
  lane_over(number, bad, schedule);
}

}  // namespace models::migration
