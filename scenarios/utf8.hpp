// Walking UTF-8 text a character at a time, and how wide characters are on a terminal.
//
// Editors count columns in characters and terminals draw carets in cells; a file has bytes.
// Shape          strict: no overlong forms, no surrogates, nothing above U+10FFFF
// Errors         a bad byte is a character of its own with valid == false, so a walk always ends
// Checked by     tests/scenarios/utf8_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace scenarios {

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

/// The character that starts at byte `at`. REQUIRES: at < text.size().
[[nodiscard]] Character character_at(std::string_view text, std::size_t at);

/// How many characters `text` has; each bad byte counts as one.
[[nodiscard]] std::size_t character_count(std::string_view text);

/// Cells on a terminal: 2 for wide East Asian characters and emoji, 0 for combining marks, else 1.
[[nodiscard]] int display_width(std::uint32_t code);

/// Whether the character is a control character (line feed and tab too).
[[nodiscard]] bool is_control(std::uint32_t code);

/// `text` in single quotes for a message: control characters are spelled out, long texts cut.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace scenarios
