#include "models/durability/write_queue.hpp"

#include <algorithm>

namespace models::durability {

WriteQueue::Entry* WriteQueue::waiting(std::uint64_t queued_at) {
  if (queued_at == 0 || queued_at - 1 < first_position_ + taken_) return nullptr;
  Entry& entry = entries_[queued_at - 1 - first_position_];
  return entry.state == State::kSuperseded ? nullptr : &entry;
}

std::uint64_t WriteQueue::drop_older(std::uint64_t queued_at, std::uint64_t& covers) {
  Entry* const older = waiting(queued_at);
  if (older == nullptr) return 0;
  if (older->state == State::kWaiting) covers = std::min(covers, older->covers);
  older->state = State::kSuperseded;
  --live_;
  return older->mutation.seqno;
}

void WriteQueue::clear() {
  first_position_ += entries_.size();
  entries_.clear();
  taken_ = 0;
  live_ = 0;
  for (auto& covered : covered_) covered.clear();
}

void WriteQueue::drop_above(PartitionIndex partition, std::uint64_t seqno) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Entry& entry = entries_[i];
    const bool above = entry.mutation.partition == partition && entry.mutation.seqno > seqno;
    if (!above || entry.state == State::kSuperseded) continue;
    entry.state = State::kSuperseded;
    --live_;
  }
  recount(partition);
}

void WriteQueue::satisfy(std::uint64_t queued_at) {
  if (queued_at == 0 || queued_at - 1 < first_position_) return;
  const std::size_t newest = queued_at - 1 - first_position_;
  const Mutation mutation = entries_[newest].mutation;
  for (std::size_t i = 0; i <= newest; ++i) {
    Entry& entry = entries_[i];
    const bool same = entry.mutation.key == mutation.key && !entry.mutation.is_invisible();
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
