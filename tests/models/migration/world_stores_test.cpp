// The same data into other stores than a table: DynamoDB, an embedded tree, another database.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::BatchedCopy;
using models::migration::DumpAndImport;
using models::migration::DynamoDbTarget;
using models::migration::DynamoProvisioned;
using models::migration::Guard;
using models::migration::LsmTarget;
using models::migration::MigrationParams;
using models::migration::Outcome;
using models::migration::PhaseKind;
using models::migration::PostgresKvTarget;
using tests::faults;
using tests::params;
using tests::phase;
using tests::run;
using tests::uploads;

namespace {

MigrationParams into_dynamo(MigrationParams made, std::int64_t write_units) {
  DynamoDbTarget target;
  target.place = "db";
  DynamoProvisioned capacity;
  capacity.writes = write_units;
  capacity.idle_before = 300s;
  target.table.mode = capacity;
  for (auto& latency : target.table.latencies) latency = tests::always(5ms);
  made.target = target;
  return made;
}

}  // namespace

TEST_CASE("DynamoDB takes what its write units allow, whatever the workers") {
  BatchedCopy copy;
  copy.copy.readers = 20;
  copy.copy.page = 100;
  copy.copy.guard = Guard::kOverwrite;
  const MigrationParams made = into_dynamo(params(uploads(50'000), {}, copy), 100);
  const Outcome outcome = run(made);
  CHECK(outcome.complete);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(outcome.meter.write_units / 1000 >= 50'000);
  CHECK(outcome.meter.throttled + outcome.meter.retries > 0);
  // 300 s of unused capacity are there at the start: 30,000 units.
  const double copied =
      std::chrono::duration<double>(tests::length(phase(outcome, PhaseKind::kCopy))).count();
  CHECK(copied >= (50'000 - 30'000) / 100.0 * 0.95);
  CHECK(copied <= (50'000 - 30'000) / 100.0 * 1.25);
}

TEST_CASE("an import into DynamoDB sets one entry at a time") {
  const MigrationParams made = into_dynamo(params(uploads(1000), {}, DumpAndImport{}), 10'000);
  const Outcome outcome = run(made);
  CHECK(outcome.complete);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  // 20 workers, 5 ms each.
  CHECK(tests::length(phase(outcome, PhaseKind::kImport)) == 1000 / 20 * 5ms);
}

TEST_CASE("an embedded tree and a database of its own keep every row too") {
  MigrationParams made = params(uploads(3000), {.statement = 1us, .flush = 200us}, DumpAndImport{});
  LsmTarget tree;
  tree.host = tests::kDb;
  made.target = tree;
  const Outcome in_tree = run(made);
  CHECK(in_tree.complete);
  CHECK(faults(in_tree.content) == "lost 0 changed 0 extra 0");

  // In batches of fifty: as many entries, a fiftieth of the log's syncs, so much less time.
  BatchedCopy copy;
  copy.copy.guard = Guard::kOverwrite;
  copy.copy.checkpoint = 0;
  made.procedure = copy;
  const auto copied = [&](std::uint32_t batch) {
    copy.copy.batch = batch;
    made.procedure = copy;
    const Outcome outcome = run(made);
    CHECK(outcome.complete);
    CHECK(outcome.content.entries_at_end == 3000);
    CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
    return tests::length(phase(outcome, PhaseKind::kCopy));
  };
  // A write costs the client a microsecond and the log 200.
  CHECK(copied(1) - copied(50) == (3000 - 3000 / 50) * 201us);
  made.procedure = DumpAndImport{};

  PostgresKvTarget other;
  other.host = tests::kDb;
  other.database = made.source.database;
  other.database->name = "other";
  made.target = other;
  const Outcome in_other = run(made);
  CHECK(in_other.complete);
  CHECK(faults(in_other.content) == "lost 0 changed 0 extra 0");
}
