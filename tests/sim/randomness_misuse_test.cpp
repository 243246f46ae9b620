// What the REQUIRES lines of distributions, streams and statistics ask for is checked in release
// builds too: breaking one ends the program.
#include <doctest/doctest.h>

#include "sim/distribution.hpp"
#include "sim/log_linear_histogram.hpp"
#include "sim/time_average.hpp"
#include "sim/zipf.hpp"
#include "tests/sim/aborts.hpp"

using namespace std::chrono_literals;
using sim::Distribution;
using tests::aborts;

TEST_CASE("parameters outside their range end the program") {
  CHECK_FALSE(aborts([] { (void)Distribution::uniform(9, 9); }));
  CHECK(aborts([] { (void)Distribution::uniform(9, 8); }));
  CHECK(aborts([] { (void)Distribution::constant(-1); }));
  CHECK(aborts([] { (void)Distribution::exponential(0); }));
  CHECK(aborts([] { (void)Distribution::exponential(0.0 / 0.0); }));
  CHECK(aborts([] { (void)Distribution::normal(5, 0); }));
  CHECK(aborts([] { (void)Distribution::normal(5, 1, 9, 8); }));
  CHECK(aborts([] { (void)Distribution::normal(-1000, 1); }));
  CHECK(aborts([] { (void)Distribution::lognormal(5, 4); }));
  CHECK(aborts([] { (void)Distribution::gamma(0, 1); }));
  CHECK(aborts([] { (void)Distribution::pareto(1, 0, 5); }));
  CHECK(aborts([] { (void)Distribution::mixture({}); }));
  CHECK(aborts([] { (void)Distribution::mixture({{0, Distribution::constant(1)}}); }));
  CHECK(aborts([] { (void)Distribution::exponential(1).scaled(0); }));
  CHECK(aborts([] { (void)Distribution::constant(5).bounded(6, 7); }));
  CHECK(aborts([] { (void)Distribution::exponential(1).quantile(1.5); }));
}

TEST_CASE("buckets that are empty, out of order or overlap end the program") {
  CHECK(aborts([] { (void)Distribution::empirical({}); }));
  CHECK(aborts([] { (void)Distribution::empirical({{0, 5, 0}}); }));
  CHECK(aborts([] { (void)Distribution::empirical({{5, 5, 1}}); }));
  CHECK(aborts([] { (void)Distribution::empirical({{0, 5, 1}, {4, 9, 1}}); }));
  CHECK(aborts([] { (void)Distribution::empirical({{5, 9, 1}, {0, 5, 1}}); }));
  CHECK(aborts([] { (void)Distribution::empirical({{-1, 5, 1}}); }));
  CHECK_FALSE(aborts([] { (void)Distribution::empirical({{0, 5, 1}, {5, 9, 1}}); }));
}

TEST_CASE("a choice of none, a state of zeros and a rank that is not there end the program") {
  CHECK(aborts([] { sim::Stream(1, "a", "b").below(0); }));
  CHECK(aborts([] { (void)sim::Stream::from_state({0, 0, 0, 0}); }));
  CHECK(aborts([] { (void)sim::Zipf(0, 1); }));
  CHECK(aborts([] { (void)sim::Zipf(5, -1); }));
  CHECK(aborts([] { (void)sim::Zipf(5, 1).probability(5); }));
}

TEST_CASE(
    "an empty histogram's quantile, a negative value and time that runs back end the program") {
  CHECK(aborts([] { (void)sim::LogLinearHistogram().quantile(0.5); }));
  CHECK(aborts([] { (void)sim::LogLinearHistogram().mean(); }));
  CHECK(aborts([] { sim::LogLinearHistogram().add(-1); }));
  CHECK(aborts([] { sim::TimeAverage(sim::at(5s)).set(sim::at(4s), 1); }));
  CHECK(aborts([] { (void)sim::TimeAverage(sim::at(5s)).average(sim::at(4s)); }));
}
