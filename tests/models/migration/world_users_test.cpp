// Users during a migration: where their calls go, what they wait, what they lose.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::CallStore;
using models::migration::CallTimes;
using models::migration::ChangeCapture;
using models::migration::Comparison;
using models::migration::Conduct;
using models::migration::DumpAndImport;
using models::migration::Flow;
using models::migration::Guard;
using models::migration::MigrationParams;
using models::migration::OnlineCopy;
using models::migration::Outcome;
using models::migration::RowChoice;
using models::migration::Standing;
using models::migration::WrongFlag;
using tests::clients;
using tests::Costs;
using tests::faults;
using tests::flow;
using tests::kCreate;
using tests::kDelete;
using tests::kFewMicroseconds;
using tests::kGet;
using tests::kTouch;
using tests::params;
using tests::run;
using tests::uploads;

namespace {

const CallTimes& times(const Outcome& outcome, models::migration::CallIndex call, CallStore store) {
  for (const auto& one : outcome.calls) {
    if (one.call == call) return one.by_store[static_cast<std::size_t>(store)];
  }
  SIM_CHECK(false);
}

Flow mixed(RowChoice row) { return flow(row, {{kGet, 1, {}}, {kTouch, 1, {}}, {kGet, 1, {}}}); }

models::migration::CopyParams small_chunks() {
  models::migration::CopyParams copy;
  copy.readers = 2;
  copy.page = 50;
  copy.batch = 10;
  copy.checkpoint = 200;
  return copy;
}

}  // namespace

TEST_CASE("Little's law: clients = throughput times response and think time") {
  MigrationParams made =
      params(uploads(1000), {.server_statement = 1ms, .db_cores = 2}, Standing{});
  made.traffic = {clients(10, 7ms, flow(RowChoice::kAny, {{kGet, 1, {}}}))};
  made.traffic.front().until = sim::at(20s);
  const Outcome outcome = run(made);
  const CallTimes& get = times(outcome, kGet, CallStore::kTable);
  const double throughput = static_cast<double>(get.answered) / 20;
  CHECK(throughput * (get.response.mean() * 1e-9 + 7e-3) == doctest::Approx(10).epsilon(0.01));
  // Ten clients that think 7 ms fill two servers of 1 ms to 10 / 8 of a core.
  CHECK(throughput == doctest::Approx(10 / 8e-3).epsilon(0.02));
}

TEST_CASE("users a way off wait for their calls to go there and back, whatever comes of them") {
  MigrationParams made =
      params(uploads(1000), {.server_statement = 1ms, .db_cores = 8}, Standing{});
  made.traffic = {clients(4, 7ms, flow(RowChoice::kAny, {{kGet, 1, {}}}))};
  made.traffic.front().until = sim::at(10s);
  made.traffic.front().distance = tests::always(20ms);
  const Outcome outcome = run(made);
  const CallTimes& get = times(outcome, kGet, CallStore::kTable);
  CHECK(get.response.mean() == doctest::Approx(41e6).epsilon(0.001));
  // Four clients go round in 7 + 20 + 1 + 20 ms.
  CHECK(static_cast<double>(get.answered) == doctest::Approx(4 * 10 / 48e-3).epsilon(0.01));

  MigrationParams down = params(uploads(1000), kFewMicroseconds, DumpAndImport{});
  down.traffic = {clients(1, 10ms, flow(RowChoice::kAny, {{kGet, 1, {}}}))};
  down.traffic.front().until = sim::at(1s);
  down.traffic.front().while_down = Conduct::kGoesOn;
  down.traffic.front().distance = tests::always(20ms);
  down.servers.stop = tests::always(400ms);
  const Outcome refused = run(down);
  const auto length = refused.downtimes.front().until - refused.downtimes.front().from;
  CHECK(times(refused, kGet, CallStore::kTable).refused ==
        doctest::Approx(static_cast<double>(length / 50ms)).epsilon(0.15));
}

TEST_CASE("an upload begun before the migration is finished after it") {
  MigrationParams made = params(uploads(100), kFewMicroseconds, DumpAndImport{});
  Flow upload = flow(RowChoice::kNew, {{kCreate, 1, {}}, {kGet, 7, {}}, {kDelete, 1, {}}});
  upload.between = tests::always(3ms);
  made.traffic = {clients(20, 1ms, upload)};
  made.traffic.front().until = sim::at(200ms);
  made.start = sim::at(50ms);
  const Outcome outcome = run(made);
  CHECK(outcome.complete);
  CHECK(outcome.traffic.front().queued == 20);
  const auto& get = times(outcome, kGet, CallStore::kKv);
  CHECK(times(outcome, kGet, CallStore::kTable).answered > 100);
  CHECK(get.answered > 100);
  CHECK(get.not_found == 0);
  CHECK(times(outcome, kDelete, CallStore::kKv).failed == 0);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
}

TEST_CASE("users who do not wait at the door are refused, for as long as it is closed") {
  MigrationParams made = params(uploads(1000), kFewMicroseconds, DumpAndImport{});
  made.traffic = {clients(1, 1ms, flow(RowChoice::kAny, {{kGet, 1, {}}}))};
  made.traffic.front().until = sim::at(100ms);
  made.traffic.front().while_down = Conduct::kGoesOn;
  const Outcome outcome = run(made);
  const auto down = outcome.downtimes.front().until - outcome.downtimes.front().from;
  CHECK(times(outcome, kGet, CallStore::kTable).refused ==
        doctest::Approx(static_cast<double>(down / 1ms)).epsilon(0.1));
}

TEST_CASE("dual write, backfill and repair keep what users change meanwhile; nobody waits") {
  for (const Guard guard : {Guard::kIfAbsent, Guard::kOverwrite}) {
    for (const bool store_first : {false, true}) {
      OnlineCopy online;
      online.copy = small_chunks();
      online.copy.guard = guard;
      online.store_first = store_first;
      MigrationParams made = params(uploads(2000), kFewMicroseconds, online);
      made.servers.instances = 2;
      made.servers.start = tests::always(1ms);
      made.check.compare = Comparison::kAll;
      made.traffic = {clients(5, 100us, mixed(RowChoice::kPopular)),
                      clients(2, 100us, flow(RowChoice::kNew, {{kCreate, 1, {}}, {kGet, 2, {}}})),
                      clients(2, 300us, flow(RowChoice::kAny, {{kDelete, 1, {}}}))};
      for (auto& traffic : made.traffic) traffic.until = sim::at(60ms);
      made.traffic[1].name = "creators";
      made.traffic[2].name = "deleters";
      const Outcome outcome = run(made);
      CAPTURE(store_first);
      CHECK(outcome.complete);
      CHECK(outcome.downtimes.empty());
      CHECK(outcome.content.digests_agree);
      CHECK(outcome.content.rows_dropped == 0);
      CHECK(outcome.content.entries_at_end == outcome.content.rows_at_end);
      CHECK(times(outcome, kTouch, CallStore::kBoth).answered > 50);
      CHECK(times(outcome, kGet, CallStore::kKv).not_found == 0);
      CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
    }
  }
}

TEST_CASE("a backfill that overwrites writes back what users deleted; the check finds it") {
  OnlineCopy online;
  online.copy = small_chunks();
  online.copy.page = 500;
  online.copy.guard = Guard::kOverwrite;
  online.repair = false;
  MigrationParams made = params(uploads(2000), kFewMicroseconds, online);
  made.traffic = {clients(8, 50us, flow(RowChoice::kAny, {{kDelete, 1, {}}})),
                  clients(8, 50us, flow(RowChoice::kAny, {{kTouch, 1, {}}}))};
  made.traffic[1].name = "others";
  for (auto& traffic : made.traffic) traffic.until = sim::at(60ms);
  const Outcome unchecked = run(made);
  CHECK(unchecked.complete);
  CHECK(unchecked.content.rows_extra > 0);
  CHECK(unchecked.content.rows_changed > 0);
  REQUIRE(unchecked.content.named.size() > 0);
  CHECK(unchecked.content.named.front().key.size() == 32);

  made.check.compare = Comparison::kAll;
  const Outcome checked = run(made);
  CHECK(checked.rolled_back);
  CHECK(checked.checks.front().differences > 0);
  CHECK(faults(checked.content) == "lost 0 changed 0 extra 0");

  online.repair = true;
  made.procedure = online;
  const Outcome repaired = run(made);
  CHECK(repaired.complete);
  CHECK(repaired.checks.front().repaired > 0);
}

TEST_CASE("a log of changes is caught up with, and servers stop only for the rest of it") {
  ChangeCapture capture;
  capture.copy = small_chunks();
  capture.poll = 1ms;
  capture.lag_limit = 5ms;
  MigrationParams made = params(uploads(2000), kFewMicroseconds, capture);
  made.check.compare = Comparison::kAll;
  made.traffic = {clients(5, 200us, mixed(RowChoice::kPopular)),
                  clients(2, 300us, flow(RowChoice::kNew, {{kCreate, 1, {}}, {kDelete, 1, {}}}))};
  made.traffic[1].name = "others";
  for (auto& traffic : made.traffic) traffic.until = sim::at(400ms);
  const Outcome outcome = run(made);
  CHECK(outcome.complete);
  CHECK(outcome.changes_applied > 10);
  CHECK(outcome.checks.front().differences == 0);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(tests::phases(outcome) ==
        "open, read version, begin version, capture, copy, catch up, stop, catch up, check, "
        "end version, start");
}

TEST_CASE("an instance with the wrong flag panics; if it does not, rows are lost and named") {
  MigrationParams made = params(uploads(100), kFewMicroseconds, DumpAndImport{});
  made.servers.instances = 2;
  made.faults = {WrongFlag{0, 1, sim::kNever}};
  made.traffic = {clients(4, 1ms, flow(RowChoice::kAny, {{kTouch, 1, {}}}))};
  made.traffic.front().until = sim::at(500ms);
  const Outcome panics = run(made);
  CHECK(times(panics, kTouch, CallStore::kTable).panicked > 50);
  CHECK(faults(panics.content) == "lost 0 changed 0 extra 0");
  made.servers.panic_in_wrong_store = false;
  const Outcome silent = run(made);
  CHECK(silent.calls.front().misplaced > 50);
  CHECK(silent.content.rows_changed > 20);
}

TEST_CASE("a throttle holds the copy back while users' calls are slow") {
  OnlineCopy online;
  online.copy = small_chunks();
  Costs busy = kFewMicroseconds;
  busy.db_cores = 1;
  busy.row_changed = 300us;
  MigrationParams made = params(uploads(1000), busy, online);
  made.traffic = {clients(4, 500us, flow(RowChoice::kAny, {{kTouch, 1, {}}}))};
  made.traffic.front().until = sim::at(500ms);
  const Outcome fast = run(made);
  online.copy.throttle = models::migration::Throttle{2ms, 20ms};
  made.procedure = online;
  const Outcome held = run(made);
  CHECK(fast.held_back == 0);
  CHECK(held.held_back > 0);
  CHECK(tests::length(tests::phase(held, models::migration::PhaseKind::kCopy)) >
        tests::length(tests::phase(fast, models::migration::PhaseKind::kCopy)));
}

TEST_CASE("calls on the store against calls on tables: the difference is what the costs say") {
  MigrationParams made =
      params(uploads(1000), {.server_statement = 10us, .network = 50us}, Standing{});
  made.traffic = {clients(1, 1ms, flow(RowChoice::kAny, {{kGet, 1, {}}, {kDelete, 1, {}}}))};
  made.traffic.front().until = sim::at(1s);
  const auto both = models::migration::compare(made, {});
  REQUIRE(both.calls.size() == 2);
  CHECK(both.calls[0].difference == 0);
  // A delete on the store reads first: another round trip and statement.
  CHECK(both.calls[1].difference == 110'000);
  CHECK(both.calls[1].half_width == 0);
  CHECK(both.calls[1].pairs >= 32);
  CHECK(both.on_table.calls[0].by_store[0].answered > 800);
}

TEST_CASE("a call may lock what its row stands for and then change the row") {
  models::migration::Layout layout = uploads(100);
  models::migration::ApiCall& touch = layout.packages[0].calls[kTouch];
  models::migration::Operation lock;
  lock.kind = models::migration::OperationKind::kLockShared;
  lock.target = models::migration::kNone;
  models::migration::Operation begin = lock;
  begin.kind = models::migration::OperationKind::kBegin;
  models::migration::Operation commit = lock;
  commit.kind = models::migration::OperationKind::kCommit;
  touch.on_table.insert(touch.on_table.begin(), {begin, lock});
  touch.on_table.push_back(commit);
  MigrationParams made = params(layout, kFewMicroseconds, Standing{});
  made.traffic = {clients(4, 100us, flow(RowChoice::kPopular, {{kTouch, 1, {}}}))};
  made.traffic[0].count = 200;
  const Outcome outcome = run(made);
  CHECK(times(outcome, kTouch, CallStore::kTable).answered >= 200);
  CHECK(times(outcome, kTouch, CallStore::kTable).failed == 0);
}
