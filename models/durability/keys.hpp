// The keys of a scenario, as numbers: those that scripts name, and the ranges of workloads.
//
// A key is a name in a bucket and a vBucket; the same name in another vBucket (a command's vBucket
// field) is another key. A range prefix0, prefix1, ... is kept as its prefix alone.
// Shape          4 bytes a key; names only for keys outside ranges
// Errors         REQUIRES valid bucket and vBucket numbers; the loader reports bad ones with place
// Checked by     tests/models/keys_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/durability/copy.hpp"

namespace models::durability {

struct KeyRange {
  KeyIndex first = 0;
  std::uint32_t count = 0;
};

class Keys {
 public:
  /// `buckets` buckets of `vbuckets` vBuckets each. REQUIRES: vbuckets is a power of two.
  Keys(std::uint32_t buckets, std::uint32_t vbuckets);

  /// The keys prefix0 .. prefix(count - 1) of a bucket. The same prefix again gives the same keys.
  /// REQUIRES: no longer range of the same prefix and bucket was asked for before.
  KeyRange range(BucketIndex bucket, std::string_view prefix, std::uint32_t count);

  /// The key of that name, in its own vBucket or in the one given.
  KeyIndex key(BucketIndex bucket, std::string_view name,
               std::optional<std::uint32_t> vbucket = std::nullopt);

  [[nodiscard]] std::size_t size() const { return partitions_.size(); }
  [[nodiscard]] PartitionIndex partition(KeyIndex key) const { return partitions_[key]; }
  [[nodiscard]] BucketIndex bucket(KeyIndex key) const { return partitions_[key] >> vbucket_bits_; }
  [[nodiscard]] std::uint32_t vbucket(KeyIndex key) const {
    return partitions_[key] & (vbuckets_ - 1);
  }
  [[nodiscard]] std::string name(KeyIndex key) const;
  [[nodiscard]] std::uint32_t vbuckets() const { return vbuckets_; }
  [[nodiscard]] std::uint32_t partitions() const { return buckets_ * vbuckets_; }

 private:
  struct NamedRange {
    BucketIndex bucket;
    std::string prefix;
    KeyRange keys;
  };
  struct NamedKey {
    KeyIndex key;
    std::string name;
  };

  [[nodiscard]] std::optional<KeyIndex> in_a_range(BucketIndex bucket, std::string_view name) const;

  std::uint32_t buckets_;
  std::uint32_t vbuckets_;
  int vbucket_bits_;
  std::vector<PartitionIndex> partitions_;  // by key
  std::vector<NamedRange> ranges_;
  std::vector<NamedKey> named_;
};

}  // namespace models::durability
