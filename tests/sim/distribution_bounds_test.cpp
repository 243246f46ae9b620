// Bounds that a user states, and factors: what they do to each kind of distribution.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/distribution.hpp"
#include "tests/sim/distribution_sample.hpp"

using doctest::Approx;
using sim::Distribution;
using sim::Sample;
using sim::Stream;
using sim::Support;

namespace {

std::vector<Distribution> every_kind() {
  const auto exponential = Distribution::exponential(1e6);
  const auto uniform = Distribution::uniform(0, 4'000'000);
  return {uniform,
          exponential,
          Distribution::normal(1e6, 5e5),
          Distribution::lognormal(1e6, 5e6),
          Distribution::gamma(2.5, 1e6),
          Distribution::gamma(0.5, 1e6),
          Distribution::pareto(1.1, 1000, 100'000'000),
          Distribution::mixture({{3, exponential}, {1, uniform.scaled(0.5)}}),
          Distribution::empirical(
              {{0, 700'000, 5}, {900'000, 1'100'000, 9}, {2'000'000, 9'000'000, 4}})};
}

}  // namespace

TEST_CASE("a bounded distribution is the part inside the bounds, in proportion") {
  struct Bounds {
    std::int64_t low;
    std::int64_t high;
  };
  for (const Distribution& whole : every_kind()) {
    for (const Bounds bounds :
         {Bounds{200'000, 3'000'000}, Bounds{1'000'000, 1'050'000}, Bounds{2'100'000, 2'500'000}}) {
      CAPTURE(static_cast<int>(whole.kind()));
      CAPTURE(bounds.low);
      const Distribution inside = whole.bounded(bounds.low, bounds.high);
      const Sample sample(inside, 50'000);
      CHECK(inside.support() == Support{bounds.low, bounds.high});
      CHECK(sample.within_support());
      CHECK(sample.cdf_gap() < 1.63);
      CHECK(std::fabs(sample.mean_errors(inside.mean())) < 3);
      const auto middle = static_cast<double>(bounds.low + bounds.high) / 2;
      const double before = whole.cdf(static_cast<double>(bounds.low));
      const double share = whole.cdf(static_cast<double>(bounds.high)) - before;
      CHECK(inside.cdf(middle) == Approx((whole.cdf(middle) - before) / share).epsilon(1e-4));
    }
  }
}

TEST_CASE("bounding twice is bounding to the overlap") {
  for (const Distribution& whole : every_kind()) {
    CAPTURE(static_cast<int>(whole.kind()));
    const auto twice = whole.bounded(0, 3'000'000).bounded(500'000, 5'000'000);
    const auto once = whole.bounded(500'000, 3'000'000);
    CHECK(twice.support() == once.support());
    CHECK(twice.mean() == Approx(once.mean()).epsilon(1e-10));
    CHECK(twice.quantile(0.3) == Approx(once.quantile(0.3)).epsilon(1e-10));
  }
}

TEST_CASE("bounds wider than the distribution leave its own support") {
  CHECK(Distribution::uniform(5, 9).bounded(0, 100) == Distribution::uniform(5, 9));
  CHECK(Distribution::constant(5).bounded(0, 100) == Distribution::constant(5));
  CHECK(Distribution::exponential(5).bounded(0, 100).support() == Support{0, 100});
}

TEST_CASE("one number as bounds is a constant, where the distribution can give it") {
  for (const Distribution& whole : every_kind()) {
    CAPTURE(static_cast<int>(whole.kind()));
    CHECK(whole.bounded(1'000'000, 1'000'000) == Distribution::constant(1'000'000));
  }
}

TEST_CASE("bounds that hold nothing of the distribution are told, not broken") {
  CHECK_FALSE(Distribution::constant(5).try_bounded(6, 10).has_value());
  CHECK_FALSE(Distribution::uniform(0, 9).try_bounded(10, 20).has_value());
  CHECK_FALSE(Distribution::pareto(1, 10, 99).try_bounded(0, 9).has_value());
  CHECK_FALSE(Distribution::normal(0, 1).try_bounded(1000, 1001).has_value());
  CHECK_FALSE(Distribution::empirical({{0, 5, 1}, {9, 12, 1}}).try_bounded(5, 8).has_value());
  const auto two =
      Distribution::mixture({{1, Distribution::constant(3)}, {1, Distribution::constant(8)}});
  CHECK_FALSE(two.try_bounded(4, 7).has_value());
  CHECK(two.try_bounded(4, 8) == Distribution::constant(8));
}

TEST_CASE("the exponential far out is the exponential again") {
  const auto late = Distribution::exponential(1e6).bounded(900'000'000, 1'000'000'000);
  CHECK(late.mean() == Approx(901e6).epsilon(1e-9));
  CHECK(late.quantile(0.5) == Approx(900e6 + 1e6 * std::log(2.0)).epsilon(1e-12));
  // A narrow cut is nearly uniform.
  const auto narrow = Distribution::exponential(1e9).bounded(0, 1000);
  CHECK(narrow.mean() == Approx(500 - 1000.0 / 12 * 1e-6).epsilon(1e-12));
}

TEST_CASE("a bounded mixture weighs its parts by what is left of them") {
  const auto stall = Distribution::mixture(
      {{0.5, Distribution::uniform(0, 99)}, {0.5, Distribution::uniform(0, 999)}});
  const auto inside = stall.bounded(0, 99);
  REQUIRE(inside.parts().size() == 2);
  CHECK(inside.parts()[0].weight == Approx(10.0 / 11));
  CHECK(inside.parts()[1].weight == Approx(1.0 / 11));
  CHECK(inside.parts()[1].distribution == Distribution::uniform(0, 99));
  CHECK(stall.bounded(100, 999) == Distribution::uniform(100, 999));
}

TEST_CASE("scaled gives every draw of the original, times the factor, rounded") {
  for (const Distribution& original : every_kind()) {
    for (const double factor : {10.0, 0.3}) {
      const Distribution slower = original.scaled(factor);
      Stream left(8, "scaled", "test");
      Stream right = left;
      for (int i = 0; i < 1000; ++i) {
        const auto wanted = std::floor(static_cast<double>(original.draw(left)) * factor + 0.5);
        REQUIRE(static_cast<double>(slower.draw(right)) == wanted);
      }
      CHECK(slower.mean() == Approx(original.mean() * factor));
      CHECK(slower.quantile(0.7) == Approx(original.quantile(0.7) * factor));
      CHECK(slower.cdf(5e5 * factor) == Approx(original.cdf(5e5)));
    }
  }
  CHECK(Distribution::constant(5).scaled(0.5) == Distribution::constant(3));
  CHECK(Distribution::uniform(5, 9).scaled(10).support() == Support{50, 90});
  CHECK(Distribution::uniform(5, 9).scaled(10).scaled(0.1).support() == Support{5, 9});
}

TEST_CASE("bounds on a scaled distribution are bounds on what it gives") {
  const auto tens = Distribution::uniform(0, 9).scaled(10);
  CHECK(tens.bounded(25, 60).support() == Support{30, 60});
  CHECK(tens.bounded(30, 30).as_constant() == 30);
  CHECK_FALSE(tens.try_bounded(31, 39).has_value());
  const auto tenths = Distribution::uniform(0, 99).scaled(0.1);
  CHECK(tenths.bounded(3, 4).support() == Support{3, 4});
  const Sample sample(Distribution::gamma(2, 1e5).scaled(10).bounded(500'000, 2'000'000));
  CHECK(sample.within_support());
  CHECK(sample.least() < 501'000);
  CHECK(sample.greatest() > 1'999'000);
}

TEST_CASE("results that a whole number cannot hold stop at the largest") {
  Stream stream(1, "overflow", "test");
  CHECK(Distribution::constant(INT64_MAX).scaled(3).as_constant() == INT64_MAX);
  for (const auto& huge : {Distribution::exponential(1e300), Distribution::lognormal(1e200, 1e300),
                           Distribution::normal(1e250, 1e200), Distribution::gamma(2, 1e300)}) {
    CHECK(huge.draw(stream) == INT64_MAX);
    CHECK(huge.scaled(1e9).draw(stream) == INT64_MAX);
  }
  CHECK(Distribution::uniform(INT64_MAX - 1, INT64_MAX).draw(stream) >= INT64_MAX - 1);
}
