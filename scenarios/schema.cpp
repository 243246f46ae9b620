#include "scenarios/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "scenarios/comparison.hpp"
#include "scenarios/distribution_table.hpp"
#include "scenarios/quantity.hpp"
#include "scenarios/scalar_check.hpp"

namespace scenarios {
namespace {

using Json = nlohmann::ordered_json;

Json pattern(std::string_view expression) { return {{"type", "string"}, {"pattern", expression}}; }

// A reference is a URI, which may not hold a space.
std::string definition_name(const Table& table) {
  std::string name(table.name);
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

Json reference(const Table& table) {
  return {{"$ref", fmt::format("#/$defs/{}", definition_name(table))}};
}

// YAML reads `value: 17` as a number, though the language takes it as a text.
Json any_scalar() { return {{"type", {"string", "number", "boolean"}}}; }

Json number_or(std::string_view type, const Json& text) {
  return {{"anyOf", Json::array({Json{{"type", type}}, text})}};
}

Json whole_number(const Field& field, std::int64_t least) {
  Json schema{{"type", "integer"}};
  if (std::max(field.least, least) != INT64_MIN) schema["minimum"] = std::max(field.least, least);
  if (field.most != INT64_MAX) schema["maximum"] = field.most;
  return schema;
}

Json range(std::string_view of) {
  return {{"type", "array"}, {"items", pattern(of)}, {"minItems", 2}, {"maxItems", 2}};
}

Json distribution(std::string_view plain, const Table& table) {
  return {{"anyOf", Json::array({pattern(plain), reference(table)})}};
}

Json latency(const Table& table) {
  Json any = distribution(kDurationPattern, table);
  any["anyOf"].push_back({{"enum", Json::array({"open", "?"})}});
  return any;
}

Json list_of(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}, {"minItems", 1}};
}

Json field_schema(const Field& field);

Json one_of(const Field& field) {
  Json alternatives = Json::array();
  for (const Field& alternative : field.alternatives) {
    alternatives.push_back(field_schema(alternative));
  }
  return {{"anyOf", std::move(alternatives)}};
}

Json scalar_schema(const Field& field) {
  switch (field.kind) {
    case Kind::kIdentifier:
      return number_or("number", pattern(kIdentifierPattern));
    case Kind::kBoolean:
      return {{"type", "boolean"}};
    case Kind::kCount:
      return {{"anyOf", Json::array({whole_number(field, 0), pattern(kCountPattern)})}};
    case Kind::kInteger:
      return whole_number(field, INT64_MIN);
    case Kind::kNumber:
      return {{"type", "number"}};
    case Kind::kPercent:
      return pattern(kPercentPattern);
    case Kind::kDuration:
      return pattern(kDurationPattern);
    case Kind::kSize:
      return pattern(kSizePattern);
    case Kind::kRate:
      return pattern(kRatePattern);
    case Kind::kEventRate:
      return pattern(kEventRatePattern);
    case Kind::kChoice:
      return {{"enum", field.choices}};
    case Kind::kComparison:
      return number_or("number", pattern(kComparisonPattern));
    default:
      return any_scalar();
  }
}

Json kind_schema(const Field& field) {
  switch (field.kind) {
    case Kind::kDurationRange:
      return range(kDurationPattern);
    case Kind::kSizeRange:
      return range(kSizePattern);
    case Kind::kLatency:
      return latency(kLatencyTable);
    case Kind::kPiecewiseLatency:
      return latency(kPiecewiseLatencyTable);
    case Kind::kSizeDistribution:
      return distribution(kSizePattern, kSizeDistributionTable);
    case Kind::kMapping:
      return reference(*field.inner);
    case Kind::kList:
      return list_of(field.element != nullptr ? field_schema(*field.element)
                                              : reference(*field.inner));
    case Kind::kOneOf:
      return one_of(field);
    case Kind::kAny:
      return Json::object();
    default:
      return scalar_schema(field);
  }
}

Json field_schema(const Field& field) {
  Json schema = kind_schema(field);
  if (!field.about.empty()) schema["description"] = field.about;
  if (!field.fallback.empty()) {
    schema["description"] = fmt::format("{} Default: {}.", field.about, field.fallback);
  }
  if (!field.example.empty()) schema["$comment"] = fmt::format("For example: {}", field.example);
  return schema;
}

Json present(std::string_view name) { return {{"required", Json::array({name})}}; }

/// At most one: no two of them together.
void exclude_pairs(const Group& group, Json& rules) {
  for (std::size_t i = 0; i < group.names.size(); ++i) {
    for (std::size_t j = i + 1; j < group.names.size(); ++j) {
      rules.push_back({{"not", {{"required", Json::array({group.names[i], group.names[j]})}}}});
    }
  }
}

Json group_rules(const Table& table) {
  Json rules = Json::array();
  for (const Group& group : table.groups) {
    Json each = Json::array();
    Json together = Json::object();
    for (const std::string_view name : group.names) {
      each.push_back(present(name));
      together[std::string(name)] = group.names;
    }
    switch (group.rule) {
      case Rule::kExactlyOne:
        rules.push_back({{"oneOf", std::move(each)}});
        break;
      case Rule::kAtLeastOne:
        rules.push_back({{"anyOf", std::move(each)}});
        break;
      case Rule::kAtMostOne:
        exclude_pairs(group, rules);
        break;
      case Rule::kAllOrNone:
        rules.push_back({{"dependentRequired", std::move(together)}});
        break;
    }
  }
  return rules;
}

Json table_schema(const Table& table) {
  Json schema{{"description", table.about}, {"type", "object"}};
  Json properties = Json::object();
  Json required = Json::array();
  for (const Field& field : table.fields) {
    properties[std::string(field.name)] = field_schema(field);
    if (field.need == Need::kRequired) required.push_back(field.name);
  }
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] =
      table.others == nullptr ? Json(false) : field_schema(*table.others);
  Json rules = group_rules(table);
  if (!rules.empty()) schema["allOf"] = std::move(rules);
  return schema;
}

void add_definitions(const Table& root, Json& definitions) {
  for (const Table* table : reachable_tables(root)) {
    definitions[definition_name(*table)] = table_schema(*table);
  }
}

Json reference_to(const Table& table) {
  return {{"$ref", fmt::format("#/$defs/{}", definition_name(table))}};
}

constexpr std::string_view kDraft = "https://json-schema.org/draft/2020-12/schema";

}  // namespace

std::string json_schema(const Table& root) {
  Json definitions = Json::object();
  add_definitions(root, definitions);
  const Json schema{{"$schema", kDraft},
                    {"title", root.name},
                    {"$ref", fmt::format("#/$defs/{}", definition_name(root))},
                    {"$defs", std::move(definitions)}};
  return schema.dump(2) + "\n";
}

std::string json_schema(const Table& first, const Table& second, std::string_view decider) {
  Json definitions = Json::object();
  add_definitions(first, definitions);
  add_definitions(second, definitions);
  const Json schema{{"$schema", kDraft},           {"title", first.name},
                    {"if", present(decider)},      {"then", reference_to(second)},
                    {"else", reference_to(first)}, {"$defs", std::move(definitions)}};
  return schema.dump(2) + "\n";
}

}  // namespace scenarios
