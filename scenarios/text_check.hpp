// What must hold of a text before a YAML parser may see it.
//
// The parser guesses encodings, keeps every token of an open bracket in memory and has its own
// ideas about stray bytes; after this check there is nothing left to guess.
// Shape          UTF-8 without NUL and control characters (tab, LF, CRLF are fine); at most
//                16 MiB and two million of the characters that YAML gives a meaning
// Errors         the first trouble only: one wrong encoding is wrong everywhere
// Checked by     tests/scenarios/document_limits_test.cpp
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace scenarios {

struct TextTrouble {
  std::size_t at = 0;  // the byte
  std::string message;
  std::string hint;
};

[[nodiscard]] std::optional<TextTrouble> check_text(std::string_view text);

/// Byte offsets as line and column, fastest when asked in ascending order.
class Locator {
 public:
  struct Position {
    int line = 1;
    int column = 1;
  };

  explicit Locator(std::string_view text) : text_(text) {}

  /// REQUIRES: nothing; an offset past the end is the end.
  [[nodiscard]] Position at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  Position position_;
};

}  // namespace scenarios
