// How the data gets from tables to the key-value store: the procedures, as plain values.
//
// dump-and-import   servers stop; every package is exported to a file and imported from it, one
//                   conditional insert an entry (lakeFS 0.80)
// batched-copy      servers stop; readers of key ranges write batches, with checkpoints to resume
// online            servers write to both, a backfill copies the rest in chunks, then reads move
// change-capture    a snapshot is copied while changes are logged, the log is applied until the
//                   lag is short, servers stop for the rest of it
// standing          no move at all: to compare calls on tables and on the store
// Source            dump-and-import: treeverse/lakeFS v0.80.0, cmd/lakefs/cmd/migrate.go,
//                   pkg/kv/postgres/migrate.go, pkg/kv/import.go; its defaults are that release's
// Checked by        tests/models/migration/migration_test.cpp, world_faults_test.cpp,
//                world_users_test.cpp, world_stores_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "sim/time.hpp"
#include "sim/units.hpp"

namespace models::migration {

/// Phases in the order in which procedures go through them; each procedure has its own choice.
enum class PhaseKind : std::uint8_t {
  kStopServers,
  kSnapshot,
  kOpenStore,
  kReadVersion,
  kDropResidue,
  kBeginVersion,
  kDualWrite,
  kCapture,
  kExport,
  kImport,
  kCopy,
  kCatchUp,
  kCheck,
  kRepair,
  kCutOver,
  kEndVersion,
  kDropTables,
  kStartServers,
  kRollBack,
  kRestart  // the time between a crash and the next attempt
};

/// How data is compared before and after; each costs reads on both sides.
enum class Comparison : std::uint8_t {
  kNone,
  kAll,      // every row with its entries, row by row
  kDigests,  // both sides read whole, one sum a range; a range that differs is read again by rows
  kSampled   // a share of all pages, row by row
};

struct CheckParams {
  Comparison compare = Comparison::kNone;
  double share = 0.01;        // of kSampled; above 0, at most 1
  std::uint32_t readers = 4;  // a range each at a time
  std::uint32_t page = 1000;  // rows a read
};

/// What a batch looks like on the wire to a database; a store with batches of its own takes it
/// as one of those.
enum class BatchForm : std::uint8_t {
  kOneStatement,  // all rows in one statement, which commits
  kStatementEach  // begin, a round trip a row, commit
};

/// What a copied entry does where the target has one with that key.
enum class Guard : std::uint8_t {
  kOverwrite,     // unconditional set
  kIfAbsent,      // leaves it
  kFailIfPresent  // leaves it and fails the package
};

/// A copy holds back while users suffer: at a call's latency, or at work that waits in the target.
struct Throttle {
  sim::Duration latency_limit{0};  // of the user calls finished since the last look; 0: never
  sim::Duration pause{100'000'000};
};

/// Readers that each copy key ranges from the tables to the store, chunk by chunk.
struct CopyParams {
  std::uint32_t readers = 1;  // at least 1, at most 64
  std::uint32_t page = 1000;  // rows a chunk
  std::uint32_t batch = 25;   // entries a write; at most kMostRowsAtOnce
  BatchForm form = BatchForm::kOneStatement;
  Guard guard = Guard::kIfAbsent;
  std::uint32_t checkpoint = 10'000;  // rows between checkpoints of a reader; 0: none
  std::optional<Throttle> throttle;
};

struct DumpAndImport {
  std::uint32_t page = 1000;          // rows the driver fetches at a time
  std::uint32_t export_workers = 10;  // of packages that are exported parent by parent
  std::uint32_t channel = 100;        // entries decoded ahead of the workers
  std::uint32_t workers = 20;
  bool packages_in_parallel = true;
  bool producer_blocks_for_ever = false;  // when all workers are dead (before its repair, #4084)
};

struct BatchedCopy {
  CopyParams copy;
  bool packages_in_parallel = true;
};

struct OnlineCopy {
  CopyParams copy;
  /// What a user's write does while both stores are written: the order of the two.
  bool store_first = false;
  /// The servers restart one after the other to take a new flag; 0 as the stop means none.
  sim::Duration cut_over_stop{0};
  bool repair = true;               // what the check finds is copied again before the cut-over
  bool roll_back_on_errors = true;  // a check that still differs ends with the tables in charge
};

struct ChangeCapture {
  CopyParams copy;
  std::uint32_t apply_batch = 100;         // changes a write, in the order of the log
  sim::Duration poll{100'000'000};         // between looks into the log
  sim::Duration lag_limit{1'000'000'000};  // a shorter lag allows the cut-over
};

/// Nothing is moved: the servers stay on the tables, or have been on the store all along.
struct Standing {
  bool on_store = false;
};

using Procedure = std::variant<DumpAndImport, BatchedCopy, OnlineCopy, ChangeCapture, Standing>;

}  // namespace models::migration
