// In which order the nodes cached and persisted the key, and which documented ordering that is.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::KeyStory;
using models::durability::Milestone;
using models::durability::MilestoneKind;

namespace {

std::string lead_for(const RunView& view, const KeyStory& story) {
  if (view.is_ephemeral(story.key())) {
    return "The key's bucket is ephemeral: it is cached, and never persisted.";
  }
  if (story.chain().replicas().empty()) return "The key has no replicas, so there is one order.";
  const std::string words(models::durability::words_for(story.ordering(1)));
  if (story.revisions() == 1) return fmt::format("It is {}.", words);
  return fmt::format("Of {} it is {}.", view.revision_of(story.key(), 1, story.revisions()), words);
}

}  // namespace

std::optional<Section> ordering(const RunView& view) {
  const auto key = view.key();
  if (!key) return std::nullopt;
  const KeyStory story = view.story_of(*key);
  if (story.revisions() == 0) return std::nullopt;
  Table table{"milestones",
              "",
              {{"revision", "revision", ColumnKind::kNumber, story.revisions() > 1},
               {"at", "at", ColumnKind::kDuration},
               {"node", "node"},
               {"reached", "has"},
               {"key", "key", ColumnKind::kText, false}},
              {}};
  const std::uint32_t told = std::min(story.revisions(), kMostRevisions);
  for (std::uint32_t revision = 1; revision <= told; ++revision) {
    for (const Milestone& milestone : story.milestones(revision)) {
      const bool cached = milestone.kind == MilestoneKind::kCached;
      add_row(table, {count_cell(revision), instant_cell(milestone.at),
                      text_cell(view.role_of(*key, milestone.node)),
                      text_cell(cached ? "cached" : "persisted"), text_cell(view.name_of(*key))});
    }
  }
  Section section{"ordering",
                  "The order of caching and persisting",
                  lead_for(view, story),
                  {std::move(table)},
                  {}};
  if (story.revisions() > told) {
    section.notes.push_back(not_shown(story.revisions() - told, "further revision"));
  }
  return section;
}

}  // namespace reports
