#include "scenarios/text_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/file_source.hpp"
#include "scenarios/utf8.hpp"

namespace scenarios {
namespace {

constexpr std::size_t kMostMarks = 2'000'000;
constexpr std::string_view kMarks = "[]{},:\"'&*!";

TextTrouble not_utf8(std::string_view text, std::size_t at) {
  return {at, fmt::format("byte 0x{:02x} is not UTF-8 text", character_at(text, at).code),
          "save the file as UTF-8"};
}

TextTrouble control_character(std::size_t at, std::uint32_t code) {
  if (code == 0) return {at, "the file holds a NUL character", "is it a text file? Save as UTF-8"};
  if (code == '\r') {
    return {at, "a carriage return without a line feed",
            "end lines with a line feed, or with both"};
  }
  return {at, fmt::format("control character U+{:04X}", code), "remove it; it cannot be seen"};
}

bool is_line_end(std::string_view text, std::size_t at) {
  return text[at] == '\n' || (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
}

std::optional<TextTrouble> check_characters(std::string_view text) {
  std::size_t marks = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (!character.valid) return not_utf8(text, at);
    const bool fine = character.code == '\t' || is_line_end(text, at);
    if (is_control(character.code) && !fine) return control_character(at, character.code);
    const bool is_mark = kMarks.find(text[at]) != std::string_view::npos;
    if (is_mark && ++marks > kMostMarks) {
      return TextTrouble{at, "the file has more than two million brackets, commas and colons",
                         "put large data into a file of its own"};
    }
    at += character.bytes;
  }
  return std::nullopt;
}

// Directives can stand only before the document: after comments and empty lines.
std::optional<TextTrouble> check_directives(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    if (line.substr(0, 1) == "%") {
      return TextTrouble{at, "directives (%) are not part of the language", "remove the line"};
    }
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#') return std::nullopt;
    at += line.size() + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TextTrouble> check_text(std::string_view text) {
  if (text.size() > kLargestFile) {
    return TextTrouble{0, "the file is larger than 16 MiB",
                       "put large data into a file of its own"};
  }
  if (auto trouble = check_characters(text)) return trouble;
  return check_directives(text);
}

Locator::Position Locator::at(std::size_t offset) {
  offset = std::min(offset, text_.size());
  if (offset < offset_) {
    offset_ = 0;
    position_ = {};
  }
  while (offset_ < offset) {
    if (text_[offset_] == '\n') {
      ++position_.line;
      position_.column = 0;
    }
    ++position_.column;
    offset_ += character_at(text_, offset_).bytes;
  }
  return position_;
}

}  // namespace scenarios
