#include "models/analysis/warm_up.hpp"

#include <doctest/doctest.h>

#include "sim/random.hpp"

using models::analysis::warm_up_batches;
using models::analysis::warm_up_values;

TEST_CASE("a series that is steady from the start loses nothing") {
  CHECK(warm_up_batches({}) == 0);
  CHECK(warm_up_batches(std::vector<double>{3}) == 0);
  CHECK(warm_up_batches(std::vector<double>(40, 3.0)) == 0);
}

TEST_CASE("what climbs at the start is left out, by hand") {
  // Leaving out 0, 1, 2, 3 or 4 of 8: errors 86 / 64, 44.9 / 49, 17.3 / 36, 1.2 / 25, 1 / 16.
  CHECK(warm_up_batches(std::vector<double>{0, 2, 4, 8, 9, 8, 9, 8}) == 3);
}

TEST_CASE("MSER-5 finds where a queue that began empty forgets it") {
  sim::Stream luck(7, "warm_up_test", "noise");
  std::vector<double> values;
  double short_of = 100;
  for (int i = 0; i < 5000; ++i) {
    values.push_back(100 - short_of + 20 * (luck.uniform() - 0.5));
    short_of *= 0.99;
  }
  const std::size_t warm_up = warm_up_values(values);
  CHECK(warm_up % 5 == 0);
  // Left: 100 * 0.99^300 = 4.9, within the noise; 100 * 0.99^700 = 0.09, nothing.
  CHECK(warm_up >= 300);
  CHECK(warm_up <= 700);
}

TEST_CASE("a batched series tells the share that is warm-up") {
  sim::BatchMeans series;
  for (std::uint64_t i = 0; i < 640; ++i) series.add(i, sim::Duration(i < 160 ? i : 500));
  CHECK(models::analysis::warm_up_share(series) == doctest::Approx(0.25));
}
