// What there is to move: tables and rows, entries by key layout, and how much larger they are.
#include <fmt/format.h>

#include "reports/migration/sections.hpp"
#include "reports/migration/words.hpp"

namespace reports::migration {

namespace {

Table tables_table(const MigrationView& view) {
  Table table{"tables",
              "Tables",
              {{"table", "table"},
               {"rows", "rows", ColumnKind::kNumber},
               {"heap", "heap", ColumnKind::kNumber},
               {"indexes", "indexes", ColumnKind::kNumber},
               {"exact", "exact", ColumnKind::kBoolean, false}},
              {}};
  const model::Inventory& inventory = view.scenario().inventory;
  for (model::TableIndex i = 0; i < inventory.tables.size(); ++i) {
    const model::TableInventory& one = inventory.tables[i];
    add_row(table, {text_cell(view.layout().tables[i].name), grouped_cell(one.rows),
                    size_cell(static_cast<std::int64_t>(one.heap_bytes)),
                    size_cell(static_cast<std::int64_t>(one.index_bytes)),
                    Cell{one.exact ? "yes" : "no", one.exact, Tone::kPlain}});
  }
  return table;
}

std::string key_of(const model::EntryRule& rule) {
  return fmt::format("{} | {}", rule.partition.text, rule.key.text);
}

Table entries_table(const MigrationView& view) {
  Table table{"entries",
              "Entries, by partition | key",
              {{"entry", "entry"},
               {"key", "partition | key"},
               {"secondary", "secondary", ColumnKind::kBoolean, false},
               {"entries", "entries", ColumnKind::kNumber},
               {"raw", "raw", ColumnKind::kNumber},
               {"postgres", "in PostgreSQL", ColumnKind::kNumber},
               {"dynamodb", "in DynamoDB", ColumnKind::kNumber},
               {"dump", "as a dump", ColumnKind::kNumber}},
              {}};
  const model::Inventory& inventory = view.scenario().inventory;
  for (model::RuleIndex i = 0; i < inventory.rules.size(); ++i) {
    const model::EntryRule& rule = view.layout().rules[i];
    const model::EntrySums& sums = inventory.rules[i].sums;
    const auto size = [](std::uint64_t bytes) {
      return size_cell(static_cast<std::int64_t>(bytes));
    };
    add_row(table, {text_cell(rule.name), text_cell(key_of(rule)),
                    Cell{rule.secondary ? "yes" : "no", rule.secondary, Tone::kPlain},
                    grouped_cell(sums.entries),
                    size(sums.partition_bytes + sums.key_bytes + sums.value_bytes),
                    size(sums.kv_heap_bytes + sums.kv_index_bytes), size(sums.dynamo_bytes),
                    size(sums.dump_bytes)});
  }
  return table;
}

Table totals_table(const model::Inventory& inventory) {
  Table table{"totals",
              "",
              {{"rows", "rows", ColumnKind::kNumber},
               {"table_bytes", "in tables", ColumnKind::kNumber},
               {"entries", "entries", ColumnKind::kNumber},
               {"postgres_bytes", "in PostgreSQL", ColumnKind::kNumber},
               {"expansion", "times the tables", ColumnKind::kNumber},
               {"dump_bytes", "as a dump", ColumnKind::kNumber},
               {"write_units", "write units", ColumnKind::kNumber}},
              {}};
  std::uint64_t rows = 0;
  for (const model::TableInventory& one : inventory.tables) rows += one.rows;
  const model::EntrySums sums = inventory.entries();
  const std::uint64_t kv = sums.kv_heap_bytes + sums.kv_index_bytes;
  const std::uint64_t tables = inventory.table_bytes();
  add_row(table,
          {grouped_cell(rows), size_cell(static_cast<std::int64_t>(tables)),
           grouped_cell(sums.entries), size_cell(static_cast<std::int64_t>(kv)),
           number_cell(tables == 0 ? 0 : static_cast<double>(kv) / static_cast<double>(tables), 2),
           size_cell(static_cast<std::int64_t>(sums.dump_bytes)), grouped_cell(sums.write_units)});
  return table;
}

}  // namespace

std::optional<Section> inventory(const MigrationView& view) {
  const model::Inventory& inventory = view.scenario().inventory;
  if (inventory.rules.empty()) return std::nullopt;
  const model::EntrySums sums = inventory.entries();
  Table totals = totals_table(inventory);
  std::string lead = fmt::format(
      "{} rows become {} entries; in PostgreSQL they take {} times the "
      "bytes of the tables.",
      totals.rows.front()[0].text, grouped(sums.entries), totals.rows.front()[4].text);
  Section section{"inventory", "What there is to move", std::move(lead), {}, {}};
  section.tables = {tables_table(view), entries_table(view), std::move(totals)};
  for (const model::TableInventory& one : inventory.tables) {
    if (one.exact) continue;
    section.notes.emplace_back("Sizes of the largest tables are scaled from their first rows.");
    break;
  }
  return section;
}

}  // namespace reports::migration
