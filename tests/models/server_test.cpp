// A queueing server against what queueing theory says of it. The seeds are fixed, so each mean is
// one number for ever; it must lie within a 99.9 % confidence interval that itself is narrow.
#include "models/hardware/server.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/models/confidence.hpp"
#include "tests/models/queue_world.hpp"

using sim::Distribution;
using tests::batch_means;
using tests::Estimate;

namespace {

constexpr double kService = 100'000;  // mean, in nanoseconds
constexpr std::uint32_t kJobs = 1'600'000;

struct Visit {
  Estimate sojourn;
  double busy;          // channels, on average over the whole run
  bool little_holds;    // number-in-system area = sum of sojourns, to the nanosecond
  bool work_conserved;  // busy area = sum of services, to the nanosecond
};

Visit visit(std::int32_t channels, double load, const Distribution& service) {
  tests::QueueSchedule schedule(7);
  const Distribution interval = Distribution::exponential(kService / (load * channels));
  tests::QueueWorld world(tests::LineStation(channels, service, schedule), interval, kJobs,
                          schedule);
  sim::run(world, schedule, sim::kNever);
  const sim::Instant end = schedule.now();
  const tests::LineStation& station = world.station();
  std::int64_t sum = 0;
  for (const std::int64_t sojourn : world.sojourns()) sum += sojourn;
  return {batch_means(world.sojourns()), station.busy_level().average(end),
          station.busy_level().area(end) + station.line_level().area(end) == sum,
          station.busy_level().area(end) == station.service_total()};
}

// The mean wait of M/M/c by Erlang's formula, in nanoseconds.
double erlang_wait(int channels, double load) {
  const double offered = load * channels;
  double term = 1;
  double sum = 0;
  for (int k = 0; k < channels; ++k) {
    sum += term;
    term *= offered / (k + 1);
  }
  const double waits = term / (1 - load);
  return waits / (sum + waits) * kService / (channels * (1 - load));
}

// The mean wait of M/G/1 by Pollaczek and Khinchine; `spread` is E[S^2] / E[S]^2.
double khinchine_wait(double load, double spread) {
  return load * spread * kService / (2 * (1 - load));
}

}  // namespace

TEST_CASE("M/M/1 keeps a job for S / (1 - rho)") {
  for (const double load : {0.3, 0.6, 0.8}) {
    CAPTURE(load);
    const Visit seen = visit(1, load, Distribution::exponential(kService));
    CHECK(seen.sojourn.verdict(kService / (1 - load), 0.05) == "confirmed");
    CHECK(seen.busy == doctest::Approx(load).epsilon(0.01));
    CHECK(seen.little_holds);
    CHECK(seen.work_conserved);
  }
}

TEST_CASE("M/M/c makes a job wait as Erlang's C formula says") {
  for (const int channels : {2, 4}) {
    CAPTURE(channels);
    const Visit seen = visit(channels, 0.75, Distribution::exponential(kService));
    CHECK(seen.sojourn.verdict(kService + erlang_wait(channels, 0.75), 0.03) == "confirmed");
    CHECK(seen.busy / channels == doctest::Approx(0.75).epsilon(0.01));
    CHECK(seen.little_holds);
    CHECK(seen.work_conserved);
  }
}

TEST_CASE("Erlang's C formula is the one of the tables") {
  CHECK(erlang_wait(1, 0.5) == doctest::Approx(kService));             // rho / (1 - rho)
  CHECK(erlang_wait(2, 0.75) == doctest::Approx(kService * 9.0 / 7));  // rho^2 / (1 - rho^2)
}

TEST_CASE("M/D/1 waits half as long as M/M/1") {
  const Visit seen = visit(1, 0.7, Distribution::constant(100'000));
  CHECK(seen.sojourn.verdict(kService + khinchine_wait(0.7, 1), 0.02) == "confirmed");
  CHECK(seen.busy == doctest::Approx(0.7).epsilon(0.01));
  CHECK(seen.little_holds);
  CHECK(seen.work_conserved);
}

TEST_CASE("M/G/1 waits as Pollaczek and Khinchine say, by the second moment of its service") {
  SUBCASE("uniform from nothing to twice the mean") {
    const Visit seen = visit(1, 0.7, Distribution::uniform(0, 200'000));
    CHECK(seen.sojourn.verdict(kService + khinchine_wait(0.7, 4.0 / 3), 0.02) == "confirmed");
    CHECK(seen.little_holds);
  }
  SUBCASE("nine short jobs to one long") {
    const auto service = Distribution::mixture(
        {{9, Distribution::constant(50'000)}, {1, Distribution::constant(550'000)}});
    const Visit seen = visit(1, 0.7, service);
    CHECK(seen.sojourn.verdict(kService + khinchine_wait(0.7, 3.25), 0.04) == "confirmed");
    CHECK(seen.little_holds);
  }
}

TEST_CASE("a server fills its channels, then its line, and empties the line in order") {
  models::hardware::Server server(2);
  const auto job = [](std::uint32_t id) { return models::hardware::Job{id, 1, {}, 0}; };
  const auto at = [](std::int64_t ns) { return sim::at(sim::Duration(ns)); };
  CHECK(server.arrive(job(10), at(0)));
  CHECK(server.arrive(job(11), at(1)));
  CHECK_FALSE(server.arrive(job(12), at(2)));
  CHECK_FALSE(server.arrive(job(13), at(3)));
  CHECK(server.busy() == 2);
  CHECK(server.waiting() == 2);
  CHECK(server.depart(at(10))->id == 12);
  CHECK(server.depart(at(20))->id == 13);
  CHECK_FALSE(server.depart(at(30)).has_value());
  CHECK_FALSE(server.depart(at(40)).has_value());
  CHECK(server.busy() == 0);
  // Line: one from 2, two from 3, one from 10, none from 20. Busy: one from 0, two from 1 to 30.
  CHECK(static_cast<std::int64_t>(server.line_level().area(at(40))) == 1 + 14 + 10);
  CHECK(static_cast<std::int64_t>(server.busy_level().area(at(40))) == 1 + 58 + 10);
  CHECK(server.line_level().maximum() == 2);
}

TEST_CASE("a server that forgets its statistics keeps its jobs") {
  models::hardware::Server server(1);
  const auto at = [](std::int64_t ns) { return sim::at(sim::Duration(ns)); };
  CHECK(server.arrive({1, 1, {}, 0}, at(0)));
  CHECK_FALSE(server.arrive({2, 1, {}, 0}, at(0)));
  server.restart_statistics(at(100));
  CHECK(server.busy_level().average(at(150)) == 1.0);
  CHECK(server.line_level().average(at(150)) == 1.0);
  CHECK(server.depart(at(150))->id == 2);
  CHECK(server.line_level().average(at(200)) == 0.5);
}
