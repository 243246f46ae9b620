#include "scenarios/field_check.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "example_tables.hpp"
#include "scenarios/fields.hpp"

using namespace scenarios;

namespace {

const FileSource kEmpty = memory_files({});

/// All that is wrong with `text` as the example language: "line:column message = hint".
std::string wrong(const std::string& text) {
  Problems problems;
  const Value root = parse_document("a.yaml", text, problems);
  static_cast<void>(read_fields(root, kExample, kEmpty, problems));
  std::string result;
  for (const Problem& problem : problems.sorted()) {
    result += fmt::format("{}:{} {}{}{}\n", problem.place.line, problem.place.column,
                          problem.message, problem.hint.empty() ? "" : " = ", problem.hint);
  }
  return result;
}

/// The same for one field beside the required one.
std::string wrong_field(const std::string& field) { return wrong("scenario: x\n" + field + "\n"); }

}  // namespace

TEST_CASE("every mistake of a file is reported in one go, in its order") {
  CHECK(wrong("at: 5\nrow: 3\nwarm: yes\nat: 3ms\ndisk: {write: 80, red: 1}\n") ==
        "1:1 example: 'scenario' is missing = write 'scenario: slow-disk'\n"
        "1:5 '5' is not a duration = write a whole number and a unit: 250us, 5ms, 2s\n"
        "2:1 unknown field 'row' = did you mean 'rows'?\n"
        "3:7 'yes' is not true or false = write true\n"
        "4:1 field 'at' is given twice = keep one of them\n"
        "5:15 '80' is not a duration = write a whole number and a unit: 250us, 5ms, 2s\n"
        "5:19 unknown field 'red' = only 'write' may stand here\n");
}

TEST_CASE("a root that is no mapping is told what it should be") {
  CHECK(wrong("- a\n").find("1:1 example cannot be a list = write its fields: scenario, about") ==
        0);
  CHECK(wrong_field("disk: {}") == "");
}

TEST_CASE("each kind refuses what it is not") {
  CHECK(wrong_field("rows: many") ==
        "2:7 'many' is not a count = write a whole number: 1500, 10k, 2M\n");
  CHECK(wrong_field("rows: 0") == "2:7 0 is too small = the least is 1\n");
  CHECK(wrong_field("at: 2min") == "2:5 2min is too large = the most is 1min\n");
  CHECK(wrong_field("seed: '7'") ==
        "2:7 '7' is a text because of its quotes, not an integer = leave out the quotes\n");
  CHECK(wrong_field("seed: 1.5").find("2:7 '1.5' is not a whole number of ones") == 0);
  CHECK(wrong_field("skew: fast") ==
        "2:7 'fast' is not a number = write a decimal number: 3, 0.25, -1.5\n");
  CHECK(wrong_field("state: fond") ==
        "2:8 'fond' is not one of found, persisted or not-found = did you mean 'found'?\n");
  CHECK(wrong_field("about: \"a\\eb\"") ==
        "2:8 'a\\x1bb' holds a control character = leave it out; a report could not show it\n");
  CHECK(wrong_field("order: [a b]") ==
        "2:9 'a b' is not a name = use letters, digits and - _ . / : and start with a letter or "
        "digit\n");
  CHECK(wrong_field("rows:") == "2:1 'rows' has no value = write a count: 10k\n");
  CHECK(wrong_field("disk: fast") ==
        "2:7 'disk' takes a mapping, not 'fast' = for example 'disk: {write: {exponential: "
        "100us}}'\n");
  CHECK(wrong_field("rows: [1]") ==
        "2:7 'rows' takes a count, not a list = for example 'rows: 10k'\n");
  CHECK(wrong_field("order: []") ==
        "2:8 the list 'order' is empty = for example 'order: [master.cached, replica0.cached]'\n");
}

TEST_CASE("ranges are two values in order") {
  CHECK(wrong_field("window: [5ms, 1ms]") ==
        "2:15 the range ends at 1ms, before its start at 5ms = write the lower one first\n");
  CHECK(wrong_field("window: [5ms]") ==
        "2:9 'window' takes two durations, not a list = for example 'window: [1ms, 5ms]'\n");
  CHECK(wrong_field("sizes: [1KiB, 4]") ==
        "2:15 '4' is not a size = write a whole number and a unit: 512B, 4KiB, 1MB\n");
}

TEST_CASE("fields that exclude or need one another") {
  CHECK(wrong_field("skew: 1\nreads: 5%") ==
        "3:1 'skew' and 'reads' exclude each other = keep one of them\n");
  CHECK(wrong_field("link: 1Gbit/s") ==
        "2:1 link and load belong together = write all of them, or none\n");
  Problems problems;
  const Value mapping = parse_document("a.yaml", "c: 1\n", problems);
  constexpr std::string_view kNames[] = {"a", "b"};
  CHECK_FALSE(check_group(mapping, {Rule::kExactlyOne, kNames}, problems));
  CHECK(problems.sorted().front().message == "one of a or b is missing");
  CHECK(check_group(mapping, {Rule::kAtMostOne, kNames}, problems));
  CHECK_FALSE(check_group(mapping, {Rule::kAtLeastOne, kNames}, problems));
}

TEST_CASE("an alternative is chosen by its kind, a mapping by the first field of its table") {
  CHECK(wrong_field("first: {store: k, value: v}") == "");
  CHECK(wrong_field("first: 5ms") == "");
  CHECK(wrong_field("first: {wait: 5}") ==
        "2:15 '5' is not a duration = write a whole number and a unit: 250us, 5ms, 2s\n");
  CHECK(wrong_field("first: 5") ==
        "2:8 '5' is not a duration = write a whole number and a unit: 250us, 5ms, 2s\n");
  CHECK(wrong_field("first: {stor: k}") ==
        "2:8 a mapping as 'first' is none of: a store, a wait or a pause"
        " = did you mean 'store' by 'stor'?\n");
  CHECK(wrong_field("first: {color: k}") ==
        "2:8 a mapping as 'first' is none of: a store, a wait or a pause"
        " = it needs one of the fields store or wait\n");
  CHECK(wrong_field("script: [{wait: 1ms, store: k}]") ==
        "2:11 unknown field 'wait'"
        " = write one of store or value\n");
}

TEST_CASE("keys of the user's choice hold what their table says") {
  CHECK(wrong_field("override: {master: {write: 1ms}, replica0: {write: 1}}") ==
        "2:52 '1' is not a duration = write a whole number and a unit: 250us, 5ms, 2s\n");
  CHECK(wrong_field("override: {}") == "2:11 override is empty = write 'name: {write: 80ms}'\n");
}
