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

// Of the pages still to come, run_cold were not cached when the run began; the next `count` hold
// their share of them, so that at the end each was met exactly once.
std::uint32_t PageCache::run_misses(Relation& relation, Level level, std::uint32_t count) const {
  __extension__ using Wide = unsigned __int128;
  Share& share = relation.in[level];
  const Wide rest = relation.run_left - count;
  const auto cold_after = static_cast<Pages>(share.run_cold * rest / relation.run_left);
  const Pages missed = std::min<Pages>(share.run_cold - cold_after, count);
  share.run_cold -= missed;
  return static_cast<std::uint32_t>(missed);
}

PageReads PageCache::run(RelationIndex index, std::uint32_t count) {
  Relation& relation = relations_[index];
  PageReads reads;
  while (count > 0 && relation.pages > 0) {
    if (relation.run_left == 0) {
      relation.run_left = relation.pages;
      for (Share& share : relation.in) {
        share.run_cold = relation.pages - std::min(share.pages, relation.pages);
      }
    }
    const auto step = static_cast<std::uint32_t>(std::min<Pages>(count, relation.run_left));
    const std::uint32_t unbuffered = run_misses(relation, kBuffers, step);
    const std::uint32_t on_disk = std::min(run_misses(relation, kFileCache, step), unbuffered);
    reads += {unbuffered - on_disk, on_disk};
    if (relation.pages <= capacity_[kBuffers] / 4) {
      for (std::uint32_t i = 0; i < unbuffered; ++i) admit(index, kBuffers);
    }
    for (std::uint32_t i = 0; i < on_disk; ++i) admit(index, kFileCache);
    relation.run_left -= step;
    count -= step;
  }
  return reads;
}

void PageCache::grow(RelationIndex index, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    ++relations_[index].pages;
    admit(index, kBuffers);
    admit(index, kFileCache);
  }
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

void PageCache::feed(sim::Digest& digest) const {
  for (const Level level : {kBuffers, kFileCache}) digest.add(used_[level] == capacity_[level]);
  for (const Relation& relation : relations_) {
    digest.add(relation.run_left);
    for (const Share& share : relation.in) {
      digest.add(relation.pages - share.pages, share.missing);
      digest.add(share.debt, share.run_cold);
    }
  }
}

}  // namespace models::migration
