// The watched keys besides the scenario's own, a line each.
#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::KeyIndex;
using models::durability::KeyStory;

namespace {

constexpr std::size_t kMostKeys = 50;

Row row_for(const RunView& view, KeyIndex key) {
  const KeyStory story = view.story_of(key);
  const std::string& master = view.params().nodes[story.chain().master()].name;
  Row row{text_cell(view.name_of(key)), text_cell(master), count_cell(story.revisions())};
  if (story.revisions() == 0) {
    row.insert(row.end(), {text_cell("never stored"), duration_cell(std::nullopt)});
    return row;
  }
  if (view.is_ephemeral(key)) {
    row.insert(row.end(), {text_cell("in memory only"), duration_cell(std::nullopt)});
    return row;
  }
  const std::string words(models::durability::words_for(story.ordering(1)));
  row.push_back(text_cell(story.chain().replicas().empty() ? "no replicas"
                                                           : words.substr(0, words.find(':'))));
  row.push_back(instant_cell(story.requirements(1).back().since.value_or(sim::kNever)));
  return row;
}

}  // namespace

std::optional<Section> further_keys(const RunView& view) {
  const std::vector<KeyIndex> keys = view.further_keys();
  if (keys.empty()) return std::nullopt;
  Table table{"keys",
              "",
              {{"key", "key"},
               {"master", "master"},
               {"revisions", "revisions", ColumnKind::kNumber},
               {"ordering", "order of revision 1"},
               {"persisted_everywhere", "on every disk at", ColumnKind::kDuration}},
              {}};
  for (std::size_t i = 0; i < std::min(keys.size(), kMostKeys); ++i) {
    add_row(table, row_for(view, keys[i]));
  }
  Section section{"keys", "Further watched keys", "", {std::move(table)}, {}};
  if (keys.size() > kMostKeys) {
    section.notes.push_back(not_shown(keys.size() - kMostKeys, "further key"));
  }
  return section;
}

}  // namespace reports
