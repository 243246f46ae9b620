#include "studies/value_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "scenarios/quantity.hpp"
#include "scenarios/utf8.hpp"
#include "sim/portable_math.hpp"
#include "sim/quantity_text.hpp"

namespace studies {

using scenarios::Place;
using scenarios::Problems;

namespace {

enum class Kind { kCount, kDuration, kSize, kPercent, kNumber };

struct Number {
  Kind kind = Kind::kCount;
  std::int64_t whole = 0;  // of counts, durations and sizes
  double real = 0;         // of the others
};

std::optional<Number> read_as(Kind kind, std::string_view text) {
  const auto whole = [&](std::int64_t value) { return Number{kind, value, 0}; };
  const auto real = [&](double value) { return Number{kind, 0, value}; };
  switch (kind) {
    case Kind::kCount:
      if (const auto read = scenarios::read_count(text); read.value) return whole(*read.value);
      break;
    case Kind::kDuration:
      if (const auto read = scenarios::read_duration(text); read.value) {
        return whole(read.value->count());
      }
      break;
    case Kind::kSize:
      if (const auto read = scenarios::read_size(text); read.value) return whole(read.value->count);
      break;
    case Kind::kPercent:
      if (const auto read = scenarios::read_percent(text); read.value) return real(*read.value);
      break;
    case Kind::kNumber:
      if (const auto read = scenarios::read_number(text); read.value) return real(*read.value);
      break;
  }
  return std::nullopt;
}

// Both of one kind; counts before plain numbers.
std::optional<std::pair<Number, Number>> read_both(std::string_view low, std::string_view high) {
  for (const Kind kind :
       {Kind::kCount, Kind::kDuration, Kind::kSize, Kind::kPercent, Kind::kNumber}) {
    const auto from = read_as(kind, low);
    const auto to = read_as(kind, high);
    if (from && to) return std::pair{*from, *to};
  }
  return std::nullopt;
}

bool is_whole(Kind kind) { return kind != Kind::kPercent && kind != Kind::kNumber; }

double value_of(const Number& number) {
  return is_whole(number.kind) ? static_cast<double>(number.whole) : number.real;
}

std::string text_of(const Number& number) {
  switch (number.kind) {
    case Kind::kCount:
      return sim::count_text(number.whole);
    case Kind::kDuration:
      return sim::to_text(sim::Duration(number.whole));
    case Kind::kSize:
      return sim::to_text(sim::Bytes{number.whole});
    case Kind::kPercent:
      return sim::number_text(std::round(number.real * 1e10) / 1e8) + "%";
    case Kind::kNumber:
      break;
  }
  return sim::number_text(number.real);
}

// Reads one range and gives its values.
class Range {
 public:
  Range(std::string_view text, Place place, Problems& problems)
      : text_(text), place_(std::move(place)), problems_(problems) {}

  std::vector<ListedValue> values() {
    const std::size_t dots = text_.find("..");
    const std::size_t colon = std::min(text_.find(':', dots), text_.size());
    const auto both = read_both(text_.substr(0, dots), text_.substr(dots + 2, colon - dots - 2));
    if (!both) {
      return refuse(0, fmt::format("{} is no range", scenarios::quote(text_)),
                    "both ends are counts, durations, sizes, percentages or numbers: 1k..1G:log7");
    }
    low_ = both->first;
    high_ = both->second;
    if (!(value_of(low_) < value_of(high_))) {
      return refuse(0, fmt::format("the range {} does not go up", scenarios::quote(text_)),
                    "write the smaller end first");
    }
    const bool none = colon == text_.size();
    const std::string_view how = none ? std::string_view() : text_.substr(colon + 1);
    if (none) return each();
    if (how.starts_with("log")) return spread(how.substr(3), colon + 4, true);
    if (how.starts_with("step")) return steps(how.substr(4), colon + 5);
    return spread(how, colon + 1, false);
  }

 private:
  std::vector<ListedValue> refuse(std::size_t at, std::string message, std::string hint) {
    Place place = place_;
    place.column += static_cast<int>(scenarios::character_count(text_.substr(0, at)));
    problems_.report(std::move(place), std::move(message), std::move(hint));
    return {};
  }

  std::vector<ListedValue> each() {
    if (low_.kind != Kind::kCount) {
      return refuse(0,
                    fmt::format("the range {} does not say which values", scenarios::quote(text_)),
                    "add how many, evenly :5 or by equal factors :log5, or a step");
    }
    return stepped(1);
  }

  std::vector<ListedValue> steps(std::string_view text, std::size_t at) {
    const auto step = read_as(low_.kind, text);
    if (!step || !(value_of(*step) > 0)) {
      return refuse(at, fmt::format("{} is no step of this range", scenarios::quote(text)),
                    "write it in the range's unit: 0ms..80ms:step20ms");
    }
    if (is_whole(low_.kind)) return stepped(step->whole);
    std::vector<ListedValue> values;
    for (std::size_t i = 0; i < kMostValues; ++i) {
      const double value = low_.real + static_cast<double>(i) * step->real;
      if (value > high_.real + step->real * 1e-9) break;
      add(values, {low_.kind, 0, value});
    }
    return values;
  }

  std::vector<ListedValue> stepped(std::int64_t step) {
    const std::int64_t count = (high_.whole - low_.whole) / step;
    if (count >= static_cast<std::int64_t>(kMostValues)) return too_many();
    std::vector<ListedValue> values;
    for (std::int64_t i = 0; i <= count; ++i) {
      add(values, {low_.kind, low_.whole + i * step, 0});
    }
    return values;
  }

  std::vector<ListedValue> spread(std::string_view text, std::size_t at, bool logarithmic) {
    std::uint32_t count = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, count);
    if (text.empty() || read.ec != std::errc() || read.ptr != end || count < 2) {
      return refuse(at, fmt::format("{} is no number of values", scenarios::quote(text)),
                    "write 2 or more, as in 1..20:5 or 1k..1G:log7; a step is :step5");
    }
    if (count > kMostValues) return too_many();
    if (logarithmic && !(value_of(low_) > 0)) {
      return refuse(0, "a logarithmic range cannot begin at 0", "begin at something above it");
    }
    std::vector<ListedValue> values;
    for (std::uint32_t i = 0; i < count; ++i) add(values, between(i, count - 1, logarithmic));
    return values;
  }

  // The ends are exactly what was written.
  [[nodiscard]] Number between(std::uint32_t i, std::uint32_t last, bool logarithmic) const {
    if (i == 0) return low_;
    if (i == last) return high_;
    const double part = static_cast<double>(i) / last;
    const double low = value_of(low_);
    const double high = value_of(high_);
    const double value =
        logarithmic ? low * sim::portable_pow(high / low, part) : low + (high - low) * part;
    if (is_whole(low_.kind)) return {low_.kind, std::llround(value), 0};
    return {low_.kind, 0, value};
  }

  void add(std::vector<ListedValue>& values, const Number& number) const {
    std::string text = text_of(number);
    if (values.empty() || values.back().text != text) values.push_back({std::move(text), place_});
  }

  std::vector<ListedValue> too_many() {
    return refuse(
        0,
        fmt::format("the range {} has more than {} values", scenarios::quote(text_), kMostValues),
        "take fewer, evenly :5 or by equal factors :log5");
  }

  std::string_view text_;
  Place place_;
  Problems& problems_;
  Number low_;
  Number high_;
};

// Where the commas are that part values: outside of brackets and quotes.
std::vector<std::size_t> parting_commas(std::string_view text) {
  std::vector<std::size_t> commas;
  int depth = 0;
  char open_quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (open_quote != 0) {
      if (c == open_quote) open_quote = 0;
    } else if (c == '"' || c == '\'') {
      open_quote = c;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      commas.push_back(i);
    }
  }
  commas.push_back(text.size());
  return commas;
}

}  // namespace

std::vector<ListedValue> read_value_or_range(std::string_view text, const Place& place,
                                             Problems& problems) {
  const bool quoted =
      !text.empty() && (text[0] == '"' || text[0] == '\'' || text[0] == '{' || text[0] == '[');
  if (!quoted && text.find("..") != std::string_view::npos) {
    return Range(text, place, problems).values();
  }
  return {{std::string(text), place}};
}

std::vector<ListedValue> read_value_list(std::string_view text, const Place& place,
                                         Problems& problems) {
  std::vector<ListedValue> values;
  std::size_t begin = 0;
  for (const std::size_t comma : parting_commas(text)) {
    std::string_view item = text.substr(begin, comma - begin);
    std::size_t at = begin;
    begin = comma + 1;
    while (!item.empty() && item.front() == ' ') {
      item.remove_prefix(1);
      ++at;
    }
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    Place here = place;
    here.column += static_cast<int>(scenarios::character_count(text.substr(0, at)));
    if (item.empty()) {
      problems.report(here, "a value is missing here", "write values with commas between: 1,10,20");
      return {};
    }
    auto more = read_value_or_range(item, here, problems);
    if (more.empty()) return {};
    values.insert(values.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
  }
  return values;
}

}  // namespace studies
