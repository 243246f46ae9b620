// What clocks show, and from when on an item has expired by them.
#include "models/durability/clock_state.hpp"

#include <doctest/doctest.h>

using models::durability::ClockState;
using models::durability::Dialect;
using models::durability::Expiry;
using models::durability::over_from;
using models::durability::second_at;
using namespace std::chrono_literals;

TEST_CASE("a clock shows whole seconds, and one that is right shows 0 as the run begins") {
  CHECK(second_at(sim::at(0s), 0s) == 0);
  CHECK(second_at(sim::at(999'999'999ns), 0s) == 0);
  CHECK(second_at(sim::at(1s), 0s) == 1);
  CHECK(second_at(sim::at(1s), 500ms) == 1);
  CHECK(second_at(sim::at(1500ms), 500ms) == 2);
}

TEST_CASE("a clock that is behind shows seconds before the run's beginning, rounded down too") {
  CHECK(second_at(sim::at(0s), -1ns) == -1);
  CHECK(second_at(sim::at(0s), -1s) == -1);
  CHECK(second_at(sim::at(0s), -1s - 1ns) == -2);
  CHECK(second_at(sim::at(5s), -5s) == 0);
}

TEST_CASE("the real server's item has expired a second after its own, the mock's in it") {
  CHECK(over_from(10, 0s, Dialect::kReal) == sim::at(11s));
  CHECK(over_from(10, 0s, Dialect::kMock) == sim::at(10s));
  CHECK(over_from(10, 4s, Dialect::kReal) == sim::at(7s));
  CHECK(over_from(10, -4500ms, Dialect::kMock) == sim::at(14500ms));
  CHECK(over_from(10, 1h, Dialect::kReal) == sim::at(0s));
}

TEST_CASE("an item has expired at the first instant at which the clock shows so, and not before") {
  for (const sim::Duration ahead : {sim::Duration(0), sim::Duration(1), sim::Duration(-700ms),
                                    sim::Duration(2500ms), sim::Duration(-3s)}) {
    for (const std::int64_t second : {3, 4, 10}) {
      CAPTURE(ahead.count());
      CAPTURE(second);
      const sim::Instant real = over_from(second, ahead, Dialect::kReal);
      CHECK(second_at(real, ahead) > second);
      CHECK(second_at(real - sim::Duration(1), ahead) <= second);
      const sim::Instant mock = over_from(second, ahead, Dialect::kMock);
      CHECK(second_at(mock, ahead) >= second);
      CHECK(second_at(mock - sim::Duration(1), ahead) < second);
    }
  }
}

TEST_CASE("what expires after the end of time never does") {
  CHECK(over_from(INT64_MAX / 4, 0s, Dialect::kReal) == sim::kLastInstant);
  const std::int64_t last = sim::kLastInstant.time_since_epoch().count() / 1'000'000'000;
  CHECK(over_from(last - 1, -1h, Dialect::kReal) == sim::kLastInstant);
  CHECK(second_at(sim::kLastInstant, 1h) == last);
}

TEST_CASE("an expiry belongs to one version of one key") {
  ClockState clocks;
  clocks.add({7, 3, 30});
  clocks.add({2, 9, 20});
  clocks.add({7, 1, 10});
  REQUIRE(clocks.find(7, 3) != nullptr);
  CHECK(clocks.find(7, 3)->second == 30);
  CHECK(clocks.find(7, 2) == nullptr);
  CHECK(clocks.find(8, 3) == nullptr);
  CHECK(clocks.has(2));
  CHECK_FALSE(clocks.has(3));
  CHECK_FALSE(clocks.has(8));
  std::string order;
  for (const Expiry& one : clocks.expiries()) order += std::to_string(one.second) + " ";
  CHECK(order == "20 10 30 ");
}
