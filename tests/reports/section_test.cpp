#include "reports/section.hpp"

#include <doctest/doctest.h>

#include "reports/writers.hpp"

using namespace std::chrono_literals;

namespace reports {

TEST_CASE("a cell keeps a text for people and a value for programs") {
  CHECK(text_cell("paid") == Cell{"paid", std::string("paid"), Tone::kPlain});
  CHECK(count_cell(12) == Cell{"12", std::uint64_t{12}, Tone::kPlain});
  CHECK(duration_cell(1500us) == Cell{"1.5ms", sim::Duration(1500us), Tone::kPlain});
  CHECK(instant_cell(sim::at(2s)) == Cell{"2s", sim::Duration(2s), Tone::kPlain});
  CHECK(rounded_cell(123456ns) == Cell{"123.5us", sim::Duration(123456ns), Tone::kPlain});
}

TEST_CASE("what never comes has no value") {
  CHECK(duration_cell(std::nullopt) == Cell{"never", std::monostate(), Tone::kPlain});
  CHECK(instant_cell(sim::kNever) == Cell{"never", std::monostate(), Tone::kPlain});
}

TEST_CASE("a number is the same for people and programs") {
  CHECK(number_cell(2.0 / 3, 2) == Cell{"0.67", 0.67, Tone::kPlain});
  CHECK(percent_cell(0.123456) == Cell{"12.3%", 0.12346, Tone::kPlain});
  CHECK(percent_cell(1) == Cell{"100.0%", 1.0, Tone::kPlain});
}

}  // namespace reports
