// A field of a document by the way to it: dataset.rows, workload.0.poisson.
//
// Shape          keys of mappings and numbers of lists, counted from 0, with points between; a
//                mapping that is left out is made on the way, an element of a list is not
// Errors         located Problems, at the step of the path that leads nowhere. Whether the language
//                has such a field is for the loader to say: the new value stands at the path's
//                place, so what it reports points there
// Checked by     tests/scenarios/field_path_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/document.hpp"

namespace scenarios {

struct PathStep {
  std::string text;
  Place place;
};

/// The steps of a path that is written at `place`; empty and a report if one of them is.
[[nodiscard]] std::vector<PathStep> read_field_path(std::string_view text, const Place& place,
                                                    Problems& problems);

/// `root` with that field's value. Reports and gives `root` if the path leads nowhere.
[[nodiscard]] Value with_field(const Value& root, std::span<const PathStep> path,
                               const Value& value, Problems& problems);

/// The value that stands there; nothing if none does.
[[nodiscard]] const Value* field_at(const Value& root, std::span<const PathStep> path);

/// The value that `text` is in a file, standing at `place`: a scalar, a list or a mapping in
/// brackets.
[[nodiscard]] Value read_value(std::string_view text, const Place& place, Problems& problems);

}  // namespace scenarios
