// When the run ended, and what proves that two runs were the same.
#include <fmt/format.h>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

std::string obtained_text(const model::Outcome& outcome) {
  const model::Obtained& obtained = outcome.obtained;
  if (obtained.way == model::Way::kEventByEvent) {
    std::string text = "How the numbers were obtained: event by event.";
    if (!obtained.not_skipped.empty()) {
      text += fmt::format(" Nothing was skipped: {}.", obtained.not_skipped);
    }
    return text;
  }
  return fmt::format(
      "How the numbers were obtained: exactly; of {} events {} were handled, the others are "
      "repetitions that were skipped {} times.",
      outcome.events, outcome.events - obtained.events_skipped, obtained.skips);
}

}  // namespace

Section ending(const MigrationView& view) {
  const model::Outcome& outcome = view.outcome();
  Table table{"end",
              "",
              {{"end", "end", ColumnKind::kDuration},
               {"complete", "complete", ColumnKind::kBoolean},
               {"events", "events", ColumnKind::kNumber},
               {"seed", "seed", ColumnKind::kNumber},
               {"digest", "digest"}},
              {}};
  add_row(table, {instant_cell(outcome.end),
                  Cell{outcome.complete ? "yes" : "no", outcome.complete, Tone::kPlain},
                  count_cell(outcome.events), count_cell(view.params().seed),
                  text_cell(digest_text(outcome.digest))});
  return {"digest",
          "The end of the run",
          fmt::format("The run ended after {}.", spoken(outcome.end - sim::kStart)),
          {std::move(table)},
          {obtained_text(outcome)}};
}

}  // namespace reports::migration
