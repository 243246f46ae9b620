// The largest or smallest whole number at which something still holds, in as few tries as possible.
//
// Formula        a bracket first: from the start away, twice as far or as far as the line through
//                the logarithms of what was seen says, at most kMostStep times; then the number at
//                which that line crosses the limit, set off by a third of the tolerance so that
//                the bracket closes from both sides; halved by its logarithm where that was slow
// Shape          tries are made one after the other, so the answer depends on nothing else. What
//                was seen is looked over for order: a value that goes back as the number goes on
//                is reported, for then there may be more than one threshold
// Checked by     tests/models/threshold_search_test.cpp
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace models::analysis {

inline constexpr double kMostStep = 16;

/// What one try told.
struct Probe {
  std::int64_t number = 0;
  bool holds = false;
  /// The logarithm of what was seen over its limit, above 0 where it does not hold; none: nothing
  /// was seen.
  std::optional<double> excess;
};

struct ThresholdQuestion {
  bool largest = true;  // else the smallest
  std::int64_t start = 1;
  std::int64_t least = 1;
  std::int64_t most = INT64_MAX / 4;
  double tolerance = 0;  // stop when the bracket is no wider than this share; 0: whole numbers
  std::size_t most_tries = 60;
};

enum class ThresholdEnd {
  kFound,
  kAtBound,     // it holds as far as may be gone
  kNeverHolds,  // not even at the easy end
  kOutOfTries
};

struct Threshold {
  std::vector<Probe> probes;  // in the order of their making
  ThresholdEnd end = ThresholdEnd::kFound;
  std::optional<std::int64_t> answer;   // the best number at which it held
  std::optional<std::int64_t> refused;  // the nearest number beyond, at which it did not
  /// Two numbers of which the harder one was seen to do better, if there are such.
  std::optional<std::pair<std::int64_t, std::int64_t>> out_of_order;
};

/// REQUIRES: 1 <= least <= start <= most, tolerance >= 0, at least one try.
[[nodiscard]] Threshold find_threshold(const ThresholdQuestion& question,
                                       const std::function<Probe(std::int64_t)>& attempt);

}  // namespace models::analysis
