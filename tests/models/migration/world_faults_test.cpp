// Accidents: what breaks, who notices, what is left.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "sim/loop.hpp"
#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::BatchedCopy;
using models::migration::ChangeCapture;
using models::migration::DumpAndImport;
using models::migration::Fault;
using models::migration::FaultKind;
using models::migration::MigrationParams;
using models::migration::MigratorCrash;
using models::migration::OnlineCopy;
using models::migration::OpenRace;
using models::migration::Outcome;
using models::migration::PhaseKind;
using models::migration::Procedure;
using models::migration::StoreFailure;
using tests::faults;
using tests::kFewMicroseconds;
using tests::params;
using tests::run;
using tests::runs;
using tests::uploads;

namespace {

std::size_t count(const Outcome& outcome, FaultKind kind) {
  std::size_t happened = 0;
  for (const auto& fault : outcome.faults) happened += fault.kind == kind ? fault.count : 0;
  return happened;
}

BatchedCopy small_batches() {
  BatchedCopy copy;
  copy.copy.readers = 2;
  copy.copy.page = 20;
  copy.copy.batch = 4;
  copy.copy.checkpoint = 40;
  return copy;
}

}  // namespace

TEST_CASE("an export that fails on a null names the row and leaves the other package alone") {
  MigrationParams made = params(uploads(1000), kFewMicroseconds, DumpAndImport{});
  made.defects = {{0, 0}};
  const Outcome outcome = run(made);
  CHECK_FALSE(outcome.complete);
  REQUIRE(outcome.faults.size() == 1);
  CHECK(outcome.faults.front().kind == FaultKind::kDefect);
  CHECK(outcome.faults.front().key.size() == 32);
  CHECK(outcome.entries_written == 0);
  CHECK(outcome.content.rows_not_moved == 1000);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(outcome.content.named.front().fault == models::migration::RowFault::kNotMoved);
  REQUIRE(outcome.content.named.size() == 1);
  CHECK(outcome.content.named.front().rows == 1000);
  // Nobody starts the servers again.
  REQUIRE(outcome.downtimes.size() == 1);
  CHECK(outcome.downtimes.front().until == outcome.end);
}

TEST_CASE("a failed migration that rolls back ends with the servers on the tables") {
  MigrationParams made = params(uploads(1000), kFewMicroseconds, DumpAndImport{});
  made.defects = {{0, 0}};
  made.roll_back_on_failure = true;
  const Outcome outcome = run(made);
  CHECK(outcome.rolled_back);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(tests::phases(outcome) ==
        "stop, open, read version, begin version, export failed, roll back");
}

TEST_CASE("all workers dead, the producer waits for ever: found stuck at that very moment") {
  DumpAndImport dump;
  dump.workers = 4;
  dump.channel = 10;
  MigrationParams made = params(uploads(2000), kFewMicroseconds, dump);
  made.faults = {models::migration::DiskFills{tests::kDb, sim::at(40ms)}};
  const Outcome failed = run(made);
  CHECK_FALSE(failed.stuck);
  CHECK(count(failed, FaultKind::kDiskFilled) == 2);  // the accident, and who met it

  dump.producer_blocks_for_ever = true;
  made.procedure = dump;
  const Outcome stuck = run(made);
  CHECK(stuck.stuck);
  CHECK(count(stuck, FaultKind::kWorkersDead) == 1);
  CHECK(count(stuck, FaultKind::kStuck) == 1);
  CHECK(tests::phases(stuck) == "stop, open, read version, begin version, export, import never");
  CHECK(stuck.content.rows_not_moved + stuck.entries_written == 2000);
}

TEST_CASE("three replicas open the store at once: without a lock one survives") {
  MigrationParams made = params(uploads(10), kFewMicroseconds, DumpAndImport{});
  made.faults = {OpenRace{3, false}};
  const Outcome raced = run(made);
  CHECK(count(raced, FaultKind::kOpenRaceLost) == 2);
  CHECK(raced.complete);
  made.faults = {OpenRace{3, true}};
  const Outcome locked = run(made);
  CHECK(locked.faults.empty());
  CHECK(tests::length(tests::phase(locked, PhaseKind::kOpenStore)) ==
        3 * tests::length(tests::phase(run(params(uploads(10), kFewMicroseconds, DumpAndImport{})),
                                       PhaseKind::kOpenStore)));
}

TEST_CASE("a dump begins again from zero after a crash, and pays for it") {
  MigrationParams made = params(uploads(1000), kFewMicroseconds, DumpAndImport{});
  made.faults = {MigratorCrash{std::nullopt, 0.5, 10s}};
  const Outcome outcome = run(made);
  CHECK(outcome.complete);
  CHECK(outcome.attempts == 2);
  CHECK(outcome.wasted_entries > 370);
  CHECK(outcome.wasted_entries < 510);
  CHECK(outcome.entries_written == 1000 + outcome.wasted_entries);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(tests::phases(outcome) ==
        "stop, open, read version, begin version, export, import crashed, restart, open, "
        "read version, drop residue, begin version, export, import, end version, start");
}

TEST_CASE("a copy with checkpoints goes on after a crash where it was last safe") {
  MigrationParams made = params(uploads(1000), kFewMicroseconds, small_batches());
  made.faults = {MigratorCrash{std::nullopt, 0.5, 10s}};
  const Outcome outcome = run(made);
  CHECK(outcome.complete);
  CHECK(outcome.attempts == 2);
  CHECK(outcome.rows_copied > 1000);
  CHECK(outcome.rows_copied <= 1000 + 2 * (40 + 20));
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
}

TEST_CASE("a crash at any moment loses no row, whatever the procedure") {
  const std::vector<Procedure> procedures{DumpAndImport{}, small_batches(),
                                          OnlineCopy{small_batches().copy},
                                          ChangeCapture{small_batches().copy}};
  for (std::size_t number = 0; number < procedures.size(); ++number) {
    MigrationParams made = params(runs(60, 2, true, 2), kFewMicroseconds, procedures[number]);
    const Outcome plain = run(made);
    REQUIRE(plain.complete);
    const auto whole = plain.end - sim::kStart;
    for (int part = 0; part < 150; ++part) {
      made.faults = {MigratorCrash{sim::kStart + whole * part / 150 + sim::Duration(1), 0, 1ms}};
      const Outcome outcome = run(made);
      CAPTURE(number);
      CAPTURE(part);
      CHECK(outcome.complete);
      CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
    }
  }
}

TEST_CASE("a store that fails and comes back only makes the copy longer") {
  for (const bool source : {false, true}) {
    CAPTURE(source);
    MigrationParams made = params(uploads(1000), kFewMicroseconds, small_batches());
    const Outcome plain = run(made);
    made.faults = {StoreFailure{source, sim::at(10ms), sim::at(20s)}};
    const Outcome outcome = run(made);
    CHECK(outcome.complete);
    CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
    CHECK(outcome.end > plain.end + 18s);
  }
}

TEST_CASE("an import whose store fails gives up: it has no second try") {
  MigrationParams made = params(uploads(1000), kFewMicroseconds, DumpAndImport{});
  made.faults = {StoreFailure{false, sim::at(20ms), sim::at(30ms)}};
  const Outcome outcome = run(made);
  CHECK_FALSE(outcome.complete);
  CHECK(count(outcome, FaultKind::kStoreFailed) == 2);
}

TEST_CASE("a dump that finds no room fails its package") {
  MigrationParams made = params(uploads(1000), kFewMicroseconds, DumpAndImport{});
  made.hosts[tests::kApp].disk_size = sim::Bytes{100'000};
  const Outcome outcome = run(made);
  CHECK_FALSE(outcome.complete);
  CHECK(count(outcome, FaultKind::kDiskFilled) == 1);
}

TEST_CASE("a copy of the world and its schedule goes on exactly as the original does") {
  namespace migration = models::migration;
  MigrationParams made = params(uploads(200), kFewMicroseconds, OnlineCopy{small_batches().copy});
  made.traffic = {
      tests::clients(3, 50us, tests::flow(migration::RowChoice::kAny, {{tests::kTouch, 1, {}}}))};
  made.traffic.front().until = sim::at(30ms);
  const auto shared = std::make_shared<const MigrationParams>(made);
  migration::Schedule schedule(1);
  migration::Migration world(shared, schedule);
  const auto finish = [](migration::Migration& any, migration::Schedule& its) {
    while (!any.over(its.now()) && its.next_at() < sim::kNever) sim::step(any, its);
    return fmt::format("{} {}", any.digest(), its.now().time_since_epoch().count());
  };
  for (int i = 0; i < 1500; ++i) sim::step(world, schedule);
  migration::Migration copy = world;
  migration::Schedule its = schedule;
  CHECK(finish(copy, its) == finish(world, schedule));
}

TEST_CASE("the same params give the same digest") {
  const MigrationParams made = params(uploads(300), kFewMicroseconds, DumpAndImport{});
  CHECK(run(made).digest == run(made).digest);
  const MigrationParams other = params(uploads(301), kFewMicroseconds, DumpAndImport{});
  CHECK(run(made).digest != run(other).digest);
}

TEST_CASE("a store that never comes back is given up after a while, whoever asks it") {
  for (const Procedure& procedure :
       {Procedure(small_batches()), Procedure(OnlineCopy{small_batches().copy}),
        Procedure(ChangeCapture{small_batches().copy})}) {
    for (const sim::Duration at : {1ns, 12'000'000ns}) {
      MigrationParams made = params(uploads(1000), kFewMicroseconds, procedure);
      made.faults = {StoreFailure{false, sim::at(at), sim::kNever}};
      made.roll_back_on_failure = true;
      const Outcome outcome = run(made);
      CHECK_FALSE(outcome.complete);
      CHECK(outcome.rolled_back);
      CHECK(outcome.end - sim::kStart > 600s);
      CHECK(outcome.end - sim::kStart < 610s);
      CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
    }
  }
}

TEST_CASE("the record of causes leads from the end of a run back to its start") {
  const auto shared = std::make_shared<const MigrationParams>(
      params(uploads(50), kFewMicroseconds, DumpAndImport{}));
  models::migration::RunOptions options;
  options.causes = true;
  const auto done = models::migration::run(shared, options);
  sim::EventId event = done.outcome.phases.back().ended_by;
  sim::Duration sum{0};
  std::size_t links = 0;
  while (event != sim::kNoEvent) {
    const sim::CauseLink& link = done.causes.of(event);
    const sim::Instant before =
        link.brought_by == sim::kNoEvent ? sim::kStart : done.causes.of(link.brought_by).at;
    CHECK(link.released_at >= before);
    sum += link.at - before;
    event = link.brought_by;
    ++links;
  }
  CHECK(sim::kStart + sum == done.outcome.end);
  CHECK(links > 50);
}
