// How busy each resource was, interval by interval, whatever the length of the run.
//
// Formula        intervals have one width; when kMostIntervals are full, neighbours are joined and
//                the width doubles. Each keeps the area under "busy servers" exactly.
// Shape          64 to 128 intervals, 16 bytes each a resource; the world looks once an interval
// Checked by     tests/models/migration/migration_parts_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/time.hpp"

namespace models::migration {

inline constexpr std::size_t kMostIntervals = 128;

struct Resource {
  std::string name;  // "db/cpu"
  std::int32_t servers = 1;
  bool program = false;                // a thread or a group of them, not a part of a machine
  std::uint32_t package = UINT32_MAX;  // the first of those that a program moves
  friend bool operator==(const Resource&, const Resource&) = default;
};

class UseOverTime {
 public:
  explicit UseOverTime(std::size_t resources = 0,
                       sim::Duration width = std::chrono::milliseconds(1))
      : resources_(resources), width_(width) {}

  /// The interval that ends now; `areas` are busy servers times nanoseconds since the last call.
  /// REQUIRES: one area a resource; called at each next_look(), or once more at the end.
  void add(const std::vector<std::int64_t>& areas, sim::Instant now);

  /// When the next interval ends.
  [[nodiscard]] sim::Instant next_look() const { return last_look_ + width_; }

  [[nodiscard]] sim::Duration width() const { return width_; }
  /// All but the last have the full width.
  [[nodiscard]] std::size_t intervals() const {
    return resources_ == 0 ? 0 : areas_.size() / resources_;
  }
  [[nodiscard]] sim::Instant begin_of(std::size_t interval) const {
    return sim::kStart + width_ * static_cast<std::int64_t>(interval);
  }
  /// Busy servers of a resource on average over an interval. REQUIRES: both exist.
  [[nodiscard]] double busy(std::size_t interval, std::size_t resource) const;

 private:
  void join_neighbours();

  std::size_t resources_;
  sim::Duration width_;
  sim::Instant last_look_ = sim::kStart;
  std::vector<std::int64_t> areas_;  // interval by interval, a value a resource
};

}  // namespace models::migration
