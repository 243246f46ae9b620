// The part of LayoutReader that reads what packages make of rows: entries, calls, exports, defects.
#include <fmt/format.h>

#include <algorithm>

#include "models/migration/collision.hpp"
#include "models/migration/dataset.hpp"
#include "scenarios/count_formula.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/layout_reader.hpp"

namespace scenarios {

namespace migration = models::migration;
using migration::OperationKind;
using migration::RowFlags;
using migration::RuleIndex;
using migration::TableIndex;

namespace {

struct NamedOperation {
  std::string_view name;
  OperationKind kind;
};
constexpr NamedOperation kOnTables[] = {{"select_pk", OperationKind::kSelectByKey},
                                        {"select_idx", OperationKind::kSelectByIndex},
                                        {"select_range", OperationKind::kSelectRange},
                                        {"select_scan", OperationKind::kSelectScan},
                                        {"select_join", OperationKind::kSelectJoin},
                                        {"insert", OperationKind::kInsert},
                                        {"upsert", OperationKind::kUpsert},
                                        {"update", OperationKind::kUpdate},
                                        {"delete_pk", OperationKind::kDeleteByKey},
                                        {"delete_range", OperationKind::kDeleteRange}};
constexpr NamedOperation kOnKv[] = {{"get", OperationKind::kGet},
                                    {"set", OperationKind::kSet},
                                    {"setif_absent", OperationKind::kSetIfAbsent},
                                    {"setif_cas", OperationKind::kSetIfSame},
                                    {"delete", OperationKind::kDelete},
                                    {"scan_page", OperationKind::kScanPage}};
// In the order of the choices that the language gives.
constexpr OperationKind kPlain[] = {OperationKind::kBegin, OperationKind::kCommit,
                                    OperationKind::kLockShared, OperationKind::kLockExclusive};

}  // namespace

void LayoutReader::read_package(const Fields& fields, migration::Package& package,
                                migration::PackageIndex index) {
  read_entries(fields, package, index);
  read_calls(fields, package);
  read_sequences(fields, package);
  read_exports(fields, package);
  read_defects(fields, package);
}

// ---- entries

std::optional<migration::Template> LayoutReader::read_text(TableIndex table,
                                                           const std::string& text,
                                                           const Place& place) {
  std::string unknown;
  auto result = migration::read_template(layout_, table, text, unknown);
  if (result) return result;
  const std::size_t dot = unknown.find('.');
  const TableIndex of =
      dot == std::string::npos ? table : migration::find_table(layout_, unknown.substr(0, dot));
  if (text.find('{' + unknown + '}') == std::string::npos) {
    problems_.report(place, fmt::format("'{}' has a brace that is not closed", text));
  } else if (of == migration::kNone) {
    problems_.report(place, fmt::format("there is no table '{}'", unknown.substr(0, dot)),
                     did_you_mean(unknown.substr(0, dot), names_of(layout_.tables)));
  } else {
    const std::string column = dot == std::string::npos ? unknown : unknown.substr(dot + 1);
    problems_.report(place, fmt::format("'{}' has no column '{}'", layout_.tables[of].name, column),
                     did_you_mean(column, names_of(layout_.tables[of].columns)));
  }
  return std::nullopt;
}

RowFlags LayoutReader::read_facts(TableIndex index, const std::vector<Text>& states,
                                  const std::vector<Text>& columns) {
  const migration::Table& table = layout_.tables[index];
  RowFlags facts = 0;
  for (const Text& state : states) {
    const RowFlags flag = migration::state_flag(table, state.text);
    if (flag == 0) {
      problems_.report(state.place, fmt::format("'{}' has no state '{}'", table.name, state.text),
                       did_you_mean(state.text, names_of(table.states)));
    }
    facts |= flag;
  }
  for (const Text& name : columns) {
    const auto column = migration::find_column(table, name.text);
    if (column == migration::kNone) {
      problems_.report(name.place, fmt::format("'{}' has no column '{}'", table.name, name.text),
                       did_you_mean(name.text, names_of(table.columns)));
      continue;
    }
    facts |= migration::absent_flag(table, column);
  }
  return facts;
}

void LayoutReader::read_entries(const Fields& fields, migration::Package& package,
                                migration::PackageIndex index) {
  for (const Fields& entry : fields.list("entries")) {
    migration::EntryRule rule;
    rule.name = entry.identifier("name").value_or("");
    rule.package = index;
    if (migration::find_rule(layout_, rule.name) != migration::kNone) {
      problems_.report(entry.place("name"),
                       fmt::format("there are two entries called '{}'", rule.name));
    }
    const auto table = table_called({entry.identifier("table").value_or(""), entry.place("table")});
    if (!table) continue;
    rule.table = *table;
    rule.raw_value = entry.boolean("raw").value_or(false);
    rule.secondary = entry.boolean("secondary").value_or(false);
    rule.unless = read_facts(*table, entry.texts("unless"), entry.texts("needs"));
    const auto text = [&](std::string_view name) {
      return read_text(*table, entry.text(name).value_or(""), entry.place(name))
          .value_or(migration::Template{});
    };
    rule.partition = text("partition");
    rule.key = text("key");
    for (const Text& field : entry.texts("value")) {
      const bool lone = field.text.find('{') == std::string::npos;
      const auto read = read_text(*table, lone ? '{' + field.text + '}' : field.text, field.place);
      if (read) rule.value.push_back(*read);
    }
    package.rules.push_back(static_cast<RuleIndex>(layout_.rules.size()));
    layout_.rules.push_back(std::move(rule));
    rules_.push_back({entry.place("key")});
  }
}

// ---- calls

std::vector<migration::CallParameter> LayoutReader::read_parameters(const Fields& fields) {
  std::vector<migration::CallParameter> parameters;
  const auto mapping = fields.mapping("parameters");
  if (!mapping) return parameters;
  for (const Other& other : mapping->others()) {
    const auto value = read_count(other.value->text()).value.value_or(0);
    parameters.push_back({other.key.text, static_cast<std::uint32_t>(value)});
  }
  return parameters;
}

migration::CountFormula LayoutReader::read_formula(
    const Fields& fields, std::string_view name,
    const std::vector<migration::CallParameter>& parameters) {
  const auto text = fields.text(name);
  if (!text) return {};
  const auto reading = read_count_formula(*text, parameters);
  if (reading.value) return *reading.value;
  problems_.report(fields.place(name), reading.message, reading.hint);
  return {};
}

migration::Operation LayoutReader::read_operation(const Fields& fields,
                                                  const migration::ApiCall& call, bool on_kv) {
  migration::Operation operation;
  const auto kinds =
      on_kv ? std::span<const NamedOperation>(kOnKv) : std::span<const NamedOperation>(kOnTables);
  for (const NamedOperation& one : kinds) {
    const auto target = fields.identifier(one.name);
    if (!target) continue;
    operation.kind = one.kind;
    operation.target =
        on_kv ? migration::find_rule(layout_, *target) : migration::find_table(layout_, *target);
    if (operation.target == migration::kNone) {
      problems_.report(
          fields.place(one.name),
          fmt::format("there is no {} '{}'", on_kv ? "entry" : "table", *target),
          did_you_mean(*target, on_kv ? names_of(layout_.rules) : names_of(layout_.tables)));
    }
  }
  operation.times = read_formula(fields, "times", call.parameters);
  operation.rows = read_formula(fields, "rows", call.parameters);
  operation.deferred = fields.boolean("deferred").value_or(false);
  return operation;
}

void LayoutReader::read_calls(const Fields& fields, migration::Package& package) {
  for (const Fields& written : fields.list("calls")) {
    migration::ApiCall call;
    call.name = written.identifier("name").value_or("");
    const auto names = names_of(package.calls);
    if (std::find(names.begin(), names.end(), call.name) != names.end()) {
      problems_.report(written.place("name"),
                       fmt::format("there are two calls called '{}'", call.name));
    }
    call.parameters = read_parameters(written);
    call.cached = written.boolean("cached").value_or(false);
    for (const Chosen& one : written.chosen_list("on_table")) {
      if (one.fields) {
        call.on_table.push_back(read_operation(*one.fields, call, false));
        continue;
      }
      const std::string& word = one.value->text();
      for (const OperationKind kind : kPlain) {
        if (migration::name_of(kind) == word) {
          call.on_table.emplace_back();
          call.on_table.back().kind = kind;
        }
      }
    }
    for (const Fields& one : written.list("on_kv")) {
      call.on_kv.push_back(read_operation(one, call, true));
    }
    package.calls.push_back(std::move(call));
  }
}

void LayoutReader::read_sequences(const Fields& fields, migration::Package& package) {
  for (const Fields& written : fields.list("sequences")) {
    migration::CallSequence sequence;
    sequence.name = written.identifier("name").value_or("");
    sequence.parameters = read_parameters(written);
    for (const Fields& one : written.list("steps")) {
      migration::CallSequence::Step step;
      const std::string name = one.identifier("call").value_or("");
      const auto names = names_of(package.calls);
      const auto call = std::find(names.begin(), names.end(), name);
      if (call == names.end()) {
        problems_.report(one.place("call"), fmt::format("there is no call '{}'", name),
                         did_you_mean(name, names));
        continue;
      }
      step.call = static_cast<std::uint32_t>(call - names.begin());
      step.times = read_formula(one, "times", sequence.parameters);
      const auto& parameters = package.calls[step.call].parameters;
      for (const auto& parameter : parameters) {
        step.parameters.push_back({{{parameter.usual, {}, 1}}});
      }
      const auto with = one.mapping("with");
      for (const Other& other : with ? with->others() : std::vector<Other>{}) {
        const auto known = std::find_if(parameters.begin(), parameters.end(),
                                        [&](const auto& p) { return p.name == other.key.text; });
        const auto reading = read_count_formula(other.value->text(), sequence.parameters);
        if (known == parameters.end()) {
          problems_.report(other.key.place,
                           fmt::format("'{}' has no parameter '{}'", name, other.key.text),
                           did_you_mean(other.key.text, names_of(parameters)));
        } else if (!reading.value) {
          problems_.report(other.value->place(), reading.message, reading.hint);
        } else {
          step.parameters[static_cast<std::size_t>(known - parameters.begin())] = *reading.value;
        }
      }
      sequence.steps.push_back(std::move(step));
    }
    package.sequences.push_back(std::move(sequence));
  }
}

// ---- exports and defects

void LayoutReader::read_exports(const Fields& fields, migration::Package& package) {
  for (const Fields& written : fields.list("exports")) {
    const auto table =
        table_called({written.identifier("table").value_or(""), written.place("table")});
    if (!table) continue;
    const migration::Table& of = layout_.tables[*table];
    migration::ExportScan scan;
    scan.table = *table;
    scan.stage = static_cast<std::uint32_t>(written.count("stage").value_or(0));
    scan.workers = static_cast<std::uint32_t>(written.count("workers").value_or(1));
    scan.encoders = static_cast<std::uint32_t>(written.count("encoders").value_or(1));
    scan.page_rows = static_cast<std::uint32_t>(written.count("page").value_or(0));
    scan.per_parent = written.boolean("per_parent").value_or(false);
    if (scan.per_parent && of.parent.empty()) {
      problems_.report(written.place("per_parent"),
                       fmt::format("rows of '{}' belong to no other table's", of.name));
    }
    std::vector<migration::ColumnIndex> by;
    for (const Text& name : written.texts("by")) {
      by.push_back(migration::find_column(of, name.text));
      if (by.back() != migration::kNone) continue;
      problems_.report(name.place, fmt::format("'{}' has no column '{}'", of.name, name.text),
                       did_you_mean(name.text, names_of(of.columns)));
    }
    scan.indexed = std::any_of(of.indexes.begin(), of.indexes.end(), [&](const auto& index) {
      return by.size() <= index.columns.size() &&
             std::is_permutation(by.begin(), by.end(), index.columns.begin(),
                                 index.columns.begin() + static_cast<std::ptrdiff_t>(by.size()));
    });
    package.exports.push_back(scan);
  }
  if (!package.exports.empty()) return;
  for (std::uint32_t i = 0; i < package.tables.size(); ++i) {
    package.exports.push_back({.table = package.tables[i], .stage = i});
  }
}

void LayoutReader::read_defects(const Fields& fields, migration::Package& package) {
  for (const Fields& written : fields.list("defects")) {
    const auto table =
        table_called({written.identifier("table").value_or(""), written.place("table")});
    if (!table) continue;
    migration::Defect defect;
    defect.name = written.identifier("name").value_or("");
    defect.about = written.text("about").value_or("");
    defect.table = *table;
    defect.rows = read_facts(*table, written.texts("states"), written.texts("without"));
    defect.fixed_in = written.text("fixed_in").value_or("");
    if (defect.rows == 0) {
      problems_.report(written.place(), fmt::format("no row can have the defect '{}'", defect.name),
                       "name columns that may be absent under without, or states");
    }
    package.defects.push_back(std::move(defect));
  }
}

// ---- keys

void LayoutReader::check_collisions() {
  std::optional<migration::Dataset> data;
  for (RuleIndex r = 0; r < layout_.rules.size(); ++r) {
    const migration::EntryRule& rule = layout_.rules[r];
    for (RuleIndex before = 0; before < r; ++before) {
      if (!migration::may_meet(layout_, layout_.rules[before], rule)) continue;
      problems_.report(rules_[r].place,
                       fmt::format("entry '{}' can get the same key as '{}': {} and {} in {}",
                                   rule.name, layout_.rules[before].name, rule.key.text,
                                   layout_.rules[before].key.text, rule.partition.text),
                       "begin one of them with a text of its own: runs/...");
    }
    if (migration::key_names_row(layout_, r)) continue;
    if (!data) data.emplace(layout_, 1);
    const auto found = migration::find_collision(*data, r);
    const std::string& table = layout_.tables[rule.table].name;
    problems_.report(rules_[r].place,
                     found
                         ? fmt::format("rows {} and {} of '{}' both become the entry {}",
                                       found->first, found->second, table, found->key)
                         : fmt::format("nothing keeps two rows of '{}' from becoming one entry {}",
                                       table, rule.key.text),
                     "put the columns of a unique index into the key");
  }
}

}  // namespace scenarios
