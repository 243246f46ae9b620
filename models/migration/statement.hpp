// What a client asks of a table database, and what it answers.
//
// The database keeps no content: who asks knows which rows there are, says how many a statement
// reads, looks at and changes, and the database charges what that costs.
// Shape          a statement is 32 bytes and takes effect in the order in which it is executed
// Checked by     tests/models/migration/table_database_test.cpp
#pragma once

#include <cstdint>

namespace models::migration {

enum class StatementKind : std::uint8_t {
  kSelectByKey,    // rows by primary key, each looked up alone
  kSelectByIndex,  // rows by another index, each looked up alone
  kSelectRange,    // rows that follow each other in the primary key
  kScan,           // the table from beginning to end, or a part of it
  kJoin,           // like kSelectByIndex: `visited` rows are looked up to answer `rows`
  kInsert,
  kInsertIfAbsent,  // insert ... on conflict do nothing
  kUpsert,          // insert ... on conflict do update
  kUpdate,          // by primary key
  kDelete,          // by primary key
  kDeleteRange,     // rows that follow each other in the primary key
  kCopyIn,
  kCopyOut,
  kDefine,      // create or drop a table, an index, a partition
  kLockShared,  // an advisory lock that is held until the transaction ends
  kLockExclusive,
  kBegin,
  kCommit,
  kRollback
};

/// How the rows of a statement lie in the table: where the last statement of this kind left off
/// (neighbours, the end of an ever-growing key), or anywhere.
enum class Access : std::uint8_t { kInOrder, kRandom };

struct Statement {
  std::uint64_t lock = 0;     // what an advisory lock locks; of a change: the row that stays
                              // locked until the transaction ends, 0 for none
  std::uint32_t table = 0;    // not for transaction control
  std::uint32_t rows = 1;     // answered or changed
  std::uint32_t visited = 0;  // looked at to find them, if more
  std::uint32_t bytes = 0;    // of all `rows`, as they lie in the table
  StatementKind kind = StatementKind::kSelectByKey;
  Access access = Access::kRandom;
  std::uint8_t index = 0;  // of kSelectByIndex and kJoin: which; 0 is the primary key
  bool changes = true;     // false: a conditional change that finds nothing to do

  /// See sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) const {
    walk.same(lock);
    walk.same(table);
    walk.same(rows);
    walk.same(visited);
    walk.same(bytes);
    walk.same(kind);
    walk.same(access);
    walk.same(index);
    walk.same(changes);
  }
};

enum class StatementStatus : std::uint8_t {
  kOk,
  kDiskFull,  // the statement was undone, and so is its transaction when it ends
  kAborted    // an earlier statement of the transaction failed
};

}  // namespace models::migration
