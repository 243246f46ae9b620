#include "reports/section.hpp"

#include <fmt/format.h>

#include <charconv>

#include "reports/words.hpp"
#include "sim/check.hpp"
#include "sim/quantity_text.hpp"

namespace reports {

namespace {

// The number that the decimals say, so that people and programs read the same.
double as_written(const std::string& decimals) {
  double number = 0;
  const auto end = decimals.data() + decimals.size();
  SIM_CHECK(std::from_chars(decimals.data(), end, number).ptr == end);
  return number;
}

}  // namespace

Cell text_cell(std::string text, Tone tone) {
  std::string value = text;
  return {std::move(text), std::move(value), tone};
}

Cell duration_cell(std::optional<sim::Duration> duration) {
  if (!duration) return {"never", std::monostate(), Tone::kPlain};
  return {sim::to_text(*duration), *duration, Tone::kPlain};
}

Cell instant_cell(sim::Instant instant) {
  if (instant == sim::kNever) return duration_cell(std::nullopt);
  return duration_cell(instant - sim::kStart);
}

Cell rounded_cell(sim::Duration duration) {
  return {rounded_text(duration), duration, Tone::kPlain};
}

Cell count_cell(std::uint64_t count) { return {fmt::format("{}", count), count, Tone::kPlain}; }

Cell number_cell(double number, int decimals) {
  std::string text = fmt::format("{:.{}f}", number, decimals);
  const double value = as_written(text);
  return {std::move(text), value, Tone::kPlain};
}

Cell percent_cell(double share) {
  return {fmt::format("{:.1f}%", share * 100), as_written(fmt::format("{:.5f}", share)),
          Tone::kPlain};
}

void add_row(Table& table, Row row) {
  SIM_CHECK(row.size() == table.columns.size());
  table.rows.push_back(std::move(row));
}

}  // namespace reports
