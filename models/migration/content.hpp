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

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "models/migration/changed_rows.hpp"
#include "models/migration/copied_rows.hpp"
#include "models/migration/dataset.hpp"
#include "sim/digest.hpp"

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
  [[nodiscard]] static std::uint64_t digest_of(const Entry& entry) {
    const std::uint64_t word = (entry.key ^ entry.fingerprint * 0x9E3779B97F4A7C15ULL) + 1;
    return (word ^ (word >> 29)) * 0xD6E8FEB86659FD93ULL;
  }

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
  /// The same sum as the data set alone gives it, changed rows aside; reads all its rows.
  [[nodiscard]] std::uint64_t dataset_sum(TableIndex table, std::size_t range) const;
  /// The first row of a range, and of the range after it; the last range has all that is left.
  [[nodiscard]] RowIndex range_begin(TableIndex table, std::size_t range) const;

  void feed(sim::Digest& digest) const;

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
  RowContent read_changed(TableIndex table, RowIndex row);
  std::uint64_t write_one_by_one(const EntryRun& run, bool keep);
  static void write_changed(ChangedRow& row, bool keep);

  std::shared_ptr<const Dataset> dataset_;
  std::vector<TableContent> tables_;
  ChangedRows changed_;
};

}  // namespace models::migration
