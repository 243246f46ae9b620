#include "sim/confidence.hpp"

#include <doctest/doctest.h>

#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <vector>

#include "sim/random.hpp"

using doctest::Approx;

TEST_CASE("the interval of a mean is the textbook's") {
  // Law, Simulation Modeling and Analysis, example 4.26: ten values, 90 % there, 95 % here.
  const std::array values{1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09};
  const sim::MeanInterval interval = sim::mean_interval(std::span<const double>(values));
  CHECK(interval.count == 10);
  CHECK(interval.mean == Approx(1.343));
  CHECK(interval.half_width == Approx(2.26216 * 0.40954 / 3.16228).epsilon(1e-3));
}

TEST_CASE("one value has a mean and no interval, none has neither") {
  const std::array one{7.0};
  CHECK(sim::mean_interval(std::span<const double>(one)).mean == 7);
  CHECK_FALSE(sim::mean_interval(std::span<const double>(one)).known());
  CHECK_FALSE(sim::mean_interval(std::span<const double>()).known());
  CHECK(sim::paired_difference(std::span<const double>(), std::span<const double>()).pairs == 0);
}

TEST_CASE("a paired difference forgets what both have in common") {
  const std::vector<double> a{10, 200, 3000, 40000};
  const std::vector<double> b{12, 202, 3002, 40002};
  const sim::PairedDifference pair = sim::paired_difference(a, b);
  CHECK(pair.pairs == 4);
  CHECK(pair.mean_a == 10802.5);
  CHECK(pair.difference == 2);
  CHECK(pair.half_width == 0);
}

TEST_CASE("batches of two series are paired as far as both go") {
  sim::BatchMeans a;
  sim::BatchMeans b;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    a.add(i, sim::Duration(100 + i % 10));
    b.add(i, sim::Duration(150 + i % 10));
  }
  const auto difference = sim::paired_difference(a, b);
  CHECK(difference.pairs == 63);
  CHECK(difference.difference == 50);
  CHECK(difference.half_width == Approx(0).epsilon(1e-9));
  sim::BatchMeans c;
  for (std::uint64_t i = 0; i < 10; ++i) c.add(i, sim::Duration(100 + i % 10));
  CHECK(sim::paired_difference(a, c).pairs == 1);
}

TEST_CASE("a short series has a mean and no interval") {
  sim::BatchMeans series;
  for (std::uint64_t i = 0; i < 60; ++i) series.add(i, sim::Duration(i));
  const sim::MeanInterval interval = sim::mean_interval(series);
  CHECK(interval.mean == 29.5);
  CHECK_FALSE(interval.known());
}

TEST_CASE("a series that follows itself has a wider interval than its values in another order") {
  // The same 6400 values: in stretches of 200 alike, and mixed.
  sim::BatchMeans stretches;
  sim::BatchMeans mixed;
  for (std::uint64_t i = 0; i < 6400; ++i) {
    stretches.add(i, sim::Duration((i / 200) * 37 % 32));
    mixed.add(i, sim::Duration(i * 37 % 32));
  }
  CHECK(sim::mean_interval(stretches).mean == sim::mean_interval(mixed).mean);
  CHECK(sim::mean_interval(stretches).half_width > 2);
  CHECK(sim::mean_interval(mixed).half_width < 0.2);
}

TEST_CASE("ranks enclose a quantile with the stated probability, and hardly more") {
  for (std::uint64_t count = 1; count < 3000; count += 1 + count / 7) {
    for (const double p : {0.01, 0.05, 0.5, 0.95, 0.99}) {
      CAPTURE(count);
      CAPTURE(p);
      const boost::math::binomial values(static_cast<double>(count), p);
      const auto below = [&](std::uint64_t k) {  // P(fewer than k)
        return k == 0 ? 0.0 : k > count ? 1.0 : cdf(values, static_cast<double>(k) - 1);
      };
      const sim::RankInterval ranks = sim::quantile_ranks(count, p);
      CHECK(below(ranks.low) <= 0.0255);
      CHECK(below(ranks.high) >= 0.9745);
      if (count > 2000) continue;
      // The next narrower interval would not do.
      CHECK(below(ranks.low + 1) > 0.025);
      CHECK((ranks.high == 0 || below(ranks.high - 1) < 0.975));
    }
  }
}

TEST_CASE("the 95th percentile of 50 values has no upper end, that of 200 has both") {
  std::vector<double> values;
  for (int i = 1; i <= 50; ++i) values.push_back(i);
  const auto few = sim::quantile_interval(values, 0.95);
  CHECK(few.value == 48);
  CHECK(few.low == 44);
  CHECK_FALSE(few.high);
  for (int i = 51; i <= 200; ++i) values.push_back(i);
  const auto many = sim::quantile_interval(values, 0.95);
  CHECK(many.value == 190);
  CHECK(many.low == 184);
  CHECK(many.high == 197);
}

TEST_CASE("batches of unlike weight say the quotient of their sums, and how sure it is") {
  // Every batch says 7, so nothing is left to doubt; and one that is empty says nothing.
  std::vector<sim::Total> alike;
  for (int i = 1; i <= 20; ++i) alike.push_back({7.0 * i, 1.0 * i});
  alike.push_back({0, 0});
  const sim::MeanInterval sure = sim::mean_interval(alike);
  CHECK(sure.mean == Approx(7));
  CHECK(sure.count == 21);
  CHECK(sure.half_width == Approx(0).epsilon(1e-9));
  // Half of the values are 6 and half are 8, the batches of 8 three times as heavy.
  std::vector<sim::Total> unlike;
  sim::Stream luck(1, "confidence_test", "weights");
  for (int i = 0; i < 40; ++i) {
    const bool heavy = luck.below(2) == 1;
    unlike.push_back(heavy ? sim::Total{24, 3} : sim::Total{6, 1});
  }
  const sim::MeanInterval doubtful = sim::mean_interval(unlike);
  CHECK(doubtful.mean > 7);
  CHECK(doubtful.half_width > 0.1);
  CHECK(doubtful.half_width < 0.6);
  alike.resize(7);
  CHECK_FALSE(sim::mean_interval(alike).known());
}

TEST_CASE("values that follow one another count as fewer") {
  sim::LogLinearHistogram alone;
  sim::LogLinearHistogram following;
  sim::BatchMeans alone_batches;
  sim::BatchMeans following_batches;
  sim::Stream luck(1, "confidence_test", "values");
  std::int64_t level = 1'000'000;
  for (std::uint64_t i = 0; i < 64'000; ++i) {
    const auto next = static_cast<std::int64_t>(luck.below(1'000'000));
    alone.add(next);
    alone_batches.add(i, sim::Duration(next));
    level = level * 9 / 10 + next / 10;
    following.add(level);
    following_batches.add(i, sim::Duration(level));
  }
  const sim::MeanInterval of_alone = sim::mean_interval(alone_batches);
  CHECK(sim::effective_count(alone, of_alone) > 20'000);
  CHECK(sim::effective_count(following, sim::mean_interval(following_batches)) < 12'000);
  const auto median = sim::quantile_interval(alone, of_alone, 0.5);
  REQUIRE(median.low);
  REQUIRE(median.high);
  CHECK(*median.low < 500'000);
  CHECK(*median.high > 500'000);
  CHECK(*median.high - *median.low < 25'000);
  CHECK_FALSE(sim::quantile_interval(alone, {}, 0.5).low);
}
