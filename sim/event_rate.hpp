// How often something happens, kept exactly: so many events in such a time.
//
// Formula        mean interval = per / events; a double would make 3 a minute inexact
// Shape          both positive and without a common divisor, so equal rates compare equal
// Checked by     tests/scenarios/quantity_text_test.cpp
#pragma once

#include <cstdint>
#include <numeric>

#include "sim/check.hpp"
#include "sim/time.hpp"

namespace sim {

struct EventRate {
  std::int64_t events = 1;
  Duration per = std::chrono::seconds(1);

  /// `events` in `per`, in lowest terms. REQUIRES: both are positive.
  static constexpr EventRate of(std::int64_t events, Duration per) {
    SIM_CHECK(events > 0);
    SIM_CHECK(per.count() > 0);
    const std::int64_t divisor = std::gcd(events, per.count());
    return {events / divisor, Duration(per.count() / divisor)};
  }

  [[nodiscard]] double mean_interval_nanoseconds() const {
    return static_cast<double>(per.count()) / static_cast<double>(events);
  }
  [[nodiscard]] double per_second() const {
    return static_cast<double>(events) * 1e9 / static_cast<double>(per.count());
  }

  friend bool operator==(const EventRate&, const EventRate&) = default;
};

}  // namespace sim
