#include "models/migration/table_storage.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

namespace {

// Headers of log records: 24 of the record, 20 of a block, 2 of the main data, and the data of the
// kind; the 23 bytes of a row's own header and the line pointer are not logged. Rounded up to 8.
constexpr std::uint32_t aligned(std::uint32_t bytes) { return (bytes + 7) / 8 * 8; }
constexpr std::uint32_t insert_record(std::uint32_t row) { return aligned(row + 27); }
constexpr std::uint32_t update_record(std::uint32_t row) { return aligned(row + 53); }
constexpr std::uint32_t entry_record(std::uint32_t entry) { return aligned(entry + 44); }
constexpr std::uint32_t copied_row(std::uint32_t row) { return row > 20 ? row - 20 : 1; }
constexpr std::uint32_t kDeleteRecord = 56;
constexpr std::uint32_t kConfirmRecord = 48;  // of a row that could have met a conflict
// An image leaves out the hole in the middle of the page: leaves that keys anywhere fill have one.
constexpr std::uint32_t kHeapImage = 8192;
constexpr std::uint32_t kLeafImage = 100 + leaf_fill(Access::kRandom);
constexpr std::uint32_t kDefinitionBytes = 8192;  // the rows of the catalogue

}  // namespace

TableStorage::TableStorage(const DatabaseParams& params)
    : cache_(params.buffers, params.file_cache), full_page_writes_(params.full_page_writes) {
  for (const TableParams& table : params.tables) add(table);
  warm(params.caches);
  if (params.changed_since_checkpoint) mark_changed();
}

TableStorage::Relation TableStorage::relation(std::uint64_t count, std::uint32_t each,
                                              bool leaves) {
  const std::uint32_t usable = leaves ? leaf_fill(Access::kInOrder) : kHeapBytes;
  SIM_CHECK(each > 0 && each <= (leaves ? kLeafBytes : kHeapBytes));
  const Pages pages = pages_for(count, each, usable);
  return {cache_.add(pages), each, leaves, Tail::after(count, each, usable)};
}

std::uint32_t TableStorage::add(const TableParams& params) {
  SIM_CHECK(!params.indexes.empty());
  Table table{params.rows, relation(params.rows, params.row_bytes, false), {}};
  for (const IndexParams& index : params.indexes) {
    table.indexes.push_back(relation(params.rows, index.entry_bytes, true));
  }
  tables_.push_back(std::move(table));
  return static_cast<std::uint32_t>(tables_.size() - 1);
}

void TableStorage::warm(CacheState state) {
  if (state == CacheState::kCold) return;
  for (const Table& table : tables_) {
    for (const Relation& index : table.indexes) cache_.warm_file_cache(index.cached);
    cache_.warm_file_cache(table.heap.cached);
  }
  if (state != CacheState::kWarm) return;
  for (const Table& table : tables_) {
    for (const Relation& index : table.indexes) cache_.warm_buffers(index.cached);
    cache_.warm_buffers(table.heap.cached);
  }
}

void TableStorage::mark_changed() {
  const auto mark = [&](Relation& relation) {
    relation.changed = cache_.pages(relation.cached);
    relation.tail_changed = true;
  };
  for (Table& table : tables_) {
    mark(table.heap);
    for (Relation& index : table.indexes) mark(index);
  }
}

void TableStorage::truncate(std::uint32_t number) {
  Table& table = tables_[number];
  const auto empty = [&](Relation& relation) {
    cache_.truncate(relation.cached);
    relation = {relation.cached, relation.each, relation.leaves, Tail()};
  };
  empty(table.heap);
  for (Relation& index : table.indexes) empty(index);
  table.rows = 0;
}

void TableStorage::lose_caches(bool file_cache_too) {
  cache_.forget_buffers();
  if (file_cache_too) cache_.forget_file_cache();
}

// A row too large for a page is stored in pieces.
TableStorage::Pieces TableStorage::pieces_of(const Statement& statement) {
  const std::uint32_t rows = std::max(1U, statement.rows);
  const std::uint32_t row = std::max(1U, statement.bytes / rows);
  if (row <= kHeapBytes) return {statement.rows, row};
  const std::uint32_t parts = (row + kHeapBytes - 1) / kHeapBytes;
  return {statement.rows * parts, row / parts};
}

Effort TableStorage::apply(const Statement& statement) {
  SIM_CHECK(statement.table < tables_.size());
  Table& table = tables_[statement.table];
  Effort effort;
  const std::uint32_t rows = statement.rows;
  const Pieces pieces = pieces_of(statement);
  switch (statement.kind) {
    case StatementKind::kSelectByKey:
    case StatementKind::kSelectByIndex:
    case StatementKind::kJoin:
      SIM_CHECK(statement.index < table.indexes.size());
      look_up(table.indexes[statement.index], statement, std::max(rows, statement.visited), effort);
      look_up(table.heap, statement, std::max(rows, statement.visited), effort);
      break;
    case StatementKind::kSelectRange:
      effort.run += run(table.indexes[0], rows);
      if (statement.access == Access::kInOrder) {
        effort.run += run(table.heap, rows);
      } else {
        look_up(table.heap, statement, rows, effort);
      }
      break;
    case StatementKind::kScan:
    case StatementKind::kCopyOut:
      effort.run += run(table.heap, std::max(rows, statement.visited));
      break;
    case StatementKind::kInsert:
    case StatementKind::kInsertIfAbsent:
    case StatementKind::kUpsert:
    case StatementKind::kCopyIn:
      insert(table, statement, pieces, effort);
      break;
    case StatementKind::kUpdate:
      look_up(table.indexes[0], statement, rows, effort);
      look_up(table.heap, statement, rows, effort);
      if (!statement.changes) break;
      change(table.heap, rows, effort);
      append(table.heap, pieces.count, pieces.each, kHeapBytes, effort);
      effort.log_bytes += pieces.count * update_record(pieces.each);
      break;
    case StatementKind::kDelete:
    case StatementKind::kDeleteRange:
      look_up(table.indexes[0], statement, rows, effort);
      look_up(table.heap, statement, rows, effort);
      if (!statement.changes) break;
      change(table.heap, rows, effort);
      table.rows -= std::min<std::uint64_t>(table.rows, rows);
      effort.log_bytes += rows * kDeleteRecord;
      break;
    case StatementKind::kDefine:
      effort.log_bytes += kDefinitionBytes;
      break;
    default:
      break;
  }
  return effort;
}

// A conditional insert that finds its key looks at the index and leaves.
void TableStorage::insert(Table& table, const Statement& statement, const Pieces& pieces,
                          Effort& effort) {
  const std::uint32_t rows = statement.rows;
  for (std::size_t i = 0; i < table.indexes.size(); ++i) {
    Relation& index = table.indexes[i];
    // Only the primary key can be ever-growing; the others lie as they lie.
    const Access access = i == 0 ? statement.access : Access::kRandom;
    if (access == Access::kRandom) effort.lookups += touch(index, rows);
    if (!statement.changes) return;
    if (access == Access::kRandom) change(index, rows, effort);
    index.anywhere = index.anywhere || access == Access::kRandom;
    const std::uint32_t pages_before = effort.new_pages;
    append(index, rows, index.each, leaf_fill(access), effort);
    const std::uint32_t splits = (effort.new_pages - pages_before) * split_record(access);
    effort.split_bytes += splits;
    effort.log_bytes += splits;
    effort.log_bytes += rows * entry_record(index.each);
  }
  append(table.heap, pieces.count, pieces.each, kHeapBytes, effort);
  table.rows += rows;
  if (statement.kind == StatementKind::kCopyIn) {
    effort.log_bytes += pieces.count * copied_row(pieces.each);
    return;
  }
  effort.log_bytes += pieces.count * insert_record(pieces.each);
  if (statement.kind != StatementKind::kInsert) effort.log_bytes += rows * kConfirmRecord;
}

void TableStorage::append(Relation& relation, std::uint32_t count, std::uint32_t each,
                          std::uint32_t usable, Effort& effort) {
  if (!relation.tail_changed) {
    relation.tail_changed = true;
    if (cache_.pages(relation.cached) > 0) {
      ++relation.changed;
      image(relation, effort);
    }
  }
  if (recording_) record(relation, count, each, usable);
  if (sampled_) relation.came.filled += count * (kWholePage / std::max(1U, usable / each));
  const std::uint32_t grown = relation.tail.add(count, each, usable);
  if (grown == 0) return;
  cache_.grow(relation.cached, grown);
  relation.changed += grown;
  effort.new_pages += grown;
}

void TableStorage::look_up(Relation& relation, const Statement& statement, std::uint32_t count,
                           Effort& effort) {
  if (statement.access == Access::kInOrder) {
    effort.run += run(relation, count);
  } else {
    effort.lookups += touch(relation, count);
  }
}

// Each of the touched pages may be one that was not changed yet since the last checkpoint.
void TableStorage::change(Relation& relation, std::uint32_t count, Effort& effort) {
  const Pages pages = cache_.pages(relation.cached);
  relation.anywhere = true;
  relation.came.altered += count;
  for (std::uint32_t i = 0; i < count && relation.changed < pages; ++i) {
    relation.unchanged += pages - relation.changed;
    if (relation.unchanged < pages) continue;
    relation.unchanged -= pages;
    ++relation.changed;
    image(relation, effort);
  }
}

std::int64_t TableStorage::image_bytes(const Relation& relation) {
  return relation.leaves ? kLeafImage : kHeapImage;
}

void TableStorage::image(Relation& relation, Effort& effort) {
  ++relation.came.images;
  if (!full_page_writes_) return;
  effort.log_bytes += static_cast<std::uint32_t>(image_bytes(relation));
  ++page_images_;
}

PageReads TableStorage::run(Relation& relation, std::uint64_t count) {
  const std::uint64_t a_page = things_in_a_page(relation);
  relation.run_count += count;
  relation.met += count;
  relation.came.met += count;
  const std::uint64_t pages = relation.run_count / a_page;
  relation.run_count -= pages * a_page;
  return cache_.run(relation.cached, static_cast<std::uint32_t>(pages));
}

std::uint32_t TableStorage::pages_needed(const Statement& statement) const {
  const StatementKind kind = statement.kind;
  const bool inserts = kind == StatementKind::kInsert || kind == StatementKind::kInsertIfAbsent ||
                       kind == StatementKind::kUpsert || kind == StatementKind::kCopyIn;
  if (!statement.changes || !(inserts || kind == StatementKind::kUpdate)) return 0;
  const Table& table = tables_[statement.table];
  const std::uint32_t rows = statement.rows;
  const Pieces pieces = pieces_of(statement);
  std::uint32_t pages = table.heap.tail.pages_needed(pieces.count, pieces.each, kHeapBytes);
  if (!inserts) return pages;
  for (std::size_t i = 0; i < table.indexes.size(); ++i) {
    const Access access = i == 0 ? statement.access : Access::kRandom;
    pages += table.indexes[i].tail.pages_needed(rows, table.indexes[i].each, leaf_fill(access));
  }
  return pages;
}

Pages TableStorage::begin_checkpoint() {
  Pages dirty = 0;
  const auto begin = [&](Relation& relation) {
    dirty += std::min(relation.changed, cache_.pages(relation.cached));
    relation.changed = 0;
    relation.unchanged = 0;
    relation.tail_changed = false;
  };
  for (Table& table : tables_) {
    begin(table.heap);
    for (Relation& index : table.indexes) begin(index);
  }
  return dirty;
}

sim::Bytes TableStorage::heap_bytes(std::uint32_t table) const {
  return {static_cast<std::int64_t>(cache_.pages(tables_[table].heap.cached)) * kPageBytes};
}

sim::Bytes TableStorage::index_bytes(std::uint32_t table) const {
  Pages pages = 0;
  for (const Relation& index : tables_[table].indexes) {
    const Pages leaves = cache_.pages(index.cached);
    pages += leaves + upper_pages(leaves, index.each);
  }
  return {static_cast<std::int64_t>(pages) * kPageBytes};
}

sim::Bytes TableStorage::space() const {
  sim::Bytes sum;
  for (std::uint32_t i = 0; i < tables_.size(); ++i) sum += heap_bytes(i) + index_bytes(i);
  return sum;
}

void TableStorage::feed(sim::Digest& digest) const {
  cache_.feed(digest);
  for (const Table& table : tables_) {
    const auto feed_one = [&](const Relation& relation) {
      digest.add(relation.tail.used(), relation.run_count);
      digest.add(cache_.pages(relation.cached) - relation.changed, relation.unchanged);
    };
    feed_one(table.heap);
    for (const Relation& index : table.indexes) feed_one(index);
  }
}

}  // namespace models::migration
