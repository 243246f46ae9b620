#include "reports/migration/words.hpp"

#include <doctest/doctest.h>

#include "reports/migration/money_words.hpp"

using namespace reports::migration;
using namespace std::chrono_literals;

TEST_CASE("thousands are set apart") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(1'234'567) == "1,234,567");
}

TEST_CASE("times are said as an operator says them, halves rounded up") {
  CHECK(spoken(0s) == "0ms");
  CHECK(spoken(59994ms) == "59.99s");
  CHECK(spoken(59995ms) == "1 min");
  CHECK(spoken(60s) == "1 min");
  CHECK(spoken(60499ms) == "1 min");
  CHECK(spoken(60500ms) == "1 min 1 s");
  CHECK(spoken(543s) == "9 min 3 s");
  CHECK(spoken(3599499ms) == "59 min 59 s");
  CHECK(spoken(3599500ms) == "1 h");
  CHECK(spoken(7529s) == "2 h 5 min");
  CHECK(spoken(7530s) == "2 h 6 min");
}

TEST_CASE("sizes have a unit of 1024 and at most one decimal") {
  CHECK(size_words(0) == "0 B");
  CHECK(size_words(1023) == "1023 B");
  CHECK(size_words(1024) == "1.0 KiB");
  CHECK(size_words(1536) == "1.5 KiB");
  CHECK(size_words(std::int64_t{1} << 20) == "1.0 MiB");
  CHECK(size_words((std::int64_t{1} << 30) - 1) == "1024.0 MiB");
  CHECK(size_words(std::int64_t{5} << 40) == "5.0 TiB");
}

TEST_CASE("a rate is a whole number a second, and nothing over no time") {
  CHECK(rate_cell(1000, 2s).text == "500");
  CHECK(rate_cell(1'000'000, 540s).text == "1,852");
  CHECK(rate_cell(3, 2s).text == "2");
  CHECK(rate_cell(5, 0s).text.empty());
}

TEST_CASE("a price shows every digit that counts, an amount as many as asked") {
  CHECK(price_text(1'250'000'000) == "1.25");
  CHECK(price_text(650'000) == "0.00065");
  CHECK(price_text(2'000'000'000) == "2.00");
  CHECK(money_cell(2'708'333'333, 2).text == "2.71");
}
