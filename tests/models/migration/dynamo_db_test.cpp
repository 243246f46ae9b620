// A table under load, against what follows from its published limits by arithmetic.
#include "models/migration/dynamo_db.hpp"

#include <doctest/doctest.h>

#include "tests/models/confidence.hpp"
#include "tests/models/migration/dynamo_world.hpp"

using namespace models::migration;
using namespace std::chrono_literals;
using tests::dynamo;
using tests::DynamoLoad;
using tests::DynamoSchedule;
using tests::DynamoWorld;
using tests::spread_set;

namespace {

double seconds(sim::Instant instant) {
  return static_cast<double>(instant.time_since_epoch().count()) / 1e9;
}

DynamoLoad spread_sets(std::uint32_t clients, std::uint64_t requests, std::uint32_t batch = 1) {
  return {clients, requests, batch, sim::kStart,
          [](std::uint64_t number) { return spread_set(number, 100); }};
}

struct Ended {
  DynamoWorld world;
  double seconds;
};

Ended run(const DynamoParams& params, const DynamoLoad& load, std::uint64_t seed = 1) {
  DynamoSchedule schedule(seed);
  DynamoWorld world(params, load, schedule);
  sim::run(world, schedule, sim::kNever);
  return {std::move(world), seconds(schedule.now())};
}

}  // namespace

TEST_CASE("15 million rows at 4,000 units take 3,750 s") {
  DynamoParams params = dynamo(DynamoProvisioned{4000, 4000}, 5ms);
  params.backoff_most = 100ms;
  const Ended ended = run(params, spread_sets(16, 15'000'000, 25));
  CHECK(ended.seconds == doctest::Approx(3750).epsilon(0.001));
  CHECK(ended.world.table().meters().write_units == 15'000'000);
  CHECK(ended.world.table().meters().items == 15'000'000);
  CHECK(ended.world.answered(KvStatus::kOk) == 600'000);
}

TEST_CASE("below its capacity a table serves W clients at W / L") {
  for (const std::uint32_t clients : {1U, 10U, 20U}) {
    CAPTURE(clients);
    const Ended ended =
        run(dynamo(DynamoProvisioned{10'000, 1}, 5ms), spread_sets(clients, 20'000));
    CHECK(ended.seconds == doctest::Approx(20'000 * 0.005 / clients));
    CHECK(ended.world.table().meters().throttled == 0);
  }
}

TEST_CASE("above it, the table's capacity is all that clients get") {
  DynamoParams params = dynamo(DynamoProvisioned{1000, 1}, 5ms);
  params.backoff_most = 50ms;
  params.retries = 1000;
  const Ended ended = run(params, spread_sets(20, 20'000));   // 20 / 5 ms would be 4,000 a second
  CHECK(ended.seconds == doctest::Approx(19).epsilon(0.01));  // and 1 s at once
  CHECK(ended.world.table().meters().throttled > 0);
  CHECK(ended.world.answered(KvStatus::kOk) == 20'000);
}

// All of lakeFS's auth entries have one partition key; so have its multiparts and its actions.
TEST_CASE("entries under one partition key get 1,000 units, however many the table has") {
  const auto one_key = [](bool adaptive) {
    DynamoParams params = dynamo(DynamoOnDemand{40'000, 40'000}, 5ms);
    params.adaptive = adaptive;
    params.backoff_most = 50ms;
    params.retries = 1000;
    DynamoLoad load = spread_sets(40, 20'000);
    load.request = [](std::uint64_t) { return spread_set(1, 100); };
    return run(params, load).seconds;
  };
  CHECK(one_key(true) == doctest::Approx(19).epsilon(0.01));  // 1 s of credit
  const Ended spread = run(dynamo(DynamoOnDemand{40'000, 40'000}, 5ms), spread_sets(40, 20'000));
  CHECK(spread.seconds == doctest::Approx(2.5));
}

TEST_CASE("a batch saves round trips but no units") {
  const DynamoParams params = dynamo(DynamoProvisioned{10'000, 1, 300s}, 10ms);
  const Ended single = run(params, spread_sets(4, 10'000));
  const Ended batched = run(params, spread_sets(4, 10'000, 25));
  CHECK(single.seconds == doctest::Approx(25));
  CHECK(batched.seconds == doctest::Approx(1));
  CHECK(single.world.table().meters().requests == 10'000);
  CHECK(batched.world.table().meters().requests == 400);
  CHECK(single.world.table().meters().write_units == 10'000);
  CHECK(batched.world.table().meters().write_units == 10'000);
}

TEST_CASE(
    "740,000 items one by one at the published 9.73 ms take two hours, batches of 25 minutes") {
  // 7,200 s / 740,000 items, one at a time. A batch of 25 that takes as long as one item, one at a
  // time too, needs 288 s; published were 300.
  const DynamoParams params = dynamo(DynamoOnDemand{}, 9'729'730ns);
  CHECK(run(params, spread_sets(1, 740'000)).seconds == doctest::Approx(7200));
  CHECK(run(params, spread_sets(1, 740'000, 25)).seconds == doctest::Approx(288).epsilon(0.01));
}

TEST_CASE("a refused request pauses in [0, 50 ms * 2^n) and gives up after ten retries") {
  DynamoParams params = dynamo(DynamoProvisioned{1, 1}, 5ms);
  params.backoff_most = 20s;
  DynamoLoad load = spread_sets(2, 2);
  load.request = [](std::uint64_t number) { return spread_set(number, 400'000); };
  // The first takes 391 units on credit: the table is in debt for 390 s, longer than ten pauses.
  const Ended ended = run(params, load);
  const DynamoMeters& meters = ended.world.table().meters();
  CHECK(ended.world.answered(KvStatus::kOk) == 1);
  CHECK(ended.world.answered(KvStatus::kThrottled) == 1);
  CHECK(meters.requests == 1 + 11);
  CHECK(meters.throttled == 11);
  CHECK(meters.retries == 10);
  CHECK(meters.given_up == 1);
  CHECK(meters.write_units == 391);
  CHECK(meters.items == 1);
}

TEST_CASE("the pauses are uniform: their mean over many requests is half their bound") {
  DynamoParams params = dynamo(DynamoProvisioned{1, 1}, 5ms);
  params.retries = 1;
  params.latencies.back().distribution = sim::Distribution::constant(0);
  DynamoLoad load = spread_sets(1, 6'401);
  load.request = [](std::uint64_t number) { return spread_set(number, number ? 100 : 409'000); };
  const Ended ended = run(params, load);  // one succeeds, the rest pause once each and give up
  std::vector<std::int64_t> pauses(ended.world.sojourns().begin() + 1,
                                   ended.world.sojourns().end());
  CHECK(ended.world.answered(KvStatus::kThrottled) == 6'400);
  CHECK(tests::batch_means(pauses).verdict(25e6, 0.03) == "confirmed");
}

TEST_CASE("what comes back of a batch is sent again, and reported if it never passes") {
  DynamoParams params = dynamo(DynamoProvisioned{10, 1}, 5ms);
  params.retries = 0;
  const Ended ended = run(params, spread_sets(1, 25, 25));
  REQUIRE(ended.world.answers().size() == 1);
  CHECK(ended.world.answers()[0].status == KvStatus::kThrottled);
  CHECK(ended.world.answers()[0].unprocessed == 14);  // a second's worth, and one on debt
  CHECK(ended.world.table().meters().write_units == 11);

  params.retries = 10;
  const Ended patient = run(params, spread_sets(1, 25, 25));
  CHECK(patient.world.answers()[0].status == KvStatus::kOk);
  CHECK(patient.world.table().meters().write_units == 25);
  CHECK(patient.world.table().meters().unprocessed > 14);
}

TEST_CASE("an item over 400 KiB is refused at once and costs nothing") {
  DynamoLoad load = spread_sets(1, 1);
  load.request = [](std::uint64_t) { return spread_set(1, 410'000); };
  const Ended ended = run(dynamo(DynamoOnDemand{}, 5ms), load);
  CHECK(ended.world.answered(KvStatus::kTooLarge) == 1);
  CHECK(ended.world.table().meters().write_units == 0);
  CHECK(ended.world.table().in_flight_level().level() == 0);
}

TEST_CASE("the meters tell items, bytes and what each operation consumed") {
  DynamoLoad load = spread_sets(1, 6);
  load.request = [](std::uint64_t number) {
    KvRequest request = spread_set(7, 2'000);
    request.partition_bytes = 4;
    request.key_bytes = 8;
    switch (number) {
      case 0:  // a new item of 2,040 bytes
        break;
      case 1:  // which another must not find
        request.operation = KvOperation::kSetIfAbsent;
        request.exists = true;
        request.stored_bytes = 2'000;
        break;
      case 2:
        request.operation = KvOperation::kGet;
        request.exists = true;
        request.stored_bytes = 2'000;
        break;
      case 3:
        request.operation = KvOperation::kGet;
        break;
      case 4:
        request.operation = KvOperation::kScanPage;
        request.stored_bytes = 9'000;
        request.entries = 100;
        break;
      default:
        request.partition = 8;
        request.value_bytes = 60;
        break;
    }
    return request;
  };
  const Ended ended = run(dynamo(DynamoOnDemand{}, 5ms), load);
  const DynamoMeters& meters = ended.world.table().meters();
  CHECK(meters.write_units == 2 + 2 + 1);
  CHECK(meters.read_half_units == 2 * (1 + 1 + 3));
  CHECK(meters.items == 2);
  CHECK(meters.bytes.count == 2'040 + 100);
  CHECK(meters.stored().count == 2'140 + 2 * 100);
  CHECK(ended.world.answered(KvStatus::kOk) == 4);
  CHECK(ended.world.answered(KvStatus::kPredicateFailed) == 1);
  CHECK(ended.world.answered(KvStatus::kAbsent) == 1);
}

TEST_CASE("what is deleted leaves nothing behind") {
  DynamoLoad load = spread_sets(1, 2);
  load.request = [](std::uint64_t number) {
    KvRequest request = spread_set(7, 3'000);
    if (number == 1) {
      request.operation = KvOperation::kDelete;
      request.exists = true;
      request.stored_bytes = 3'000;
    }
    return request;
  };
  const Ended ended = run(dynamo(DynamoOnDemand{}, 5ms), load);
  CHECK(ended.world.table().meters().items == 0);
  CHECK(ended.world.table().meters().bytes.count == 0);
  CHECK(ended.world.table().meters().write_units == 6);
}

TEST_CASE("requests in flight are arrivals times sojourn, to the nanosecond") {
  DynamoParams params = dynamo(DynamoProvisioned{500, 1}, 5ms);
  params.latencies[1].distribution = sim::Distribution::lognormal(4e6, 12e6);
  const Ended ended = run(params, spread_sets(20, 5'000));
  std::int64_t sum = 0;
  for (const std::int64_t sojourn : ended.world.sojourns()) sum += sojourn;
  const auto& level = ended.world.table().in_flight_level();
  CHECK(level.level() == 0);
  CHECK(level.area(sim::at(sim::kLongestDuration)) == sum);
  CHECK(level.maximum() == 20);

  DynamoDb table = ended.world.table();
  table.restart_statistics(sim::at(sim::kLongestDuration));
  CHECK(table.in_flight_level().maximum() == 0);
  CHECK(table.meters().items == 5'000);
}

TEST_CASE("a copy of a table under load goes on as the original does") {
  DynamoParams params = dynamo(DynamoProvisioned{500, 1}, 5ms);
  DynamoSchedule schedule(3);
  DynamoWorld world(params, spread_sets(20, 5'000), schedule);
  sim::run(world, schedule, sim::at(2s));
  DynamoSchedule other_schedule = schedule;
  DynamoWorld other = world;
  sim::run(world, schedule, sim::kNever);
  sim::run(other, other_schedule, sim::kNever);
  CHECK(world.sojourns() == other.sojourns());
  CHECK(world.sojourns().size() == 5'000);
}
