#include "scenarios/field_table.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "example_tables.hpp"
#include "scenarios/distribution_table.hpp"
#include "scenarios/field_check.hpp"

using namespace scenarios;

namespace {

const FileSource kHistogramFile =
    memory_files({{"fsync.csv", "bucket_low_us,bucket_high_us,count\n1,2,3\n"}});

std::string check_example(const Field& field, std::string_view name) {
  Problems problems;
  const std::string text = fmt::format("{}: {}\n", name, field.example);
  const Value root = parse_document("example.yaml", text, problems);
  if (problems.empty()) check_field(root.entries()[0].value, field, name, kHistogramFile, problems);
  return problems.to_text();
}

}  // namespace

TEST_CASE("the tables keep their own rules") {
  check_table(kExample);
  check_table(kLatencyTable);
  check_table(kPiecewiseLatencyTable);
  check_table(kSizeDistributionTable);
}

TEST_CASE("every example in the tables is read by the reader") {
  for (const Table* table : reachable_tables(kExample)) {
    for (const Field& field : table->fields) CHECK(check_example(field, field.name) == "");
    if (table->others != nullptr) CHECK(check_example(*table->others, "anything") == "");
  }
}

TEST_CASE("an example that does not fit its field would be noticed") {
  Field field = kDiskFields[0];
  field.example = "fast";
  CHECK(check_example(field, "write") != "");
}

TEST_CASE("the example language has a field of every kind") {
  std::set<Kind> kinds;
  for (const Table* table : reachable_tables(kExample)) {
    for (const Field& field : table->fields) kinds.insert(field.kind);
  }
  CHECK(kinds.size() == static_cast<std::size_t>(Kind::kAny) + 1);
}

TEST_CASE("tables are found in the order of first mention, each once") {
  std::string names;
  for (const Table* table : reachable_tables(kDisk)) names += fmt::format("{}, ", table->name);
  CHECK(names == "disk, latency, normal, lognormal, gamma, pareto, part, bucket, histogram file, ");
}
