// The JSON Schema of the language, for editors: from the field tables alone.
//
// Formula        draft 2020-12; one definition a table; kinds with units become patterns
// Shape          keys in the order of the tables, so equal tables give equal bytes
// Errors         none; it takes what the reader takes, but for what a schema cannot say (the order
//                of limits, files that must exist, sums)
// Checked by     tests/scenarios/schema_test.cpp
#pragma once

#include <string>
#include <string_view>

#include "scenarios/field_table.hpp"

namespace scenarios {

/// The schema of files that `root` describes, indented, with a last line feed.
[[nodiscard]] std::string json_schema(const Table& root);

/// The schema of files that one of several tables describes: by `second` if they have the field
/// `decider`, else by `first`.
[[nodiscard]] std::string json_schema(const Table& first, const Table& second,
                                      std::string_view decider);

}  // namespace scenarios
