// One copy of a key in one store of one node, and the two stores of a node together.
//
// Shape          a copy is 24 bytes; a key on a node is two copies and its place in the disk queue
// Source         the two stores (cache, disk) and their statuses are the seed's and OBSERVE's;
//                see observe.hpp for what is answered from them
// Checked by     tests/models/observe_test.cpp
#pragma once

#include <cstdint>

namespace models::durability {

using NodeIndex = std::uint32_t;
using BucketIndex = std::uint32_t;
using KeyIndex = std::uint32_t;
/// A vBucket of a bucket, counted through all buckets of the cluster.
using PartitionIndex = std::uint32_t;
/// Which of the scenario's texts is the value; kSizeOnly for generated values.
using ValueId = std::uint32_t;
inline constexpr ValueId kSizeOnly = 0xFFFFFFFF;

inline constexpr std::uint32_t kMostReplicas = 3;

enum class Presence : std::uint8_t { kAbsent, kItem, kTombstone };

struct Copy {
  std::uint64_t cas = 0;
  std::uint64_t seqno : 48 = 0;
  std::uint64_t presence_bits : 2 = 0;
  std::uint64_t ejected : 1 = 0;     // evicted from memory; metadata or disk still know it
  std::uint64_t referenced : 1 = 0;  // used since the evictor came by last
  ValueId value = kSizeOnly;
  std::uint32_t size = 0;

  [[nodiscard]] Presence presence() const { return static_cast<Presence>(presence_bits); }
  void set_presence(Presence presence) { presence_bits = static_cast<std::uint8_t>(presence); }
  [[nodiscard]] bool is_item() const { return presence() == Presence::kItem; }
  [[nodiscard]] bool is_absent() const { return presence() == Presence::kAbsent; }

  /// Equal to a user's eye: which revision with which content, however it is kept.
  [[nodiscard]] bool same_as(const Copy& other) const {
    return cas == other.cas && seqno == other.seqno && presence_bits == other.presence_bits &&
           value == other.value && size == other.size;
  }

  /// What tells it from other copies, in one word.
  [[nodiscard]] std::uint64_t fingerprint() const {
    return cas ^ (static_cast<std::uint64_t>(seqno) << 20) ^
           (static_cast<std::uint64_t>(size) << 32) ^
           (static_cast<std::uint64_t>(presence_bits) << 61);
  }
};

struct KeyOnNode {
  Copy cache;
  Copy disk;
  std::uint64_t queued_at = 0;  // 1 + its last position in the node's disk queue; 0: never queued
};

}  // namespace models::durability
