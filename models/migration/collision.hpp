// Whether two rows of a layout can get the same key in the same partition.
//
// Formula        within a rule: a row is named by its key if what the key tells determines it: a
//                unique index whose columns are all told tells the row; a row tells its columns and
//                the row that it belongs to; a reference tells what it refers to
//                between rules: texts of different lengths, or that differ in a part between
//                slashes, never meet;
//                a column's values have no slash in them, unless it ends the text
// Shape          analysis of the layout first; then a search through rows that names two
// Checked by     tests/models/migration/collision_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/migration/dataset.hpp"

namespace models::migration {

/// Whether no two rows can get the rule's key, whatever their values.
[[nodiscard]] bool key_names_row(const Layout& layout, RuleIndex rule);

/// Whether two rules can give the same key in the same partition.
[[nodiscard]] bool may_meet(const Layout& layout, const EntryRule& first, const EntryRule& second);

struct Collision {
  RuleIndex rule = 0;
  RowIndex first = 0;
  RowIndex second = 0;
  std::string key;
};

/// Two rows of the rule's table with the same key, among its first million.
[[nodiscard]] std::optional<Collision> find_collision(const Dataset& dataset, RuleIndex rule);

}  // namespace models::migration
