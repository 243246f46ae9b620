// Means of batches of a series whose length nobody knows beforehand.
//
// Formula        value number n falls into batch n / width; when kMostBatches are not enough,
//                neighbours are joined and the width doubles. Equal numbers of two series that were
//                made with the same luck fall into equal batches, so that they can be paired.
// Shape          at most kMostBatches sums and counts; the width is a power of two
// Checked by     tests/sim/batch_means_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace sim {

inline constexpr std::uint64_t kMostBatches = 64;

class BatchMeans {
 public:
  struct Batch {
    std::int64_t sum = 0;  // nanoseconds
    std::uint64_t count = 0;
    friend bool operator==(const Batch&, const Batch&) = default;
  };

  void add(std::uint64_t number, Duration value) {
    while ((number >> doublings_) >= kMostBatches) join_neighbours();
    const std::uint64_t batch = number >> doublings_;
    if (batch >= batches_.size()) batches_.resize(batch + 1);
    batches_[batch].sum += value.count();
    ++batches_[batch].count;
  }

  /// Makes the batches wider. REQUIRES: width is this one's times a power of two.
  void widen(std::uint64_t width);

  [[nodiscard]] std::uint64_t width() const { return std::uint64_t{1} << doublings_; }
  [[nodiscard]] const std::vector<Batch>& batches() const { return batches_; }

  friend bool operator==(const BatchMeans&, const BatchMeans&) = default;

 private:
  void join_neighbours();

  std::uint32_t doublings_ = 0;
  std::vector<Batch> batches_;
};

}  // namespace sim
