// Bills against published sums and by hand, to the billionth.
#include "models/migration/money.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace models::migration;
using namespace std::chrono_literals;

namespace {

Price price(Charge charge, std::int64_t billionths, PriceUnit unit, Billing billing = {}) {
  return {charge, billionths, unit, 0, billing, "2026-11", "a price list"};
}

// The prices of the published loads: DynamoDB in us-east-1 as of 2023.
PriceList dynamo_2023(Billing capacity = {}) {
  return {"dynamo-2023",
          "USD",
          {price(Charge::kWriteUnits, 1'250'000'000, PriceUnit::kMillion),
           price(Charge::kReadUnits, 250'000'000, PriceUnit::kMillionReads),
           price(Charge::kWriteCapacity, 650'000, PriceUnit::kHour, capacity),
           price(Charge::kReadCapacity, 130'000, PriceUnit::kHour, capacity)}};
}

std::int64_t cost(const BilledUse& use, const PriceList& prices) {
  return bill({use}, prices).cost();
}

std::int64_t cost(const BilledUse& use, const Price& one) {
  return cost(use, PriceList{"one", "USD", {one}});
}

}  // namespace

TEST_CASE("15 million writes cost 18.75 on demand, or 2.70 for 3,750 s of 4,000 units") {
  CHECK(cost({Charge::kWriteUnits, 15'000'000, 0s}, dynamo_2023()) == 18'750'000'000);
  // 2.7083 exactly; whoever published 2.70 cut the rest off.
  CHECK(cost({Charge::kWriteCapacity, 4000, 3750s}, dynamo_2023()) == 2'708'333'333);
  // What AWS sends is for whole hours: two.
  CHECK(cost({Charge::kWriteCapacity, 4000, 3750s}, dynamo_2023({1h, 0s})) == 5'200'000'000);
}

TEST_CASE("a node is billed by the second, for ten minutes at least") {
  const Price node = price(Charge::kDatabaseNodes, 360'000'000, PriceUnit::kHour, {1s, 10min});
  CHECK(cost({Charge::kDatabaseNodes, 1, 1h}, node) == 360'000'000);
  CHECK(cost({Charge::kDatabaseNodes, 2, 1h}, node) == 720'000'000);
  CHECK(cost({Charge::kDatabaseNodes, 1, 1s}, node) == 60'000'000);
  CHECK(cost({Charge::kDatabaseNodes, 1, 10min}, node) == 60'000'000);
  CHECK(cost({Charge::kDatabaseNodes, 1, 601s}, node) == 60'100'000);
  CHECK(cost({Charge::kDatabaseNodes, 1, 600s + 1ns}, node) == 60'100'000);
}

TEST_CASE("storage costs by the gigabyte and month of 730 hours") {
  const Price storage = price(Charge::kTableStorage, 115'000'000, PriceUnit::kGigabyteMonth);
  const std::int64_t gigabyte = std::int64_t{1} << 30;
  CHECK(cost({Charge::kTableStorage, 100 * gigabyte, 730h}, storage) == 11'500'000'000);
  CHECK(cost({Charge::kTableStorage, 100 * gigabyte, 73h}, storage) == 1'150'000'000);
  CHECK(cost({Charge::kTableStorage, 1, 1s}, storage) == 0);  // 4e-8 of a billionth
}

TEST_CASE("operations and throughput above the base cost by the month, egress by the gigabyte") {
  CHECK(cost({Charge::kExtraOperations, 3000, 73h},
             price(Charge::kExtraOperations, 20'000'000, PriceUnit::kPerSecondMonth)) ==
        6'000'000'000);
  CHECK(cost({Charge::kExtraThroughput, std::int64_t{125} << 20, 730h},
             price(Charge::kExtraThroughput, 80'000'000, PriceUnit::kMegabyteSecondMonth)) ==
        10'000'000'000);
  CHECK(cost({Charge::kEgress, std::int64_t{3} << 29, 0s},
             price(Charge::kEgress, 90'000'000, PriceUnit::kGigabyte)) == 135'000'000);
}

TEST_CASE("read units come in halves") {
  CHECK(cost({Charge::kReadUnits, 2'000'000, 0s}, dynamo_2023()) == 250'000'000);
  CHECK(cost({Charge::kReadUnits, 1, 0s}, dynamo_2023()) == 125);
}

TEST_CASE("an amount is rounded once, half a billionth up") {
  const Price third = price(Charge::kDatabaseNodes, 1, PriceUnit::kHour);
  CHECK(cost({Charge::kDatabaseNodes, 1, 1799s}, third) == 0);
  CHECK(cost({Charge::kDatabaseNodes, 1, 1800s}, third) == 1);
  CHECK(cost({Charge::kDatabaseNodes, 1, 5399s}, third) == 1);
  CHECK(cost({Charge::kDatabaseNodes, 1, 5400s}, third) == 2);
}

TEST_CASE("quantity times price is the amount, for every line of a bill") {
  MigrationUsage usage;
  usage.run = 3750s;
  usage.write_units = 123'456'789;
  usage.read_half_units = 7;
  usage.write_capacity = 4321;
  usage.read_capacity = 99;
  const Bill lines = bill(uses_of_run(usage), dynamo_2023());
  CHECK(lines.lines.size() == 4);
  std::int64_t sum = 0;
  for (const BillLine& line : lines.lines) {
    const auto exact = line.quantity * line.price.billionths;
    const auto rounded = line.per * line.cost;
    CHECK((exact > rounded ? exact - rounded : rounded - exact) * 2 <= line.per);
    sum += line.cost;
  }
  CHECK(lines.cost() == sum);
}

TEST_CASE("what has no price is named, not given away") {
  const Bill bill_of_two =
      bill({{Charge::kWriteUnits, 1'000'000, 0s}, {Charge::kEgress, 5, 0s}}, dynamo_2023());
  CHECK(bill_of_two.lines.size() == 1);
  REQUIRE(bill_of_two.unpriced.size() == 1);
  CHECK(bill_of_two.unpriced[0].charge == Charge::kEgress);
  CHECK(bill({{Charge::kEgress, 0, 0s}}, dynamo_2023()).unpriced.empty());
}

TEST_CASE("a migration's bill, line by line, with two rehearsals") {
  const std::int64_t gigabyte = std::int64_t{1} << 30;
  MigrationUsage usage;
  usage.run = 1h;
  usage.downtime = 30min;
  usage.retention = 730h;
  usage.migrator_nodes = 1;
  usage.servers = 4;
  usage.in_run = {{100 * gigabyte}, {60 * gigabyte}, {25 * gigabyte}, {73 * gigabyte}};
  usage.kept = {{100 * gigabyte}, {120 * gigabyte}, {0}, {80 * gigabyte}};
  usage.allowed_operations = 10'000;
  usage.allowed_throughput = {std::int64_t{125} << 20};
  usage.disk_operations = 2'500'000;
  usage.egress = {3 * gigabyte};
  usage.write_units = 2'000'000;
  PriceList prices = dynamo_2023();
  for (const auto& more :
       {price(Charge::kDatabaseNodes, 500'000'000, PriceUnit::kHour, {1s, 10min}),
        price(Charge::kMigratorNodes, 200'000'000, PriceUnit::kHour),
        price(Charge::kIdleServers, 100'000'000, PriceUnit::kHour),
        price(Charge::kTableStorage, 115'000'000, PriceUnit::kGigabyteMonth),
        price(Charge::kStoreStorage, 250'000'000, PriceUnit::kGigabyteMonth),
        price(Charge::kDumpStorage, 80'000'000, PriceUnit::kGigabyteMonth),
        price(Charge::kSnapshotStorage, 95'000'000, PriceUnit::kGigabyteMonth),
        price(Charge::kDiskOperations, 200'000'000, PriceUnit::kMillion),
        price(Charge::kEgress, 10'000'000, PriceUnit::kGigabyte),
        price(Charge::kDowntime, 1'000'000'000'000, PriceUnit::kHour)}) {
    prices.prices.push_back(more);
  }
  prices.prices.push_back(price(Charge::kExtraOperations, 20'000'000, PriceUnit::kPerSecondMonth));
  prices.prices.back().included = 3000;
  prices.prices.push_back(
      price(Charge::kExtraThroughput, 80'000'000, PriceUnit::kMegabyteSecondMonth));
  prices.prices.back().included = std::int64_t{125} << 20;
  const MigrationCost whole = migration_cost(usage, 2, prices);
  std::string text;
  for (const BillLine& line : whole.run.lines) {
    text += std::to_string(static_cast<int>(line.use.charge)) + ": " + quantity_text(line, 4) +
            " x " + money_text(line.price.billionths, 2) + " = " + money_text(line.cost, 2) + "\n";
  }
  CHECK(text ==
        // An hour of 7,000 operations a second above those included is 7,000 / 730 months of one.
        "0: 1.0000 x 0.50 = 0.50\n"
        "1: 1.0000 x 0.20 = 0.20\n"
        "7: 2.0000 x 1.25 = 2.50\n"
        "11: 9.5890 x 0.02 = 0.19\n"
        "15: 2.5000 x 0.20 = 0.50\n"
        "13: 3.0000 x 0.01 = 0.03\n"
        "3: 100.1370 x 0.12 = 11.52\n"
        "4: 120.0822 x 0.25 = 30.02\n"
        "5: 0.0342 x 0.08 = 0.00\n"
        "6: 80.1000 x 0.10 = 7.61\n"
        "2: 2.0000 x 0.10 = 0.20\n"
        "14: 0.5000 x 1000.00 = 500.00\n");
  CHECK(whole.run.unpriced.empty());
  // A rehearsal: 0.50 + 0.20 + 2.50 + 0.19178 + 0.50 + 0.03, and an hour of 100, 60 and 25 GB at
  // 0.115, 0.25 and 0.08 a month.
  CHECK(whole.rehearsal.cost() == 3'200'000'000 + 191'780'822 + 500'000'000 + 30'000'000 +
                                      15'753'425 + 20'547'945 + 2'739'726);
  CHECK(whole.total() == whole.run.cost() + 2 * whole.rehearsal.cost());
  CHECK(money_text(whole.run.cost(), 2) == "553.27");
}

TEST_CASE("what a price includes costs nothing, and is no line when it is all") {
  Price price_of = price(Charge::kExtraOperations, 20'000'000, PriceUnit::kPerSecondMonth);
  price_of.included = 3000;
  const PriceList list{"one", "USD", {price_of}};
  CHECK(bill({{Charge::kExtraOperations, 3000, 730h}}, list).lines.empty());
  CHECK(bill({{Charge::kExtraOperations, 3000, 730h}}, list).unpriced.empty());
  CHECK(cost({Charge::kExtraOperations, 3001, 730h}, list) == 20'000'000);
  CHECK(cost({Charge::kExtraOperations, 6000, 73h}, list) == 6'000'000'000);
}

TEST_CASE("sums beyond all measure stop at the largest") {
  const Price dear = price(Charge::kDatabaseNodes, INT64_MAX, PriceUnit::kHour);
  CHECK(cost({Charge::kDatabaseNodes, INT64_MAX, sim::kLongestDuration}, dear) == INT64_MAX);
  CHECK(cost({Charge::kDatabaseNodes, 2, 1h}, dear) == INT64_MAX);
  CHECK(cost({Charge::kTableStorage, INT64_MAX, sim::kLongestDuration},
             price(Charge::kTableStorage, 0, PriceUnit::kGigabyteMonth)) == 0);
  CHECK(bill({{Charge::kDatabaseNodes, 1, 1h}, {Charge::kDatabaseNodes, 1, 1h}},
             {"one", "USD", {dear}})
            .cost() == INT64_MAX);
}

TEST_CASE("money is written with as many decimals as asked for") {
  CHECK(money_text(2'708'333'333, 2) == "2.71");
  CHECK(money_text(2'708'333'333, 0) == "3");
  CHECK(money_text(2'708'333'333, 9) == "2.708333333");
  CHECK(money_text(999'999'999, 2) == "1.00");
  CHECK(money_text(5'000'000, 2) == "0.01");
  CHECK(money_text(4'999'999, 2) == "0.00");
  CHECK(money_text(INT64_MAX, 2) == "9223372036.85");
}
