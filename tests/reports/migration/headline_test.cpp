#include <doctest/doctest.h>

#include "tests/reports/migration/moved.hpp"

using namespace std::chrono_literals;
using models::migration::PhaseKind;
using reports::migration::headline;
using scenarios::Result;
using tests::Moved;

namespace {

Moved ten_minutes() {
  Moved moved;
  moved.scenario().inventory.tables[0].rows = 1'000'000;
  moved.outcome().end = sim::at(560s);
  moved.phase(PhaseKind::kStopServers, 0, 10);
  moved.phase(PhaseKind::kImport, 10, 543);
  moved.outcome().downtimes = {{0, sim::at(0s), sim::at(560s)}};
  return moved;
}

}  // namespace

TEST_CASE("the headline is the planner's answer") {
  Moved moved = ten_minutes();
  CHECK(headline(moved.view()).lead ==
        "1,000,000 rows of gateway/multiparts move in 9 min 3 s; users are without service for "
        "9 min 20 s; every row arrived.");
  CHECK(headline(moved.view()).notes ==
        std::vector<std::string>{"This scenario expects nothing.", "A thousand uploads move."});
}

TEST_CASE("what was left behind on purpose is not lost, and what is lost is said") {
  Moved moved = ten_minutes();
  moved.outcome().content.rows_dropped = 12'000;
  CHECK(headline(moved.view())
            .lead.ends_with("; every row arrived but 12,000 left behind on "
                            "purpose."));
  moved.outcome().content.rows_lost = 1;
  moved.outcome().content.rows_changed = 2;
  CHECK(headline(moved.view()).lead.ends_with("; 1 row is missing and 2 rows are changed."));
}

TEST_CASE("a migration that does not end well says how it ended") {
  Moved moved = ten_minutes();
  moved.outcome().complete = false;
  CHECK(headline(moved.view()).lead ==
        "1,000,000 rows of gateway/multiparts did not move: the procedure failed after 9 min 3 s; "
        "users are without service from then on; every row arrived.");
  moved.outcome().content.rows_not_moved = 700;
  CHECK(headline(moved.view())
            .lead.ends_with("; 700 rows are not in the store yet but in the tables."));
  moved.outcome().content.rows_not_moved = 0;
  moved.outcome().stuck = true;
  CHECK(headline(moved.view())
            .lead.starts_with("1,000,000 rows of gateway/multiparts did not move: after 9 min 3 s "
                              "nothing happens any more "
                              "and nobody is told; "));
  moved.outcome().stuck = false;
  moved.outcome().rolled_back = true;
  moved.outcome().downtimes.front().until = sim::at(550s);
  CHECK(headline(moved.view()).lead ==
        "1,000,000 rows of gateway/multiparts did not move: the procedure was rolled back after "
        "9 min 3 s; users are without service for 9 min 10 s; every row is in the tables still.");
}

TEST_CASE("the colour of the headline is that of its expectations") {
  Moved moved = ten_minutes();
  CHECK(headline(moved.view()).tone == reports::Tone::kPlain);
  moved.expect("downtime < 15min", Result::kPassed);
  CHECK(headline(moved.view()).tone == reports::Tone::kGood);
  moved.expect("rows_lost is 0", Result::kFailed, "it was 1");
  CHECK(headline(moved.view()).tone == reports::Tone::kBad);
}
