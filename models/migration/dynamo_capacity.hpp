// How many capacity units a DynamoDB table grants: token buckets of the table and its partitions.
//
// Formula        a request of n units passes if no bucket it draws on is in debt, and then takes n
//                from each, so within T seconds a bucket passes at most rate * T + its credit, and
//                one request more
//                table, provisioned   rate as provisioned, credit of 300 s of unused capacity
//                table, on demand     twice the previous peak, credit of 1 s; the peak is the
//                                     busiest minute so far and counts from the next half hour on
//                partition            1,000 writes or 3,000 reads a second or a mixture (a write
//                                     weighs as much as three reads), credit of 1 s
//                partition's share    without adaptive capacity: the table's rate / partitions,
//                with
//                                     credit of 300 s, in place of the table's bucket
//                partitions           max(writes / 1,000 + reads / 3,000, bytes / 10 GiB), rounded
//                                     up; on demand max(writes / 1,000, reads / 3,000, ...)
// Contention     none waits here: what does not pass is refused, and whoever asked retries
// Shape          a partition is found by a hash: hash * partitions / 2^64. When the table grows,
//                partitions are added and hashes move; a new one starts with its credit full
// Source         AWS, Amazon DynamoDB Developer Guide: On-demand capacity mode; Burst and adaptive
//                capacity; Quotas (read 2026-11); the partition formula from its edition of 2017
// Checked by     tests/models/migration/dynamo_capacity_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "models/hardware/throttle.hpp"
#include "sim/recurrence.hpp"
#include "sim/units.hpp"

namespace models::migration {

/// Units a second, paid for by the hour.
struct DynamoProvisioned {
  std::int64_t writes = 1000;
  std::int64_t reads = 1000;
  // How long the table was idle before the run began. One made for the run has the units of its
  // first second at hand and has saved no others.
  sim::Duration idle_before = std::chrono::seconds(1);
};

/// What the table takes at first, and what the account's quota lets it grow to.
struct DynamoOnDemand {
  std::int64_t writes = 4'000;
  std::int64_t reads = 12'000;
  std::int64_t most_writes = 40'000;
  std::int64_t most_reads = 40'000;
};

using DynamoMode = std::variant<DynamoProvisioned, DynamoOnDemand>;

/// One kind of unit: reads or writes.
class DynamoRate {
 public:
  struct Params {
    std::int64_t table = 0;  // units a second at first
    std::int64_t most = 0;   // on demand: the table never takes more; 0: provisioned
    sim::Duration idle_before{0};
    bool adaptive = true;
  };

  /// REQUIRES: table > 0.
  explicit DynamoRate(const Params& params);

  /// Whether units are to be had. REQUIRES: partition < the number split into.
  [[nodiscard]] bool ready(std::size_t partition, sim::Instant now) const;

  /// REQUIRES: ready(partition, now), units > 0.
  void take(std::size_t partition, std::int64_t units, sim::Instant now);

  /// On demand: takes notice of the time; true if the table's rate has grown.
  bool follow(sim::Instant now);

  void split_into(std::size_t partitions);

  [[nodiscard]] std::int64_t table() const { return table_rate_; }

  /// See sim/recurrence.hpp.
  void recur(sim::Recurrence& walk);

 private:
  Params params_;
  std::int64_t table_rate_;
  hardware::Throttle table_;
  std::vector<hardware::Throttle> shares_;  // empty with adaptive capacity
  std::int64_t minute_ = 0;
  std::int64_t in_minute_ = 0;
  std::int64_t busiest_ = 0;  // units a second in the busiest minute
  std::int64_t half_hour_ = 0;
};

class DynamoCapacity {
 public:
  /// REQUIRES: rates > 0. `stored` is the table's size at the start.
  DynamoCapacity(const DynamoMode& mode, bool adaptive, sim::Bytes stored);

  [[nodiscard]] bool admit_write(std::uint64_t hash, std::int64_t units, sim::Instant now);
  [[nodiscard]] bool admit_read(std::uint64_t hash, std::int64_t half_units, sim::Instant now);

  /// The table has this size now: it may split.
  void stored(sim::Bytes size);

  [[nodiscard]] std::size_t partitions() const { return partitions_.size(); }
  /// What the table takes now, units a second.
  [[nodiscard]] std::int64_t writes() const { return writes_.table(); }
  [[nodiscard]] std::int64_t reads() const { return reads_.table() / 2; }

  /// See sim/recurrence.hpp. The minute's end and the next split by size are bounds.
  void recur(sim::Recurrence& walk);

 private:
  [[nodiscard]] bool admit(DynamoRate& rate, std::uint64_t hash, std::int64_t units,
                           std::int64_t weight, sim::Instant now);
  void follow(sim::Instant now);
  void split();

  bool on_demand_;
  DynamoRate writes_;
  DynamoRate reads_;  // in half units
  sim::Bytes stored_;
  std::vector<hardware::Throttle> partitions_;  // in half read units
};

}  // namespace models::migration
