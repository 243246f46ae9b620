// Whether a layout can be: what a loader must find before there is a data set.
//
// Shape          every mistake at once, each with the table, column or rule that it is about
// Errors         none: mistakes are the answer
// Checked by     tests/models/migration/layout_check_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/migration/package.hpp"

namespace models::migration {

struct LayoutProblem {
  TableIndex table = kNone;  // a problem of a table, or of its column
  ColumnIndex column = kNone;
  RuleIndex rule = kNone;  // a problem of an entry
  std::string message;
  std::string hint;
};

/// What keeps the layout from being one. All indices in it must be of things that exist.
[[nodiscard]] std::vector<LayoutProblem> check_layout(const Layout& layout);

}  // namespace models::migration
