#include "scenarios/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "scenarios/did_you_mean.hpp"
#include "scenarios/distribution_table.hpp"

namespace scenarios {
namespace {

std::string anchor(std::string_view name) {
  std::string text(name);
  for (char& letter : text) letter = letter == ' ' ? '-' : letter;
  return text;
}

std::string link(const Table& table) {
  return fmt::format("[{}](#{})", table.name, anchor(table.name));
}

// A bar would end the cell, inside code too.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char letter : text)
    escaped += letter == '|' ? std::string("\\|") : std::string(1, letter);
  return escaped;
}

std::string code(std::string_view text) { return fmt::format("`{}`", cell(text)); }

std::string kind_text(const Field& field) {
  switch (field.kind) {
    case Kind::kMapping:
      return link(*field.inner);
    case Kind::kList:
      return field.element != nullptr ? "list of " + kind_text(*field.element)
                                      : "list of " + link(*field.inner);
    case Kind::kLatency:
      return "duration, `open` or " + link(kLatencyTable);
    case Kind::kPiecewiseLatency:
      return "duration, `open` or " + link(kPiecewiseLatencyTable);
    case Kind::kSizeDistribution:
      return "size or " + link(kSizeDistributionTable);
    case Kind::kChoice:
      return code(joined(field.choices));
    case Kind::kOneOf: {
      std::string text;
      for (const Field& alternative : field.alternatives) {
        text += (text.empty() ? "" : " or ") + kind_text(alternative);
      }
      return text;
    }
    default:
      break;
  }
  const std::string_view noun = noun_of(field.kind);
  for (const std::string_view article : {"a ", "an "}) {
    if (noun.substr(0, article.size()) == article) return std::string(noun.substr(article.size()));
  }
  return std::string(noun);
}

std::string need_text(const Field& field) {
  if (field.need == Need::kRequired) return "required";
  return field.fallback.empty() ? "optional" : "default: " + cell(field.fallback);
}

std::string row(const Field& field, std::string_view name) {
  return fmt::format("| {} | {} | {} | {} | {} |\n", name, kind_text(field), need_text(field),
                     cell(field.about), code(field.example));
}

std::string_view rule_text(Rule rule) {
  switch (rule) {
    case Rule::kExactlyOne:
      return "Exactly one of";
    case Rule::kAtMostOne:
      return "At most one of";
    case Rule::kAtLeastOne:
      return "At least one of";
    case Rule::kAllOrNone:
      return "All or none of";
  }
  return {};
}

std::string section(const Table& table) {
  std::string text = fmt::format("## {}\n\n{}\n\n", table.name, table.about);
  text += "| field | kind | need | what | example |\n|---|---|---|---|---|\n";
  for (const Field& field : table.fields) text += row(field, code(field.name));
  if (table.others != nullptr) text += row(*table.others, "any name");
  for (const Group& group : table.groups) {
    text += fmt::format("\n{}: {}.\n", rule_text(group.rule), joined(group.names, ", "));
  }
  return text;
}

}  // namespace

std::string reference_markdown(const Table& root) {
  const Table* const only = &root;
  return reference_markdown(std::span(&only, 1));
}

std::string reference_markdown(std::span<const Table* const> roots) {
  std::vector<const Table*> shown;
  std::string text;
  for (const Table* root : roots) {
    for (const Table* table : reachable_tables(*root)) {
      if (std::find(shown.begin(), shown.end(), table) != shown.end()) continue;
      shown.push_back(table);
      text += (text.empty() ? "" : "\n") + section(*table);
    }
  }
  return text;
}

}  // namespace scenarios
