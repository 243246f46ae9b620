#include "scenarios/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/utf8.hpp"

namespace scenarios {
namespace {

__extension__ using Wide = unsigned __int128;

struct Unit {
  std::string_view name;
  std::int64_t size;
};

struct Scale {
  std::string_view noun;      // "a duration"
  std::string_view hint;      // how to write one
  std::string_view whole_of;  // "nanoseconds"
  std::string_view largest;
  std::span<const Unit> units;  // a unit named "" makes the unit optional
  std::int64_t divisor;         // base units per whole: 8 if units count bits
};

constexpr std::array<Unit, 7> kDurationUnits{{{"ns", 1},
                                              {"us", 1'000},
                                              {"ms", 1'000'000},
                                              {"s", 1'000'000'000},
                                              {"min", 60'000'000'000},
                                              {"h", 3'600'000'000'000},
                                              {"d", 86'400'000'000'000}}};
constexpr std::array<Unit, 9> kSizeUnits{{{"B", 1},
                                          {"KB", 1'000},
                                          {"MB", 1'000'000},
                                          {"GB", 1'000'000'000},
                                          {"TB", 1'000'000'000'000},
                                          {"KiB", 1LL << 10},
                                          {"MiB", 1LL << 20},
                                          {"GiB", 1LL << 30},
                                          {"TiB", 1LL << 40}}};
constexpr std::array<Unit, 14> kRateUnits{{{"B/s", 8},
                                           {"KB/s", 8'000},
                                           {"MB/s", 8'000'000},
                                           {"GB/s", 8'000'000'000},
                                           {"TB/s", 8'000'000'000'000},
                                           {"KiB/s", 8LL << 10},
                                           {"MiB/s", 8LL << 20},
                                           {"GiB/s", 8LL << 30},
                                           {"TiB/s", 8LL << 40},
                                           {"bit/s", 1},
                                           {"kbit/s", 1'000},
                                           {"Mbit/s", 1'000'000},
                                           {"Gbit/s", 1'000'000'000},
                                           {"Tbit/s", 1'000'000'000'000}}};
constexpr std::array<Unit, 4> kCountUnits{
    {{"", 1}, {"k", 1'000}, {"M", 1'000'000}, {"G", 1'000'000'000}}};

constexpr Scale kDuration{"a duration",   "write a whole number and a unit: 250us, 5ms, 2s",
                          "nanoseconds",  "106751d",
                          kDurationUnits, 1};
constexpr Scale kSize{"a size",   "write a whole number and a unit: 512B, 4KiB, 1MB",
                      "bytes",    "8388607TiB",
                      kSizeUnits, 1};
constexpr Scale kRate{"a rate",         "write a whole number and a unit: 125MiB/s, 10Gbit/s",
                      "bytes a second", "8388607TiB/s",
                      kRateUnits,       8};
constexpr Scale kThings{
    "a count", "write a whole number: 1500, 10k, 2M", "things", "9223372036G", kCountUnits, 1};

/// A text taken apart; views into it.
struct Digits {
  std::string_view whole;
  std::string_view fraction;  // without trailing zeros
  std::string_view rest;      // the unit
  bool negative = false;
};

struct Trouble {
  std::string message;
  std::string hint;
};

template <class T>
Reading<T> refuse(Trouble trouble) {
  return {std::nullopt, std::move(trouble.message), std::move(trouble.hint)};
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool looks_like_exponent(std::string_view rest) {
  if (rest.size() < 2 || (rest[0] != 'e' && rest[0] != 'E')) return false;
  return is_digit(rest[1]) || (rest.size() > 2 && is_digit(rest[2]));
}

/// Splits `text`, or says which rule about digits it breaks.
std::optional<Trouble> take_apart(std::string_view text, std::string_view noun,
                                  std::string_view hint, Digits& digits) {
  digits.rest = text;
  digits.negative = !text.empty() && text.front() == '-';
  if (digits.negative) digits.rest.remove_prefix(1);
  digits.whole = take_digits(digits.rest);
  const Trouble no_number{fmt::format("{} is not {}", quote(text), noun), std::string(hint)};
  if (digits.whole.empty()) return no_number;
  if (digits.whole.size() > 1 && digits.whole.front() == '0') {
    return Trouble{fmt::format("{} starts with a zero", quote(text)),
                   "leave out leading zeros; there are no octal numbers"};
  }
  if (!digits.rest.empty() && digits.rest.front() == '.') {
    digits.rest.remove_prefix(1);
    digits.fraction = take_digits(digits.rest);
    if (digits.fraction.empty()) return no_number;
  }
  while (!digits.fraction.empty() && digits.fraction.back() == '0')
    digits.fraction.remove_suffix(1);
  if (digits.rest.empty()) return std::nullopt;
  if (digits.rest.front() == '_' || digits.rest.front() == ',') {
    return Trouble{fmt::format("{} has a '{}' in the number", quote(text), digits.rest.front()),
                   "write the digits alone: 1000000, or 1M for a count"};
  }
  if (looks_like_exponent(digits.rest)) {
    return Trouble{fmt::format("{} has an exponent", quote(text)), "write all digits: 1000, 0.001"};
  }
  return std::nullopt;
}

Wide value_of(std::string_view digits) {
  Wide value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

Trouble too_large(std::string_view text, const Scale& scale) {
  return {fmt::format("{} is too large for {}", quote(text), scale.noun),
          fmt::format("the largest is {}", scale.largest)};
}

Trouble not_whole(std::string_view text, std::string_view of) {
  return {fmt::format("{} is not a whole number of {}", quote(text), of),
          fmt::format("nothing smaller than one of these {} can be told apart", of)};
}

/// number * unit / divisor, exactly. Integer parts above 19 digits and fractions above 18 cannot
/// come out right, and shorter ones times any unit stay within 128 bits.
Reading<std::int64_t> scaled(std::string_view text, const Digits& digits, const Unit& unit,
                             const Scale& scale) {
  if (digits.whole.size() > 19) return refuse<std::int64_t>(too_large(text, scale));
  if (digits.fraction.size() > 18) return refuse<std::int64_t>(not_whole(text, scale.whole_of));
  const auto size = static_cast<Wide>(unit.size);
  Wide power = 1;
  for (std::size_t i = 0; i < digits.fraction.size(); ++i) power *= 10;
  const Wide fraction = value_of(digits.fraction) * size;
  const Wide base = value_of(digits.whole) * size + fraction / power;
  const auto divisor = static_cast<Wide>(scale.divisor);
  if (base / divisor > INT64_MAX) return refuse<std::int64_t>(too_large(text, scale));
  if (fraction % power != 0 || base % divisor != 0) {
    return refuse<std::int64_t>(not_whole(text, scale.whole_of));
  }
  return {static_cast<std::int64_t>(base / divisor), {}, {}};
}

Trouble unknown_unit(std::string_view text, std::string_view unit, const Scale& scale) {
  if (unit.front() == ' ') {
    return {fmt::format("{} has a space before its unit", quote(text)), std::string(scale.hint)};
  }
  std::vector<std::string_view> names;
  for (const Unit& known : scale.units) {
    if (!known.name.empty()) names.push_back(known.name);
  }
  std::string hint = did_you_mean(unit, names);
  for (const std::string_view name : names) {
    const bool same = std::equal(unit.begin(), unit.end(), name.begin(), name.end(),
                                 [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    if (name == std::string(unit) + "/s") hint = fmt::format("did you mean '{}'?", name);
    if (same) hint = fmt::format("did you mean '{}'? Capitals count", name);
  }
  return {fmt::format("{} has no unit of {}: {}", quote(text), scale.noun.substr(2), quote(unit)),
          std::move(hint)};
}

Reading<std::int64_t> read_on_scale(std::string_view text, const Scale& scale) {
  Digits digits;
  if (auto trouble = take_apart(text, scale.noun, scale.hint, digits)) {
    return refuse<std::int64_t>(std::move(*trouble));
  }
  const auto unit = std::find_if(scale.units.begin(), scale.units.end(),
                                 [&](const Unit& known) { return known.name == digits.rest; });
  if (unit == scale.units.end()) {
    if (!digits.rest.empty()) return refuse<std::int64_t>(unknown_unit(text, digits.rest, scale));
    return refuse<std::int64_t>(
        {fmt::format("{} is not {}", quote(text), scale.noun), std::string(scale.hint)});
  }
  if (digits.negative) {
    return refuse<std::int64_t>({fmt::format("{} cannot be negative: {}", scale.noun, quote(text)),
                                 std::string(scale.hint)});
  }
  return scaled(text, digits, *unit, scale);
}

template <class T>
Reading<T> as(const Reading<std::int64_t>& reading) {
  if (!reading.value) return {std::nullopt, reading.message, reading.hint};
  return {T{*reading.value}, {}, {}};
}

// std::from_chars rounds correctly and knows no locale, so a number is the same everywhere.
Reading<double> to_double(std::string_view text, std::string_view number) {
  double value = 0;
  const auto result = std::from_chars(number.data(), number.data() + number.size(), value);
  if (result.ec != std::errc() || !std::isfinite(value)) {
    return refuse<double>({fmt::format("{} is too large or too small for a number", quote(text)),
                           "numbers reach from about 1 and 307 zeros down to as many decimals"});
  }
  return {value, {}, {}};
}

constexpr std::string_view kNumberHint = "write a decimal number: 3, 0.25, -1.5";

}  // namespace

Reading<sim::Duration> read_duration(std::string_view text) {
  return as<sim::Duration>(read_on_scale(text, kDuration));
}

Reading<sim::Bytes> read_size(std::string_view text) {
  return as<sim::Bytes>(read_on_scale(text, kSize));
}

Reading<sim::ByteRate> read_rate(std::string_view text) {
  const auto reading = read_on_scale(text, kRate);
  if (reading.value == 0) {
    return refuse<sim::ByteRate>(
        {fmt::format("a rate cannot be zero: {}", quote(text)), "nothing would ever arrive"});
  }
  return as<sim::ByteRate>(reading);
}

Reading<std::int64_t> read_count(std::string_view text) { return read_on_scale(text, kThings); }

Reading<sim::EventRate> read_event_rate(std::string_view text) {
  using R = sim::EventRate;
  constexpr std::string_view kHint = "write how many and per what: 5000/s, 20/ms, 3/min";
  Digits digits;
  if (auto trouble = take_apart(text, "an event rate", kHint, digits)) return refuse<R>(*trouble);
  const Trouble unreadable{fmt::format("{} is not an event rate", quote(text)), std::string(kHint)};
  const std::size_t slash = digits.rest.find('/');
  if (slash == std::string_view::npos) return refuse<R>(unreadable);
  const std::string_view suffix = digits.rest.substr(0, slash);
  const std::string_view per = digits.rest.substr(slash + 1);
  const auto named = [](std::string_view name) {
    return [name](const Unit& unit) { return unit.name == name; };
  };
  const auto times = std::find_if(kCountUnits.begin(), kCountUnits.end(), named(suffix));
  const auto unit = std::find_if(kDurationUnits.begin(), kDurationUnits.end(), named(per));
  if (times == kCountUnits.end() || unit == kDurationUnits.end()) return refuse<R>(unreadable);
  if (digits.negative) {
    return refuse<R>(
        {fmt::format("an event rate cannot be negative: {}", quote(text)), std::string(kHint)});
  }
  std::int64_t power = 1;
  for (std::size_t i = 0; i < digits.fraction.size() && i < 9; ++i) power *= 10;
  const bool fits =
      digits.whole.size() <= 9 && digits.fraction.size() <= 9 && unit->size <= INT64_MAX / power;
  const Wide events =
      fits ? (value_of(digits.whole) * static_cast<Wide>(power) + value_of(digits.fraction)) *
                 static_cast<Wide>(times->size)
           : 0;
  if (!fits || events > INT64_MAX) {
    return refuse<R>({fmt::format("{} has too many digits for an event rate", quote(text)),
                      "nine before the point and nine after it are the most"});
  }
  if (events == 0) {
    return refuse<R>({fmt::format("an event rate cannot be zero: {}", quote(text)),
                      "leave out what never happens"});
  }
  return {R::of(static_cast<std::int64_t>(events), sim::Duration(unit->size * power)), {}, {}};
}

Reading<std::int64_t> read_integer(std::string_view text) {
  constexpr Scale kInteger{"an integer",          "write a whole number: 3, -2",   "ones",
                           "9223372036854775807", std::span(kCountUnits).first(1), 1};
  Digits digits;
  if (auto trouble = take_apart(text, kInteger.noun, kInteger.hint, digits)) {
    return refuse<std::int64_t>(std::move(*trouble));
  }
  if (!digits.rest.empty()) {
    return refuse<std::int64_t>(
        {fmt::format("{} is not an integer", quote(text)), std::string(kInteger.hint)});
  }
  auto reading = scaled(text, digits, kInteger.units.front(), kInteger);
  if (reading.value && digits.negative) reading.value = -*reading.value;
  return reading;
}

Reading<double> read_number(std::string_view text) {
  Digits digits;
  if (auto trouble = take_apart(text, "a number", kNumberHint, digits)) {
    return refuse<double>(std::move(*trouble));
  }
  if (!digits.rest.empty()) {
    return refuse<double>(
        {fmt::format("{} is not a number", quote(text)), std::string(kNumberHint)});
  }
  return to_double(text, text);
}

Reading<double> read_percent(std::string_view text) {
  constexpr std::string_view kHint = "write a number and %, from 0% to 100%: 99.9%";
  Digits digits;
  if (auto trouble = take_apart(text, "a percentage", kHint, digits)) {
    return refuse<double>(std::move(*trouble));
  }
  if (digits.rest != "%") {
    return refuse<double>({fmt::format("{} is not a percentage", quote(text)), std::string(kHint)});
  }
  // As a decimal: 99.9 / 100 would be another double than 0.999.
  auto reading = to_double(text, std::string(text.substr(0, text.size() - 1)) + "e-2");
  if (!reading.value) return reading;
  if (digits.negative || *reading.value > 1) {
    return refuse<double>(
        {fmt::format("{} is not between 0% and 100%", quote(text)), std::string(kHint)});
  }
  return reading;
}

Reading<bool> read_boolean(std::string_view text) {
  if (text == "true") return {true, {}, {}};
  if (text == "false") return {false, {}, {}};
  constexpr std::array<std::string_view, 8> kYes{"yes", "Yes", "YES",  "on",
                                                 "On",  "ON",  "True", "TRUE"};
  constexpr std::array<std::string_view, 8> kNo{"no",  "No",  "NO",    "off",
                                                "Off", "OFF", "False", "FALSE"};
  std::string hint = "write true or false";
  if (std::find(kYes.begin(), kYes.end(), text) != kYes.end()) hint = "write true";
  if (std::find(kNo.begin(), kNo.end(), text) != kNo.end()) hint = "write false";
  return refuse<bool>({fmt::format("{} is not true or false", quote(text)), std::move(hint)});
}

}  // namespace scenarios
