#include "sim/zipf.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

using doctest::Approx;
using sim::Stream;
using sim::Zipf;

TEST_CASE("each rank comes up as often as the formula says") {
  constexpr int kDraws = 400'000;
  for (const double exponent : {0.0, 0.5, 0.99, 1.0, 1.01, 2.5}) {
    CAPTURE(exponent);
    const Zipf zipf(50, exponent);
    Stream stream(1, "zipf", "ranks");
    std::vector<int> seen(50);
    for (int i = 0; i < kDraws; ++i) ++seen[static_cast<std::size_t>(zipf.draw(stream))];
    double total = 0;
    for (int k = 1; k <= 50; ++k) total += std::pow(k, -exponent);
    double chi_square = 0;
    for (int k = 1; k <= 50; ++k) {
      const double share = std::pow(k, -exponent) / total;
      CHECK(zipf.probability(k - 1) == Approx(share).epsilon(1e-12));
      const double off = seen[static_cast<std::size_t>(k - 1)] - kDraws * share;
      chi_square += off * off / (kDraws * share);
    }
    // 49 degrees of freedom: more than 85.4 in one sample of a thousand.
    CHECK(chi_square < 85.4);
  }
}

TEST_CASE("millions of keys need no table: the head and the tail have their shares") {
  const Zipf zipf(10'000'000, 0.99);
  constexpr int kDraws = 400'000;
  Stream stream(2, "zipf", "keys");
  int first = 0;
  int last_half = 0;
  for (int i = 0; i < kDraws; ++i) {
    const std::int64_t rank = zipf.draw(stream);
    REQUIRE(rank >= 0);
    REQUIRE(rank < 10'000'000);
    first += rank == 0;
    last_half += rank >= 5'000'000;
  }
  double total = 0;
  double tail = 0;
  for (int k = 10'000'000; k >= 1; --k) {
    total += std::pow(k, -0.99);
    if (k == 5'000'001) tail = total;
  }
  const auto errors = [&](int seen, double share) {
    return (seen - kDraws * share) / std::sqrt(kDraws * share * (1 - share));
  };
  CHECK(std::fabs(errors(first, 1 / total)) < 3);
  CHECK(std::fabs(errors(last_half, tail / total)) < 3);
}

TEST_CASE("one thing is always the one") {
  Stream stream(3, "zipf", "one");
  for (int i = 0; i < 100; ++i) CHECK(Zipf(1, 0.99).draw(stream) == 0);
}

TEST_CASE("the first draws never change") {
  const Zipf zipf(1'000'000, 0.99);
  Stream stream(1, "first", "draws");
  std::string draws;
  for (int i = 0; i < 8; ++i) draws += std::to_string(zipf.draw(stream)) + ' ';
  CHECK(draws == "11842 1 2798 10 52 12 15362 26 ");
}
