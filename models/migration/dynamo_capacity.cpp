#include "models/migration/dynamo_capacity.hpp"

#include <algorithm>

namespace models::migration {

namespace {

constexpr std::int64_t kPartitionWrites = 1000;
constexpr std::int64_t kPartitionReads = 3000;
constexpr std::int64_t kWriteWeight = 2 * kPartitionReads / kPartitionWrites;  // in half reads
constexpr std::int64_t kPartitionBytes = std::int64_t{10} << 30;
constexpr std::int64_t kBurstSeconds = 300;
constexpr sim::Duration kMinute = std::chrono::minutes(1);
constexpr sim::Duration kHalfHour = std::chrono::minutes(30);

std::int64_t ratio_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

// A bucket that can hold 300 s of its rate, filled by the time the table was idle.
hardware::Throttle saving(std::int64_t rate, sim::Duration idle_before) {
  const std::int64_t credit = kBurstSeconds * rate;
  hardware::Throttle bucket(rate, credit);
  const std::int64_t idle = idle_before / std::chrono::seconds(1);
  bucket.take(credit - std::min(kBurstSeconds, idle) * rate, sim::kStart);
  return bucket;
}

hardware::Throttle table_bucket(const DynamoRate::Params& params) {
  if (params.most > 0) return {params.table, params.table};
  return saving(params.table, params.idle_before);
}

}  // namespace

DynamoRate::DynamoRate(const Params& params)
    : params_(params), table_rate_(params.table), table_(table_bucket(params)) {
  SIM_CHECK(params.table > 0);
}

bool DynamoRate::ready(std::size_t partition, sim::Instant now) const {
  const hardware::Throttle& bucket = shares_.empty() ? table_ : shares_[partition];
  return bucket.wait(now).count() == 0;
}

void DynamoRate::take(std::size_t partition, std::int64_t units, sim::Instant now) {
  SIM_CHECK(units > 0);
  hardware::Throttle& bucket = shares_.empty() ? table_ : shares_[partition];
  bucket.take(units, now);
  in_minute_ += units;
}

bool DynamoRate::follow(sim::Instant now) {
  const std::int64_t minute = now.time_since_epoch() / kMinute;
  if (params_.most == 0 || minute == minute_) return false;
  minute_ = minute;
  busiest_ = std::max(busiest_, std::min(table_rate_, ratio_up(in_minute_, 60)));
  in_minute_ = 0;
  const std::int64_t half_hour = now.time_since_epoch() / kHalfHour;
  if (half_hour == half_hour_) return false;
  half_hour_ = half_hour;
  const std::int64_t wanted = std::min(params_.most, 2 * busiest_);
  if (wanted <= table_rate_) return false;
  table_rate_ = wanted;
  table_ = hardware::Throttle(table_rate_, table_rate_);
  table_.take(table_rate_, now);
  return true;
}

void DynamoRate::split_into(std::size_t partitions) {
  // On demand, the table's peak is all there is to a share.
  if (params_.adaptive || params_.most > 0) return;
  const auto count = static_cast<std::int64_t>(partitions);
  shares_.assign(partitions,
                 saving(std::max<std::int64_t>(1, table_rate_ / count), params_.idle_before));
}

namespace {

DynamoRate::Params rate(const DynamoMode& mode, bool adaptive, bool writes) {
  const std::int64_t times = writes ? 1 : 2;  // reads count half units
  DynamoRate::Params params;
  params.adaptive = adaptive;
  if (const auto* provisioned = std::get_if<DynamoProvisioned>(&mode)) {
    params.table = times * (writes ? provisioned->writes : provisioned->reads);
    params.idle_before = provisioned->idle_before;
  } else {
    const auto& on_demand = std::get<DynamoOnDemand>(mode);
    params.table = times * (writes ? on_demand.writes : on_demand.reads);
    params.most = times * (writes ? on_demand.most_writes : on_demand.most_reads);
  }
  return params;
}

}  // namespace

DynamoCapacity::DynamoCapacity(const DynamoMode& mode, bool adaptive, sim::Bytes stored)
    : on_demand_(std::holds_alternative<DynamoOnDemand>(mode)),
      writes_(rate(mode, adaptive, true)),
      reads_(rate(mode, adaptive, false)),
      stored_(stored) {
  split();
}

bool DynamoCapacity::admit_write(std::uint64_t hash, std::int64_t units, sim::Instant now) {
  return admit(writes_, hash, units, kWriteWeight, now);
}

bool DynamoCapacity::admit_read(std::uint64_t hash, std::int64_t half_units, sim::Instant now) {
  return admit(reads_, hash, half_units, 1, now);
}

bool DynamoCapacity::admit(DynamoRate& rate, std::uint64_t hash, std::int64_t units,
                           std::int64_t weight, sim::Instant now) {
  __extension__ using Wide = unsigned __int128;
  follow(now);
  const auto at = static_cast<std::size_t>((static_cast<Wide>(hash) * partitions_.size()) >> 64);
  if (!rate.ready(at, now) || partitions_[at].wait(now).count() > 0) return false;
  rate.take(at, units, now);
  partitions_[at].take(units * weight, now);
  return true;
}

void DynamoCapacity::stored(sim::Bytes size) {
  stored_ = size;
  split();
}

void DynamoCapacity::follow(sim::Instant now) {
  if (!on_demand_) return;
  const bool more_writes = writes_.follow(now);
  const bool more_reads = reads_.follow(now);
  if (more_writes || more_reads) split();
}

// A table never gives partitions back.
void DynamoCapacity::split() {
  const std::int64_t by_rate =
      on_demand_
          ? std::max(ratio_up(writes(), kPartitionWrites), ratio_up(reads(), kPartitionReads))
          : ratio_up(writes() * kPartitionReads + reads() * kPartitionWrites,
                     kPartitionWrites * kPartitionReads);
  const std::int64_t by_size = ratio_up(stored_.count, kPartitionBytes);
  const auto wanted = static_cast<std::size_t>(std::max({std::int64_t{1}, by_rate, by_size}));
  if (wanted <= partitions_.size()) return;
  partitions_.resize(wanted, {2 * kPartitionReads, 2 * kPartitionReads});
  writes_.split_into(wanted);
  reads_.split_into(wanted);
}

void DynamoRate::recur(sim::Recurrence& walk) {
  walk.same(table_rate_);
  table_.recur(walk);
  walk.same(shares_.size());
  for (hardware::Throttle& share : shares_) share.recur(walk);
  walk.same(minute_);
  walk.same(half_hour_);
  walk.same(busiest_);
  walk.counts(in_minute_);
}

void DynamoCapacity::recur(sim::Recurrence& walk) {
  writes_.recur(walk);
  reads_.recur(walk);
  walk.same(partitions_.size());
  for (hardware::Throttle& partition : partitions_) partition.recur(walk);
  const auto most = static_cast<std::int64_t>(partitions_.size()) * kPartitionBytes;
  walk.bound(stored_.count, most);
  walk.counts(stored_.count);
  if (on_demand_ && walk.estimates()) {
    walk.refuse("a table on demand grows by what its busiest minute was");
  }
  if (on_demand_) {
    const std::int64_t minute = walk.now().time_since_epoch() / kMinute;
    walk.until(sim::kStart + kMinute * (minute + 1));
  }
}

}  // namespace models::migration
