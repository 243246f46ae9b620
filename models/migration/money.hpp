// What a migration costs: quantities, each times a price that says where it is from.
//
// Formula        billed time = the least time that is billed, or the time rounded up to whole steps
//                line        = quantity * price, rounded once, half a billionth up
//                storage     = the bytes over the time of the run, and what is kept of them over
//                the
//                              retention
//                run         = the lines of nodes, storage, units, disk operations, operations and
//                              throughput above what storage includes, egress and downtime
//                rehearsal   = the same for one try on a copy: nobody is down, no server is idle,
//                              no snapshot is taken, nothing is kept
//                total       = run + rehearsals * rehearsal
// Units          a month is 730 hours and a GB is 2^30 bytes, as AWS bills them
// Shape          exact integers: billionths of the currency; quantities in 128 bits. A line stops
//                at 9.2 billion of the currency. A list holds no price by itself: it is data, from
//                a file
// Errors         what has no price is listed as unpriced, never as free
// Checked by     tests/models/migration/money_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/time.hpp"
#include "sim/units.hpp"

namespace models::migration {

/// What is paid for.
enum class Charge : std::uint8_t {
  kDatabaseNodes,
  kMigratorNodes,
  kIdleServers,
  kTableStorage,     // the old tables
  kStoreStorage,     // the new store
  kDumpStorage,      // files in between
  kSnapshotStorage,  // the backup before the run
  kWriteUnits,       // on demand
  kReadUnits,
  kWriteCapacity,  // provisioned
  kReadCapacity,
  kExtraOperations,  // operations a second that a volume allows, above what it includes
  kExtraThroughput,
  kEgress,
  kDowntime,
  kDiskOperations,  // each one
};

/// What a price is for one of.
enum class PriceUnit : std::uint8_t {
  kHour,                 // of a node, of downtime, of one capacity unit
  kGigabyteMonth,        // of storage
  kMillion,              // of write units, of operations
  kMillionReads,         // of read units, which come in halves
  kPerSecondMonth,       // of operations a second
  kMegabyteSecondMonth,  // of 2^20 bytes a second
  kGigabyte,             // moved
};

/// How time is rounded before it is billed.
struct Billing {
  sim::Duration step = std::chrono::seconds(1);
  sim::Duration least{0};
};

struct Price {
  Charge charge = Charge::kDatabaseNodes;
  std::int64_t billionths = 0;  // of the currency, for one unit; >= 0
  PriceUnit unit = PriceUnit::kHour;
  std::int64_t included = 0;  // so many of the amount are in the price of something else
  Billing billing;
  std::string date;  // of the page it was read on
  std::string source;
};

struct PriceList {
  std::string name;
  std::string currency;
  std::vector<Price> prices;  // at most one for each charge

  [[nodiscard]] const Price* find(Charge charge) const;
};

/// So much of something, for so long; of storage also so much that is kept afterwards, for so long.
struct BilledUse {
  Charge charge = Charge::kDatabaseNodes;
  std::int64_t amount = 0;  // nodes, bytes, units, half read units, a second: by the charge
  sim::Duration time{0};    // does not count for what is paid by the piece
  std::int64_t kept = 0;
  sim::Duration kept_time{0};
};

__extension__ using MoneyWide = __int128;

/// One line of the bill: quantity / per * price = cost.
struct BillLine {
  BilledUse use;
  Price price;
  sim::Duration billed{0};
  MoneyWide quantity = 0;  // amounts times billed seconds, or the amount alone
  MoneyWide per = 1;       // so much of quantity makes one unit of the price
  std::int64_t cost = 0;   // billionths
};

struct Bill {
  std::vector<BillLine> lines;
  std::vector<BilledUse> unpriced;

  [[nodiscard]] std::int64_t cost() const;
};

/// Prices each use of more than nothing and of more than is included, in their order. REQUIRES:
/// amounts, times, prices >= 0 and billing steps > 0.
[[nodiscard]] Bill bill(const std::vector<BilledUse>& uses, const PriceList& prices);

/// Bytes that are paid for.
struct StoredBytes {
  sim::Bytes tables{0};
  sim::Bytes store{0};
  sim::Bytes dump{0};
  sim::Bytes snapshot{0};
};

/// What a run of a migration took, and what is kept of it.
struct MigrationUsage {
  sim::Duration run{0};        // of database, migrator and capacity
  sim::Duration downtime{0};   // servers idle, users without service
  sim::Duration retention{0};  // how long what is left over is kept
  std::int64_t database_nodes = 1;
  std::int64_t migrator_nodes = 0;
  std::int64_t servers = 0;
  StoredBytes in_run;  // on average over the run
  StoredBytes kept;    // for the retention
  std::int64_t write_units = 0;
  std::int64_t read_half_units = 0;
  std::int64_t write_capacity = 0;  // provisioned, a second
  std::int64_t read_capacity = 0;
  std::int64_t allowed_operations = 0;  // a second, of the databases' volumes together
  sim::ByteRate allowed_throughput{0};
  std::int64_t disk_operations = 0;  // done
  sim::Bytes egress{0};
};

[[nodiscard]] std::vector<BilledUse> uses_of_run(const MigrationUsage& usage);
[[nodiscard]] std::vector<BilledUse> uses_of_rehearsal(const MigrationUsage& usage);

struct MigrationCost {
  Bill run;
  Bill rehearsal;  // of one
  std::int64_t rehearsals = 0;

  /// Billionths. Stops at 9.2 billion of the currency.
  [[nodiscard]] std::int64_t total() const;
};

/// REQUIRES: as bill(); rehearsals >= 0.
[[nodiscard]] MigrationCost migration_cost(const MigrationUsage& usage, std::int64_t rehearsals,
                                           const PriceList& prices);

/// "2.71" for 2,708,333,333 billionths and 2 digits, rounded half up. REQUIRES: billionths >= 0,
/// 0 <= digits <= 9.
[[nodiscard]] std::string money_text(std::int64_t billionths, int digits);

/// A line's quantity in units of its price, rounded half up: "1.0417" hours. REQUIRES: 0 <= digits
/// <= 9.
[[nodiscard]] std::string quantity_text(const BillLine& line, int digits);

}  // namespace models::migration
