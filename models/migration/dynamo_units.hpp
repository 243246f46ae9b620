// What DynamoDB counts and allows, as arithmetic: capacity units, item sizes, pages.
//
// Formula        write units  ceil(item / 1 KiB), at least 1
//                read units   ceil(bytes / 4 KiB), at least 1; half of that if eventually
//                             consistent; counted in half units, so that all are whole numbers
//                both twice in a transaction
// Shape          pure functions, for the checks before a run as well as for the run
// Source         AWS, Amazon DynamoDB Developer Guide: Capacity unit consumption; Quotas; Item
//                sizes and formats (read 2026-11). A batch write's own limit of 16 MB is never
//                reached by 25 items of 400 KiB.
// Checked by     tests/models/migration/dynamo_units_test.cpp
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/migration/kv_operation.hpp"

namespace models::migration {

enum class ReadConsistency : std::uint8_t { kEventual, kStrong, kTransactional };

inline constexpr std::int64_t kDynamoMostItemBytes = 400 * 1024;
inline constexpr std::int64_t kDynamoPageBytes = 1024 * 1024;
inline constexpr std::size_t kDynamoMostBatchItems = 25;
inline constexpr std::int64_t kDynamoStorageOverhead = 100;  // index bytes billed with each item

/// Whether DynamoDB takes an item of this size, attribute names included.
[[nodiscard]] constexpr bool dynamo_takes(sim::Bytes item) {
  return item.count <= kDynamoMostItemBytes;
}

/// REQUIRES: item.count >= 0.
[[nodiscard]] constexpr std::int64_t dynamo_write_units(sim::Bytes item,
                                                        bool transactional = false) {
  const std::int64_t units = std::max<std::int64_t>(1, (item.count + 1023) / 1024);
  return transactional ? 2 * units : units;
}

/// In half units: two make one unit. REQUIRES: bytes.count >= 0.
[[nodiscard]] constexpr std::int64_t dynamo_read_half_units(sim::Bytes bytes,
                                                            ReadConsistency consistency) {
  const std::int64_t blocks = std::max<std::int64_t>(1, (bytes.count + 4095) / 4096);
  switch (consistency) {
    case ReadConsistency::kEventual:
      return blocks;
    case ReadConsistency::kStrong:
      return 2 * blocks;
    case ReadConsistency::kTransactional:
      break;
  }
  return 4 * blocks;
}

/// How many items of one size a page of a query holds. REQUIRES: item.count > 0.
[[nodiscard]] constexpr std::int64_t dynamo_page_entries(sim::Bytes item) {
  return std::max<std::int64_t>(1, kDynamoPageBytes / item.count);
}

/// The write units that a write consumes: the larger of the item before and after it; of a delete
/// the item it removes; of a failed condition the item it found, or 1.
/// REQUIRES: writes(request.operation). `names` is what attribute names add to each item.
[[nodiscard]] constexpr std::int64_t dynamo_write_units(const KvRequest& request,
                                                        std::int64_t names, bool transactional) {
  const sim::Bytes before{request.exists ? kept_bytes(request).count + names : 0};
  const sim::Bytes after{written_bytes(request).count + names};
  const bool puts = request.operation != KvOperation::kDelete && outcome(request) == KvStatus::kOk;
  return dynamo_write_units(puts ? std::max(before, after) : before, transactional);
}

/// The half read units that a get or a page of a query consumes. REQUIRES: as above, of a read.
[[nodiscard]] constexpr std::int64_t dynamo_read_half_units(const KvRequest& request,
                                                            std::int64_t names,
                                                            ReadConsistency consistency) {
  if (request.operation == KvOperation::kScanPage) {
    return dynamo_read_half_units(
        sim::Bytes{request.stored_bytes + std::int64_t{request.entries} * names}, consistency);
  }
  const std::int64_t found = request.exists ? kept_bytes(request).count + names : 0;
  return dynamo_read_half_units(sim::Bytes{found}, consistency);
}

}  // namespace models::migration
