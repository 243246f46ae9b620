#include "scenarios/layout_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/migration/collision.hpp"
#include "models/migration/layout_check.hpp"
#include "models/migration/mixing.hpp"
#include "scenarios/did_you_mean.hpp"

namespace scenarios {

namespace migration = models::migration;
using migration::Column;
using migration::ColumnType;
using migration::TableIndex;
using migration::ValueKind;

namespace {

constexpr std::uint64_t kMostRows = 1'000'000'000'000;
constexpr std::uint32_t kMostCounts = 4096;
constexpr std::size_t kQuantiles = 1024;

// Each number of the range once, in no order.
std::vector<std::uint32_t> shuffled(const ChildCounts& range) {
  std::vector<std::uint32_t> counts;
  for (std::uint32_t count = range.least; count <= range.most; ++count) counts.push_back(count);
  std::sort(counts.begin(), counts.end(), [](std::uint32_t a, std::uint32_t b) {
    return migration::mixed(a) < migration::mixed(b);
  });
  return counts;
}

}  // namespace

std::optional<ChildCounts> child_counts(const Chosen& chosen, Problems& problems) {
  const auto number = [&](const Value& value) {
    return static_cast<std::uint32_t>(read_count(value.text()).value.value_or(0));
  };
  if (chosen.index == 0) return ChildCounts{number(*chosen.value), number(*chosen.value)};
  const auto& items = chosen.value->items();
  if (items.size() != 2) {
    problems.report(chosen.value->place(), "a range has two numbers", "write [0, 20]");
    return std::nullopt;
  }
  const ChildCounts counts{number(items[0]), number(items[1])};
  if (counts.least > counts.most || counts.most - counts.least >= kMostCounts) {
    problems.report(chosen.value->place(),
                    counts.least > counts.most
                        ? std::string("the range begins with its larger number")
                        : fmt::format("a range has at most {} numbers in it", kMostCounts));
    return std::nullopt;
  }
  return counts;
}

void LayoutReader::add(const std::string& name, const Place& place) {
  if (std::find(added_.begin(), added_.end(), name) != added_.end()) return;
  added_.push_back(name);
  const auto fields = files_.find(name, place);
  complete_ = complete_ && fields.has_value();
  if (!fields) return;
  for (const Text& used : fields->texts("uses")) add(used.text, used.place);
  const auto index = static_cast<migration::PackageIndex>(layout_.packages.size());
  migration::Package package;
  package.name = fields->identifier("package").value_or("");
  package.about = fields->text("about").value_or("");
  if (const auto source = fields->mapping("source")) {
    package.where = source->text("where").value_or("");
    package.when = source->text("when").value_or("");
  }
  package.group = fields->identifier("group").value_or(package.name);
  layout_.packages.push_back(std::move(package));
  packages_.push_back(*fields);
  read_tables(*fields, index);
}

// ---- tables as they are written

void LayoutReader::read_tables(const Fields& package, migration::PackageIndex index) {
  for (const Fields& fields : package.list("tables")) {
    migration::Table table;
    table.name = fields.identifier("name").value_or("");
    table.package = index;
    if (migration::find_table(layout_, table.name) != migration::kNone) {
      problems_.report(fields.place("name"),
                       fmt::format("there are two tables called '{}'", table.name));
    }
    table.partitions = static_cast<std::uint32_t>(fields.count("partitions").value_or(1));
    for (const Fields& state : fields.list("states")) {
      table.states.push_back({state.identifier("name").value_or(""),
                              state.percent("share").value_or(0),
                              state.boolean("breaks_link").value_or(false)});
    }
    read_columns(fields, table);
    read_indexes(fields, table);
    TableNote note{.fields = fields, .place = fields.place(), .counts = {}, .counts_place = {}};
    if (const auto rows = fields.count("rows")) {
      table.rows = static_cast<std::uint64_t>(*rows);
      note.has_rows = true;
    } else if (const auto parent = fields.mapping("per_row_of")) {
      if (const auto chosen = parent->chosen("rows")) {
        note.counts = child_counts(*chosen, problems_);
        note.counts_place = parent->place("rows");
      }
    }
    layout_.packages[index].tables.push_back(static_cast<TableIndex>(layout_.tables.size()));
    layout_.tables.push_back(std::move(table));
    tables_.push_back(std::move(note));
  }
}

void LayoutReader::read_columns(const Fields& table, migration::Table& into) {
  for (const Fields& fields : table.list("columns")) {
    Column column;
    read_column(fields, column);
    if (migration::find_column(into, column.name) != migration::kNone) {
      problems_.report(fields.place("name"),
                       fmt::format("there are two columns called '{}'", column.name));
    }
    if (const auto state = fields.identifier("absent_if")) {
      const auto known = std::find_if(into.states.begin(), into.states.end(),
                                      [&](const auto& one) { return one.name == *state; });
      if (known == into.states.end()) {
        problems_.report(fields.place("absent_if"), fmt::format("there is no state '{}'", *state),
                         did_you_mean(*state, names_of(into.states)));
      } else {
        column.absent_with = static_cast<std::uint32_t>(known - into.states.begin());
      }
    }
    into.columns.push_back(std::move(column));
  }
}

void LayoutReader::read_column(const Fields& fields, Column& column) {
  constexpr ColumnType kTypes[] = {
      ColumnType::kText,    ColumnType::kBytes,      ColumnType::kJson,     ColumnType::kBoolean,
      ColumnType::kInteger, ColumnType::kBigInteger, ColumnType::kTimestamp};
  constexpr ValueKind kOrders[] = {ValueKind::kScattered, ValueKind::kAscending,
                                   ValueKind::kDescending, ValueKind::kOrdinal};
  column.name = fields.identifier("name").value_or("");
  column.type = kTypes[fields.choice("type").value_or(0)];
  const bool text = column.type == ColumnType::kText || column.type == ColumnType::kBytes ||
                    column.type == ColumnType::kJson;
  column.values = text ? ValueKind::kScattered : ValueKind::kAscending;
  if (const auto order = fields.choice("order")) column.values = kOrders[*order];
  if (const auto pool = fields.count("pool")) {
    column.values = ValueKind::kPool;
    column.pool = static_cast<std::uint64_t>(*pool);
  }
  for (const Text& choice : fields.texts("one_of")) column.one_of.push_back(choice.text);
  if (!column.one_of.empty()) column.values = ValueKind::kOneOf;
  if (fields.has("refers")) column.values = ValueKind::kReference;
  column.prefix = fields.text("prefix").value_or("");
  column.nullable = fields.boolean("nullable").value_or(false);
  column.absent_share = fields.percent("absent").value_or(0);
  column.stored = fields.boolean("stored").value_or(true);
  if (const auto size = fields.size("value_size")) {
    column.value_bytes = static_cast<std::uint32_t>(size->count);
  }
  const bool has_size = fields.raw("size") != nullptr;
  const bool needs_size =
      text && column.values != ValueKind::kOneOf && column.values != ValueKind::kReference;
  if (needs_size && !has_size) {
    problems_.report(fields.place(), fmt::format("column '{}' has no size", column.name),
                     "write size: 20B, or what its values are one of");
  } else if (!needs_size && has_size) {
    problems_.report(fields.place("size"), "a size is for texts that are made up",
                     text ? "the values say how long they are" : "the type says how long it is");
  } else if (has_size) {
    read_size(fields, column);
  }
}

void LayoutReader::read_size(const Fields& fields, Column& column) {
  const auto size = fields.size_distribution("size");
  if (!size) return;
  const auto quantile = [&](std::size_t i) {
    const double length = size->distribution.quantile((static_cast<double>(i) + 0.5) / kQuantiles);
    return static_cast<std::uint32_t>(std::clamp(length + 0.5, 0.0, 1e9));
  };
  column.bytes = {quantile(0), quantile(kQuantiles - 1)};
  if (column.bytes.least == column.bytes.most) return;
  for (std::size_t i = 0; i < kQuantiles; ++i) column.quantiles.push_back(quantile(i));
}

void LayoutReader::read_indexes(const Fields& table, migration::Table& into) {
  for (const Fields& fields : table.list("indexes")) {
    migration::Index index;
    index.unique = fields.boolean("unique").value_or(false);
    for (const Text& name : fields.texts("columns")) {
      const auto column = migration::find_column(into, name.text);
      if (column == migration::kNone) {
        problems_.report(name.place, fmt::format("there is no column '{}'", name.text),
                         did_you_mean(name.text, names_of(into.columns)));
        continue;
      }
      index.columns.push_back(column);
    }
    into.indexes.push_back(std::move(index));
  }
}

// ---- what the scenario says instead

std::optional<TableIndex> LayoutReader::table_called(const Text& name) {
  const TableIndex table = migration::find_table(layout_, name.text);
  if (table != migration::kNone) return table;
  problems_.report(name.place, fmt::format("there is no table '{}'", name.text),
                   did_you_mean(name.text, names_of(layout_.tables)));
  return std::nullopt;
}

void LayoutReader::set_rows(const Text& name, std::int64_t rows) {
  const auto table = table_called(name);
  if (!table) return;
  layout_.tables[*table].rows = static_cast<std::uint64_t>(rows);
  tables_[*table].has_rows = true;
}

void LayoutReader::set_rows_of_main_table(const Place& place, std::int64_t rows) {
  if (layout_.packages.empty()) return;
  const migration::Package& package = layout_.packages.back();
  if (package.tables.empty()) {
    problems_.report(place, fmt::format("the package '{}' has no tables", package.name));
    return;
  }
  set_rows({layout_.tables[package.tables.front()].name, place}, rows);
}

void LayoutReader::set_counts(const Text& name, const ChildCounts& counts) {
  const auto table = table_called(name);
  if (!table) return;
  TableNote& note = tables_[*table];
  if (!note.fields.mapping("per_row_of")) {
    problems_.report(name.place, fmt::format("rows of '{}' belong to no other table's", name.text),
                     "write how many under rows");
    return;
  }
  note.counts = counts;
  note.counts_place = name.place;
  note.has_rows = false;
}

void LayoutReader::set_share(const Text& what, double share) {
  const std::size_t dot = what.text.find('.');
  const std::string after = dot == std::string::npos ? "" : what.text.substr(dot + 1);
  const auto table = table_called({what.text.substr(0, dot), what.place});
  if (!table) return;
  migration::Table& of = layout_.tables[*table];
  for (migration::RowState& state : of.states) {
    if (state.name != after) continue;
    state.share = share;
    return;
  }
  for (Column& column : of.columns) {
    if (column.name != after) continue;
    column.absent_share = share;
    return;
  }
  std::vector<std::string> known;
  for (const auto& state : of.states) known.push_back(of.name + "." + state.name);
  for (const auto& column : of.columns) known.push_back(of.name + "." + column.name);
  problems_.report(what.place, fmt::format("'{}' has no state or column '{}'", of.name, after),
                   did_you_mean(what.text, known));
}

// ---- what belongs together

void LayoutReader::resolve_reference(const Fields& fields, Column& column) {
  const auto text = fields.identifier("refers");
  if (!text) return;
  const std::size_t dot = text->find('.');
  const auto to = table_called({text->substr(0, dot), fields.place("refers")});
  if (!to) return;
  const std::string name = dot == std::string::npos ? "" : text->substr(dot + 1);
  const auto target = migration::find_column(layout_.tables[*to], name);
  if (target == migration::kNone) {
    problems_.report(fields.place("refers"),
                     fmt::format("'{}' has no column '{}'", layout_.tables[*to].name, name),
                     did_you_mean(name, names_of(layout_.tables[*to].columns)));
    return;
  }
  column.refers = {*to, target};
}

void LayoutReader::resolve_table(TableIndex index) {
  const TableNote& note = tables_[index];
  migration::Table& table = layout_.tables[index];
  const auto columns = note.fields.list("columns");
  for (std::size_t c = 0; c < columns.size(); ++c) {
    resolve_reference(columns[c], table.columns[c]);
  }
  const auto parent = note.fields.mapping("per_row_of");
  if (!parent) return;
  const auto name = parent->identifier("table");
  if (!name) return;
  if (const auto to = table_called({*name, parent->place("table")})) {
    table.parent.push_back({*to, {}});
  }
}

void LayoutReader::resolve_rows(TableIndex index, std::size_t depth) {
  TableNote& note = tables_[index];
  migration::Table& table = layout_.tables[index];
  if (note.resolved || table.parent.empty() || depth > tables_.size()) return;
  const TableIndex above = table.parent.front().table;
  resolve_rows(above, depth + 1);
  note.resolved = true;
  if (note.has_rows || !note.counts) return;
  const std::uint64_t parents = layout_.tables[above].rows;
  auto& counts = table.parent.front().counts;
  counts = shuffled(*note.counts);
  std::uint64_t round = 0;
  for (const std::uint32_t count : counts) round += count;
  table.rows = 0;
  if (parents > 0 && round > kMostRows / parents + 1) {
    problems_.report(*note.counts_place,
                     fmt::format("table '{}' would have more than {} rows", table.name, kMostRows));
    return;
  }
  table.rows = parents / counts.size() * round;
  for (std::size_t i = 0; i < parents % counts.size(); ++i) table.rows += counts[i];
}

std::optional<migration::Layout> LayoutReader::finish() {
  if (!complete_) return std::nullopt;
  const std::size_t before = problems_.size();
  for (TableIndex t = 0; t < layout_.tables.size(); ++t) resolve_table(t);
  if (problems_.size() > before) return std::nullopt;
  for (TableIndex t = 0; t < layout_.tables.size(); ++t) resolve_rows(t, 0);
  for (migration::PackageIndex p = 0; p < packages_.size(); ++p) {
    read_package(packages_[p], layout_.packages[p], p);
  }
  if (problems_.size() > before) return std::nullopt;
  for (const migration::LayoutProblem& problem : migration::check_layout(layout_)) {
    Place place = problem.rule != migration::kNone ? rules_[problem.rule].place
                                                   : tables_[problem.table].place;
    std::string message = problem.message;
    if (problem.column != migration::kNone) {
      place = tables_[problem.table].fields.list("columns")[problem.column].place();
      message = fmt::format("column '{}': {}",
                            layout_.tables[problem.table].columns[problem.column].name, message);
    } else if (problem.rule != migration::kNone) {
      message = fmt::format("entry '{}': {}", layout_.rules[problem.rule].name, message);
    } else {
      message = fmt::format("table '{}': {}", layout_.tables[problem.table].name, message);
    }
    problems_.report(place, message, problem.hint);
  }
  if (problems_.size() > before) return std::nullopt;
  check_collisions();
  if (problems_.size() > before) return std::nullopt;
  return layout_;
}

}  // namespace scenarios
