// Skipping what happens again: the same outcome as event by event, to the nanosecond and the byte.
#include "models/migration/forward.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "outcome_text.hpp"
#include "random_migration.hpp"
#include "tests/rounds.hpp"
#include "world_language.hpp"

using namespace std::chrono_literals;
using namespace tests;

namespace {

using Params = std::shared_ptr<const migration::MigrationParams>;

migration::Outcome run_as(const Params& params, migration::Way way) {
  migration::RunOptions options;
  options.way = way;
  return migration::run(params, options).outcome;
}

}  // namespace

TEST_CASE("over random constant costs, skipping changes no number") {
  std::uint64_t handled = 0;
  std::uint64_t all = 0;
  int skipping = 0;
  for (std::uint64_t seed = 0; seed < rounds(24U); ++seed) {
    CAPTURE(seed);
    // A copy handles few events a row, so that a period of its takes more rows.
    const bool dumps =
        std::holds_alternative<migration::DumpAndImport>(random_migration(seed, 1).procedure);
    const auto made = std::make_shared<const migration::MigrationParams>(
        random_migration(seed, dumps ? 100'000 : 1'000'000));
    const migration::Outcome plain = run_as(made, migration::Way::kEventByEvent);
    const migration::Outcome skipped = run_as(made, migration::Way::kExact);
    CHECK(outcome_text(skipped) == outcome_text(plain));
    CHECK(plain.obtained.skips == 0);
    CHECK(plain.complete);
    skipping += skipped.obtained.skips > 0 ? 1 : 0;
    all += plain.events;
    handled += plain.events - skipped.obtained.events_skipped;
  }
  MESSAGE(fmt::format("{} of {} events were handled", handled, all));
  CHECK(handled < all * 2 / 3);
  CHECK(skipping >= rounds(15));
}

TEST_CASE("rows of many sizes have a pattern, and no digest of theirs is missed") {
  migration::BatchedCopy copy;
  copy.copy.readers = 1;
  copy.copy.page = 1024;
  copy.copy.batch = 256;
  copy.copy.checkpoint = 0;
  Costs costs;
  costs.statement = 20us;
  costs.flush = 900us;
  migration::MigrationParams made = params(uploads(400'000), costs, copy);
  make_endless(made);
  made.check.compare = migration::Comparison::kDigests;
  const auto shared = std::make_shared<const migration::MigrationParams>(made);
  const migration::Outcome plain = run_as(shared, migration::Way::kEventByEvent);
  const migration::Outcome skipped = run_as(shared, migration::Way::kExact);
  CHECK(outcome_text(skipped) == outcome_text(plain));
  CHECK(skipped.content.digests_agree);
}

TEST_CASE("a crash at a share of the rows, a failure and the end of the disk come when they come") {
  Costs costs;
  costs.statement = 20us;
  costs.server_statement = 23us;
  costs.flush = 900us;
  costs.network = 60us;
  for (const int accident : {0, 1, 2}) {
    CAPTURE(accident);
    migration::MigrationParams made =
        params(even_uploads(200'000, true), costs, migration::DumpAndImport{});
    make_endless(made);
    migration::MigratorCrash crash;
    crash.progress = 0.7;
    crash.restart_after = 5s;
    if (accident == 0) made.faults.emplace_back(crash);
    if (accident == 1) {
      made.faults.emplace_back(migration::StoreFailure{false, sim::at(9s), sim::at(14s)});
    }
    if (accident == 2) made.faults.emplace_back(migration::DiskFills{kDb, sim::at(9s)});
    const auto shared = std::make_shared<const migration::MigrationParams>(made);
    const migration::Outcome plain = run_as(shared, migration::Way::kEventByEvent);
    const migration::Outcome skipped = run_as(shared, migration::Way::kExact);
    CHECK(outcome_text(skipped) == outcome_text(plain));
    CHECK(plain.faults.size() > 0);
    CHECK(skipped.obtained.skips > 0);
  }
}

TEST_CASE("a DynamoDB table that is asked less than it takes has a period too") {
  migration::DynamoDbTarget target;
  target.place = "db";
  migration::DynamoProvisioned capacity;
  capacity.writes = 2000;
  capacity.idle_before = 300s;
  target.table.mode = capacity;
  for (auto& latency : target.table.latencies) latency = always(5ms);
  migration::DumpAndImport dump;
  dump.workers = 4;
  migration::MigrationParams made = params(even_uploads(100'000, true), {}, dump);
  made.target = target;
  const auto shared = std::make_shared<const migration::MigrationParams>(made);
  const migration::Outcome plain = run_as(shared, migration::Way::kEventByEvent);
  const migration::Outcome skipped = run_as(shared, migration::Way::kExact);
  CHECK(outcome_text(skipped) == outcome_text(plain));
  CHECK(skipped.meter.throttled == 0);
  CHECK(skipped.obtained.events_skipped > skipped.events / 2);
}

TEST_CASE("a thousand million rows take no longer than a thousand thousand") {
  Costs costs;
  costs.statement = 20us;
  costs.server_statement = 23us;
  costs.row_changed = 29us;
  costs.flush = 900us;
  migration::BatchedCopy copy;
  copy.copy.readers = 4;
  copy.copy.batch = 100;
  migration::MigrationParams made = params(even_uploads(1'000'000'000, true), costs, copy);
  make_endless(made);
  made.check.compare = migration::Comparison::kDigests;
  const migration::Outcome outcome =
      run_as(std::make_shared<const migration::MigrationParams>(made), migration::Way::kExact);
  CHECK(outcome.complete);
  CHECK(outcome.content.entries_at_end == 1'000'000'000);
  CHECK(outcome.content.digests_agree);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(outcome.events - outcome.obtained.events_skipped < 5'000'000);
}

TEST_CASE("latencies by chance have no period: every event is handled") {
  Costs costs;
  costs.statement = 20us;
  migration::MigrationParams made =
      params(even_uploads(5'000, true), costs, migration::BatchedCopy{});
  made.costs.statement = {sim::Distribution::exponential(20'000), {}};
  const migration::Outcome outcome =
      run_as(std::make_shared<const migration::MigrationParams>(made), migration::Way::kExact);
  CHECK(outcome.obtained.skips == 0);
  CHECK(outcome.obtained.way == migration::Way::kEventByEvent);
}
