#include "models/migration/collision.hpp"

#include <algorithm>
#include <array>

#include "models/migration/dataset_plan.hpp"

namespace models::migration {

namespace {

constexpr RowIndex kMostSearched = RowIndex{1} << 20;

// What is known of a row and of those it is linked to, as far as a key tells it.
class Knowledge {
 public:
  Knowledge(const Layout& layout, TableIndex table)
      : layout_(layout), links_(plan_links(layout, table)), rows_(links_.size()) {
    for (const LinkPlan& link : links_) {
      columns_.emplace_back(layout_.tables[link.table].columns.size());
    }
  }

  void tell(const Template& text) {
    for (const TemplatePart& part : text.parts) {
      if (part.column.table != kNone) tell(part.column);
    }
  }

  // Draws every conclusion there is; whether the row itself is known then.
  bool conclude() {
    for (bool more = true; more;) {
      more = false;
      for (std::size_t i = 0; i < links_.size(); ++i) more = conclude_row(i) || more;
      for (std::size_t i = 0; i < links_.size(); ++i) more = spread(i) || more;
    }
    return rows_.front();
  }

 private:
  void tell(const ColumnRef& column) {
    for (std::size_t i = 0; i < links_.size(); ++i) {
      if (links_[i].table == column.table) columns_[i][column.column] = true;
    }
  }

  // A unique index, or an identifier made for the keys, tells the row.
  bool conclude_row(std::size_t i) {
    if (rows_[i]) return false;
    const Table& table = layout_.tables[links_[i].table];
    const auto known = [&](ColumnIndex c) { return columns_[i][c]; };
    bool told = std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
      return index.unique && std::all_of(index.columns.begin(), index.columns.end(), known);
    });
    for (ColumnIndex c = 0; c < table.columns.size(); ++c) {
      const Column& column = table.columns[c];
      const bool own = column.values == ValueKind::kScattered ||
                       column.values == ValueKind::kAscending ||
                       column.values == ValueKind::kDescending;
      told = told || (known(c) && !column.stored && own);
    }
    rows_[i] = told;
    return told;
  }

  // What a known row tells: its columns, and the rows that it is linked to. What a known column
  // tells: what it refers to, or what refers to it.
  bool spread(std::size_t i) {
    bool more = false;
    const Table& table = layout_.tables[links_[i].table];
    for (ColumnIndex c = 0; c < table.columns.size(); ++c) {
      if (rows_[i] && !columns_[i][c]) more = columns_[i][c] = true;
      if (table.columns[c].values != ValueKind::kReference) continue;
      for (std::size_t j = 0; j < links_.size(); ++j) {
        if (links_[j].table != table.columns[c].refers.table) continue;
        const ColumnIndex to = table.columns[c].refers.column;
        if (columns_[i][c] == columns_[j][to]) continue;
        columns_[i][c] = columns_[j][to] = true;
        more = true;
      }
    }
    for (std::size_t j = 1; j < links_.size(); ++j) {
      if (!rows_[i] || rows_[j] || links_[j].from != i) continue;
      rows_[j] = more = true;
    }
    return more;
  }

  const Layout& layout_;
  std::vector<LinkPlan> links_;
  std::vector<bool> rows_;
  std::vector<std::vector<bool>> columns_;
};

// A text's parts between slashes: literal texts, or nothing where a column stands.
std::vector<std::optional<std::string>> between_slashes(const Template& text) {
  std::vector<std::optional<std::string>> parts{std::string()};
  for (const TemplatePart& part : text.parts) {
    for (const char letter : part.literal) {
      if (letter == '/') {
        parts.emplace_back(std::string());
      } else if (parts.back()) {
        *parts.back() += letter;
      }
    }
    if (part.column.table != kNone) parts.back().reset();
  }
  return parts;
}

// The shortest and longest text.
LengthRange lengths_of(const Layout& layout, TableIndex table, const Template& text) {
  constexpr std::uint32_t kDigits = 20;  // of a number as text
  const auto links = plan_links(layout, table);
  LengthRange range;
  for (const TemplatePart& part : text.parts) {
    range.least += static_cast<std::uint32_t>(part.literal.size());
    range.most += static_cast<std::uint32_t>(part.literal.size());
    if (part.column.table == kNone) continue;
    const auto source = find_source(layout, links, part.column);
    if (!source) return {0, UINT32_MAX};
    const Column& column = layout.tables[source->column.table].columns[source->column.column];
    LengthRange own = column.bytes;
    if (column.values == ValueKind::kOneOf) own = {UINT32_MAX, 0};
    for (const std::string& choice : column.one_of) {
      own.least = std::min(own.least, static_cast<std::uint32_t>(choice.size()));
      own.most = std::max(own.most, static_cast<std::uint32_t>(choice.size()));
    }
    if (own.most == 0) own.most = kDigits;
    range.least += may_be_absent(column) ? 0 : own.least;
    range.most += own.most;
  }
  return range;
}

bool may_meet(const Layout& layout, TableIndex first_table, const Template& first,
              TableIndex second_table, const Template& second) {
  const LengthRange a = lengths_of(layout, first_table, first);
  const LengthRange b = lengths_of(layout, second_table, second);
  if (a.most < b.least || b.most < a.least) return false;
  const auto one = between_slashes(first);
  const auto other = between_slashes(second);
  for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i) {
    if (one[i] && other[i] && *one[i] != *other[i]) return false;
  }
  // A column at the end may hold a path, with slashes of its own.
  if (one.size() < other.size()) return !one.back();
  if (other.size() < one.size()) return !other.back();
  return true;
}

}  // namespace

bool key_names_row(const Layout& layout, RuleIndex rule) {
  const EntryRule& entry = layout.rules[rule];
  Knowledge knowledge(layout, entry.table);
  knowledge.tell(entry.partition);
  knowledge.tell(entry.key);
  return knowledge.conclude();
}

bool may_meet(const Layout& layout, const EntryRule& first, const EntryRule& second) {
  return may_meet(layout, first.table, first.partition, second.table, second.partition) &&
         may_meet(layout, first.table, first.key, second.table, second.key);
}

std::optional<Collision> find_collision(const Dataset& dataset, RuleIndex rule) {
  const EntryRule& entry = dataset.layout().rules[rule];
  struct Found {
    std::uint64_t key;
    RowIndex row;
  };
  std::vector<Found> keys;
  std::array<Entry, kMostEntries> entries{};
  const RowIndex rows = std::min(dataset.rows(entry.table), kMostSearched);
  for (RowIndex row = 0; row < rows; ++row) {
    const Row facts = dataset.row(entry.table, row);
    const std::uint32_t count = dataset.entries_of(entry.table, row, facts, entries);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (entries[i].rule == rule) keys.push_back({entries[i].key, row});
    }
  }
  std::sort(keys.begin(), keys.end(), [](const Found& a, const Found& b) {
    return a.key != b.key ? a.key < b.key : a.row < b.row;
  });
  std::optional<Collision> found;
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].key != keys[i - 1].key || (found && found->first <= keys[i - 1].row)) continue;
    found = Collision{rule, keys[i - 1].row, keys[i].row, {}};
  }
  if (found) found->key = dataset.key_text(rule, found->first);
  return found;
}

}  // namespace models::migration
