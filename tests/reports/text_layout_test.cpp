#include "reports/text_layout.hpp"

#include <doctest/doctest.h>

namespace reports {

namespace {

using Lines = std::vector<std::string>;

Table people() {
  Table table{
      "people", "", {{"name", "name"}, {"deed", "deed"}, {"age", "age", ColumnKind::kNumber}}, {}};
  add_row(table, {text_cell("Ada"), text_cell("wrote a program for a machine that never ran"),
                  count_cell(36)});
  add_row(table, {text_cell("Grace"), text_cell("found a bug"), count_cell(85)});
  return table;
}

}  // namespace

TEST_CASE("text is wrapped at spaces and words that are too long are cut") {
  CHECK(wrapped("", 10) == Lines{""});
  CHECK(wrapped("short", 10) == Lines{"short"});
  CHECK(wrapped("exactly ten", 11) == Lines{"exactly ten"});
  CHECK(wrapped("exactly ten", 10) == Lines{"exactly", "ten"});
  CHECK(wrapped("one two three", 7) == Lines{"one two", "three"});
  CHECK(wrapped("abcdefghij", 4) == Lines{"abcd", "efgh", "ij"});
}

TEST_CASE("wide characters take two cells and combining marks none") {
  CHECK(cells_of("k\xC3\xA9y") == 3);    // an accented letter
  CHECK(cells_of("\xE9\x8D\xB5") == 2);  // a Chinese character
  CHECK(cells_of("e\xCC\x81") == 1);     // a letter and a combining accent
  CHECK(wrapped("\xE9\x8D\xB5\xE9\x8D\xB5\xE9\x8D\xB5", 5) ==
        Lines{"\xE9\x8D\xB5\xE9\x8D\xB5", "\xE9\x8D\xB5"});
}

TEST_CASE("nothing that a terminal would obey gets through") {
  CHECK(printable("a\x1b[31mb\nc\td") == "a\xEF\xBF\xBD[31mb c d");
  CHECK(printable("\xFF") == "\xEF\xBF\xBD");
}

TEST_CASE("a table that fits stands as wide as its cells") {
  CHECK(table_text(people(), {60, false}) ==
        "  name   deed                                          age\n"
        "  Ada    wrote a program for a machine that never ran   36\n"
        "  Grace  found a bug                                    85\n");
}

TEST_CASE("a table that does not fit wraps its widest column") {
  CHECK(table_text(people(), {40, false}) ==
        "  name   deed                        age\n"
        "  Ada    wrote a program for a        36\n"
        "         machine that never ran\n"
        "  Grace  found a bug                  85\n");
}

TEST_CASE("a table that no width fits becomes blocks") {
  Table table{"wide", "", {{"a", "first"}, {"b", "second"}, {"c", "third"}, {"d", "fourth"}}, {}};
  add_row(table, {text_cell("alpha-alpha-alpha"), text_cell("beta-beta-beta-beta"),
                  text_cell("gamma-gamma"), text_cell("delta-delta-delta")});
  CHECK(table_text(table, {40, false}) ==
        "- first: alpha-alpha-alpha\n"
        "  second: beta-beta-beta-beta\n"
        "  third: gamma-gamma\n"
        "  fourth: delta-delta-delta\n");
}

TEST_CASE("no line is wider than asked, at any width") {
  Table table = people();
  add_row(table, {text_cell("\xE9\x8D\xB5\xE9\x8D\xB5"), text_cell(std::string(90, 'x')),
                  count_cell(18446744073709551615U)});
  for (int width = 40; width <= 110; ++width) {
    const std::string text = table_text(table, {width, false});
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      CHECK(cells_of(text.substr(at, text.find('\n', at) - at)) <= width);
    }
  }
}

TEST_CASE("columns that are hidden or empty are left out") {
  Table table{"t", "", {{"a", "a"}, {"b", "b", ColumnKind::kText, false}, {"c", "c"}}, {}};
  add_row(table, {text_cell("1"), text_cell("2"), text_cell("")});
  CHECK(table_text(table, {40, false}) == "  a\n  1\n");
}

TEST_CASE("colour is put around a cell, not around its blanks") {
  Table table{"t", "", {{"a", "a"}, {"b", "b"}}, {}};
  add_row(table, {text_cell("ok", Tone::kGood), text_cell("x")});
  add_row(table, {text_cell("FAILED", Tone::kBad), text_cell("y")});
  CHECK(table_text(table, {40, true}) ==
        "  a       b\n"
        "  \x1b[32mok\x1b[0m      x\n"
        "  \x1b[31mFAILED\x1b[0m  y\n");
}

}  // namespace reports
