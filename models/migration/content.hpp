// What the tables and the key-value store hold, row by row, in little memory.
//
// Rows that no user changed are as the data set says; which of their entries are in the store is a
// set of intervals. Rows that users changed have a record each. A sum over the entries written,
// by ranges of rows, is kept beside that: a second witness, which a check compares.
// Formula        entry e of row r of a table whose rows become at most k entries has the number
//                r * k + e; the last entry of a row stands for those that it has not
// Shape          memory: the intervals, the changed rows, kMostRanges sums a table
// Checked by     tests/models/migration/migration_parts_test.cpp (against a map of everything)
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "models/migration/changed_rows.hpp"
#include "models/migration/copied_rows.hpp"
#include "models/migration/dataset.hpp"
#include "sim/digest.hpp"
#include "sim/recurrence.hpp"

namespace models::migration {

inline constexpr std::size_t kMostRanges = 64;
/// A range has at least so many rows, so that what is written at once meets two at most.
inline constexpr unsigned kLeastRangeShift = 12;
inline constexpr RowIndex kMostRowsAtOnce = RowIndex{1} << kLeastRangeShift;

/// What a written entry, or several one after the other, add to the store: of at most
/// kMostRowsAtOnce rows.
struct EntryRun {
  std::uint64_t begin = 0;  // numbers of entries
  std::uint64_t end = 0;
  std::uint64_t sum = 0;       // of their digests, those in the first row's range
  std::uint64_t next_sum = 0;  // and those in the range after it
  TableIndex table = 0;
  std::uint32_t entries = 0;  // real ones
};

class Content {
 public:
  explicit Content(std::shared_ptr<const Dataset> dataset);

  [[nodiscard]] const Dataset& dataset() const { return *dataset_; }

  /// All rows there ever were: the data set's, then those that users made.
  [[nodiscard]] RowIndex rows(TableIndex table) const {
    return dataset_->rows(table) + tables_[table].made;
  }
  /// Most entries of a row; at least 1.
  [[nodiscard]] std::uint32_t width(TableIndex table) const { return tables_[table].width; }
  [[nodiscard]] std::size_t range_of(TableIndex table, RowIndex row) const {
    const std::size_t range = row >> tables_[table].range_shift;
    return range < kMostRanges ? range : kMostRanges - 1;
  }
  /// What an entry adds to its range's sum.
  [[nodiscard]] static std::uint64_t digest_of(const Entry& entry) { return entry.witness; }

  // ---- the procedure

  /// The procedure reads the row from the tables: what is there now, and what it will write later.
  RowContent read(TableIndex table, RowIndex row) {
    if (changed_.empty()) return kRowOfDataset;
    return read_changed(table, row);
  }
  /// What it read of the row last.
  [[nodiscard]] RowContent as_read(TableIndex table, RowIndex row);

  /// Entries are written as they were read, unless the store has them and `keep` is set.
  /// Returns how many of the numbers were there before.
  std::uint64_t write(const EntryRun& run, bool keep);
  /// Whether the store has this entry, by its number, of the row.
  [[nodiscard]] bool has_entry(TableIndex table, std::uint64_t number);
  /// The row becomes no entry: there is nothing to be written.
  void skip(TableIndex table, RowIndex row);
  [[nodiscard]] std::uint64_t skipped(TableIndex table) const { return tables_[table].skipped; }
  /// The row is made equal to what the tables hold, in one write.
  void repair(TableIndex table, RowIndex row);
  /// The store is empty again.
  void drop_target();
  /// The store has all rows of the data set. Sums stay what they are.
  void fill_target();
  /// The same of these rows of a table; nobody has looked at them.
  void fill(TableIndex table, RowIndex begin, RowIndex past) {
    tables_[table].written.add(begin * width(table), past * width(table));
  }

  // ---- users

  /// A row that no one has used yet. It is nowhere until it is written.
  [[nodiscard]] RowIndex make_row(TableIndex table) {
    return dataset_->rows(table) + tables_[table].made++;
  }
  [[nodiscard]] RowContent source(TableIndex table, RowIndex row);
  [[nodiscard]] RowContent target(TableIndex table, RowIndex row);
  [[nodiscard]] RowContent truth(TableIndex table, RowIndex row);
  /// The record of a row that a user is about to change. Valid until the next call.
  ChangedRow& change(TableIndex table, RowIndex row);
  [[nodiscard]] const ChangedRows& changed() const { return changed_; }

  // ---- the facts

  [[nodiscard]] const CopiedRows& written(TableIndex table) const { return tables_[table].written; }
  [[nodiscard]] std::uint64_t sum(TableIndex table, std::size_t range) const {
    return tables_[table].sums[range];
  }
  /// The same sum as the data set alone gives it, changed rows aside.
  [[nodiscard]] std::uint64_t dataset_sum(TableIndex table, std::size_t range) const;
  /// The first row of a range, and of the range after it; the last range has all that is left.
  [[nodiscard]] RowIndex range_begin(TableIndex table, std::size_t range) const;

  void feed(sim::Digest& digest) const;

  /// See sim/recurrence.hpp. The ends of what is written move with fronts: `front(table, row)` is
  /// the row where whoever writes around there is; `reach` rows before he is at something else, he
  /// must look.
  template <class Front>
  void recur(sim::Recurrence& walk, RowIndex reach, Front&& front);
  /// The sums of a run of entries as they would be written: see EntryRun.
  void sum_up(EntryRun& run) const;

 private:
  struct TableContent {
    std::uint32_t width = 1;
    unsigned range_shift = kLeastRangeShift;
    RowIndex made = 0;
    std::uint64_t skipped = 0;
    CopiedRows written;
    std::array<std::uint64_t, kMostRanges> sums{};
  };

  [[nodiscard]] RowContent base(TableIndex table, RowIndex row) const {
    return row < dataset_->rows(table) ? kRowOfDataset : kNoRow;
  }
  [[nodiscard]] bool written_whole(TableIndex table, RowIndex row) const;
  [[nodiscard]] std::uint64_t row_sum(TableIndex table, RowIndex row, std::uint32_t first,
                                      std::uint32_t past) const;
  // Of the entries by their numbers, range by range: add(range, sum).
  template <class Add>
  void each_sum(TableIndex table, std::uint64_t begin, std::uint64_t end, Add&& add) const;
  RowContent read_changed(TableIndex table, RowIndex row);
  std::uint64_t write_one_by_one(const EntryRun& run, bool keep);
  static void write_changed(ChangedRow& row, bool keep);

  std::shared_ptr<const Dataset> dataset_;
  std::vector<TableContent> tables_;
  ChangedRows changed_;
};

template <class Add>
void Content::each_sum(TableIndex table, std::uint64_t begin, std::uint64_t end, Add&& add) const {
  const std::uint64_t width = tables_[table].width;
  const RowIndex rows = dataset_->rows(table);
  while (begin < end) {
    const RowIndex row = begin / width;
    if (row >= rows) return;
    const auto entry = static_cast<std::uint32_t>(begin % width);
    const std::size_t range = range_of(table, row);
    if (entry != 0 || end - begin < width) {
      const std::uint64_t stop = std::min(end, (row + 1) * width);
      add(range, row_sum(table, row, entry, static_cast<std::uint32_t>(stop - row * width)));
      begin = stop;
      continue;
    }
    const RowIndex past = std::min({end / width, range_begin(table, range + 1), rows});
    add(range, dataset_->witness_sum(table, row, past));
    begin = past * width;
  }
}

template <class Front>
void Content::recur(sim::Recurrence& walk, RowIndex reach, Front&& front) {
  for (TableIndex table = 0; table < tables_.size(); ++table) {
    TableContent& content = tables_[table];
    const std::uint64_t width = content.width;
    walk.same(content.made);
    walk.counts(content.skipped);
    if (walk.estimates()) continue;  // fill() says which rows were passed over
    auto& intervals = content.written.intervals_to_move();
    walk.same(intervals.size());
    for (std::size_t i = 0; i < intervals.size(); ++i) {
      CopiedRows::Interval& one = intervals[i];
      const CopiedRows::Interval before = one;
      const std::uint64_t base = front(table, one.end / width) * width;
      walk.follows(one.begin, base);
      walk.follows(one.end, base);
      if (i + 1 < intervals.size() && !walk.advancing()) {
        const auto far = static_cast<std::int64_t>(intervals[i + 1].begin) -
                         static_cast<std::int64_t>(std::max(one.end, base));
        walk.bound(far, static_cast<std::int64_t>(reach * width));
      }
      if (!walk.advancing()) continue;
      const auto plus = [&](std::size_t range, std::uint64_t sum) { content.sums[range] += sum; };
      const auto minus = [&](std::size_t range, std::uint64_t sum) { content.sums[range] -= sum; };
      each_sum(table, before.end, one.end, plus);
      each_sum(table, before.begin, one.begin, minus);
    }
    if (walk.advancing()) content.written.count_anew();
  }
}

}  // namespace models::migration
