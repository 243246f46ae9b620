#include "models/durability/timeline.hpp"

#include <algorithm>

namespace models::durability {

namespace {

// Changes of one instant are one change to an observer: the last of them counts.
void extend(std::vector<Stretch>& stretches, sim::Instant at, const ObserveAnswer& answer) {
  if (stretches.back().answer == answer) return;
  if (stretches.back().from == at) {
    stretches.back().answer = answer;
    if (stretches.size() > 1 && stretches[stretches.size() - 2].answer == answer) {
      stretches.pop_back();
      stretches.back().until = sim::kNever;
    }
    return;
  }
  stretches.back().until = at;
  stretches.push_back({at, sim::kNever, answer});
}

bool reached(const Change& change, MilestoneKind kind, std::uint64_t seqno) {
  const Copy& copy = kind == MilestoneKind::kCached ? change.cache : change.disk;
  return copy.seqno >= seqno && !copy.is_absent();
}

}  // namespace

KeyStory::KeyStory(const Outcome& outcome, KeyIndex key, const Chain& chain, Dialect dialect)
    : key_(key), chain_(chain) {
  for (std::size_t i = 0; i < outcome.changes.size(); ++i) {
    const Change& change = outcome.changes[i];
    if (change.key != key) continue;
    changes_.push_back(change);
    change_numbers_.push_back(i);
    for (const std::uint64_t seqno :
         {std::uint64_t{change.cache.seqno}, std::uint64_t{change.disk.seqno}}) {
      if (seqno > 0) seqnos_.push_back(seqno);
    }
  }
  std::sort(seqnos_.begin(), seqnos_.end());
  seqnos_.erase(std::unique(seqnos_.begin(), seqnos_.end()), seqnos_.end());
  add_stretches(dialect);
}

void KeyStory::add_stretches(Dialect dialect) {
  for (const NodeIndex node : chain_.all()) {
    NodeStretches there{node, {{sim::kStart, sim::kNever, {}}}};
    for (const Change& change : changes_) {
      if (change.node != node) continue;
      const ObserveAnswer stored = observe(change.cache, change.disk, dialect);
      extend(there.stretches, change.at, change.instead.value_or(stored));
    }
    stretches_.push_back(std::move(there));
  }
}

ObserveAnswer KeyStory::answer_at(NodeIndex node, sim::Instant at) const {
  const std::uint32_t place = chain_.index_of(node);
  if (place == chain_.length) return {ObserveStatus::kNotMyVbucket, 0};
  const auto& stretches = stretches_[place].stretches;
  const auto after = std::upper_bound(
      stretches.begin(), stretches.end(), at,
      [](sim::Instant instant, const Stretch& stretch) { return instant < stretch.from; });
  return std::prev(after)->answer;
}

KeyOnNode KeyStory::stores_at(NodeIndex node, sim::Instant at) const {
  KeyOnNode stores;
  for (const Change& change : changes_) {
    if (change.at > at) break;
    if (change.node == node) stores = {change.cache, change.disk, 0};
  }
  return stores;
}

std::optional<Milestone> KeyStory::milestone(MilestoneKind kind, NodeIndex node,
                                             std::uint32_t revision) const {
  SIM_CHECK(revision >= 1);
  if (revision > revisions()) return std::nullopt;
  const std::uint64_t seqno = seqnos_[revision - 1];
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (changes_[i].node == node && reached(changes_[i], kind, seqno)) {
      return Milestone{kind, node, revision, changes_[i].at, change_numbers_[i]};
    }
  }
  return std::nullopt;
}

std::vector<Milestone> KeyStory::milestones(std::uint32_t revision) const {
  std::vector<Milestone> all;
  for (const NodeIndex node : chain_.all()) {
    for (const MilestoneKind kind : {MilestoneKind::kCached, MilestoneKind::kPersisted}) {
      if (const auto found = milestone(kind, node, revision)) all.push_back(*found);
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Milestone& a, const Milestone& b) { return a.change < b.change; });
  return all;
}

std::vector<Requirement> KeyStory::requirements(std::uint32_t revision) const {
  std::vector<sim::Instant> cached;
  std::vector<sim::Instant> persisted;
  for (const Milestone& milestone : milestones(revision)) {
    if (milestone.kind == MilestoneKind::kPersisted) persisted.push_back(milestone.at);
    const bool on_replica = milestone.node != chain_.master();
    if (milestone.kind == MilestoneKind::kCached && on_replica) cached.push_back(milestone.at);
  }
  const auto nth = [](const std::vector<sim::Instant>& instants, std::uint32_t n) {
    return n <= instants.size() ? std::optional(instants[n - 1]) : std::nullopt;
  };
  std::vector<Requirement> all;
  for (std::uint32_t n = 1; n < chain_.length; ++n) all.push_back({false, n, nth(cached, n)});
  for (std::uint32_t n = 1; n <= chain_.length; ++n) all.push_back({true, n, nth(persisted, n)});
  return all;
}

SeedOrdering KeyStory::ordering(std::uint32_t revision) const {
  if (chain_.replicas().empty()) return SeedOrdering::kOther;
  const auto order_of = [&](MilestoneKind kind, NodeIndex node) {
    const auto found = milestone(kind, node, revision);
    return found ? found->change : SIZE_MAX;
  };
  const std::size_t master = order_of(MilestoneKind::kPersisted, chain_.master());
  std::size_t first_cached = SIZE_MAX;
  std::size_t last_cached = 0;
  std::size_t first_persisted = SIZE_MAX;
  std::size_t last_persisted = 0;
  for (const NodeIndex replica : chain_.replicas()) {
    const std::size_t cached = order_of(MilestoneKind::kCached, replica);
    const std::size_t persisted = order_of(MilestoneKind::kPersisted, replica);
    first_cached = std::min(first_cached, cached);
    last_cached = std::max(last_cached, cached);
    first_persisted = std::min(first_persisted, persisted);
    last_persisted = std::max(last_persisted, persisted);
  }
  if (master == SIZE_MAX || last_persisted == SIZE_MAX) return SeedOrdering::kOther;
  if (master < first_cached) return SeedOrdering::kMasterFirst;
  if (last_cached < master && master < first_persisted) return SeedOrdering::kCachedBetween;
  if (last_persisted < master) return SeedOrdering::kReplicasFirst;
  return SeedOrdering::kOther;
}

NodeHealth health_at(const Outcome& outcome, NodeIndex node, sim::Instant at) {
  NodeHealth health = NodeHealth::kUp;
  for (const HealthChange& change : outcome.health) {
    if (change.at <= at && change.node == node) health = change.health;
  }
  return health;
}

std::string_view words_for(SeedOrdering ordering) {
  switch (ordering) {
    case SeedOrdering::kMasterFirst:
      return "master first: the master persists before any replica has the key";
    case SeedOrdering::kCachedBetween:
      return "replicated first: the replicas cache the key, the master persists it, then they do";
    case SeedOrdering::kReplicasFirst:
      return "replicas first: every replica persists the key before the master does";
    case SeedOrdering::kOther:
      return "none of the three that the documentation lists";
  }
  return "";
}

}  // namespace models::durability
