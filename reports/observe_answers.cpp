// What OBSERVE answers on each node of the key's chain, one row a stretch in which no node changes.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

using models::durability::HealthChange;
using models::durability::KeyIndex;
using models::durability::KeyStory;
using models::durability::NodeHealth;
using models::durability::NodeStretches;
using models::durability::ObserveAnswer;
using models::durability::ObserveStatus;
using models::durability::Outcome;
using models::durability::Stretch;

namespace {

constexpr std::size_t kMostStretches = 60;

// Every instant at which some node's answer changes, or whether it answers, from the start.
std::vector<sim::Instant> grid_of(const KeyStory& story, const Outcome& outcome) {
  std::vector<sim::Instant> grid;
  for (const NodeStretches& node : story.stretches()) {
    for (const Stretch& stretch : node.stretches) grid.push_back(stretch.from);
  }
  for (const HealthChange& change : outcome.health) {
    if (story.chain().index_of(change.node) < story.chain().length) grid.push_back(change.at);
  }
  std::sort(grid.begin(), grid.end());
  grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
  return grid;
}

Table empty_table(const RunView& view, const KeyStory& story) {
  Table table{"answers",
              "",
              {{"from", "from", ColumnKind::kDuration}, {"until", "until", ColumnKind::kDuration}},
              {}};
  for (const NodeStretches& there : story.stretches()) {
    const std::string role = view.role_of(story.key(), there.node);
    const std::string& name = view.params().nodes[there.node].name;
    table.columns.push_back({role, role == name ? name : fmt::format("{} ({})", role, name)});
    table.columns.push_back({role + "_status", "", ColumnKind::kText, false});
    table.columns.push_back({role + "_cas", "", ColumnKind::kNumber, false});
  }
  return table;
}

Cell answer_cell(const ObserveAnswer& answer) {
  return {words_for(answer), std::string(models::durability::name_of(answer.status)),
          answer.status == ObserveStatus::kPersisted ? Tone::kGood : Tone::kPlain};
}

// What the copies of a node are that tells nothing of them is not what OBSERVE answers.
void add_silence(Row& row, NodeHealth health) {
  if (health == NodeHealth::kDown) {
    row.push_back({"no answer: down", std::string("no_answer"), Tone::kBad});
  } else {
    row.push_back({"temporary_failure: warming up", std::string("temporary_failure"), Tone::kBad});
  }
  row.push_back({"", std::monostate()});
  row.push_back({"", std::monostate()});
}

Row row_for(const KeyStory& story, const Outcome& outcome, sim::Instant from, sim::Instant until) {
  Row row{instant_cell(from), instant_cell(until)};
  if (until == sim::kNever) row.back().text = "the end";
  for (const NodeStretches& there : story.stretches()) {
    const NodeHealth health = health_at(outcome, there.node, from);
    if (health != NodeHealth::kUp) {
      add_silence(row, health);
      continue;
    }
    const ObserveAnswer answer = story.answer_at(there.node, from);
    row.push_back(answer_cell(answer));
    row.push_back(text_cell(status_byte(answer.status)));
    row.push_back(count_cell(answer.cas));
  }
  return row;
}

// Which node plays which role: programs want it apart from the titles.
Table nodes_table(const RunView& view, const KeyStory& story) {
  Table table{"nodes", "", {{"role", "role"}, {"node", "node"}}, {}, false};
  for (const models::durability::NodeIndex node : story.chain().all()) {
    add_row(table, {text_cell(view.role_of(story.key(), node)),
                    text_cell(view.params().nodes[node].name)});
  }
  return table;
}

std::string lead_of_answers(const RunView& view, const KeyStory& story) {
  const Outcome& outcome = view.outcome();
  sim::Instant since = sim::kStart;
  for (const HealthChange& change : outcome.health) {
    if (story.chain().index_of(change.node) == story.chain().length) continue;
    since = std::max(since, change.at);
    if (health_at(outcome, change.node, sim::kNever) != NodeHealth::kUp) {
      return fmt::format("At the end {} does not answer.", view.params().nodes[change.node].name);
    }
  }
  const ObserveStatus last = story.stretches().front().stretches.back().answer.status;
  for (const NodeStretches& there : story.stretches()) {
    if (there.stretches.back().answer.status != last) {
      return "At the end the nodes answer differently.";
    }
    since = std::max(since, there.stretches.back().from);
  }
  return fmt::format("From {} on every node answers {}.", sim::to_text(since),
                     models::durability::name_of(last));
}

bool changes_the_map(const models::durability::Incident& incident) {
  return incident.kind == models::durability::IncidentKind::kMoved ||
         incident.kind == models::durability::IncidentKind::kFailedOver ||
         incident.kind == models::durability::IncidentKind::kReprovisioned;
}

std::optional<std::string> strangers(const RunView& view, const KeyStory& story) {
  std::vector<std::string> names;
  for (models::durability::NodeIndex node = 0; node < view.params().nodes.size(); ++node) {
    if (story.chain().index_of(node) == story.chain().length) {
      names.push_back(view.params().nodes[node].name);
    }
  }
  if (names.empty()) return std::nullopt;
  if (names.size() > 4) {
    return fmt::format("The other {} nodes do not hold the key: they answer not_my_vbucket 0x07.",
                       names.size());
  }
  const auto& incidents = view.outcome().incidents;
  const auto changed = std::find_if(incidents.begin(), incidents.end(), changes_the_map);
  const bool one = names.size() == 1;
  if (changed != incidents.end()) {
    return fmt::format(
        "Before the map changes at {} {} {} not hold the key and {} "
        "not_my_vbucket 0x07.",
        sim::to_text(changed->at), listed(names), one ? "does" : "do", one ? "answers" : "answer");
  }
  return fmt::format("{} {} not hold the key and always {} not_my_vbucket 0x07.", listed(names),
                     one ? "does" : "do", one ? "answers" : "answer");
}

}  // namespace

std::optional<Section> observe_answers(const RunView& view) {
  const auto key = view.key();
  if (!key) return std::nullopt;
  const KeyStory story = view.story_of(*key);
  Table table = empty_table(view, story);
  const std::vector<sim::Instant> grid = grid_of(story, view.outcome());
  for (std::size_t i = 0; i < std::min(grid.size(), kMostStretches); ++i) {
    const sim::Instant until = i + 1 < grid.size() ? grid[i + 1] : sim::kNever;
    add_row(table, row_for(story, view.outcome(), grid[i], until));
  }
  Section section{"observe",
                  "What OBSERVE answers",
                  lead_of_answers(view, story),
                  {std::move(table), nodes_table(view, story)},
                  {}};
  if (grid.size() > kMostStretches) {
    section.notes.push_back(not_shown(grid.size() - kMostStretches, "later row"));
  }
  if (auto note = strangers(view, story)) section.notes.push_back(std::move(*note));
  if (view.is_ephemeral(*key)) {
    section.notes.push_back(
        fmt::format("The bucket '{}' is ephemeral: it is in memory only, and no node ever answers "
                    "persisted.",
                    view.bucket_of(*key).name));
  }
  return section;
}

}  // namespace reports
