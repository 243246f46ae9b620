#include "models/analysis/warm_up.hpp"

#include <doctest/doctest.h>

#include "sim/random.hpp"

using models::analysis::steady_from;
using models::analysis::warm_up_batches;

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
  std::vector<sim::Total> batches(200);
  double short_of = 100;
  for (std::size_t i = 0; i < 1000; ++i) {
    batches[i / 5].sum += 100 - short_of + 20 * (luck.uniform() - 0.5);
    batches[i / 5].weight += 1;
    short_of *= 0.98;
  }
  const std::optional<std::size_t> from = steady_from(batches);
  REQUIRE(from);
  // Left: 100 * 0.98^150 = 4.8, within the noise; 100 * 0.98^350 = 0.08, nothing.
  CHECK(5 * *from >= 150);
  CHECK(5 * *from <= 350);
}

TEST_CASE("what still climbs at the end has no steady state that was seen") {
  std::vector<sim::Total> climbs;
  for (int i = 0; i < 40; ++i) climbs.push_back({1.0 * i, 1});
  CHECK_FALSE(steady_from(climbs));
  CHECK_FALSE(steady_from({}));
  CHECK_FALSE(steady_from(std::vector<sim::Total>{{3, 1}}));
  // Of an empty batch nobody knows whether it is like the others.
  CHECK_FALSE(steady_from(std::vector<sim::Total>{{3, 1}, {3, 1}, {0, 0}, {3, 1}}));
  CHECK(steady_from(std::vector<sim::Total>{{3, 1}, {3, 1}, {3, 1}, {3, 1}}) == 0);
}
