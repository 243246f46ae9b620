#include "studies/condition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/field_path.hpp"
#include "scenarios/quantity.hpp"
#include "scenarios/utf8.hpp"

namespace studies {

using scenarios::Place;
using scenarios::Problems;
using scenarios::Relation;

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Whether one path is the other, or leads to a field within it.
bool touches(std::string_view one, std::string_view other) {
  if (one.size() > other.size()) std::swap(one, other);
  return other.starts_with(one) && (other.size() == one.size() || other[one.size()] == '.');
}

}  // namespace

Condition::Quantity Condition::quantity_of(std::string_view text) {
  const std::string as_written(text);
  if (const auto read = scenarios::read_count(text); read.value) {
    return {1, static_cast<double>(*read.value), as_written};
  }
  if (const auto read = scenarios::read_number(text); read.value) {
    return {1, *read.value, as_written};
  }
  if (const auto read = scenarios::read_duration(text); read.value) {
    return {2, static_cast<double>(read.value->count()), as_written};
  }
  if (const auto read = scenarios::read_size(text); read.value) {
    return {3, static_cast<double>(read.value->count), as_written};
  }
  if (const auto read = scenarios::read_rate(text); read.value) {
    return {4, static_cast<double>(read.value->bytes_per_second), as_written};
  }
  if (const auto read = scenarios::read_event_rate(text); read.value) {
    return {5, read.value->per_second(), as_written};
  }
  if (const auto read = scenarios::read_percent(text); read.value) {
    return {6, *read.value, as_written};
  }
  return {0, 0, as_written};
}

std::optional<Condition::Side> Condition::read_side(std::string_view text, bool may_be_value,
                                                    const Source& source,
                                                    const std::vector<Axis>& axes,
                                                    const Place& place, Problems& problems) const {
  Side side;
  if (may_be_value && quantity_of(text).kind != 0) {
    side.values.push_back(quantity_of(text));
    return side;
  }
  const auto path = scenarios::read_field_path(text, place, problems);
  if (path.empty()) return std::nullopt;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const auto& fields = axes[i].points.front();
    if (std::none_of(fields.begin(), fields.end(),
                     [&](const Variation& one) { return touches(one.path, text); })) {
      continue;
    }
    if (side.axis) {
      problems.report(place, fmt::format("two axes vary {}", scenarios::quote(text)),
                      "zip them, or name a field that one of them varies");
      return std::nullopt;
    }
    side.axis = i;
  }
  const std::size_t points = side.axis ? axes[*side.axis].points.size() : 1;
  for (std::size_t i = 0; i < points; ++i) {
    Problems ignored = source.read().texts;  // wrong variations are told by the grid
    const scenarios::Value root =
        side.axis ? source.document(axes[*side.axis].points[i], ignored) : source.read().root;
    const scenarios::Value* value = field_at(root, path);
    if (value != nullptr && value->is_scalar()) {
      side.values.push_back(quantity_of(value->text()));
      continue;
    }
    if (value == nullptr && may_be_value && !side.axis) {
      side.values.push_back(quantity_of(text));  // a word: dump-and-import
      return side;
    }
    problems.report(place,
                    fmt::format("{} is {}, so it cannot be compared", scenarios::quote(text),
                                value == nullptr ? "not written in the file" : describe(*value)),
                    "write the field into the file, or vary it");
    return std::nullopt;
  }
  return side;
}

Condition::Condition(const Written& where, std::string_view text, const Source& source,
                     const std::vector<Axis>& axes, Problems& problems) {
  left_.values = right_.values = {Quantity{}};
  const std::size_t sign = text.find_first_of("<>=!");
  const auto comparison =
      scenarios::read_comparison(sign == std::string_view::npos ? "" : text.substr(sign));
  if (sign == std::string_view::npos || !comparison.value ||
      trimmed(text.substr(0, sign)).empty()) {
    problems.report(where.place, fmt::format("{} is no condition", scenarios::quote(text)),
                    "compare a field: procedure.workers <= 10");
    return;
  }
  relation_ = comparison.value->relation;
  const std::string_view right = trimmed(comparison.value->quantity);
  Place right_place = where.place;
  right_place.column +=
      static_cast<int>(scenarios::character_count(text.substr(0, text.rfind(right))));
  const auto one =
      read_side(trimmed(text.substr(0, sign)), false, source, axes, where.place, problems);
  const auto other = read_side(right, true, source, axes, right_place, problems);
  if (!one || !other) return;
  left_ = *one;
  right_ = *other;
  check_kinds(where.place, problems);
}

void Condition::check_kinds(const Place& place, Problems& problems) {
  const bool ordered = relation_ != Relation::kEqual && relation_ != Relation::kNotEqual;
  for (const Quantity& one : left_.values) {
    for (const Quantity& other : right_.values) {
      if (one.kind == other.kind && (one.kind != 0 || !ordered)) continue;
      problems.report(place,
                      fmt::format("{} and {} do not compare", scenarios::quote(one.text),
                                  scenarios::quote(other.text)),
                      "both sides must be of one kind, such as two durations");
      left_.values = right_.values = {Quantity{}};
      left_.axis = right_.axis = std::nullopt;
      return;
    }
  }
}

bool Condition::may_hold(const std::vector<std::int32_t>& chosen) const {
  const auto value_of = [&](const Side& side) -> const Quantity* {
    if (!side.axis) return &side.values.front();
    const std::int32_t point = chosen[*side.axis];
    return point < 0 ? nullptr : &side.values[static_cast<std::size_t>(point)];
  };
  const Quantity* one = value_of(left_);
  const Quantity* other = value_of(right_);
  if (one == nullptr || other == nullptr) return true;
  if (one->kind == 0) return holds(one->text, relation_, other->text);
  return holds(one->number, relation_, other->number);
}

}  // namespace studies
