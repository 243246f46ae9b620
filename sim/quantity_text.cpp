#include "sim/quantity_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <string_view>
#include <vector>

#include "sim/check.hpp"

namespace sim {
namespace {

__extension__ using Wide = unsigned __int128;

struct Unit {
  std::string_view name;
  std::uint64_t size;
};

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::uint64_t kMinute = 60 * kSecond;
constexpr std::array<Unit, 3> kLongUnits{
    {{"d", 1440 * kMinute}, {"h", 60 * kMinute}, {"min", kMinute}}};
constexpr std::array<Unit, 3> kFractionalUnits{{{"s", kSecond}, {"ms", 1'000'000}, {"us", 1000}}};

// Binary before decimal: of two texts of one length the first wins.
constexpr std::array<Unit, 9> kSizeUnits{{{"TiB", 1ULL << 40},
                                          {"GiB", 1ULL << 30},
                                          {"MiB", 1ULL << 20},
                                          {"KiB", 1ULL << 10},
                                          {"TB", 1'000'000'000'000},
                                          {"GB", 1'000'000'000},
                                          {"MB", 1'000'000},
                                          {"KB", 1'000},
                                          {"B", 1}}};
constexpr std::array<Unit, 5> kBitUnits{{{"Tbit", 1'000'000'000'000},
                                         {"Gbit", 1'000'000'000},
                                         {"Mbit", 1'000'000},
                                         {"kbit", 1'000},
                                         {"bit", 1}}};
constexpr std::array<Unit, 4> kCountUnits{
    {{"G", 1'000'000'000}, {"M", 1'000'000}, {"k", 1'000}, {"", 1}}};
constexpr std::array<Unit, 7> kRateUnits{{{"s", kSecond},
                                          {"ms", 1'000'000},
                                          {"us", 1'000},
                                          {"ns", 1},
                                          {"min", kMinute},
                                          {"h", 60 * kMinute},
                                          {"d", 1440 * kMinute}}};

// Two's complement makes this right for the smallest value too, which has no positive twin.
std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

std::string with_sign(std::int64_t value, std::string text) {
  return value < 0 ? "-" + std::move(text) : text;
}

std::string whole_text(Wide value) {
  if (value == 0) return "0";
  std::string digits;
  for (; value != 0; value /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
  }
  return digits;
}

/// numerator / denominator with at most nine decimals; empty if that is not exact.
std::string decimal_text(Wide numerator, Wide denominator) {
  std::string text = whole_text(numerator / denominator);
  Wide rest = numerator % denominator;
  if (rest == 0) return text;
  text += '.';
  for (int decimals = 0; rest != 0; ++decimals) {
    if (decimals == 9) return {};
    rest *= 10;
    text += static_cast<char>('0' + static_cast<int>(rest / denominator));
    rest %= denominator;
  }
  return text;
}

std::string shortest_whole(Wide value, std::span<const Unit> units) {
  std::string best;
  for (const Unit& unit : units) {
    if (value % unit.size != 0) continue;
    std::string text = whole_text(value / unit.size).append(unit.name);
    if (best.empty() || text.size() < best.size()) best = std::move(text);
  }
  return value == 0 ? std::string("0").append(units.back().name) : best;
}

std::string duration_text(std::uint64_t nanoseconds) {
  for (const Unit& unit : kLongUnits) {
    if (nanoseconds >= unit.size && nanoseconds % unit.size == 0) {
      return whole_text(nanoseconds / unit.size).append(unit.name);
    }
  }
  for (const Unit& unit : kFractionalUnits) {
    if (nanoseconds >= unit.size) return decimal_text(nanoseconds, unit.size).append(unit.name);
  }
  return nanoseconds == 0 ? "0ms" : whole_text(nanoseconds) + "ns";
}

}  // namespace

std::string to_text(Duration duration) {
  return with_sign(duration.count(), duration_text(magnitude(duration.count())));
}

std::string to_text(Instant instant) {
  return instant == kNever ? "never" : to_text(instant - kStart);
}

std::string to_text(Bytes size) {
  return with_sign(size.count, shortest_whole(magnitude(size.count), kSizeUnits));
}

std::string to_text(ByteRate rate) { return to_text(Bytes{rate.bytes_per_second}) + "/s"; }

std::string bit_rate_text(ByteRate rate) {
  const Wide bits = static_cast<Wide>(magnitude(rate.bytes_per_second)) * 8;
  return with_sign(rate.bytes_per_second, shortest_whole(bits, kBitUnits) + "/s");
}

std::string to_text(EventRate rate) {
  const auto per = static_cast<Wide>(rate.per.count());
  const auto events = static_cast<Wide>(rate.events);
  for (const Unit& unit : kRateUnits) {
    if (events * unit.size % per == 0) {
      return whole_text(events * unit.size / per).append("/").append(unit.name);
    }
  }
  for (const Unit& unit : kRateUnits) {
    const std::string number = decimal_text(events * unit.size, per);
    if (!number.empty()) return std::string(number).append("/").append(unit.name);
  }
  return whole_text(events) + " per " + to_text(rate.per);
}

std::string count_text(std::int64_t count) {
  return with_sign(count, shortest_whole(magnitude(count), kCountUnits));
}

std::string number_text(double value) {
  SIM_CHECK(std::isfinite(value));
  // The smallest double needs 0. and 323 zeros before its digits.
  std::array<char, 1100> buffer{};
  const auto result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  SIM_CHECK(result.ec == std::errc());
  return {buffer.data(), result.ptr};
}

}  // namespace sim
