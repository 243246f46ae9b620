// Moving on through rows that nobody handles: who goes through them, and what he leaves behind.
#include <algorithm>

#include "models/migration/migration.hpp"

namespace models::migration {

namespace {

// Rows before an end at which an importer must look where it is.
constexpr RowIndex kLookAhead = 64;

// Rows of the chunk in hand that are written, about: what a sample sees then goes by rows rather
// than by chunks.
RowIndex written_of(const Copier& copier) {
  if (copier.state != Copier::State::kWriting || copier.walk.row <= copier.row) return 0;
  const RowIndex taken = copier.walk.row - copier.row;
  const RowIndex in_hand =
      copier.items.size() - std::min<RowIndex>(copier.sent, copier.items.size());
  return taken - std::min(taken, in_hand);
}

RowIndex room(RowIndex at, RowIndex end, RowIndex keep) {
  return at + keep < end ? end - at - keep : 0;
}

}  // namespace

std::uint64_t Migration::steps() const {
  std::uint64_t steps = rows_moved_ + outcome_.rows_copied;
  for (const Lane& lane : lanes_) steps += lane.check.rows_read;
  return steps;
}

std::uint64_t Migration::stage() const {
  sim::Digest digest;
  digest.add(phases_.size(), life_);
  for (const Lane& lane : lanes_) {
    digest.add(static_cast<std::uint64_t>(lane.state), lane.stage);
    digest.add(lane.walk.table_at, lane.running);
    for (const Scan& scan : lane.scans) digest.add(scan.exhausted ? 1 : 0);
    for (const Copier& copier : lane.copiers) digest.add(copier.table_at);
    for (const Checker& checker : lane.checkers) digest.add(checker.table_at);
  }
  return digest.value();
}

std::uint64_t Migration::checkpoints() const {
  const auto of = [](const TableDatabase& database) {
    return 2 * database.counts().checkpoints - (database.checkpointing() ? 1 : 0);
  };
  return of(stores_.tables()) + (stores_.store_database() ? of(*stores_.store_database()) : 0);
}

std::uint64_t Migration::rounds() const {
  return stores_.in_database() ? stores_.database().counts().checkpoints : 0;
}

std::vector<Walker> Migration::walkers() const {
  std::vector<Walker> walkers;
  std::uint32_t group = 0;
  for (const Lane& lane : lanes_) {
    ++group;
    if (lane.state == LaneState::kExporting) {
      for (const Scan& scan : lane.scans) {
        const bool parents = scan.plan.per_parent;
        const RowIndex keep = parents ? lane.exporters.size() + 2 : RowIndex{2} * dump().page;
        const RowIndex end = parents ? scan.past : content_.rows(scan.plan.table);
        walkers.push_back({group++, scan.next, room(scan.next, end, keep)});
      }
    } else if (lane.state == LaneState::kImporting && lane.walk.table_at < lane.tables.size()) {
      const RowIndex rows = content_.rows(lane.tables[lane.walk.table_at]);
      walkers.push_back({group, lane.walk.row, room(lane.walk.row, rows, kLookAhead)});
    } else if (lane.state == LaneState::kCopying) {
      const auto readers = static_cast<std::uint32_t>(lane.copiers.size());
      for (std::uint32_t i = 0; i < readers; ++i) {
        const Copier& copier = lane.copiers[i];
        if (copier.table_at >= lane.tables.size()) continue;
        const TableIndex table = lane.tables[copier.table_at];
        const RowIndex at = copier.row + copier.passed;
        walkers.push_back(
            {group + (copier.table_at << 16),
             at - part_begin(table, i, readers) + written_of(copier),
             room(at, part_past(table, i, readers), RowIndex{3} * copy_params().page)});
      }
    } else if (lane.state == LaneState::kChecking) {
      const std::uint32_t readers = params_->check.readers;
      for (std::uint32_t i = 0; i < lane.checkers.size(); ++i) {
        const Checker& checker = lane.checkers[i];
        if (checker.table_at >= lane.tables.size()) continue;
        const TableIndex table = lane.tables[checker.table_at];
        const RowIndex at = checker.row + checker.passed;
        walkers.push_back(
            {group + (checker.table_at << 16), at - part_begin(table, i, readers),
             room(at, part_past(table, i, readers), RowIndex{3} * params_->check.page)});
      }
    }
  }
  return walkers;
}

// What is in hand stays: it is of the rows before. An importer has then handed out the whole of the
// last row that he is moved by; a chunk is followed by the rows behind those that it passed over.
void Migration::leap(const std::vector<RowIndex>& rows) {
  std::size_t next = 0;
  for (Lane& lane : lanes_) {
    if (lane.state == LaneState::kExporting) {
      for (Scan& scan : lane.scans) scan.next += rows[next++];
    } else if (lane.state == LaneState::kImporting && lane.walk.table_at < lane.tables.size()) {
      const RowIndex by = rows[next++];
      if (by == 0) continue;
      EntryWalk& walk = lane.walk;
      const TableIndex table = lane.tables[walk.table_at];
      const bool within = walk.loaded && walk.entry < walk.count;
      content_.fill(table, walk.row + (walk.loaded && !within ? 1 : 0), walk.row + by + 1);
      walk.row += by;
      walk.loaded = true;
      walk.entry = walk.count;
    } else if (lane.state == LaneState::kCopying) {
      for (Copier& copier : lane.copiers) {
        if (copier.table_at >= lane.tables.size()) continue;
        const TableIndex table = lane.tables[copier.table_at];
        const RowIndex by = rows[next++];
        // The next chunk may not have been read: then it is still to be, and the rows lie behind
        // it.
        const bool unread = copier.page_past <= copier.row;
        const RowIndex from = (unread ? copier.row + copy_params().page : copier.page_past);
        if (by > 0) content_.fill(table, from + copier.passed, from + copier.passed + by);
        copier.passed += by;
      }
    } else if (lane.state == LaneState::kChecking) {
      for (Checker& checker : lane.checkers) {
        if (checker.table_at < lane.tables.size()) checker.passed += rows[next++];
      }
    }
  }
  SIM_CHECK(next == rows.size());
}

}  // namespace models::migration
