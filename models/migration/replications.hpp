// The same migration on other luck, again and again, and what of it a planner asks for.
//
// Formula        downtime = the length of the union of all packages' downtimes
//                took = from the begin of the first phase to the end of the last
//                quantile = the value of rank ceil(p * count) in sorted order, at least the first
// Randomness     replication r runs with params.replication + r; nothing else differs
// Shape          threads take the next replication each; results stand by number, so the bytes do
//                not depend on how many threads there are. A few words are kept of each
// Checked by     tests/models/migration/replications_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "models/migration/run.hpp"

namespace models::migration {

struct Replication {
  std::uint64_t number = 0;
  bool complete = false;
  sim::Duration took{0};
  sim::Duration downtime{0};
  std::uint64_t rows_wrong = 0;  // lost, changed or extra
  std::uint64_t digest = 0;
  friend bool operator==(const Replication&, const Replication&) = default;
};

[[nodiscard]] sim::Duration downtime_of(const Outcome& outcome);
[[nodiscard]] sim::Duration time_taken(const Outcome& outcome);

[[nodiscard]] Replication summary_of(const Outcome& outcome, std::uint64_t number);

/// Replications `first` to `first + count - 1`. REQUIRES: threads >= 1.
[[nodiscard]] std::vector<Replication> replicate(const MigrationParams& params,
                                                 const RunOptions& options, std::uint64_t first,
                                                 std::uint64_t count, unsigned threads);

/// REQUIRES: durations is not empty, 0 <= p <= 1.
[[nodiscard]] sim::Duration quantile_of(std::vector<sim::Duration> durations, double p);

}  // namespace models::migration
