// The machine under an embedded store: its processor and disk, with events of their own.
//
// A store asks its host to work, read and write, and the holder brings the ends of these back. A
// world whose machine serves others as well writes a host of its own with the same five functions.
// Checked by     tests/models/migration/lsm_store_test.cpp
#pragma once

#include "models/hardware/cpu.hpp"
#include "models/hardware/disk.hpp"

namespace models::migration {

/// The processor is done with a job of the store.
struct LsmWorked {
  hardware::JobId job;
};
/// The disk is.
struct LsmStored {
  hardware::JobId job;
};

class LsmHost {
 public:
  LsmHost(hardware::Cpu cpu, hardware::Disk disk) : cpu_(std::move(cpu)), disk_(std::move(disk)) {}

  /// A host whose latencies are named `name`/cpu and `name`/disk.
  template <class S>
  LsmHost(const std::string& name, const hardware::CpuParams& cpu, const hardware::DiskParams& disk,
          S& schedule)
      : cpu_(cpu, schedule.add_latency(name + "/cpu", "operation", cpu.per_operation.distribution)),
        disk_(disk, latencies(name + "/disk", disk, schedule)) {}

  template <class S>
  void work(hardware::JobId job, sim::Bytes size, S& schedule) {
    cpu_.arrive(job, size, schedule, worked);
  }
  template <class S>
  void read(hardware::JobId job, sim::Bytes size, S& schedule) {
    disk_.read(job, size, schedule, stored);
  }
  template <class S>
  void write(hardware::JobId job, std::uint32_t items, sim::Bytes size, S& schedule) {
    disk_.flush(job, items, size, schedule, stored);
  }
  /// The most items of one write.
  [[nodiscard]] std::uint32_t most_items() const { return disk_.batch(); }

  /// The next in line starts. Call before the store is told.
  template <class S>
  void on(const LsmWorked& e, S& schedule) {
    cpu_.depart(e.job, schedule, worked);
  }
  template <class S>
  void on(const LsmStored&, S& schedule) {
    disk_.depart(schedule, stored);
  }

  [[nodiscard]] const hardware::Cpu& cpu() const { return cpu_; }
  [[nodiscard]] const hardware::Disk& disk() const { return disk_; }

  void restart_statistics(sim::Instant now) {
    cpu_.restart_statistics(now);
    disk_.restart_statistics(now);
  }

 private:
  static LsmWorked worked(hardware::JobId job) { return {job}; }
  static LsmStored stored(hardware::JobId job) { return {job}; }

  template <class S>
  static hardware::DiskLatencies latencies(const std::string& name,
                                           const hardware::DiskParams& disk, S& schedule) {
    const auto write = schedule.add_latency(name, "write", disk.write.distribution);
    const auto sync = schedule.add_latency(name, "sync", disk.sync.distribution);
    return {write, sync, schedule.add_latency(name, "read", disk.read.distribution)};
  }

  hardware::Cpu cpu_;
  hardware::Disk disk_;
};

}  // namespace models::migration
