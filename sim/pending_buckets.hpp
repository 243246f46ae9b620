// Bags of nodes that share one block of memory: append one, take a chunk.
//
// A bucket is a chain of chunks. Chunks that are given back are used again, so a steady state
// allocates nothing, and copying the pool copies every bucket in it.
// Shape          32 nodes a chunk; chunk numbers are 32-bit
// Checked by     tests/sim/event_queue_test.cpp, tests/sim/event_queue_agreement_test.cpp
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/pending_node.hpp"

namespace sim::detail {

struct Bucket {
  std::uint32_t first_chunk = 0;
  std::uint32_t last_chunk = 0;
  std::uint32_t count = 0;
};

class BucketPool {
 public:
  static constexpr std::uint32_t kChunk = 32;

  void append(Bucket& bucket, Node node) {
    const std::uint32_t place = bucket.count % kChunk;
    if (place == 0) add_chunk(bucket);
    nodes_[std::size_t{bucket.last_chunk} * kChunk + place] = node;
    ++bucket.count;
  }

  /// Calls `visit` with every node of the bucket, first appended first.
  template <class Visit>
  void for_each(const Bucket& bucket, Visit&& visit) const {
    std::uint32_t left = bucket.count;
    std::uint32_t chunk = bucket.first_chunk;
    while (left > 0) {
      const std::uint32_t here = std::min(left, kChunk);
      const Node* const nodes = nodes_.data() + std::size_t{chunk} * kChunk;
      for (std::uint32_t i = 0; i < here; ++i) visit(nodes[i]);
      left -= here;
      chunk = next_[chunk];
    }
  }

  /// Removes the nodes of the oldest chunk, copies them to `nodes`, and returns how many.
  /// REQUIRES: `nodes` has room for kChunk or for all nodes of the bucket.
  std::uint32_t take_chunk(Bucket& bucket, Node* nodes) {
    const std::uint32_t here = std::min(bucket.count, kChunk);
    if (here == 0) return 0;
    const std::uint32_t chunk = bucket.first_chunk;
    const Node* const from = nodes_.data() + std::size_t{chunk} * kChunk;
    std::copy(from, from + here, nodes);
    bucket.count -= here;
    bucket.first_chunk = next_[chunk];
    next_[chunk] = first_free_;
    first_free_ = chunk;
    return here;
  }

  void clear() {
    nodes_.clear();
    next_.clear();
    first_free_ = kNone;
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  void add_chunk(Bucket& bucket) {
    std::uint32_t chunk = first_free_;
    if (chunk == kNone) {
      chunk = static_cast<std::uint32_t>(next_.size());
      next_.push_back(kNone);
      nodes_.resize(nodes_.size() + kChunk);
    } else {
      first_free_ = next_[chunk];
    }
    if (bucket.count == 0) {
      bucket.first_chunk = chunk;
    } else {
      next_[bucket.last_chunk] = chunk;
    }
    bucket.last_chunk = chunk;
  }

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> next_;
  std::uint32_t first_free_ = kNone;
};

}  // namespace sim::detail
