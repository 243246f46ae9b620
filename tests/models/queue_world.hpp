// A tiny world around one resource: jobs arrive, are served and leave; what each met is kept.
//
// Randomness     streams (door, interval) and (station, service)
// Shape          a station has arrive(job, schedule), depart(job, schedule) and busy_level();
//                the world stops sending after `jobs` jobs and the run ends empty
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "models/hardware/cpu.hpp"
#include "models/hardware/server.hpp"
#include "sim/loop.hpp"
#include "sim/schedule.hpp"

namespace tests {

struct Arrive {
  std::uint32_t job;
};
struct Done {
  std::uint32_t job;
};
using QueueSchedule = sim::Schedule<std::variant<Arrive, Done>>;

/// First come first served on a number of channels, on the product's Server.
class LineStation {
 public:
  LineStation(std::int32_t channels, const sim::Distribution& service, QueueSchedule& schedule)
      : server_(channels), service_(schedule.add_latency("station", "service", service)) {}

  void arrive(std::uint32_t job, QueueSchedule& schedule) {
    if (server_.arrive({job, 1, {}, sim::kNoEvent}, schedule.now())) start(job, schedule);
  }
  void depart(std::uint32_t, QueueSchedule& schedule) {
    if (const auto next = server_.depart(schedule.now())) start(next->id, schedule);
  }

  [[nodiscard]] const sim::TimeAverage& busy_level() const { return server_.busy_level(); }
  [[nodiscard]] const sim::TimeAverage& line_level() const { return server_.line_level(); }
  [[nodiscard]] std::int64_t service_total() const { return service_total_; }

 private:
  void start(std::uint32_t job, QueueSchedule& schedule) {
    const sim::Duration took = schedule.draw(service_);
    service_total_ += took.count();
    schedule.after(took, Done{job});
  }

  models::hardware::Server server_;
  sim::LatencyId service_;
  std::int64_t service_total_ = 0;
};

/// The product's Cpu, with either discipline.
class CpuStation {
 public:
  CpuStation(const models::hardware::CpuParams& params, QueueSchedule& schedule)
      : cpu_(params,
             schedule.add_latency("station", "service", params.per_operation.distribution)) {}

  void arrive(std::uint32_t job, QueueSchedule& schedule, sim::Bytes size = {}) {
    cpu_.arrive(job, size, schedule, [](std::uint32_t done) { return Done{done}; });
  }
  void depart(std::uint32_t job, QueueSchedule& schedule) {
    cpu_.depart(job, schedule, [](std::uint32_t done) { return Done{done}; });
  }

  [[nodiscard]] const sim::TimeAverage& busy_level() const { return cpu_.busy_level(); }

 private:
  models::hardware::Cpu cpu_;
};

template <class Station>
class QueueWorld {
 public:
  QueueWorld(Station station, const sim::Distribution& interval, std::uint32_t jobs,
             QueueSchedule& schedule)
      : station_(std::move(station)),
        interval_(schedule.add_latency("door", "interval", interval)),
        arrived_(jobs),
        sojourns_(jobs) {
    schedule.after(schedule.draw(interval_), Arrive{0});
  }

  void on(const Arrive& e, QueueSchedule& schedule) {
    arrived_[e.job] = schedule.now();
    if (e.job + 1 < arrived_.size()) {
      schedule.after(schedule.draw(interval_), Arrive{e.job + 1});
    }
    station_.arrive(e.job, schedule);
  }

  void on(const Done& e, QueueSchedule& schedule) {
    sojourns_[e.job] = (schedule.now() - arrived_[e.job]).count();
    station_.depart(e.job, schedule);
  }

  [[nodiscard]] const Station& station() const { return station_; }
  /// Nanoseconds from arrival to departure, by job.
  [[nodiscard]] const std::vector<std::int64_t>& sojourns() const { return sojourns_; }

 private:
  Station station_;
  sim::LatencyId interval_;
  std::vector<sim::Instant> arrived_;
  std::vector<std::int64_t> sojourns_;
};

}  // namespace tests
