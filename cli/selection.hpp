// Which scenarios a list of paths means.
//
// Formula        a file means itself; a folder means every *.yaml below it but what lies in folders
//                called profiles or packages or beginning with a dot, and files that are profiles
//                or packages themselves
// Shape          paths without ./ and //, each once, in the order of their bytes
// Errors         reports folders that cannot be read or hold no scenario; a file that does not
//                exist is left to its loader
// Checked by     tests/cli/selection_test.cpp
#pragma once

#include <string>
#include <vector>

#include "scenarios/problem.hpp"

namespace cli {

[[nodiscard]] std::vector<std::string> select_scenarios(const std::vector<std::string>& paths,
                                                        scenarios::Problems& problems);

}  // namespace cli
