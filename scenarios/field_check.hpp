// Whether a value is what its field or table says, in one walk over the tree.
//
// Errors         every mistake below is reported: unknown, repeated and missing fields, wrong
//                kinds, values out of range, groups that contradict themselves
// Checked by     tests/scenarios/field_check_test.cpp
#pragma once

#include <optional>
#include <string_view>

#include "scenarios/document.hpp"
#include "scenarios/field_table.hpp"
#include "scenarios/file_source.hpp"
#include "scenarios/problem.hpp"

namespace scenarios {

/// Checks a mapping and all below. Answers whether nothing was wrong.
bool check_mapping(const Value& value, const Table& table, const FileSource& files,
                   Problems& problems);

/// Checks the value of one field, called `name` in messages. Answers whether nothing was wrong.
bool check_field(const Value& value, const Field& field, std::string_view name,
                 const FileSource& files, Problems& problems);

/// Reports fields that exclude or need one another. Loaders use it for rules of their own.
bool check_group(const Value& mapping, const Group& group, Problems& problems);

/// Which alternative `value` is meant to be: by kind, then a mapping by the first field of each
/// table. Nothing if none fits.
[[nodiscard]] std::optional<std::size_t> matching_alternative(const Value& value,
                                                              const Field& field,
                                                              const FileSource& files);

}  // namespace scenarios
