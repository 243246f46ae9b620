// Which promises of durability were broken, how, and whether the level excuses it.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"
#include "scenarios/swarm.hpp"

namespace reports {

using models::durability::LostPromise;

namespace {

constexpr std::size_t kMostBroken = 20;

std::string judgement_on(const LostPromise& lost) {
  if (!lost.excused) return "BROKEN";
  if (lost.promise.hollow) return "excused: it was gone when the client took other copies for it";
  return "excused: more broke than it survives";
}

std::string lead_for(const std::vector<LostPromise>& all) {
  const auto broken = static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const LostPromise& lost) { return !lost.excused; }));
  const bool one = all.size() == 1;
  const std::string text =
      fmt::format("{} {} not kept, ", number_of(all.size(), "promise"), one ? "was" : "were");
  if (broken == 0) return text + (one ? "which its level allows." : "which their levels allow.");
  if (broken == all.size()) return text + "against what was promised.";
  return fmt::format("{}{} of them against what was promised.", text, broken);
}

}  // namespace

std::optional<Section> promises(const RunView& view) {
  const std::vector<LostPromise>& all = view.outcome().lost_promises;
  if (all.empty()) return std::nullopt;
  Section section{"promises", "Promises that were not kept", lead_for(all), {}, {}};
  Table table{"promises",
              "",
              {{"judged", "judged"},
               {"chain", "what led to it"},
               {"at", "at", ColumnKind::kDuration, false},
               {"key", "key", ColumnKind::kText, false},
               {"promised", "promised", ColumnKind::kText, false},
               {"promised_at", "promised at", ColumnKind::kDuration, false},
               {"seqno", "seqno", ColumnKind::kNumber, false},
               {"master", "master", ColumnKind::kText, false}},
              {}};
  bool excused = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const LostPromise& lost = all[i];
    excused = excused && lost.excused;
    if (i >= kMostBroken) continue;
    add_row(
        table,
        {text_cell(judgement_on(lost)), text_cell(scenarios::chain_of_events(lost, view.params())),
         instant_cell(lost.at), text_cell(view.name_of(lost.promise.key)),
         text_cell(words_for(lost.promise)), instant_cell(lost.promise.at),
         count_cell(lost.promise.seqno), text_cell(view.params().nodes[lost.active].name)});
  }
  section.tables.push_back(std::move(table));
  if (!excused) section.tone = Tone::kBad;
  if (all.size() > kMostBroken) {
    section.notes.push_back(not_shown(all.size() - kMostBroken, "further promise"));
  }
  return section;
}

}  // namespace reports
