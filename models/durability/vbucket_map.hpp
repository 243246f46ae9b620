// Which vBucket a key belongs to, and which nodes hold it.
//
// Formula        vbucket(key) = ((crc32(key) >> 16) & 0x7fff) & (vbuckets - 1), zlib's CRC-32;
//                chain(v) = [v mod n, then the other nodes in turn, starting one further for every
//                n vBuckets], so that masters, and replicas of each master, are spread evenly
// Randomness     none: the same map in every run
// Errors         REQUIRES vbuckets a power of two up to 65536, replicas <= min(3, nodes - 1)
// Source         Couchbase clients' key mapping; "k1" with 64 vBuckets is 14
// Checked by     tests/models/vbucket_map_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "models/durability/copy.hpp"

namespace models::durability {

/// zlib's CRC-32 of the bytes (polynomial 0xEDB88320, reflected).
[[nodiscard]] std::uint32_t crc32(std::string_view bytes);

/// The vBucket of a key. REQUIRES: vbuckets is a power of two.
[[nodiscard]] std::uint32_t vbucket_of(std::string_view key, std::uint32_t vbuckets);

/// The nodes of one vBucket: the master, then its replicas in order.
struct Chain {
  std::array<NodeIndex, 1 + kMostReplicas> nodes{};
  std::uint32_t length = 0;

  [[nodiscard]] NodeIndex master() const { return nodes[0]; }
  [[nodiscard]] std::span<const NodeIndex> all() const { return {nodes.data(), length}; }
  [[nodiscard]] std::span<const NodeIndex> replicas() const { return all().subspan(1); }
  /// Its place in the chain (0 is the master), or length when the node is not in it.
  [[nodiscard]] std::uint32_t index_of(NodeIndex node) const;
};

[[nodiscard]] Chain chain_of(std::uint32_t vbucket, std::uint32_t nodes, std::uint32_t replicas);

}  // namespace models::durability
