#include <doctest/doctest.h>

#include "tests/reports/migration/moved.hpp"

using namespace std::chrono_literals;
using models::migration::CallOutcome;
using models::migration::CallStore;
using tests::Moved;
using tests::text_of;

namespace {

const std::string kReads = "traffic: [{name: reads, call: Get, poisson: 10/s, count: 5}]\n";

// Get, answered so often on that store, in so long.
CallOutcome gets(CallStore store, int count, sim::Duration took) {
  CallOutcome call;
  call.call = 1;
  auto& times = call.by_store[static_cast<std::size_t>(store)];
  times.answered = static_cast<std::uint64_t>(count);
  times.response.add(took.count(), times.answered);
  return call;
}

}  // namespace

TEST_CASE("what users felt is told by call and store, with what became of their calls") {
  Moved moved(kReads);
  CallOutcome call = gets(CallStore::kTable, 1500, 2ms);
  auto& kv = call.by_store[static_cast<std::size_t>(CallStore::kKv)];
  kv.refused = 7;
  kv.failed = 2;
  moved.outcome().calls = {call};
  moved.outcome().traffic = {{1500, 1509, 3, 2, 12s}};
  CHECK(text_of(*reports::migration::calls(moved.view())) ==
        "What users felt\n"
        "1,500 calls were answered, 7 refused and 2 failed. 3 calls waited at the door, for 12s at "
        "most. 2\nusers still stood there at the end.\n"
        "\n"
        "Response times, from the user's call to its answer\n"
        "  package             call  made on  answered  mean  p50  p90  p99  max\n"
        "  gateway/multiparts  Get   table       1,500  2ms   2ms  2ms  2ms  2ms\n"
        "  gateway/multiparts  Get   kv              0\n"
        "\n"
        "What became of calls\n"
        "  package             call  made on  answered        told   failed by  refused  panicked  "
        "    in the\n"
        "                                               nothing is   the store                     "
        "     wrong\n"
        "                                                    there                                 "
        "     store\n"
        "  gateway/multiparts  Get   table       1,500           0           0        0         0  "
        "         0\n"
        "  gateway/multiparts  Get   kv              0           0           2        7         0  "
        "         0\n");
}

TEST_CASE("without users there is nothing that they felt") {
  Moved moved;
  CHECK(!reports::migration::calls(moved.view()));
  CHECK(!reports::migration::comparison(moved.view()));
}

TEST_CASE("tables against the store: the ratio, the difference and how sure it is") {
  Moved moved(kReads + "expect: [{call: Get, kv_over_table: \"<= 1.10\"}]\n");
  models::migration::TableAgainstKv both;
  both.on_table.calls = {gets(CallStore::kTable, 100, 2ms)};
  both.on_kv.calls = {gets(CallStore::kKv, 100, 3ms)};
  both.calls = {{50, 2e6, 3e6, 1e6, 2e5}};
  moved.runs().comparison = both;
  const auto section = *reports::migration::comparison(moved.view());
  CHECK(section.lead ==
        "Get suffers most: on the store it takes 1.50 times as long as on the "
        "tables.");
  const reports::Row& row = section.tables.front().rows.front();
  CHECK(row[5].text == "1.500");
  CHECK(row[6].text == "+1ms");
  CHECK(row[7].text == "200us");
  CHECK(row[10].text == "the tables are faster");
}

TEST_CASE("a difference within its interval is no difference") {
  Moved moved(kReads);
  models::migration::TableAgainstKv both;
  both.on_table.calls = {gets(CallStore::kTable, 100, 2ms)};
  both.on_kv.calls = {gets(CallStore::kKv, 100, 2ms)};
  both.calls = {{50, 2e6, 1.9e6, -1e5, 1e5}};
  moved.runs().comparison = both;
  const auto section = *reports::migration::comparison(moved.view());
  CHECK(section.lead == "No call is slower on the store than on the tables.");
  CHECK(section.tables.front().rows.front()[6].text == "-100us");
  CHECK(section.tables.front().rows.front()[10].text == "no difference that is sure");
}
