// A mapping of the file, read by its table.
//
//   const Fields step = read_fields(value, kStep, files, problems);   // reports every mistake
//   const sim::Duration at = step.duration("at").value_or(0ms);       // never reports, never fails
//   if (at > horizon) problems.report(step.place("at"), "...");       // what only the loader knows
//
// read_fields() checks the whole tree below once; the getters then answer from what is right.
// Shape          a view: the Value, the Table and the FileSource must outlive it
// Errors         a getter gives nothing for a field that is left out or was reported as wrong;
//                a name or kind that is not in the table breaks a SIM_CHECK
// Checked by     tests/scenarios/fields_test.cpp, field_check_test.cpp
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/comparison.hpp"
#include "scenarios/distribution_field.hpp"
#include "scenarios/document.hpp"
#include "scenarios/field_table.hpp"
#include "scenarios/file_source.hpp"
#include "scenarios/problem.hpp"
#include "scenarios/quantity.hpp"

namespace scenarios {

struct Text {
  std::string text;
  Place place;
};

struct Chosen;
struct Other;

class Fields {
 public:
  Fields(const Value& value, const Table& table, const FileSource& files)
      : value_(&value), table_(&table), files_(&files) {}

  /// Whether the field is written, and right if it is a scalar.
  [[nodiscard]] bool has(std::string_view name) const;

  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> identifier(std::string_view name) const;
  [[nodiscard]] std::optional<bool> boolean(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> count(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::optional<double> number(std::string_view name) const;
  [[nodiscard]] std::optional<double> percent(std::string_view name) const;
  [[nodiscard]] std::optional<sim::Duration> duration(std::string_view name) const;
  [[nodiscard]] std::optional<sim::Bytes> size(std::string_view name) const;
  [[nodiscard]] std::optional<sim::ByteRate> rate(std::string_view name) const;
  [[nodiscard]] std::optional<sim::EventRate> event_rate(std::string_view name) const;
  [[nodiscard]] std::optional<Comparison> comparison(std::string_view name) const;

  /// Which of the field's `choices` it is, by index.
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view name) const;

  /// Low and high of [1ms, 5ms] or [1KiB, 4KiB], in nanoseconds or bytes.
  [[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> range(
      std::string_view name) const;

  [[nodiscard]] std::optional<DistributionValue> latency(std::string_view name) const;
  [[nodiscard]] std::vector<LatencyPiece> pieces(std::string_view name) const;
  [[nodiscard]] std::optional<DistributionValue> size_distribution(std::string_view name) const;

  /// The mapping below; nothing if it is left out.
  [[nodiscard]] std::optional<Fields> mapping(std::string_view name) const;

  /// The mappings of a list by a table; those that are no mapping were reported and are left out.
  [[nodiscard]] std::vector<Fields> list(std::string_view name) const;

  /// The scalars of a list of texts, names, choices or quantities, as written.
  [[nodiscard]] std::vector<Text> texts(std::string_view name) const;

  /// Which alternative a kOneOf field is.
  [[nodiscard]] std::optional<Chosen> chosen(std::string_view name) const;

  /// The same for every element of a list of kOneOf.
  [[nodiscard]] std::vector<Chosen> chosen_list(std::string_view name) const;

  /// The keys that the table leaves to the user, in the order written; repeated ones once.
  [[nodiscard]] std::vector<Other> others() const;

  /// The value as written, whatever its kind; null if it is left out.
  [[nodiscard]] const Value* raw(std::string_view name) const;

  /// Where the field's value stands, or the mapping if it is left out.
  [[nodiscard]] Place place(std::string_view name) const;

  /// Where the mapping stands.
  [[nodiscard]] Place place() const { return value_->place(); }

  [[nodiscard]] const Value& value() const { return *value_; }
  [[nodiscard]] const Table& table() const { return *table_; }
  [[nodiscard]] const FileSource& files() const { return *files_; }

 private:
  // The field's value; null if left out or a wrong scalar. REQUIRES: the table has `name`, as a
  // `kind`.
  [[nodiscard]] const Value* find(std::string_view name, Kind kind) const;
  // Whether there is a value and all below it is right.
  [[nodiscard]] bool is_right(const Value* value, std::string_view name) const;
  [[nodiscard]] std::optional<Chosen> choose(const Value& value, const Field& field) const;

  const Value* value_;
  const Table* table_;
  const FileSource* files_;
};

/// One alternative of a kOneOf field: its index, its value, and its fields if it is a mapping.
struct Chosen {
  std::size_t index = 0;
  const Value* value = nullptr;
  std::optional<Fields> fields;
};

/// A key of the user's choice: its name, its value, and its fields if it is a mapping.
struct Other {
  Text key;
  const Value* value = nullptr;
  std::optional<Fields> fields;
};

/// Checks `value` and all below it by `table`, and gives the view to read it with.
[[nodiscard]] Fields read_fields(const Value& value, const Table& table, const FileSource& files,
                                 Problems& problems);

}  // namespace scenarios
