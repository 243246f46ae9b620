// How large the rows of a data set are on average: what a database needs to know of its tables.
//
// Formula        means over the rows of one pattern (dataset.hpp), at most kSampledRows of them;
//                where sizes repeat with the pattern that is exact but for the covering rows
// Checked by     tests/models/migration/migration_parts_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/migration/dataset.hpp"
#include "models/migration/table_database_params.hpp"

namespace models::migration {

inline constexpr RowIndex kSampledRows = 4096;

/// The tables of the layout, in order, as they are before the run.
[[nodiscard]] std::vector<TableParams> tables_of(const Dataset& dataset);

/// The table of a key-value store in a database that has `entries` at the start.
[[nodiscard]] TableParams entries_table_of(const Dataset& dataset, std::uint64_t entries);

/// By table: bytes of a row in the heap; 1 at least.
[[nodiscard]] std::vector<std::uint32_t> row_bytes_of(const Dataset& dataset);

/// By rule: whether rows in their order have keys in order, so that a copy in that order appends.
[[nodiscard]] std::vector<bool> rules_in_order(const Layout& layout);

}  // namespace models::migration
