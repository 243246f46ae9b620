// The phases of a run as they come and go, with what each resource did meanwhile.
//
// Formula        busy = area under "busy servers" over the phase / (servers * its length)
// Bottleneck     the machine resource (processor, disk, link) that was busiest, if at least
//                kSaturated; else what programs were held up by: the busiest of the decoders,
//                dump writers and groups of workers of the phase's own packages. So 20 workers that
//                all wait for a log flush are named only when no machine is full.
// Checked by     tests/models/migration/migration_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/migration/outcome.hpp"
#include "sim/recurrence.hpp"
#include "sim/time_average.hpp"

namespace models::migration {

inline constexpr double kSaturated = 0.85;

/// Areas of one resource since the start: levels times nanoseconds.
struct Areas {
  sim::TimeAverage::Area busy = 0;
  sim::TimeAverage::Area waiting = 0;
};

class PhaseLog {
 public:
  explicit PhaseLog(std::vector<Resource> resources) : resources_(std::move(resources)) {}

  /// Returns the phase's number.
  std::uint32_t begin(PhaseKind kind, PackageIndex package, std::uint32_t attempt,
                      std::vector<Areas> areas, sim::Instant now);
  void end(std::uint32_t phase, PhaseEnd how, const std::vector<Areas>& areas, sim::Instant now,
           sim::EventId event);

  [[nodiscard]] PhaseOutcome& operator[](std::uint32_t phase) { return phases_[phase]; }
  [[nodiscard]] const PhaseOutcome& operator[](std::uint32_t phase) const { return phases_[phase]; }
  [[nodiscard]] bool open(std::uint32_t phase) const { return open_[phase]; }
  /// Whether a phase of that kind is open, of that package or of all.
  [[nodiscard]] bool has_open(PhaseKind kind, PackageIndex package) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(phases_.size()); }
  [[nodiscard]] const std::vector<Resource>& resources() const { return resources_; }
  /// Open phases count; no phase begins or ends. See sim/recurrence.hpp.
  void recur(sim::Recurrence& walk);
  [[nodiscard]] std::vector<PhaseOutcome> take() { return std::move(phases_); }

 private:
  std::vector<Resource> resources_;
  std::vector<PhaseOutcome> phases_;
  std::vector<std::vector<Areas>> at_begin_;
  std::vector<bool> open_;
};

}  // namespace models::migration
