// Scenarios for situations that nothing exercises: whole files that run, to be reviewed and made
// real.
//
// Formula        one file for each missing (ordering, fault, command) and level of a synchronous
//                write, if one is meant: nodes with round figures in which the key comes into that
//                ordering, so that every requirement comes to hold; the fault staged, what breaks
//                once all is on disk; then the command sent. Four nodes, three for a level, since
//                none holds with three replicas. Its expectations are read from its own run, and
//                its `about` says so
// Errors         none; a stub that would not exercise its situations, or not pass, is our fault
// Checked by     tests/scenarios/coverage_test.cpp: all of them
#pragma once

#include <string>
#include <vector>

#include "scenarios/coverage.hpp"

namespace scenarios {

struct Stub {
  std::string name;  // "replicas-first-slow-unpersist"
  std::string text;  // of the file
};

/// Stubs that together exercise all these situations. REQUIRES: possible situations, in order.
[[nodiscard]] std::vector<Stub> stubs_for(const std::vector<Situation>& missing);

}  // namespace scenarios
