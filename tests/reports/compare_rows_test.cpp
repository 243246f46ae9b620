#include <doctest/doctest.h>

#include "reports/compare.hpp"
#include "reports/writers.hpp"

using namespace std::chrono_literals;
using reports::ColumnKind;
using reports::Report;
using reports::Row;
using reports::Table;
using Sentences = std::vector<std::string>;

namespace {

Report with(const std::string& section, Table table) {
  return {"load", "", true, {{section, "Title", "", {std::move(table)}, {}}}};
}

Sentences compared_rows(const Report& was, const Report& is) {
  scenarios::Problems problems;
  return reports::differences("a", reports::to_json(was), is, problems);
}

Report operations(std::vector<Row> rows) {
  return with("load", {"operations",
                       "",
                       {{"workload", "workload"},
                        {"operation", "operation"},
                        {"count", "count", ColumnKind::kNumber},
                        {"p99", "p99", ColumnKind::kDuration},
                        {"p999", "p99.9", ColumnKind::kDuration}},
                       std::move(rows)});
}

Row operation(const std::string& name, std::uint64_t count, sim::Duration p99) {
  return {reports::text_cell("shop"), reports::text_cell(name), reports::count_cell(count),
          reports::rounded_cell(p99), reports::rounded_cell(2 * p99)};
}

}  // namespace

TEST_CASE("numbers of a workload go from one to another") {
  CHECK(compared_rows(operations({operation("store", 100, 3100us)}),
                      operations({operation("store", 120, 3400us)})) ==
        Sentences{"count of store (shop) went from 100 to 120",
                  "p99 of store (shop) went from 3.1ms to 3.4ms",
                  "p99.9 of store (shop) went from 6.2ms to 6.8ms"});
}

TEST_CASE("what rounding hides is told to the nanosecond") {
  CHECK(compared_rows(operations({operation("store", 1, 3100000ns)}),
                      operations({operation("store", 1, 3100001ns)})) ==
        Sentences{"p99 of store (shop) went from 3.1ms to 3.100001ms",
                  "p99.9 of store (shop) went from 6.2ms to 6.200002ms"});
}

TEST_CASE("rows are found again wherever they stand, and new and gone ones are told") {
  CHECK(compared_rows(operations({operation("store", 1, 1ms), operation("get", 1, 1ms)}),
                      operations({operation("get", 2, 1ms), operation("delete", 1, 1ms)})) ==
        Sentences{"count of get (shop) went from 1 to 2", "operations: delete (shop) is new",
                  "operations: store (shop) is gone"});
}

TEST_CASE("each table names what it counts") {
  const auto changed = [](const std::string& section, const std::string& table,
                          const std::string& identity, const std::string& name,
                          const std::string& key) {
    const auto make = [&](std::uint64_t count) {
      Table rows{table, "", {}, {{}}};
      rows.columns.push_back({key, key, ColumnKind::kNumber});
      rows.rows.front().push_back(reports::count_cell(count));
      if (!identity.empty()) {
        rows.columns.push_back({identity, identity});
        rows.rows.front().push_back(reports::text_cell(name));
      }
      return with(section, rows);
    };
    return compared_rows(make(1), make(2));
  };
  CHECK(changed("load", "writes", "", "", "superseded") ==
        Sentences{"superseded went from 1 to 2"});
  CHECK(changed("load", "durability", "requirement", "persist_to 2", "count") ==
        Sentences{"count until persist_to 2 went from 1 to 2"});
  CHECK(changed("resources", "resources", "resource", "node0/disk", "most_waiting") ==
        Sentences{"most waiting of node0/disk went from 1 to 2"});
  CHECK(changed("keys", "keys", "key", "k2", "revisions") ==
        Sentences{"revisions of k2 went from 1 to 2"});
  CHECK(changed("digest", "end", "", "", "seed") == Sentences{"seed went from 1 to 2"});
}
