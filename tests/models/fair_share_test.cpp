// Processor sharing: by hand to the nanosecond, and against theory. Sharing is insensitive to the
// shape of the service: deterministic and exponential jobs stay equally long on average.
#include "models/hardware/fair_share.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "tests/models/confidence.hpp"
#include "tests/models/queue_world.hpp"

using models::hardware::FairShare;
using sim::Distribution;

namespace {

struct Work {
  std::int64_t at;
  std::int64_t work;
};

// The two-word language: jobs arrive as listed; "job@instant" for each in the order they finish.
std::string finish(std::int32_t channels, const std::vector<Work>& jobs) {
  FairShare share(channels);
  std::string done;
  std::uint32_t next = 0;
  while (next < jobs.size() || !share.idle()) {
    const sim::Instant arrival =
        next < jobs.size() ? sim::at(sim::Duration(jobs[next].at)) : sim::kNever;
    if (share.idle() || arrival < share.next_completion()) {
      share.arrive({next, 1, {}, 0}, sim::Duration(jobs[next].work), arrival);
      ++next;
    } else {
      const sim::Instant now = share.next_completion();
      const std::uint32_t job = share.depart(now);
      done += fmt::format("{}{}@{}", done.empty() ? "" : " ", job, now.time_since_epoch().count());
    }
  }
  return done;
}

constexpr double kFairService = 100'000;

struct FairVisit {
  tests::Estimate sojourn;
  double busy;
};

FairVisit fair_visit(std::int32_t cores, double load, const Distribution& service) {
  tests::QueueSchedule schedule(11);
  models::hardware::CpuParams params;
  params.cores = cores;
  params.per_operation.distribution = service;
  params.discipline = models::hardware::Discipline::kFair;
  const Distribution interval = Distribution::exponential(kFairService / (load * cores));
  tests::QueueWorld world(tests::CpuStation(params, schedule), interval, 1'600'000, schedule);
  sim::run(world, schedule, sim::kNever);
  return {tests::batch_means(world.sojourns()),
          world.station().busy_level().average(schedule.now())};
}

}  // namespace

TEST_CASE("a job alone takes its own work") {
  CHECK(finish(1, {{0, 1000}}) == "0@1000");
  CHECK(finish(4, {{5, 1000}}) == "0@1005");
  CHECK(finish(1, {{5, 0}}) == "0@5");
}

TEST_CASE("two jobs on one core share it from the moment the second joins") {
  // 4000 alone, 6000 left at half speed; then the second has 4000 left at full speed.
  CHECK(finish(1, {{0, 10'000}, {4000, 10'000}}) == "0@16000 1@20000");
  CHECK(finish(1, {{0, 10'000}, {4000, 1000}}) == "1@6000 0@11000");
}

TEST_CASE("equal jobs finish together, the first to come first") {
  CHECK(finish(1, {{0, 1000}, {0, 1000}, {0, 1000}}) == "0@3000 1@3000 2@3000");
  CHECK(finish(1, {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}}) ==
        "0@7 1@7 2@7 3@7 4@7 5@7 6@7");
}

TEST_CASE("jobs no more than cores do not slow each other") {
  CHECK(finish(2, {{0, 1000}, {0, 700}}) == "1@700 0@1000");
  CHECK(finish(2, {{0, 1000}, {0, 1000}, {0, 1000}}) == "0@1500 1@1500 2@1500");
  // Three at 2/3 speed until the short one is done at 450; the others have 700 left each.
  CHECK(finish(2, {{0, 1000}, {0, 1000}, {0, 300}}) == "2@450 0@1150 1@1150");
}

TEST_CASE("a fraction of a nanosecond is rounded up once, at the end") {
  // Alone until 1, then a third of the speed: 9 left take 27. All is done at 30, the sum of work.
  CHECK(finish(1, {{0, 10}, {1, 10}, {1, 10}}) == "0@28 1@30 2@30");
  // 10 at 2/3 speed is 15; 11 has 1 left with two sharing two cores.
  CHECK(finish(2, {{0, 10}, {0, 11}, {0, 11}}) == "0@15 1@16 2@16");
  CHECK(finish(2, {{0, 5}, {0, 5}, {0, 5}}) == "0@8 1@8 2@8");
}

TEST_CASE("busy channels and jobs present are averaged over time") {
  FairShare share(2);
  const auto at = [](std::int64_t ns) { return sim::at(sim::Duration(ns)); };
  for (std::uint32_t job = 0; job < 3; ++job)
    share.arrive({job, 1, {}, 0}, sim::Duration(1000), at(0));
  for (int i = 0; i < 3; ++i) share.depart(at(1500));
  CHECK(share.level().average(at(3000)) == 1.5);
  CHECK(share.busy_level().average(at(3000)) == 1.0);
  CHECK(share.level().maximum() == 3);
}

TEST_CASE("M/M/1-PS and M/D/1-PS both keep a job for S / (1 - rho)") {
  for (const double load : {0.5, 0.8}) {
    CAPTURE(load);
    const double expected = kFairService / (1 - load);
    const FairVisit exponential = fair_visit(1, load, Distribution::exponential(kFairService));
    CHECK(exponential.sojourn.verdict(expected, 0.05) == "confirmed");
    CHECK(exponential.busy == doctest::Approx(load).epsilon(0.01));
    const FairVisit constant = fair_visit(1, load, Distribution::constant(100'000));
    CHECK(constant.sojourn.verdict(expected, 0.05) == "confirmed");
    CHECK(constant.busy == doctest::Approx(load).epsilon(0.01));
  }
}

TEST_CASE("two cores shared by all keep a job as long as M/M/2 does, whatever its shape") {
  const double expected = kFairService / (1 - 0.75 * 0.75);
  CHECK(fair_visit(2, 0.75, Distribution::exponential(kFairService))
            .sojourn.verdict(expected, 0.04) == "confirmed");
  CHECK(fair_visit(2, 0.75, Distribution::constant(100'000)).sojourn.verdict(expected, 0.04) ==
        "confirmed");
}
