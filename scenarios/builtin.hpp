// The library's files inside the program: profiles and the measurements they refer to, so that a
// scenario anywhere can name `nvme-datacenter`.
//
// Shape          constant texts, generated from scenarios/profiles/ when the program is built
// Checked by     tests/scenarios/builtin_test.cpp
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/file_source.hpp"

namespace scenarios {

/// The path under which with_builtin_files() serves a file of the library ("profiles/gp3.yaml").
[[nodiscard]] std::string builtin_path(std::string_view path);

/// The names of the profiles, in order.
[[nodiscard]] std::vector<std::string> builtin_profiles();

/// `files`, and for built-in paths the library.
[[nodiscard]] FileSource with_builtin_files(FileSource files);

}  // namespace scenarios
