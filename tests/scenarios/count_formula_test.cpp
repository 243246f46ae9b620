#include "scenarios/count_formula.hpp"

#include <doctest/doctest.h>

#include <array>

namespace {

const std::vector<models::migration::CallParameter> kParameters{{"hooks", 10}, {"runs", 3}};

std::uint32_t value(std::string_view text) {
  const auto reading = scenarios::read_count_formula(text, kParameters);
  REQUIRE(reading.value);
  return reading.value->value(std::array{2500U, 3U});
}

std::string wrong_formula(std::string_view text) {
  const auto reading = scenarios::read_count_formula(text, kParameters);
  REQUIRE_FALSE(reading.value);
  return reading.message + (reading.hint.empty() ? "" : "; " + reading.hint);
}

}  // namespace

TEST_CASE("counts are read as they are written") {
  CHECK(value("7") == 7);
  CHECK(value("10k") == 10'000);
  CHECK(value("hooks") == 2500);
  CHECK(value("hooks + 1") == 2501);
  CHECK(value(" hooks+runs ") == 2503);
  CHECK(value("2 * hooks * runs + 4") == 15'004);
  CHECK(value("ceil(hooks / 1000)") == 3);
  CHECK(value("hooks / 1000 + runs / 1000") == 4);
  CHECK(value("0") == 0);
}

TEST_CASE("what is no count is told") {
  CHECK(wrong_formula("") ==
        "a parameter or a number is missing; write a count such as 2, hooks, parts + 1 or "
        "ceil(hooks / 1000)");
  CHECK(wrong_formula("hook") == "there is no parameter 'hook'; did you mean 'hooks'?");
  CHECK(wrong_formula("hooks / 0") == "nothing can be divided by 0");
  CHECK(wrong_formula("hooks +").find("is missing") != std::string::npos);
  CHECK(wrong_formula("hooks - 1") == "'-' cannot stand there");
  CHECK(wrong_formula("ceil(hooks / 2") == "ceil( is not closed");
  CHECK(wrong_formula("hooks / runs").find("runs") != std::string::npos);
}
