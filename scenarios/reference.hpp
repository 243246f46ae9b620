// The reference page of the language, in Markdown: from the field tables alone.
//
// Shape          a section a table, a row a field, in the order of the tables
// Errors         none
// Checked by     tests/scenarios/reference_test.cpp
#pragma once

#include <span>
#include <string>

#include "scenarios/field_table.hpp"

namespace scenarios {

/// A page that starts with `root`; each table that it mentions follows once.
[[nodiscard]] std::string reference_markdown(const Table& root);

/// The same for several, one after the other; a table that two of them mention stands once.
[[nodiscard]] std::string reference_markdown(std::span<const Table* const> roots);

}  // namespace scenarios
