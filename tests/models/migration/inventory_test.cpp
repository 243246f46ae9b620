#include "models/migration/inventory.hpp"

#include <doctest/doctest.h>

#include <array>

#include "shop_layout.hpp"

namespace {

using namespace tests;
using migration::Dataset;
using migration::Inventory;

// Customers alone: their sizes are periodic, so large inventories are not walked.
migration::Layout lone_customers(std::uint64_t rows) {
  migration::Layout layout = shop(rows);
  layout.tables.resize(1);
  layout.rules.resize(1);
  return layout;
}

Inventory walked(const Dataset& data) {
  Inventory inventory;
  inventory.tables.resize(1);
  inventory.rules.resize(1);
  inventory.tables[0].rows = data.rows(0);
  std::array<migration::Entry, migration::kMostEntries> entries{};
  for (migration::RowIndex row = 0; row < data.rows(0); ++row) {
    const migration::Row facts = data.row(0, row);
    inventory.tables[0].heap_bytes += facts.heap_bytes;
    inventory.tables[0].index_bytes += facts.index_bytes;
    inventory.tables[0].facts[0] += facts.flags;
    CHECK_UNARY(data.entries_of(0, row, facts, entries) == 1);
    inventory.rules[0].sums.add(entries[0]);
  }
  return inventory;
}

}  // namespace

TEST_CASE("the inventory of a large table is exact although it is not walked") {
  for (const std::uint64_t rows : {1'048'577, 1'179'648, 1'200'000}) {
    const Dataset data(lone_customers(rows), 5);
    const Inventory all = walked(data);
    const Inventory taken = migration::take_inventory(data);
    CHECK(taken.tables[0].exact);
    CHECK(taken.tables[0].rows == rows);
    CHECK(taken.tables[0].heap_bytes == all.tables[0].heap_bytes);
    CHECK(taken.tables[0].index_bytes == all.tables[0].index_bytes);
    CHECK(taken.tables[0].facts[0] == all.tables[0].facts[0]);
    CHECK(taken.rules[0].sums == all.rules[0].sums);
  }
}

TEST_CASE("rows that depend on other tables' lengths are counted up to a million, then scaled") {
  migration::Layout layout = shop(600'000);
  layout.tables[kCustomers].columns[1].bytes.most = 20;
  const Inventory inventory = migration::take_inventory(Dataset(layout, 1));
  CHECK(inventory.tables[kCustomers].exact);
  CHECK(inventory.tables[kProducts].exact);
  CHECK(inventory.tables[kOrders].rows == 1'200'000);
  CHECK_FALSE(inventory.tables[kOrders].exact);
  // A twentieth of all orders is expired.
  CHECK(inventory.rules[1].sums.entries > 1'139'000);
  CHECK(inventory.rules[1].sums.entries < 1'141'000);
}

TEST_CASE("the inventory knows the longest entry and names its row") {
  const Dataset data(shop(100), 1);
  const Inventory inventory = migration::take_inventory(data);
  CHECK(inventory.rules[0].longest.row == 1);
  CHECK(inventory.rules[0].longest.value_bytes == 18 + 42 + 203 + 13);
  const auto& longest = inventory.rules[0].longest;
  CHECK(migration::over_limit(longest, migration::kDynamoLimits).empty());
  CHECK(migration::over_limit(longest, {.key_bytes = 25}) ==
        "a key of 26 bytes, where 25 is the most");
  CHECK(migration::over_limit(longest, {.item_bytes = 333}) ==
        "an item of 334 bytes, where 333 is the most");
  CHECK(migration::over_limit(longest, {.item_bytes = 334}).empty());
}

TEST_CASE("sums of all tables and entries") {
  const Inventory inventory = migration::take_inventory(Dataset(shop(3), 1));
  std::uint64_t entries = 0;
  for (const auto& rule : inventory.rules) entries += rule.sums.entries;
  CHECK(inventory.entries().entries == entries);
  CHECK(inventory.rules[0].sums.entries == 3);
  CHECK(inventory.rules[3].sums.entries == 9);
  CHECK(inventory.table_bytes() > 20 * (3 + 6 + 50 + 9));
}
