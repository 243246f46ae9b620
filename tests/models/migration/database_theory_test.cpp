// The table database against closed formulas and published figures.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "models/migration/postgres_kv.hpp"
#include "tests/models/migration/database_world.hpp"

using models::migration::Access;
using models::migration::DatabaseCosts;
using models::migration::HostParams;
using models::migration::Statement;
using models::migration::StatementKind;
using tests::DatabaseSchedule;
using tests::DatabaseSetup;
using tests::DatabaseWorld;
using tests::Repeated;
using namespace std::chrono_literals;

namespace {

// Only what a test sets costs anything.
DatabaseCosts no_costs() {
  DatabaseCosts costs;
  costs = {0ns, 0ns, 0ns, 0ns, 0ns, 0ns, 0ns, 0ns, 0ns, 0ns, 0ns, 0ns, 0ns, 0ns, {{8192, 0ns}}, 0};
  return costs;
}

DatabaseSetup free_server(std::uint32_t clients, std::int32_t cores, sim::Duration sync) {
  DatabaseSetup setup;
  setup.server = tests::host(cores, sync);
  setup.database.costs = no_costs();
  setup.database.tables = {{"kv", 0, 452, {{92}}}};
  setup.clients = clients;
  return setup;
}

Statement insert(std::uint32_t rows = 1) {
  Statement statement;
  statement.kind = StatementKind::kInsert;
  statement.rows = rows;
  statement.bytes = rows * 250;
  statement.access = Access::kInOrder;
  return statement;
}

struct Measured {
  double rate;       // statements a second
  double in_server;  // on average, by Little's law
  double a_flush;    // statements that share one
};

Measured run(const DatabaseSetup& setup, const Statement& statement, std::uint64_t count) {
  DatabaseSchedule schedule;
  DatabaseWorld<Repeated> world(setup, Repeated(statement, count), schedule);
  sim::run(world, schedule, sim::kNever);
  const double seconds = static_cast<double>((world.ended() - sim::kStart).count()) / 1e9;
  const auto& counts = world.database().counts();
  return {
      static_cast<double>(count) / seconds, static_cast<double>(world.at_server()) / 1e9 / seconds,
      static_cast<double>(count) / static_cast<double>(std::max<std::uint64_t>(1, counts.flushes))};
}

}  // namespace

TEST_CASE("N connections that commit at once share flushes by halves: N / 2 each") {
  for (const std::uint32_t clients : {2U, 4U, 10U, 20U}) {
    const Measured measured = run(free_server(clients, 4, 1ms), insert(), 20'000);
    CHECK(measured.rate == doctest::Approx(clients / 2.0 / 1e-3).epsilon(0.01));
    CHECK(measured.a_flush == doctest::Approx(clients / 2.0).epsilon(0.01));
  }
  CHECK(run(free_server(1, 4, 1ms), insert(), 1000).rate == doctest::Approx(1000).epsilon(0.01));
}

TEST_CASE("N workers are held back by their own round trips, the cores, or the flushes") {
  // L = 500 us under way + 100 us of processor; two cores serve 20,000 a second.
  for (const std::uint32_t workers : {1U, 4U, 10U, 12U, 16U, 40U}) {
    DatabaseSetup setup = free_server(workers, 2, 0ns);
    setup.database.synchronous_commit = false;
    setup.database.costs.per_statement = 100us;
    setup.one_way = 250us;
    const double expected = std::min(workers / 600e-6, 2 / 100e-6);
    CHECK(run(setup, insert(), 20'000).rate == doctest::Approx(expected).epsilon(0.01));
  }
}

TEST_CASE("what is in the server is the rate times the time there") {
  DatabaseSetup setup = free_server(8, 2, 300us);
  setup.database.costs.per_statement = 40us;
  setup.database.costs.per_commit = 30us;
  setup.one_way = 100us;
  const Measured measured = run(setup, insert(), 20'000);
  // Eight clients are either in the server or under way.
  CHECK(measured.in_server + measured.rate * 200e-6 == doctest::Approx(8).epsilon(0.002));
}

TEST_CASE("random gets read what the caches do not hold, one page after the other") {
  DatabaseSetup setup = free_server(1, 1, 0ns);
  setup.server = tests::host(1, 0ns, 1ms);
  // 200,000 pages of rows and 45,570 leaves; the buffers hold the leaves and 54,430 of the rows.
  setup.database.tables = {{"kv", 3'600'000, 452, {{92}}}};
  setup.database.buffers = {std::int64_t{100'000} * 8192};
  setup.database.file_cache = {8192};
  Statement get;
  get.kind = StatementKind::kSelectByKey;
  DatabaseSchedule schedule;
  DatabaseWorld<Repeated> world(setup, Repeated(get, 1000), schedule);
  sim::run(world, schedule, sim::kNever);
  const auto reads = world.database().counts().pages_looked_up_on_disk;
  CHECK(world.ended() == sim::at(reads * 1ms));
  // At first every leaf is there and 1 - 54,430 / 200,000 of the rows are not.
  CHECK(reads >= 700);
  CHECK(reads <= 740);
}

// Published: 1,000,000 rows of 250 bytes, single inserts 1017 s, COPY 1.29 s (788 times); m7i, gp3
// volume of 8000 requests and 500 MiB a second, PostgreSQL 18 (jadhav.dev, 2026).
// Assumed here: the processor costs of the measured guest halved for the newer processor, 0.9 ms
// for a write and its sync on gp3 (not published), one index, COPY in batches of 1000 rows.
TEST_CASE("COPY instead of single inserts gains about what was published") {
  DatabaseSetup setup = free_server(1, 8, 900us);
  setup.server.disk->bandwidth = sim::ByteRate{500 << 20};
  setup.database.costs = DatabaseCosts{};
  setup.database.costs.per_statement = 12us;
  setup.database.costs.per_execution = 12us;
  setup.database.costs.per_row_changed = 3500ns;
  setup.database.costs.per_commit = 22us;
  setup.database.costs.flush = {{8192, 50us}};
  setup.client_work = 10us;
  const double single = 1e6 / run(setup, insert(), 5000).rate;
  CHECK(single == doctest::Approx(1017).epsilon(0.05));
  setup.database.synchronous_commit = false;  // one transaction: nothing waits for the log
  Statement copy = insert(1000);
  copy.kind = StatementKind::kCopyIn;
  const double bulk = 1e3 / run(setup, copy, 1000).rate;
  CHECK(bulk == doctest::Approx(1.29).epsilon(0.25));
  CHECK(single / bulk == doctest::Approx(788).epsilon(0.25));
}

// Published: creating an entry takes 343 to 553 us, one at a time (lakeFS, PR 3377 and 3445, a
// laptop with an i7-1185G7). Assumed: the processor and the disk of the measured guest.
TEST_CASE("creating a key takes about what lakeFS measured") {
  models::migration::KvRequest request;
  request.operation = models::migration::KvOperation::kSetIfAbsent;
  request.partition_bytes = 10;
  request.key_bytes = 64;
  request.value_bytes = 338;
  DatabaseSetup setup = free_server(1, 2, 158us);
  setup.database.costs = DatabaseCosts{};
  setup.client_work = 19us;
  const Statement create = models::migration::PostgresKv(0).statement(request, Access::kInOrder);
  const double microseconds = 1e6 / run(setup, create, 5000).rate;
  CHECK(microseconds >= 343);
  CHECK(microseconds <= 553);
}

// Published: 1,000,000 staged objects in 9 minutes with 10 workers, 1852 a second, hardware not
// described (lakeFS, issue 3800). By the formula of shared flushes that is a flush of 2.7 ms, as
// consumer disks without a protected cache have; that figure is inferred, not published.
TEST_CASE("ten workers on a disk of 2.7 ms a flush copy a million objects in nine minutes") {
  DatabaseSetup setup = free_server(10, 8, 2500us);
  setup.database.costs = DatabaseCosts{};
  setup.client_work = 19us;
  CHECK(1e6 / run(setup, insert(), 20'000).rate == doctest::Approx(540).epsilon(0.05));
}
