// When the run ended, and what proves that two runs were the same.
#include <fmt/format.h>

#include "reports/sections.hpp"
#include "reports/words.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

Section ending(const RunView& view) {
  const auto& outcome = view.outcome();
  const std::string end = sim::to_text(outcome.end);
  Table table{"end",
              "",
              {{"end", "end", ColumnKind::kDuration},
               {"quiet", "quiet", ColumnKind::kBoolean, false},
               {"events", "events", ColumnKind::kNumber},
               {"seed", "seed", ColumnKind::kNumber},
               {"digest", "digest"}},
              {}};
  add_row(table, {instant_cell(outcome.end), Cell{outcome.quiet ? "yes" : "no", outcome.quiet},
                  count_cell(outcome.events), count_cell(view.params().seed),
                  text_cell(digest_text(outcome.digest))});
  return {"digest",
          "The end of the run",
          outcome.quiet ? fmt::format("Nothing was left to happen at {}.", end)
                        : fmt::format("The run was ended at {}, with more to come.", end),
          {std::move(table)},
          {}};
}

}  // namespace reports
