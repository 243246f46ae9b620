#include "models/migration/table_database.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "tests/models/migration/database_world.hpp"

using models::migration::Access;
using models::migration::CacheState;
using models::migration::DatabaseCosts;
using models::migration::Effort;
using models::migration::SessionIndex;
using models::migration::Statement;
using models::migration::StatementKind;
using models::migration::StatementStatus;
using models::migration::TableDatabase;
using tests::DatabaseSchedule;
using tests::DatabaseSetup;
using tests::DatabaseWorld;
using tests::Listed;
using namespace std::chrono_literals;

namespace {

// Costs that can be added in the head: a statement takes 10 us, a changed row 5 us, a commit 20 us,
// a flush 100 us of which the processor has 30.
DatabaseCosts round_costs() {
  DatabaseCosts costs;
  costs.per_statement = 10us;
  costs.per_execution = 0us;
  costs.per_row_changed = 5us;
  costs.per_row_found = 2us;
  costs.per_row_answered = 1us;
  costs.per_kib = 0us;
  costs.per_commit = 20us;
  costs.per_asynchronous_commit = 4us;
  costs.per_writer_wake = 7us;
  costs.per_definition = 1ms;
  costs.per_page_copied = 0us;
  costs.flush = {{8192, 30us}};
  costs.crowding_permille = 0;
  return costs;
}

DatabaseSetup setup(std::uint32_t clients = 1, std::int32_t cores = 4) {
  DatabaseSetup made;
  made.server = tests::host(cores, 70us, 200us);
  made.database.costs = round_costs();
  made.database.tables = {{"kv", 1000, 452, {{92}}}};
  made.clients = clients;
  return made;
}

Statement make(StatementKind kind, std::uint32_t rows = 1) {
  Statement statement;
  statement.kind = kind;
  statement.rows = rows;
  statement.bytes = rows * 452;
  statement.access = Access::kInOrder;
  return statement;
}

Statement lock(StatementKind kind, std::uint64_t key) {
  Statement statement = make(kind);
  statement.lock = key;
  return statement;
}

// The instant of the last answer, and how each statement ended, in order of the answers.
std::string told(const DatabaseSetup& made, std::vector<Listed::List> lists) {
  DatabaseSchedule schedule;
  DatabaseWorld<Listed> world(made, Listed(std::move(lists)), schedule);
  world.keep_statuses();
  sim::run(world, schedule, sim::kNever);
  std::string text = fmt::format("{}us:", (world.ended() - sim::kStart) / 1us);
  for (const StatementStatus status : world.statuses()) {
    text += status == StatementStatus::kOk         ? " ok"
            : status == StatementStatus::kDiskFull ? " full"
                                                   : " aborted";
  }
  return text;
}

}  // namespace

TEST_CASE("a statement outside a transaction commits by itself") {
  CHECK(told(setup(), {{make(StatementKind::kSelectByKey)}}) == "12us: ok");
  CHECK(told(setup(), {{make(StatementKind::kInsert)}}) == "135us: ok");
  DatabaseSetup asynchronous = setup();
  asynchronous.database.synchronous_commit = false;
  CHECK(told(asynchronous, {{make(StatementKind::kInsert)}}) == "39us: ok");
}

TEST_CASE("the rows of a transaction share its commit") {
  const auto begin = make(StatementKind::kBegin);
  const auto insert = make(StatementKind::kInsert);
  CHECK(told(setup(), {{begin, insert, insert, insert, make(StatementKind::kCommit)}}) ==
        "185us: ok ok ok ok ok");
  CHECK_MESSAGE(
      told(setup(), {{begin, insert, make(StatementKind::kRollback)}}) == "35us: ok ok ok",
      "what is rolled back needs no flush");
  CHECK_MESSAGE(told(setup(), {{begin, make(StatementKind::kCommit)}}) == "20us: ok ok",
                "nor does what wrote nothing");
}

TEST_CASE("pages that no cache has are read before the statement computes") {
  DatabaseSetup cold = setup();
  cold.database.caches = CacheState::kCold;
  Statement get = make(StatementKind::kSelectByKey);
  get.access = Access::kRandom;
  CHECK_MESSAGE(told(cold, {{get}}) == "412us: ok", "a leaf and a row, one after the other");
  Statement range = make(StatementKind::kSelectRange, 500);
  CHECK_MESSAGE(told(cold, {{range}}) == "710us: ok", "one read ahead, then 500 rows");
}

TEST_CASE(
    "a shared lock lets others in, an exclusive one keeps them out until the transaction ends") {
  const auto hold = [](StatementKind kind) {
    return Listed::List{make(StatementKind::kBegin), lock(kind, 7), make(StatementKind::kInsert),
                        make(StatementKind::kCommit)};
  };
  // Each alone: 10 + 10 + 15 + 30 us and the flush of 100; of two at once the second commit rides
  // the next flush.
  CHECK(told(setup(2), {hold(StatementKind::kLockShared), hold(StatementKind::kLockShared)}) ==
        "265us: ok ok ok ok ok ok ok ok");
  CHECK(told(setup(2), {hold(StatementKind::kLockExclusive),
                        hold(StatementKind::kLockExclusive)}) == "320us: ok ok ok ok ok ok ok ok");
}

TEST_CASE("a changed row stays locked until the transaction ends") {
  const auto change = [](std::uint64_t key) {
    Statement update = make(StatementKind::kUpdate);
    update.lock = key;
    return Listed::List{make(StatementKind::kBegin), update, make(StatementKind::kCommit)};
  };
  CHECK(told(setup(2), {change(1), change(2)}) == "255us: ok ok ok ok ok ok");
  CHECK(told(setup(2), {change(1), change(1)}) == "300us: ok ok ok ok ok ok");
}

TEST_CASE("a disk without room fails the statement and its transaction, and nothing else") {
  DatabaseSchedule schedule;
  DatabaseSetup made = setup();
  const auto begin = make(StatementKind::kBegin);
  const auto commit = make(StatementKind::kCommit);
  const auto copy = make(StatementKind::kCopyIn, 1000);
  const auto get = make(StatementKind::kSelectByKey);
  DatabaseWorld<Listed> world(
      made, Listed({{copy, get, begin, copy, get, commit, begin, get, commit}}), schedule);
  world.database().limit_space(world.database().space());
  world.keep_statuses();
  sim::run(world, schedule, sim::kNever);
  using enum StatementStatus;
  CHECK(world.statuses() ==
        std::vector{kDiskFull, kOk, kOk, kDiskFull, kAborted, kAborted, kOk, kOk, kOk});
  CHECK(world.database().storage().rows(0) == 1000);
  CHECK(world.database().counts().flushes == 0);
}

TEST_CASE("full log buffers hold up a bulk load until they are written") {
  DatabaseSetup made = setup();
  made.database.costs.per_row_copied = 0us;
  const auto copy = make(StatementKind::kCopyIn, 1000);
  CHECK(told(made, {{copy}}) == "130us: ok");
  made.database.log.buffers = {100'000};
  CHECK_MESSAGE(told(made, {{copy}}) == "230us: ok", "a flush before, a flush after");
}

TEST_CASE("a long statement lets short ones in between") {
  const auto scan = make(StatementKind::kScan, 100'000);
  DatabaseSetup made = setup(2, 1);
  DatabaseSchedule schedule;
  DatabaseWorld<Listed> world(made, Listed({{scan}, {make(StatementKind::kSelectByKey)}}),
                              schedule);
  sim::run(world, schedule, sim::at(4ms));
  CHECK(world.answers() == 1);
  sim::run(world, schedule, sim::kNever);
  CHECK_MESSAGE(world.ended() == sim::at(100'022us), "and loses only their time");
}

TEST_CASE("sessions beyond the cores slow each other") {
  DatabaseSetup made = setup(4, 2);
  made.database.costs.crowding_permille = 100;
  const auto get = make(StatementKind::kSelectByKey);
  // Two of 12 us side by side, then one of 13.2 and one of 14.4.
  CHECK(told(made, {{get}, {get}, {get}, {get}}) == "26us: ok ok ok ok");
}

TEST_CASE("an asynchronous commit is durable after the log writer's round at the latest") {
  DatabaseSetup made = setup();
  made.database.synchronous_commit = false;
  DatabaseSchedule schedule;
  DatabaseWorld<Listed> world(made, Listed({{make(StatementKind::kInsert)}}), schedule);
  sim::run(world, schedule, sim::at(200ms));
  TableDatabase& database = world.database();
  CHECK(database.commit_position(0) > database.log().flushed());
  sim::run(world, schedule, sim::at(201ms));
  CHECK(database.commit_position(0) == database.log().flushed());
}

TEST_CASE("a crash loses sessions and what was not flushed; another server goes on") {
  DatabaseSetup made = setup();
  made.database.synchronous_commit = false;
  DatabaseSchedule schedule;
  DatabaseWorld<Listed> world(made, Listed({{make(StatementKind::kInsert)}}), schedule);
  sim::run(world, schedule, sim::at(1ms));
  TableDatabase& database = world.database();
  CHECK(database.log().inserted() > 0);
  database.crash(5, true);
  CHECK(database.log().inserted() == 0);
  CHECK(database.open_sessions() == 0);
  CHECK(database.owner() == 5);
  CHECK(database.to_replay() == sim::Bytes{0});
  CHECK(database.storage().cache().buffered(0) == 0);
}

TEST_CASE("a checkpoint writes the changed pages in steps and lets go of old log") {
  DatabaseSetup made = setup();
  made.database.log.max_size = {1'900'000};
  made.database.log.segment = {100'000};
  made.database.tables[0].rows = 0;
  DatabaseSchedule schedule;
  DatabaseWorld<tests::Repeated> world(made, tests::Repeated(make(StatementKind::kInsert), 10'000),
                                       schedule);
  sim::run(world, schedule, sim::kNever);
  const TableDatabase& database = world.database();
  CHECK(database.counts().checkpoints >= 5);
  CHECK(database.counts().checkpoints <= 7);
  CHECK(database.counts().checkpoint_pages >= 500);
  CHECK(database.counts().checkpoint_pages <= 690);
  CHECK(database.log().space().count <= 2'400'000);
}

TEST_CASE("max_connections sessions can be open at once") {
  DatabaseSetup made = setup();
  made.database.sessions = 2;
  TableDatabase database(made.database, 0, 0);
  CHECK(database.open_session() == 0);
  CHECK(database.open_session() == 1);
  CHECK_FALSE(database.open_session().has_value());
  database.close_session(0);
  CHECK(database.open_session() == 0);
}

TEST_CASE("a copy of a database in mid-run goes on exactly as the original does") {
  DatabaseSetup made = setup(5, 2);
  DatabaseSchedule schedule;
  DatabaseWorld<tests::Repeated> world(made, tests::Repeated(make(StatementKind::kUpsert), 2000),
                                       schedule);
  sim::run(world, schedule, sim::at(10ms));
  DatabaseWorld<tests::Repeated> copy = world;
  DatabaseSchedule copied = schedule;
  sim::run(world, schedule, sim::kNever);
  sim::run(copy, copied, sim::kNever);
  CHECK(copy.ended() == world.ended());
  CHECK(copy.database().counts() == world.database().counts());
  sim::Digest first;
  sim::Digest second;
  world.database().feed(first);
  copy.database().feed(second);
  CHECK(first.value() == second.value());
}

TEST_CASE("the processor time of a flush follows the measured points") {
  DatabaseSetup made = setup();
  made.database.costs.flush = {{8'192, 100us}, {16'384, 200us}, {116'384, 400us}};
  const TableDatabase database(made.database, 0, 0);
  CHECK(database.flush_work({8'192}) == 100us);
  CHECK(database.flush_work({12'288}) == 150us);
  CHECK(database.flush_work({66'384}) == 300us);
  CHECK_MESSAGE(database.flush_work({216'384}) == 600us, "beyond the last as before it");
}

namespace {

// Transactions of random statements. Locks of one transaction are taken in rising order, so that
// no two wait for each other.
Listed::List random_list(sim::Stream& stream, std::size_t& statements) {
  Listed::List list;
  for (int i = 0; i < 40; ++i) {
    const bool transaction = stream.below(2) == 0;
    if (transaction) list.push_back(make(StatementKind::kBegin));
    std::uint64_t key = 1;
    for (std::uint64_t k = stream.below(4) + (transaction ? 0 : 1); k > 0; --k) {
      key += stream.below(3);
      const auto kind = static_cast<StatementKind>(
          stream.below(static_cast<std::uint64_t>(StatementKind::kDefine) + (transaction ? 3 : 1)));
      Statement statement = make(kind, static_cast<std::uint32_t>(stream.below(50)));
      statement.access = stream.below(2) == 0 ? Access::kInOrder : Access::kRandom;
      statement.visited = static_cast<std::uint32_t>(stream.below(100));
      statement.changes = stream.below(5) > 0;
      statement.lock = transaction || stream.below(2) == 0 ? key++ : 0;
      list.push_back(statement);
    }
    if (!transaction) continue;
    list.push_back(make(stream.below(4) > 0 ? StatementKind::kCommit : StatementKind::kRollback));
  }
  statements += list.size();
  return list;
}

}  // namespace

TEST_CASE("whatever is asked in whatever order, every statement is answered once") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    sim::Stream stream(seed, "test", "statements");
    DatabaseSetup made = setup(1 + static_cast<std::uint32_t>(stream.below(12)),
                               1 + static_cast<std::int32_t>(stream.below(4)));
    made.database.caches = static_cast<CacheState>(stream.below(3));
    made.database.synchronous_commit = stream.below(2) == 0;
    made.database.log.buffers = {static_cast<std::int64_t>(1 + stream.below(100'000))};
    made.database.log.max_size = {static_cast<std::int64_t>(100'000 + stream.below(1'000'000))};
    made.database.buffers = {static_cast<std::int64_t>(1 + stream.below(100)) * 8192};
    made.database.file_cache = {static_cast<std::int64_t>(1 + stream.below(200)) * 8192};
    made.server = tests::host(made.server.cpu.cores, 70us, 200us,
                              1 + static_cast<std::int32_t>(stream.below(3)));
    std::size_t statements = 0;
    std::vector<Listed::List> lists;
    for (std::uint32_t i = 0; i < made.clients; ++i) {
      lists.push_back(random_list(stream, statements));
    }
    DatabaseSchedule schedule;
    DatabaseWorld<Listed> world(made, Listed(lists), schedule);
    const bool small = stream.below(3) == 0;
    const sim::Bytes limit = world.database().space() + sim::Bytes{40 * 8192};
    if (small) world.database().limit_space(limit);
    sim::run(world, schedule, sim::kNever);
    const TableDatabase& database = world.database();
    CHECK(world.answers() == statements);
    CHECK(database.locks().held() + database.locks().waiting() == 0);
    CHECK(database.log().waiting() == 0);
    CHECK(database.log().flushed() == database.log().inserted());
    CHECK_MESSAGE((!small || database.storage().space().count <= limit.count),
                  "pages stay within the limit");
    CHECK(world.server().cpu().busy_level().level() == 0);
  }
}
