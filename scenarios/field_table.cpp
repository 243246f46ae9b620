#include "scenarios/field_table.hpp"

#include <algorithm>
#include <array>

#include "scenarios/distribution_table.hpp"
#include "sim/check.hpp"

namespace scenarios {
namespace {

void visit(const Table& table, std::vector<const Table*>& seen);

void visit(const Field& field, std::vector<const Table*>& seen) {
  if (field.kind == Kind::kLatency) visit(kLatencyTable, seen);
  if (field.kind == Kind::kPiecewiseLatency) visit(kPiecewiseLatencyTable, seen);
  if (field.kind == Kind::kSizeDistribution) visit(kSizeDistributionTable, seen);
  if (field.inner != nullptr) visit(*field.inner, seen);
  if (field.element != nullptr) visit(*field.element, seen);
  for (const Field& alternative : field.alternatives) visit(alternative, seen);
}

void visit(const Table& table, std::vector<const Table*>& seen) {
  if (std::find(seen.begin(), seen.end(), &table) != seen.end()) return;
  seen.push_back(&table);
  for (const Field& field : table.fields) visit(field, seen);
  if (table.others != nullptr) visit(*table.others, seen);
}

void check_field(const Field& field) {
  if (field.kind == Kind::kMapping) SIM_CHECK(field.inner != nullptr);
  if (field.kind == Kind::kList) SIM_CHECK(field.inner != nullptr || field.element != nullptr);
  if (field.kind == Kind::kChoice) SIM_CHECK(!field.choices.empty());
  if (field.kind == Kind::kOneOf) SIM_CHECK(field.alternatives.size() > 1);
  if (field.element != nullptr) check_field(*field.element);
  for (const Field& alternative : field.alternatives) {
    SIM_CHECK(alternative.kind != Kind::kOneOf && alternative.kind != Kind::kAny);
    check_field(alternative);
  }
}

void check_one_table(const Table& table) {
  SIM_CHECK(!table.name.empty() && !table.about.empty());
  SIM_CHECK(!table.fields.empty() || table.others != nullptr);
  for (const Field& field : table.fields) {
    SIM_CHECK(!field.name.empty() && !field.about.empty() && !field.example.empty());
    SIM_CHECK(find_field(table, field.name) == &field);
    check_field(field);
  }
  if (table.others != nullptr) {
    SIM_CHECK(!table.others->about.empty() && !table.others->example.empty());
    check_field(*table.others);
  }
  for (const Group& group : table.groups) {
    SIM_CHECK(group.names.size() > 1);
    for (const std::string_view name : group.names) SIM_CHECK(find_field(table, name) != nullptr);
  }
}

}  // namespace

const Field* find_field(const Table& table, std::string_view name) {
  for (const Field& field : table.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::string_view noun_of(Kind kind) {
  constexpr std::array<std::string_view, 22> kNouns{
      "a text",       "a name",        "true or false", "a count",   "an integer",    "a number",
      "a percentage", "a duration",    "a size",        "a rate",    "an event rate", "a choice",
      "a comparison", "two durations", "two sizes",     "a latency", "a latency",     "a size",
      "a mapping",    "a list",        "one of these",  "anything"};
  return kNouns[static_cast<std::size_t>(kind)];
}

std::vector<const Table*> reachable_tables(const Table& root) {
  std::vector<const Table*> seen;
  visit(root, seen);
  return seen;
}

void check_table(const Table& root) {
  const auto tables = reachable_tables(root);
  for (const Table* table : tables) {
    check_one_table(*table);
    const auto same_name = [&](const Table* other) { return other->name == table->name; };
    SIM_CHECK(std::count_if(tables.begin(), tables.end(), same_name) == 1);
  }
}

}  // namespace scenarios
