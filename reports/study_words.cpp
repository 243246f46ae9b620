#include "reports/study_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "models/migration/money.hpp"
#include "reports/migration/words.hpp"
#include "sim/check.hpp"

namespace reports {

namespace {

// "4,300,000", "12.35", "0.03124"
std::string number_words(double value) {
  if (value == std::floor(value) && value < 1e15) {
    return migration::grouped(static_cast<std::uint64_t>(value));
  }
  return value >= 1000 ? migration::grouped(static_cast<std::uint64_t>(std::llround(value)))
                       : fmt::format("{:.4g}", value);
}

// REQUIRES: value >= 0.
std::string words(double value, studies::Unit unit) {
  switch (unit) {
    case studies::Unit::kNanoseconds:
      return migration::spoken(sim::Duration(std::llround(value)));
    case studies::Unit::kBytes:
      return migration::size_words(std::llround(value));
    case studies::Unit::kShare:
      return fmt::format("{:.1f}%", value * 100);
    case studies::Unit::kBillionths:
      return models::migration::money_text(std::llround(value), 2);
    case studies::Unit::kPerSecond:
      return number_words(value) + "/s";
    case studies::Unit::kNumber:
      break;
  }
  return number_words(value);
}

}  // namespace

std::string measure_text(double value, studies::Unit unit) {
  if (!std::isfinite(value)) return "not known";
  return value < 0 ? "-" + words(-value, unit) : words(value, unit);
}

std::string difference_text(double difference, studies::Unit unit) {
  return (difference > 0 ? "+" : "") + measure_text(difference, unit);
}

Cell measure_cell(double value, studies::Unit unit) {
  Cell cell{measure_text(value, unit), std::monostate{}, Tone::kPlain};
  if (!std::isfinite(value)) return cell;
  if (unit == studies::Unit::kNanoseconds) {
    cell.value = sim::Duration(std::llround(value));
  } else if (value == std::floor(value) && value >= 0 && value < 1e18) {
    cell.value = static_cast<std::uint64_t>(value);
  } else {
    // Six digits: the last of a double may differ between machines.
    cell.value = std::stod(fmt::format("{:.6g}", value));
  }
  return cell;
}

std::string words_for(const std::vector<studies::Variation>& variations) {
  std::string text;
  for (const studies::Variation& variation : variations) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", variation.path, variation.value);
  }
  return text;
}

std::string bar(double share, std::size_t most) {
  SIM_CHECK(share >= 0 && share <= 1);
  return std::string(static_cast<std::size_t>(std::lround(share * static_cast<double>(most))), '#');
}

}  // namespace reports
