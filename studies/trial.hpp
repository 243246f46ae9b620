// One run among many of a scenario: what was changed, and every number that came of it.
//
// Formula        a measure has the name and the value that the reports and expectations give it:
//                a data set: duration, downtime, phase.import, rows_per_second, space_peak, cost,
//                  call.gateway/multiparts.Get.kv.p99, utilisation.db/disk, times.defect, ...
//                a cluster: duration, office.get.p99, persist_to.2.mean, utilisation.node0/cpu,
//                  master.persisted, client.checkout.took, ...
// Randomness     the scenario's streams under (seed, replication): variations of one replication
//                meet the same luck
// Shape          measures stand in an order that follows from the scenario alone; what did not
//                happen has no measure: a migration that did not end has no duration. An
//                expectation over replications is judged on this run alone
// Errors         throws scenarios::InvalidInput if the variations do not fit the file
// Checked by     tests/studies/trial_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "studies/variation.hpp"

namespace studies {

enum class Unit : std::uint8_t {
  kNumber,       // a count, a ratio
  kNanoseconds,  // of virtual time
  kBytes,
  kPerSecond,
  kShare,      // 0 to 1
  kBillionths  // of the currency
};

struct Measure {
  std::string name;
  std::variant<std::int64_t, double> value;
  Unit unit = Unit::kNumber;

  [[nodiscard]] double number() const;
  friend bool operator==(const Measure&, const Measure&) = default;
};

/// How the numbers were obtained.
enum class Obtained : std::uint8_t {
  kEventByEvent,
  kExact,   // whole periods skipped: equal to event by event
  kSampled  // windows simulated, the rest integrated
};
[[nodiscard]] std::string_view name_of(Obtained obtained);

struct Trial {
  std::vector<Variation> parameters;
  std::uint64_t replication = 0;
  std::uint64_t seed = 0;
  std::vector<Measure> measures;
  std::string bottleneck;    // the resource used most in the longest phase, or in the whole run
  std::uint64_t passed = 0;  // expectations
  std::uint64_t failed = 0;
  std::uint64_t never_evaluated = 0;
  std::uint64_t digest = 0;
  Obtained obtained = Obtained::kEventByEvent;

  /// The measure of that name, or nothing.
  [[nodiscard]] const Measure* find(std::string_view name) const;
};

/// Runs the scenario once with these fields changed. May be called by many threads.
[[nodiscard]] Trial run_trial(const Source& source, const std::vector<Variation>& variations,
                              std::uint64_t replication);

/// "_ns", "_bytes", ...: what follows a measure's name where only numbers stand.
[[nodiscard]] std::string_view suffix_of(Unit unit);

/// The value for people: "12.5s", "4 MiB", "83.1 %".
[[nodiscard]] std::string value_text(const Measure& measure);

}  // namespace studies
