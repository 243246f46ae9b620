// Means of batches of a series whose length nobody knows beforehand.
//
// Formula        value number n falls into batch n / width; when kMostBatches are not enough,
//                neighbours are joined and the width doubles. Equal numbers of two series that were
//                made with the same luck fall into equal batches, so that they can be paired.
// Shape          at most kMostBatches sums and counts
// Checked by     tests/models/migration/migration_parts_test.cpp
#pragma once

#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace models::migration {

inline constexpr std::uint64_t kMostBatches = 64;

class BatchMeans {
 public:
  struct Batch {
    std::int64_t sum = 0;  // nanoseconds
    std::uint64_t count = 0;
    friend bool operator==(const Batch&, const Batch&) = default;
  };

  void add(std::uint64_t number, sim::Duration value);

  /// Makes the batches wider. REQUIRES: width is this one's times a power of two.
  void widen(std::uint64_t width);

  [[nodiscard]] std::uint64_t width() const { return width_; }
  [[nodiscard]] const std::vector<Batch>& batches() const { return batches_; }

  friend bool operator==(const BatchMeans&, const BatchMeans&) = default;

 private:
  void join_neighbours();

  std::uint64_t width_ = 1;
  std::vector<Batch> batches_;
};

/// The mean of the differences b - a over paired batches, with a confidence interval of 95 %.
struct PairedDifference {
  std::uint64_t pairs = 0;  // batches that both have
  double mean_a = 0;        // nanoseconds
  double mean_b = 0;
  double difference = 0;
  double half_width = 0;  // of the interval; infinity for fewer than two pairs
};
[[nodiscard]] PairedDifference paired_difference(BatchMeans a, BatchMeans b);

}  // namespace models::migration
