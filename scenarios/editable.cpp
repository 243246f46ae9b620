#include "scenarios/editable.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/quantity_text.hpp"

namespace scenarios {

namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What YAML reads as it stands, in any place.
bool is_plain(std::string_view text) {
  const auto allowed = [](char c) {
    return is_letter_or_digit(c) || c == '_' || c == '.' || c == '/' || c == '+' || c == '-' ||
           c == ' ' || c == '%';
  };
  if (text.empty() || text.back() == ' ') return false;
  const bool number = text.size() > 1 && text[0] == '-' && is_letter_or_digit(text[1]);
  return (is_letter_or_digit(text[0]) || number) && std::all_of(text.begin(), text.end(), allowed);
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string flow(const Editable& value) {
  std::vector<std::string> parts;
  switch (value.kind) {
    case Editable::Kind::kScalar:
      return value.quoted || !is_plain(value.text) ? quoted(value.text) : value.text;
    case Editable::Kind::kList:
      for (const Editable& item : value.items) parts.push_back(flow(item));
      return fmt::format("[{}]", fmt::join(parts, ", "));
    case Editable::Kind::kMapping:
      for (const auto& [name, field] : value.fields) {
        const std::string key = is_plain(name) ? name : quoted(name);
        parts.push_back(fmt::format("{}: {}", key, flow(field)));
      }
      break;
  }
  return fmt::format("{{{}}}", fmt::join(parts, ", "));
}

}  // namespace

Editable* Editable::find(std::string_view name) {
  for (auto& [key, value] : fields) {
    if (key == name) return &value;
  }
  return nullptr;
}

Editable& Editable::field(std::string_view name, std::string_view before) {
  kind = Kind::kMapping;
  if (Editable* known = find(name)) return *known;
  const auto place = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.first == before; });
  return fields.emplace(place, std::string(name), Editable{})->second;
}

void Editable::remove(std::string_view name) {
  fields.erase(std::remove_if(fields.begin(), fields.end(),
                              [&](const auto& field) { return field.first == name; }),
               fields.end());
}

Editable editable(const Value& value) {
  Editable result;
  if (value.is_sequence()) {
    result.kind = Editable::Kind::kList;
    for (const Value& item : value.items()) result.items.push_back(editable(item));
  } else if (value.is_mapping()) {
    result.kind = Editable::Kind::kMapping;
    for (const Entry& entry : value.entries()) {
      result.fields.emplace_back(entry.key.text(), editable(entry.value));
    }
  } else {
    result.text = value.text();
    result.quoted = value.was_quoted();
  }
  return result;
}

std::string to_yaml(const Editable& root) {
  std::string text;
  for (const auto& [name, value] : root.fields) {
    const std::string key = is_plain(name) ? name : quoted(name);
    if (value.kind == Editable::Kind::kMapping && !value.fields.empty()) {
      text += key + ":\n";
      for (const auto& [inner, field] : value.fields) {
        text += fmt::format("  {}: {}\n", is_plain(inner) ? inner : quoted(inner), flow(field));
      }
    } else if (value.kind == Editable::Kind::kList && !value.items.empty()) {
      text += key + ":\n";
      for (const Editable& item : value.items) text += fmt::format("  - {}\n", flow(item));
    } else {
      text += fmt::format("{}: {}\n", key, flow(value));
    }
  }
  return text;
}

Editable draws_field(const std::vector<models::durability::GivenDraws>& draws) {
  Editable list;
  list.kind = Editable::Kind::kList;
  for (const models::durability::GivenDraws& given : draws) {
    Editable one;
    one.field("latency") = Editable::scalar(given.entity + " " + given.purpose);
    Editable take;
    take.kind = Editable::Kind::kList;
    for (const sim::Duration draw : given.draws) {
      take.items.push_back(Editable::scalar(sim::to_text(draw)));
    }
    one.field("take") = std::move(take);
    list.items.push_back(std::move(one));
  }
  return list;
}

}  // namespace scenarios
