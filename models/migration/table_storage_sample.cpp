// Tables that are carried on from a sample: pages by what came to them, first changes by formula.
#include <algorithm>

#include "models/migration/table_storage.hpp"
#include "sim/portable_math.hpp"

namespace models::migration {

// Of the pages that were not changed since the checkpoint began, so many touches leave
// unchanged * exp(-touches / pages): each comes to any page.
PageCache::Load TableStorage::carry_on(Relation& relation, const Came& before, bool whole_rounds) {
  Came& came = relation.came;
  const Pages pages = cache_.pages(relation.cached);
  PageCache::Load load;
  load.grown = came.filled / kWholePage - before.filled / kWholePage;
  load.touched = came.touched - before.touched;
  const std::uint64_t met = came.met - before.met + relation.run_count;
  load.met = met / things_in_a_page(relation);
  relation.run_count = met % things_in_a_page(relation);
  relation.met += came.met - before.met;
  if (whole_rounds) return load;  // as much was changed since the checkpoint began
  const std::uint64_t altered = came.altered - before.altered;
  const Pages clean = pages - std::min(pages, relation.changed);
  Pages first = 0;
  if (altered > 0 && clean > 0) {
    const double midway = static_cast<double>(pages) + static_cast<double>(load.grown) / 2;
    const double share = -sim::portable_expm1(-static_cast<double>(altered) / midway);
    first = std::min(clean, static_cast<Pages>(static_cast<double>(clean) * share));
  }
  relation.changed += first + load.grown;
  came.images = before.images + first;
  return load;
}

std::int64_t TableStorage::sample(sim::Recurrence& walk) {
  sampled_ = true;
  std::vector<PageCache::Load> loads;
  std::int64_t log_bytes = 0;
  const auto visit = [&](Relation& relation) {
    const Came before = relation.came;
    walk.counts(relation.came.filled);
    walk.counts(relation.came.touched);
    walk.counts(relation.came.altered);
    walk.counts(relation.came.images);
    walk.counts(relation.came.met);
    if (!walk.advancing()) return;
    const auto told = static_cast<std::int64_t>(relation.came.images);
    if (loads.size() <= relation.cached) loads.resize(relation.cached + 1);
    loads[relation.cached] = carry_on(relation, before, walk.whole_rounds());
    const std::int64_t more = static_cast<std::int64_t>(relation.came.images) - told;
    if (!full_page_writes_) return;
    page_images_ = static_cast<std::uint64_t>(static_cast<std::int64_t>(page_images_) + more);
    log_bytes += more * image_bytes(relation);
  };
  walk.counts(page_images_);
  for (Table& table : tables_) {
    walk.counts(table.rows);
    visit(table.heap);
    for (Relation& index : table.indexes) visit(index);
  }
  if (walk.advancing()) cache_.carry_on(loads);
  return log_bytes;
}

}  // namespace models::migration
