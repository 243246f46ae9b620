// The command lines of sweep and merge.
//
// Errors         throws WrongUsage
// Checked by     tests/cli/command_line_test.cpp, tests/cli/sweep_test.cpp
#pragma once

#include <string>
#include <vector>

#include "cli/command_line.hpp"

namespace cli {

[[nodiscard]] Command parse_sweep(const std::vector<std::string>& words);
[[nodiscard]] Command parse_merge(const std::vector<std::string>& words);

}  // namespace cli
