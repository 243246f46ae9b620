// What OBSERVE (opcode 0x92) answers for a key, from the two stores of a node.
//
// Formula        cache     disk         real                          mock
//                absent    absent       0x80 not found, CAS 0         same
//                absent    item         0x81 logically deleted, 0     same
//                absent    tombstone    0x80 not found, 0             0x81 logically deleted, 0
//                item      same CAS     0x01 persisted, cached CAS    same
//                item      otherwise    0x00 found, cached CAS        same
//                tombstone not on disk  0x81 with the tombstone's CAS (never in the mock's cache)
//                tombstone on disk      0x80 not found, 0             (never in the mock's cache)
// Source         kv_engine's and CouchbaseMock's OBSERVE handlers; the documentation's status bytes
// Checked by     tests/models/observe_test.cpp, every row on both dialects
#pragma once

#include <cstdint>
#include <string_view>

#include "models/durability/copy.hpp"

namespace models::durability {

/// Whose rules: the real server's, or CouchbaseMock's where it differs.
enum class Dialect : std::uint8_t { kReal, kMock };

enum class ObserveStatus : std::uint8_t {
  kFound = 0x00,
  kPersisted = 0x01,
  kNotMyVbucket = 0x07,  // the whole answer, from a node that does not hold the vBucket
  kNotFound = 0x80,
  kLogicallyDeleted = 0x81,
};

struct ObserveAnswer {
  ObserveStatus status = ObserveStatus::kNotFound;
  std::uint64_t cas = 0;
  friend bool operator==(const ObserveAnswer&, const ObserveAnswer&) = default;
};

/// What the node answers for a key that it holds like this.
[[nodiscard]] ObserveAnswer observe(const Copy& cache, const Copy& disk, Dialect dialect);

/// What the node answers once it has deleted the key because its item has expired, under this CAS.
[[nodiscard]] ObserveAnswer observe_expired(std::uint64_t cas, Dialect dialect);

/// The status in the scenario language's words: found, persisted, not_my_vbucket, not_found,
/// logically_deleted.
[[nodiscard]] std::string_view name_of(ObserveStatus status);

}  // namespace models::durability
