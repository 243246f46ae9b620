// Every field of the language: its own example is read, and what is of a wrong kind is reported.
#include "scenarios/tables.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "scenarios/builtin.hpp"
#include "scenarios/field_check.hpp"
#include "scenarios/fields.hpp"

using namespace scenarios;

namespace {

const FileSource kFiles = with_builtin_files(memory_files({}));

/// What is wrong with `text` as the value of the field.
std::string trouble(const Field& field, const std::string& text) {
  Problems problems;
  const Value root = parse_document("a.yaml", "x: " + text + "\n", problems);
  const Value* value = root.find("x");
  if (value == nullptr) return "not YAML";
  check_field(*value, field, field.name, kFiles, problems);
  return problems.to_text();
}

using Visit = std::function<void(const Field& field, const std::string& where)>;

void visit_field(const Field& field, const std::string& where, const Visit& visit) {
  visit(field, where);
  if (field.element != nullptr) visit_field(*field.element, where + "[]", visit);
  for (const Field& one : field.alternatives) visit_field(one, where + "|", visit);
}

/// Every field of every table that can be reached, with its elements and alternatives.
void visit_all(const Visit& visit) {
  for (const Table* root : {&kScenarioTable, &kProfileTable, &kPackageTable, &kMigrationTable}) {
    for (const Table* table : reachable_tables(*root)) {
      for (const Field& field : table->fields) {
        visit_field(field, fmt::format("{}/{}", table->name, field.name), visit);
      }
      if (table->others != nullptr) {
        visit_field(*table->others, fmt::format("{}/*", table->name), visit);
      }
    }
  }
}

// Where the field does not say what is compared with, the loader knows, and checks it.
bool takes_any_text(const Field& field) {
  if (field.kind == Kind::kText) return true;
  if (field.kind == Kind::kComparison) return field.element == nullptr;
  for (const Field& one : field.alternatives) {
    if (takes_any_text(one)) return true;
  }
  return false;
}

// The two sides of a network: each a node or a list of nodes, whose names the loader knows.
bool takes_lists_of_names(const Field& field) {
  if (field.element == nullptr) return false;
  const auto& sides = field.element->alternatives;
  return std::any_of(sides.begin(), sides.end(), [](const Field& side) {
    return side.kind == Kind::kList && side.element->kind == Kind::kIdentifier;
  });
}

}  // namespace

TEST_CASE("the tables keep their own rules") {
  check_table(kScenarioTable);
  check_table(kProfileTable);
  check_table(kPackageTable);
  check_table(kMigrationTable);
  CHECK(find_field(kScenarioTable, "cluster") != nullptr);
}

TEST_CASE("every field's example is right") {
  std::set<std::string> seen;
  visit_all([&](const Field& field, const std::string& where) {
    CAPTURE(where);
    CHECK(trouble(field, std::string(field.example)) == "");
    seen.insert(where);
  });
  CHECK(seen.size() > 200);
  CHECK(seen.count("step[]|") == 0);
  CHECK(seen.count("scenario/script[]|") == 1);
  CHECK(seen.count("copy/CAS") == 1);
}

TEST_CASE("every field refuses a list of lists, a mapping of nonsense, and a text that is none") {
  visit_all([&](const Field& field, const std::string& where) {
    CAPTURE(where);
    CHECK((trouble(field, "[[zzz]]") == "") == takes_lists_of_names(field));
    CHECK(trouble(field, "{zzz: [[zzz]]}") != "");
    CHECK(trouble(field, "") != "");
    CHECK((trouble(field, "'~ ~'") == "") == takes_any_text(field));
  });
}

TEST_CASE("every table reports an unknown field, and each field that must be there") {
  for (const Table* root : {&kScenarioTable, &kProfileTable, &kPackageTable, &kMigrationTable}) {
    for (const Table* table : reachable_tables(*root)) {
      CAPTURE(table->name);
      Problems problems;
      const Value value = parse_document("a.yaml", "zzz: zzz\n", problems);
      static_cast<void>(read_fields(value, *table, kFiles, problems));
      const std::string text = problems.to_text();
      if (table->others == nullptr) {
        CHECK(text.find("unknown field 'zzz'") != std::string::npos);
      }
      for (const Field& field : table->fields) {
        if (field.need == Need::kOptional) continue;
        CAPTURE(field.name);
        CHECK(text.find(fmt::format("{}: '{}' is missing", table->name, field.name)) !=
              std::string::npos);
      }
    }
  }
}
