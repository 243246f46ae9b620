// How figures grew during a run whose length nobody knows beforehand: their totals at marks.
//
// Formula        after every `width` things that were counted, a mark: when it was, and the totals
//                of each figure until then. The width is kFirstWidth at first, what MSER-5 wants;
//                when kMostMarks are there, every other one is dropped and the width doubles. What
//                lies between two marks is a batch of what each figure grew by
// Shape          at most kMostMarks marks of 16 bytes a figure; the figures are the same and in the
//                same order at each. Memory is taken when the first mark is made
// Checked by     tests/sim/course_test.cpp; bench/coverage_bench.cpp measures what intervals of
//                such batches hold
#pragma once

#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace sim {

/// Of values: their sum and number. Of a rate: a number and the time. Of a level: its area and the
/// time. The figure itself is the quotient.
struct Total {
  double sum = 0;
  double weight = 0;
  friend bool operator==(const Total&, const Total&) = default;
};

class Course {
 public:
  static constexpr std::uint64_t kFirstWidth = 5;
  static constexpr std::size_t kMostMarks = 256;

  /// To be called for each thing that is counted. True: a mark is due.
  [[nodiscard]] bool count() { return ++counted_ == next_; }

  /// Makes the mark that is due. REQUIRES: as many totals as at the marks before.
  void mark(Instant now, const std::vector<Total>& totals);

  /// Things between two marks.
  [[nodiscard]] std::uint64_t width() const { return width_; }
  [[nodiscard]] std::uint64_t counted() const { return counted_; }
  [[nodiscard]] std::size_t marks() const { return at_.size(); }
  /// REQUIRES: mark < marks().
  [[nodiscard]] Instant at(std::size_t mark) const { return at_[mark]; }

  /// What a figure grew by up to each mark since the one before; the first since the beginning.
  /// REQUIRES: the marks have that many figures.
  [[nodiscard]] std::vector<Total> batches(std::size_t figure) const;

  friend bool operator==(const Course&, const Course&) = default;

 private:
  std::uint64_t counted_ = 0;
  std::uint64_t next_ = kFirstWidth;
  std::uint64_t width_ = kFirstWidth;
  std::size_t figures_ = 0;
  std::vector<Instant> at_;
  std::vector<Total> totals_;  // by mark, then by figure
};

}  // namespace sim
