#include "models/durability/write_queue.hpp"

#include <algorithm>

namespace models::durability {

WriteQueue::Entry* WriteQueue::waiting(std::uint64_t queued_at) {
  if (queued_at == 0 || queued_at - 1 < first_position_ + taken_) return nullptr;
  Entry& entry = entries_[queued_at - 1 - first_position_];
  return entry.state == State::kSuperseded ? nullptr : &entry;
}

std::uint64_t WriteQueue::push(const Mutation& mutation, std::uint64_t& queued_at,
                               sim::EventId brought_by) {
  std::uint64_t covers = mutation.seqno;
  std::uint64_t dropped = 0;
  if (Entry* older = supersede_ ? waiting(queued_at) : nullptr) {
    if (older->state == State::kWaiting) covers = std::min(covers, older->covers);
    older->state = State::kSuperseded;
    dropped = older->mutation.seqno;
    --live_;
  }
  const std::uint64_t position = first_position_ + entries_.size();
  entries_.push_back({mutation, State::kWaiting, covers, brought_by});
  ++live_;
  queued_at = position + 1;
  cover(mutation.partition, position, covers);
  return dropped;
}

// The newest entry outlasts all before it, so those that cover no less can be forgotten.
void WriteQueue::cover(PartitionIndex partition, std::uint64_t position, std::uint64_t covers) {
  auto& covered = covered_[partition];
  while (!covered.empty() && covered.back().covers >= covers) covered.pop_back();
  covered.push_back({position, covers});
}

void WriteQueue::settle(PartitionIndex partition) {
  auto& covered = covered_[partition];
  while (!covered.empty() && covered.front().position < first_position_) covered.pop_front();
}

WriteQueue::Batch WriteQueue::take(std::uint32_t most) {
  SIM_CHECK(ready() && most > 0);
  Batch batch;
  for (; taken_ < entries_.size() && batch.items < most; ++taken_) {
    const Entry& entry = entries_[taken_];
    if (entry.state == State::kSuperseded) continue;
    ++batch.items;
    batch.size += sim::Bytes{entry.mutation.size};
  }
  return batch;
}

void WriteQueue::satisfy(std::uint64_t queued_at) {
  if (queued_at == 0 || queued_at - 1 < first_position_) return;
  const std::size_t newest = queued_at - 1 - first_position_;
  const Mutation mutation = entries_[newest].mutation;
  for (std::size_t i = 0; i <= newest; ++i) {
    Entry& entry = entries_[i];
    const bool same = entry.mutation.key == mutation.key;
    if (same && entry.state == State::kWaiting) entry.state = State::kSatisfied;
  }
  recount(mutation.partition);
}

void WriteQueue::recount(PartitionIndex partition) {
  covered_[partition].clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (entry.mutation.partition == partition && entry.state == State::kWaiting) {
      cover(partition, first_position_ + i, entry.covers);
    }
  }
}

}  // namespace models::durability
