#include "scenarios/comparison.hpp"

#include <fmt/format.h>

#include <array>

#include "scenarios/utf8.hpp"
#include "sim/check.hpp"

namespace scenarios {

Reading<Comparison> read_comparison(std::string_view text) {
  constexpr std::array<Relation, 6> kLongestFirst{Relation::kAtMost, Relation::kAtLeast,
                                                  Relation::kEqual,  Relation::kNotEqual,
                                                  Relation::kLess,   Relation::kGreater};
  Comparison comparison;
  std::string_view rest = text;
  for (const Relation relation : kLongestFirst) {
    const std::string_view sign = sign_of(relation);
    if (rest.substr(0, sign.size()) == sign) {
      comparison.relation = relation;
      rest.remove_prefix(sign.size());
      break;
    }
  }
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  if (rest.empty() || std::string_view("<>=!").find(rest.front()) != std::string_view::npos) {
    return {std::nullopt, fmt::format("{} is not a comparison", quote(text)),
            R"(write a sign and a value: "< 5ms", ">= 900/s", "== 0")"};
  }
  comparison.quantity = rest;
  return {std::move(comparison), {}, {}};
}

std::string_view sign_of(Relation relation) {
  switch (relation) {
    case Relation::kLess:
      return "<";
    case Relation::kAtMost:
      return "<=";
    case Relation::kEqual:
      return "==";
    case Relation::kNotEqual:
      return "!=";
    case Relation::kAtLeast:
      return ">=";
    case Relation::kGreater:
      return ">";
  }
  SIM_CHECK(false);
  return {};
}

}  // namespace scenarios
