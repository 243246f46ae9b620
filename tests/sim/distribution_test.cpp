#include "sim/distribution.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "tests/sim/distribution_sample.hpp"

using doctest::Approx;
using sim::Bucket;
using sim::Distribution;
using sim::Sample;
using sim::Stream;
using sim::Support;

// Where a test compares means or shares, three standard errors are allowed: the seeds are fixed, so
// a test that passes once passes always, and a formula that is off by more fails.

namespace {

// What every kind must satisfy, whatever its formula.
void check_sample(const Sample& sample, double mean, double variance) {
  CHECK(sample.within_support());
  CHECK(sample.cdf_gap() < 1.63);
  CHECK(std::fabs(sample.mean_errors(mean)) < 3);
  CHECK(sample.variance() == Approx(variance).epsilon(0.03));
}

}  // namespace

TEST_CASE("a constant is its number and takes nothing from the stream") {
  const auto seven = Distribution::constant(7);
  Stream stream(1, "a", "b");
  const Stream untouched = stream;
  CHECK(seven.draw(stream) == 7);
  CHECK(stream == untouched);
  CHECK(seven.support() == Support{7, 7});
  CHECK(seven.as_constant() == 7);
  CHECK(seven.mean() == 7);
  CHECK(seven.quantile(0.3) == 7);
  CHECK(seven.cdf(6.9) == 0);
  CHECK(seven.cdf(7) == 1);
}

TEST_CASE("uniform gives every whole number alike, both ends included") {
  const auto die = Distribution::uniform(1, 6);
  const Sample sample(die);
  check_sample(sample, 3.5, 35.0 / 12);
  CHECK(sample.least() == 1);
  CHECK(sample.greatest() == 6);
  for (int face = 1; face <= 5; ++face) CHECK(std::fabs(sample.share_errors(face, face / 6.0)) < 3);
  CHECK(die.mean() == 3.5);
  CHECK(die.support() == Support{1, 6});
  CHECK_FALSE(die.as_constant().has_value());
  CHECK(Distribution::uniform(4, 4).as_constant() == 4);
  CHECK(Sample(Distribution::uniform(0, INT64_MAX)).cdf_gap() < 1.63);
}

TEST_CASE("exponential has its mean, that mean as deviation, and a median of mean times log 2") {
  const auto service = Distribution::exponential(1e6);
  check_sample(Sample(service), 1e6, 1e12);
  CHECK(service.mean() == 1e6);
  CHECK(service.quantile(0.5) == Approx(1e6 * std::log(2.0)).epsilon(1e-14));
  CHECK(service.quantile(0.999) == Approx(1e6 * std::log(1000.0)).epsilon(1e-13));
  CHECK(service.cdf(2e6) == Approx(1 - std::exp(-2.0)).epsilon(1e-14));
  CHECK(service.support() == Support{0, std::nullopt});
  CHECK(std::isinf(service.quantile(1)));
  CHECK(service.quantile(0) == 0);
}

TEST_CASE("a normal far from its bounds is the normal") {
  const auto service = Distribution::normal(1e6, 1e5);
  check_sample(Sample(service), 1e6, 1e10);
  CHECK(service.mean() == Approx(1e6).epsilon(1e-15));
  CHECK(service.quantile(0.5) == Approx(1e6).epsilon(1e-15));
  CHECK(service.quantile(0.975) == Approx(1195996.3984540054).epsilon(1e-14));
}

TEST_CASE("a normal cut at zero has the truncated normal's mean and variance, no heap at zero") {
  // a = -1: mean + deviation density(a)/Z, and the variance 1 + a density(a)/Z - (density(a)/Z)^2.
  const auto service = Distribution::normal(1e6, 1e6);
  const double density = 0.24197072451914337;
  const double share = 0.8413447460685429;
  const double ratio = density / share;
  CHECK(service.mean() == Approx(1e6 * (1 + ratio)).epsilon(1e-13));
  const Sample sample(service);
  check_sample(sample, 1e6 * (1 + ratio), 1e12 * (1 - ratio - ratio * ratio));
  CHECK(sample.share_up_to(0) < 1e-4);
}

TEST_CASE("a normal far out in its own tail is still exact") {
  // Between 8 and 9 deviations; its mean there is 8.121368 of them.
  const auto rare = Distribution::normal(0, 1e9, 8'000'000'000, 9'000'000'000);
  const Sample sample(rare);
  CHECK(sample.within_support());
  CHECK(sample.cdf_gap() < 1.63);
  CHECK(rare.mean() == Approx(8.1213010e9).epsilon(1e-4));
  CHECK(std::fabs(sample.mean_errors(rare.mean())) < 3);
  const auto low = Distribution::normal(17e9, 1e9, 8'000'000'000, 9'000'000'000);
  CHECK(low.mean() == Approx(17e9 - rare.mean()).epsilon(1e-9));
  CHECK(std::fabs(Sample(low).mean_errors(low.mean())) < 3);
}

TEST_CASE("lognormal hits its median and its p99") {
  const auto service = Distribution::lognormal(2e6, 3e7);
  const double sigma = std::log(15.0) / 2.3263478740408408;
  CHECK(service.quantile(0.5) == Approx(2e6).epsilon(1e-14));
  CHECK(service.quantile(0.99) == Approx(3e7).epsilon(1e-14));
  CHECK(service.mean() == Approx(2e6 * std::exp(sigma * sigma / 2)).epsilon(1e-13));
  const Sample sample(service);
  CHECK(sample.within_support());
  CHECK(sample.cdf_gap() < 1.63);
  CHECK(std::fabs(sample.share_errors(2e6, 0.5)) < 3);
  CHECK(std::fabs(sample.share_errors(3e7, 0.99)) < 3);
  CHECK(std::fabs(sample.mean_errors(service.mean())) < 3);
  CHECK(Distribution::lognormal(5, 5).as_constant() == 5);
}

TEST_CASE("gamma has its mean, and mean squared over shape as variance, on both sides of shape 1") {
  for (const double shape : {0.5, 1.0, 2.5, 40.0}) {
    CAPTURE(shape);
    const auto service = Distribution::gamma(shape, 1e9);
    CHECK(service.mean() == Approx(1e9).epsilon(1e-12));
    check_sample(Sample(service), 1e9, 1e18 / shape);
    CHECK(service.cdf(service.quantile(0.3)) == Approx(0.3).epsilon(1e-11));
  }
  // Shape 1 is the exponential distribution.
  CHECK(Distribution::gamma(1, 1e6).quantile(0.9) == Approx(1e6 * std::log(10.0)).epsilon(1e-12));
}

TEST_CASE("pareto is bounded on both sides and falls by its power") {
  const auto size = Distribution::pareto(1.2, 1000, 100'000);
  const double share = 1 - std::pow(100, -1.2);
  CHECK(size.cdf(10'000) == Approx((1 - std::pow(10, -1.2)) / share).epsilon(1e-13));
  CHECK(size.quantile((1 - std::pow(10, -1.2)) / share) == Approx(10'000).epsilon(1e-13));
  CHECK(size.mean() == Approx(1000 * 1.2 / 0.2 * (1 - std::pow(100, -0.2)) / share).epsilon(1e-12));
  const double square = 1e6 * 1.2 / 0.8 * (std::pow(100, 0.8) - 1) / share;
  check_sample(Sample(size), size.mean(), square - size.mean() * size.mean());
  CHECK(size.support() == Support{1000, 100'000});
  CHECK(size.quantile(1) == 100'000);
  // At shape 1 the mean is low * log(high/low) over the share.
  CHECK(Distribution::pareto(1, 1000, 1'000'000).mean() ==
        Approx(1000 * std::log(1000.0) / 0.999).epsilon(1e-13));
  CHECK(Distribution::pareto(2, 9, 9).as_constant() == 9);
}

TEST_CASE("a mixture gives each part its weight") {
  const auto stall = Distribution::mixture({{97, Distribution::exponential(1e6)},
                                            {2, Distribution::constant(500'000'000)},
                                            {1, Distribution::uniform(900'000'000, 999'999'999)}});
  const Sample sample(stall);
  CHECK(sample.within_support());
  CHECK(sample.cdf_gap() < 1.63);
  CHECK(std::fabs(sample.share_errors(4e8, 0.97)) < 3);
  CHECK(std::fabs(sample.share_errors(6e8, 0.99)) < 3);
  CHECK(stall.mean() == Approx(0.97e6 + 0.02 * 5e8 + 0.01 * 949'999'999.5).epsilon(1e-14));
  CHECK(std::fabs(sample.mean_errors(stall.mean())) < 3);
  CHECK(stall.support() == Support{0, std::nullopt});
  CHECK(stall.quantile(0.98) == 500'000'000);
  CHECK(stall.quantile(0.995) == Approx(949'999'999).epsilon(1e-8));
  CHECK(stall.parts().size() == 3);
  CHECK(stall.parts()[1].weight == Approx(0.02));
}

TEST_CASE("an empirical distribution gives back its histogram, uniform inside a bucket") {
  const std::vector<Bucket> buckets{{0, 10, 50}, {10, 20, 0}, {100, 1100, 30}, {5000, 5001, 20}};
  const auto measured = Distribution::empirical(buckets);
  const Sample sample(measured);
  CHECK(sample.within_support());
  CHECK(sample.cdf_gap() < 1.63);
  CHECK(sample.share_up_to(9) == sample.share_up_to(99));
  CHECK(std::fabs(sample.share_errors(4, 0.25)) < 3);
  CHECK(std::fabs(sample.share_errors(9, 0.5)) < 3);
  CHECK(std::fabs(sample.share_errors(599, 0.65)) < 3);
  CHECK(std::fabs(sample.share_errors(1099, 0.8)) < 3);
  CHECK(sample.greatest() == 5000);
  CHECK(measured.mean() == Approx(0.5 * 4.5 + 0.3 * 599.5 + 0.2 * 5000));
  CHECK(std::fabs(sample.mean_errors(measured.mean())) < 3);
  CHECK(measured.support() == Support{0, 5000});
  CHECK(measured.quantile(0.65) == 600);
  CHECK(measured.cdf(599) == Approx(0.65));
  CHECK(measured.buckets().size() == 3);
}

TEST_CASE("an empirical distribution of a thousand uneven buckets keeps every share") {
  std::vector<Bucket> buckets;
  double total = 0;
  for (std::int64_t i = 0; i < 1000; ++i) {
    const auto count = static_cast<std::uint64_t>(1 + (i * i * 7) % 1013);
    buckets.push_back({i * 3, i * 3 + 2, count});
    total += static_cast<double>(count);
  }
  const auto measured = Distribution::empirical(buckets);
  CHECK(Sample(measured).cdf_gap() < 1.63);
  double before = 0;
  for (const Bucket& bucket : buckets) {
    before += static_cast<double>(bucket.count);
    REQUIRE(measured.cdf(static_cast<double>(bucket.high)) ==
            Approx(before / total).epsilon(1e-14));
    REQUIRE(measured.quantile((before - 0.25) / total) == static_cast<double>(bucket.high - 1));
  }
}

TEST_CASE("a draw by inverse takes one uniform and is that quantile, rounded") {
  for (const auto& distribution :
       {Distribution::uniform(3, 1'000'000), Distribution::exponential(1e6),
        Distribution::normal(1e6, 4e5), Distribution::lognormal(1e6, 5e6),
        Distribution::pareto(1.5, 100, 1'000'000),
        Distribution::empirical({{5, 1000, 10}, {2000, 9000, 3}}),
        Distribution::exponential(1e6).bounded(1000, 3'000'000),
        Distribution::gamma(2, 1e6).bounded(3'000'000, 5'000'000)}) {
    Stream stream(4, "draw", "quantile");
    for (int i = 0; i < 200; ++i) {
      Stream copy = stream;
      const double u = copy.uniform();
      const auto drawn = static_cast<double>(distribution.draw(stream));
      REQUIRE(stream == copy);
      REQUIRE(std::fabs(drawn - distribution.quantile(u)) <= 0.5);
    }
  }
}

TEST_CASE("the first draws of each kind never change") {
  CHECK(first_draws(Distribution::uniform(0, 999'999)) == "323311 933335 425399 802404 698808");
  CHECK(first_draws(Distribution::exponential(1e6)) == "390544 2708085 554079 1621533 1200011");
  CHECK(first_draws(Distribution::normal(1e6, 1e5)) == "954154 1150110 981190 1085024 1052098");
  CHECK(first_draws(Distribution::lognormal(1e6, 1e7)) == "635225 4418370 830125 2319974 1674738");
  CHECK(first_draws(Distribution::gamma(2.5, 1e6)) == "623788 760567 1211023 599355 371085");
  CHECK(first_draws(Distribution::gamma(0.5, 1e6)) == "267187 2946913 26711 87803 990662");
  CHECK(first_draws(Distribution::gamma(2.5, 1e6).bounded(2'000'000, 3'000'000)) ==
        "2171678 2829903 2239103 2604239 2476582");
  CHECK(first_draws(Distribution::pareto(1.2, 1000, 1'000'000'000)) == "1385 9552 1587 3862 2718");
  CHECK(first_draws(Distribution::mixture(
            {{0.5, Distribution::exponential(1e6)}, {0.5, Distribution::uniform(5, 500)}})) ==
        "1040220 434 1902455 304 202");
  CHECK(first_draws(Distribution::empirical({{0, 100, 3}, {100, 1000, 2}})) == "53 850 70 555 322");
  CHECK(first_draws(Distribution::exponential(1e6).scaled(2.5)) ==
        "976360 6770213 1385198 4053833 3000028");
}

TEST_CASE("equal means the same kind, parameters and tables") {
  const auto part = Distribution::exponential(5);
  CHECK(Distribution::exponential(5) == part);
  CHECK_FALSE(Distribution::exponential(6) == part);
  CHECK_FALSE(Distribution::gamma(1, 5) == part);
  CHECK_FALSE(part.scaled(2) == part);
  CHECK_FALSE(part.bounded(0, 100) == part);
  CHECK(part.bounded(0, 100) == Distribution::exponential(5).bounded(0, 100));
  CHECK(Distribution::mixture({{1, part}, {3, part}}) ==
        Distribution::mixture({{2, part}, {6, part}}));
  CHECK_FALSE(Distribution::mixture({{1, part}, {3, part}}) ==
              Distribution::mixture({{3, part}, {1, part}}));
  CHECK(Distribution::empirical({{0, 5, 1}}) == Distribution::empirical({{0, 5, 1}}));
  CHECK_FALSE(Distribution::empirical({{0, 5, 1}}) == Distribution::empirical({{0, 6, 1}}));
  CHECK(Distribution::lognormal(3, 9).kind() == Distribution::Kind::kLognormal);
  CHECK(Distribution::lognormal(3, 9).parameters() == Distribution::Parameters{3, 9, 1});
}
