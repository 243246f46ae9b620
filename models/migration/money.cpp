#include "models/migration/money.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

namespace {

constexpr MoneyWide kHour = 3600;
constexpr MoneyWide kMonth = 730 * kHour;
constexpr MoneyWide kGigabyte = MoneyWide{1} << 30;
constexpr MoneyWide kMegabyte = MoneyWide{1} << 20;

std::int64_t limited(MoneyWide value) {
  return static_cast<std::int64_t>(std::min<MoneyWide>(value, INT64_MAX));
}

// How much of a line's quantity makes one unit of the price.
MoneyWide per(PriceUnit unit) {
  switch (unit) {
    case PriceUnit::kHour:
      return kHour;
    case PriceUnit::kGigabyteMonth:
      return kGigabyte * kMonth;
    case PriceUnit::kMillion:
      return 1'000'000;
    case PriceUnit::kMillionReads:
      return 2'000'000;
    case PriceUnit::kPerSecondMonth:
      return kMonth;
    case PriceUnit::kMegabyteSecondMonth:
      return kMegabyte * kMonth;
    case PriceUnit::kGigabyte:
      break;
  }
  return kGigabyte;
}

bool takes_time(PriceUnit unit) {
  return unit != PriceUnit::kMillion && unit != PriceUnit::kMillionReads &&
         unit != PriceUnit::kGigabyte;
}

// The least number of whole steps, and of whole seconds, that covers the time.
sim::Duration billed_time(sim::Duration time, const Billing& billing) {
  SIM_CHECK(billing.step.count() > 0 && time.count() >= 0);
  const MoneyWide longest = std::max(time, billing.least).count();
  const MoneyWide step = billing.step.count();
  return sim::Duration(limited((longest + step - 1) / step * step));
}

MoneyWide whole_seconds(sim::Duration time) {
  return (MoneyWide{time.count()} + 999'999'999) / 1'000'000'000;
}

BillLine line_of(const BilledUse& use, const Price& price) {
  SIM_CHECK(use.amount >= 0 && use.kept >= 0 && price.billionths >= 0);
  const std::int64_t charged = std::max<std::int64_t>(0, use.amount - price.included);
  BillLine line{use, price, sim::Duration(0), charged, per(price.unit), 0};
  if (takes_time(price.unit)) {
    line.billed = billed_time(use.time, price.billing);
    line.quantity *= whole_seconds(line.billed);
    if (use.kept > 0) {
      line.quantity += use.kept * whole_seconds(billed_time(use.kept_time, price.billing));
    }
  }
  // The product could pass 127 bits; in parts it does not.
  const MoneyWide units = line.quantity / line.per;
  const MoneyWide rest = line.quantity % line.per;
  if (units > INT64_MAX) {
    line.cost = price.billionths == 0 ? 0 : INT64_MAX;
  } else {
    line.cost = limited(units * price.billionths +
                        (2 * rest * price.billionths + line.per) / (2 * line.per));
  }
  return line;
}

// Whole and decimals of numerator / denominator, rounded half up.
std::string decimal(MoneyWide numerator, MoneyWide denominator, int digits) {
  SIM_CHECK(numerator >= 0 && digits >= 0 && digits <= 9);
  MoneyWide scale = 1;
  for (int i = 0; i < digits; ++i) scale *= 10;
  const MoneyWide whole = numerator / denominator;
  const MoneyWide rest = (2 * (numerator % denominator) * scale + denominator) / (2 * denominator);
  const MoneyWide rounded = whole * scale + rest;
  std::string text = std::to_string(limited(rounded / scale));
  if (digits == 0) return text;
  const std::string decimals = std::to_string(static_cast<std::int64_t>(rounded % scale));
  text += '.';
  text.append(static_cast<std::size_t>(digits) - decimals.size(), '0');
  return text + decimals;
}

}  // namespace

const Price* PriceList::find(Charge charge) const {
  const auto found = std::find_if(prices.begin(), prices.end(),
                                  [&](const Price& price) { return price.charge == charge; });
  return found == prices.end() ? nullptr : &*found;
}

std::int64_t Bill::cost() const {
  MoneyWide sum = 0;
  for (const BillLine& line : lines) sum += line.cost;
  return limited(sum);
}

Bill bill(const std::vector<BilledUse>& uses, const PriceList& prices) {
  Bill result;
  for (const BilledUse& use : uses) {
    if (use.amount == 0 && use.kept == 0) continue;
    if (const Price* price = prices.find(use.charge)) {
      const bool included = use.kept == 0 && use.amount <= price->included;
      if (!included) result.lines.push_back(line_of(use, *price));
    } else {
      result.unpriced.push_back(use);
    }
  }
  return result;
}

namespace {

// What the run itself takes, whether in earnest or not.
std::vector<BilledUse> uses_of_work(const MigrationUsage& usage) {
  return {{Charge::kDatabaseNodes, usage.database_nodes, usage.run},
          {Charge::kMigratorNodes, usage.migrator_nodes, usage.run},
          {Charge::kWriteUnits, usage.write_units, {}},
          {Charge::kReadUnits, usage.read_half_units, {}},
          {Charge::kWriteCapacity, usage.write_capacity, usage.run},
          {Charge::kReadCapacity, usage.read_capacity, usage.run},
          {Charge::kExtraOperations, usage.allowed_operations, usage.run},
          {Charge::kExtraThroughput, usage.allowed_throughput.bytes_per_second, usage.run},
          {Charge::kDiskOperations, usage.disk_operations, {}},
          {Charge::kEgress, usage.egress.count, {}}};
}

void add_storage(std::vector<BilledUse>& uses, const MigrationUsage& usage,
                 const StoredBytes& kept) {
  const auto add = [&](Charge charge, sim::Bytes in_run, sim::Bytes afterwards) {
    uses.push_back({charge, in_run.count, usage.run, afterwards.count, usage.retention});
  };
  add(Charge::kTableStorage, usage.in_run.tables, kept.tables);
  add(Charge::kStoreStorage, usage.in_run.store, kept.store);
  add(Charge::kDumpStorage, usage.in_run.dump, kept.dump);
}

}  // namespace

std::vector<BilledUse> uses_of_run(const MigrationUsage& usage) {
  std::vector<BilledUse> uses = uses_of_work(usage);
  add_storage(uses, usage, usage.kept);
  uses.push_back({Charge::kSnapshotStorage, usage.in_run.snapshot.count, usage.run,
                  usage.kept.snapshot.count, usage.retention});
  uses.push_back({Charge::kIdleServers, usage.servers, usage.downtime});
  uses.push_back({Charge::kDowntime, usage.downtime.count() > 0 ? 1 : 0, usage.downtime});
  return uses;
}

std::vector<BilledUse> uses_of_rehearsal(const MigrationUsage& usage) {
  std::vector<BilledUse> uses = uses_of_work(usage);
  add_storage(uses, usage, {});
  return uses;
}

std::int64_t MigrationCost::total() const {
  return limited(MoneyWide{run.cost()} + MoneyWide{rehearsal.cost()} * rehearsals);
}

MigrationCost migration_cost(const MigrationUsage& usage, std::int64_t rehearsals,
                             const PriceList& prices) {
  SIM_CHECK(rehearsals >= 0);
  MigrationCost cost{bill(uses_of_run(usage), prices), {}, rehearsals};
  if (rehearsals > 0) cost.rehearsal = bill(uses_of_rehearsal(usage), prices);
  return cost;
}

std::string money_text(std::int64_t billionths, int digits) {
  return decimal(billionths, 1'000'000'000, digits);
}

std::string quantity_text(const BillLine& line, int digits) {
  return decimal(line.quantity, line.per, digits);
}

}  // namespace models::migration
