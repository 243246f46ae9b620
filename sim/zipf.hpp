// Which of n things is asked for, when the k-th most popular is asked for in proportion to k^-s.
//
// Formula        rejection-inversion: the inverse of the integral of x^-s, rejected to the exact
//                discrete law. Chosen over an alias table because it needs no memory for n things
//                and no time to set up, and n is often millions of keys
// Randomness     one uniform a try; 1.02 tries a draw on average at most (measured, s from 0 to 10)
// Shape          a value of 48 bytes; n from 1 to 2^53; rank 0 is the most popular
// Source         W. Hoermann, G. Derflinger, Rejection-Inversion to Generate Variates from Monotone
//                Discrete Distributions, ACM TOMACS 6 (1996)
// Checked by     tests/sim/zipf_test.cpp
#pragma once

#include <cstdint>

#include "sim/random.hpp"

namespace sim {

class Zipf {
 public:
  /// Exponent 0 makes all alike. REQUIRES: 1 <= n <= 2^53, 0 <= exponent and finite.
  Zipf(std::int64_t n, double exponent);

  /// A rank from 0 to n - 1.
  [[nodiscard]] std::int64_t draw(Stream& stream) const;

  /// The probability of a rank, by the formula; adds n terms. REQUIRES: 0 <= rank < n.
  [[nodiscard]] double probability(std::int64_t rank) const;

  friend bool operator==(const Zipf&, const Zipf&) = default;

 private:
  [[nodiscard]] double weight(double x) const;
  [[nodiscard]] double integral(double x) const;
  [[nodiscard]] double inverse(double area) const;

  std::int64_t n_;
  double exponent_;
  double area_low_;   // of the first thing's hat, its upper end
  double area_high_;  // of the last thing's
  double certain_;    // a try this near below its rank needs no further look
};

}  // namespace sim
