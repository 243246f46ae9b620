// Windows that stand for their like: how near the estimate comes, what it says of itself, and what
// it refuses.
#include "models/migration/sampler.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

#include "models/migration/sampled_interval.hpp"
#include "outcome_text.hpp"
#include "random_migration.hpp"
#include "world_language.hpp"

using namespace std::chrono_literals;
using namespace tests;

namespace {

migration::Outcome sampled_run(const migration::MigrationParams& params, bool skips = false,
                               std::uint64_t window = 1024) {
  migration::RunOptions options;
  options.way = migration::Way::kSampled;
  options.sampling.skips = skips;
  options.sampling.window = window;
  return migration::run(std::make_shared<const migration::MigrationParams>(params), options)
      .outcome;
}

migration::Outcome plain_run(const migration::MigrationParams& params) {
  migration::RunOptions options;
  options.way = migration::Way::kEventByEvent;
  return migration::run(std::make_shared<const migration::MigrationParams>(params), options)
      .outcome;
}

double share_off(sim::Instant estimate, sim::Instant truth) {
  return static_cast<double>((estimate - truth).count()) /
         static_cast<double>((truth - sim::kStart).count());
}

double relative(std::int64_t estimate, std::int64_t truth) {
  return static_cast<double>(estimate) / static_cast<double>(truth) - 1;
}

migration::MigrationParams by_chance(std::uint64_t rows, migration::Procedure procedure) {
  Costs costs;
  costs.statement = 20us;
  costs.server_statement = 23us;
  costs.row_changed = 29us;
  costs.flush = 900us;
  costs.network = 60us;
  migration::MigrationParams made = params(uploads(rows), costs, std::move(procedure));
  made.hosts[kDb].disk->write = {sim::Distribution::lognormal(600'000, 4'000'000), {}};
  made.costs.statement = {sim::Distribution::exponential(20'000), {}};
  return made;
}

double off_in_permille(const migration::Outcome& estimate, const migration::Outcome& truth) {
  return 1000 * std::abs(relative(estimate.space.database_end, truth.space.database_end));
}

}  // namespace

TEST_CASE("at constant costs a sampled run skips exactly, and is the run event by event") {
  int exact = 0;
  for (std::uint64_t number = 0; number < 8; ++number) {
    CAPTURE(number);
    const migration::MigrationParams made = random_migration(number, 100'000);
    const migration::Outcome sampled = sampled_run(made, true, 1 << 15);
    if (sampled.obtained.way != migration::Way::kExact) continue;
    ++exact;
    CHECK(outcome_text(sampled) == outcome_text(plain_run(made)));
  }
  CHECK(exact >= 2);
}

TEST_CASE("windows alone know constant costs too") {
  int estimated = 0;
  for (std::uint64_t number = 0; number < 8; ++number) {
    CAPTURE(number);
    const migration::MigrationParams made = random_migration(number, 300'000);
    const migration::Outcome truth = plain_run(made);
    const migration::Outcome sampled = sampled_run(made);
    estimated += sampled.obtained.way == migration::Way::kSampled ? 1 : 0;
    CHECK(std::abs(share_off(sampled.end, truth.end)) < 0.01);
    CHECK(sampled.complete);
    CHECK(off_in_permille(sampled, truth) < 5);
    CHECK(std::abs(relative(static_cast<std::int64_t>(sampled.entries_written),
                            static_cast<std::int64_t>(truth.entries_written))) < 0.01);
  }
  CHECK(estimated >= 4);  // the others have too few windows to leave any out
}

TEST_CASE("at costs by chance the interval holds the run event by event") {
  int estimated = 0;
  for (std::uint64_t number = 0; number < 14; ++number) {
    CAPTURE(number);
    const migration::MigrationParams made = random_costly_migration(number, 400'000);
    const migration::Outcome sampled = sampled_run(made);
    if (sampled.obtained.way != migration::Way::kSampled) continue;
    ++estimated;
    const migration::Outcome truth = plain_run(made);
    const auto half = migration::half_width(sampled.obtained, sim::kStart, sampled.end);
    REQUIRE(half);
    CHECK(*half > 0s);
    CHECK(std::chrono::abs(sampled.end - truth.end) <= *half);
    CHECK(sampled.phases.size() == truth.phases.size());
  }
  CHECK(estimated >= 5);
}

TEST_CASE("a sampled run is the same each time") {
  const migration::MigrationParams made = random_costly_migration(7, 200'000);
  const migration::Outcome one = sampled_run(made);
  const migration::Outcome other = sampled_run(made);
  CHECK(one.digest == other.digest);
  CHECK(outcome_text(one) == outcome_text(other));
}

TEST_CASE("a run says how many windows stand for how many rows") {
  const migration::Outcome sampled = sampled_run(by_chance(2'000'000, migration::BatchedCopy{}));
  const migration::Obtained& obtained = sampled.obtained;
  REQUIRE(obtained.way == migration::Way::kSampled);
  CHECK(obtained.windows > 20);
  CHECK(obtained.steps_passed > obtained.steps / 3);
  CHECK(obtained.steps >= 4'000'000 - 4'000);
  CHECK(obtained.events_skipped > sampled.events / 3);
  CHECK(obtained.estimated.size() >= 1);
  // Nothing is estimated before the procedure has begun.
  CHECK(!migration::half_width(obtained, sim::kStart, sim::kStart));
}

TEST_CASE("a DynamoDB table with provisioned capacity is sampled, below what it takes and above") {
  for (const std::int64_t writes : {2000, 300}) {
    CAPTURE(writes);
    migration::DynamoDbTarget target;
    target.place = "db";
    migration::DynamoProvisioned capacity;
    capacity.writes = writes;
    target.table.mode = capacity;
    for (auto& latency : target.table.latencies) {
      latency = {sim::Distribution::lognormal(4'000'000, 20'000'000), {}};
    }
    migration::DumpAndImport dump;
    dump.workers = 4;
    migration::MigrationParams made = by_chance(400'000, dump);
    made.target = target;
    const migration::Outcome truth = plain_run(made);
    const migration::Outcome sampled = sampled_run(made);
    REQUIRE(sampled.obtained.way == migration::Way::kSampled);
    CHECK(sampled.complete);
    CHECK((truth.meter.throttled > 0) == (writes == 300));
    CHECK((sampled.meter.throttled > 0) == (writes == 300));
    const auto half = migration::half_width(sampled.obtained, sim::kStart, sampled.end);
    REQUIRE(half);
    CHECK(std::chrono::abs(sampled.end - truth.end) <= *half);
    CHECK(std::abs(relative(sampled.meter.write_units, truth.meter.write_units)) < 0.01);
  }
}

TEST_CASE("what a phase went through is told as what there was, not as what was counted") {
  const migration::Outcome sampled = sampled_run(by_chance(2'000'000, migration::BatchedCopy{}));
  REQUIRE(sampled.obtained.way == migration::Way::kSampled);
  bool copied = false;
  for (const migration::PhaseOutcome& phase : sampled.phases) {
    if (phase.kind != migration::PhaseKind::kCopy) continue;
    copied = true;
    CHECK(phase.rows == 2'000'000);
    CHECK(phase.entries == 2'000'000);
  }
  CHECK(copied);
}

TEST_CASE("users at work cannot be put at a later moment: every event is handled") {
  migration::MigrationParams made = by_chance(50'000, migration::OnlineCopy{});
  made.traffic = {clients(20, 1ms, flow(migration::RowChoice::kAny, {{kGet, 1, {}}}))};
  made.traffic.front().until = sim::at(1h);
  made.traffic.front().count = 20'000;
  const migration::Outcome sampled = sampled_run(made);
  CHECK(sampled.obtained.way == migration::Way::kEventByEvent);
  CHECK(sampled.obtained.not_skipped == "users go on meanwhile");
}

TEST_CASE("an accident at its instant or at its share of the rows is not passed by") {
  for (const bool by_progress : {false, true}) {
    CAPTURE(by_progress);
    migration::BatchedCopy copy;
    copy.copy.page = 100;
    migration::MigrationParams made = by_chance(300'000, copy);
    migration::MigratorCrash crash;
    if (by_progress) crash.progress = 0.7;
    if (!by_progress) crash.at = sim::at(9s);
    crash.restart_after = 5s;
    made.faults.emplace_back(crash);
    const migration::Outcome truth = plain_run(made);
    const migration::Outcome sampled = sampled_run(made);
    REQUIRE(sampled.obtained.way == migration::Way::kSampled);
    CHECK(sampled.attempts == 2);
    CHECK(sampled.complete);
    CHECK(truth.faults.size() == sampled.faults.size());
    if (!by_progress) CHECK(sampled.faults.front().at == sim::at(9s));
    CHECK(std::abs(share_off(sampled.end, truth.end)) < 0.05);
  }
}

TEST_CASE("the time of a thousand million rows is a thousand times that of a million") {
  migration::BatchedCopy copy;
  copy.copy.readers = 4;
  copy.copy.batch = 100;
  const auto end_of = [&](std::uint64_t rows) {
    migration::MigrationParams made = by_chance(rows, copy);
    made.dataset = std::make_shared<const migration::Dataset>(even_uploads(rows, true), 1);
    make_endless(made);
    return sampled_run(made, false, 1 << 14);
  };
  const migration::Outcome small = end_of(1'000'000);
  const migration::Outcome large = end_of(1'000'000'000);
  CHECK(large.complete);
  CHECK(large.events - large.obtained.events_skipped < 5'000'000);
  const double times = static_cast<double>((large.end - sim::kStart).count()) /
                       static_cast<double>((small.end - sim::kStart).count());
  CHECK(times == doctest::Approx(1000).epsilon(0.02));
}
