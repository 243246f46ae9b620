// What there is to move: rows and entries of a data set, and their bytes in each place.
//
// Formula        exact for tables of at most 2^20 rows, by a walk; and for larger ones whose sizes
//                are periodic: whole patterns times their sum, the rest and the covering rows by a
//                walk. Other tables' sums are their first 2^20 rows', scaled
// Cost           at most 2^20 rows a table, some 50 ms each
// Checked by     tests/models/migration/inventory_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/migration/dataset.hpp"
#include "models/migration/sizes.hpp"

namespace models::migration {

/// Entries and their bytes. Sums over rules can be added up.
struct EntrySums {
  std::uint64_t entries = 0;
  std::uint64_t partition_bytes = 0;
  std::uint64_t key_bytes = 0;
  std::uint64_t value_bytes = 0;
  std::uint64_t kv_heap_bytes = 0;   // in PostgreSQL
  std::uint64_t kv_index_bytes = 0;  // in its primary key's leaves
  std::uint64_t dump_bytes = 0;
  std::uint64_t dynamo_bytes = 0;  // stored
  std::uint64_t write_units = 0;   // of single writes

  void add(const Entry& entry);
  EntrySums& operator+=(const EntrySums& other);
  friend bool operator==(const EntrySums&, const EntrySums&) = default;
};

/// The entry of a rule with the most bytes, and the one with the longest key.
struct LargestEntry {
  RowIndex row = 0;
  std::uint32_t partition_bytes = 0;
  std::uint32_t key_bytes = 0;
  std::uint32_t value_bytes = 0;
  friend bool operator==(const LargestEntry&, const LargestEntry&) = default;
};

struct RuleInventory {
  EntrySums sums;
  LargestEntry longest;  // of all bytes
  LargestEntry longest_key;
};

struct TableInventory {
  std::uint64_t rows = 0;
  std::uint64_t heap_bytes = 0;
  std::uint64_t index_bytes = 0;
  std::array<std::uint64_t, 32> facts{};  // rows with each flag
  bool exact = true;
};

struct Inventory {
  std::vector<TableInventory> tables;
  std::vector<RuleInventory> rules;

  /// The sums over all rules.
  [[nodiscard]] EntrySums entries() const;
  /// Heaps and index leaves of all tables.
  [[nodiscard]] std::uint64_t table_bytes() const;
};

[[nodiscard]] Inventory take_inventory(const Dataset& dataset);

/// Which limit of a store the entry is over, in words: "its key of 1100 bytes, where 1024 is the
/// most"; empty if it fits.
[[nodiscard]] std::string over_limit(const LargestEntry& entry, const StoreLimits& limits);

}  // namespace models::migration
