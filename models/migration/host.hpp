// A machine of a migration: one processor that all its processes share, and one disk.
//
// Several components (a database, a store, client programs) work on one host, and the server that
// finishes one's job starts another's next. So all jobs of a host end in the same two events, and
// a job's number says in its upper bits whose it is; the world hands the end on to that owner.
// Contention     as cpu.hpp and disk.hpp say, in order of arrival over all owners
// Shape          a value; the world keeps one a machine, components name theirs by index
// Checked by     tests/models/migration/migration_parts_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/hardware/cpu.hpp"
#include "models/hardware/disk.hpp"

namespace models::migration {

using hardware::JobId;
using HostIndex = std::uint32_t;

/// A host's processor has finished a job.
struct HostCpuDone {
  HostIndex host;
  JobId job;
};
/// A host's disk has finished a job.
struct HostDiskDone {
  HostIndex host;
  JobId job;
};

/// Whose jobs these are: the world gives each component on a host a tag of its own.
using OwnerTag = std::uint32_t;
inline constexpr std::uint32_t kOwnJobBits = 28;
inline constexpr OwnerTag kMostOwners = 1U << (32 - kOwnJobBits);

/// The host's number of an owner's job. REQUIRES: owner < kMostOwners, own < 2^28.
[[nodiscard]] constexpr JobId host_job(OwnerTag owner, JobId own) {
  return (owner << kOwnJobBits) | own;
}
[[nodiscard]] constexpr OwnerTag owner_of(JobId job) { return job >> kOwnJobBits; }
[[nodiscard]] constexpr JobId own_job(JobId job) { return job & ((1U << kOwnJobBits) - 1); }

struct HostParams {
  std::string name;  // also its place in the topology
  hardware::CpuParams cpu;
  std::optional<hardware::DiskParams> disk;
  std::optional<sim::Bytes> disk_size;  // none: never full
  sim::Bytes memory{std::int64_t{8} << 30};
};

class Host {
 public:
  /// Adds the latencies of the processor and the disk to the schedule.
  template <class S>
  Host(HostIndex index, const HostParams& params, S& schedule)
      : index_(index),
        cpu_(params.cpu, schedule.add_latency(params.name + "/cpu", "operation",
                                              params.cpu.per_operation.distribution)) {
    if (!params.disk) return;
    const std::string name = params.name + "/disk";
    disk_.emplace(*params.disk,
                  hardware::DiskLatencies{
                      schedule.add_latency(name, "write", params.disk->write.distribution),
                      schedule.add_latency(name, "sync", params.disk->sync.distribution),
                      schedule.add_latency(name, "read", params.disk->read.distribution)});
  }

  /// A job of `job`'s owner takes a core for `work`; HostCpuDone ends it.
  template <class S>
  void compute(JobId job, sim::Duration work, S& schedule) {
    cpu_.work(job, work, schedule, cpu_done());
  }
  /// A job of what the processor's operation costs, with its bytes.
  template <class S>
  void operate(JobId job, sim::Bytes size, S& schedule) {
    cpu_.arrive(job, size, schedule, cpu_done());
  }
  /// A read or a flush; HostDiskDone ends it. REQUIRES: the host has a disk.
  template <class S>
  void read(JobId job, sim::Bytes size, S& schedule) {
    ++disk_operations_;
    disk_->read(job, size, schedule, disk_done());
  }
  template <class S>
  void flush(JobId job, std::uint32_t items, sim::Bytes size, S& schedule) {
    disk_operations_ += items;
    disk_->flush(job, items, size, schedule, disk_done());
  }

  /// The job's core or channel is free for the next; the world calls this before it tells the
  /// owner.
  template <class S>
  void on(const HostCpuDone& e, S& schedule) {
    cpu_.depart(e.job, schedule, cpu_done());
  }
  template <class S>
  void on(const HostDiskDone&, S& schedule) {
    disk_->depart(schedule, disk_done());
  }

  [[nodiscard]] HostIndex index() const { return index_; }
  [[nodiscard]] const hardware::Cpu& cpu() const { return cpu_; }
  [[nodiscard]] const std::optional<hardware::Disk>& disk() const { return disk_; }
  /// Reads, and each write of a flush.
  [[nodiscard]] std::uint64_t disk_operations() const { return disk_operations_; }

  /// See sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) {
    cpu_.recur(walk);
    if (disk_) disk_->recur(walk);
    walk.counts(disk_operations_);
  }

 private:
  // Makes the event that ends a job.
  template <class Event>
  struct Ends {
    HostIndex host;
    Event operator()(JobId job) const { return {host, job}; }
  };

  [[nodiscard]] Ends<HostCpuDone> cpu_done() const { return {index_}; }
  [[nodiscard]] Ends<HostDiskDone> disk_done() const { return {index_}; }

  HostIndex index_;
  hardware::Cpu cpu_;
  std::optional<hardware::Disk> disk_;
  std::uint64_t disk_operations_ = 0;
};

}  // namespace models::migration
