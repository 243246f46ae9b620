#include "models/migration/postgres_kv.hpp"

#include "models/migration/page_layout.hpp"
#include "models/migration/sizes.hpp"
#include "sim/check.hpp"

namespace models::migration {

namespace {

// Two short byte strings and one long; the long one's length is aligned to 4.
std::uint64_t column_bytes(std::uint32_t partition, std::uint32_t key, std::uint32_t value) {
  const std::uint64_t before = text_column_bytes(partition) + text_column_bytes(key);
  return (value <= 126 ? before : (before + 3) / 4 * 4) + text_column_bytes(value);
}

}  // namespace

std::uint32_t PostgresKv::row_bytes(std::uint32_t partition_bytes, std::uint32_t key_bytes,
                                    std::uint32_t value_bytes) {
  return static_cast<std::uint32_t>(
      heap_row_bytes(column_bytes(partition_bytes, key_bytes, value_bytes)));
}

TableParams PostgresKv::table_params(std::uint64_t entries, std::uint32_t partition_bytes,
                                     std::uint32_t key_bytes, std::uint32_t value_bytes) {
  TableParams params;
  params.name = "kv";
  params.rows = entries;
  params.row_bytes = std::min(row_bytes(partition_bytes, key_bytes, value_bytes), kHeapBytes);
  params.indexes = {{static_cast<std::uint32_t>(kv_index_bytes(partition_bytes, key_bytes))}};
  return params;
}

bool PostgresKv::fits(std::uint32_t partition_bytes, std::uint32_t key_bytes,
                      std::uint32_t value_bytes) {
  return partition_bytes <= kMostKeyBytes && key_bytes <= kMostKeyBytes &&
         kv_index_bytes(partition_bytes, key_bytes) <= kMostKeyBytes + 4 &&
         value_bytes <= kMostValueBytes;
}

Statement PostgresKv::statement(const KvRequest& request, Access access) const {
  const std::uint32_t written =
      row_bytes(request.partition_bytes, request.key_bytes, request.value_bytes);
  Statement statement;
  statement.table = table_;
  statement.access = access;
  statement.changes = outcome(request) == KvStatus::kOk;
  switch (request.operation) {
    case KvOperation::kGet:
      statement.kind = StatementKind::kSelectByKey;
      statement.bytes = request.exists ? request.stored_bytes : 0;
      break;
    case KvOperation::kSet:
      statement.kind = request.exists ? StatementKind::kUpdate : StatementKind::kUpsert;
      statement.bytes = written;
      break;
    case KvOperation::kSetIfAbsent:
      statement.kind = StatementKind::kInsertIfAbsent;
      statement.bytes = written;
      break;
    case KvOperation::kSetIfEqual:
      statement.kind = StatementKind::kUpdate;
      statement.bytes = written;
      break;
    case KvOperation::kDelete:
      statement.kind = StatementKind::kDelete;
      statement.changes = request.exists;
      break;
    case KvOperation::kScanPage:
      SIM_CHECK(request.entries <= kPageEntries);
      statement.kind = StatementKind::kSelectRange;
      statement.rows = request.entries;
      statement.bytes = request.stored_bytes;
      break;
  }
  return statement;
}

Statement PostgresKv::definition() const {
  Statement statement;
  statement.kind = StatementKind::kDefine;
  statement.table = table_;
  return statement;
}

KvStatus PostgresKv::status(const KvRequest& request, StatementStatus answered) {
  return answered == StatementStatus::kOk ? outcome(request) : KvStatus::kFull;
}

}  // namespace models::migration
