// The command lines of the verbs that ask questions of many runs.
//
// Errors         throws WrongUsage
// Checked by     tests/cli/study_command_line_test.cpp
#pragma once

#include "cli/verb.hpp"

namespace cli {

[[nodiscard]] Command parse_compare(const std::vector<std::string>& words);
[[nodiscard]] Command parse_curve(const std::vector<std::string>& words);
[[nodiscard]] Command parse_solve(const std::vector<std::string>& words);
[[nodiscard]] Command parse_sensitivity(const std::vector<std::string>& words);

/// "1%" after an option, as 0.01; more than 0.
[[nodiscard]] double share_of(const Verb& verb, std::string_view option, const std::string& word);

}  // namespace cli
