// A small application whose data sets the tests look at: customers with orders, products, and which
// customer wishes which product.
#pragma once

#include <string>
#include <vector>

#include "models/migration/layout_check.hpp"
#include "models/migration/package.hpp"
#include "sim/check.hpp"

namespace tests {

namespace migration = models::migration;

inline migration::Column text(std::string name, std::uint32_t least, std::uint32_t most) {
  migration::Column column;
  column.name = std::move(name);
  column.bytes = {least, most};
  return column;
}

inline migration::Column number(std::string name, migration::ColumnType type) {
  migration::Column column;
  column.name = std::move(name);
  column.type = type;
  column.values = migration::ValueKind::kAscending;
  return column;
}

inline migration::Column reference(std::string name, migration::TableIndex table,
                                   migration::ColumnIndex to) {
  migration::Column column;
  column.name = std::move(name);
  column.values = migration::ValueKind::kReference;
  column.refers = {table, to};
  return column;
}

/// A rule whose texts must mean something.
inline void add_rule(migration::Layout& layout, std::string name, migration::TableIndex table,
                     const std::string& partition, const std::string& key,
                     const std::vector<std::string>& value, migration::RowFlags unless = 0) {
  const auto read = [&](const std::string& words) {
    std::string unknown;
    auto result = migration::read_template(layout, table, words, unknown);
    SIM_CHECK(result);
    return *result;
  };
  migration::EntryRule rule;
  rule.name = std::move(name);
  rule.table = table;
  rule.partition = read(partition);
  rule.key = read(key);
  for (const std::string& field : value) rule.value.push_back(read(field));
  rule.unless = unless;
  layout.rules.push_back(std::move(rule));
}

enum ShopTable : migration::TableIndex { kCustomers, kOrders, kProducts, kWishes };

inline migration::Table customers(std::uint64_t rows) {
  using migration::ColumnType;
  migration::Table table;
  table.name = "customers";
  table.rows = rows;
  table.columns = {number("id", ColumnType::kInteger), text("name", 16, 16), text("email", 20, 40),
                   text("note", 0, 200), number("since", ColumnType::kTimestamp)};
  table.columns[3].nullable = true;
  table.columns[3].absent_share = 0.25;
  table.indexes = {{{0}, true}, {{1}, true}, {{2}, true}};
  return table;
}

inline migration::Table orders(std::vector<std::uint32_t> counts, std::uint64_t rows) {
  using migration::ColumnType;
  migration::Table table;
  table.name = "orders";
  table.rows = rows;
  table.parent = {{kCustomers, std::move(counts)}};
  table.columns = {reference("customer", kCustomers, 0), text("place", 4, 4), text("ship", 0, 0),
                   text("paid_by", 0, 0), number("total", ColumnType::kBigInteger)};
  table.columns[0].type = ColumnType::kInteger;
  table.columns[1].values = migration::ValueKind::kOrdinal;
  table.columns[2].values = migration::ValueKind::kOneOf;
  table.columns[2].one_of = {"air", "land", "water", "none at all"};
  table.columns[3] = text("paid_by", 8, 8);
  table.columns[3].absent_share = 0.1;
  table.states = {{"expired", 0.05, false}};
  table.indexes = {{{0, 1}, true}};
  return table;
}

/// `customers` rows, orders going round {1, 3, 2}, three wishes each among `products`.
inline migration::Layout shop(std::uint64_t count, std::uint64_t product_count = 50) {
  migration::Layout layout;
  layout.packages.push_back({});
  layout.packages.front().name = "shop";
  const std::uint64_t first = (count + 2) / 3;
  const std::uint64_t second = (count + 1) / 3;
  layout.tables = {customers(count), orders({1, 3, 2}, first + 3 * second + 2 * (count / 3))};
  migration::Table products;
  products.name = "products";
  products.rows = product_count;
  products.columns = {number("id", migration::ColumnType::kInteger), text("name", 12, 12)};
  products.columns[1].values = migration::ValueKind::kAscending;
  products.columns[1].prefix = "product-";
  products.indexes = {{{0}, true}, {{1}, true}};
  migration::Table wishes;
  wishes.name = "wishes";
  wishes.rows = 3 * count;
  wishes.parent = {{kCustomers, {3}}};
  wishes.columns = {reference("customer", kCustomers, 0), reference("product", kProducts, 0)};
  wishes.columns[0].type = wishes.columns[1].type = migration::ColumnType::kInteger;
  wishes.indexes = {{{0, 1}, true}};
  wishes.states = {{"orphan", 0.01, true}};
  layout.tables.push_back(products);
  layout.tables.push_back(wishes);
  add_rule(layout, "customer", kCustomers, "shop", "customers/{name}",
           {"{name}", "{email}", "{note}", "{since}"});
  add_rule(layout, "order", kOrders, "{customers.name}", "orders/{place}",
           {"{customers.name}", "{ship}", "{paid_by}", "{total}"},
           migration::state_flag(layout.tables[kOrders], "expired"));
  add_rule(layout, "order-by-payer", kOrders, "shop", "payers/{paid_by}/{customers.name}/{place}",
           {"{customers.name}/orders/{place}"}, migration::absent_flag(layout.tables[kOrders], 3));
  add_rule(layout, "wish", kWishes, "shop", "wishes/{customers.name}/{products.name}",
           {"customers/{customers.name}"});
  for (migration::TableIndex t = 0; t < layout.tables.size(); ++t) {
    layout.packages.front().tables.push_back(t);
  }
  for (migration::RuleIndex r = 0; r < layout.rules.size(); ++r) {
    layout.packages.front().rules.push_back(r);
  }
  return layout;
}

}  // namespace tests
