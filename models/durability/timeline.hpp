// The story of one key, read from the recorded changes: stretches of equal OBSERVE answers,
// milestones, and when each durability requirement first held.
//
// Formula        a revision is one write (or command-made item) of the key, counted from 1 in the
//                order of sequence numbers; a node has cached (persisted) it when its cache (disk)
//                first holds that revision or a newer one; replicate_to n holds when n replicas
//                have cached it, persist_to n when n nodes have persisted it
// Order          changes of one instant keep the order in which they happened
// Shape          pure functions of an outcome; every stretch is [from, until)
// Checked by     tests/models/timeline_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/durability/outcome.hpp"
#include "models/durability/vbucket_map.hpp"

namespace models::durability {

/// A stretch of time in which one node gives one answer for the key.
struct Stretch {
  sim::Instant from;
  sim::Instant until;  // kNever for the last
  ObserveAnswer answer;
};

/// All stretches of one node, from the start; neighbours differ.
struct NodeStretches {
  NodeIndex node = 0;
  std::vector<Stretch> stretches;
};

enum class MilestoneKind : std::uint8_t { kCached, kPersisted };

/// "replica0 persists revision 1".
struct Milestone {
  MilestoneKind kind = MilestoneKind::kCached;
  NodeIndex node = 0;
  std::uint32_t revision = 1;
  sim::Instant at;
  std::size_t change = 0;  // index into the outcome's changes: the order of equal instants
};

/// When a requirement first held.
struct Requirement {
  bool persist = false;  // persist_to; else replicate_to
  std::uint32_t nodes = 1;
  std::optional<sim::Instant> since;  // none: never
};

/// Which of the three orderings that the documentation lists.
enum class SeedOrdering : std::uint8_t {
  kMasterFirst,    // the master persists before any replica has cached
  kCachedBetween,  // all replicas cache, the master persists, then the replicas persist
  kReplicasFirst,  // all replicas persist before the master does
  kOther,
};

class KeyStory {
 public:
  KeyStory(const Outcome& outcome, KeyIndex key, const Chain& chain, Dialect dialect);

  [[nodiscard]] KeyIndex key() const { return key_; }
  [[nodiscard]] const Chain& chain() const { return chain_; }

  /// In chain order: the master first.
  [[nodiscard]] const std::vector<NodeStretches>& stretches() const { return stretches_; }
  /// What a node of the chain answers once everything of that instant has happened.
  [[nodiscard]] ObserveAnswer answer_at(NodeIndex node, sim::Instant at) const;
  /// Its two stores then.
  [[nodiscard]] KeyOnNode stores_at(NodeIndex node, sim::Instant at) const;

  /// How many revisions the run has seen.
  [[nodiscard]] std::uint32_t revisions() const {
    return static_cast<std::uint32_t>(seqnos_.size());
  }
  /// In the order in which they happened.
  [[nodiscard]] std::vector<Milestone> milestones(std::uint32_t revision) const;
  [[nodiscard]] std::optional<Milestone> milestone(MilestoneKind kind, NodeIndex node,
                                                   std::uint32_t revision) const;
  /// replicate_to 1.. then persist_to 1..
  [[nodiscard]] std::vector<Requirement> requirements(std::uint32_t revision) const;
  [[nodiscard]] SeedOrdering ordering(std::uint32_t revision) const;

 private:
  void add_stretches(Dialect dialect);

  KeyIndex key_;
  Chain chain_;
  std::vector<Change> changes_;              // of this key, in order
  std::vector<std::size_t> change_numbers_;  // their indices in the outcome
  std::vector<NodeStretches> stretches_;
  std::vector<std::uint64_t> seqnos_;  // by revision - 1
};

/// How the node is once everything of that instant has happened.
[[nodiscard]] NodeHealth health_at(const Outcome& outcome, NodeIndex node, sim::Instant at);

/// The ordering in a few words, as the documentation puts it.
[[nodiscard]] std::string_view words_for(SeedOrdering ordering);

}  // namespace models::durability
