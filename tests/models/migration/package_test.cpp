#include "models/migration/package.hpp"

#include <doctest/doctest.h>

#include "shop_layout.hpp"

namespace {

using namespace tests;
using migration::CountFormula;

}  // namespace

TEST_CASE("a count is a sum of products, each rounded up") {
  const std::array<std::uint32_t, 2> values{7, 3};
  CHECK(CountFormula{}.value(values) == 1);
  CHECK(CountFormula{{{1, {0}, 1}}}.value(values) == 7);
  CHECK(CountFormula{{{1, {0}, 1}, {1, {}, 1}}}.value(values) == 8);
  CHECK(CountFormula{{{2, {0, 1}, 1}}}.value(values) == 42);
  CHECK(CountFormula{{{1, {0}, 1000}}}.value(values) == 1);
  CHECK(CountFormula{{{1, {0}, 2}, {1, {1}, 2}}}.value(values) == 6);
  CHECK(CountFormula{{{0, {0}, 1}}}.value(values) == 0);
}

TEST_CASE("a count does not overflow") {
  const std::array<std::uint32_t, 1> values{UINT32_MAX};
  CHECK(CountFormula{{{UINT64_MAX, {0, 0, 0}, 1}, {1, {0}, 1}}}.value(values) == UINT32_MAX);
}

TEST_CASE("facts of a row have their bits in the order of columns and states") {
  const migration::Layout layout = shop(10);
  CHECK(migration::absent_flag(layout.tables[kCustomers], 0) == 0);
  CHECK(migration::absent_flag(layout.tables[kCustomers], 3) == 1);
  CHECK(migration::state_flag(layout.tables[kOrders], "expired") == 1U << 24);
  CHECK(migration::state_flag(layout.tables[kOrders], "late") == 0);
}

TEST_CASE("a text with columns is read, and an unknown name is told") {
  const migration::Layout layout = shop(10);
  std::string unknown;
  const auto read =
      migration::read_template(layout, kOrders, "a/{customers.name}{place}/b", unknown);
  REQUIRE(read);
  REQUIRE(read->parts.size() == 3);
  CHECK(read->parts[0].literal == "a/");
  CHECK(read->parts[0].column == migration::ColumnRef{kCustomers, 1});
  CHECK(read->parts[1].literal.empty());
  CHECK(read->parts[1].column == migration::ColumnRef{kOrders, 1});
  CHECK(read->parts[2].literal == "/b");
  CHECK(read->parts[2].column.table == migration::kNone);
  for (const auto& [text, name] :
       {std::pair{"{nothing}", "nothing"}, std::pair{"{customers.nothing}", "customers.nothing"},
        std::pair{"{nobody.name}", "nobody.name"}, std::pair{"{place", "place"}}) {
    CHECK_FALSE(migration::read_template(layout, kOrders, text, unknown));
    CHECK(unknown == name);
  }
}

TEST_CASE("operations are called as files call them") {
  CHECK(migration::name_of(migration::OperationKind::kBegin) == "begin");
  CHECK(migration::name_of(migration::OperationKind::kInsert) == "insert");
  CHECK(migration::name_of(migration::kFirstKvOperation) == "get");
  CHECK(migration::name_of(migration::OperationKind::kScanPage) == "scan_page");
}
