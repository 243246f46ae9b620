#include "studies/precision.hpp"

#include <doctest/doctest.h>

#include "sim/portable_math.hpp"
#include "sim/random.hpp"
#include "tests/studies/synthetic.hpp"

using studies::estimate;
using tests::Synthetic;

namespace {

// A time around 100 s that differs by `spread` from replication to replication, and one that is
// always the same.
studies::Trial noisy(const studies::TrialJob& job, double spread) {
  sim::Stream luck(3, "precision_test", "time", job.replication);
  studies::Trial trial;
  trial.measures = {
      tests::time_measure("took", 100e9 * (1 + spread * sim::normal_quantile(luck.uniform()))),
      tests::time_measure("pause", 5e9)};
  return trial;
}

}  // namespace

TEST_CASE("what never differs is known after the first round") {
  Synthetic synthetic([](const auto& job) { return noisy(job, 0.2); });
  const auto result = estimate({0.01, {"pause"}, 1000}, synthetic.runner());
  CHECK(result.reached);
  CHECK(result.replications == 5);
  CHECK(result.estimates.at(1).interval.half_width == 0);
}

TEST_CASE("replications go on until the interval is as narrow as was asked for") {
  Synthetic synthetic([](const auto& job) { return noisy(job, 0.1); });
  const auto result = estimate({0.01, {"took"}, 5000}, synthetic.runner());
  CHECK(result.reached);
  // (1.96 * 0.1 / 0.01)^2 = 384, as far as the deviation is guessed right.
  CHECK(result.replications > 250);
  CHECK(result.replications < 600);
  const auto& took = result.estimates.at(0);
  CHECK(took.asked);
  CHECK(took.interval.half_width <= 0.01 * took.interval.mean);
  CHECK(took.interval.mean == doctest::Approx(100e9).epsilon(0.02));
  // Rounds follow from the numbers seen, at most twice as many as before.
  REQUIRE(synthetic.rounds().size() >= 3);
  CHECK(synthetic.rounds().at(0) == 5);
  CHECK(synthetic.rounds().at(1) == 5);
}

TEST_CASE("a limit of replications ends it, and it is said") {
  Synthetic synthetic([](const auto& job) { return noisy(job, 0.5); });
  const auto result = estimate({0.001, {"took"}, 20}, synthetic.runner());
  CHECK_FALSE(result.reached);
  CHECK(result.replications == 20);
  CHECK(synthetic.runs() == 20);
}

TEST_CASE("a measure that a replication lacks is estimated from the others") {
  Synthetic synthetic([](const studies::TrialJob& job) {
    studies::Trial trial = noisy(job, 0.1);
    if (job.replication == 2) trial.measures.erase(trial.measures.begin());
    return trial;
  });
  const auto result = estimate({1, {"took"}, 5}, synthetic.runner());
  CHECK(result.estimates.at(0).name == "took");
  CHECK(result.estimates.at(0).interval.count == 4);
  CHECK(result.estimates.at(1).interval.count == 5);
}
