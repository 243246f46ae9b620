// The tables that copies of a Distribution share; internal to the distribution sources.
//
// Shape          built once, then never changed
// Checked by     tests/sim/distribution_test.cpp
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/distribution.hpp"

namespace sim {

struct Distribution::Mixture {
  struct Choice {
    double begin;    // the u from begin on, up to the next choice's, select this part
    double stretch;  // 1 / weight
  };

  explicit Mixture(std::vector<Part> given);

  std::vector<Part> parts;
  std::vector<Choice> choices;
};

// The inverse of a histogram's distribution function, with a guide: for each of a power of two of
// equal steps of probability, the bucket where the search begins. A search then looks at two
// buckets on average, whatever their number.
struct Distribution::Empirical {
  explicit Empirical(std::vector<Bucket> given);

  /// The number at probability p. REQUIRES: 0 <= p <= 1.
  [[nodiscard]] std::int64_t at(double p) const;

  /// The share of the counts in numbers up to x.
  [[nodiscard]] double below(std::int64_t x) const;

  /// The mean of the numbers within [low, high].
  [[nodiscard]] double mean_within(std::int64_t low, std::int64_t high) const;

  std::vector<Bucket> buckets;
  std::vector<double> before;        // counts before each bucket
  std::vector<std::uint32_t> guide;  // by step of probability
  double total = 0;
};

}  // namespace sim
