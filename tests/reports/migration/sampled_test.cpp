// What a report says of a run that was sampled, and does not say.
#include <doctest/doctest.h>

#include "tests/reports/migration/moved.hpp"

using namespace std::chrono_literals;
using models::migration::PhaseKind;
using tests::Moved;
using tests::text_of;

namespace {

Moved estimated_hour() {
  Moved moved;
  auto& outcome = moved.outcome();
  outcome.end = sim::at(3600s);
  outcome.events = 9'000'000;
  moved.phase(PhaseKind::kStopServers, 0, 100);
  moved.phase(PhaseKind::kImport, 100, 3600);
  outcome.obtained.way = models::migration::Way::kSampled;
  outcome.obtained.windows = 40;
  outcome.obtained.steps = 2'000'000;
  outcome.obtained.steps_passed = 1'900'000;
  outcome.obtained.events_skipped = 8'600'000;
  // A deviation of a second, from so many pairs that t is almost 2.
  outcome.obtained.estimated = {{sim::at(100s), sim::at(3600s), 1e18, 1e36 / 60 * 3, 60}};
  return moved;
}

}  // namespace

TEST_CASE("the end of a sampled run says how its numbers were obtained, and how sure they are") {
  const Moved moved = estimated_hour();
  CHECK(text_of(reports::migration::ending(moved.view())) ==
        R"(The end of the run
The run ended after 1 h.
  end  complete   events  seed  digest
  1h   yes       9000000     1  0000000000000000

How far the times can be trusted
  what     took   give or take  of it
  the run  1h     2.000995378s   0.1%
  import   3500s  2.000995378s   0.1%
How the numbers were obtained: sampled. 40 windows stand for their like: of about 2,000,000 rows
exported, imported, copied or checked 100,000 were handled, and of about 9,000,000 events 400,000.
Times are estimates; an interval holds what the run event by event would say 19 times in 20. The
digest is of what was handled.
)");
}

TEST_CASE("nobody says that all rows arrived who has not looked") {
  const Moved moved = estimated_hour();
  CHECK(reports::migration::headline(moved.view()).lead ==
        "1,000 rows of gateway/multiparts move in 1 h (give or take 2.001s); users are served all "
        "the time; these are estimates from samples, and nobody looked at every row.");
  CHECK(text_of(*reports::migration::data_check(moved.view())) ==
        "Is everything there?\n"
        "Not looked at: the run was sampled, and windows stand for the other rows.\n");
}
