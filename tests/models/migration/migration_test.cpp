// Offline procedures against closed formulas.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::BatchedCopy;
using models::migration::BatchForm;
using models::migration::Comparison;
using models::migration::DumpAndImport;
using models::migration::MigrationParams;
using models::migration::Outcome;
using models::migration::PhaseKind;
using tests::Costs;
using tests::faults;
using tests::length;
using tests::params;
using tests::phase;
using tests::run;
using tests::runs;
using tests::uploads;

namespace {

double seconds(sim::Duration duration) { return std::chrono::duration<double>(duration).count(); }

DumpAndImport with_workers(std::uint32_t workers) {
  DumpAndImport procedure;
  procedure.workers = workers;
  return procedure;
}

double import_seconds(const Costs& costs, std::uint64_t rows, std::uint32_t workers) {
  return seconds(
      length(phase(run(params(uploads(rows), costs, with_workers(workers))), PhaseKind::kImport)));
}

}  // namespace

TEST_CASE("a dump and its import go through lakeFS's phases and keep every row") {
  const Outcome outcome = run(params(uploads(1000), {.statement = 1us}, DumpAndImport{}));
  CHECK(tests::phases(outcome) ==
        "stop, open, read version, begin version, export, import, end version, start");
  CHECK(outcome.complete);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(outcome.content.rows_before == 1000);
  CHECK(outcome.entries_written == 1000);
  CHECK(phase(outcome, PhaseKind::kExport).rows == 1000);
  CHECK(phase(outcome, PhaseKind::kImport).entries == 1000);
}

TEST_CASE("one worker takes the sum of all steps of an entry, to the nanosecond") {
  const Costs costs{.statement = 20us,
                    .decode = 1us,
                    .server_statement = 30us,
                    .row_changed = 40us,
                    .commit = 50us,
                    .flush = 500us,
                    .network = 100us};
  const Outcome outcome = run(params(uploads(100), costs, with_workers(1)));
  // The first entry is decoded before the worker begins; the others, while it works.
  const sim::Duration entry = 20us + 100us + 30us + 40us + 50us + 500us + 100us;
  CHECK(length(phase(outcome, PhaseKind::kImport)) == 1us + 100 * entry);
}

TEST_CASE("an import runs at the least of workers over latency, commits, and the one decoder") {
  const std::uint64_t rows = 4000;
  const Costs costs{.statement = 10us,
                    .decode = 8us,
                    .server_statement = 100us,
                    .row_changed = 100us,
                    .commit = 100us,
                    .network = 85us,
                    .db_cores = 3};
  // W / L = W / 480 us; three cores do a commit each 100 us; the decoder an entry each 8 us.
  for (const std::uint32_t workers : {1U, 2U, 3U, 20U}) {
    CAPTURE(workers);
    const double rate = std::min({workers / 480e-6, 3 / 300e-6, 1 / 8e-6});
    CHECK(import_seconds(costs, rows, workers) == doctest::Approx(rows / rate).epsilon(0.02));
  }
  Costs slow_decoder = costs;
  slow_decoder.decode = 400us;
  CHECK(import_seconds(slow_decoder, rows, 20) == doctest::Approx(rows * 400e-6).epsilon(0.02));
}

TEST_CASE("commits that come during a flush share the next one: W workers commit W / 2 a flush") {
  const Costs costs{.statement = 1us, .flush = 1ms};
  // Nothing but the flush takes time to speak of: who is answered asks again during the flush that
  // has begun meanwhile, so that two halves of the workers take turns.
  const double one = import_seconds(costs, 1000, 1);
  const double twenty = import_seconds(costs, 10'000, 20);
  CHECK(one == doctest::Approx(1000 * 1e-3).epsilon(0.02));
  CHECK(twenty == doctest::Approx(10'000 / 10 * 1e-3).epsilon(0.12));
}

TEST_CASE("an export without an index looks at runs times hooks rows, exactly") {
  const Costs costs{.row_visited = 1us, .row_answered = 1us};
  const auto export_time = [&](std::uint64_t rows, bool indexed, std::uint32_t workers) {
    return length(phase(run(params(runs(rows, 10, indexed, workers), costs, DumpAndImport{})),
                        PhaseKind::kExport));
  };
  // The runs themselves are read once, before.
  CHECK(export_time(50, false, 1) == 50us + 50 * 500 * 1us);
  CHECK(export_time(100, false, 1) == 100us + 100 * 1000 * 1us);
  CHECK(export_time(100, false, 10) == 100us + 100 / 10 * 1000 * 1us);
  CHECK(export_time(100, true, 1) == 100us + 1000 * 1us);
  // The procedure may allow fewer than the package would make.
  DumpAndImport narrow;
  narrow.export_workers = 2;
  CHECK(length(phase(run(params(runs(100, 10, false, 10), costs, narrow)), PhaseKind::kExport)) ==
        100us + 100 / 2 * 1000 * 1us);
}

TEST_CASE("rows with several entries and with none are counted as what they are") {
  const Outcome outcome = run(params(runs(200, 3, true, 4), {.statement = 1us}, DumpAndImport{}));
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(outcome.content.rows_before == 800);
  CHECK(phase(outcome, PhaseKind::kExport).rows == 800);
  CHECK(phase(outcome, PhaseKind::kExport).entries == outcome.entries_written);
  CHECK(outcome.content.entries_at_end == outcome.entries_written);
  CHECK(outcome.entries_written > 800);
  CHECK(outcome.entries_written < 1000);
}

TEST_CASE("a copy in batches of one transaction pays one commit for all its rows") {
  const Costs costs{.server_statement = 10us, .commit = 1ms, .network = 100us};
  BatchedCopy copy;
  copy.copy.page = 1000;
  copy.copy.batch = 100;
  copy.copy.checkpoint = 0;
  // A page: there, statement, back. A batch as one statement: the same and the commit.
  MigrationParams made = params(uploads(1000), costs, copy);
  CHECK(length(phase(run(made), PhaseKind::kCopy)) == 210us + 10 * 1210us);
  // As a transaction: begin, a round trip for each row, commit.
  copy.copy.form = BatchForm::kStatementEach;
  made.procedure = copy;
  CHECK(length(phase(run(made), PhaseKind::kCopy)) == 210us + 10 * (102 * 210us + 1000us));
}

TEST_CASE("readers of key ranges divide the time among them") {
  const Costs costs{.server_statement = 10us, .commit = 1ms};
  BatchedCopy copy;
  copy.copy.batch = 1;
  copy.copy.page = 100;
  copy.copy.checkpoint = 0;
  const auto copy_time = [&](std::uint32_t readers) {
    copy.copy.readers = readers;
    const Outcome outcome = run(params(uploads(800), costs, copy));
    CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
    return length(phase(outcome, PhaseKind::kCopy));
  };
  CHECK(copy_time(1) == 8 * 10us + 800 * 1010us);
  CHECK(copy_time(8) == 10us + 100 * 1010us);
}

TEST_CASE("every way to check costs its reads and finds nothing where nothing is wrong") {
  const Costs costs{.decode = 1us, .server_statement = 10us, .network = 100us};
  MigrationParams made = params(uploads(4000), costs, BatchedCopy{});
  made.check.readers = 1;
  const auto check = [&](Comparison compare) {
    made.check.compare = compare;
    made.check.share = 0.5;
    const Outcome outcome = run(made);
    CHECK(outcome.complete);
    REQUIRE(outcome.checks.size() == 1);
    CHECK(outcome.checks.front().differences == 0);
    return fmt::format("{} rows, {} entries, {} us", outcome.checks.front().rows_read,
                       outcome.checks.front().entries_read,
                       length(phase(outcome, PhaseKind::kCheck)).count() / 1000);
  };
  CHECK(check(Comparison::kAll) == "4000 rows, 4000 entries, 5680 us");
  CHECK(check(Comparison::kDigests) == "4000 rows, 4000 entries, 1684 us");
  CHECK(check(Comparison::kSampled) == "2000 rows, 2000 entries, 2840 us");
}

TEST_CASE("a check costs its pages' reads on both sides and what it compares, over its readers") {
  const Costs costs{.decode = 1us, .server_statement = 10us, .network = 100us};
  const sim::Duration question = 2 * 100us + 10us;
  MigrationParams made = params(uploads(8000), costs, BatchedCopy{});
  for (const std::uint32_t readers : {1U, 2U, 4U}) {
    for (const std::uint32_t page : {100U, 500U, 2000U}) {
      CAPTURE(readers);
      CAPTURE(page);
      const auto takes = [&](Comparison compare, double share) {
        made.check = {compare, share, readers, page};
        return length(phase(run(made), PhaseKind::kCheck));
      };
      // A page of rows is one question to the tables, and one to the store for each 1,000 entries.
      const std::uint32_t pages = 8000 / page / readers;
      const sim::Duration reads = question + std::max(1U, page / 1000) * question;
      CHECK(takes(Comparison::kAll, 1) == pages * (reads + page * 1us));
      CHECK(takes(Comparison::kDigests, 1) == pages * (reads + 1us));
      CHECK(takes(Comparison::kSampled, 0.1) == pages / 10 * (reads + page * 1us));
      CHECK(takes(Comparison::kSampled, 0.5) == pages / 2 * (reads + page * 1us));
    }
  }
}

TEST_CASE("what is busy is named: the decoder, the database's processor, or workers that wait") {
  const auto bottleneck = [](const Costs& costs, std::uint32_t workers) {
    const Outcome outcome = run(params(uploads(500), costs, with_workers(workers)));
    const auto& import = phase(outcome, PhaseKind::kImport);
    REQUIRE(import.bottleneck);
    return outcome.resources[*import.bottleneck].name;
  };
  CHECK(bottleneck({.decode = 1ms}, 20) == "uploads/decoder");
  CHECK(bottleneck({.server_statement = 1ms, .db_cores = 2}, 20) == "db/cpu");
  CHECK(bottleneck({.network = 1ms}, 20) == "uploads/workers");
  CHECK(bottleneck({.flush = 1ms}, 20) == "db/disk");
}

TEST_CASE("what holds a package's phase up is a machine or a program of its own") {
  using models::migration::kAllPackages;
  using models::migration::PhaseEnd;
  models::migration::PhaseLog log(
      {{"db/cpu", 4}, {"a/workers", 20, true, 0}, {"b/workers", 20, true, 1}});
  const auto bottleneck = [&](models::migration::PackageIndex package, std::int64_t cpu) {
    const auto phase = log.begin(PhaseKind::kImport, package, 0, {{}, {}, {}}, sim::at(0s));
    log.end(phase, PhaseEnd::kDone, {{cpu, 0}, {5'000'000'000, 0}, {20'000'000'000, 0}},
            sim::at(1s), sim::kNoEvent);
    return log.resources()[*log[phase].bottleneck].name;
  };
  CHECK(bottleneck(0, 1'600'000'000) == "a/workers");
  CHECK(bottleneck(1, 1'600'000'000) == "b/workers");
  CHECK(bottleneck(kAllPackages, 1'600'000'000) == "b/workers");
  CHECK(bottleneck(0, 3'600'000'000) == "db/cpu");
}

TEST_CASE("downtime lasts from the first refused call until the servers are back") {
  MigrationParams made = params(uploads(100), {.decode = 1ms}, DumpAndImport{});
  made.servers.stop = tests::always(2s);
  made.servers.start = tests::always(3s);
  made.start = sim::at(10s);
  const Outcome outcome = run(made);
  REQUIRE(outcome.downtimes.size() == 1);
  CHECK(outcome.downtimes.front().from == sim::at(10s));
  CHECK(outcome.downtimes.front().until - outcome.downtimes.front().from == 5s + 100 * 1ms);
  CHECK(outcome.end == outcome.downtimes.front().until);
}

TEST_CASE("a dump takes space while it is there, and none is left behind") {
  const Outcome outcome = run(params(uploads(1000), {}, DumpAndImport{}));
  // A line: 40 and base64 of partition 10, key 32 and the value of some 120 bytes.
  CHECK(outcome.space.dump_peak ==
        static_cast<std::int64_t>(phase(outcome, PhaseKind::kExport).bytes));
  CHECK(outcome.space.dump_peak > 200'000);
  CHECK(outcome.space.dump_peak < 350'000);
  CHECK(outcome.space.database_peak > outcome.space.database_before * 3 / 2);
}

TEST_CASE("a dump of many chunks goes to its host's disk behind, and the run waits for it") {
  auto made = params(uploads(8000), {.statement = 1us}, DumpAndImport{});
  made.hosts[tests::kApp].disk.emplace();
  made.hosts[tests::kApp].disk->write = tests::always(2ms);
  const Outcome outcome = run(made);
  CHECK(outcome.space.dump_peak > std::int64_t{2} << 20);
  CHECK(outcome.complete);
  CHECK_FALSE(outcome.stuck);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
}
