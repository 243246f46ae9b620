// Whether one scalar is what its kind asks for.
//
// Errors         a message and a hint; callers know the place
// Checked by     tests/scenarios/field_check_test.cpp
#pragma once

#include <optional>
#include <string>

#include "scenarios/document.hpp"
#include "scenarios/field_table.hpp"

namespace scenarios {

struct ScalarTrouble {
  std::string message;
  std::string hint;
};

/// Whether values of this kind are single scalars.
[[nodiscard]] bool is_scalar_kind(Kind kind);

/// What is wrong with the scalar `value` as this field, or nothing.
/// REQUIRES: value.is_scalar() and is_scalar_kind(field.kind).
[[nodiscard]] std::optional<ScalarTrouble> check_scalar(const Value& value, const Field& field);

/// A name: letters, digits and - _ . / : after a first letter or digit (ECMA 262).
inline constexpr std::string_view kIdentifierPattern = "^[A-Za-z0-9][A-Za-z0-9_./:-]*$";

}  // namespace scenarios
