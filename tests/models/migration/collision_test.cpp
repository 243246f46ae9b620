#include "models/migration/collision.hpp"

#include <doctest/doctest.h>

#include "shop_layout.hpp"

namespace {

using namespace tests;
using migration::Dataset;

// The shop with one more rule, number 4.
migration::Layout shop_with(migration::TableIndex table, const std::string& partition,
                            const std::string& key) {
  migration::Layout layout = shop(300);
  add_rule(layout, "more", table, partition, key, {});
  return layout;
}

bool names_row(migration::TableIndex table, const std::string& partition, const std::string& key) {
  return migration::key_names_row(shop_with(table, partition, key), 4);
}

}  // namespace

TEST_CASE("the shop's keys name their rows") {
  const migration::Layout layout = shop(300);
  const Dataset data(layout, 1);
  for (migration::RuleIndex rule = 0; rule < 4; ++rule) {
    CHECK(migration::key_names_row(layout, rule));
    CHECK_FALSE(migration::find_collision(data, rule));
  }
}

TEST_CASE("a key names its row through a unique index, its own or its parent's") {
  CHECK(names_row(kCustomers, "shop", "{email}"));
  CHECK(names_row(kCustomers, "{id}", "x"));
  CHECK_FALSE(names_row(kCustomers, "shop", "{note}"));
  CHECK_FALSE(names_row(kCustomers, "shop", "constant"));
  CHECK(names_row(kOrders, "shop", "{customer}/{place}"));
  CHECK(names_row(kOrders, "shop", "{customers.email}/{place}"));
  CHECK_FALSE(names_row(kOrders, "shop", "{customers.email}"));
  CHECK_FALSE(names_row(kOrders, "shop", "{customers.note}/{place}"));
  CHECK(names_row(kWishes, "{products.name}", "{customers.email}"));
  CHECK_FALSE(names_row(kWishes, "shop", "{products.name}"));
}

TEST_CASE("two rows with one key are found and named") {
  const Dataset data(shop_with(kOrders, "shop", "of/{customers.name}"), 1);
  const auto found = migration::find_collision(data, 4);
  REQUIRE(found);
  // Customer 1 is the first with several orders.
  CHECK(found->first == 1);
  CHECK(found->second == 2);
  CHECK(found->key == "of/" + data.column_text(kCustomers, 1, 1));
  CHECK(data.key_text(4, 1) == data.key_text(4, 2));
}

TEST_CASE("rules meet where no part between slashes keeps them apart") {
  const auto meet = [](const std::string& first, const std::string& second) {
    migration::Layout layout = shop(3);
    add_rule(layout, "one", kCustomers, "shop", first, {});
    add_rule(layout, "other", kCustomers, "shop", second, {});
    return migration::may_meet(layout, layout.rules[4], layout.rules[5]);
  };
  CHECK_FALSE(meet("users/{name}", "groups/{name}"));
  CHECK_FALSE(meet("repos/{name}/runs/{id}", "repos/{name}/tasks/{id}"));
  CHECK_FALSE(meet("a/b", "a"));
  CHECK_FALSE(meet("{name}", "{name}/more"));  // always 16 letters, always 21
  CHECK(meet("users/{name}", "users/{note}"));
  CHECK(meet("{name}", "users/{note}"));
  CHECK(meet("users/{name}", "users/sixteen-letters-"));
  CHECK(meet("x{name}", "y{name}"));
  migration::Layout layout = shop(3);
  add_rule(layout, "one", kCustomers, "shop", "{name}", {});
  add_rule(layout, "other", kCustomers, "elsewhere", "{name}", {});
  CHECK_FALSE(migration::may_meet(layout, layout.rules[4], layout.rules[5]));
}
