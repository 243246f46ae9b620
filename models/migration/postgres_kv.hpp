// A key-value store on one table of a table database, as lakeFS keeps one in PostgreSQL.
//
// The table has the columns partition_key, key and value; its primary key is (partition_key, key);
// it is partitioned into 100 by a hash of partition_key, so a partition's entries lie together.
// Formula        get: one select by key; set: one upsert; set if absent: one insert that does
//                nothing on conflict; set if equal: one update where the value is the old one;
//                delete: one delete; a page of a scan: one range select of up to 1000 entries
// Open           102 definitions each time a client opens the store: the table, its 100
//                partitions, a view
// Shape          a translation; the database holds all state
// Source         lakeFS v0.80.0, pkg/kv/postgres/store.go; index entries are at most a third of a
//                page (PostgreSQL, nbtree)
// Checked by     tests/models/migration/postgres_kv_test.cpp
#pragma once

#include <cstdint>

#include "models/migration/kv_operation.hpp"
#include "models/migration/statement.hpp"
#include "models/migration/table_database_params.hpp"

namespace models::migration {

class PostgresKv {
 public:
  static constexpr std::uint32_t kPageEntries = 1000;
  static constexpr std::uint32_t kDefinitions = 102;
  static constexpr std::uint32_t kMostKeyBytes = 2704;       // partition and key in an index entry
  static constexpr std::uint32_t kMostValueBytes = 1 << 30;  // of any one value

  /// The store in that table of the database.
  explicit PostgresKv(std::uint32_t table) : table_(table) {}

  /// The store's table, when its entries have lengths around these.
  [[nodiscard]] static TableParams table_params(std::uint64_t entries,
                                                std::uint32_t partition_bytes,
                                                std::uint32_t key_bytes, std::uint32_t value_bytes);

  /// An entry as a row of the heap.
  [[nodiscard]] static std::uint32_t row_bytes(std::uint32_t partition_bytes,
                                               std::uint32_t key_bytes, std::uint32_t value_bytes);

  /// Whether the store can take the entry at all; known before a run.
  [[nodiscard]] static bool fits(std::uint32_t partition_bytes, std::uint32_t key_bytes,
                                 std::uint32_t value_bytes);

  /// What the database is asked. `access` says whether keys come in order. REQUIRES: it fits; a
  /// page of a scan has at most kPageEntries.
  [[nodiscard]] Statement statement(const KvRequest& request, Access access) const;

  /// One of the definitions of opening or dropping the store.
  [[nodiscard]] Statement definition() const;

  /// What the client is told.
  [[nodiscard]] static KvStatus status(const KvRequest& request, StatementStatus answered);

  [[nodiscard]] std::uint32_t table() const { return table_; }

 private:
  std::uint32_t table_;
};

}  // namespace models::migration
