// An explanation as a graph for Graphviz: one box a link, each pointing to what it brings about;
// dashed, what a link waited for.
//
// Shape          the same explanation gives the same bytes; all links are drawn, none summed up
// Errors         none; texts are quoted, so that a key may hold anything
// Checked by     tests/reports/dot_test.cpp
#pragma once

#include <string>

#include "reports/explain.hpp"

namespace reports {

[[nodiscard]] std::string to_dot(const Explanation& explanation);

}  // namespace reports
