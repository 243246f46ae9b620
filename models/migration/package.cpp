#include "models/migration/package.hpp"

#include <algorithm>
#include <array>

#include "sim/check.hpp"

namespace models::migration {

std::uint32_t CountFormula::value(std::span<const std::uint32_t> parameters) const {
  if (terms.empty()) return 1;
  std::uint64_t sum = 0;
  for (const Term& term : terms) {
    std::uint64_t product = std::min<std::uint64_t>(term.factor, UINT32_MAX);
    for (const std::uint32_t parameter : term.parameters) {
      SIM_CHECK(parameter < parameters.size());
      // Both factors stay below 2^32, so their product does not overflow.
      product = std::min<std::uint64_t>(product * parameters[parameter], UINT32_MAX);
    }
    SIM_CHECK(term.divisor > 0);
    sum = std::min<std::uint64_t>(sum + (product + term.divisor - 1) / term.divisor, UINT32_MAX);
  }
  return static_cast<std::uint32_t>(sum);
}

std::uint64_t most_children(const Layout& layout, const Table& table) {
  if (table.parent.empty()) return 0;
  const ParentLink& parent = table.parent.front();
  if (!parent.counts.empty()) return *std::max_element(parent.counts.begin(), parent.counts.end());
  const std::uint64_t parents = std::max<std::uint64_t>(1, layout.tables[parent.table].rows);
  return table.rows / parents + (table.rows % parents == 0 ? 0 : 1);
}

bool may_be_absent(const Column& column) {
  return column.nullable || column.absent_share > 0 || column.absent_with != kNone;
}

RowFlags absent_flag(const Table& table, ColumnIndex column) {
  SIM_CHECK(column < table.columns.size());
  if (!may_be_absent(table.columns[column])) return 0;
  const auto before = std::count_if(table.columns.begin(), table.columns.begin() + column,
                                    [](const Column& other) { return may_be_absent(other); });
  return before < static_cast<std::ptrdiff_t>(kStateBit) ? RowFlags{1} << before : 0;
}

RowFlags state_flag(const Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.states.size() && kStateBit + i < 32; ++i) {
    if (table.states[i].name == name) return RowFlags{1} << (kStateBit + i);
  }
  return 0;
}

namespace {

template <class Named>
std::uint32_t find_named(const std::vector<Named>& all, std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  return found == all.end() ? kNone : static_cast<std::uint32_t>(found - all.begin());
}

}  // namespace

TableIndex find_table(const Layout& layout, std::string_view name) {
  return find_named(layout.tables, name);
}

RuleIndex find_rule(const Layout& layout, std::string_view name) {
  return find_named(layout.rules, name);
}

ColumnIndex find_column(const Table& table, std::string_view name) {
  return find_named(table.columns, name);
}

std::optional<Template> read_template(const Layout& layout, TableIndex table, std::string_view text,
                                      std::string& unknown) {
  Template result;
  result.text = text;
  TemplatePart part;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    part.literal = text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    unknown = name;
    if (close == std::string_view::npos) return std::nullopt;
    const std::size_t dot = name.find('.');
    part.column.table =
        dot == std::string_view::npos ? table : find_table(layout, name.substr(0, dot));
    if (part.column.table == kNone) return std::nullopt;
    part.column.column = find_column(layout.tables[part.column.table],
                                     dot == std::string_view::npos ? name : name.substr(dot + 1));
    if (part.column.column == kNone) return std::nullopt;
    result.parts.push_back(part);
    part = {};
    text.remove_prefix(close + 1);
  }
  if (!part.literal.empty()) result.parts.push_back(part);
  unknown.clear();
  return result;
}

std::string_view name_of(OperationKind kind) {
  constexpr std::array<std::string_view, 20> kNames{
      "begin",       "commit",       "select_pk",   "select_idx",     "select_range",
      "select_scan", "select_join",  "insert",      "upsert",         "update",
      "delete_pk",   "delete_range", "lock_shared", "lock_exclusive", "get",
      "set",         "setif_absent", "setif_cas",   "delete",         "scan_page"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace models::migration
