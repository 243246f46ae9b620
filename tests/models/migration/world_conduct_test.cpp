// What users do phase by phase: they stop, queue or go on, whether servers are up or down.
#include <doctest/doctest.h>

#include <algorithm>

#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::CallStore;
using models::migration::CallTimes;
using models::migration::Conduct;
using models::migration::DumpAndImport;
using models::migration::DuringPhase;
using models::migration::MigrationParams;
using models::migration::OnlineCopy;
using models::migration::OpenArrivals;
using models::migration::Outcome;
using models::migration::PhaseKind;
using models::migration::PhaseOutcome;
using models::migration::RowChoice;
using tests::clients;
using tests::flow;
using tests::kFewMicroseconds;
using tests::kGet;
using tests::params;
using tests::phase;
using tests::run;
using tests::uploads;

namespace {

constexpr sim::Duration kEvery = 1ms;
constexpr sim::Instant kEnd = sim::at(200ms);

// One user every millisecond, each with one call, until all is over.
MigrationParams moving(models::migration::Procedure procedure, Conduct while_down,
                       std::vector<DuringPhase> during) {
  tests::Costs costs = kFewMicroseconds;
  costs.encode = 20us;  // so that every phase lasts some users' comings
  costs.decode = 20us;
  MigrationParams made = params(uploads(1000), costs, std::move(procedure));
  made.start = sim::at(10ms) + 500us;
  made.servers.stop = tests::always(5ms);
  made.servers.start = tests::always(5ms);
  made.servers.instances = 2;
  made.traffic = {clients(1, 1ms, flow(RowChoice::kAny, {{kGet, 1, {}}}))};
  made.traffic.front().arrivals = OpenArrivals{tests::always(kEvery)};
  made.traffic.front().until = kEnd;
  made.traffic.front().while_down = while_down;
  made.traffic.front().during = std::move(during);
  return made;
}

OnlineCopy checked_online() {
  OnlineCopy online;
  online.copy.page = 50;
  online.copy.batch = 10;
  return online;
}

// How many users come while the phase is open: one at each whole millisecond.
std::uint64_t come_in(const PhaseOutcome& of) {
  std::uint64_t count = 0;
  for (sim::Instant at = sim::kStart + kEvery; at < kEnd; at += kEvery) {
    count += at >= of.began && at < of.ended ? 1 : 0;
  }
  return count;
}

std::uint64_t come_at_all() {
  return static_cast<std::uint64_t>((kEnd - sim::kStart) / kEvery) - 1;
}

struct Ends {
  std::uint64_t answered = 0;
  std::uint64_t refused = 0;
  sim::Duration slowest{0};
};

Ends ends(const Outcome& outcome) {
  Ends sum;
  for (const CallTimes& times : outcome.calls.front().by_store) {
    sum.answered += times.answered;
    sum.refused += times.refused;
    if (!times.response.empty()) {
      sum.slowest = std::max(sum.slowest, sim::Duration(times.response.max()));
    }
  }
  return sum;
}

std::uint64_t come_while_down(const Outcome& outcome) {
  PhaseOutcome down;
  down.began = outcome.downtimes.front().from;
  down.ended = outcome.downtimes.front().until;
  return come_in(down);
}

}  // namespace

TEST_CASE("who stops in a phase begins nothing in it: with servers down") {
  const Outcome outcome =
      run(moving(DumpAndImport{}, Conduct::kGoesOn, {{PhaseKind::kExport, Conduct::kStops}}));
  const std::uint64_t silent = come_in(phase(outcome, PhaseKind::kExport));
  REQUIRE(silent > 5);
  CHECK(outcome.traffic.front().flows == come_at_all() - silent);
  CHECK(ends(outcome).refused == come_while_down(outcome) - silent);
  CHECK(outcome.traffic.front().queued == 0);
}

TEST_CASE("who stops in a phase begins nothing in it: with servers up") {
  const Outcome outcome =
      run(moving(checked_online(), Conduct::kQueues, {{PhaseKind::kCopy, Conduct::kStops}}));
  const std::uint64_t silent = come_in(phase(outcome, PhaseKind::kCopy));
  REQUIRE(silent > 5);
  CHECK(outcome.downtimes.empty());
  CHECK(ends(outcome).answered == come_at_all() - silent);
  CHECK(ends(outcome).refused == 0);
}

TEST_CASE("who queues in a phase waits for its end: with servers down") {
  const Outcome outcome = run(moving(DumpAndImport{}, Conduct::kGoesOn,
                                     {{PhaseKind::kImport, Conduct::kQueues},
                                      {PhaseKind::kEndVersion, Conduct::kQueues},
                                      {PhaseKind::kStartServers, Conduct::kQueues}}));
  const std::uint64_t held = come_in(phase(outcome, PhaseKind::kImport)) +
                             come_in(phase(outcome, PhaseKind::kEndVersion)) +
                             come_in(phase(outcome, PhaseKind::kStartServers));
  REQUIRE(held > 5);
  CHECK(outcome.traffic.front().queued == held);
  CHECK(ends(outcome).refused == come_while_down(outcome) - held);
  CHECK(ends(outcome).answered == come_at_all() - ends(outcome).refused);
}

TEST_CASE("who queues in a phase waits for its end, and that wait is part of his call's time") {
  MigrationParams made =
      moving(checked_online(), Conduct::kQueues, {{PhaseKind::kCheck, Conduct::kQueues}});
  made.check.compare = models::migration::Comparison::kAll;
  const Outcome outcome = run(made);
  const PhaseOutcome& check = phase(outcome, PhaseKind::kCheck);
  const std::uint64_t held = come_in(check);
  REQUIRE(held > 2);
  CHECK(outcome.traffic.front().queued == held);
  CHECK(ends(outcome).answered == come_at_all());
  // The first comes at the first whole millisecond of the check.
  const sim::Duration into = check.began - sim::kStart;
  const sim::Duration wait = check.ended - (sim::kStart + (into + kEvery - 1ns) / kEvery * kEvery);
  CHECK(outcome.traffic.front().longest_wait == wait);
  CHECK(ends(outcome).slowest > wait);
  CHECK(ends(outcome).slowest < wait + 2ms);
}

TEST_CASE("who goes on in a phase is refused by servers that are down, and served by others") {
  const Outcome down =
      run(moving(DumpAndImport{}, Conduct::kQueues, {{PhaseKind::kExport, Conduct::kGoesOn}}));
  // Those who queued before it are let in, find no server, and are refused with the rest.
  const std::uint64_t before = come_in(phase(down, PhaseKind::kStopServers)) +
                               come_in(phase(down, PhaseKind::kOpenStore)) +
                               come_in(phase(down, PhaseKind::kReadVersion)) +
                               come_in(phase(down, PhaseKind::kBeginVersion));
  CHECK(ends(down).refused == before + come_in(phase(down, PhaseKind::kExport)));
  CHECK(ends(down).answered == come_at_all() - ends(down).refused);

  const Outcome up =
      run(moving(checked_online(), Conduct::kQueues, {{PhaseKind::kCopy, Conduct::kGoesOn}}));
  CHECK(ends(up).answered == come_at_all());
  CHECK(up.digest == run(moving(checked_online(), Conduct::kQueues, {})).digest);
}

TEST_CASE("a client of a closed generator that stops has no call to wait for") {
  MigrationParams made =
      moving(checked_online(), Conduct::kQueues, {{PhaseKind::kCopy, Conduct::kStops}});
  made.traffic.front().arrivals = models::migration::ClosedArrivals{3, tests::always(kEvery)};
  const Outcome outcome = run(made);
  const PhaseOutcome& copy = phase(outcome, PhaseKind::kCopy);
  REQUIRE(tests::length(copy) > 5ms);
  CHECK(ends(outcome).slowest < 2ms);
  CHECK(outcome.traffic.front().queued == 0);
  CHECK(ends(outcome).answered > 300);
}

TEST_CASE("users before a door that never opens are counted, and end the run") {
  MigrationParams made = moving(DumpAndImport{}, Conduct::kQueues, {});
  made.faults = {models::migration::StoreFailure{false, sim::at(12ms)}};
  made.patience = 5s;
  const Outcome queued = run(made);
  CHECK_FALSE(queued.complete);
  CHECK(queued.traffic.front().shut_out == come_while_down(queued));
  CHECK(queued.traffic.front().queued == 0);
  // Who stops for good no longer comes, though he has calls left and no end.
  made.traffic.front().while_down = Conduct::kStops;
  made.traffic.front().until = sim::kNever;
  made.traffic.front().count = 100'000;
  const Outcome stopped = run(made);
  CHECK(stopped.traffic.front().flows < 20);
  CHECK(stopped.traffic.front().shut_out == 0);
}
