// A report is a list of sections; a section is data. Text, JSON and Markdown are ways to write the
// same sections, so no number is computed twice.
//
// Shape          a cell keeps what a person reads and what a program reads; a column says which
//                kind all its cells are of and whether people see it
// Checked by     tests/reports/section_test.cpp, tests/reports/text_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/time.hpp"

namespace reports {

/// How a text is meant; a terminal may colour it.
enum class Tone : std::uint8_t { kPlain, kGood, kBad };

/// Nothing (an instant that never comes), a text, a whole or another number, nanoseconds.
using CellValue =
    std::variant<std::monostate, std::string, std::uint64_t, double, sim::Duration, bool>;

struct Cell {
  std::string text;  // for people
  CellValue value;   // for programs
  Tone tone = Tone::kPlain;
  friend bool operator==(const Cell&, const Cell&) = default;
};

/// What the cells of a column are. A program finds a duration as whole nanoseconds beside its text.
enum class ColumnKind : std::uint8_t { kText, kNumber, kDuration, kBoolean };

struct Column {
  std::string key;    // for programs: lower case, words joined by _
  std::string title;  // for people
  ColumnKind kind = ColumnKind::kText;
  bool shown = true;  // false: for programs only
};

using Row = std::vector<Cell>;

struct Table {
  std::string key;    // unique in its section
  std::string title;  // may be empty
  std::vector<Column> columns;
  std::vector<Row> rows;  // each with a cell for each column
  bool shown = true;
};

struct Section {
  std::string id;  // stable anchor, also the JSON key; unique in its report
  std::string title;
  std::string lead;  // the answer in one sentence
  std::vector<Table> tables;
  std::vector<std::string> notes;
  Tone tone = Tone::kPlain;  // of the lead
};

struct Report {
  std::string scenario;
  std::string about;
  bool passed = false;  // at least one expectation, and all of them hold
  std::vector<Section> sections;
};

/// The same text for both.
[[nodiscard]] Cell text_cell(std::string text, Tone tone = Tone::kPlain);

/// "80ms", to the nanosecond; "never" and no value for none.
[[nodiscard]] Cell duration_cell(std::optional<sim::Duration> duration);

/// The time since the run began; "never" and no value for kNever.
[[nodiscard]] Cell instant_cell(sim::Instant instant);

/// A duration in at most four digits for people, to the nanosecond for programs.
[[nodiscard]] Cell rounded_cell(sim::Duration duration);

[[nodiscard]] Cell count_cell(std::uint64_t count);

/// A number with that many decimals, the same for people and programs. REQUIRES: it is finite.
[[nodiscard]] Cell number_cell(double number, int decimals);

/// "42.5%" for people, 0.425 for programs.
[[nodiscard]] Cell percent_cell(double share);

/// The row as cells of `table`. REQUIRES: one for each column.
void add_row(Table& table, Row row);

}  // namespace reports
