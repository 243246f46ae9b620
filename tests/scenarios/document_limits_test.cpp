#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "scenarios/document.hpp"
#include "scenarios/text_check.hpp"

using namespace scenarios;

namespace {

std::string first_problem(std::string_view text) {
  Problems problems;
  static_cast<void>(parse_document("a.yaml", text, problems));
  if (problems.empty()) return "nothing wrong";
  const Problem first = problems.sorted().front();
  return fmt::format("{}:{} {}", first.place.line, first.place.column, first.message);
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

constexpr std::size_t kMany = 10'000'000;

}  // namespace

TEST_CASE("an empty file is refused, and so is one of comments alone") {
  CHECK(first_problem("") == "1:1 the file is empty");
  CHECK(first_problem("# nothing\n\n") == "1:1 the file is empty");
  CHECK(first_problem("\xEF\xBB\xBF") == "1:1 the file is empty");
}

TEST_CASE("what is not UTF-8 text is refused at its first bad byte") {
  CHECK(first_problem("a: gr\xFC\xDF\n") == "1:6 byte 0xfc is not UTF-8 text");
  CHECK(first_problem("\xC3\xA9: \xC3") == "1:4 byte 0xc3 is not UTF-8 text");
  CHECK(first_problem("\xFF\xFE"
                      "a\0:\0") == "1:1 byte 0xff is not UTF-8 text");
  CHECK(first_problem(std::string("a: \0b", 5)) == "1:4 the file holds a NUL character");
  CHECK(first_problem("a: \x1B[31m") == "1:4 control character U+001B");
  CHECK(first_problem("a: \x04") == "1:4 control character U+0004");
  CHECK(first_problem("a: \xC2\x85") == "1:4 control character U+0085");
  CHECK(first_problem("a: 1\rb: 2\n") == "1:5 a carriage return without a line feed");
  CHECK(first_problem("a: 1\t# tab\r\n") == "nothing wrong");
}

TEST_CASE("32 levels are read, 33 are not") {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + "x" + std::string(levels, ']');
  };
  CHECK(first_problem(nested(32)) == "nothing wrong");
  CHECK(first_problem(nested(33)) == "1:33 nested deeper than 32 levels");
  CHECK(first_problem(repeated("- ", 66) + "x") == "1:65 nested deeper than 32 levels");
  CHECK(first_problem(repeated("{a: ", 4 * 33) + repeated("}", 33)) ==
        "1:129 nested deeper than 32 levels");
}

TEST_CASE("ten megabytes of opening brackets end quickly, whatever is between them") {
  CHECK(first_problem(std::string(kMany, '[')) ==
        "1:2000001 the file has more than two million brackets, commas and colons");
  CHECK(first_problem(std::string(kMany, '{')) ==
        "1:2000001 the file has more than two million brackets, commas and colons");
  // The parser takes each bracket that is never closed for the key of a mapping: two levels.
  CHECK(first_problem(std::string(100'000, '[')) == "1:17 nested deeper than 32 levels");
  CHECK(first_problem(repeated("[ # ]\n", 100'000)) == "17:1 nested deeper than 32 levels");
  CHECK(first_problem(repeated("- ", kMany)) == "1:65 nested deeper than 32 levels");
  CHECK(first_problem(repeated("? ", kMany)) == "1:65 nested deeper than 32 levels");
}

TEST_CASE("a million values are too many, and so are 16 MiB") {
  CHECK(first_problem(repeated("- a\n", 4 * 999'999)) == "nothing wrong");
  CHECK(first_problem(repeated("- a\n", 4 * 1'000'000)) ==
        "1000000:3 the file holds more than a million values");
  const std::string full = "a: " + std::string(kLargestFile - 3, 'x');
  CHECK_FALSE(check_text(full));
  CHECK(first_problem(full + "x") == "1:1 the file is larger than 16 MiB");
}

TEST_CASE("a file that cannot be read is a problem of the file as a whole") {
  const auto files = memory_files({{"a.yaml", "a: 1\n"}});
  Problems problems;
  CHECK(read_document("a.yaml", files, problems).find("a") != nullptr);
  CHECK(problems.empty());
  CHECK(read_document("b.yaml", files, problems).is_null());
  CHECK(problems.to_text() == "b.yaml: error: no such file\n");
}
