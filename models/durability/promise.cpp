#include "models/durability/promise.hpp"

#include <algorithm>

namespace models::durability {

// The histories that both know are the oldest of each; the first that one of them does not share
// ended it.
std::uint64_t Meeting::shares() const {
  std::size_t same = 0;
  while (same < master.size() && same < replica.size() &&
         master[master.size() - 1 - same].uuid == replica[replica.size() - 1 - same].uuid) {
    ++same;
  }
  std::uint64_t shared = same == 0 ? 0 : kSharesAll;
  for (const FailoverLog* log : {&master, &replica}) {
    if (same > 0 && same < log->size()) {
      shared = std::min(shared, (*log)[log->size() - 1 - same].seqno);
    }
  }
  return shared;
}

// A snapshot that goes on beyond what is shared has no state in between.
std::optional<std::uint64_t> Meeting::goes_back_to() const {
  std::uint64_t shared = shares();
  if (shared < snapshot.end) shared = std::min(shared, snapshot.start);
  if (shared >= high) return std::nullopt;
  return ephemeral ? 0 : shared;
}

void Promises::make(const Promise& promise) {
  std::uint32_t& place = place_[promise.key];
  if (place != 0) {
    made_[place - 1] = promise;
    return;
  }
  made_.push_back(promise);
  place = static_cast<std::uint32_t>(made_.size());
}

LostPromise Promises::lose(std::size_t place, NodeIndex active, sim::Instant now) {
  const Promise promise = made_[place];
  LostPromise lost{promise, active, now, !must_survive(promise, active), {}};
  for (const NodeIndex node : promise.chain.all()) {
    const Losses& losses = nodes_[node];
    const auto add = [&](NodeLossKind kind, sim::Instant at) {
      if (at >= promise.since) lost.since.push_back({kind, node, at});
    };
    add(NodeLossKind::kMemory, losses.memory);
    add(NodeLossKind::kDisk, losses.disk);
    add(NodeLossKind::kFailedOver, losses.removed);
    if (behind(promise, node)) {
      add(NodeLossKind::kWentBack, went_back_[promise.partition * nodes_.size() + node].at);
    }
  }
  std::stable_sort(lost.since.begin(), lost.since.end(),
                   [](const NodeLoss& a, const NodeLoss& b) { return a.at < b.at; });
  place_[promise.key] = 0;
  made_[place] = made_.back();
  if (place + 1 < made_.size()) place_[made_[place].key] = static_cast<std::uint32_t>(place + 1);
  made_.pop_back();
  return lost;
}

void Promises::moved(PartitionIndex partition, const Chain& chain, sim::Instant now) {
  for (Promise& promise : made_) {
    if (promise.partition != partition) continue;
    promise.chain = chain;
    promise.since = now;
  }
}

bool Promises::behind(const Promise& promise, NodeIndex node) const {
  const Return& last = went_back_[promise.partition * nodes_.size() + node];
  if (last.at < promise.since || last.to >= promise.first) return false;
  return last.shared >= promise.first || !has_on_disk(promise, last.master);
}

// The active counts for these levels once its disk has the write.
bool Promises::has_on_disk(const Promise& promise, NodeIndex node) const {
  return waits_for_disk(promise.level, true) && node == promise.chain.master() &&
         nodes_[node].disk < promise.since;
}

bool Promises::must_survive(const Promise& promise, NodeIndex active) const {
  if (promise.hollow) return false;
  const auto memory = [&](NodeIndex node) { return nodes_[node].memory >= promise.since; };
  const auto disk = [&](NodeIndex node) { return nodes_[node].disk >= promise.since; };
  const auto removed = [&](NodeIndex node) { return nodes_[node].removed >= promise.since; };
  const bool comes_back = active == promise.chain.master();
  const std::uint32_t copies = promise.copies;
  if (promise.level == SyncLevel::kNone) {
    if (comes_back) return promise.on_active_disk ? !disk(active) : !memory(active);
    if (behind(promise, active)) return false;
    if (promise.persist_to >= copies) return !disk(active);
    return promise.replicate_to + 1U >= copies && !memory(active);
  }
  if (comes_back) {
    return promise.level == SyncLevel::kMajority ? !memory(active) : !disk(active);
  }
  const auto fails = [&](NodeIndex node) {
    if (removed(node) || disk(node) || behind(promise, node)) return true;
    return !waits_for_disk(promise.level, node == promise.chain.master()) && memory(node);
  };
  const auto nodes = promise.chain.all();
  const auto failed = std::count_if(nodes.begin(), nodes.end(), fails);
  return failed < std::int64_t{majority_of(copies)};
}

std::string words_for(const Promise& promise) {
  if (promise.level != SyncLevel::kNone) return std::string(name_of(promise.level));
  std::string text;
  if (promise.persist_to > 0) text = "persist_to " + std::to_string(promise.persist_to);
  if (promise.persist_to == 0 && promise.on_active_disk) text = "persist_to active";
  if (promise.replicate_to == 0) return text;
  if (!text.empty()) text += " and ";
  return text + "replicate_to " + std::to_string(promise.replicate_to);
}

}  // namespace models::durability
