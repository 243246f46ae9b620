#include "scenarios/comparison.hpp"

#include <doctest/doctest.h>

using namespace scenarios;

TEST_CASE("a comparison is a sign and a quantity, and without a sign means equal") {
  CHECK(read_comparison("< 5ms").value == Comparison{Relation::kLess, "5ms"});
  CHECK(read_comparison(">= 900/s").value == Comparison{Relation::kAtLeast, "900/s"});
  CHECK(read_comparison("<=1.10").value == Comparison{Relation::kAtMost, "1.10"});
  CHECK(read_comparison("> 0").value == Comparison{Relation::kGreater, "0"});
  CHECK(read_comparison("!= 3").value == Comparison{Relation::kNotEqual, "3"});
  CHECK(read_comparison("== 3").value == Comparison{Relation::kEqual, "3"});
  CHECK(read_comparison("0").value == Comparison{Relation::kEqual, "0"});
}

TEST_CASE("a sign alone, or one that does not exist, is refused") {
  for (const char* text : {"", "<", "< ", "=> 5", "= 5", "<> 5", "<< 5", "=== 5"}) {
    CAPTURE(text);
    const auto reading = read_comparison(text);
    CHECK_FALSE(reading.value);
    CHECK(reading.hint == R"(write a sign and a value: "< 5ms", ">= 900/s", "== 0")");
  }
  CHECK(read_comparison("=> 5").message == "'=> 5' is not a comparison");
}

TEST_CASE("relations hold on both sides of their limit") {
  CHECK(holds(1, Relation::kLess, 2));
  CHECK_FALSE(holds(2, Relation::kLess, 2));
  CHECK(holds(2, Relation::kAtMost, 2));
  CHECK_FALSE(holds(3, Relation::kAtMost, 2));
  CHECK(holds(2, Relation::kEqual, 2));
  CHECK_FALSE(holds(1, Relation::kEqual, 2));
  CHECK(holds(1, Relation::kNotEqual, 2));
  CHECK_FALSE(holds(2, Relation::kNotEqual, 2));
  CHECK(holds(2, Relation::kAtLeast, 2));
  CHECK_FALSE(holds(1, Relation::kAtLeast, 2));
  CHECK(holds(3, Relation::kGreater, 2));
  CHECK_FALSE(holds(2, Relation::kGreater, 2));
}

TEST_CASE("each relation prints as the sign that reads back to it") {
  for (const Relation relation : {Relation::kLess, Relation::kAtMost, Relation::kEqual,
                                  Relation::kNotEqual, Relation::kAtLeast, Relation::kGreater}) {
    const std::string text = std::string(sign_of(relation)) + " 1";
    CHECK(read_comparison(text).value == Comparison{relation, "1"});
  }
}
