// The rows that users changed while the run lasted: what each store holds of them, and what the
// users have been told.
//
// All other rows are as the data set says, so memory grows with what traffic touched, never with
// the data set.
// Shape          a table with open addressing over rows kept in the order of their first change;
//                our own hash, so that the order is the same everywhere
// Checked by     tests/models/migration/migration_parts_test.cpp (against std::map)
#pragma once

#include <cstdint>
#include <vector>

namespace models::migration {

/// What is held of a row: nothing, or its content by number; 1 is the data set's.
using RowContent = std::uint32_t;
inline constexpr RowContent kNoRow = 0;
inline constexpr RowContent kRowOfDataset = 1;

struct ChangedRow {
  std::uint64_t row = 0;
  std::uint32_t table = 0;
  RowContent truth = kNoRow;   // what users have been told is stored
  RowContent source = kNoRow;  // in the tables
  RowContent target = kNoRow;  // in the key-value store
  RowContent read = kNoRow;    // when the procedure last read it from the tables
  RowContent newest = kNoRow;  // the highest number given
  bool partial = false;        // a call stopped between two of its writes to the store
};

class ChangedRows {
 public:
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

  /// The row, if it was changed. Valid until the next add().
  [[nodiscard]] ChangedRow* find(std::uint32_t table, std::uint64_t row) {
    const std::uint32_t index = index_of(table, row);
    return index == 0 ? nullptr : &rows_[index - 1];
  }
  [[nodiscard]] const ChangedRow* find(std::uint32_t table, std::uint64_t row) const {
    const std::uint32_t index = index_of(table, row);
    return index == 0 ? nullptr : &rows_[index - 1];
  }

  /// Adds a row that is not there yet and returns it. Valid until the next add().
  ChangedRow& add(const ChangedRow& row);

  /// All, in the order of their first change.
  [[nodiscard]] const std::vector<ChangedRow>& all() const { return rows_; }
  [[nodiscard]] std::vector<ChangedRow>& all() { return rows_; }

 private:
  // Its index in rows_ plus 1; 0 if it is not there.
  [[nodiscard]] std::uint32_t index_of(std::uint32_t table, std::uint64_t row) const {
    return rows_.empty() ? 0 : slots_[slot_of(table, row)];
  }
  [[nodiscard]] std::size_t slot_of(std::uint32_t table, std::uint64_t row) const;
  void grow();

  std::vector<ChangedRow> rows_;
  std::vector<std::uint32_t> slots_;  // index into rows_ plus 1; 0 is free; a power of two
};

}  // namespace models::migration
