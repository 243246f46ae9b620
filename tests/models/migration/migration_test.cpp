// Offline procedures against closed formulas, to the nanosecond where nothing is left to chance.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "world_language.hpp"

using namespace std::chrono_literals;
using models::migration::BatchedCopy;
using models::migration::DumpAndImport;
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

TEST_CASE("a dump and its import go through lakeFS's phases and keep every row") {
  const Outcome outcome = run(params(uploads(1000), {.statement = 1us}, DumpAndImport{}));
  CHECK(tests::phases(outcome) ==
        "stop, open, read version, begin version, export, import, end version, start");
  CHECK(outcome.complete);
  CHECK(faults(outcome.content) == "lost 0 changed 0 extra 0");
  CHECK(outcome.entries_written == 1000);
  CHECK(phase(outcome, PhaseKind::kExport).rows == 1000);
  CHECK(phase(outcome, PhaseKind::kImport).entries == 1000);
}
