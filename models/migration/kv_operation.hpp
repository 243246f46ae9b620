// What a client asks of a key-value store and what it answers: the words all stores share.
//
// Stores keep no content. Who holds a store knows which keys exist and how large they are, says so
// in the request, and the store charges what that costs; so its memory does not grow with the data.
// Shape          a request is 40 bytes; it takes effect in the order in which requests are begun
// Checked by     tests/models/migration/kv_operation_test.cpp
#pragma once

#include <cstdint>

#include "models/hardware/server.hpp"
#include "sim/units.hpp"

namespace models::migration {

using hardware::JobId;

enum class KvOperation : std::uint8_t {
  kGet,
  kSet,
  kSetIfAbsent,
  kSetIfEqual,  // compare and set against the whole old value
  kDelete,
  kScanPage  // one page of the entries of a partition, from a key on
};
inline constexpr std::size_t kKvOperations = 6;

enum class KvStatus : std::uint8_t {
  kOk,
  kPredicateFailed,  // set-if-absent found the key, set-if-equal another value or none
  kAbsent,           // get found nothing
  kThrottled,        // refused for want of capacity, and so were all retries
  kTooLarge,         // the store takes no such entry
  kFull              // no space is left
};

struct KvRequest {
  std::uint64_t partition = 0;        // hash of the partition's name, all bits alike
  std::uint32_t partition_bytes = 0;  // length of that name
  std::uint32_t key_bytes = 0;        // without the partition
  std::uint32_t value_bytes = 0;      // what is to be written
  std::uint32_t stored_bytes = 0;     // the value there now; of a scan: all bytes of the page
  std::uint32_t entries = 1;          // of a scan: on the page
  KvOperation operation = KvOperation::kGet;
  bool exists = false;  // the key is there now
  bool equal = false;   // its value is the one set-if-equal wants

  /// Everything but the partition's hash, which says nothing of sizes; see sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) const {
    walk.same(partition_bytes);
    walk.same(key_bytes);
    walk.same(value_bytes);
    walk.same(stored_bytes);
    walk.same(entries);
    walk.same(operation);
    walk.same(exists);
    walk.same(equal);
  }
};

/// The end of a request, told to whoever began it under `payload`.
struct KvAnswer {
  JobId payload = 0;
  KvStatus status = KvStatus::kOk;
  std::uint32_t unprocessed = 0;  // of a batch: entries that were not written
};

[[nodiscard]] constexpr bool writes(KvOperation operation) {
  return operation != KvOperation::kGet && operation != KvOperation::kScanPage;
}

/// What the content alone makes of a request: ok, a failed predicate, or nothing there.
///
/// Deleting what is not there is no error.
[[nodiscard]] constexpr KvStatus outcome(const KvRequest& request) {
  switch (request.operation) {
    case KvOperation::kGet:
      return request.exists ? KvStatus::kOk : KvStatus::kAbsent;
    case KvOperation::kSetIfAbsent:
      return request.exists ? KvStatus::kPredicateFailed : KvStatus::kOk;
    case KvOperation::kSetIfEqual:
      return request.exists && request.equal ? KvStatus::kOk : KvStatus::kPredicateFailed;
    case KvOperation::kSet:
    case KvOperation::kDelete:
    case KvOperation::kScanPage:
      break;
  }
  return KvStatus::kOk;
}

/// Partition, key and the value to be written.
[[nodiscard]] constexpr sim::Bytes written_bytes(const KvRequest& request) {
  return {std::int64_t{request.partition_bytes} + request.key_bytes + request.value_bytes};
}

/// Partition, key and the value stored now; nothing if the key is not there. REQUIRES: no scan.
[[nodiscard]] constexpr sim::Bytes kept_bytes(const KvRequest& request) {
  if (!request.exists) return {0};
  return {std::int64_t{request.partition_bytes} + request.key_bytes + request.stored_bytes};
}

}  // namespace models::migration
