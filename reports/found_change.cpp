// What a question turned out to be about, once the run is known.
#include <fmt/format.h>

#include "reports/path_words.hpp"
#include "reports/question.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace durability = models::durability;

using durability::KeyStory;
using durability::Milestone;
using durability::MilestoneKind;

namespace {

class Finder {
 public:
  explicit Finder(const RunView& view) : view_(view) {}

  Found operator()(const AskedMilestone& asked) const {
    return milestone(view_.story_of(asked.key), asked.milestone, asked.revision);
  }

  Found operator()(const AskedLastPersistence& asked) const {
    const KeyStory story = view_.story_of(asked.key);
    Found found = named(story, MilestoneKind::kPersisted, story.chain().master(), 1);
    found.never = why_never(story, 1);
    std::uint32_t nodes = 0;
    for (const Milestone& milestone : story.milestones(1)) {
      if (milestone.kind != MilestoneKind::kPersisted) continue;
      found = named(story, milestone.kind, milestone.node, 1);
      found.change = milestone.change;
      ++nodes;
    }
    found.note = "Without --why, this is the last persistence of the key's first revision";
    found.note += nodes == 0 || nodes == story.chain().length
                      ? "."
                      : fmt::format("; {} of {} nodes persist it.", nodes, story.chain().length);
    return found;
  }

  Found operator()(const AskedExpectation& asked) const {
    const scenarios::Expectation& expectation = view_.scenario().expectations[asked.number];
    Found found;
    if (const auto* order = std::get_if<scenarios::ExpectOrder>(&expectation.what)) {
      found = milestone(view_.story_of(order->key), order->milestones.back(), order->revision);
    } else if (const auto* limit = std::get_if<scenarios::ExpectBy>(&expectation.what)) {
      found = by(*limit);
    } else if (const auto* seen = std::get_if<scenarios::ExpectObserve>(&expectation.what)) {
      found = before(seen->key, seen->at, seen->answers);
    } else {
      const auto& stores = std::get<scenarios::ExpectKeyinfo>(expectation.what);
      found = before(stores.key, stores.at, stores.stores);
    }
    found.note =
        fmt::format("Expectation {} is decided by this: {}.", asked.number + 1, expectation.text);
    return found;
  }

 private:
  [[nodiscard]] Found named(const KeyStory& story, MilestoneKind kind, durability::NodeIndex node,
                            std::uint32_t revision) const {
    Found found;
    found.key = story.key();
    found.what =
        fmt::format("{} {} {}", view_.role_of(found.key, node),
                    kind == MilestoneKind::kCached ? "caches" : "persists",
                    view_.revision_of(found.key, revision, std::max(revision, story.revisions())));
    return found;
  }

  [[nodiscard]] Found milestone(const KeyStory& story, const scenarios::MilestoneName& name,
                                std::uint32_t revision) const {
    Found found = named(story, name.kind, name.node, revision);
    if (const auto reached = story.milestone(name.kind, name.node, revision)) {
      found.change = reached->change;
    } else {
      found.never = why_never(story, revision);
    }
    return found;
  }

  [[nodiscard]] std::string why_never(const KeyStory& story, std::uint32_t revision) const {
    const std::string key = view_.name_of(story.key());
    if (story.revisions() == 0) return fmt::format("{} was never written", key);
    if (story.revisions() < revision) {
      return fmt::format("{} was written {} only", key, number_of(story.revisions(), "time"));
    }
    const std::string end = sim::to_text(view_.outcome().end);
    return view_.outcome().quiet ? fmt::format("nothing was left to happen at {}", end)
                                 : fmt::format("the run ended at {}", end);
  }

  // The latest of what was to be reached; the first of what never was.
  [[nodiscard]] Found by(const scenarios::ExpectBy& limit) const {
    const KeyStory story = view_.story_of(limit.key);
    std::optional<Found> latest;
    const auto consider = [&](Found found) {
      if (latest && !latest->change) return;
      const bool later = !latest || !found.change || *found.change > *latest->change;
      if (later) latest = std::move(found);
    };
    for (const scenarios::MilestoneName& name : limit.milestones) {
      consider(milestone(story, name, limit.revision));
    }
    if (limit.replicate_to) {
      consider(nth(story, MilestoneKind::kCached, *limit.replicate_to, limit.revision));
    }
    if (limit.persist_to) {
      consider(nth(story, MilestoneKind::kPersisted, *limit.persist_to, limit.revision));
    }
    return *latest;
  }

  // The milestone with which a requirement first holds.
  [[nodiscard]] Found nth(const KeyStory& story, MilestoneKind kind, std::uint32_t count,
                          std::uint32_t revision) const {
    const bool cached = kind == MilestoneKind::kCached;
    std::uint32_t reached = 0;
    for (const Milestone& milestone : story.milestones(revision)) {
      if (milestone.kind != kind) continue;
      if (cached && milestone.node == story.chain().master()) continue;
      if (++reached < count) continue;
      Found found = named(story, kind, milestone.node, revision);
      found.change = milestone.change;
      return found;
    }
    Found never;
    never.key = story.key();
    never.what = fmt::format("{} {} of {} holds", cached ? "replicate_to" : "persist_to", count,
                             view_.name_of(story.key()));
    never.never = why_never(story, revision);
    return never;
  }

  // Changes of one instant count together; the last of them is told.
  template <class Named>
  [[nodiscard]] Found before(durability::KeyIndex key, sim::Instant at,
                             const std::vector<Named>& nodes) const {
    Found found;
    found.key = key;
    for (const Named& named : nodes) {
      if (const auto change = decisive(key, at, named)) {
        found.change = std::max(found.change.value_or(0), *change);
      }
    }
    if (found.change) {
      found.what = words_for(view_, view_.outcome().changes[*found.change]);
    } else {
      found.what = fmt::format("{} changes on the nodes named", view_.name_of(key));
      found.never = fmt::format("nothing had happened to it there by {}", sim::to_text(at));
    }
    return found;
  }

  // The change that began the answer which the node gives at that instant.
  [[nodiscard]] std::optional<std::size_t> decisive(durability::KeyIndex key, sim::Instant at,
                                                    const scenarios::ExpectedAnswer& answer) const {
    const KeyStory story = view_.story_of(key);
    const std::uint32_t place = story.chain().index_of(answer.node);
    if (place == story.chain().length) return std::nullopt;
    sim::Instant from = sim::kStart;
    for (const durability::Stretch& stretch : story.stretches()[place].stretches) {
      if (stretch.from <= at) from = stretch.from;
    }
    return last_change(key, answer.node, from, from);
  }

  [[nodiscard]] std::optional<std::size_t> decisive(durability::KeyIndex key, sim::Instant at,
                                                    const scenarios::ExpectedStore& store) const {
    return last_change(key, store.node, sim::kStart, at);
  }

  [[nodiscard]] std::optional<std::size_t> last_change(durability::KeyIndex key,
                                                       durability::NodeIndex node,
                                                       sim::Instant from, sim::Instant to) const {
    std::optional<std::size_t> last;
    const auto& changes = view_.outcome().changes;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const bool there = changes[i].key == key && changes[i].node == node;
      if (there && changes[i].at >= from && changes[i].at <= to) last = i;
    }
    return last;
  }

  const RunView& view_;
};

}  // namespace

Found find_change(const Question& question, const RunView& view) {
  return std::visit(Finder(view), question);
}

}  // namespace reports
