// When each durability requirement (replicate_to n, persist_to n) first held.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using models::durability::KeyStory;
using models::durability::Milestone;
using models::durability::MilestoneKind;
using models::durability::Requirement;

namespace {

std::string name_of(const Requirement& requirement) {
  return fmt::format("{} {}", requirement.persist ? "persist_to" : "replicate_to",
                     requirement.nodes);
}

std::string meaning_of(const Requirement& requirement) {
  if (requirement.persist) return "on the disks of " + number_of(requirement.nodes, "node");
  return "in the caches of " + number_of(requirement.nodes, "replica");
}

// Those that can hold: nothing of an ephemeral bucket ever comes onto a disk.
std::vector<Requirement> requirements_of(const RunView& view, const KeyStory& story,
                                         std::uint32_t revision) {
  std::vector<Requirement> all = story.requirements(revision);
  if (view.is_ephemeral(story.key())) {
    std::erase_if(all, [](const Requirement& requirement) { return requirement.persist; });
  }
  return all;
}

// The strongest requirement of the first revision tells most.
std::string lead_for(const std::vector<Requirement>& requirements) {
  const Requirement& strongest = requirements.back();
  if (!strongest.since) return fmt::format("{} never holds.", name_of(strongest));
  return fmt::format("{}, the strongest, holds from {} on.", name_of(strongest),
                     sim::to_text(*strongest.since));
}

}  // namespace

std::optional<Section> requirements(const RunView& view) {
  const auto key = view.key();
  if (!key) return std::nullopt;
  const KeyStory story = view.story_of(*key);
  if (story.revisions() == 0 || requirements_of(view, story, 1).empty()) return std::nullopt;
  Table table{"requirements",
              "",
              {{"revision", "revision", ColumnKind::kNumber, story.revisions() > 1},
               {"requirement", "requirement"},
               {"meaning", "the key is"},
               {"since", "first holds at", ColumnKind::kDuration},
               {"after", "after the master's caching", ColumnKind::kDuration}},
              {}};
  const std::uint32_t told = std::min(story.revisions(), kMostRevisions);
  for (std::uint32_t revision = 1; revision <= told; ++revision) {
    const auto begin = story.milestone(MilestoneKind::kCached, story.chain().master(), revision);
    for (const Requirement& requirement : requirements_of(view, story, revision)) {
      Cell after{"", std::monostate()};
      if (requirement.since && begin && *requirement.since >= begin->at) {
        after = duration_cell(*requirement.since - begin->at);
      }
      add_row(table, {count_cell(revision), text_cell(name_of(requirement)),
                      text_cell(meaning_of(requirement)),
                      instant_cell(requirement.since.value_or(sim::kNever)), std::move(after)});
    }
  }
  return Section{"durability",
                 "When durability requirements hold",
                 lead_for(requirements_of(view, story, 1)),
                 {std::move(table)},
                 {}};
}

}  // namespace reports
