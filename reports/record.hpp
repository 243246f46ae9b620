// Reading a report's JSON: rows of tables, texts and instants, whatever a file may hold instead.
//
// Shape          looks into a Json that lives elsewhere
// Errors         what is missing or of another kind is read as absent
// Checked by     tests/reports/compare_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/json_text.hpp"
#include "sim/time.hpp"

namespace reports {

using Sentences = std::vector<std::string>;

/// Two reports that are compared, the recorded one first.
struct Pair {
  const Json& was;
  const Json& is;
};

/// The rows of a table that are objects; none if there is no such table.
[[nodiscard]] std::vector<const Json*> rows_of(const Json& report, const std::string& section,
                                               const std::string& table);

/// A value as a person reads it: texts without quotes, "never" for null, "nothing" for no value.
[[nodiscard]] std::string text_of(const Json& row, const std::string& key);

/// The nanoseconds of a duration's column; none for never.
[[nodiscard]] std::optional<sim::Duration> duration_of(const Json& row, const std::string& key);

/// "2ms later" or "2ms earlier". REQUIRES: they differ.
[[nodiscard]] std::string shift_text(sim::Duration was, sim::Duration is);

/// What nodes cached and persisted when, and in which order.
void compare_milestones(const Pair& reports, Sentences& sentences);
/// What nodes answer to OBSERVE when.
void compare_answers(const Pair& reports, Sentences& sentences);
/// When durability requirements hold.
void compare_requirements(const Pair& reports, Sentences& sentences);
/// What clients that wait for durability say, and when.
void compare_clients(const Pair& reports, Sentences& sentences);
/// Expectations: new, gone, or judged otherwise.
void compare_verdicts(const Pair& reports, Sentences& sentences);
/// Every number and text of the tables that are about more than one key's story.
void compare_tables(const Pair& reports, Sentences& sentences);

}  // namespace reports
