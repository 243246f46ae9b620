#include "models/migration/table_storage.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using models::migration::Access;
using models::migration::CacheState;
using models::migration::DatabaseParams;
using models::migration::Effort;
using models::migration::Statement;
using models::migration::StatementKind;
using models::migration::TableStorage;

namespace {

constexpr std::uint32_t kRow = 452;
constexpr std::uint32_t kEntry = 92;

DatabaseParams one_table(std::uint64_t rows, std::size_t indexes = 1) {
  DatabaseParams params;
  params.tables = {{"kv", rows, kRow, {}}};
  params.tables[0].indexes.assign(indexes, {kEntry});
  return params;
}

Statement statement(StatementKind kind, Access access, std::uint32_t rows = 1) {
  Statement made;
  made.kind = kind;
  made.access = access;
  made.rows = rows;
  made.bytes = rows * kRow;
  return made;
}

std::string text(const Effort& effort) {
  return fmt::format("{} looked up, {} run, {} bytes of log, {} pages", effort.lookups.from_disk,
                     effort.run.from_disk, effort.log_bytes, effort.new_pages);
}

}  // namespace

TEST_CASE("entries put in order take the pages that PostgreSQL took") {
  TableStorage storage(one_table(0));
  std::uint64_t log = 0;
  const Statement upsert = statement(StatementKind::kUpsert, Access::kInOrder);
  for (int i = 0; i < 10'000; ++i) log += storage.apply(upsert).log_bytes;
  // tests/models/migration/data/copy_runs.csv, 10,000 rows in batches of 1000: 678.0 bytes of log
  // a row, of which the commits take 0.04 and the log's page headers 2.
  CHECK(storage.heap_bytes(0) == sim::Bytes{4'554'752});
  CHECK(storage.index_bytes(0) == sim::Bytes{1'073'152});
  CHECK(static_cast<double>(log) / 10'000 == doctest::Approx(676.0).epsilon(0.001));
  CHECK(storage.rows(0) == 10'000);
}

TEST_CASE("a conditional insert that finds its key writes nothing") {
  TableStorage storage(one_table(1000));
  Statement insert = statement(StatementKind::kInsertIfAbsent, Access::kRandom);
  insert.changes = false;
  CHECK(text(storage.apply(insert)) == "0 looked up, 0 run, 0 bytes of log, 0 pages");
  CHECK(storage.rows(0) == 1000);
}

TEST_CASE("the first change of a page after a checkpoint logs the page") {
  TableStorage storage(one_table(180));  // ten pages of rows, three leaves
  const Statement update = statement(StatementKind::kUpdate, Access::kRandom);
  Effort effort;
  for (int i = 0; i < 200; ++i) effort = storage.apply(update);
  const auto images = storage.page_images();
  CHECK_MESSAGE(images >= 9, "nearly all of ten pages were touched");
  storage.begin_checkpoint();
  storage.apply(update);
  CHECK(storage.page_images() > images);

  DatabaseParams loaded = one_table(180);
  loaded.changed_since_checkpoint = true;
  TableStorage changed(loaded);
  changed.apply(update);
  CHECK_MESSAGE(changed.page_images() == 0, "they were changed since the last checkpoint");

  DatabaseParams without = one_table(180);
  without.full_page_writes = false;
  TableStorage plain(without);
  plain.apply(update);
  CHECK(plain.page_images() == 0);
}

TEST_CASE("a checkpoint writes each changed page once") {
  TableStorage storage(one_table(18'000));  // 1000 pages of rows, 228 leaves
  const Statement remove = statement(StatementKind::kDelete, Access::kRandom);
  for (int i = 0; i < 100'000; ++i) storage.apply(remove);
  CHECK(storage.begin_checkpoint() == 1000);
  CHECK(storage.begin_checkpoint() == 0);
}

TEST_CASE("a cold database looks rows up on disk, a warm one does not") {
  DatabaseParams params = one_table(1'000'000);
  params.caches = CacheState::kCold;
  TableStorage cold(params);
  const Statement get = statement(StatementKind::kSelectByKey, Access::kRandom);
  CHECK(text(cold.apply(get)) == "2 looked up, 0 run, 0 bytes of log, 0 pages");
  params.caches = CacheState::kWarm;
  params.buffers = {std::int64_t{2} << 30};
  TableStorage warm(params);
  CHECK(text(warm.apply(get)) == "0 looked up, 0 run, 0 bytes of log, 0 pages");
}

TEST_CASE("pages of a table in key order are read ahead, once each") {
  DatabaseParams params = one_table(18'000);
  params.caches = CacheState::kCold;
  TableStorage storage(params);
  const Statement page = statement(StatementKind::kSelectRange, Access::kInOrder, 1000);
  std::uint32_t read = 0;
  for (int i = 0; i < 18; ++i) read += storage.apply(page).run.from_disk;
  CHECK_MESSAGE(read == 1000 + 227, "the last leaf is not full");
}

TEST_CASE("pages_needed says what a statement will take") {
  TableStorage storage(one_table(0, 3));
  for (const auto kind : {StatementKind::kInsert, StatementKind::kCopyIn, StatementKind::kUpdate,
                          StatementKind::kDelete, StatementKind::kUpsert}) {
    for (const std::uint32_t rows : {1U, 18U, 1000U}) {
      for (const auto access : {Access::kInOrder, Access::kRandom}) {
        const Statement next = statement(kind, access, rows);
        const std::uint32_t needed = storage.pages_needed(next);
        CHECK(needed == storage.apply(next).new_pages);
      }
    }
  }
}

TEST_CASE("a row too large for a page is stored in pieces") {
  TableStorage storage(one_table(0));
  Statement insert = statement(StatementKind::kInsert, Access::kInOrder);
  insert.bytes = 100'000;
  CHECK(storage.apply(insert).new_pages == 13 + 1);
  CHECK(storage.rows(0) == 1);
}

TEST_CASE("a truncated table is empty, and so are its indexes") {
  TableStorage storage(one_table(18'000));
  storage.truncate(0);
  CHECK(storage.heap_bytes(0) == sim::Bytes{0});
  CHECK(storage.index_bytes(0) == sim::Bytes{8192});
  CHECK(storage.rows(0) == 0);
  CHECK(storage.space() == sim::Bytes{8192});
}

TEST_CASE("a table that grows in memory looks the same after its pages have come round") {
  TableStorage storage(one_table(0));
  const Statement insert = statement(StatementKind::kInsert, Access::kInOrder);
  const auto state_after = [&](int rows) {
    for (int i = 0; i < rows; ++i) storage.apply(insert);
    sim::Digest digest;
    storage.feed(digest);
    return digest.value();
  };
  constexpr int kPeriod = 18 * 79;  // rows a page, entries a leaf
  const auto once = state_after(kPeriod);
  CHECK(state_after(1) != once);
  CHECK(state_after(kPeriod - 1) == once);
}
