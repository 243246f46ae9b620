#include "studies/parameter.hpp"

#include <fmt/format.h>

#include "scenarios/field_path.hpp"
#include "scenarios/quantity.hpp"
#include "sim/quantity_text.hpp"

namespace studies {

std::optional<Quantity> read_quantity(const std::string& text) {
  if (const auto count = scenarios::read_count(text); count.value) {
    return Quantity{ParameterKind::kCount, *count.value};
  }
  if (const auto duration = scenarios::read_duration(text); duration.value) {
    return Quantity{ParameterKind::kDuration, duration.value->count()};
  }
  if (const auto size = scenarios::read_size(text); size.value) {
    return Quantity{ParameterKind::kSize, size.value->count};
  }
  return std::nullopt;
}

std::string quantity_text(const Quantity& quantity) {
  switch (quantity.kind) {
    case ParameterKind::kDuration:
      return sim::to_text(sim::Duration(quantity.number));
    case ParameterKind::kSize:
      return sim::to_text(sim::Bytes{quantity.number});
    case ParameterKind::kCount:
      break;
  }
  return sim::count_text(quantity.number);
}

Quantity read_quantity(const std::string& text, const std::string& option) {
  if (const auto quantity = read_quantity(text)) return *quantity;
  scenarios::Problems problems;
  problems.add_source(option, text);
  problems.report({option, 1, 1}, fmt::format("'{}' is not a whole quantity", text),
                  "write a count (20k), a duration (5ms) or a size (10GiB)");
  throw scenarios::InvalidInput(std::move(problems));
}

std::optional<Quantity> quantity_at(const Source& source, const std::string& path) {
  scenarios::Problems problems;
  const auto steps = scenarios::read_field_path(path, {path, 1, 1}, problems);
  if (!problems.empty()) return std::nullopt;
  const scenarios::Value* value = scenarios::field_at(source.read().root, steps);
  if (value == nullptr || !value->is_scalar()) return std::nullopt;
  return read_quantity(value->text());
}

}  // namespace studies
