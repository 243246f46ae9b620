#include "scenarios/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/check.hpp"

namespace scenarios {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

bool contains(const Range* begin, const Range* end, std::uint32_t code) {
  return std::any_of(begin, end,
                     [code](Range range) { return range.first <= code && code <= range.last; });
}

constexpr std::array<Range, 10> kCombining{{{0x0300, 0x036F},
                                            {0x0483, 0x0489},
                                            {0x0591, 0x05BD},
                                            {0x064B, 0x065F},
                                            {0x1AB0, 0x1AFF},
                                            {0x1DC0, 0x1DFF},
                                            {0x200B, 0x200F},
                                            {0x20D0, 0x20FF},
                                            {0xFE00, 0xFE0F},
                                            {0xFE20, 0xFE2F}}};
constexpr std::array<Range, 12> kWide{{{0x1100, 0x115F},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0x33FF},
                                       {0x3400, 0x4DBF},
                                       {0x4E00, 0xA4CF},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};

constexpr std::size_t kLongestQuote = 60;

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  SIM_CHECK(at < text.size());
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  const Character bad{lead, 1, false};
  if (lead < 0xC2 || lead > 0xF4 || bytes > text.size() - at) return bad;
  std::uint32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return bad;
    code = code << 6 | (byte(i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[bytes] || surrogate || code > 0x10FFFF) return bad;
  return {code, bytes, true};
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += character_at(text, at).bytes) ++count;
  return count;
}

int display_width(std::uint32_t code) {
  if (code < 0x300) return 1;
  if (contains(kCombining.data(), kCombining.data() + kCombining.size(), code)) return 0;
  return contains(kWide.data(), kWide.data() + kWide.size(), code) ? 2 : 1;
}

bool is_control(std::uint32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

std::string quote(std::string_view text) {
  std::string result = "'";
  std::size_t shown = 0;
  for (std::size_t at = 0; at < text.size(); ++shown) {
    if (shown == kLongestQuote) {
      result += "...";
      break;
    }
    const Character character = character_at(text, at);
    if (!character.valid || is_control(character.code)) {
      result += fmt::format("\\x{:02x}", character.code);
    } else {
      result += text.substr(at, character.bytes);
    }
    at += character.bytes;
  }
  return result + "'";
}

}  // namespace scenarios
