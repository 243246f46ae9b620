#include "reports/migration/words.hpp"

#include <fmt/format.h>

#include <array>

#include "reports/words.hpp"
#include "sim/check.hpp"

namespace reports::migration {

std::string grouped(std::uint64_t count) {
  std::string text = fmt::format("{}", count);
  for (std::size_t i = text.size(); i > 3;) {
    i -= 3;
    text.insert(i, 1, ',');
  }
  return text;
}

std::string spoken(sim::Duration duration) {
  using std::chrono::hours;
  using std::chrono::minutes;
  using std::chrono::seconds;
  // From 59.995 s on, four digits would round to a minute.
  if (duration < std::chrono::milliseconds(59'995)) return rounded_text(duration);
  const auto rounded = [&](sim::Duration step) { return (duration + step / 2) / step; };
  if (duration < hours(1) - std::chrono::milliseconds(500)) {
    const std::int64_t whole = rounded(seconds(1));
    if (whole % 60 == 0) return fmt::format("{} min", whole / 60);
    return fmt::format("{} min {} s", whole / 60, whole % 60);
  }
  const std::int64_t whole = rounded(minutes(1));
  if (whole % 60 == 0) return fmt::format("{} h", grouped(static_cast<std::uint64_t>(whole / 60)));
  return fmt::format("{} h {} min", grouped(static_cast<std::uint64_t>(whole / 60)), whole % 60);
}

std::string size_words(std::int64_t bytes) {
  SIM_CHECK(bytes >= 0);
  constexpr std::array kUnits{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  std::size_t unit = 0;
  std::int64_t scale = 1;
  while (unit + 1 < kUnits.size() && bytes / scale >= 1024) {
    scale *= 1024;
    ++unit;
  }
  if (unit == 0) return fmt::format("{} B", bytes);
  // Tenths, rounded half up, without leaving whole numbers.
  const std::int64_t whole = bytes / scale;
  const std::int64_t tenths = ((bytes % scale) / (scale / 1024) * 10 + 512) / 1024;
  return fmt::format("{}.{} {}", tenths == 10 ? whole + 1 : whole, tenths % 10, kUnits[unit]);
}

Cell grouped_cell(std::uint64_t count) { return {grouped(count), count, Tone::kPlain}; }

Cell spoken_cell(sim::Duration duration) { return {spoken(duration), duration, Tone::kPlain}; }

Cell spoken_cell(sim::Instant instant) {
  if (instant == sim::kNever) return instant_cell(instant);
  return spoken_cell(instant - sim::kStart);
}

Cell size_cell(std::int64_t bytes) {
  return {size_words(bytes), static_cast<std::uint64_t>(bytes), Tone::kPlain};
}

Cell rate_cell(std::uint64_t count, sim::Duration time) {
  if (time.count() <= 0 || count == 0) return empty_cell();
  __extension__ using Wide = unsigned __int128;
  const auto nanoseconds = static_cast<Wide>(time.count());
  const auto rate = static_cast<std::uint64_t>(
      (static_cast<Wide>(count) * 1'000'000'000 + nanoseconds / 2) / nanoseconds);
  return grouped_cell(rate);
}

Cell empty_cell() { return {"", std::monostate(), Tone::kPlain}; }

}  // namespace reports::migration
