#include "models/migration/page_cache.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

PageCache::PageCache(sim::Bytes buffers, sim::Bytes file_cache)
    : capacity_{static_cast<Pages>(buffers.count / kPageBytes),
                static_cast<Pages>(file_cache.count / kPageBytes)} {
  SIM_CHECK(buffers.count >= kPageBytes && file_cache.count >= kPageBytes);
}

RelationIndex PageCache::add(Pages pages) {
  Relation relation;
  relation.pages = pages;
  relations_.push_back(relation);
  return static_cast<RelationIndex>(relations_.size() - 1);
}

void PageCache::warm_file_cache(RelationIndex relation) {
  Relation& warmed = relations_[relation];
  Share& share = warmed.in[kFileCache];
  const Pages more =
      std::min(capacity_[kFileCache] - used_[kFileCache], warmed.pages - share.pages);
  share.pages += more;
  used_[kFileCache] += more;
}

void PageCache::warm_buffers(RelationIndex relation) {
  Relation& warmed = relations_[relation];
  Share& share = warmed.in[kBuffers];
  const Pages more = std::min(capacity_[kBuffers] - used_[kBuffers], warmed.pages - share.pages);
  share.pages += more;
  used_[kBuffers] += more;
}

void PageCache::forget_buffers() {
  for (Relation& relation : relations_) relation.in[kBuffers] = {};
  used_[kBuffers] = 0;
}

void PageCache::forget_file_cache() {
  for (Relation& relation : relations_) relation.in[kFileCache] = {};
  used_[kFileCache] = 0;
}

// A cache that holds the whole relation never misses; otherwise the shares of a miss add up.
bool PageCache::misses_buffers(Relation& relation) {
  Share& share = relation.in[kBuffers];
  share.missing += relation.pages - std::min(share.pages, relation.pages);
  if (share.missing < relation.pages) return false;
  share.missing -= relation.pages;
  return true;
}

// Of a page that is not in the buffers: the file cache has what it holds beyond the buffers.
bool PageCache::misses_file_cache(Relation& relation) {
  constexpr std::uint64_t kWhole = std::uint64_t{1} << 20;
  Share& share = relation.in[kFileCache];
  const Pages buffered = relation.in[kBuffers].pages;
  const Pages outside = relation.pages - std::min(buffered, relation.pages);
  const Pages cached = std::min(share.pages - std::min(buffered, share.pages), outside);
  if (outside == 0) return false;
  share.missing += (outside - cached) * kWhole / outside;
  if (share.missing < kWhole) return false;
  share.missing -= kWhole;
  return true;
}

PageReads PageCache::touch(RelationIndex index, std::uint32_t count) {
  Relation& relation = relations_[index];
  PageReads reads;
  if (relation.in[kBuffers].pages >= relation.pages) return reads;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!misses_buffers(relation)) continue;
    if (misses_file_cache(relation)) {
      admit(index, kFileCache);
      ++reads.from_disk;
    } else {
      ++reads.from_file_cache;
    }
    admit(index, kBuffers);
  }
  return reads;
}

// After p of a run's pages it has met its share of those that were not cached, rounded down; so at
// the end each was met exactly once.
std::uint32_t PageCache::run_misses(const Relation& relation, Level level, Pages count) {
  __extension__ using Wide = unsigned __int128;
  const Wide cold = relation.in[level].run_cold;
  const auto met = [&](Pages at) { return static_cast<Pages>(cold * at / relation.run_pages); };
  return static_cast<std::uint32_t>(met(relation.run_at + count) - met(relation.run_at));
}

PageReads PageCache::run(RelationIndex index, std::uint32_t count) {
  Relation& relation = relations_[index];
  PageReads reads;
  while (count > 0 && relation.pages > 0) {
    if (relation.run_at == relation.run_pages) {
      relation.run_pages = relation.pages;
      relation.run_at = 0;
      for (Share& share : relation.in) {
        share.run_cold = relation.pages - std::min(share.pages, relation.pages);
      }
    }
    const Pages step = std::min<Pages>(count, relation.run_pages - relation.run_at);
    const std::uint32_t unbuffered = run_misses(relation, kBuffers, step);
    const std::uint32_t on_disk = std::min(run_misses(relation, kFileCache, step), unbuffered);
    reads += {unbuffered - on_disk, on_disk};
    if (relation.pages <= capacity_[kBuffers] / 4) {
      for (std::uint32_t i = 0; i < unbuffered; ++i) admit(index, kBuffers);
    }
    if (relation.pages <= capacity_[kFileCache]) {
      for (std::uint32_t i = 0; i < on_disk; ++i) admit(index, kFileCache);
    }
    relation.run_at += step;
    count -= static_cast<std::uint32_t>(step);
  }
  return reads;
}

void PageCache::grow(RelationIndex index, Pages count) {
  for (const Level level : {kBuffers, kFileCache}) {
    Share& share = relations_[index].in[level];
    const Pages fit = std::min(count, capacity_[level] - used_[level]);
    share.pages += fit;
    used_[level] += fit;
    for (Pages i = fit; i < count; ++i) {
      give_up_one(level);
      ++share.pages;
      ++used_[level];
    }
  }
  relations_[index].pages += count;
}

void PageCache::truncate(RelationIndex index) {
  Relation& relation = relations_[index];
  for (const Level level : {kBuffers, kFileCache}) used_[level] -= relation.in[level].pages;
  relation = {};
}

void PageCache::admit(RelationIndex index, Level level) {
  Relation& relation = relations_[index];
  if (relation.in[level].pages >= relation.pages) return;
  if (used_[level] == capacity_[level]) give_up_one(level);
  ++relation.in[level].pages;
  ++used_[level];
}

// Each relation's turn comes round in proportion to its pages: all add their pages to their debts,
// the greatest debt pays the sum.
void PageCache::give_up_one(Level level) {
  Share* payer = nullptr;
  for (Relation& relation : relations_) {
    Share& share = relation.in[level];
    share.debt += share.pages;
    if (share.pages > 0 && (payer == nullptr || share.debt > payer->debt)) payer = &share;
  }
  SIM_CHECK(payer != nullptr);
  payer->debt -= std::min(payer->debt, used_[level]);
  --payer->pages;
  --used_[level];
}

void PageCache::recur(sim::Recurrence& walk, bool grows, bool copies_take_time) const {
  for (const Level level : {kBuffers, kFileCache}) {
    // Nobody who adds pages may find the cache full.
    walk.bound(used_[level], capacity_[level], grows ? 2 * relations_.size() : 0);
  }
  for (RelationIndex i = 0; i < relations_.size(); ++i) {
    const Relation& relation = relations_[i];
    for (const Level level : {kBuffers, kFileCache}) {
      const Share& share = relation.in[level];
      walk.same(relation.pages - share.pages);
      walk.same(share.missing);
      walk.same(share.debt);
      walk.same(share.run_cold);
    }
    walk.same(relation.run_pages);
    if (!run_is_even(i, copies_take_time)) walk.same(relation.run_at);
  }
}

bool PageCache::run_is_even(RelationIndex index, bool copies_take_time) const {
  const Relation& relation = relations_[index];
  const auto even = [&](Level level) {
    const Pages cold = relation.in[level].run_cold;
    return cold == 0 || cold == relation.run_pages;
  };
  return even(kFileCache) && (even(kBuffers) || !copies_take_time);
}

void PageCache::feed(sim::Digest& digest) const {
  for (const Level level : {kBuffers, kFileCache}) digest.add(used_[level] == capacity_[level]);
  for (const Relation& relation : relations_) {
    digest.add(relation.run_pages, relation.run_at);
    for (const Share& share : relation.in) {
      digest.add(relation.pages - share.pages, share.missing);
      digest.add(share.debt, share.run_cold);
    }
  }
}

}  // namespace models::migration
