#include "reports/migration/money_words.hpp"

namespace reports::migration {

namespace model = models::migration;

std::string_view name_of(model::Charge charge) {
  switch (charge) {
    case model::Charge::kDatabaseNodes:
      return "database nodes";
    case model::Charge::kMigratorNodes:
      return "migrator nodes";
    case model::Charge::kIdleServers:
      return "servers that stand idle";
    case model::Charge::kTableStorage:
      return "storage of the old tables";
    case model::Charge::kStoreStorage:
      return "storage of the new store";
    case model::Charge::kDumpStorage:
      return "storage of dumps";
    case model::Charge::kSnapshotStorage:
      return "storage of the snapshot";
    case model::Charge::kWriteUnits:
      return "write units on demand";
    case model::Charge::kReadUnits:
      return "read units on demand";
    case model::Charge::kWriteCapacity:
      return "write capacity";
    case model::Charge::kReadCapacity:
      return "read capacity";
    case model::Charge::kExtraOperations:
      return "operations a second that disks allow";
    case model::Charge::kExtraThroughput:
      return "throughput that disks allow";
    case model::Charge::kDiskOperations:
      return "disk operations";
    case model::Charge::kEgress:
      return "bytes that leave";
    case model::Charge::kDowntime:
      return "downtime";
  }
  return "";
}

std::string_view name_of(model::PriceUnit unit) {
  switch (unit) {
    case model::PriceUnit::kHour:
      return "hours";
    case model::PriceUnit::kGigabyteMonth:
      return "GB months";
    case model::PriceUnit::kMillion:
      return "million";
    case model::PriceUnit::kMillionReads:
      return "million";
    case model::PriceUnit::kPerSecondMonth:
      return "a second, months";
    case model::PriceUnit::kMegabyteSecondMonth:
      return "MB/s months";
    case model::PriceUnit::kGigabyte:
      return "GB";
  }
  return "";
}

std::string price_text(std::int64_t billionths) {
  std::string text = model::money_text(billionths, 9);
  const std::size_t least = text.find('.') + 3;
  while (text.size() > least && text.back() == '0') text.pop_back();
  return text;
}

Cell money_cell(std::int64_t billionths, int digits) {
  return {model::money_text(billionths, digits), static_cast<double>(billionths) / 1e9,
          Tone::kPlain};
}

}  // namespace reports::migration
