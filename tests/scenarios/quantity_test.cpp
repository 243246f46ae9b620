#include "scenarios/quantity.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>

#include "sim/quantity_text.hpp"

using namespace std::chrono_literals;
using namespace scenarios;

namespace {

/// "message = hint" of a reading that failed.
template <class T>
std::string why(const Reading<T>& reading) {
  REQUIRE_FALSE(reading.value);
  return reading.hint.empty() ? reading.message : reading.message + " = " + reading.hint;
}

}  // namespace

TEST_CASE("durations are whole nanoseconds, however they are written") {
  CHECK(read_duration("0ms").value == 0ns);
  CHECK(read_duration("7ns").value == 7ns);
  CHECK(read_duration("250us").value == 250us);
  CHECK(read_duration("1.5ms").value == 1500us);
  CHECK(read_duration("1.50ms").value == 1500us);
  CHECK(read_duration("2s").value == 2s);
  CHECK(read_duration("15min").value == 15min);
  CHECK(read_duration("3h").value == 3h);
  CHECK(read_duration("1d").value == 24h);
  CHECK(read_duration("0.000000001s").value == 1ns);
  CHECK(read_duration("9223372036.854775807s").value == sim::Duration::max());
}

TEST_CASE("what is not a duration is refused with the reason and the way out") {
  CHECK(why(read_duration("5")) ==
        "'5' is not a duration = write a whole number and a unit: 250us, 5ms, 2s");
  CHECK(why(read_duration("")) ==
        "'' is not a duration = write a whole number and a unit: 250us, 5ms, 2s");
  CHECK(why(read_duration("fast")) ==
        "'fast' is not a duration = write a whole number and a unit: 250us, 5ms, 2s");
  CHECK(why(read_duration("-5ms")) ==
        "a duration cannot be negative: '-5ms' = write a whole number and a unit: 250us, 5ms, 2s");
  CHECK(why(read_duration("5 ms")) ==
        "'5 ms' has a space before its unit = write a whole number and a unit: 250us, 5ms, 2s");
  CHECK(why(read_duration("5mss")) == "'5mss' has no unit of duration: 'mss' = did you mean 'ms'?");
  CHECK(why(read_duration("5MS")) ==
        "'5MS' has no unit of duration: 'MS' = did you mean 'ms'? Capitals count");
  CHECK(why(read_duration("5KiB")) ==
        "'5KiB' has no unit of duration: 'KiB' = write one of ns, us, ms, s, min, h or d");
  CHECK(why(read_duration("1.5ns")) ==
        "'1.5ns' is not a whole number of nanoseconds"
        " = nothing smaller than one of these nanoseconds can be told apart");
  CHECK(why(read_duration("106752d")) ==
        "'106752d' is too large for a duration = the largest is 106751d");
  CHECK(why(read_duration("99999999999999999999999999s")) ==
        "'99999999999999999999999999s' is too large for a duration = the largest is 106751d");
  CHECK(why(read_duration("9223372036.854775808s")) ==
        "'9223372036.854775808s' is too large for a duration = the largest is 106751d");
}

TEST_CASE("numbers have one spelling: no leading zero, no separators, no exponent, no bare point") {
  CHECK(why(read_count("0123")) ==
        "'0123' starts with a zero = leave out leading zeros; there are no octal numbers");
  CHECK(why(read_count("1_000")) ==
        "'1_000' has a '_' in the number = write the digits alone: 1000000, or 1M for a count");
  CHECK(why(read_count("1,000")) ==
        "'1,000' has a ',' in the number = write the digits alone: 1000000, or 1M for a count");
  CHECK(why(read_number("1e3")) == "'1e3' has an exponent = write all digits: 1000, 0.001");
  CHECK(why(read_count("1E+3")) == "'1E+3' has an exponent = write all digits: 1000, 0.001");
  CHECK(why(read_number("1.")) == "'1.' is not a number = write a decimal number: 3, 0.25, -1.5");
  CHECK(why(read_number(".5")) == "'.5' is not a number = write a decimal number: 3, 0.25, -1.5");
  CHECK(why(read_number("+5")) == "'+5' is not a number = write a decimal number: 3, 0.25, -1.5");
  CHECK(why(read_number("--5")) == "'--5' is not a number = write a decimal number: 3, 0.25, -1.5");
}

TEST_CASE("sizes know decimal and binary units") {
  CHECK(read_size("512B").value == sim::Bytes{512});
  CHECK(read_size("4KiB").value == sim::Bytes{4096});
  CHECK(read_size("1.5MB").value == sim::Bytes{1'500'000});
  CHECK(read_size("8388607TiB").value == sim::Bytes{8388607LL << 40});
  CHECK(why(read_size("8388608TiB")) ==
        "'8388608TiB' is too large for a size = the largest is 8388607TiB");
  CHECK(why(read_size("4096")) ==
        "'4096' is not a size = write a whole number and a unit: 512B, 4KiB, 1MB");
  CHECK(why(read_size("4kb")) ==
        "'4kb' has no unit of size: 'kb' = did you mean 'KB'? Capitals count");
  CHECK(why(read_size("0.5B")).find("is not a whole number of bytes") != std::string::npos);
}

TEST_CASE("rates are whole bytes a second, and never nothing") {
  CHECK(read_rate("10Gbit/s").value == sim::ByteRate{1'250'000'000});
  CHECK(read_rate("125MiB/s").value == sim::ByteRate{125LL << 20});
  CHECK(read_rate("100Mbit/s").value == sim::ByteRate{12'500'000});
  CHECK(read_rate("8bit/s").value == sim::ByteRate{1});
  CHECK(read_rate("1B/s").value == sim::ByteRate{1});
  CHECK(why(read_rate("4bit/s")).find("'4bit/s' is not a whole number of bytes a second") == 0);
  CHECK(why(read_rate("0B/s")) == "a rate cannot be zero: '0B/s' = nothing would ever arrive");
  CHECK(why(read_rate("10Gbit")) ==
        "'10Gbit' has no unit of rate: 'Gbit' = did you mean 'Gbit/s'?");
}

TEST_CASE("event rates keep their exact interval") {
  CHECK(read_event_rate("5000/s").value == sim::EventRate::of(5000, 1s));
  CHECK(read_event_rate("20/ms").value == sim::EventRate::of(20'000, 1s));
  CHECK(read_event_rate("3/min").value == sim::EventRate::of(1, 20s));
  CHECK(read_event_rate("2.5/s").value == sim::EventRate::of(5, 2s));
  CHECK(read_event_rate("5k/s").value == sim::EventRate::of(5000, 1s));
  CHECK(why(read_event_rate("0/s")) ==
        "an event rate cannot be zero: '0/s' = leave out what never happens");
  CHECK(why(read_event_rate("-1/s")) ==
        "an event rate cannot be negative: '-1/s'"
        " = write how many and per what: 5000/s, 20/ms, 3/min");
  CHECK(why(read_event_rate("5000")) ==
        "'5000' is not an event rate = write how many and per what: 5000/s, 20/ms, 3/min");
  CHECK(why(read_event_rate("5000/second")) ==
        "'5000/second' is not an event rate = write how many and per what: 5000/s, 20/ms, 3/min");
  CHECK(why(read_event_rate("99999999999/s")) ==
        "'99999999999/s' has too many digits for an event rate"
        " = nine before the point and nine after it are the most");
}

TEST_CASE("counts may have a thousands suffix, integers a sign") {
  CHECK(read_count("0").value == 0);
  CHECK(read_count("10k").value == 10'000);
  CHECK(read_count("2M").value == 2'000'000);
  CHECK(read_count("1.5M").value == 1'500'000);
  CHECK(read_count("9223372036G").value == 9'223'372'036'000'000'000);
  CHECK(why(read_count("-1")) ==
        "a count cannot be negative: '-1' = write a whole number: 1500, 10k, 2M");
  CHECK(why(read_count("1.5")) ==
        "'1.5' is not a whole number of things"
        " = nothing smaller than one of these things can be told apart");
  CHECK(read_integer("-3").value == -3);
  CHECK(read_integer("9223372036854775807").value == INT64_MAX);
  CHECK(why(read_integer("9223372036854775808")) ==
        "'9223372036854775808' is too large for an integer = the largest is 9223372036854775807");
  CHECK(why(read_integer("3k")) == "'3k' is not an integer = write a whole number: 3, -2");
}

TEST_CASE("numbers are finite decimals, percentages lie between nothing and all") {
  CHECK(read_number("0.25").value == 0.25);
  CHECK(read_number("-1.5").value == -1.5);
  CHECK(why(read_number("nan")) == "'nan' is not a number = write a decimal number: 3, 0.25, -1.5");
  CHECK(why(read_number(".inf")) ==
        "'.inf' is not a number = write a decimal number: 3, 0.25, -1.5");
  CHECK(why(read_number("1" + std::string(400, '0'))).find("is too large or too small") !=
        std::string::npos);
  CHECK(read_percent("99.9%").value == 0.999);
  CHECK(read_percent("0%").value == 0.0);
  CHECK(read_percent("100%").value == 1.0);
  CHECK(why(read_percent("101%")) ==
        "'101%' is not between 0% and 100% = write a number and %, from 0% to 100%: 99.9%");
  CHECK(why(read_percent("0.5")) ==
        "'0.5' is not a percentage = write a number and %, from 0% to 100%: 99.9%");
}

TEST_CASE("only true and false are booleans") {
  CHECK(read_boolean("true").value == true);
  CHECK(read_boolean("false").value == false);
  CHECK(why(read_boolean("on")) == "'on' is not true or false = write true");
  CHECK(why(read_boolean("No")) == "'No' is not true or false = write false");
  CHECK(why(read_boolean("1")) == "'1' is not true or false = write true or false");
}

TEST_CASE("every quantity that is printed reads back to itself") {
  std::mt19937_64 bits(7);
  for (int i = 0; i < 20'000; ++i) {
    // Of every magnitude alike, and often round.
    std::int64_t value = static_cast<std::int64_t>(bits() >> (1 + bits() % 63));
    if (i % 3 == 0) value -= value % 1000;
    if (i % 3 == 1) value &= ~std::int64_t{1023};
    CAPTURE(value);
    CHECK(read_duration(sim::to_text(sim::Duration(value))).value == sim::Duration(value));
    CHECK(read_size(sim::to_text(sim::Bytes{value})).value == sim::Bytes{value});
    CHECK(read_count(sim::count_text(value)).value == value);
    const sim::ByteRate rate{value + 1};
    CHECK(read_rate(sim::to_text(rate)).value == rate);
    if (value < INT64_MAX / 8) CHECK(read_rate(sim::bit_rate_text(rate)).value == rate);
    const double number = static_cast<double>(value) / 7;
    CHECK(read_number(sim::number_text(number)).value == number);
    const auto events = sim::EventRate::of(1 + value % 100'000, 1s);
    CHECK(read_event_rate(sim::to_text(events)).value == events);
  }
}
