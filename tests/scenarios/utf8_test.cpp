#include "scenarios/utf8.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace scenarios;

TEST_CASE("characters are decoded strictly, and a bad byte is one character that is not valid") {
  const auto valid = [](std::string_view text) { return character_at(text, 0).valid; };
  CHECK(character_at("a", 0).code == 'a');
  CHECK(character_at("\xC3\xBC", 0).code == 0xFC);
  CHECK(character_at("\xE6\x97\xA5", 0).code == 0x65E5);
  CHECK(character_at("\xF0\x9F\x98\x80", 0).code == 0x1F600);
  CHECK(character_at("\xF0\x9F\x98\x80", 0).bytes == 4);
  CHECK_FALSE(valid("\x80"));              // a continuation byte alone
  CHECK_FALSE(valid("\xC3"));              // cut off
  CHECK_FALSE(valid("\xC0\xAF"));          // overlong
  CHECK_FALSE(valid("\xE0\x80\xAF"));      // overlong
  CHECK_FALSE(valid("\xED\xA0\x80"));      // a surrogate
  CHECK_FALSE(valid("\xF4\x90\x80\x80"));  // above U+10FFFF
  CHECK_FALSE(valid("\xFF"));
  CHECK(character_at("\xFF", 0).bytes == 1);
}

TEST_CASE("texts are counted in characters") {
  CHECK(character_count("") == 0);
  CHECK(character_count("gr\xC3\xBC\xC3\x9F") == 4);
  CHECK(character_count("a\xFF\xFE") == 3);
}

TEST_CASE("wide characters take two cells, combining marks none") {
  CHECK(display_width('a') == 1);
  CHECK(display_width(0x65E5) == 2);
  CHECK(display_width(0x1F600) == 2);
  CHECK(display_width(0x0301) == 0);
}

TEST_CASE("a text is quoted for a message without its control characters and not at any length") {
  CHECK(quote("a'b") == "'a'b'");
  CHECK(quote("\x1B[31m\n") == "'\\x1b[31m\\x0a'");
  CHECK(quote(std::string("\0", 1)) == "'\\x00'");
  CHECK(quote("\xFF") == "'\\xff'");
  CHECK(quote(std::string(61, 'x')) == "'" + std::string(60, 'x') + "...'");
}
