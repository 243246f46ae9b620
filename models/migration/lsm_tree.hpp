// The shape of a log-structured merge tree: tables and levels as sizes and counts, no content.
//
// Formula        level 0 holds flushed tables side by side; level i >= 1 is one sorted run that may
//                grow to level_base * ratio^(i-1), the deepest without end.
//                Due for compaction is level 0 with `compact_at` tables or more, and any other
//                level over its size; the one that is the most times over goes first. From level 0
//                all tables go down, from others one table. They are merged with what overlaps them
//                below: of level i+1 the share overlap * taken / size of i, for keys in random
//                order. Nothing overlaps: the tables are moved for free. Older versions: of
//                `updates` whose old version lies deeper, each merge meets the share that the
//                level's records are of all deeper ones, and drops the old versions; tombstones are
//                dropped where nothing is deeper. Whole numbers, rounded down.
// Shape          a value; memory is a few numbers a level and a table of level 0
// Source         RocksDB wiki, Leveled Compaction; Tuning Guide (write amplification)
// Checked by     tests/models/migration/lsm_tree_test.cpp (against the closed formula)
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/ring.hpp"
#include "sim/units.hpp"

namespace models::migration {

/// Records that lie together: in a table, a level, a memtable.
struct LsmRun {
  std::int64_t records = 0;  // all versions and tombstones
  std::int64_t bytes = 0;
  std::int64_t updates = 0;     // of the records: those whose older version still lies somewhere
  std::int64_t tombstones = 0;  // of the records
  std::int64_t tombstone_bytes = 0;

  LsmRun& operator+=(const LsmRun& other);
  LsmRun& operator-=(const LsmRun& other);
  friend bool operator==(const LsmRun&, const LsmRun&) = default;
};

/// `run` cut down to numerator / denominator of it. REQUIRES: 0 <= numerator <= denominator.
[[nodiscard]] LsmRun part(const LsmRun& run, std::int64_t numerator, std::int64_t denominator);

/// The defaults are RocksDB's (include/rocksdb/options.h and advanced_options.h, 8.x, without
/// dynamic level sizes). Badger 2.0 differs: compact_at 5, ratio 15.
struct LsmTreeParams {
  sim::Bytes table{std::int64_t{64} << 20};        // size of one table below level 0
  sim::Bytes level_base{std::int64_t{256} << 20};  // size of level 1
  std::int64_t ratio = 10;                         // of a level to the one above it
  std::uint32_t levels = 7;                        // level 0 included
  std::uint32_t compact_at = 4;                    // tables of level 0
  std::int32_t overlap_percent = 100;              // 100: keys in random order; 0: rising keys
  // What the taken table overlaps, as a share of what all do on average. 100: tables go in turn, as
  // in LevelDB and Badger. RocksDB takes the one with the least; 20 is what meets its measured
  // amplification (see the test).
  std::int32_t chosen_overlap_percent = 20;
};

/// Work to be done: `upper` and `lower` are read and become `merged` on the level below.
struct LsmCompaction {
  std::uint32_t level = 0;   // upper's
  std::uint32_t tables = 0;  // of level 0
  bool moves = false;        // nothing is read or written
  LsmRun upper;
  LsmRun lower;
  LsmRun merged;
};

class LsmTree {
 public:
  /// REQUIRES: table, level_base, compact_at > 0; ratio > 1; levels > 1; overlaps 0 to 100.
  explicit LsmTree(const LsmTreeParams& params);

  /// A memtable has been flushed.
  void add_table(const LsmRun& run);

  /// The compaction that is most due and disturbs none under way; its levels are taken for it.
  [[nodiscard]] std::optional<LsmCompaction> pick();

  /// Puts its result in place. REQUIRES: picked and not yet finished.
  void finish(const LsmCompaction& compaction);

  [[nodiscard]] std::size_t tables_at_level_0() const { return tables_.size(); }
  /// How many bytes compactions have to write until no level is over its size.
  [[nodiscard]] std::int64_t debt() const { return debt_; }
  [[nodiscard]] const LsmRun& total() const { return total_; }
  [[nodiscard]] const LsmRun& level(std::uint32_t level) const { return levels_[level]; }
  /// Records of which no newer version exists and that are no tombstones.
  [[nodiscard]] std::int64_t live() const {
    return total_.records - total_.updates - total_.tombstones;
  }

  /// How many sorted runs a reader looks through who finds the key nowhere.
  [[nodiscard]] std::uint32_t runs() const;
  /// How many it passes before the run that holds the record of this number, the newest run's
  /// records counted first. REQUIRES: 0 <= record < total().records.
  [[nodiscard]] std::uint32_t runs_before(std::int64_t record) const;

 private:
  [[nodiscard]] std::int64_t target(std::uint32_t level) const { return targets_[level]; }
  [[nodiscard]] std::int64_t score(std::uint32_t level) const;
  [[nodiscard]] std::int32_t overlap(std::uint32_t level) const;
  [[nodiscard]] LsmCompaction prepare(std::uint32_t level) const;
  [[nodiscard]] std::int64_t records_below(std::uint32_t level) const;
  [[nodiscard]] std::int64_t count_debt() const;

  LsmTreeParams params_;
  sim::Ring<LsmRun> tables_;    // of level 0, the oldest first
  std::vector<LsmRun> levels_;  // [0]: the sum of tables_
  std::vector<std::int64_t> targets_;
  std::vector<char> busy_;
  LsmRun total_;
  std::int64_t debt_ = 0;
};

/// What a merge makes of two runs. `deeper` records lie below both.
[[nodiscard]] LsmRun merge(const LsmRun& upper, const LsmRun& lower, std::int64_t deeper);

}  // namespace models::migration
