// The house's rules: each is a function from a file to its offences, `file:line: message`.
//
// Errors         none; an offence names the place and what to do instead
// Checked by     tests/tidy_test.cpp
#pragma once

#include <filesystem>

#include "tests/tidy/source.hpp"

namespace tidy {

/// Includes that point to the right, and libraries seen where they must not be.
[[nodiscard]] Strings layer_offences(const File& file);

/// Long lines and files, tabs, trailing blanks, a header without contract or guard.
[[nodiscard]] Strings shape_offences(const File& file);

/// Functions that do not fit a screen.
[[nodiscard]] Strings function_offences(const File& file);

/// Words that have no place here: clocks, chance, libm, hash order, unfinished work.
[[nodiscard]] Strings word_offences(const File& file);

/// Links of a Markdown page into the tree below `root` that lead nowhere.
[[nodiscard]] Strings link_offences(const File& page, const std::filesystem::path& root);

/// Headers that no file includes, and sources that no build file names.
[[nodiscard]] Strings orphans(const std::vector<File>& files, const std::vector<File>& builds);

}  // namespace tidy
