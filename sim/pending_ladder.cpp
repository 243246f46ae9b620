#include "sim/pending_ladder.hpp"

#include <array>

namespace sim::detail {

std::int64_t PendingLadder::take(PendingRun& run) {
  for (;;) {
    drop_used_rungs();
    const bool from_top = rungs_.empty();
    const std::int64_t end = from_top ? kEndOfTime : rungs_.back().end_of(rungs_.back().next);
    Bucket& source = from_top ? top_ : buckets_[rungs_.back().base + rungs_.back().next];

    if (source.count <= kMaxRun) {
      sort_into(run, source);
      // The top has no end of its own; without one, all later events would count as near.
      const std::int64_t first = from_top ? run.back().time + 1 : end;
      advance(first);
      return first;
    }
    const Range range = range_of(source);
    if (range.first == range.last) {
      sort_into(run, source);
      advance(range.first + 1);
      return range.first + 1;
    }
    split(source, range, end);
  }
}

void PendingLadder::open_below(std::int64_t first, std::int64_t end) {
  if (rungs_.empty()) {
    top_first_ = first;
  } else {
    rungs_.push_back(make_rung({first, end - 1}, end, kMaxFanOut * kNodesPerBucket));
  }
}

void PendingLadder::drop_used_rungs() {
  while (!rungs_.empty()) {
    Rung& rung = rungs_.back();
    while (rung.next < rung.count && buckets_[rung.base + rung.next].count == 0) ++rung.next;
    if (rung.next < rung.count) return;
    buckets_.resize(rung.base);
    rungs_.pop_back();
  }
}

PendingLadder::Range PendingLadder::range_of(const Bucket& bucket) const {
  Range range{kEndOfTime, std::numeric_limits<std::int64_t>::min()};
  pool_.for_each(bucket, [&](const Node& node) {
    range.first = std::min(range.first, node.time);
    range.last = std::max(range.last, node.time);
  });
  return range;
}

void PendingLadder::sort_into(PendingRun& run, Bucket& bucket) {
  const std::size_t count = bucket.count;
  Node* const nodes = run.replace(count);
  Node* out = nodes;
  while (const std::uint32_t taken = pool_.take_chunk(bucket, out)) out += taken;
  size_ -= count;
  // Ties arrive in order: a crowd at one instant costs one look at each.
  if (count > kMaxRun && std::is_sorted(nodes, out)) return;
  std::sort(nodes, out);
}

void PendingLadder::advance(std::int64_t first) {
  (rungs_.empty() ? top_first_ : rungs_.back().first) = first;
}

void PendingLadder::split(Bucket& source, Range range, std::int64_t end) {
  Bucket nodes = source;  // make_rung() may move the buckets
  source = {};
  const Rung child = make_rung(range, end, nodes.count);
  advance(child.end);
  rungs_.push_back(child);

  std::array<Node, BucketPool::kChunk> chunk;
  while (const std::uint32_t taken = pool_.take_chunk(nodes, chunk.data())) {
    for (std::uint32_t i = 0; i < taken; ++i) {
      pool_.append(buckets_[child.base + child.index_of(chunk[i].time)], chunk[i]);
    }
  }
}

PendingLadder::Rung PendingLadder::make_rung(Range range, std::int64_t end, std::uint32_t nodes) {
  const auto begin = static_cast<std::uint64_t>(range.first);
  const std::uint64_t span = static_cast<std::uint64_t>(range.last) - begin;
  const std::uint32_t fan_out =
      std::clamp(std::bit_ceil(nodes / kNodesPerBucket), std::uint32_t{2}, kMaxFanOut);
  const int bits = static_cast<int>(std::bit_width(span));
  const int shift = std::max(0, bits - std::countr_zero(fan_out));
  const std::uint64_t count = (span >> shift) + 1;
  const std::uint64_t room = static_cast<std::uint64_t>(end) - begin;
  const std::uint64_t width = count > (room >> shift) ? room : count << shift;

  const auto base = static_cast<std::uint32_t>(buckets_.size());
  buckets_.resize(base + count);
  return {.begin = range.first,
          .first = range.first,
          .end = static_cast<std::int64_t>(begin + width),
          .base = base,
          .next = 0,
          .count = static_cast<std::uint32_t>(count),
          .shift = static_cast<std::uint32_t>(shift)};
}

}  // namespace sim::detail
