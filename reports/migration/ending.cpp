// When the run ended, and what proves that two runs were the same.
#include <fmt/format.h>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"

namespace reports::migration {

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
          {}};
}

}  // namespace reports::migration
