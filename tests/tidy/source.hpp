// A source file as the house rules read it: its lines, and its lines without comments and literals.
//
// Errors         none: what is no C++ is read as far as it goes
// Checked by     tests/tidy_test.cpp
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

using Strings = std::vector<std::string>;

struct File {
  std::string path;  // from the root of the tree
  Strings lines;     // as written
  Strings code;      // the same lines without comments and the insides of literals
};

[[nodiscard]] bool starts(std::string_view text, std::string_view prefix);
[[nodiscard]] bool ends(std::string_view text, std::string_view suffix);

/// Whether `c` can be part of a name.
[[nodiscard]] bool is_word(char c);

/// A file of this path that holds this text.
[[nodiscard]] File file(std::string path, const std::string& text);

/// The files below `root` with one of these endings, by path. Programs for other simulators,
/// build directories and hidden folders are not the house's.
[[nodiscard]] std::vector<File> tree(const std::filesystem::path& root,
                                     std::initializer_list<std::string_view> endings);

}  // namespace tidy
