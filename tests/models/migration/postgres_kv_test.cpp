#include "models/migration/postgres_kv.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <string>

#include "models/migration/page_layout.hpp"

using models::migration::Access;
using models::migration::KvOperation;
using models::migration::KvRequest;
using models::migration::KvStatus;
using models::migration::PostgresKv;
using models::migration::Statement;
using models::migration::StatementKind;
using models::migration::StatementStatus;

namespace {

KvRequest request(KvOperation operation, bool exists, bool equal = false) {
  KvRequest made;
  made.operation = operation;
  made.exists = exists;
  made.equal = equal;
  made.partition_bytes = 10;
  made.key_bytes = 64;
  made.value_bytes = 338;
  made.stored_bytes = 338;
  return made;
}

std::string asked(const KvRequest& made) {
  constexpr std::array<const char*, 12> kNames{
      "select by key",    "select by index", "select range", "scan",   "join",         "insert",
      "insert if absent", "upsert",          "update",       "delete", "delete range", "copy in"};
  const Statement statement = PostgresKv(3).statement(made, Access::kRandom);
  CHECK(statement.table == 3);
  return fmt::format("{} of {} bytes, {}", kNames[static_cast<std::size_t>(statement.kind)],
                     statement.bytes, statement.changes ? "changes" : "changes nothing");
}

}  // namespace

TEST_CASE("each operation is one statement") {
  CHECK(asked(request(KvOperation::kGet, true)) == "select by key of 338 bytes, changes");
  CHECK(asked(request(KvOperation::kSet, false)) == "upsert of 452 bytes, changes");
  CHECK(asked(request(KvOperation::kSet, true)) == "update of 452 bytes, changes");
  CHECK(asked(request(KvOperation::kSetIfAbsent, false)) ==
        "insert if absent of 452 bytes, changes");
  CHECK(asked(request(KvOperation::kSetIfAbsent, true)) ==
        "insert if absent of 452 bytes, changes nothing");
  CHECK(asked(request(KvOperation::kSetIfEqual, true, true)) == "update of 452 bytes, changes");
  CHECK(asked(request(KvOperation::kSetIfEqual, true, false)) ==
        "update of 452 bytes, changes nothing");
  CHECK(asked(request(KvOperation::kDelete, true)) == "delete of 0 bytes, changes");
  CHECK(asked(request(KvOperation::kDelete, false)) == "delete of 0 bytes, changes nothing");
}

TEST_CASE("the answer is what the content makes of the request, unless the disk was full") {
  const auto told = [](const KvRequest& made, StatementStatus status) {
    return PostgresKv::status(made, status);
  };
  CHECK(told(request(KvOperation::kGet, false), StatementStatus::kOk) == KvStatus::kAbsent);
  CHECK(told(request(KvOperation::kSetIfAbsent, true), StatementStatus::kOk) ==
        KvStatus::kPredicateFailed);
  CHECK(told(request(KvOperation::kDelete, false), StatementStatus::kOk) == KvStatus::kOk);
  CHECK(told(request(KvOperation::kSet, false), StatementStatus::kDiskFull) == KvStatus::kFull);
}

TEST_CASE("what an index entry or a value cannot hold is known before a run") {
  CHECK(PostgresKv::fits(10, 64, 338));
  CHECK(PostgresKv::fits(10, 2660, 338));
  CHECK_FALSE(PostgresKv::fits(10, 2690, 338));
  CHECK_FALSE(PostgresKv::fits(10, 0xFFFFFFFF, 338));
  CHECK(PostgresKv::fits(10, 64, 1 << 30));
  CHECK_FALSE(PostgresKv::fits(10, 64, (1U << 30) + 1));
}

TEST_CASE("the table of a staging-heavy store has the published sizes") {
  // A staged object: heap 372 and index 140 bytes with the assumed lengths of its strings.
  const auto table = PostgresKv::table_params(1, 62, 60, 212);
  CHECK(table.row_bytes == 372);
  CHECK(table.indexes[0].entry_bytes == 140);
}
