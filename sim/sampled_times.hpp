// Durations of one kind, one after the other: counted in buckets, and summed in batches so that the
// error of their mean can be told although they depend on one another.
//
// Formula        see log_linear_histogram.hpp and batch_means.hpp
// Shape          a histogram that also keeps batches
// Checked by     tests/sim/batch_means_test.cpp
#pragma once

#include "sim/batch_means.hpp"
#include "sim/log_linear_histogram.hpp"

namespace sim {

class SampledTimes : public LogLinearHistogram {
 public:
  /// Counts the next of the series. REQUIRES: nanoseconds >= 0.
  void add(std::int64_t nanoseconds) {
    batches_.add(count(), Duration(nanoseconds));
    LogLinearHistogram::add(nanoseconds);
  }
  /// Two series are not one.
  void merge(const LogLinearHistogram& other) = delete;

  [[nodiscard]] const BatchMeans& batches() const { return batches_; }

  friend bool operator==(const SampledTimes&, const SampledTimes&) = default;

 private:
  BatchMeans batches_;
};

}  // namespace sim
