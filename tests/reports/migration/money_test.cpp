#include <doctest/doctest.h>

#include "tests/reports/migration/moved.hpp"

using namespace std::chrono_literals;
using models::migration::Charge;
using models::migration::PriceUnit;
using tests::Moved;
using tests::text_of;

TEST_CASE("a bill is told line by line, with rehearsals and what has no price") {
  Moved moved("money: {profile: prices-aws, rehearsals: 2}\n");
  models::migration::MigrationUsage usage;
  usage.run = 1h;
  usage.database_nodes = 0;
  usage.downtime = 1h;
  usage.write_units = 15'000'000;
  moved.runs().cost = models::migration::migration_cost(usage, 2, moved.scenario().money->prices);
  moved.runs().currency = "USD";
  const auto section = *reports::migration::money(moved.view());
  CHECK(section.lead ==
        "The run costs 18.75 USD, and 2 rehearsals before it 37.50 USD: 56.25 USD in all.");
  const reports::Row& line = section.tables.front().rows.front();
  CHECK(line[0].text == "write units on demand");
  CHECK(line[1].text == "15.000 million");
  CHECK(line[2].text == "1.25");
  CHECK(line[3].text == "18.75");
  CHECK(line[5].text == "2023");
  CHECK(section.notes ==
        std::vector<std::string>{"Not in it, for want of a price in prices-aws: downtime."});
}

TEST_CASE("no prices, no bill") {
  Moved moved;
  CHECK(!reports::migration::money(moved.view()));
}
