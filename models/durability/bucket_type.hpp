// What kinds of buckets there are.
//
// Shape          plain values
// Source         Couchbase's bucket types; memcached buckets, which have no replicas, are not among
//                them
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace models::durability {

/// An ephemeral bucket is kept in memory only: cluster_ephemeral.cpp has its rules.
enum class BucketType : std::uint8_t { kCouchbase, kEphemeral };

/// As scenarios and reports call them.
inline constexpr std::array<std::string_view, 2> kBucketTypes = {"couchbase", "ephemeral"};

[[nodiscard]] constexpr std::string_view name_of(BucketType type) {
  return kBucketTypes[static_cast<std::size_t>(type)];
}

}  // namespace models::durability
