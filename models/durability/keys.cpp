#include "models/durability/keys.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

#include "models/durability/vbucket_map.hpp"
#include "sim/check.hpp"

namespace models::durability {

Keys::Keys(std::uint32_t buckets, std::uint32_t vbuckets)
    : buckets_(buckets), vbuckets_(vbuckets), vbucket_bits_(std::countr_zero(vbuckets)) {
  SIM_CHECK(buckets > 0 && std::has_single_bit(vbuckets));
}

KeyRange Keys::range(BucketIndex bucket, std::string_view prefix, std::uint32_t count) {
  for (const NamedRange& range : ranges_) {
    if (range.bucket == bucket && range.prefix == prefix) {
      SIM_CHECK(count <= range.keys.count);
      return {range.keys.first, count};
    }
  }
  const KeyRange keys{static_cast<KeyIndex>(partitions_.size()), count};
  partitions_.reserve(partitions_.size() + count);
  std::string name(prefix);
  for (std::uint32_t i = 0; i < count; ++i) {
    name.resize(prefix.size());
    name += std::to_string(i);
    partitions_.push_back(bucket * vbuckets_ + vbucket_of(name, vbuckets_));
  }
  ranges_.push_back({bucket, std::string(prefix), keys});
  return keys;
}

std::optional<KeyIndex> Keys::in_a_range(BucketIndex bucket, std::string_view name) const {
  for (const NamedRange& range : ranges_) {
    if (range.bucket != bucket || name.substr(0, range.prefix.size()) != range.prefix) continue;
    const std::string_view digits = name.substr(range.prefix.size());
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) continue;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
    if (error == std::errc() && end == digits.end() && number < range.keys.count) {
      return range.keys.first + number;
    }
  }
  return std::nullopt;
}

KeyIndex Keys::key(BucketIndex bucket, std::string_view name,
                   std::optional<std::uint32_t> vbucket) {
  SIM_CHECK(bucket < buckets_ && (!vbucket || *vbucket < vbuckets_));
  const std::uint32_t own = vbucket_of(name, vbuckets_);
  if (vbucket.value_or(own) == own) {
    if (const auto key = in_a_range(bucket, name)) return *key;
  }
  const PartitionIndex partition = bucket * vbuckets_ + vbucket.value_or(own);
  for (const NamedKey& named : named_) {
    if (named.name == name && partitions_[named.key] == partition) return named.key;
  }
  named_.push_back({static_cast<KeyIndex>(partitions_.size()), std::string(name)});
  partitions_.push_back(partition);
  return named_.back().key;
}

std::string Keys::name(KeyIndex key) const {
  for (const NamedRange& range : ranges_) {
    if (key >= range.keys.first && key - range.keys.first < range.keys.count) {
      return range.prefix + std::to_string(key - range.keys.first);
    }
  }
  const auto found = std::find_if(named_.begin(), named_.end(),
                                  [key](const NamedKey& named) { return named.key == key; });
  SIM_CHECK(found != named_.end());
  return found->name;
}

}  // namespace models::durability
