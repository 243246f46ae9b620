// The tables and indexes of a database as pages, and what a statement does to them: reads, new
// pages, log.
//
// Formula        log of an insert: the row and each index entry with the headers of their records;
//                a new leaf adds what moves to it; the first change of a page after a checkpoint
//                adds the page itself
// Contention     none here
// Randomness     none: misses and first changes are counted down, see page_cache.hpp
// Note           rows that are deleted or replaced leave their space behind (no vacuum); a row
//                that is updated in place of its old self changes no index (HOT)
// Shape          a value; memory is the number of tables and indexes
// Source         record sizes: PostgreSQL 15, access/xlogrecord.h, heapam_xlog.h, nbtxlog.h
// Checked by     tests/models/migration/table_storage_test.cpp (log, heap and index bytes a row of
//                a measured run)
#pragma once

#include <cstdint>
#include <vector>

#include "models/migration/page_cache.hpp"
#include "models/migration/page_layout.hpp"
#include "models/migration/statement.hpp"
#include "models/migration/table_database_params.hpp"

namespace models::migration {

/// What a statement takes besides the processor's share.
struct Effort {
  PageReads lookups;  // one after another
  PageReads run;      // read ahead, together
  std::uint32_t log_bytes = 0;
  std::uint32_t split_bytes = 0;  // of the log, for new pages of indexes
  std::uint32_t new_pages = 0;
};

class TableStorage {
 public:
  explicit TableStorage(const DatabaseParams& params);

  /// Carries out a statement on the pages. REQUIRES: the table and the index exist.
  Effort apply(const Statement& statement);

  /// New pages the statement would take.
  [[nodiscard]] std::uint32_t pages_needed(const Statement& statement) const;

  /// A table of no rows, at the end of the list; returns its number.
  std::uint32_t add(const TableParams& params);
  /// The table loses its rows and pages.
  void truncate(std::uint32_t table);

  /// A checkpoint begins: pages to be written; every page's next change is its first again.
  Pages begin_checkpoint();

  void lose_caches(bool file_cache_too);

  [[nodiscard]] std::uint64_t rows(std::uint32_t table) const { return tables_[table].rows; }
  [[nodiscard]] sim::Bytes heap_bytes(std::uint32_t table) const;
  [[nodiscard]] sim::Bytes index_bytes(std::uint32_t table) const;
  [[nodiscard]] std::size_t indexes(std::uint32_t table) const {
    return tables_[table].indexes.size();
  }
  [[nodiscard]] std::size_t tables() const { return tables_.size(); }
  /// All pages of all tables and indexes.
  [[nodiscard]] sim::Bytes space() const;
  [[nodiscard]] std::uint64_t page_images() const { return page_images_; }
  [[nodiscard]] const PageCache& cache() const { return cache_; }

  void feed(sim::Digest& digest) const;

  /// See sim/recurrence.hpp. Tables that only grow by rows of one size, and runs through them,
  /// have formulas for where they are after so many rows more; the log of the new pages of indexes
  /// is returned while advancing. `copies_take_time`: pages from the file cache do.
  std::uint64_t recur(sim::Recurrence& walk, bool copies_take_time);
  /// The same for samples: pages, caches and first changes follow formulas from what came to each
  /// relation. Returns by how many bytes the log grows more or less than in so many samples: most
  /// pages are changed for the first time soon after a checkpoint.
  std::int64_t sample(sim::Recurrence& walk);

 private:
  // Things of one size that were added one after the other.
  struct Appended {
    std::uint64_t count;
    std::uint32_t each;
    std::uint32_t usable;  // of a page
  };
  // A longer record is given up.
  static constexpr std::size_t kMostAppended = 4096;

  // What came to a relation, ever; kept for who takes samples.
  struct Came {
    std::uint64_t filled = 0;  // parts of pages, kWholePage each
    std::uint64_t touched = 0;
    std::uint64_t altered = 0;  // of them, changed
    std::uint64_t images = 0;
    std::uint64_t met = 0;  // things that runs have met
  };
  static constexpr std::uint64_t kWholePage = 1 << 24;

  struct Relation {
    RelationIndex cached;
    std::uint32_t each;  // bytes of a row or entry
    bool leaves;         // of an index; else a heap
    Tail tail;
    std::uint64_t run_count = 0;  // of things in the page a run through it stands in
    Pages changed = 0;            // since the last checkpoint began
    std::uint64_t unchanged = 0;  // a whole first change when it reaches the pages
    bool tail_changed = false;
    // How it has grown and been run through, for those who skip over more of the same.
    std::vector<Appended> appended{};  // since the record was begun
    bool grows = false;                // since then
    bool anywhere = false;             // something came to pages all over it
    std::uint64_t met = 0;             // things that runs have met
    Came came{};
  };
  struct Table {
    std::uint64_t rows;
    Relation heap;
    std::vector<Relation> indexes;
  };

  // What rows come to in the heap.
  struct Pieces {
    std::uint32_t count;
    std::uint32_t each;
  };

  [[nodiscard]] static std::uint64_t things_in_a_page(const Relation& relation) {
    return (relation.leaves ? leaf_fill(Access::kInOrder) : kHeapBytes) / relation.each;
  }
  [[nodiscard]] static Pieces pieces_of(const Statement& statement);
  Relation relation(std::uint64_t count, std::uint32_t each, bool leaves);
  void warm(CacheState state);
  void mark_changed();
  void insert(Table& table, const Statement& statement, const Pieces& pieces, Effort& effort);
  void append(Relation& relation, std::uint32_t count, std::uint32_t each, std::uint32_t usable,
              Effort& effort);
  static void record(Relation& relation, std::uint32_t count, std::uint32_t each,
                     std::uint32_t usable);
  void look_up(Relation& relation, const Statement& statement, std::uint32_t count, Effort& effort);
  void change(Relation& relation, std::uint32_t count, Effort& effort);
  void image(Relation& relation, Effort& effort);
  PageReads run(Relation& relation, std::uint64_t count);
  [[nodiscard]] PageReads touch(Relation& relation, std::uint32_t count) {
    relation.came.touched += count;
    return cache_.touch(relation.cached, count);
  }
  [[nodiscard]] static std::int64_t image_bytes(const Relation& relation);
  [[nodiscard]] PageCache::Load carry_on(Relation& relation, const Came& before, bool whole_rounds);
  void recur_one(Relation& relation, sim::Recurrence& walk, bool copies_take_time) const;
  Pages advance_one(Relation& relation, sim::Recurrence::Wide times, std::uint64_t met);

  PageCache cache_;
  bool full_page_writes_;
  std::vector<Table> tables_;
  std::uint64_t page_images_ = 0;
  bool recording_ = false;  // someone looks for periods
  bool sampled_ = false;    // someone takes samples
};

}  // namespace models::migration
