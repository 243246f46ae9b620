// Which kinds of rows the data set has: what may be absent, states such as expired, choices.
#include <fmt/format.h>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"

namespace reports::migration {

namespace {

std::uint64_t rows_with(const model::TableInventory& table, model::RowFlags flag) {
  std::uint64_t rows = 0;
  for (std::size_t bit = 0; bit < table.facts.size(); ++bit) {
    if ((flag >> bit & 1U) != 0) rows = table.facts[bit];
  }
  return rows;
}

Cell covered_cell(bool covered) {
  return {covered ? "yes" : "NO", covered, covered ? Tone::kPlain : Tone::kBad};
}

void add(Table& into, const std::string& name, const std::string& what, std::uint64_t with,
         std::uint64_t rows) {
  add_row(into, {text_cell(name), text_cell(what), grouped_cell(with), grouped_cell(rows - with),
                 covered_cell(with > 0 && with < rows)});
}

}  // namespace

std::optional<Section> coverage(const MigrationView& view) {
  Table table{"cases",
              "",
              {{"table", "table"},
               {"case", "case"},
               {"with", "rows so", ColumnKind::kNumber},
               {"without", "rows not", ColumnKind::kNumber},
               {"covered", "both there", ColumnKind::kBoolean}},
              {}};
  for (model::TableIndex i = 0; i < view.layout().tables.size(); ++i) {
    const model::Table& layout = view.layout().tables[i];
    const model::TableInventory& facts = view.scenario().inventory.tables[i];
    for (model::ColumnIndex c = 0; c < layout.columns.size(); ++c) {
      const model::Column& column = layout.columns[c];
      const model::RowFlags flag = model::absent_flag(layout, c);
      if (flag != 0) {
        add(table, layout.name,
            fmt::format("{} is {}", column.name, column.nullable ? "NULL" : "empty"),
            rows_with(facts, flag), facts.rows);
      }
      if (column.values == model::ValueKind::kOneOf) {
        const std::uint64_t choices = column.one_of.size();
        add_row(table,
                {text_cell(layout.name),
                 text_cell(fmt::format("{} is one of {} values", column.name, choices)),
                 grouped_cell(facts.rows), grouped_cell(0), covered_cell(facts.rows >= choices)});
      }
    }
    for (const model::RowState& state : layout.states) {
      add(table, layout.name, state.name, rows_with(facts, model::state_flag(layout, state.name)),
          facts.rows);
    }
  }
  if (table.rows.empty()) return std::nullopt;
  std::size_t open = 0;
  for (const Row& row : table.rows) open += std::get<bool>(row.back().value) ? 0 : 1;
  const std::size_t all = table.rows.size();
  std::string lead = open == 0 ? "The data set has every case that its tables allow."
                               : fmt::format("The data set lacks {} of {} cases.", open, all);
  return Section{
      "coverage", "Which cases the data covers", std::move(lead), {std::move(table)}, {}};
}

}  // namespace reports::migration
