// What an expectation demands of a quantity: "< 5ms", ">= 900/s", "<= 1.10", or just "0".
//
// The quantity stays text here: only its user knows whether it is a duration, a rate or a number.
// Shape          a sign (< <= == != >= >) or none for ==, spaces, the quantity
// Errors         a Reading with message and hint
// Checked by     tests/scenarios/comparison_test.cpp
#pragma once

#include <string>
#include <string_view>

#include "scenarios/quantity.hpp"

namespace scenarios {

enum class Relation { kLess, kAtMost, kEqual, kNotEqual, kAtLeast, kGreater };

/// What an expectation demands: "< 5ms" is {kLess, "5ms"}; without a sign, kEqual.
struct Comparison {
  Relation relation = Relation::kEqual;
  std::string quantity;  // not yet read: only its user knows the kind
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

[[nodiscard]] Reading<Comparison> read_comparison(std::string_view text);

/// "<", "<=", "==", "!=", ">=" or ">".
[[nodiscard]] std::string_view sign_of(Relation relation);

template <class T>
[[nodiscard]] bool holds(const T& left, Relation relation, const T& right) {
  switch (relation) {
    case Relation::kLess:
      return left < right;
    case Relation::kAtMost:
      return left <= right;
    case Relation::kEqual:
      return left == right;
    case Relation::kNotEqual:
      return !(left == right);
    case Relation::kAtLeast:
      return left >= right;
    case Relation::kGreater:
      return left > right;
  }
  return false;
}

/// A regular expression (ECMA 262) of what read_comparison takes, for the JSON Schema.
inline constexpr std::string_view kComparisonPattern = R"(^(<|<=|>|>=|==|!=)? *[^ <>=!].*$)";

}  // namespace scenarios
