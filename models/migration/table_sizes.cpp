#include "models/migration/table_sizes.hpp"

#include <algorithm>

#include "models/migration/page_layout.hpp"
#include "models/migration/postgres_kv.hpp"

namespace models::migration {

namespace {

struct RowMeans {
  std::uint32_t heap = 1;
  std::uint32_t index = 1;  // of all indexes together
};

RowMeans means_of(const Dataset& dataset, TableIndex table) {
  const RowIndex rows = std::clamp<RowIndex>(dataset.rows(table), 1, kSampledRows);
  std::uint64_t heap = 0;
  std::uint64_t index = 0;
  for (RowIndex row = 0; row < rows; ++row) {
    const Row facts = dataset.row(table, row);
    heap += facts.heap_bytes;
    index += facts.index_bytes;
  }
  const std::uint64_t most = kHeapBytes;
  return {static_cast<std::uint32_t>(std::clamp<std::uint64_t>(heap / rows, 1, most)),
          static_cast<std::uint32_t>(std::max<std::uint64_t>(index / rows, 1))};
}

}  // namespace

std::vector<TableParams> tables_of(const Dataset& dataset) {
  std::vector<TableParams> tables;
  for (TableIndex table = 0; table < dataset.layout().tables.size(); ++table) {
    const Table& described = dataset.layout().tables[table];
    const RowMeans means = means_of(dataset, table);
    TableParams params;
    params.name = described.name;
    params.rows = dataset.rows(table);
    params.row_bytes = means.heap;
    const auto indexes = std::max<std::size_t>(1, described.indexes.size());
    const auto each =
        std::max<std::uint32_t>(16, means.index / static_cast<std::uint32_t>(indexes));
    params.indexes.assign(indexes, IndexParams{std::min(each, kLeafBytes)});
    tables.push_back(std::move(params));
  }
  return tables;
}

TableParams entries_table_of(const Dataset& dataset, std::uint64_t entries) {
  std::uint64_t partition = 0;
  std::uint64_t key = 0;
  std::uint64_t value = 0;
  std::uint64_t weight = 0;
  std::array<Entry, kMostEntries> made;
  for (TableIndex table = 0; table < dataset.layout().tables.size(); ++table) {
    // Each table counts with its rows: a few of them say how large its entries are.
    const RowIndex rows = std::min<RowIndex>(dataset.rows(table), 256);
    std::uint64_t sums[3] = {};
    std::uint64_t counted = 0;
    for (RowIndex row = 0; row < rows; ++row) {
      const auto count = dataset.entries_of(table, row, dataset.row(table, row), std::span(made));
      for (std::uint32_t i = 0; i < count; ++i) {
        sums[0] += made[i].partition_bytes;
        sums[1] += made[i].key_bytes;
        sums[2] += made[i].value_bytes;
      }
      counted += count;
    }
    if (counted == 0) continue;
    const std::uint64_t share = dataset.rows(table);
    partition += sums[0] * share / counted;
    key += sums[1] * share / counted;
    value += sums[2] * share / counted;
    weight += share;
  }
  weight = std::max<std::uint64_t>(weight, 1);
  return PostgresKv::table_params(entries, static_cast<std::uint32_t>(partition / weight),
                                  static_cast<std::uint32_t>(key / weight),
                                  static_cast<std::uint32_t>(value / weight));
}

std::vector<std::uint32_t> row_bytes_of(const Dataset& dataset) {
  std::vector<std::uint32_t> bytes;
  for (TableIndex table = 0; table < dataset.layout().tables.size(); ++table) {
    bytes.push_back(means_of(dataset, table).heap);
  }
  return bytes;
}

std::vector<bool> rules_in_order(const Layout& layout) {
  std::vector<bool> in_order;
  for (const EntryRule& rule : layout.rules) {
    bool ordered = !rule.secondary;
    for (const TemplatePart& part : rule.key.parts) {
      if (part.column.table == kNone) continue;
      const Column& column = layout.tables[part.column.table].columns[part.column.column];
      ordered =
          ordered && column.values != ValueKind::kScattered && column.values != ValueKind::kPool;
    }
    in_order.push_back(ordered);
  }
  return in_order;
}

}  // namespace models::migration
