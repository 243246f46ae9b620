#include "scenarios/document.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace scenarios;

namespace {

/// The tree with every place: scalars as text@line:column, quoted ones in quotes, null as ~.
std::string show(const Value& value) {
  const Place place = value.place();
  const std::string at = fmt::format("@{}:{}", place.line, place.column);
  if (value.is_null()) return "~" + at;
  if (value.is_scalar()) {
    return (value.was_quoted() ? "'" + value.text() + "'" : value.text()) + at;
  }
  std::string inner;
  for (const Value& item : value.items()) inner += (inner.empty() ? "" : ", ") + show(item);
  for (const Entry& entry : value.entries()) {
    inner += (inner.empty() ? "" : ", ") + show(entry.key) + ": " + show(entry.value);
  }
  return (value.is_sequence() ? "[" + inner + "]" : "{" + inner + "}") + at;
}

std::string tree(std::string_view text) {
  Problems problems;
  const Value root = parse_document("a.yaml", text, problems);
  return problems.empty() ? show(root) : problems.to_text();
}

/// The first problem's line and column, message and hint.
std::string trouble(std::string_view text) {
  Problems problems;
  static_cast<void>(parse_document("a.yaml", text, problems));
  if (problems.empty()) return "nothing wrong";
  const Problem first = problems.sorted().front();
  const std::string hint = first.hint.empty() ? "" : " = " + first.hint;
  return fmt::format("{}:{} {}{}", first.place.line, first.place.column, first.message, hint);
}

}  // namespace

TEST_CASE("a document is a tree of values that know their places") {
  CHECK(tree("a: 1\nb:\n  - x\n  - {c: 'y', d: [1, 2]}\n") ==
        "{a@1:1: 1@1:4, b@2:1: [x@3:5, {c@4:6: 'y'@4:9, d@4:14: [1@4:18, 2@4:21]@4:17}@4:5]@3:3}"
        "@1:1");
}

TEST_CASE("columns count characters, not bytes") {
  CHECK(tree("\xC3\xA9: \"\xC3\xBC\" \nb: [ \xE6\x97\xA5, c]\n") ==
        "{\xC3\xA9@1:1: '\xC3\xBC'@1:4, b@2:1: [\xE6\x97\xA5@2:6, c@2:9]@2:4}@1:1");
}

TEST_CASE("a byte order mark and CRLF change nothing") {
  CHECK(tree("\xEF\xBB\xBF"
             "a: '1'\r\nb: 2\r\n") == "{a@1:1: '1'@1:4, b@2:1: 2@2:4}@1:1");
}

TEST_CASE("repeated keys are kept for the reader to report") {
  CHECK(tree("a: 1\na: 2\n") == "{a@1:1: 1@1:4, a@2:1: 2@2:4}@1:1");
}

TEST_CASE("a value that is left out stands where its key stands") {
  CHECK(tree("a:\n\n\nb: 1\n") == "{a@1:1: ~@1:1, b@4:1: 1@4:4}@1:1");
  CHECK(tree("{a: , b}") == "{a@1:2: ~@1:2, b@1:7: ~@1:7}@1:1");
  CHECK(tree("- 1\n- \n- 2\n") == "[1@1:3, ~@2:1, 2@3:3]@1:1");
  CHECK(tree("a: ~\nb: null\nc: 'null'\n") ==
        "{a@1:1: ~@1:4, b@2:1: ~@2:4, c@3:1: 'null'@3:4}@1:1");
}

TEST_CASE("scalars stay text, with escapes undone") {
  CHECK(tree(R"(["a\tb", 'it''s', 0123, on, 1e3])") ==
        "['a\tb'@1:2, 'it's'@1:10, 0123@1:19, on@1:25, 1e3@1:29]@1:1");
  CHECK(tree("a: |\n  x\n  y\n") == "{a@1:1: 'x\ny\n'@1:4}@1:1");
}

TEST_CASE("a root may be a list or a scalar: the loader says what it wants") {
  CHECK(tree("- a\n") == "[a@1:3]@1:1");
  CHECK(tree("a\n") == "a@1:1");
  CHECK(tree("--- \na: 1\n...\n") == "{a@2:1: 1@2:4}@2:1");
}

TEST_CASE("find gives the first value of a key") {
  Problems problems;
  const Value root = parse_document("a.yaml", "a: 1\na: 2\n", problems);
  REQUIRE(root.find("a") != nullptr);
  CHECK(root.find("a")->text() == "1");
  CHECK(root.find("b") == nullptr);
  CHECK(root.place() == Place{"a.yaml", 1, 1});
}

TEST_CASE("anchors, aliases, merge keys, tags and directives are refused, all of them at once") {
  CHECK(tree("a: &x {b: 1}\nc: *x\nd: {<<: {e: 1}}\nf: !!str 1\n") ==
        R"(a.yaml:1:4: error: anchors (&) are not part of the language
    1 | a: &x {b: 1}
      |    ^
      = remove it
a.yaml:2:4: error: aliases (*) are not part of the language
    2 | c: *x
      |    ^
      = write the value out
a.yaml:3:5: error: merge keys (<<) are not part of the language
    3 | d: {<<: {e: 1}}
      |     ^
      = write the fields out
a.yaml:4:4: error: tags (!) are not part of the language
    4 | f: !!str 1
      |    ^
      = remove it; quote a text that starts with '!'
)");
  CHECK(trouble("a: *nowhere\n") ==
        "1:4 aliases (*) are not part of the language = write the value out");
  CHECK(trouble("a: ! x\n") ==
        "1:4 tags (!) are not part of the language"
        " = remove it; quote a text that starts with '!'");
  CHECK(trouble("# c\n%YAML 1.2\n---\na: 1\n") ==
        "2:1 directives (%) are not part of the language = remove the line");
}

TEST_CASE("keys are plain names") {
  const std::string refused =
      " a key must be a plain name"
      " = write 'name: value'; quote names like 'null'";
  CHECK(trouble("? [a]\n: b\n") == "1:3" + refused);
  CHECK(trouble("{{a: 1}: b}\n") == "1:2" + refused);
  CHECK(trouble("~: b\n") == "1:1" + refused);
  CHECK(trouble(": b\n") == "1:1" + refused);
  CHECK(trouble("'null': b\n") == "nothing wrong");
}

TEST_CASE("a second document is refused") {
  CHECK(trouble("a: 1\n---\nb: 2\n") ==
        "2:1 a second document starts here = write one document a file");
  const std::string refused =
      " this does not belong to what came before"
      " = is a bracket closed too early, or the line not indented like its neighbours?";
  CHECK(trouble("a: 1\n...\nb: 2\n") == "3:1" + refused);
  CHECK(trouble("{a: 1}{b: 2}") == "1:7" + refused);
  CHECK(trouble("- a\nb: 1\n") == "2:1" + refused);
}

TEST_CASE("a text that swallows the lines below by mistake is refused") {
  const std::string runs_on =
      " a text without quotes runs on to the next line"
      " = is that line indented too far, or a bracket not closed? Long texts need quotes";
  CHECK(trouble("a: 1\n  - b\n") == "1:4" + runs_on);
  CHECK(trouble("a: x\n  y\nb: 2\n") == "1:4" + runs_on);
  CHECK(trouble("a: 'x\nb: 1\n") == "1:4 this quote is not closed = add the closing quote");
  CHECK(trouble("a: 'it''s\n") == "1:4 this quote is not closed = add the closing quote");
  CHECK(trouble("a: 'x\n  y'\nb: \"\\\"\n  z\"\nc: >\n  x\n  y\n") == "nothing wrong");
}

TEST_CASE("what is not YAML is refused in plain words") {
  CHECK(trouble("a: 1\n b: 2\n") ==
        "1:4 a text without quotes runs on to the next line"
        " = is that line indented too far, or a bracket not closed? Long texts need quotes");
  CHECK(trouble("a: b: c\n") ==
        "1:5 a ':' where no key can stand"
        " = is the line indented like its neighbours? Quote text with ': '");
  CHECK(trouble("a:\n\tb: 1\n") == "2:3 this line is indented with a tab = indent with spaces");
  CHECK(trouble("a: [1, 2\n") == "2:1 '[' is not closed before here = add ']', or the ',' before");
  CHECK(trouble("a: {b: 1\n") == "2:1 '{' is not closed before here = add '}', or the ',' before");
  CHECK(trouble("a: \"x\nb") ==
        "2:2 a quoted text is not closed before the end of the file = add the closing quote");
  CHECK(trouble("a: ]") == "1:4 a closing bracket that nothing opened = remove it, or open one");
  CHECK(trouble("a: @x") == "1:4 a text cannot start with this character = put the text in quotes");
  CHECK(trouble("a: \"\\q\"") ==
        "1:7 an unknown escape after '\\'"
        " = in double quotes write '\\\\' for a backslash, or use single quotes");
  CHECK(trouble("a: - b") ==
        "1:4 a '-' where no list can start"
        " = start the list on a line of its own, or write [a, b]");
}
