#include "scenarios/field_path.hpp"

#include <doctest/doctest.h>

using scenarios::parse_document;
using scenarios::PathStep;
using scenarios::Place;
using scenarios::Problems;
using scenarios::Value;

namespace {

Value document() {
  Problems problems;
  Value root = parse_document("a.yaml", "a: {b: 1}\nlist: [{c: 2}, {c: 3}]\nnone:\n", problems);
  CHECK(problems.empty());
  return root;
}

std::vector<PathStep> path(const std::string& text) {
  Problems problems;
  return read_field_path(text, Place{"option", 1, 1}, problems);
}

std::string at(const Value& root, const std::string& text) {
  const Value* value = field_at(root, path(text));
  return value == nullptr ? "nothing" : describe(*value);
}

Value with(const std::string& text, const std::string& value) {
  Problems problems;
  const Place place{"option", 1, 1};
  Value changed = with_field(document(), path(text), read_value(value, place, problems), problems);
  CHECK(problems.empty());
  return changed;
}

}  // namespace

TEST_CASE("a path leads through mappings and lists") {
  CHECK(at(document(), "a.b") == "'1'");
  CHECK(at(document(), "list.1.c") == "'3'");
  CHECK(at(document(), "list") == "a list");
  CHECK(at(document(), "list.2.c") == "nothing");
  CHECK(at(document(), "list.x") == "nothing");
  CHECK(at(document(), "a.c") == "nothing");
}

TEST_CASE("one field is changed, and what stands beside it stays") {
  const Value changed = with("list.0.c", "9");
  CHECK(at(changed, "list.0.c") == "'9'");
  CHECK(at(changed, "list.1.c") == "'3'");
  CHECK(at(changed, "a.b") == "'1'");
  CHECK(at(with("a.d.e", "5"), "a.d.e") == "'5'");
  CHECK(at(with("none.f", "5"), "none.f") == "'5'");
}

TEST_CASE("a value is read as a file's would be") {
  CHECK(at(with("a", "[1, 2]"), "a.1") == "'2'");
  CHECK(at(with("a", "{x: {y: 5ms}}"), "a.x.y") == "'5ms'");
  CHECK(at(with("a", "null"), "a") == "nothing");
  CHECK(at(with("a", "\"two words\""), "a") == "'two words'");
}

TEST_CASE("a path is counted in characters, so that a caret finds its step") {
  Problems problems;
  const auto steps = read_field_path("größe.rows", Place{"option", 1, 5}, problems);
  REQUIRE(steps.size() == 2);
  CHECK(steps[1].place == Place{"option", 1, 11});
}
