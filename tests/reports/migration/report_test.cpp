#include <doctest/doctest.h>

#include "reports/json_text.hpp"
#include "reports/writers.hpp"
#include "tests/reports/migration/moved.hpp"

using tests::Moved;

namespace {

reports::Report small_run() {
  Moved moved("replications: 2\n");
  const auto runs = scenarios::run_migration(moved.scenario(), 2);
  const auto verdicts = scenarios::judge(moved.scenario(), runs);
  return reports::migration::migration_report({moved.scenario(), runs, verdicts});
}

}  // namespace

TEST_CASE("a run's report has its sections in the order in which they are asked for") {
  std::string order;
  for (const reports::Section& section : small_run().sections) order += section.id + " ";
  CHECK(order ==
        "headline questions ready downtime phases data use space inventory coverage hardware "
        "digest ");
}

TEST_CASE("the report is the same bytes again, in every form") {
  CHECK(reports::to_json(small_run()) == reports::to_json(small_run()));
  CHECK(reports::to_text(small_run(), {100, false}) == reports::to_text(small_run(), {100, false}));
  CHECK(reports::to_markdown(small_run()) == reports::to_markdown(small_run()));
}

TEST_CASE("programs find durations in nanoseconds and whole numbers where people read words") {
  const auto json = reports::Json::parse(reports::to_json(small_run()));
  const auto& sections = json["sections"];
  CHECK(sections["inventory"]["tables"]["tables"][0]["rows"] == 1000);
  CHECK(sections["phases"]["tables"]["phases"][0]["phase"] == "stop-servers");
  CHECK(sections["phases"]["tables"]["phases"][0]["took_ns"].is_number_integer());
  CHECK(sections["data"]["tables"]["facts"][0]["lost"] == 0);
  CHECK(sections["space"]["tables"]["peaks"][0]["bytes"].is_number_integer());
}
