// Each expectation of the file: passed, FAILED or NEVER EVALUATED, what was seen instead, where.
#include "reports/sections.hpp"
#include "reports/verdict_cells.hpp"

namespace reports {

std::optional<Section> verdicts(std::span<const scenarios::Verdict> verdicts) {
  if (verdicts.empty()) return std::nullopt;
  Table table{"expectations",
              "",
              {{"result", "result"},
               {"expectation", "expectation"},
               {"seen", "seen"},
               {"line", "where", ColumnKind::kNumber}},
              {}};
  for (const scenarios::Verdict& verdict : verdicts) {
    add_row(table, {result_cell(verdict.result), text_cell(verdict.expectation),
                    text_cell(verdict.seen), place_cell(verdict.place)});
  }
  return Section{"verdicts", "What was expected", "", {std::move(table)}, {}};
}

}  // namespace reports
