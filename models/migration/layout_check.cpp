#include "models/migration/layout_check.hpp"

#include <algorithm>
#include <numeric>

#include "models/migration/dataset_plan.hpp"

namespace models::migration {

namespace {

constexpr std::size_t kMostColumns = 64;
constexpr std::size_t kMostStates = 8;
constexpr std::size_t kMostLinks = 8;
constexpr std::uint32_t kLongestText = 1U << 30;

bool is_text(const Column& column) {
  return column.type == ColumnType::kText || column.type == ColumnType::kBytes ||
         column.type == ColumnType::kJson;
}

std::string quoted(const std::string& name) { return "'" + name + "'"; }

class LayoutChecker {
 public:
  explicit LayoutChecker(const Layout& layout) : layout_(layout) {}

  std::vector<LayoutProblem> check() {
    for (table_ = 0; table_ < layout_.tables.size(); ++table_) {
      check_table(layout_.tables[table_]);
    }
    // Links can be followed only where parents and references lead somewhere.
    if (!problems_.empty()) return std::move(problems_);
    for (table_ = 0; table_ < layout_.tables.size(); ++table_) check_links();
    if (!problems_.empty()) return std::move(problems_);
    table_ = kNone;
    for (RuleIndex rule = 0; rule < layout_.rules.size(); ++rule) check_rule(rule);
    return std::move(problems_);
  }

 private:
  void report(ColumnIndex column, std::string message, std::string hint = {}) {
    problems_.push_back({table_, column, kNone, std::move(message), std::move(hint)});
  }
  void report_rule(RuleIndex rule, std::string message, std::string hint = {}) {
    problems_.push_back({kNone, kNone, rule, std::move(message), std::move(hint)});
  }

  void check_table(const Table& table);
  void check_parent(const Table& table);
  void check_column(const Table& table, ColumnIndex c);
  void check_room(const Table& table, ColumnIndex c);
  [[nodiscard]] bool must_differ(ColumnIndex c) const;
  void check_links();
  void check_rule(RuleIndex rule);
  void check_text(RuleIndex rule, const Template& text);

  const Layout& layout_;
  TableIndex table_ = 0;
  std::vector<LayoutProblem> problems_;
};

void LayoutChecker::check_table(const Table& table) {
  if (table.columns.size() > kMostColumns) {
    report(kNone, "a table has at most " + std::to_string(kMostColumns) + " columns");
  }
  if (table.states.size() > kMostStates) {
    report(kNone, "a table has at most " + std::to_string(kMostStates) + " states");
  }
  const auto absent = std::count_if(table.columns.begin(), table.columns.end(),
                                    [](const Column& column) { return may_be_absent(column); });
  if (absent > static_cast<std::ptrdiff_t>(kStateBit)) {
    report(kNone, "at most " + std::to_string(kStateBit) + " columns of a table can be absent");
  }
  check_parent(table);
  for (ColumnIndex c = 0; c < table.columns.size(); ++c) check_column(table, c);
}

void LayoutChecker::check_parent(const Table& table) {
  if (table.parent.empty()) return;
  TableIndex above = table_;
  for (std::size_t steps = 0; !layout_.tables[above].parent.empty(); ++steps) {
    if (steps > layout_.tables.size()) {
      report(kNone, "its rows belong, in the end, to its own rows");
      return;
    }
    above = layout_.tables[above].parent.front().table;
  }
  const ParentLink& parent = table.parent.front();
  const RowIndex parents = layout_.tables[parent.table].rows;
  if (parents == 0 && table.rows > 0) {
    report(kNone, "its rows belong to rows of " + quoted(layout_.tables[parent.table].name) +
                      ", which has none");
  }
  if (parent.counts.empty()) return;
  RowIndex expected = 0;
  for (std::size_t i = 0; i < parent.counts.size(); ++i) {
    const RowIndex turns = (parents + parent.counts.size() - 1 - i) / parent.counts.size();
    expected += turns * parent.counts[i];
  }
  if (expected != table.rows) {
    report(kNone, "its parents have " + std::to_string(expected) + " rows of it, not " +
                      std::to_string(table.rows));
  }
}

void LayoutChecker::check_column(const Table& table, ColumnIndex c) {
  const Column& column = table.columns[c];
  if (!(column.absent_share >= 0) || column.absent_share > 1) {
    report(c, "a share is from 0 to 1");
  }
  if (column.bytes.least > column.bytes.most || column.bytes.most > kLongestText) {
    report(c, "lengths go from the shorter to the longer, 1 GiB at most");
  }
  switch (column.values) {
    case ValueKind::kOneOf:
      if (column.one_of.empty() || !is_text(column)) report(c, "there is nothing to choose from");
      return;
    case ValueKind::kPool:
      if (column.pool == 0) report(c, "a pool has at least one value");
      break;
    case ValueKind::kOrdinal:
      if (table.parent.empty()) {
        report(c, "rows are counted within their parent, and the table has none",
               "say to which table's rows its rows belong");
      }
      break;
    case ValueKind::kReference:
      if (may_be_absent(column)) {
        report(c, "a column that refers to another table is never absent",
               "let the rows be in a state that breaks the link");
      }
      return;
    default:
      break;
  }
  if (is_text(column)) check_room(table, c);
}

// Whether two rows' values of it must not be equal by accident.
bool LayoutChecker::must_differ(ColumnIndex c) const {
  const Table& table = layout_.tables[table_];
  const bool indexed =
      std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
        return index.unique &&
               std::find(index.columns.begin(), index.columns.end(), c) != index.columns.end();
      });
  if (indexed) return true;
  const auto names_it = [&](const Template& text) {
    return std::any_of(text.parts.begin(), text.parts.end(), [&](const TemplatePart& part) {
      return part.column == ColumnRef{table_, c};
    });
  };
  return std::any_of(layout_.rules.begin(), layout_.rules.end(), [&](const EntryRule& rule) {
    return names_it(rule.partition) || names_it(rule.key);
  });
}

void LayoutChecker::check_room(const Table& table, ColumnIndex c) {
  const Column& column = table.columns[c];
  const bool counts = column.values == ValueKind::kAscending ||
                      column.values == ValueKind::kDescending ||
                      column.values == ValueKind::kOrdinal;
  if (counts && (column.bytes.least != column.bytes.most || !column.quantiles.empty())) {
    report(c, "values that count have one length", "write bytes: 20");
    return;
  }
  const std::uint64_t least = column.quantiles.empty() ? column.bytes.least
                                                       : *std::min_element(column.quantiles.begin(),
                                                                           column.quantiles.end());
  if (column.prefix.size() > least) {
    report(c, "the prefix is longer than the value",
           "it has at least " + std::to_string(least) + " bytes");
    return;
  }
  if (!counts && !must_differ(c)) return;
  const std::uint64_t room = least - column.prefix.size();
  // Rows that calls insert, and those that orphans name, have values too.
  std::uint64_t values = column.values == ValueKind::kPool ? column.pool : 4 * table.rows + 4096;
  if (column.values == ValueKind::kOrdinal) values = most_children(layout_, table) + 4096;
  std::uint64_t told_apart = 1;
  for (std::uint64_t i = 0; i < room && told_apart < values; ++i) told_apart *= counts ? 10 : 32;
  if (told_apart < values) {
    report(c,
           std::to_string(room) + " characters tell " + std::to_string(told_apart) +
               " values apart, and " + std::to_string(values) + " are needed",
           "make it longer");
  }
}

void LayoutChecker::check_links() {
  const auto links = plan_links(layout_, table_);
  if (links.size() > kMostLinks) {
    report(kNone,
           "its rows are linked to more than " + std::to_string(kMostLinks - 1) + " other tables");
  }
  const Table& table = layout_.tables[table_];
  for (ColumnIndex c = 0; c < table.columns.size(); ++c) {
    if (!find_source(layout_, links, {table_, c})) {
      report(c, "what it refers to leads back to itself, or too far");
    }
  }
}

void LayoutChecker::check_text(RuleIndex rule, const Template& text) {
  const EntryRule& entry = layout_.rules[rule];
  const auto links = plan_links(layout_, entry.table);
  for (const TemplatePart& part : text.parts) {
    if (part.column.table == kNone || find_source(layout_, links, part.column)) continue;
    report_rule(rule, "a row of " + quoted(layout_.tables[entry.table].name) +
                          " is linked to no row of " +
                          quoted(layout_.tables[part.column.table].name) + ", which " +
                          quoted(text.text) + " names");
  }
}

void LayoutChecker::check_rule(RuleIndex rule) {
  const EntryRule& entry = layout_.rules[rule];
  const auto same =
      std::count_if(layout_.rules.begin(), layout_.rules.begin() + rule,
                    [&](const EntryRule& other) { return other.table == entry.table; });
  if (same >= static_cast<std::ptrdiff_t>(kMostEntries)) {
    report_rule(rule, "a row becomes at most " + std::to_string(kMostEntries) + " entries");
  }
  if (entry.partition.parts.empty()) report_rule(rule, "its partition is empty");
  if (entry.key.parts.empty()) report_rule(rule, "its key is empty");
  check_text(rule, entry.partition);
  check_text(rule, entry.key);
  for (const Template& text : entry.value) check_text(rule, text);
}

}  // namespace

std::vector<LayoutProblem> check_layout(const Layout& layout) {
  return LayoutChecker(layout).check();
}

}  // namespace models::migration
