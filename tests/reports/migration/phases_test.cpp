#include <doctest/doctest.h>

#include "tests/reports/migration/moved.hpp"

using namespace std::chrono_literals;
using models::migration::PhaseEnd;
using models::migration::PhaseKind;
using tests::Moved;
using tests::text_of;

TEST_CASE("each phase has a line, and the longest is named with what held it up") {
  Moved moved;
  moved.outcome().resources = {{"db/disk", 32, false}, {"gateway/multiparts/workers", 20, true}};
  moved.phase(PhaseKind::kStopServers, 0, 10);
  auto& exported = moved.phase(PhaseKind::kExport, 10, 12);
  exported.package = 0;
  exported.rows = 1000;
  exported.uses = {{0.1, 0}, {0, 0}};
  exported.bottleneck = 0;
  auto& import = moved.phase(PhaseKind::kImport, 12, 112);
  import.package = 0;
  import.entries = 250'000;
  import.bytes = 2048;
  import.uses = {{0.3, 0}, { 0.98, 3 }};
  import.bottleneck = 1;
  CHECK(text_of(*reports::migration::phases(moved.view())) ==
        "The phases\n"
        "The longest phase is import of gateway/multiparts, 1 min 40 s, held up by "
        "gateway/multiparts/workers\n(98% busy).\n"
        "  phase         package             began  took        entries  a second  held up by\n"
        "  stop-servers                      0ms    10s                            servers that "
        "stop\n"
        "  export        gateway/multiparts  10s    2s                        500  nothing full; "
        "most db/disk\n"
        "                                                                          (10% busy)\n"
        "  import        gateway/multiparts  12s    1 min 40 s  250,000     2,500  "
        "gateway/multiparts/workers\n"
        "                                                                          (98% busy)\n");
}

TEST_CASE("a phase that waits for DynamoDB says so, and not which idle machine is least idle") {
  Moved moved;
  auto params = *moved.scenario().params;
  params.target = models::migration::DynamoDbTarget{};
  moved.scenario().params =
      std::make_shared<const models::migration::MigrationParams>(std::move(params));
  moved.outcome().resources = {{"app/cpu", 2, false}};
  auto& copy = moved.phase(PhaseKind::kCopy, 0, 100);
  copy.entries = 5000;
  copy.uses = {{0.01, 0}};
  copy.bottleneck = 0;
  const auto lead = [&] { return reports::migration::phases(moved.view())->lead; };
  CHECK(lead() == "The longest phase is copy, 1 min 40 s, held up by DynamoDB's answers.");
  moved.outcome().meter.throttled = 7;
  CHECK(lead() == "The longest phase is copy, 1 min 40 s, held up by DynamoDB's capacity.");
  moved.outcome().phases.front().uses = {{0.9, 0}};
  CHECK(lead() == "The longest phase is copy, 1 min 40 s, held up by app/cpu (90% busy).");
}

TEST_CASE("attempts, and how phases ended, show when they differ") {
  Moved moved;
  moved.outcome().attempts = 2;
  moved.outcome().wasted_entries = 1500;
  moved.phase(PhaseKind::kImport, 0, 5).end = PhaseEnd::kCrashed;
  moved.phase(PhaseKind::kRestart, 5, 65);
  auto& again = moved.phase(PhaseKind::kImport, 65, 75);
  again.attempt = 1;
  CHECK(text_of(*reports::migration::phases(moved.view())) ==
        "The phases\n"
        "The longest phase is restart, 1 min, held up by whoever starts it again. It took 2 "
        "attempts.\n"
        "  phase    attempt  began      took   held up by               end\n"
        "  import         1  0ms        5s                              crashed\n"
        "  restart        1  5s         1 min  whoever starts it again  done\n"
        "  import         2  1 min 5 s  10s                             done\n"
        "1,500 entries were written in vain, in attempts that were begun again.\n");
}

TEST_CASE("downtime is told by stretches, and over replications by percentiles") {
  Moved moved;
  moved.phase(PhaseKind::kStopServers, 0, 10);
  moved.outcome().downtimes = {{0, sim::at(0s), sim::at(90s)}};
  moved.replication(80s, 90s);
  CHECK(text_of(*reports::migration::downtime(moved.view())) ==
        "The downtime\n"
        "Users were not served for 1 min 30 s.\n"
        "  not served  from  until       length\n"
        "  everything  0ms   1 min 30 s  1 min 30 s\n");
  for (int i = 1; i < 20; ++i) moved.replication(80s + i * 1s, 90s + i * 1s);
  CHECK(text_of(*reports::migration::downtime(moved.view())) ==
        "The downtime\n"
        "Users were not served for 1 min 30 s.\n"
        "  not served  from  until       length\n"
        "  everything  0ms   1 min 30 s  1 min 30 s\n"
        "\n"
        "Over all replications\n"
        "  of                   least       p50         p95         most\n"
        "  downtime             1 min 30 s  1 min 39 s  1 min 48 s  1 min 49 s\n"
        "  the whole migration  1 min 20 s  1 min 29 s  1 min 38 s  1 min 39 s\n"
        "\n"
        "How sure that is, 19 times in 20\n"
        "  of                   mean        +/-     p95 at least\n"
        "  downtime             1 min 40 s  2.769s  1 min 46 s\n"
        "  the whole migration  1 min 30 s  2.769s  1 min 36 s\n"
        "20 of 20 replications completed.\n");
}

TEST_CASE("space is told by what takes it, beside the documented rule") {
  Moved moved;
  auto& space = moved.outcome().space;
  space.database_before = std::int64_t{100} << 20;
  space.database_peak = std::int64_t{230} << 20;
  space.wal_peak = std::int64_t{48} << 20;
  space.dump_peak = std::int64_t{60} << 20;
  space.peak = std::int64_t{338} << 20;
  CHECK(text_of(*reports::migration::space(moved.view())) ==
        "The space it takes\n"
        "At most 338.0 MiB are taken at one time, 3.4 times the database before.\n"
        "  what                           at most\n"
        "  the database before          100.0 MiB\n"
        "  the database, its log aside  230.0 MiB\n"
        "  the write-ahead log           48.0 MiB\n"
        "  dump files                    60.0 MiB\n"
        "  all together, at one time    338.0 MiB\n"
        "lakeFS's upgrade page asks for twice the used space to be free; this run needs 238.0 MiB "
        "more than\nthere was.\n");
}

TEST_CASE("use over time is drawn in sixteen stretches, with idle resources named") {
  Moved moved;
  moved.outcome().resources = {{"db/cpu", 4, false}, {"db/disk", 1, false}};
  moved.outcome().use = models::migration::UseOverTime(2, 1ms);
  for (int i = 1; i <= 16; ++i) {
    moved.outcome().use.add({i <= 8 ? 4'000'000 : 0, 0}, sim::at(i * 1ms));
  }
  CHECK(text_of(*reports::migration::use(moved.view())) ==
        "How busy everything was\n"
        "db/cpu is the busiest machine, at 50.0% over all.\n"
        "  resource  servers   busy  at most  from begin to end\n"
        "  db/cpu          4  50.0%   100.0%  ████████........\n"
        "Idle: db/disk.\n");
}
