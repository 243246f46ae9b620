#include "models/migration/layout_check.hpp"

#include <doctest/doctest.h>

#include "shop_layout.hpp"

namespace {

using namespace tests;

std::string wrong(const migration::Layout& layout) {
  std::string found;
  for (const auto& problem : migration::check_layout(layout)) {
    if (problem.table != migration::kNone) {
      const migration::Table& table = layout.tables[problem.table];
      found += table.name;
      if (problem.column != migration::kNone) found += "." + table.columns[problem.column].name;
    } else {
      found += layout.rules[problem.rule].name;
    }
    found += ": " + problem.message + "\n";
  }
  return found;
}

}  // namespace

TEST_CASE("every mistake of every table is told at once") {
  migration::Layout layout = shop(100);
  layout.tables[kCustomers].columns[1].bytes = {1, 1};
  layout.tables[kCustomers].columns[2].bytes = {9, 3};
  layout.tables[kOrders].rows = 7;
  layout.tables[kOrders].columns[1].bytes = {4, 5};
  layout.tables[kOrders].columns[2].one_of.clear();
  layout.tables[kProducts].columns[1].prefix = "a long prefix";
  layout.tables[kWishes].columns[0].nullable = true;
  CHECK(wrong(layout) ==
        "customers.name: 1 characters tell 32 values apart, and 4496 are needed\n"
        "customers.email: lengths go from the shorter to the longer, 1 GiB at most\n"
        "orders: its parents have 199 rows of it, not 7\n"
        "orders.place: values that count have one length\n"
        "orders.ship: there is nothing to choose from\n"
        "products.name: the prefix is longer than the value\n"
        "wishes.customer: a column that refers to another table is never absent\n");
}

TEST_CASE("rows need a parent that is there") {
  migration::Layout layout = shop(0);
  layout.tables[kOrders] = orders({}, 5);
  CHECK(wrong(layout) == "orders: its rows belong to rows of 'customers', which has none\n");
}

TEST_CASE("rows that belong to their own rows") {
  migration::Layout layout = shop(10);
  layout.tables[kCustomers].parent = {{kOrders, {}}};
  CHECK(wrong(layout) ==
        "customers: its rows belong, in the end, to its own rows\n"
        "orders: its rows belong, in the end, to its own rows\n"
        "wishes: its rows belong, in the end, to its own rows\n");
}

TEST_CASE("a reference that leads back to itself") {
  migration::Layout layout = shop(10);
  layout.tables[kWishes].columns[1].refers = {kWishes, 1};
  CHECK(wrong(layout) == "wishes.product: what it refers to leads back to itself, or too far\n");
}

TEST_CASE("a key that names a row which the row is not linked to") {
  migration::Layout layout = shop(10);
  add_rule(layout, "more", kOrders, "shop", "{products.name}", {});
  add_rule(layout, "empty", kOrders, "", "", {});
  CHECK(wrong(layout) ==
        "more: a row of 'orders' is linked to no row of 'products', which '{products.name}' "
        "names\n"
        "empty: its partition is empty\n"
        "empty: its key is empty\n");
}

TEST_CASE("a number that counts children needs room for the largest family, not for all rows") {
  CHECK(wrong(shop(1'000'000)).empty());
  migration::Layout layout = shop(10);
  layout.tables[kOrders].columns[1].bytes = {3, 3};
  CHECK(wrong(layout) ==
        "orders.place: 3 characters tell 1000 values apart, and 4099 are needed\n");
}

TEST_CASE("a share above one") {
  migration::Layout layout = shop(10);
  layout.tables[kOrders].columns[3].absent_share = 1.5;
  CHECK(wrong(layout) == "orders.paid_by: a share is from 0 to 1\n");
}
