// Two scenarios on the same luck: every measure that both have, and what lies between them.
//
// Formula        the mean of the differences b - a over replications, with Student's interval: what
//                luck both share cancels out
// Randomness     replication r of both, under the seed of the first: streams are named by whom they
//                belong to, so equal names meet equal luck
// Checked by     tests/studies/comparison_test.cpp
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "sim/confidence.hpp"
#include "studies/runner.hpp"

namespace studies {

struct ComparedMeasure {
  std::string name;
  Unit unit = Unit::kNumber;
  sim::PairedDifference pair;
  bool same = false;  // in every pair

  /// Whether the interval of the difference leaves out 0.
  [[nodiscard]] bool sure() const {
    return !same && pair.pairs >= 2 && std::abs(pair.difference) > pair.half_width;
  }
};

struct ComparedScenarios {
  std::uint64_t replications = 0;
  std::vector<ComparedMeasure> measures;  // in the order of the first one's
  std::vector<std::string> only_a;        // measures that the other never had
  std::vector<std::string> only_b;
};

/// REQUIRES: as many trials of each, at least one, by replication.
[[nodiscard]] ComparedScenarios compare(const std::vector<Trial>& a, const std::vector<Trial>& b);

}  // namespace studies
