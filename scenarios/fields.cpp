#include "scenarios/fields.hpp"

#include <algorithm>

#include "scenarios/field_check.hpp"
#include "scenarios/scalar_check.hpp"
#include "sim/check.hpp"

namespace scenarios {

const Value* Fields::find(std::string_view name, Kind kind) const {
  const Field* field = find_field(*table_, name);
  SIM_CHECK(field != nullptr);
  SIM_CHECK(field->kind == kind);
  const Value* value = value_->find(name);
  if (value == nullptr) return nullptr;
  if (is_scalar_kind(kind)) {
    const bool right = value->is_scalar() && !check_scalar(*value, *field);
    return right ? value : nullptr;
  }
  // What is below is judged when it is read, so that one mistake does not hide its neighbours.
  return value->is_null() && kind != Kind::kAny ? nullptr : value;
}

bool Fields::is_right(const Value* value, std::string_view name) const {
  Problems unused;
  return value != nullptr && check_field(*value, *find_field(*table_, name), name, *files_, unused);
}

bool Fields::has(std::string_view name) const {
  const Field* field = find_field(*table_, name);
  SIM_CHECK(field != nullptr);
  return find(name, field->kind) != nullptr;
}

std::optional<std::string> Fields::text(std::string_view name) const {
  const Value* value = find(name, Kind::kText);
  return value == nullptr ? std::nullopt : std::optional(value->text());
}

std::optional<std::string> Fields::identifier(std::string_view name) const {
  const Value* value = find(name, Kind::kIdentifier);
  return value == nullptr ? std::nullopt : std::optional(value->text());
}

std::optional<bool> Fields::boolean(std::string_view name) const {
  const Value* value = find(name, Kind::kBoolean);
  return value == nullptr ? std::nullopt : read_boolean(value->text()).value;
}

std::optional<std::int64_t> Fields::count(std::string_view name) const {
  const Value* value = find(name, Kind::kCount);
  return value == nullptr ? std::nullopt : read_count(value->text()).value;
}

std::optional<std::int64_t> Fields::integer(std::string_view name) const {
  const Value* value = find(name, Kind::kInteger);
  return value == nullptr ? std::nullopt : read_integer(value->text()).value;
}

std::optional<double> Fields::number(std::string_view name) const {
  const Value* value = find(name, Kind::kNumber);
  return value == nullptr ? std::nullopt : read_number(value->text()).value;
}

std::optional<double> Fields::percent(std::string_view name) const {
  const Value* value = find(name, Kind::kPercent);
  return value == nullptr ? std::nullopt : read_percent(value->text()).value;
}

std::optional<sim::Duration> Fields::duration(std::string_view name) const {
  const Value* value = find(name, Kind::kDuration);
  return value == nullptr ? std::nullopt : read_duration(value->text()).value;
}

std::optional<sim::Bytes> Fields::size(std::string_view name) const {
  const Value* value = find(name, Kind::kSize);
  return value == nullptr ? std::nullopt : read_size(value->text()).value;
}

std::optional<sim::ByteRate> Fields::rate(std::string_view name) const {
  const Value* value = find(name, Kind::kRate);
  return value == nullptr ? std::nullopt : read_rate(value->text()).value;
}

std::optional<sim::EventRate> Fields::event_rate(std::string_view name) const {
  const Value* value = find(name, Kind::kEventRate);
  return value == nullptr ? std::nullopt : read_event_rate(value->text()).value;
}

std::optional<Comparison> Fields::comparison(std::string_view name) const {
  const Value* value = find(name, Kind::kComparison);
  return value == nullptr ? std::nullopt : read_comparison(value->text()).value;
}

std::optional<std::size_t> Fields::choice(std::string_view name) const {
  const Value* value = find(name, Kind::kChoice);
  if (value == nullptr) return std::nullopt;
  const auto& choices = find_field(*table_, name)->choices;
  return static_cast<std::size_t>(std::find(choices.begin(), choices.end(), value->text()) -
                                  choices.begin());
}

std::optional<std::pair<std::int64_t, std::int64_t>> Fields::range(std::string_view name) const {
  const Field* field = find_field(*table_, name);
  SIM_CHECK(field != nullptr);
  SIM_CHECK(field->kind == Kind::kDurationRange || field->kind == Kind::kSizeRange);
  const Value* value = find(name, field->kind);
  if (!is_right(value, name)) return std::nullopt;
  const auto amount = [&](std::size_t i) {
    const std::string& text = value->items()[i].text();
    return field->kind == Kind::kDurationRange ? read_duration(text).value->count()
                                               : read_size(text).value->count;
  };
  return std::pair(amount(0), amount(1));
}

std::optional<DistributionValue> Fields::latency(std::string_view name) const {
  const Value* value = find(name, Kind::kLatency);
  if (!is_right(value, name)) return std::nullopt;
  Problems unused;
  return build_distribution(*value, Measured::kTime, *files_, unused);
}

std::vector<LatencyPiece> Fields::pieces(std::string_view name) const {
  const Value* value = find(name, Kind::kPiecewiseLatency);
  if (!is_right(value, name)) return {};
  Problems unused;
  return build_pieces(*value, *files_, unused);
}

std::optional<DistributionValue> Fields::size_distribution(std::string_view name) const {
  const Value* value = find(name, Kind::kSizeDistribution);
  if (!is_right(value, name)) return std::nullopt;
  Problems unused;
  return build_distribution(*value, Measured::kSize, *files_, unused);
}

std::optional<Fields> Fields::mapping(std::string_view name) const {
  const Value* value = find(name, Kind::kMapping);
  if (value == nullptr || !value->is_mapping()) return std::nullopt;
  return Fields(*value, *find_field(*table_, name)->inner, *files_);
}

std::vector<Fields> Fields::list(std::string_view name) const {
  const Value* value = find(name, Kind::kList);
  if (value == nullptr) return {};
  const Field* field = find_field(*table_, name);
  const Table* table = field->element == nullptr ? field->inner : field->element->inner;
  SIM_CHECK(table != nullptr);
  std::vector<Fields> result;
  for (const Value& item : value->items()) {
    if (item.is_mapping()) result.emplace_back(item, *table, *files_);
  }
  return result;
}

std::vector<Text> Fields::texts(std::string_view name) const {
  const Value* value = find(name, Kind::kList);
  if (value == nullptr) return {};
  const Field* element = find_field(*table_, name)->element;
  SIM_CHECK(element != nullptr && is_scalar_kind(element->kind));
  std::vector<Text> result;
  for (const Value& item : value->items()) {
    const bool right = item.is_scalar() && !check_scalar(item, *element);
    if (right) result.push_back({item.text(), item.place()});
  }
  return result;
}

std::optional<Chosen> Fields::choose(const Value& value, const Field& field) const {
  const auto index = matching_alternative(value, field, *files_);
  if (!index) return std::nullopt;
  const Field& alternative = field.alternatives[*index];
  if (is_scalar_kind(alternative.kind) && check_scalar(value, alternative)) return std::nullopt;
  Chosen chosen{*index, &value, std::nullopt};
  if (alternative.kind == Kind::kMapping) chosen.fields.emplace(value, *alternative.inner, *files_);
  return chosen;
}

std::optional<Chosen> Fields::chosen(std::string_view name) const {
  const Value* value = find(name, Kind::kOneOf);
  return value == nullptr ? std::nullopt : choose(*value, *find_field(*table_, name));
}

std::vector<Chosen> Fields::chosen_list(std::string_view name) const {
  const Value* value = find(name, Kind::kList);
  if (value == nullptr) return {};
  const Field* element = find_field(*table_, name)->element;
  SIM_CHECK(element != nullptr && element->kind == Kind::kOneOf);
  std::vector<Chosen> result;
  for (const Value& item : value->items()) {
    if (auto chosen = choose(item, *element)) result.push_back(*chosen);
  }
  return result;
}

std::vector<Other> Fields::others() const {
  SIM_CHECK(table_->others != nullptr);
  std::vector<Other> result;
  for (const Entry& entry : value_->entries()) {
    const std::string& name = entry.key.text();
    if (find_field(*table_, name) != nullptr || value_->find(name) != &entry.value) continue;
    Other other{{name, entry.key.place()}, &entry.value, std::nullopt};
    const bool mapping = table_->others->kind == Kind::kMapping && entry.value.is_mapping();
    if (mapping) other.fields.emplace(entry.value, *table_->others->inner, *files_);
    if (table_->others->kind == Kind::kOneOf) {
      if (const auto form = choose(entry.value, *table_->others)) other.fields = form->fields;
    }
    result.push_back(other);
  }
  return result;
}

const Value* Fields::raw(std::string_view name) const {
  SIM_CHECK(find_field(*table_, name) != nullptr);
  return value_->find(name);
}

Place Fields::place(std::string_view name) const {
  const Value* value = raw(name);
  return value == nullptr ? value_->place() : value->place();
}

Fields read_fields(const Value& value, const Table& table, const FileSource& files,
                   Problems& problems) {
  check_mapping(value, table, files, problems);
  return {value, table, files};
}

}  // namespace scenarios
