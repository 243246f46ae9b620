#include "scenarios/scalar_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/comparison.hpp"
#include "scenarios/did_you_mean.hpp"
#include "scenarios/quantity.hpp"
#include "scenarios/utf8.hpp"
#include "sim/check.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {
namespace {

using Trouble = std::optional<ScalarTrouble>;

template <class T>
Trouble trouble_of(const Reading<T>& reading) {
  if (reading.value) return std::nullopt;
  return ScalarTrouble{reading.message, reading.hint};
}

/// No time in a file may be longer than the schedule lets a single latency be: it would be cut.
Field within_time(Field field) {
  constexpr sim::Duration kMost = std::chrono::hours(24 * 13343);
  static_assert(kMost <= sim::kLongestDuration);
  field.most = std::min(field.most, std::int64_t{kMost.count()});
  return field;
}

/// Reads a whole quantity and holds it to the field's limits, printed as `print` does.
template <class T, class Amount, class Print>
Trouble check_limits(const Reading<T>& reading, const Field& field, Amount amount, Print print) {
  if (!reading.value) return trouble_of(reading);
  const std::int64_t value = amount(*reading.value);
  if (value < field.least) {
    return ScalarTrouble{fmt::format("{} is too small", print(value)),
                         fmt::format("the least is {}", print(field.least))};
  }
  if (value > field.most) {
    return ScalarTrouble{fmt::format("{} is too large", print(value)),
                         fmt::format("the most is {}", print(field.most))};
  }
  return std::nullopt;
}

Trouble check_count(const Reading<std::int64_t>& reading, const Field& field) {
  return check_limits(
      reading, field, [](std::int64_t n) { return n; }, sim::count_text);
}

// An identifier ends up in paths, reports and file names; anything else would need escapes there.
Trouble check_identifier(std::string_view text) {
  constexpr std::size_t kLongest = 200;
  const auto is_plain = [](char letter) {
    const bool alphabetic = (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z';
    return alphabetic || (letter >= '0' && letter <= '9');
  };
  const auto is_allowed = [&](char letter) {
    return is_plain(letter) || std::string_view("-_./:").find(letter) != std::string_view::npos;
  };
  const bool good = !text.empty() && text.size() <= kLongest && is_plain(text.front()) &&
                    std::all_of(text.begin(), text.end(), is_allowed);
  if (good) return std::nullopt;
  return ScalarTrouble{fmt::format("{} is not a name", quote(text)),
                       "use letters, digits and - _ . / : and start with a letter or digit"};
}

Trouble check_text_value(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const bool fine = character.code == '\n' || character.code == '\t';
    if (!character.valid || (is_control(character.code) && !fine)) {
      return ScalarTrouble{fmt::format("{} holds a control character", quote(text)),
                           "leave it out; a report could not show it"};
    }
    at += character.bytes;
  }
  return std::nullopt;
}

Trouble check_choice(std::string_view text, const Field& field) {
  const auto& choices = field.choices;
  if (std::find(choices.begin(), choices.end(), text) != choices.end()) return std::nullopt;
  return ScalarTrouble{fmt::format("{} is not one of {}", quote(text), joined(choices)),
                       did_you_mean(text, choices)};
}

// Editors that know the JSON Schema see "5" and 5 as different things, and so does the reader.
Trouble check_unquoted(const Value& value, const Field& field) {
  if (!value.was_quoted()) return std::nullopt;
  return ScalarTrouble{fmt::format("{} is a text because of its quotes, not {}",
                                   quote(value.text()), noun_of(field.kind)),
                       "leave out the quotes"};
}

// A field whose element says what is compared refuses other quantities at once.
Trouble check_comparison(const std::string& text, const Field& field) {
  const auto comparison = read_comparison(text);
  if (!comparison.value || field.element == nullptr) return trouble_of(comparison);
  const std::string& quantity = comparison.value->quantity;
  switch (field.element->kind) {
    case Kind::kCount:
      return trouble_of(read_count(quantity));
    case Kind::kDuration:
      return trouble_of(read_duration(quantity));
    case Kind::kSize:
      return trouble_of(read_size(quantity));
    default:
      SIM_CHECK(field.element->kind == Kind::kNumber);
      return trouble_of(read_number(quantity));
  }
}

}  // namespace

bool is_scalar_kind(Kind kind) { return kind <= Kind::kComparison; }

std::optional<ScalarTrouble> check_scalar(const Value& value, const Field& field) {
  SIM_CHECK(value.is_scalar());
  const std::string& text = value.text();
  const bool plain_only =
      field.kind == Kind::kBoolean || field.kind == Kind::kInteger || field.kind == Kind::kNumber;
  if (plain_only) {
    if (auto trouble = check_unquoted(value, field)) return trouble;
  }
  switch (field.kind) {
    case Kind::kText:
      return check_text_value(text);
    case Kind::kIdentifier:
      return check_identifier(text);
    case Kind::kBoolean:
      return trouble_of(read_boolean(text));
    case Kind::kCount:
      return check_count(read_count(text), field);
    case Kind::kInteger:
      return check_count(read_integer(text), field);
    case Kind::kNumber:
      return trouble_of(read_number(text));
    case Kind::kPercent:
      return trouble_of(read_percent(text));
    case Kind::kDuration:
      return check_limits(
          read_duration(text), within_time(field), [](sim::Duration d) { return d.count(); },
          [](std::int64_t n) { return sim::to_text(sim::Duration(n)); });
    case Kind::kSize:
      return check_limits(
          read_size(text), field, [](sim::Bytes size) { return size.count; },
          [](std::int64_t n) { return sim::to_text(sim::Bytes{n}); });
    case Kind::kRate:
      return check_limits(
          read_rate(text), field, [](sim::ByteRate rate) { return rate.bytes_per_second; },
          [](std::int64_t n) { return sim::to_text(sim::ByteRate{n}); });
    case Kind::kEventRate:
      return trouble_of(read_event_rate(text));
    case Kind::kChoice:
      return check_choice(text, field);
    case Kind::kComparison:
      return check_comparison(text, field);
    default:
      break;
  }
  SIM_CHECK(false);
  return std::nullopt;
}

}  // namespace scenarios
