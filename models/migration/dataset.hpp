// The rows of a layout and the entries that they become, at any size: a pure function of layout and
// seed, without memory per row.
//
// Formula        covering rows first: each column that may be absent is absent once alone and once
//                with all others, each choice, each state and the shortest and longest lengths
//                occur; then lengths, absences and states by their shares, exactly, in a pattern
//                that repeats every kPatternRows rows of a table; contents never repeat
// Randomness     multiplicative mixing of (seed, table, column, row); the same row of the same
//                table is the same whatever the number of rows
// Shape          immutable once made; share it by pointer. Rows beyond rows(table) can be asked for
//                too: they are the ones that calls insert
// Cost           row() and entries_of() without allocation, some 10 ns a row and as much an entry
// Errors         none: the layout must have passed check_layout()
// Checked by     tests/models/migration/dataset_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/migration/dataset_plan.hpp"
#include "models/migration/package.hpp"

namespace models::migration {

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
  std::uint64_t witness = 0;      // of rule and row; sums of it over many rows have a formula
  RuleIndex rule = 0;
  std::uint32_t partition_bytes = 0;
  std::uint32_t key_bytes = 0;
  std::uint32_t value_bytes = 0;
  bool secondary = false;
};

class Dataset {
 public:
  /// REQUIRES: check_layout(layout) finds nothing.
  Dataset(Layout layout, std::uint64_t seed);

  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  /// Rows before the run.
  [[nodiscard]] RowIndex rows(TableIndex table) const { return plans_[table].rows; }

  /// What of the row is so: columns that are absent, states. Cheaper than row().
  [[nodiscard]] RowFlags flags(TableIndex table, RowIndex row) const;

  [[nodiscard]] Row row(TableIndex table, RowIndex row) const;

  /// The entries that the row becomes, in the order of the layout's rules. Returns how many.
  [[nodiscard]] std::uint32_t entries_of(TableIndex table, RowIndex row, const Row& facts,
                                         std::span<Entry, kMostEntries> entries) const;

  /// The sum of the witnesses of all entries of rows [begin, past), without looking at each row:
  /// 2^64 counts as 0. REQUIRES: begin <= past.
  [[nodiscard]] std::uint64_t witness_sum(TableIndex table, RowIndex begin, RowIndex past) const;
  /// Whether all entries of all tables have the same text of partition.
  [[nodiscard]] bool has_one_partition() const;
  /// Sizes of rows and entries, absences and states repeat with this period behind the covering
  /// rows; none: they do not.
  [[nodiscard]] std::optional<RowIndex> pattern(TableIndex table) const;

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
  [[nodiscard]] RowIndex covering_rows(TableIndex table) const {
    return plans_[table].covering.size();
  }

  /// Whether sizes of the table's rows and entries repeat every kPatternRows rows, the covering
  /// rows aside. They do not if they depend on rows of other tables whose sizes differ.
  [[nodiscard]] bool is_periodic(TableIndex table) const { return !plans_[table].follows; }

 private:
  // Rows that a row is linked to, by the table's links.
  static constexpr std::size_t kMostLinks = 8;
  using Linked = std::array<RowIndex, kMostLinks>;

  // What tells a value from others of its column, and where it stands in their order.
  struct Named {
    std::uint64_t identity = 0;
    std::uint64_t position = 0;
  };

  [[nodiscard]] RowIndex parent_of(const TablePlan& plan, RowIndex row) const;
  [[nodiscard]] RowIndex first_child(const TablePlan& plan, RowIndex parent) const;
  [[nodiscard]] RowIndex follow(const TablePlan& plan, const Row& facts, RowIndex row,
                                const LinkPlan& link, const Linked& linked) const;
  // Those links that `wanted` has the bits of.
  [[nodiscard]] Linked linked_rows(const TablePlan& plan, const Row& facts, RowIndex row,
                                   std::uint32_t wanted) const;

  // Of the column where a chain of references ends, in its row.
  [[nodiscard]] std::uint64_t value_index(const ColumnRef& column, RowIndex row) const;
  [[nodiscard]] Named named(const ColumnRef& column, RowIndex row) const;
  [[nodiscard]] std::uint32_t length(const ColumnRef& column, RowIndex row) const;
  [[nodiscard]] std::uint32_t present_length(const ColumnRef& column, RowIndex row) const;
  [[nodiscard]] std::uint64_t number(const ColumnRef& column, RowIndex row) const;
  [[nodiscard]] bool is_absent(const ColumnRef& column, RowIndex row) const;
  [[nodiscard]] std::string text(const ColumnRef& column, RowIndex row) const;

  [[nodiscard]] std::uint64_t stored_bytes(const TablePlan& plan, const Linked& linked,
                                           RowFlags flags, ColumnIndex column) const;
  [[nodiscard]] std::uint32_t bytes_of(const TextPlan& text, const Linked& linked) const;
  [[nodiscard]] std::uint32_t value_bytes(const RulePlan& rule, const Linked& linked,
                                          RowFlags flags) const;
  void name_entry(const RulePlan& rule, const Linked& linked, Entry& entry) const;
  [[nodiscard]] std::string text_of(const Template& pattern, TableIndex table, RowIndex row) const;

  Layout layout_;
  std::uint64_t seed_ = 0;
  std::vector<TablePlan> plans_;
};

}  // namespace models::migration
