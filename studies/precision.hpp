// Replications until what is asked for is known well enough.
//
// Formula        after kFirstReplications: while a measure's interval is wider than `share` of its
//                mean either way, as many as the widest of them asks for by
//                count * (half width / wanted)^2, at most twice as many as before
// Randomness     replication r, r = 0, 1, 2, ..., of the scenario's own streams
// Shape          whether to go on is asked after whole rounds whose sizes follow from what the runs
//                said, never from who was ready first: the same bytes for any number of threads
// Source         Law, Simulation Modeling and Analysis, 9.4.1
// Checked by     tests/studies/precision_test.cpp; bench/coverage_bench.cpp
#pragma once

#include <string>
#include <vector>

#include "scenarios/load.hpp"
#include "sim/confidence.hpp"
#include "studies/runner.hpp"

namespace studies {

inline constexpr std::uint64_t kFirstReplications = 5;

struct PrecisionQuestion {
  double share = 0.01;                // of the mean
  std::vector<std::string> measures;  // that must be known so well
  std::uint64_t most = 1000;          // replications
};

/// One measure over all replications.
struct Estimate {
  std::string name;
  Unit unit = Unit::kNumber;
  sim::MeanInterval interval;  // over the replications that have the measure
  sim::QuantileInterval p95;   // of one replication to the next
  bool asked = false;          // it must be known so well
  bool reached = false;        // it is
};

struct Precision {
  std::uint64_t replications = 0;
  bool reached = false;             // every measure that was asked for
  std::vector<Estimate> estimates;  // in the order of the trials' measures
};

/// REQUIRES: share > 0, most >= 2. Throws scenarios::InvalidInput if the first runs have no such
/// measure.
[[nodiscard]] Precision estimate(const PrecisionQuestion& question, const Runner& runner,
                                 const std::vector<Variation>& variations = {});

/// All measures of these trials; replications in which one is missing are left out of it.
[[nodiscard]] std::vector<Estimate> estimates_of(const std::vector<Trial>& trials);

/// The measures that the scenario's expectations ask about, in the file's order; the duration if
/// there are none.
[[nodiscard]] std::vector<std::string> gated_measures(const scenarios::AnyScenario& scenario);

}  // namespace studies
