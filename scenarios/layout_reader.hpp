// Reads packages into one layout: tables with their rows, entries, calls, exports.
//
//   LayoutReader reader(files, problems);
//   reader.add("actions", place);                    // and the packages that it uses
//   reader.set_rows("actions_runs", 25'000, place);  // what the scenario says instead
//   const auto layout = reader.finish();
// Errors         located Problems, in the packages' files and in the scenario; then no layout
// Checked by     tests/scenarios/package_test.cpp, package_errors_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/migration/package.hpp"
#include "scenarios/package_files.hpp"

namespace scenarios {

/// Rows for each row of a parent.
struct ChildCounts {
  std::uint32_t least = 1;
  std::uint32_t most = 1;
};

/// What a kOneOf field by kChildCountForms says; nothing, and a report, if the range is no range.
[[nodiscard]] std::optional<ChildCounts> child_counts(const Chosen& chosen, Problems& problems);

/// What each of the things is called, for hints.
template <class Things>
[[nodiscard]] std::vector<std::string> names_of(const Things& things) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(thing.name);
  return names;
}

class LayoutReader {
 public:
  LayoutReader(PackageFiles& files, Problems& problems) : files_(files), problems_(problems) {}

  /// Takes a package in, after those that it uses; once, however often it is added.
  void add(const std::string& name, const Place& place);

  // What the scenario says of a table, or of a column or state ("actions_runs.commit_id"). A name
  // that means nothing is reported.
  void set_rows(const Text& table, std::int64_t rows);
  void set_rows_of_main_table(const Place& place, std::int64_t rows);
  void set_counts(const Text& table, const ChildCounts& counts);
  void set_share(const Text& what, double share);

  /// Everything put together, or nothing and at least one report.
  [[nodiscard]] std::optional<models::migration::Layout> finish();

  /// Where an entry stands in its package's file.
  [[nodiscard]] Place rule_place(models::migration::RuleIndex rule) const {
    return rules_[rule].place;
  }

 private:
  struct TableNote {
    Fields fields;
    Place place;
    std::optional<ChildCounts> counts;  // of each parent row
    std::optional<Place> counts_place;
    bool has_rows = false;
    bool resolved = false;
  };
  struct RuleNote {
    Place place;
  };

  // layout_reader.cpp
  void read_tables(const Fields& package, models::migration::PackageIndex index);
  void read_columns(const Fields& table, models::migration::Table& into);
  void read_column(const Fields& column, models::migration::Column& into);
  void read_size(const Fields& column, models::migration::Column& into);
  void read_indexes(const Fields& table, models::migration::Table& into);
  void resolve_table(models::migration::TableIndex table);
  void resolve_reference(const Fields& column, models::migration::Column& into);
  void resolve_rows(models::migration::TableIndex table, std::size_t depth);
  [[nodiscard]] std::optional<models::migration::TableIndex> table_called(const Text& name);

  // package_reader.cpp
  void read_package(const Fields& fields, models::migration::Package& package,
                    models::migration::PackageIndex index);
  void read_entries(const Fields& fields, models::migration::Package& package,
                    models::migration::PackageIndex index);
  [[nodiscard]] std::optional<models::migration::Template> read_text(
      models::migration::TableIndex table, const std::string& text, const Place& place);
  [[nodiscard]] models::migration::RowFlags read_facts(models::migration::TableIndex table,
                                                       const std::vector<Text>& states,
                                                       const std::vector<Text>& columns);
  void read_calls(const Fields& fields, models::migration::Package& package);
  [[nodiscard]] models::migration::Operation read_operation(const Fields& fields,
                                                            const models::migration::ApiCall& call,
                                                            bool on_kv);
  void read_sequences(const Fields& fields, models::migration::Package& package);
  void read_exports(const Fields& fields, models::migration::Package& package);
  void read_defects(const Fields& fields, models::migration::Package& package);
  [[nodiscard]] std::vector<models::migration::CallParameter> read_parameters(const Fields& fields);
  [[nodiscard]] models::migration::CountFormula read_formula(
      const Fields& fields, std::string_view name,
      const std::vector<models::migration::CallParameter>& parameters);
  void check_collisions();

  PackageFiles& files_;
  Problems& problems_;
  models::migration::Layout layout_;
  std::vector<std::string> added_;  // names of packages, to take each once
  bool complete_ = true;            // all of them were there and right
  std::vector<Fields> packages_;
  std::vector<TableNote> tables_;
  std::vector<RuleNote> rules_;
};

}  // namespace scenarios
