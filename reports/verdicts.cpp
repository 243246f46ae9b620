// Each expectation of the file: passed, FAILED or NEVER EVALUATED, what was seen instead, where.
#include <fmt/format.h>

#include "reports/sections.hpp"

namespace reports {

namespace {

Cell result_cell(scenarios::Result result) {
  switch (result) {
    case scenarios::Result::kPassed:
      return {"passed", "passed", Tone::kGood};
    case scenarios::Result::kFailed:
      return {"FAILED", "failed", Tone::kBad};
    case scenarios::Result::kNeverEvaluated:
      return {"NEVER EVALUATED", "never evaluated", Tone::kBad};
  }
  return {};
}

// The line alone for programs, and no folders: those depend on where durasim was started.
Cell place_cell(const scenarios::Place& place) {
  const std::string name = place.file.substr(place.file.rfind('/') + 1);
  return {fmt::format("{}:{}", name, place.line), static_cast<std::uint64_t>(place.line),
          Tone::kPlain};
}

}  // namespace

std::optional<Section> verdicts(const RunView& view) {
  if (view.verdicts().empty()) return std::nullopt;
  Table table{"expectations",
              "",
              {{"result", "result"},
               {"expectation", "expectation"},
               {"seen", "seen"},
               {"line", "where", ColumnKind::kNumber}},
              {}};
  for (const scenarios::Verdict& verdict : view.verdicts()) {
    add_row(table, {result_cell(verdict.result), text_cell(verdict.expectation),
                    text_cell(verdict.seen), place_cell(verdict.place)});
  }
  return Section{"verdicts", "What was expected", "", {std::move(table)}, {}};
}

}  // namespace reports
