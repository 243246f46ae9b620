// Fitting text into a number of terminal cells: widths, wrapping, tables.
//
// Formula        a table that is too wide takes cells from its widest columns first, down to the
//                longest word or 12 cells; if it still does not fit, each row becomes a block of
//                "title: cell" lines
// Shape          widths are cells as terminals draw them: 2 for wide characters, 0 for combining
// Errors         none; control characters and bad bytes are drawn as U+FFFD, one cell wide
// Checked by     tests/reports/text_layout_test.cpp
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/section.hpp"
#include "reports/writers.hpp"

namespace reports {

/// `text` on one line, safe for a terminal: line breaks and tabs become spaces.
[[nodiscard]] std::string printable(std::string_view text);

/// How many cells `text` takes. REQUIRES: it is printable().
[[nodiscard]] int cells_of(std::string_view text);

/// `text` in lines of at most `width` cells, broken at spaces where possible. REQUIRES: width >= 2.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, int width);

/// `text` in the colour of its tone, if the style has colours.
[[nodiscard]] std::string toned(std::string_view text, Tone tone, const TextStyle& style);

/// The shown columns of the table, each line indented by two. REQUIRES: style.width >= 40.
[[nodiscard]] std::string table_text(const Table& table, const TextStyle& style);

}  // namespace reports
