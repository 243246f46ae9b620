// Numbers with units, read strictly and exactly.
//
//   duration    0ms 250us 1.5ms 2s 15min 3h 1d    whole nanoseconds, however written
//   size        512B 4KiB 1MB                     KB MB GB TB are 1000s, KiB MiB GiB TiB 1024s
//   rate        125MiB/s 10Gbit/s                 whole bytes a second, more than none
//   event rate  5000/s 20/ms 3/min 2.5/s          more than none
//   count       1500 10k 2M 1G                    k M G are thousands, here only
//   integer     -3   number  0.25   percent  99.9%   boolean  true false
//
// A number is digits, and perhaps a point and digits: no leading zero (0123 is octal to some
// readers), no _ or comma, no exponent, no +, no space before the unit. That holds everywhere.
// Shape          int64 in ns, bytes, bytes a second; decimals must come out whole
// Errors         a Reading without value has a message and a hint, never a place: callers know it
// Checked by     tests/scenarios/quantity_test.cpp; tests/scenarios/document_fuzz.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/event_rate.hpp"
#include "sim/time.hpp"
#include "sim/units.hpp"

namespace scenarios {

/// A value, or why there is none.
template <class T>
struct Reading {
  std::optional<T> value;
  std::string message;
  std::string hint;
};

[[nodiscard]] Reading<sim::Duration> read_duration(std::string_view text);
[[nodiscard]] Reading<sim::Bytes> read_size(std::string_view text);
[[nodiscard]] Reading<sim::ByteRate> read_rate(std::string_view text);
[[nodiscard]] Reading<sim::EventRate> read_event_rate(std::string_view text);

/// A number of things, 0 or more, with k, M or G.
[[nodiscard]] Reading<std::int64_t> read_count(std::string_view text);

/// A whole number that may be negative, without suffix.
[[nodiscard]] Reading<std::int64_t> read_integer(std::string_view text);

/// A finite decimal number; may be negative.
[[nodiscard]] Reading<double> read_number(std::string_view text);

/// "99.9%" as 0.999; from 0% to 100%.
[[nodiscard]] Reading<double> read_percent(std::string_view text);

[[nodiscard]] Reading<bool> read_boolean(std::string_view text);

/// Regular expressions (ECMA 262) of what the readers take, for the JSON Schema.
inline constexpr std::string_view kDurationPattern =
    R"(^(0|[1-9][0-9]*)(\.[0-9]+)?(ns|us|ms|s|min|h|d)$)";
inline constexpr std::string_view kSizePattern =
    R"(^(0|[1-9][0-9]*)(\.[0-9]+)?(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$)";
inline constexpr std::string_view kRatePattern =
    R"(^(0|[1-9][0-9]*)(\.[0-9]+)?(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB|bit|kbit|Mbit|Gbit|Tbit)/s$)";
inline constexpr std::string_view kEventRatePattern =
    R"(^(0|[1-9][0-9]*)(\.[0-9]+)?[kMG]?/(ns|us|ms|s|min|h|d)$)";
inline constexpr std::string_view kCountPattern = R"(^(0|[1-9][0-9]*)(\.[0-9]+)?[kMG]?$)";
inline constexpr std::string_view kPercentPattern = R"(^(0|[1-9][0-9]*)(\.[0-9]+)?%$)";

}  // namespace scenarios
