// What DynamoDB counts, against the examples that AWS and users of it have worked out.
#include "models/migration/dynamo_units.hpp"

#include <doctest/doctest.h>

using namespace models::migration;

namespace {

constexpr std::int64_t kNames = 28;

KvRequest entry(KvOperation operation, std::uint32_t value, std::uint32_t stored, bool exists) {
  KvRequest request;
  request.operation = operation;
  request.partition_bytes = 10;
  request.key_bytes = 10;
  request.value_bytes = value;
  request.stored_bytes = stored;
  request.exists = exists;
  return request;
}

std::int64_t write_units(const KvRequest& request) {
  return dynamo_write_units(request, kNames, false);
}

}  // namespace

TEST_CASE("a write unit is 1 KiB, begun ones count") {
  CHECK(dynamo_write_units(sim::Bytes{0}) == 1);
  CHECK(dynamo_write_units(sim::Bytes{1024}) == 1);
  CHECK(dynamo_write_units(sim::Bytes{1025}) == 2);
  CHECK(dynamo_write_units(sim::Bytes{3 * 1024}) == 3);
  CHECK(dynamo_write_units(sim::Bytes{3 * 1024}, true) == 6);
  CHECK(dynamo_write_units(sim::Bytes{400 * 1024}) == 400);
}

TEST_CASE("a strong read unit is 4 KiB, an eventual one costs half, a transaction's twice") {
  CHECK(dynamo_read_half_units({1}, ReadConsistency::kStrong) == 2);
  CHECK(dynamo_read_half_units({4096}, ReadConsistency::kStrong) == 2);
  CHECK(dynamo_read_half_units({8192}, ReadConsistency::kStrong) == 4);
  CHECK(dynamo_read_half_units({8192}, ReadConsistency::kEventual) == 2);
  CHECK(dynamo_read_half_units({8192}, ReadConsistency::kTransactional) == 8);
  // A page of 1 MiB is 256 units, read strongly; a scan reads it eventually for 128.
  CHECK(dynamo_read_half_units({kDynamoPageBytes}, ReadConsistency::kStrong) == 2 * 256);
  CHECK(dynamo_read_half_units({kDynamoPageBytes}, ReadConsistency::kEventual) == 2 * 128);
}

TEST_CASE("25 items of 34 bytes cost 25 units, although they are less than 1 KiB together") {
  std::int64_t units = 0;
  for (int i = 0; i < 25; ++i) units += dynamo_write_units(sim::Bytes{34});
  CHECK(units == 25);
}

TEST_CASE("an item may be 400 KiB large") {
  CHECK(dynamo_takes({400 * 1024}));
  CHECK_FALSE(dynamo_takes({400 * 1024 + 1}));
}

TEST_CASE("a write costs the larger of the item before and after it") {
  CHECK(write_units(entry(KvOperation::kSet, 976, 0, false)) == 1);
  CHECK(write_units(entry(KvOperation::kSet, 977, 0, false)) == 2);
  CHECK(write_units(entry(KvOperation::kSet, 100, 5000, true)) == 5);
  CHECK(write_units(entry(KvOperation::kSet, 5000, 100, true)) == 5);
  CHECK(dynamo_write_units(entry(KvOperation::kSet, 5000, 100, true), kNames, true) == 10);
}

TEST_CASE("a delete costs the item it removes, and 1 if there is none") {
  CHECK(write_units(entry(KvOperation::kDelete, 0, 5000, true)) == 5);
  CHECK(write_units(entry(KvOperation::kDelete, 0, 0, false)) == 1);
}

TEST_CASE("a failed condition costs the item it found, and 1 if there is none") {
  CHECK(write_units(entry(KvOperation::kSetIfAbsent, 100, 5000, true)) == 5);
  CHECK(write_units(entry(KvOperation::kSetIfEqual, 9000, 5000, true)) == 5);
  CHECK(write_units(entry(KvOperation::kSetIfEqual, 9000, 0, false)) == 1);
  CHECK(write_units(entry(KvOperation::kSetIfAbsent, 9000, 0, false)) == 9);
}

TEST_CASE("a query pays for its page as a whole, a get for its item alone") {
  KvRequest page = entry(KvOperation::kScanPage, 0, 100'000, false);
  page.entries = 1000;  // 100,000 + 28,000 bytes
  CHECK(dynamo_read_half_units(page, kNames, ReadConsistency::kStrong) == 2 * 32);
  const KvRequest get = entry(KvOperation::kGet, 0, 100, true);
  CHECK(dynamo_read_half_units(get, kNames, ReadConsistency::kStrong) == 2);
  const KvRequest miss = entry(KvOperation::kGet, 0, 0, false);
  CHECK(dynamo_read_half_units(miss, kNames, ReadConsistency::kEventual) == 1);
}

TEST_CASE("a page of a query holds 1 MiB") {
  CHECK(dynamo_page_entries({1024}) == 1024);
  CHECK(dynamo_page_entries({3000}) == 349);
  CHECK(dynamo_page_entries({4 * 1024 * 1024}) == 1);
}
