// The library's files inside the program: profiles, the measurements they refer to, and packages,
// so that a scenario anywhere can name `nvme-datacenter` or `gateway/multiparts`.
//
// Shape          constant texts, generated from scenarios/profiles/ and scenarios/packages/ when
//                the program is built
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

/// The names of the packages, in order.
[[nodiscard]] std::vector<std::string> builtin_packages();

/// Where `file` of the library ("profiles/gp3.yaml") is looked for: beside `scenario` and beside
/// each folder above it, then inside the program.
[[nodiscard]] std::vector<std::string> library_paths(std::string_view scenario,
                                                     std::string_view file);

/// `files`, and for built-in paths the library.
[[nodiscard]] FileSource with_builtin_files(FileSource files);

}  // namespace scenarios
