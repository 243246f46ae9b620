#include "scenarios/field_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/distribution_field.hpp"
#include "scenarios/distribution_table.hpp"
#include "scenarios/quantity.hpp"
#include "scenarios/refused_words.hpp"
#include "scenarios/scalar_check.hpp"
#include "scenarios/utf8.hpp"
#include "sim/check.hpp"

namespace scenarios {
namespace {

constexpr std::size_t kManyFields = 5;  // more are named once, not again in the hint

/// What a kind is made of in YAML.
bool may_be(const Field& field, const Value& value) {
  switch (field.kind) {
    case Kind::kDurationRange:
    case Kind::kSizeRange:
    case Kind::kList:
      return value.is_sequence();
    case Kind::kMapping:
      return value.is_mapping();
    case Kind::kLatency:
    case Kind::kPiecewiseLatency:
    case Kind::kSizeDistribution:
      return value.is_scalar() || value.is_mapping();
    case Kind::kOneOf: {
      const auto& all = field.alternatives;
      return std::any_of(all.begin(), all.end(),
                         [&](const Field& one) { return may_be(one, value); });
    }
    case Kind::kAny:
      return true;
    default:
      return value.is_scalar();
  }
}

class Checker {
 public:
  Checker(const FileSource& files, Problems& problems) : files_(files), problems_(problems) {}

  void mapping(const Value& value, const Table& table);
  void field(const Value& value, const Field& field, std::string_view name);

 private:
  void keys(const Value& value, const Table& table);
  void entry(const Entry& entry, const Table& table);
  void refuse(const Entry& entry, const RefusedWord& word);
  void range(const Value& value, const Field& field, std::string_view name);
  void list(const Value& value, const Field& field, std::string_view name);
  void one_of(const Value& value, const Field& field, std::string_view name);
  void shared_fields(const Value& value, const Field& field);
  void distribution(const Value& value, const Field& field);
  void scalar(const Value& value, const Field& field);
  void wrong_kind(const Value& value, const Field& field, std::string_view name);

  const FileSource& files_;
  Problems& problems_;
  bool inside_distribution_ = false;
};

std::vector<std::string_view> names_of(const Table& table) {
  std::vector<std::string_view> names;
  for (const Field& field : table.fields) names.push_back(field.name);
  return names;
}

void Checker::mapping(const Value& value, const Table& table) {
  if (!value.is_mapping()) {
    problems_.report(value.place(), fmt::format("{} cannot be {}", table.name, describe(value)),
                     fmt::format("write its fields: {}", joined(names_of(table), ", ")));
    return;
  }
  keys(value, table);
  for (const Entry& entry : value.entries()) this->entry(entry, table);
  for (const Field& field : table.fields) {
    if (field.need == Need::kOptional || value.find(field.name) != nullptr) continue;
    problems_.report(value.place(), fmt::format("{}: '{}' is missing", table.name, field.name),
                     fmt::format("write '{}: {}'", field.name, field.example));
  }
  for (const Group& group : table.groups) check_group(value, group, problems_);
}

// Repeated keys by sorting: a file may hold a hundred thousand of them.
void Checker::keys(const Value& value, const Table& table) {
  std::vector<const Entry*> sorted;
  for (const Entry& entry : value.entries()) sorted.push_back(&entry);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Entry* a, const Entry* b) { return a->key.text() < b->key.text(); });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const std::string& name = sorted[i]->key.text();
    if (name != sorted[i - 1]->key.text()) continue;
    problems_.report(sorted[i]->key.place(), fmt::format("field {} is given twice", quote(name)),
                     "keep one of them");
  }
  if (value.entries().empty() && table.fields.empty()) {
    problems_.report(value.place(), fmt::format("{} is empty", table.name),
                     fmt::format("write 'name: {}'", table.others->example));
  }
}

void Checker::entry(const Entry& entry, const Table& table) {
  const std::string& name = entry.key.text();
  const Field* known = find_field(table, name);
  if (known == nullptr) known = table.others;
  if (known != nullptr) return field(entry.value, *known, name);
  if (const RefusedWord* refused = refused_word(name)) return refuse(entry, *refused);
  problems_.report(entry.key.place(), fmt::format("unknown field {}", quote(name)),
                   did_you_mean(name, names_of(table)));
}

void Checker::refuse(const Entry& entry, const RefusedWord& word) {
  problems_.report(entry.key.place(),
                   fmt::format("{} is refused: {}", quote(word.word), word.reason),
                   std::string(word.hint));
}

void Checker::field(const Value& value, const Field& field, std::string_view name) {
  if (field.kind == Kind::kAny) return;
  if (value.is_null()) {
    problems_.report(value.place(), fmt::format("{} has no value", quote(name)),
                     fmt::format("write {}: {}", noun_of(field.kind), field.example));
    return;
  }
  if (!may_be(field, value)) return wrong_kind(value, field, name);
  switch (field.kind) {
    case Kind::kDurationRange:
    case Kind::kSizeRange:
      return range(value, field, name);
    case Kind::kLatency:
    case Kind::kPiecewiseLatency:
    case Kind::kSizeDistribution:
      return distribution(value, field);
    case Kind::kMapping:
      return mapping(value, *field.inner);
    case Kind::kList:
      return list(value, field, name);
    case Kind::kOneOf:
      return one_of(value, field, name);
    default:
      return scalar(value, field);
  }
}

void Checker::wrong_kind(const Value& value, const Field& field, std::string_view name) {
  if (field.kind == Kind::kOneOf && !field.name.empty()) {
    const bool vowel = std::string_view("aeiouAEIOU").find(field.name[0]) != std::string_view::npos;
    problems_.report(
        value.place(),
        fmt::format("{} cannot be {} {}", describe(value), vowel ? "an" : "a", field.name),
        fmt::format("for example '{}'", field.example));
    return;
  }
  problems_.report(
      value.place(),
      fmt::format("{} takes {}, not {}", quote(name), noun_of(field.kind), describe(value)),
      fmt::format("for example '{}: {}'", name, field.example));
}

void Checker::scalar(const Value& value, const Field& field) {
  if (auto trouble = check_scalar(value, field)) {
    problems_.report(value.place(), std::move(trouble->message), std::move(trouble->hint));
  }
}

void Checker::range(const Value& value, const Field& field, std::string_view name) {
  const auto& items = value.items();
  const bool two = items.size() == 2 && items[0].is_scalar() && items[1].is_scalar();
  if (!two) return wrong_kind(value, field, name);
  const std::size_t before = problems_.size();
  Field limit = field;
  limit.kind = field.kind == Kind::kDurationRange ? Kind::kDuration : Kind::kSize;
  scalar(items[0], limit);
  scalar(items[1], limit);
  if (problems_.size() > before) return;
  const auto amount = [&](const Value& item) {
    return limit.kind == Kind::kDuration ? read_duration(item.text()).value->count()
                                         : read_size(item.text()).value->count;
  };
  if (amount(items[0]) <= amount(items[1])) return;
  problems_.report(
      items[1].place(),
      fmt::format("the range ends at {}, before its start at {}", items[1].text(), items[0].text()),
      "write the lower one first");
}

void Checker::list(const Value& value, const Field& field, std::string_view name) {
  if (value.items().empty()) {
    problems_.report(value.place(), fmt::format("the list {} is empty", quote(name)),
                     fmt::format("for example '{}: {}'", name, field.example));
  }
  for (const Value& item : value.items()) {
    if (field.element != nullptr) {
      this->field(item, *field.element, name);
    } else {
      mapping(item, *field.inner);
    }
  }
}

void Checker::one_of(const Value& value, const Field& field, std::string_view name) {
  if (const auto index = matching_alternative(value, field, files_)) {
    return this->field(value, field.alternatives[*index], name);
  }
  if (value.is_mapping()) {
    for (const Entry& entry : value.entries()) {
      const RefusedWord* refused = refused_word(entry.key.text());
      if (refused != nullptr) return refuse(entry, *refused);
    }
  }
  std::vector<std::string_view> keys;
  std::vector<std::string_view> names;
  for (const Field& one : field.alternatives) {
    names.push_back(one.name);
    if (one.kind == Kind::kMapping && !one.inner->fields.empty()) {
      keys.push_back(one.inner->fields.front().name);
    }
  }
  std::string hint = fmt::format("for example '{}: {}'", name, field.example);
  if (value.is_mapping()) {
    hint = fmt::format("it needs one of the fields {}", joined(keys));
    if (keys.size() > kManyFields) hint = fmt::format("for example '{}'", field.example);
    for (const Entry& entry : value.entries()) {
      const auto near = nearest_word(entry.key.text(), keys);
      if (near) hint = fmt::format("did you mean '{}' by {}?", *near, quote(entry.key.text()));
    }
  }
  // Alternatives of one name differ by their first fields alone: "the step has none of ...".
  const bool alike = std::all_of(names.begin(), names.end(),
                                 [&](std::string_view one) { return one == names.front(); });
  problems_.report(
      value.place(),
      alike && value.is_mapping()
          ? fmt::format("the {} has none of the fields {}", names.front(), joined(keys))
          : fmt::format("{} as {} is none of: {}", describe(value), quote(name), joined(names)),
      std::move(hint));
  if (alike && value.is_mapping()) shared_fields(value, field);
}

// Whichever alternative was meant: what all of them have, and read alike, is checked.
void Checker::shared_fields(const Value& value, const Field& field) {
  for (const Entry& entry : value.entries()) {
    const Field* first = nullptr;
    const bool shared = std::all_of(
        field.alternatives.begin(), field.alternatives.end(), [&](const Field& alternative) {
          if (alternative.kind != Kind::kMapping) return false;
          const Field* found = find_field(*alternative.inner, entry.key.text());
          if (first == nullptr) first = found;
          return found != nullptr && found->kind == first->kind && found->least == first->least &&
                 found->most == first->most;
        });
    if (shared && first->kind != Kind::kMapping && first->kind != Kind::kOneOf) {
      this->field(entry.value, *first, entry.key.text());
    }
  }
}

// Shapes are checked all the way down first; only then are numbers put together, once.
void Checker::distribution(const Value& value, const Field& field) {
  const std::size_t before = problems_.size();
  if (value.is_scalar()) {
    Field plain = field;
    plain.kind = field.kind == Kind::kSizeDistribution ? Kind::kSize : Kind::kDuration;
    const bool may_be_open = plain.kind == Kind::kDuration && !inside_distribution_;
    if (may_be_open && is_left_open(value.text())) return;
    return scalar(value, plain);
  }
  const bool outermost = !inside_distribution_;
  inside_distribution_ = true;
  mapping(value, field.kind == Kind::kLatency            ? kLatencyTable
                 : field.kind == Kind::kSizeDistribution ? kSizeDistributionTable
                                                         : kPiecewiseLatencyTable);
  if (!outermost) return;
  inside_distribution_ = false;
  if (problems_.size() > before) return;
  if (field.kind == Kind::kPiecewiseLatency) {
    static_cast<void>(build_pieces(value, files_, problems_));
  } else {
    const bool time = field.kind == Kind::kLatency;
    static_cast<void>(
        build_distribution(value, time ? Measured::kTime : Measured::kSize, files_, problems_));
  }
}

}  // namespace

bool check_mapping(const Value& value, const Table& table, const FileSource& files,
                   Problems& problems) {
  const std::size_t before = problems.size();
  Checker(files, problems).mapping(value, table);
  return problems.size() == before;
}

bool check_field(const Value& value, const Field& field, std::string_view name,
                 const FileSource& files, Problems& problems) {
  const std::size_t before = problems.size();
  Checker(files, problems).field(value, field, name);
  return problems.size() == before;
}

bool check_group(const Value& mapping, const Group& group, Problems& problems) {
  std::vector<const Entry*> given;
  for (const Entry& entry : mapping.entries()) {
    const auto named = [&](std::string_view name) { return name == entry.key.text(); };
    const bool repeated = !given.empty() && std::any_of(given.begin(), given.end(), [&](auto* e) {
      return e->key.text() == entry.key.text();
    });
    if (std::any_of(group.names.begin(), group.names.end(), named) && !repeated) {
      given.push_back(&entry);
    }
  }
  const bool one_at_most = group.rule == Rule::kExactlyOne || group.rule == Rule::kAtMostOne;
  const bool one_at_least = group.rule == Rule::kExactlyOne || group.rule == Rule::kAtLeastOne;
  if (one_at_least && given.empty()) {
    problems.report(mapping.place(), fmt::format("one of {} is missing", joined(group.names)),
                    group.rule == Rule::kExactlyOne ? "write exactly one" : "write one or more");
    return false;
  }
  if (one_at_most && given.size() > 1) {
    problems.report(
        given[1]->key.place(),
        fmt::format("'{}' and '{}' exclude each other", given[0]->key.text(), given[1]->key.text()),
        "keep one of them");
    return false;
  }
  const bool some = !given.empty() && given.size() < group.names.size();
  if (group.rule == Rule::kAllOrNone && some) {
    problems.report(given[0]->key.place(),
                    fmt::format("{} belong together", joined(group.names, " and ")),
                    "write all of them, or none");
    return false;
  }
  return true;
}

std::optional<std::size_t> matching_alternative(const Value& value, const Field& field,
                                                const FileSource& files) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < field.alternatives.size(); ++i) {
    if (may_be(field.alternatives[i], value)) fitting.push_back(i);
  }
  if (fitting.size() == 1) return fitting.front();
  for (const std::size_t i : fitting) {
    const Field& one = field.alternatives[i];
    const bool by_first_field = one.kind == Kind::kMapping && !one.inner->fields.empty();
    if (by_first_field && value.find(one.inner->fields.front().name) != nullptr) return i;
    Problems unused;
    const bool trial = one.kind != Kind::kMapping && one.kind != Kind::kList;
    if (trial && check_field(value, one, one.name, files, unused)) return i;
  }
  return std::nullopt;
}

}  // namespace scenarios
