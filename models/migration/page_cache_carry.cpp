// Where many touches, runs and new pages leave the caches, without doing them one by one.
#include <algorithm>

#include "models/migration/page_cache.hpp"

namespace models::migration {

namespace {

// A step admits at most this share of a cache; after so many times its size it has forgotten what
// was in it, and is where its relations and their loads put it.
constexpr double kStep = 1.0 / 64;
constexpr double kForgets = 16;

// One relation in one cache, in pages.
struct Portion {
  double pages;
  double cached;
  double grown;    // while nobody looked
  double touched;  // the same
  double met;      // the same, of runs that are let in
  double asked;    // share of the touches that come to this cache and not to one above it
};

void pass(std::vector<Portion>& all, double share, double capacity) {
  double used = 0;
  for (Portion& one : all) {
    const double missing = one.pages > 0 ? 1 - std::min(1.0, one.cached / one.pages) : 0;
    one.pages += one.grown * share;
    const double admitted =
        one.grown * share +
        (one.touched * std::min(missing, one.asked) + one.met * missing) * share;
    one.cached = std::min(one.pages, one.cached + admitted);
    used += one.cached;
  }
  if (used <= capacity) return;
  for (Portion& one : all) one.cached *= capacity / used;
}

}  // namespace

void PageCache::carry_on(Level level, const std::vector<Load>& loads) {
  const Pages most = level == kBuffers ? capacity_[level] / 4 : capacity_[level];
  const auto capacity = static_cast<double>(capacity_[level]);
  std::vector<Portion> all;
  double work = 0;
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const Relation& relation = relations_[i];
    const double met = relation.pages <= most ? static_cast<double>(loads[i].met) : 0;
    const auto pages = static_cast<double>(relation.pages + loads[i].grown);
    const auto buffered = static_cast<double>(relation.in[kBuffers].pages);
    const double asked = level == kBuffers || pages == 0 ? 1 : 1 - std::min(1.0, buffered / pages);
    all.push_back(
        {static_cast<double>(relation.pages), static_cast<double>(relation.in[level].pages),
         static_cast<double>(loads[i].grown), static_cast<double>(loads[i].touched), met, asked});
    work += all.back().grown + all.back().touched + met;
  }
  if (work == 0) return;
  const double remembered = std::min(1.0, kForgets * capacity / work);
  for (Portion& one : all) one.pages += one.grown * (1 - remembered);
  const auto steps =
      1 + static_cast<std::int64_t>(std::min(work * remembered / (capacity * kStep), 4096.0));
  for (std::int64_t i = 0; i < steps; ++i) {
    pass(all, remembered / static_cast<double>(steps), capacity);
  }
  used_[level] = 0;
  for (std::size_t i = 0; i < relations_.size(); ++i) {
    Relation& relation = relations_[i];
    Share& share = relation.in[level];
    if (i < all.size()) {
      const Pages pages = relation.pages + loads[i].grown;
      const auto cached = static_cast<Pages>(all[i].cached);
      // What lacks less than a page to be there as a whole is there as a whole.
      share.pages =
          cached + 1 >= pages && capacity_[level] >= used_[level] + pages ? pages : cached;
      share.missing = pages > 0 ? share.missing % pages : 0;
    }
    share.pages = std::min(share.pages, capacity_[level] - used_[level]);
    used_[level] += share.pages;
  }
}

// A run that comes to its end begins anew, with what is not cached then.
void PageCache::carry_run_on(RelationIndex index, Pages met) {
  Relation& relation = relations_[index];
  if (relation.run_pages == 0 || met == 0) return;
  const Pages left = relation.run_pages - relation.run_at;
  if (met <= left) {
    relation.run_at += met;
    return;
  }
  relation.run_pages = relation.pages;
  relation.run_at = (met - left) % std::max<Pages>(relation.pages, 1);
  for (Share& share : relation.in) {
    share.run_cold = relation.pages - std::min(share.pages, relation.pages);
  }
}

void PageCache::carry_on(const std::vector<Load>& loads) {
  for (const Level level : {kBuffers, kFileCache}) carry_on(level, loads);
  for (std::size_t i = 0; i < loads.size(); ++i) {
    relations_[i].pages += loads[i].grown;
    carry_run_on(static_cast<RelationIndex>(i), loads[i].met);
  }
}

}  // namespace models::migration
