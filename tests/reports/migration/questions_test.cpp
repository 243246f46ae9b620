#include <doctest/doctest.h>

#include "tests/reports/migration/moved.hpp"

using namespace std::chrono_literals;
using tests::Moved;

namespace {

std::string answer(Moved& moved, std::size_t question) {
  const reports::Section section = *reports::migration::questions(moved.view());
  return section.tables.front().rows[question][1].text;
}

std::string amount(Moved& moved, const std::string& key) {
  const reports::Section section = *reports::migration::readiness(moved.view());
  for (const reports::Row& row : section.tables.front().rows) {
    if (row[0].text == key) return row[2].text;
  }
  return "absent";
}

}  // namespace

TEST_CASE("the expected downtime is answered from the replications, with its contingency") {
  Moved moved;
  moved.replication(80s, 100s);
  CHECK(answer(moved, 2) == "1 min 40 s in this one run; with a contingency of 1.5, 2 min 30 s.");
  moved.replication(80s, 200s);
  CHECK(answer(moved, 2) ==
        "1 min 40 s at the median and 3 min 20 s at p95 of 2 replications; with a contingency of "
        "1.5, 5 min.");
  CHECK(reports::migration::readiness(moved.view())->lead == "Announce a window of 5 min.");
  CHECK(amount(moved, "window") == "5 min");
}

TEST_CASE("where users are served all the time no window is announced") {
  Moved moved;
  moved.replication(80s, 0s);
  CHECK(answer(moved, 2) == "None: users were served all the time in this one run.");
  CHECK(reports::migration::readiness(moved.view())->lead ==
        "No window has to be announced: users are served all the time.");
  CHECK(amount(moved, "window") == "none");
  moved.replication(80s, 0s);
  CHECK(answer(moved, 2) == "None: users were served all the time in all of 2 replications.");
}

TEST_CASE("where no replication completes there is no window") {
  Moved moved;
  moved.replication(80s, 100s);
  moved.runs().replications.front().complete = false;
  CHECK(answer(moved, 2) ==
        "Users stay without service, or on the tables: no replication completes.");
  CHECK(amount(moved, "window") == "none");
  CHECK(reports::migration::readiness(moved.view())->lead ==
        "This migration does not complete as it stands.");
}

TEST_CASE("a failing store is answered from the accident, or told to be not tried") {
  Moved without;
  without.replication(80s, 100s);
  CHECK(answer(without, 1).starts_with("Not tried here: an accident store_fails"));
  Moved with("faults: [{store_fails: {from: 10s, until: 20s}}]\n");
  with.replication(80s, 100s);
  CHECK(answer(with, 1) ==
        "The store fails from 10s to 20s: 0 calls of users failed, 0 restarts of the procedure, "
        "0 rows lost, and the migration completes.");
}

TEST_CASE("degradation is answered from the comparison and the limit that the scenario sets") {
  Moved moved(
      "traffic: [{name: reads, call: Get, poisson: 10/s, count: 5}]\n"
      "expect: [{call: Get, kv_over_table: \"<= 1.10\"}]\n");
  moved.replication(80s, 100s);
  CHECK(answer(moved, 0).starts_with("Calls were not compared here"));
  models::migration::TableAgainstKv both;
  both.on_table.calls.resize(1);
  both.on_table.calls[0].call = 1;
  both.on_kv.calls.resize(1);
  both.calls = {{50, 2e6, 3e6, 1e6, 2e5}};
  moved.runs().comparison = both;
  CHECK(answer(moved, 0) ==
        "Calls take 1.50 to 1.50 times as long on the store; the worst is Get. The scenario "
        "accepts "
        "Get kv_over_table <= 1.10.");
}

TEST_CASE("an operator learns the space, by this run and by the documented rule") {
  Moved moved;
  moved.replication(80s, 100s);
  auto& space = moved.outcome().space;
  space.database_before = 100 << 20;
  space.database_peak = 230 << 20;
  space.wal_peak = 48 << 20;
  space.dump_peak = 60 << 20;
  CHECK(amount(moved, "database_space") == "178.0 MiB");
  CHECK(amount(moved, "documented_space") == "200.0 MiB");
  CHECK(amount(moved, "dump_space") == "60.0 MiB");
  CHECK(amount(moved, "snapshot_space") == "absent");
}

TEST_CASE("an operator learns the connections of all packages, not of one alone") {
  // multiparts: one select, twenty writers, in one database.
  Moved one;
  one.replication(80s, 100s);
  CHECK(amount(one, "reading_connections") == "1");
  CHECK(amount(one, "writing_connections") == "20");
  CHECK(amount(one, "connections") == "21");
}
