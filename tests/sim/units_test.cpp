#include "sim/units.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;

TEST_CASE("a size and a rate give a time, rounded up to a whole nanosecond") {
  CHECK(sim::transfer_time({1000}, {1'000'000'000}) == 1us);
  CHECK(sim::transfer_time({1}, {3}) == 333'333'334ns);
  CHECK(sim::transfer_time({3}, {3}) == 1s);
  CHECK(sim::transfer_time({0}, {1}) == 0ns);
}

TEST_CASE("a size too large for 64-bit products is still exact, and saturates at the end of time") {
  CHECK(sim::transfer_time({20'000'000'000}, {1'000'000'000}) == 20s);
  CHECK(sim::transfer_time({INT64_MAX}, {INT64_MAX}) == 1s);
  CHECK(sim::transfer_time({INT64_MAX}, {1}) == sim::Duration::max());
}
