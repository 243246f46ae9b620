// What a report tells of a swarm of runs, written out: as text and as JSON.
#include "reports/swarm.hpp"

#include <doctest/doctest.h>

#include "reports/writers.hpp"
#include "tests/reports/fixture.hpp"

namespace {

scenarios::SwarmRuns swarm_of(std::size_t violations) {
  scenarios::SwarmRuns runs;
  runs.runs = 10'000;
  runs.digest = 0x0123456789ABCDEF;
  runs.writes = 1'234'567;
  runs.faults = 54'321;
  runs.promises = 345'678;
  runs.excused = 12;
  for (std::size_t i = 0; i < violations; ++i) {
    scenarios::Violation violation;
    violation.seed = 7 + i;
    violation.expectation = "by 60ms: persist_to 3";
    violation.seen = "persist_to 3 came at 71ms, 11ms late";
    runs.violations.push_back(violation);
  }
  return runs;
}

}  // namespace

TEST_CASE("a swarm that held: what it went through, and its digest") {
  CHECK(fixture::text_of(reports::swarm_section(swarm_of(0))) ==
        "The swarm\n"
        "10000 runs held what it should.\n"
        "   runs  faults   writes  promises  broken, excused  violations  digest\n"
        "  10000   54321  1234567    345678               12           0  0123456789abcdef\n");
}

TEST_CASE("a swarm that found violations names seed, expectation and what was seen") {
  CHECK(fixture::text_of(reports::swarm_section(swarm_of(2))) ==
        "The swarm\n"
        "2 of 10000 runs violated what should hold.\n"
        "   runs  faults   writes  promises  broken, excused  violations  digest\n"
        "  10000   54321  1234567    345678               12           2  0123456789abcdef\n"
        "\n"
        "What was violated\n"
        "  seed  expectation            seen\n"
        "     7  by 60ms: persist_to 3  persist_to 3 came at 71ms, 11ms late\n"
        "     8  by 60ms: persist_to 3  persist_to 3 came at 71ms, 11ms late\n");
}

TEST_CASE("a swarm tells ten violations, and how many more there are") {
  const std::string text = fixture::text_of(reports::swarm_section(swarm_of(12)));
  CHECK(text.substr(text.rfind("    16")) ==
        "    16  by 60ms: persist_to 3  persist_to 3 came at 71ms, 11ms late\n"
        "2 further violations are not shown.\n");
}

TEST_CASE("a swarm as JSON has whole numbers, and a row for each violation") {
  CHECK(reports::to_json({"x", "", false, {reports::swarm_section(swarm_of(1))}}) ==
        "{\n"
        "  \"format\": \"durasim-report\",\n"
        "  \"version\": 1,\n"
        "  \"scenario\": \"x\",\n"
        "  \"about\": \"\",\n"
        "  \"passed\": false,\n"
        "  \"sections\": {\n"
        "    \"swarm\": {\n"
        "      \"title\": \"The swarm\",\n"
        "      \"lead\": \"1 of 10000 runs violated what should hold.\",\n"
        "      \"tables\": {\n"
        "        \"runs\": [\n"
        "          {\n"
        "            \"runs\": 10000,\n"
        "            \"faults\": 54321,\n"
        "            \"writes\": 1234567,\n"
        "            \"promises\": 345678,\n"
        "            \"excused\": 12,\n"
        "            \"violations\": 1,\n"
        "            \"digest\": \"0123456789abcdef\"\n"
        "          }\n"
        "        ],\n"
        "        \"violations\": [\n"
        "          {\n"
        "            \"seed\": 7,\n"
        "            \"expectation\": \"by 60ms: persist_to 3\",\n"
        "            \"seen\": \"persist_to 3 came at 71ms, 11ms late\"\n"
        "          }\n"
        "        ]\n"
        "      }\n"
        "    }\n"
        "  }\n"
        "}\n");
}
