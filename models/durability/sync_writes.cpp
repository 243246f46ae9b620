#include "models/durability/sync_writes.hpp"

#include <algorithm>

namespace models::durability {

namespace {

void erase_older(std::vector<Mutation>& prepares, KeyIndex key, std::uint64_t seqno) {
  const auto found = std::find_if(prepares.begin(), prepares.end(), [&](const Mutation& one) {
    return one.key == key && one.seqno < seqno;
  });
  if (found != prepares.end()) prepares.erase(found);
}

void erase_above(std::vector<Mutation>& prepares, std::uint64_t seqno) {
  prepares.erase(std::remove_if(prepares.begin(), prepares.end(),
                                [seqno](const Mutation& one) { return one.seqno > seqno; }),
                 prepares.end());
}

}  // namespace

void PreparedOnNode::complete(KeyIndex key, std::uint64_t seqno) {
  erase_older(pending_, key, seqno);
}

void PreparedOnNode::persist(const Mutation& prepare) {
  erase_older(on_disk_, prepare.key, UINT64_MAX);
  on_disk_.push_back(prepare);
}

void PreparedOnNode::complete_on_disk(KeyIndex key, std::uint64_t seqno) {
  erase_older(on_disk_, key, seqno);
}

void PreparedOnNode::crash() {
  pending_.clear();
  fences_.clear();
  acknowledged_ = 0;
}

void PreparedOnNode::warm_up(std::uint64_t complete) {
  pending_ = on_disk_;
  std::sort(pending_.begin(), pending_.end(),
            [](const Mutation& a, const Mutation& b) { return a.seqno < b.seqno; });
  for (const Mutation& prepare : pending_) {
    if (prepare.seqno > complete) fences_.push_back({prepare.seqno, prepare.level});
  }
  acknowledged_ = complete;
}

void PreparedOnNode::drop_above(std::uint64_t seqno) {
  erase_above(on_disk_, seqno);
  forget_from(seqno + 1);
}

void PreparedOnNode::restore(const Mutation& prepare, bool on_disk) {
  const auto later = std::find_if(pending_.begin(), pending_.end(),
                                  [&](const Mutation& one) { return one.seqno > prepare.seqno; });
  pending_.insert(later, prepare);
  if (on_disk) persist(prepare);
  if (prepare.seqno <= acknowledged_) return;
  std::vector<Fence> fences{{prepare.seqno, prepare.level}};
  while (!fences_.empty()) fences.push_back(fences_.pop_front());
  std::sort(fences.begin(), fences.end(),
            [](const Fence& a, const Fence& b) { return a.seqno < b.seqno; });
  for (const Fence& fence : fences) fences_.push_back(fence);
}

void PreparedOnNode::forget_from(std::uint64_t seqno) {
  erase_above(pending_, seqno - 1);
  while (!fences_.empty() && fences_.back().seqno >= seqno) fences_.pop_back();
  acknowledged_ = std::min(acknowledged_, seqno - 1);
}

const Mutation* PreparedOnNode::of(KeyIndex key) const {
  const auto found = std::find_if(pending_.begin(), pending_.end(),
                                  [key](const Mutation& one) { return one.key == key; });
  return found == pending_.end() ? nullptr : &*found;
}

bool PreparedOnNode::advance(bool active, std::uint64_t persisted) {
  const std::uint64_t before = acknowledged_;
  while (!fences_.empty()) {
    const Fence& next = fences_.front();
    if (waits_for_disk(next.level, active) && next.seqno > persisted) break;
    acknowledged_ = next.seqno;
    static_cast<void>(fences_.pop_front());
  }
  return acknowledged_ != before;
}

std::uint64_t SyncWrites::acknowledge(std::uint32_t place, std::uint64_t seqno) {
  const std::uint64_t before = acknowledged_[place];
  acknowledged_[place] = std::max(before, seqno);
  return before;
}

std::optional<SyncWrites::Write> SyncWrites::take_complete(std::uint32_t majority) {
  if (writes_.empty()) return std::nullopt;
  const std::uint64_t seqno = writes_.front().prepare.seqno;
  const auto has_it = [seqno](std::uint64_t acknowledged) { return acknowledged >= seqno; };
  const auto copies = std::count_if(acknowledged_.begin(), acknowledged_.end(), has_it);
  if (!has_it(acknowledged_[0]) || copies < std::int64_t{majority}) return std::nullopt;
  const Write write = writes_.front();
  writes_.erase(writes_.begin());
  return write;
}

std::optional<SyncWrites::Write> SyncWrites::take(KeyIndex key) {
  const auto found = std::find_if(writes_.begin(), writes_.end(),
                                  [key](const Write& one) { return one.prepare.key == key; });
  if (found == writes_.end()) return std::nullopt;
  const Write write = *found;
  writes_.erase(found);
  return write;
}

bool SyncWrites::renew(KeyIndex key, sim::Ticket timeout) {
  const auto found = std::find_if(writes_.begin(), writes_.end(),
                                  [key](const Write& one) { return one.prepare.key == key; });
  if (found == writes_.end()) return false;
  found->timeout = timeout;
  return true;
}

}  // namespace models::durability
