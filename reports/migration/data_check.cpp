// Whether every row arrived: counts before and after, the rows that did not, what a check found.
#include <fmt/format.h>

#include "models/migration/names.hpp"
#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"
#include "reports/words.hpp"

namespace reports::migration {

namespace {

Table facts_table(const model::ContentOutcome& content) {
  Table table{"facts",
              "",
              {{"rows_before", "rows before", ColumnKind::kNumber},
               {"rows_at_end", "that belong there at the end", ColumnKind::kNumber},
               {"lost", "missing", ColumnKind::kNumber},
               {"not_moved", "not moved yet", ColumnKind::kNumber},
               {"changed", "changed", ColumnKind::kNumber},
               {"extra", "too many", ColumnKind::kNumber},
               {"dropped", "left behind on purpose", ColumnKind::kNumber}},
              {}};
  const auto bad = [](std::uint64_t rows) {
    Cell cell = grouped_cell(rows);
    cell.tone = rows == 0 ? Tone::kPlain : Tone::kBad;
    return cell;
  };
  add_row(table, {grouped_cell(content.rows_before), grouped_cell(content.rows_at_end),
                  bad(content.rows_lost), bad(content.rows_not_moved), bad(content.rows_changed),
                  bad(content.rows_extra), grouped_cell(content.rows_dropped)});
  return table;
}

Table named_table(const MigrationView& view) {
  Table table{"rows",
              "By name",
              {{"fault", "is"},
               {"table", "table"},
               {"row", "row", ColumnKind::kNumber},
               {"rows", "and so on", ColumnKind::kNumber},
               {"key", "key of the first"}},
              {}};
  for (const model::NamedRow& row : view.outcome().content.named) {
    add_row(table, {text_cell(std::string(model::name_of(row.fault)), Tone::kBad),
                    text_cell(view.layout().tables[row.table].name), grouped_cell(row.row),
                    grouped_cell(row.rows), text_cell(row.key)});
  }
  return table;
}

Table checks_table(const MigrationView& view) {
  Table table{"checks",
              "What the procedure's own check found",
              {{"package", "package"},
               {"rows_read", "rows read", ColumnKind::kNumber},
               {"entries_read", "entries read", ColumnKind::kNumber},
               {"differences", "differences", ColumnKind::kNumber},
               {"repaired", "repaired", ColumnKind::kNumber}},
              {}};
  for (const model::CheckOutcome& check : view.outcome().checks) {
    add_row(table, {text_cell(view.lane_name(check.package)), grouped_cell(check.rows_read),
                    grouped_cell(check.entries_read), grouped_cell(check.differences),
                    grouped_cell(check.repaired)});
  }
  return table;
}

std::string were(std::uint64_t rows) {
  return fmt::format("{} {}", grouped(rows), rows == 1 ? "row is" : "rows are");
}

std::string lead_for(const MigrationView& view) {
  const model::ContentOutcome& content = view.outcome().content;
  const std::uint64_t wrong = content.rows_lost + content.rows_changed + content.rows_extra;
  if (wrong == 0 && view.outcome().complete) {
    return "Every row that belongs there is in the store, unchanged.";
  }
  if (wrong == 0 && content.rows_not_moved > 0) {
    return fmt::format("No row is lost: {} not in the store yet, and the tables have them all.",
                       were(content.rows_not_moved));
  }
  if (wrong == 0) return "No row is lost: the tables have them all.";
  return fmt::format("{} {} not as {} should be.", grouped(wrong),
                     wrong == 1 ? "row is" : "rows are", wrong == 1 ? "it" : "they");
}

}  // namespace

std::optional<Section> data_check(const MigrationView& view) {
  if (!view.moves()) return std::nullopt;
  if (view.outcome().obtained.way == model::Way::kSampled) {
    return Section{"data",
                   "Is everything there?",
                   "Not looked at: the run was sampled, and windows stand for the other rows.",
                   {},
                   {}};
  }
  const model::ContentOutcome& content = view.outcome().content;
  Section section{"data", "Is everything there?", lead_for(view), {facts_table(content)}, {}};
  const bool wrong = content.rows_lost + content.rows_changed + content.rows_extra > 0;
  section.tone = wrong ? Tone::kBad : Tone::kPlain;
  if (!content.named.empty()) section.tables.push_back(named_table(view));
  if (!view.outcome().checks.empty()) section.tables.push_back(checks_table(view));
  std::uint64_t named = 0;
  for (const model::NamedRow& row : content.named) named += row.rows;
  const std::uint64_t all =
      content.rows_lost + content.rows_not_moved + content.rows_changed + content.rows_extra;
  if (named < all) section.notes.push_back(not_shown(all - named, "further row"));
  if (view.outcome().checks.empty()) {
    section.notes.emplace_back(
        "These are the facts; the procedure itself compared nothing and would not have known.");
  }
  return section;
}

}  // namespace reports::migration
