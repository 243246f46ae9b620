#include "scenarios/field_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/utf8.hpp"

namespace scenarios {

namespace {

std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

// What YAML reads as the text itself.
bool is_plain_scalar(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '/' || c == '%';
  };
  const bool null = text == "null" || text == "Null" || text == "NULL";
  return !text.empty() && !null && std::all_of(text.begin(), text.end(), plain);
}

}  // namespace

// Copies the way to a field, with another value at its end.
class FieldChange {
 public:
  FieldChange(std::span<const PathStep> path, const Value& value, Problems& problems)
      : path_(path), value_(value), problems_(problems) {}

  [[nodiscard]] Value apply(const Value& old, std::size_t depth) const {
    if (depth == path_.size()) return value_;
    switch (old.kind()) {
      case Value::Kind::kSequence:
        return in_list(old, depth);
      case Value::Kind::kScalar:
        return refuse(old, depth,
                      fmt::format("{} is {}, which has no fields", way_to(depth), describe(old)),
                      "if it names a profile, vary it to a mapping: {profile: NAME, ...}");
      default:
        return in_mapping(old, depth);
    }
  }

 private:
  [[nodiscard]] Value in_list(const Value& old, std::size_t depth) const {
    const std::size_t size = old.items().size();
    const auto number = number_of(path_[depth].text);
    if (!number || *number >= size) {
      return refuse(old, depth,
                    fmt::format("{} is a list of {}, so {} names none of them", way_to(depth), size,
                                quote(path_[depth].text)),
                    size == 0 ? "write the element into the file first"
                              : fmt::format("count from 0: 0 to {}", size - 1));
    }
    Value changed = old;
    Value& item = changed.items_[*number];
    item = apply(old.items()[*number], depth + 1);
    return changed;
  }

  [[nodiscard]] Value in_mapping(const Value& old, std::size_t depth) const {
    const PathStep& step = path_[depth];
    Value changed = old;
    if (old.is_null()) {
      changed = Value(Value::Kind::kMapping, std::make_shared<const std::string>(step.place.file),
                      {step.place.line, step.place.column});
    }
    for (Entry& entry : changed.entries_) {
      if (entry.key.text() != step.text) continue;
      entry.value = apply(entry.value, depth + 1);
      return changed;
    }
    changed.entries_.push_back({Value(step.text, step.place), apply(Value(), depth + 1)});
    return changed;
  }

  [[nodiscard]] std::string way_to(std::size_t depth) const {
    std::string way;
    for (const PathStep& step : path_.first(depth)) way += (way.empty() ? "" : ".") + step.text;
    return way.empty() ? "the file" : quote(way);
  }

  [[nodiscard]] Value refuse(const Value& old, std::size_t depth, std::string message,
                             std::string hint) const {
    problems_.report(path_[depth].place, std::move(message), std::move(hint));
    return old;
  }

  std::span<const PathStep> path_;
  const Value& value_;
  Problems& problems_;
};

std::vector<PathStep> read_field_path(std::string_view text, const Place& place,
                                      Problems& problems) {
  std::vector<PathStep> steps;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    Place at = place;
    at.column += static_cast<int>(character_count(text.substr(0, begin)));
    if (end == begin) {
      problems.report(at, "a field's name is missing here",
                      "write the way to a field: dataset.rows, workload.0.poisson");
      return {};
    }
    steps.push_back({std::string(text.substr(begin, end - begin)), std::move(at)});
    begin = end + 1;
  }
  return steps;
}

Value with_field(const Value& root, std::span<const PathStep> path, const Value& value,
                 Problems& problems) {
  return FieldChange(path, value, problems).apply(root, 0);
}

const Value* field_at(const Value& root, std::span<const PathStep> path) {
  const Value* here = &root;
  for (const PathStep& step : path) {
    if (here->is_sequence()) {
      const auto number = number_of(step.text);
      if (!number || *number >= here->items().size()) return nullptr;
      here = &here->items()[*number];
    } else {
      here = here->find(step.text);
      if (here == nullptr) return nullptr;
    }
  }
  return here;
}

Value read_value(std::string_view text, const Place& place, Problems& problems) {
  if (is_plain_scalar(text)) return {std::string(text), place};
  // Blanks before it, so that the parser counts the columns as the place's line has them.
  const auto before = static_cast<std::size_t>(std::max(0, place.column - 1));
  Problems found;
  Value value = parse_document(place.file, std::string(before, ' ') + std::string(text), found);
  for (Problem& problem : found.sorted()) {
    problem.place.line = place.line;
    problems.report(std::move(problem.place), std::move(problem.message), std::move(problem.hint));
  }
  return value;
}

}  // namespace scenarios
