// How tables grow when the same happens again and again: by formulas, from a record of one period.
#include <algorithm>

#include "models/migration/table_storage.hpp"

namespace models::migration {

namespace {

// Additions to a table that a skip may go through one by one.
constexpr std::int64_t kMostReplayed = 100'000'000;

}  // namespace

void TableStorage::record(Relation& relation, std::uint32_t count, std::uint32_t each,
                          std::uint32_t usable) {
  relation.grows = true;
  auto& appended = relation.appended;
  if (!appended.empty() && appended.back().each == each && appended.back().usable == usable) {
    appended.back().count += count;
  } else if (appended.size() < kMostAppended) {
    appended.push_back({count, each, usable});
  }
}

// What comes to pages all over a relation follows a formula only while no page is missing from the
// buffers and none is changed for the first time.
void TableStorage::recur_one(Relation& relation, sim::Recurrence& walk,
                             bool copies_take_time) const {
  if (walk.opens()) {
    relation.appended.clear();
    relation.grows = false;
  }
  const Pages pages = cache_.pages(relation.cached);
  const bool all_at_hand = cache_.buffered(relation.cached) == pages && relation.changed == pages;
  walk.same(relation.anywhere);
  walk.same(relation.unchanged);
  walk.same(relation.tail_changed);
  walk.same(pages - relation.changed);
  if (relation.grows && relation.anywhere && !all_at_hand) {
    walk.refuse("rows go to pages all over a table that is not all in memory");
  }
  if (relation.appended.size() == kMostAppended) walk.refuse("rows have many sizes");
  if (relation.appended.size() > 1) {
    walk.at_most(kMostReplayed / static_cast<std::int64_t>(relation.appended.size()));
  }
  if (!cache_.run_is_free(relation.cached, copies_take_time)) walk.same(relation.run_count);
  const std::uint64_t left = cache_.run_left(relation.cached) * things_in_a_page(relation);
  walk.bound(relation.met, static_cast<sim::Recurrence::Wide>(relation.met) + left -
                               std::min(left, relation.run_count));
}

// Returns its new pages. Things of one size have a formula for all periods at once.
Pages TableStorage::advance_one(Relation& relation, sim::Recurrence::Wide times,
                                std::uint64_t met) {
  Pages grown = 0;
  if (relation.appended.size() == 1) {
    const Appended& one = relation.appended.front();
    grown =
        relation.tail.add_many(static_cast<std::uint64_t>(one.count * times), one.each, one.usable);
  } else if (!relation.appended.empty()) {
    for (sim::Recurrence::Wide i = 0; i < times; ++i) {
      for (const Appended& some : relation.appended) {
        grown += relation.tail.add_many(some.count, some.each, some.usable);
      }
    }
  }
  if (grown > 0) cache_.grow(relation.cached, grown);
  relation.changed += grown;
  if (met > 0) {
    const std::uint64_t a_page = things_in_a_page(relation);
    relation.run_count += met;
    cache_.advance_run(relation.cached, relation.run_count / a_page);
    relation.run_count %= a_page;
  }
  return grown;
}

std::uint64_t TableStorage::recur(sim::Recurrence& walk, bool copies_take_time) {
  recording_ = recording_ || walk.opens();
  std::uint64_t log_bytes = 0;
  bool grows = false;
  const auto visit = [&](Relation& relation) {
    recur_one(relation, walk, copies_take_time);
    grows = grows || relation.grows;
    const std::uint64_t met = relation.met;
    walk.counts(relation.met);
    if (walk.advancing()) {
      const Pages grown = advance_one(relation, walk.times(), relation.met - met);
      if (relation.leaves && grown > 0) {
        const bool in_order = relation.appended.front().usable == leaf_fill(Access::kInOrder);
        log_bytes += grown * split_record(in_order ? Access::kInOrder : Access::kRandom);
      }
    }
  };
  for (Table& table : tables_) {
    walk.counts(table.rows);
    visit(table.heap);
    for (Relation& index : table.indexes) {
      // The log of a new page depends on how its keys come.
      if (index.appended.size() > 1 && !walk.opens()) {
        walk.refuse("keys come in order and anywhere");
      }
      visit(index);
    }
  }
  walk.same(page_images_);
  cache_.recur(walk, grows, copies_take_time);
  return log_bytes;
}

}  // namespace models::migration
