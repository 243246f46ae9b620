// The field table of an expectation of growth, in scenarios of both kinds. Apart from tables.hpp,
// since whoever runs several sizes reads it too.
//
// Checked by     tests/studies/growth_test.cpp
#pragma once

#include "scenarios/field_table.hpp"

namespace scenarios {

extern const Table kGrowthTable;

}  // namespace scenarios
