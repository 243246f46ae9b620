#include "studies/comparison.hpp"

#include <doctest/doctest.h>

#include "sim/random.hpp"
#include "tests/studies/synthetic.hpp"

namespace {

// The luck differs by a fifth from replication to replication; what is added, hardly.
std::vector<studies::Trial> trials(double added, bool with_cost) {
  std::vector<studies::Trial> result;
  for (std::uint64_t r = 0; r < 10; ++r) {
    sim::Stream luck(3, "comparison_test", "time", r);
    studies::Trial trial;
    trial.measures = {
        tests::time_measure("took", 80e9 + 40e9 * luck.uniform() + added + 1e6 * luck.uniform()),
        tests::time_measure("stop", 10e9)};
    if (with_cost) trial.measures.push_back(tests::money_measure("cost", 3));
    result.push_back(std::move(trial));
  }
  return result;
}

}  // namespace

TEST_CASE("a difference far below the luck of a run is sure when both meet the same luck") {
  const auto both = studies::compare(trials(0, false), trials(50e6, true));
  CHECK(both.replications == 10);
  REQUIRE(both.measures.size() == 2);
  const studies::ComparedMeasure& took = both.measures[0];
  CHECK(took.name == "took");
  CHECK(took.pair.difference == doctest::Approx(50e6).epsilon(1e-3));
  CHECK(took.sure());
  CHECK(both.measures[1].same);
  CHECK_FALSE(both.measures[1].sure());
  CHECK(both.only_a.empty());
  CHECK(both.only_b == std::vector<std::string>{"cost"});
}

TEST_CASE("one pair makes nothing sure") {
  const auto both = studies::compare({trials(0, false).front()}, {trials(50e9, false).front()});
  CHECK(both.measures[0].pair.pairs == 1);
  CHECK_FALSE(both.measures[0].sure());
}
