// A trial as a row of results: a line of JSON, and a line of a table with commas.
//
// Formula        a measure's name is followed by its unit where it is no plain number: downtime_ns,
//                space_peak_bytes, cost_billionths. Numbers are written so that they read back to
//                the same value
// Shape          a row's bytes follow from the trial and the point's number alone
// Errors         parse_row() gives nothing for a text that is no row
// Checked by     tests/studies/row_test.cpp
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "studies/trial.hpp"

namespace studies {

/// Which run of a sweep.
struct RunKey {
  std::uint64_t point = 0;
  std::uint64_t replication = 0;
  friend auto operator<=>(const RunKey&, const RunKey&) = default;
};

/// One line of JSON, without its end.
[[nodiscard]] std::string to_json_line(const RunKey& key, const Trial& trial);

/// What a row says, in the order in which it says it; numbers as they are written. All views are
/// into its own text, so it can be moved and not copied.
struct ParsedRow {
  using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

  RunKey key;
  Pairs parameters;
  Pairs about;     // seed, obtained, passed, ...
  Pairs measures;  // name with unit, number
  std::vector<char> text;

  ParsedRow() = default;
  ParsedRow(ParsedRow&&) = default;
  ParsedRow& operator=(ParsedRow&&) = default;
  ParsedRow(const ParsedRow&) = delete;
  ParsedRow& operator=(const ParsedRow&) = delete;
};
[[nodiscard]] std::optional<ParsedRow> parse_row(std::string_view json);

/// Which run a row is of, without reading all of it.
[[nodiscard]] std::optional<RunKey> key_of_row(std::string_view json);

/// The columns of a table of rows: each measure's stands after the one that it followed first.
class CsvColumns {
 public:
  void add(const ParsedRow& row);
  [[nodiscard]] std::string header() const;
  [[nodiscard]] std::string line(const ParsedRow& row) const;

 private:
  std::vector<std::string> parameters_;
  std::vector<std::string> about_;
  std::vector<std::string> measures_;
};

}  // namespace studies
