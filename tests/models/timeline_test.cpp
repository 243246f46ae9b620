#include "models/durability/timeline.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sim/quantity_text.hpp"

using namespace std::chrono_literals;
using namespace models::durability;

namespace {

constexpr KeyIndex kKey = 4;

/// The item of a sequence number; its CAS is the same number, so that answers tell it.
Copy stored(std::uint64_t seqno) {
  Copy copy;
  copy.set_presence(Presence::kItem);
  copy.seqno = seqno;
  copy.cas = seqno;
  return copy;
}

Copy deleted(std::uint64_t seqno) {
  Copy copy = stored(seqno);
  copy.set_presence(Presence::kTombstone);
  return copy;
}

/// A run that is told, not simulated: what both stores of a node hold from an instant on.
class Told {
 public:
  explicit Told(std::uint32_t replicas) {
    for (NodeIndex node = 0; node <= replicas; ++node) chain_.nodes[node] = node;
    chain_.length = replicas + 1;
  }

  Told& change(sim::Duration at, NodeIndex node, const Copy& cache, const Copy& disk,
               KeyIndex key = kKey) {
    Change one;
    one.at = sim::at(at);
    one.key = key;
    one.node = node;
    one.cache = cache;
    one.disk = disk;
    outcome_.changes.push_back(one);
    return *this;
  }
  Told& caches(sim::Duration at, NodeIndex node, std::uint64_t seqno = 1) {
    return change(at, node, stored(seqno), {});
  }
  Told& persists(sim::Duration at, NodeIndex node, std::uint64_t seqno = 1) {
    return change(at, node, stored(seqno), stored(seqno));
  }

  [[nodiscard]] KeyStory story(Dialect dialect = Dialect::kReal) const {
    return {outcome_, kKey, chain_, dialect};
  }

 private:
  Outcome outcome_;
  Chain chain_;
};

/// "not_found to 5ms, found to 9ms, persisted".
std::string stretches(const KeyStory& story, NodeIndex node) {
  std::string text;
  for (const Stretch& stretch : story.stretches()[node].stretches) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", name_of(stretch.answer.status));
    if (stretch.until != sim::kNever) text += " to " + sim::to_text(stretch.until);
  }
  return text;
}

/// "node0 cached 0ms, node1 cached 2ms".
std::string milestones(const KeyStory& story, std::uint32_t revision) {
  std::string text;
  for (const Milestone& one : story.milestones(revision)) {
    text += fmt::format("{}node{} {} {}", text.empty() ? "" : ", ", one.node,
                        one.kind == MilestoneKind::kCached ? "cached" : "persisted",
                        sim::to_text(one.at));
  }
  return text;
}

/// "replicate_to 1 2ms, persist_to 1 never".
std::string requirements(const KeyStory& story, std::uint32_t revision) {
  std::string text;
  for (const Requirement& one : story.requirements(revision)) {
    text += fmt::format("{}{} {} {}", text.empty() ? "" : ", ",
                        one.persist ? "persist_to" : "replicate_to", one.nodes,
                        one.since ? sim::to_text(*one.since) : "never");
  }
  return text;
}

}  // namespace

TEST_CASE("a key that nothing happened to is not found from the start on") {
  const KeyStory story = Told(1).story();
  CHECK(story.key() == kKey);
  CHECK(story.revisions() == 0);
  CHECK(stretches(story, 0) == "not_found");
  CHECK(milestones(story, 1) == "");
  CHECK(requirements(story, 1) == "replicate_to 1 never, persist_to 1 never, persist_to 2 never");
  CHECK(story.ordering(1) == SeedOrdering::kOther);
}

TEST_CASE("stretches reach from one answer to the next, an instant belongs to the later one") {
  const KeyStory story = Told(1).caches(5ms, 0).persists(9ms, 0).story();
  CHECK(stretches(story, 0) == "not_found to 5ms, found to 9ms, persisted");
  CHECK(stretches(story, 1) == "not_found");
  CHECK(story.answer_at(0, sim::at(4999999ns)).status == ObserveStatus::kNotFound);
  CHECK(story.answer_at(0, sim::at(5ms)).status == ObserveStatus::kFound);
  CHECK(story.answer_at(0, sim::at(5ms)).cas == 1);
  CHECK(story.answer_at(0, sim::at(8999999ns)).status == ObserveStatus::kFound);
  CHECK(story.answer_at(0, sim::at(9ms)).status == ObserveStatus::kPersisted);
  CHECK(story.answer_at(7, sim::at(9ms)).status == ObserveStatus::kNotMyVbucket);
}

TEST_CASE("equal answers that follow one another are one stretch") {
  const KeyStory story = Told(0).caches(1ms, 0).caches(2ms, 0).persists(3ms, 0).story();
  CHECK(stretches(story, 0) == "not_found to 1ms, found to 3ms, persisted");
}

TEST_CASE("another CAS is another answer") {
  const KeyStory story = Told(0).persists(1ms, 0, 1).persists(2ms, 0, 2).story();
  CHECK(stretches(story, 0) == "not_found to 1ms, persisted to 2ms, persisted");
}

TEST_CASE("of the changes of one instant the last counts") {
  CHECK(stretches(Told(0).caches(5ms, 0).persists(5ms, 0).story(), 0) ==
        "not_found to 5ms, persisted");
  // There and away again: nobody can have seen it.
  CHECK(stretches(Told(0).caches(5ms, 0).change(5ms, 0, {}, {}).story(), 0) == "not_found");
  CHECK(stretches(Told(0).caches(0ms, 0).story(), 0) == "found");
  CHECK(stretches(Told(0)
                      .caches(1ms, 0)
                      .persists(5ms, 0)
                      .change(5ms, 0, stored(1), {})
                      .caches(7ms, 0)
                      .persists(8ms, 0)
                      .story(),
                  0) == "not_found to 1ms, found to 8ms, persisted");
}

TEST_CASE("changes of other keys are other stories") {
  const KeyStory story = Told(0).change(1ms, 0, stored(1), {}, kKey + 1).caches(2ms, 0, 7).story();
  CHECK(stretches(story, 0) == "not_found to 2ms, found");
  CHECK(story.revisions() == 1);
  REQUIRE(story.milestone(MilestoneKind::kCached, 0, 1).has_value());
  CHECK(story.milestone(MilestoneKind::kCached, 0, 1)->change == 1);
}

TEST_CASE("a delete in each dialect") {
  const Told told =
      Told(0).persists(1ms, 0).change(2ms, 0, deleted(2), stored(1)).change(3ms, 0, {}, deleted(2));
  CHECK(stretches(told.story(), 0) ==
        "not_found to 1ms, persisted to 2ms, logically_deleted to 3ms, not_found");
  CHECK(stretches(told.story(Dialect::kMock), 0).ends_with("logically_deleted"));
}

TEST_CASE("both stores at an instant") {
  const KeyStory story = Told(1).caches(2ms, 1).persists(4ms, 1).story();
  CHECK(story.stores_at(1, sim::at(1999999ns)).cache.is_absent());
  CHECK(story.stores_at(1, sim::at(2ms)).cache.is_item());
  CHECK(story.stores_at(1, sim::at(3999999ns)).disk.is_absent());
  CHECK(story.stores_at(1, sim::at(4ms)).disk.is_item());
  CHECK(story.stores_at(0, sim::at(4ms)).cache.is_absent());
}

TEST_CASE("revisions count the key's writes, whatever their sequence numbers") {
  const KeyStory story = Told(0).caches(1ms, 0, 10).caches(2ms, 0, 25).persists(5ms, 0, 25).story();
  CHECK(story.revisions() == 2);
  // The first revision was never written itself; a newer one on the disk stands for it.
  CHECK(milestones(story, 1) == "node0 cached 1ms, node0 persisted 5ms");
  CHECK(milestones(story, 2) == "node0 cached 2ms, node0 persisted 5ms");
  CHECK(milestones(story, 3) == "");
}

TEST_CASE("milestones of one instant keep the order in which they happened") {
  CHECK(milestones(Told(1).caches(5ms, 1).caches(5ms, 0).story(), 1) ==
        "node1 cached 5ms, node0 cached 5ms");
  CHECK(milestones(Told(1).caches(5ms, 0).caches(5ms, 1).story(), 1) ==
        "node0 cached 5ms, node1 cached 5ms");
}

TEST_CASE("replicate_to n holds with the n-th replica, persist_to n with the n-th disk") {
  const KeyStory story = Told(2)
                             .caches(0ms, 0)
                             .caches(3ms, 2)
                             .persists(4ms, 2)
                             .caches(6ms, 1)
                             .persists(8ms, 0)
                             .story();
  CHECK(requirements(story, 1) ==
        "replicate_to 1 3ms, replicate_to 2 6ms, "
        "persist_to 1 4ms, persist_to 2 8ms, persist_to 3 never");
}

TEST_CASE("the three orderings of the documentation, and others") {
  const auto ordering = [](const Told& told) { return told.story().ordering(1); };
  CHECK(ordering(Told(1).caches(0ms, 0).persists(1ms, 0).caches(2ms, 1).persists(3ms, 1)) ==
        SeedOrdering::kMasterFirst);
  CHECK(ordering(Told(1).caches(0ms, 0).caches(1ms, 1).persists(2ms, 0).persists(3ms, 1)) ==
        SeedOrdering::kCachedBetween);
  CHECK(ordering(Told(1).caches(0ms, 0).caches(1ms, 1).persists(2ms, 1).persists(3ms, 0)) ==
        SeedOrdering::kReplicasFirst);
  SUBCASE("one replica before the master and one after it") {
    CHECK(ordering(Told(2)
                       .caches(0ms, 0)
                       .caches(1ms, 1)
                       .caches(1ms, 2)
                       .persists(2ms, 1)
                       .persists(3ms, 0)
                       .persists(4ms, 2)) == SeedOrdering::kOther);
  }
  SUBCASE("a replica that has it before the master persists, and one that has it after") {
    CHECK(ordering(Told(2)
                       .caches(0ms, 0)
                       .caches(1ms, 1)
                       .persists(2ms, 0)
                       .caches(3ms, 2)
                       .persists(4ms, 1)
                       .persists(5ms, 2)) == SeedOrdering::kOther);
  }
  SUBCASE("at one instant it is the order of what happened") {
    CHECK(ordering(Told(1).caches(0ms, 0).persists(1ms, 0).caches(1ms, 1).persists(1ms, 1)) ==
          SeedOrdering::kMasterFirst);
    CHECK(ordering(Told(1).caches(0ms, 0).caches(1ms, 1).persists(1ms, 1).persists(1ms, 0)) ==
          SeedOrdering::kReplicasFirst);
  }
  SUBCASE("what has not ended is none of the three") {
    CHECK(ordering(Told(1).caches(0ms, 0).persists(1ms, 0).caches(2ms, 1)) == SeedOrdering::kOther);
    CHECK(ordering(Told(1).caches(0ms, 0).caches(1ms, 1).persists(2ms, 1)) == SeedOrdering::kOther);
    CHECK(ordering(Told(0).caches(0ms, 0).persists(1ms, 0)) == SeedOrdering::kOther);
  }
}

TEST_CASE("each ordering has its words") {
  CHECK(words_for(SeedOrdering::kMasterFirst) ==
        "master first: the master persists before any replica has the key");
  CHECK(words_for(SeedOrdering::kCachedBetween) ==
        "replicated first: the replicas cache the key, the master persists it, then they do");
  CHECK(words_for(SeedOrdering::kReplicasFirst) ==
        "replicas first: every replica persists the key before the master does");
  CHECK(words_for(SeedOrdering::kOther) == "none of the three that the documentation lists");
}
