// Two caches above a disk of 8 KiB pages: the database's buffers and the host's file cache.
//
// No page has a record of its own: of each relation (a table's heap, an index) the model knows how
// many pages there are and how many of them lie in each cache, so memory does not grow with data.
// Formula        a touch of any page misses a cache with probability 1 - cached / pages. Misses
//                are not drawn but counted down: every touch adds that share, each whole miss is
//                one. So a working set of N uniform pages in a cache of C hits C / N of the time,
//                evenly spread. A run through a relation meets the pages that were not cached when
//                it began, each once, in proportion to its progress.
// Contention     a full cache gives up a page of a relation in proportion to what each has there
//                (random replacement; for uniform touches as good as least recently used)
// Randomness     none
// Note           a run through more than a quarter of the buffers leaves them alone (PostgreSQL's
//                ring), and one through more than the file cache leaves that alone (pages that are
//                used once stay on Linux's inactive list); what is in the buffers is taken to be in
//                the file cache too, where that is not smaller; the inner pages of an index are
//                taken to be in the buffers
// Source         PostgreSQL 15, src/backend/storage/buffer/README; Linux, mm/workingset.c
// Checked by     tests/models/migration/page_cache_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "sim/digest.hpp"
#include "sim/recurrence.hpp"
#include "sim/units.hpp"

namespace models::migration {

inline constexpr std::int64_t kPageBytes = 8192;
using Pages = std::uint64_t;
using RelationIndex = std::uint32_t;

/// What touching pages needs besides the processor.
struct PageReads {
  std::uint32_t from_file_cache = 0;
  std::uint32_t from_disk = 0;  // one by one, or together for a run

  PageReads& operator+=(const PageReads& other) {
    from_file_cache += other.from_file_cache;
    from_disk += other.from_disk;
    return *this;
  }
  friend bool operator==(const PageReads&, const PageReads&) = default;
};

class PageCache {
 public:
  /// REQUIRES: both sizes are at least one page.
  PageCache(sim::Bytes buffers, sim::Bytes file_cache);

  /// A relation of that many pages, none of them cached.
  RelationIndex add(Pages pages);

  /// Puts as many of a relation's pages as there is room into the caches.
  void warm_file_cache(RelationIndex relation);
  void warm_buffers(RelationIndex relation);
  /// Nothing is cached any more, as after a restart of the database or of the host.
  void forget_buffers();
  void forget_file_cache();

  /// Touches `count` pages that lie anywhere.
  PageReads touch(RelationIndex relation, std::uint32_t count);

  /// Touches the next `count` pages of a run from the relation's beginning to its end.
  PageReads run(RelationIndex relation, std::uint32_t count);

  /// New pages at the end or after a split: they are made in memory.
  void grow(RelationIndex relation, Pages count);

  /// The relation is empty again.
  void truncate(RelationIndex relation);

  [[nodiscard]] Pages pages(RelationIndex relation) const { return relations_[relation].pages; }
  [[nodiscard]] Pages buffered(RelationIndex relation) const {
    return relations_[relation].in[kBuffers].pages;
  }
  [[nodiscard]] Pages in_file_cache(RelationIndex relation) const {
    return relations_[relation].in[kFileCache].pages;
  }

  /// What future touches depend on, relative to each relation's pages: a relation that grows, all
  /// of it cached, looks the same again and again. Who skips such periods must not skip over the
  /// moment at which a cache is full.
  void feed(sim::Digest& digest) const;

  /// See sim/recurrence.hpp. Who adds pages (`grows`: somebody does) carries that on, and the way
  /// through a run too.
  void recur(sim::Recurrence& walk, bool grows, bool copies_take_time) const;
  [[nodiscard]] Pages run_left(RelationIndex relation) const {
    return relations_[relation].run_pages - relations_[relation].run_at;
  }
  /// Whether all or none of the pages that a run still meets are to be fetched, as far as fetching
  /// takes time.
  [[nodiscard]] bool run_is_even(RelationIndex relation, bool copies_take_time) const;
  /// Whether they are all at hand.
  [[nodiscard]] bool run_is_free(RelationIndex relation, bool copies_take_time) const {
    const Relation& run = relations_[relation];
    return run.in[kFileCache].run_cold == 0 &&
           (run.in[kBuffers].run_cold == 0 || !copies_take_time);
  }
  /// What came to a relation's pages while nobody looked.
  struct Load {
    Pages grown = 0;
    std::uint64_t touched = 0;  // pages anywhere
    Pages met = 0;              // by runs
  };
  /// Where all that, spread evenly, leaves the caches: one load a relation.
  void carry_on(const std::vector<Load>& loads);

  /// The run through the relation has met that many more pages. REQUIRES: as many are left.
  void advance_run(RelationIndex relation, Pages pages) { relations_[relation].run_at += pages; }

 private:
  enum Level : std::uint8_t { kBuffers, kFileCache, kLevels };

  struct Share {
    Pages pages = 0;            // of the relation in this cache
    std::uint64_t missing = 0;  // part of a miss
    std::uint64_t debt = 0;     // turn at giving up a page
    Pages run_cold = 0;         // of the run: not cached when it began
  };
  struct Relation {
    Pages pages = 0;
    Pages run_pages = 0;  // of the run through it that is under way
    Pages run_at = 0;     // of them, those it has met
    Share in[kLevels];
  };

  [[nodiscard]] static bool misses_buffers(Relation& relation);
  [[nodiscard]] static bool misses_file_cache(Relation& relation);
  void admit(RelationIndex relation, Level level);
  void carry_on(Level level, const std::vector<Load>& loads);
  void carry_run_on(RelationIndex relation, Pages met);
  void give_up_one(Level level);
  [[nodiscard]] static std::uint32_t run_misses(const Relation& relation, Level level, Pages count);

  Pages capacity_[kLevels];
  Pages used_[kLevels] = {};
  std::vector<Relation> relations_;
};

}  // namespace models::migration
