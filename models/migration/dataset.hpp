// The rows of a layout and the entries that they become, at any size: a pure function of layout and
// seed, without memory per row.
//
// Formula        covering rows first: each column that may be absent is absent once alone and once
//                with all others, each choice, each state and the shortest and longest lengths
//                occur; then lengths, absences and states by their shares, exactly, in a pattern
//                that repeats every kPatternRows rows of a table; contents never repeat
// Randomness     multiplicative mixing of (seed, table, column, row); the same row of the same
// table
//                is the same whatever the number of rows
// Shape          immutable once made; share it by pointer. Rows beyond rows(table) can be asked for
//                too: they are the ones that calls insert
// Cost           row() and entries_of() without allocation, some 10 ns a row and as much an entry
// Errors         none: the layout must have passed check_layout()
// Checked by     tests/models/migration_dataset_test.cpp
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/migration/package.hpp"

namespace models::migration {

/// Lengths, absences and states of a table's rows repeat with this period, the covering rows aside.
inline constexpr RowIndex kPatternRows = 65'536;

struct Row {
  RowIndex parent = 0;  // of the parent table; 0 without one
  std::uint64_t fingerprint = 0;
  std::uint32_t heap_bytes = 0;   // in PostgreSQL's heap, with its line pointer
  std::uint32_t index_bytes = 0;  // in all its indexes' leaves
  RowFlags flags = 0;
};

struct Entry {
  std::uint64_t partition = 0;    // equal exactly for equal partition texts
  std::uint64_t key = 0;          // equal exactly for equal texts of partition and key
  std::uint64_t position = 0;     // ordered as the keys of one rule in one partition are
  std::uint64_t fingerprint = 0;  // of the value
  RuleIndex rule = 0;
  std::uint32_t partition_bytes = 0;
  std::uint32_t key_bytes = 0;
  std::uint32_t value_bytes = 0;
  bool secondary = false;
};

/// Sums over rows and entries; see inventory.hpp for how they come about.
struct Inventory;

class Dataset {
 public:
  /// REQUIRES: check_layout(layout) finds nothing.
  Dataset(Layout layout, std::uint64_t seed);

  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  /// Rows before the run.
  [[nodiscard]] RowIndex rows(TableIndex table) const { return plans_[table].rows; }

  [[nodiscard]] Row row(TableIndex table, RowIndex row) const;

  /// The entries that the row becomes, in the order of the layout's rules. Returns how many.
  [[nodiscard]] std::uint32_t entries_of(TableIndex table, RowIndex row, const Row& facts,
                                         std::span<Entry, kMostEntries> entries) const;

  /// The rows of `table` that belong to row `parent` of its parent: first and number.
  struct Children {
    RowIndex first = 0;
    RowIndex count = 0;
  };
  [[nodiscard]] Children children(TableIndex table, RowIndex parent) const;

  /// The value of a column as text; empty if absent. Numbers in decimal.
  [[nodiscard]] std::string column_text(TableIndex table, RowIndex row, ColumnIndex column) const;

  /// The real key, and the real partition, of the entry that `rule` makes of the row.
  [[nodiscard]] std::string key_text(RuleIndex rule, RowIndex row) const;
  [[nodiscard]] std::string partition_text(RuleIndex rule, RowIndex row) const;

  /// How many of the first rows are there to cover every case.
  [[nodiscard]] RowIndex covering_rows(TableIndex table) const;

 private:
  struct TablePlan {
    RowIndex rows = 0;
  };

  Layout layout_;
  std::uint64_t seed_ = 0;
  std::vector<TablePlan> plans_;
};

}  // namespace models::migration
