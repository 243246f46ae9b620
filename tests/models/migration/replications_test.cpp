// Replications: the facts that are kept, the same bytes on any number of threads.
#include "models/migration/replications.hpp"

#include <doctest/doctest.h>

#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::Outcome;
using models::migration::PhaseOutcome;
using models::migration::quantile_of;

namespace {

PhaseOutcome phase(sim::Duration began, sim::Duration ended) {
  PhaseOutcome phase;
  phase.began = sim::at(began);
  phase.ended = sim::at(ended);
  return phase;
}

}  // namespace

TEST_CASE("stretches without service that overlap count once") {
  Outcome outcome;
  CHECK(downtime_of(outcome) == 0s);
  outcome.downtimes = {{0, sim::at(5s), sim::at(9s)},
                       {1, sim::at(1s), sim::at(3s)},
                       {1, sim::at(7s), sim::at(10s)},
                       {0, sim::at(8s), sim::at(9s)}};
  CHECK(downtime_of(outcome) == 7s);
}

TEST_CASE("a migration takes from its first phase to the end of the last to end") {
  Outcome outcome;
  CHECK(time_taken(outcome) == 0s);
  outcome.phases = {phase(2s, 3s), phase(3s, 20s), phase(3s, 10s)};
  CHECK(time_taken(outcome) == 18s);
}

TEST_CASE("quantiles are values that occurred") {
  CHECK(quantile_of({3s, 1s, 2s}, 0) == 1s);
  CHECK(quantile_of({3s, 1s, 2s}, 0.5) == 2s);
  CHECK(quantile_of({3s, 1s, 2s}, 0.95) == 3s);
  CHECK(quantile_of({4s}, 0.5) == 4s);
}

TEST_CASE("replications differ in their luck alone, whatever the number of threads") {
  auto params = tests::params(tests::uploads(200), {.statement = 1us}, {});
  params.servers.stop = {sim::Distribution::exponential(1'000'000), {}};
  const auto one = replicate(params, {}, 1, 6, 1);
  const auto three = replicate(params, {}, 1, 6, 3);
  CHECK(one == three);
  REQUIRE(one.size() == 6);
  CHECK(one.front().number == 1);
  CHECK(one.front().complete);
  CHECK(one[0].digest != one[1].digest);
  params.replication = 1;
  CHECK(replicate(params, {}, 0, 1, 1).front().digest == one.front().digest);
}
