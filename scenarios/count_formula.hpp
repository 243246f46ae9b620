// "hooks", "parts + 1", "ceil(hooks / 1000)", "2 * groups * policies": how much a call does.
//
// Shape          terms joined by +; a term is factors joined by *, perhaps divided by a whole
//                number and then rounded up; ceil( ) around a term changes nothing and may be left
//                out
// Errors         a Reading with message and hint
// Checked by     tests/scenarios/count_formula_test.cpp
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/migration/package.hpp"
#include "scenarios/quantity.hpp"

namespace scenarios {

/// Reads it; a name stands for its position in `parameters`.
[[nodiscard]] Reading<models::migration::CountFormula> read_count_formula(
    std::string_view text, const std::vector<models::migration::CallParameter>& parameters);

}  // namespace scenarios
