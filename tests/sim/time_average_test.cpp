#include "sim/time_average.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using sim::at;
using sim::TimeAverage;

TEST_CASE("a level counts by the time it lasts") {
  TimeAverage queue;
  queue.set(at(2s), 3);
  queue.set(at(5s), 1);
  CHECK(queue.average(at(10s)) == 1.4);  // (2*0 + 3*3 + 5*1) / 10
  CHECK(queue.area(at(10s)) == 14'000'000'000);
  CHECK(queue.level() == 1);
  CHECK(queue.maximum() == 3);
}

TEST_CASE("asking changes nothing, and may be repeated at later instants") {
  TimeAverage queue(at(0s), 4);
  CHECK(queue.average(at(1s)) == 4);
  CHECK(queue.average(at(3s)) == 4);
  queue.change(at(4s), -4);
  CHECK(queue.average(at(8s)) == 2);
}

TEST_CASE("a peak of no duration adds no area but is the maximum") {
  TimeAverage queue(at(1s), 2);
  queue.change(at(2s), +5);
  queue.change(at(2s), -6);
  CHECK(queue.maximum() == 7);
  CHECK(queue.average(at(3s)) == 1.5);
}

TEST_CASE("over no time at all the average is the level itself") {
  CHECK(TimeAverage(at(5s), 9).average(at(5s)) == 9);
}

TEST_CASE("a restart forgets the warm-up and keeps the level") {
  TimeAverage queue;
  queue.set(at(1s), 100);
  queue.set(at(2s), 6);
  queue.restart(at(4s));
  CHECK(queue.level() == 6);
  CHECK(queue.maximum() == 6);
  CHECK(queue.area(at(4s)) == 0);
  queue.set(at(5s), 0);
  CHECK(queue.average(at(6s)) == 3);
  CHECK(queue == [] {
    TimeAverage fresh(at(4s), 6);
    fresh.set(at(5s), 0);
    return fresh;
  }());
}

TEST_CASE("the area is exact beyond 64 bits") {
  TimeAverage bytes(at(0s), INT64_MAX);
  bytes.set(at(1000s), INT64_MAX - 1);
  const auto largest = static_cast<TimeAverage::Area>(INT64_MAX);
  CHECK((bytes.area(at(2000s)) == largest * 2'000'000'000'000 - 1'000'000'000'000));
}
