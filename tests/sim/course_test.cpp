#include "sim/course.hpp"

#include <doctest/doctest.h>

namespace {

// Counts from 1 to `most`; the figure is the sum of these numbers over how many there were.
sim::Course course_of(std::uint64_t most) {
  sim::Course course;
  double sum = 0;
  for (std::uint64_t i = 1; i <= most; ++i) {
    sum += static_cast<double>(i);
    const sim::Instant now = sim::at(sim::Duration(static_cast<std::int64_t>(10 * i)));
    if (course.count()) course.mark(now, {{sum, static_cast<double>(i)}, {7, 1}});
  }
  return course;
}

}  // namespace

TEST_CASE("a course of few values has a mark after every five") {
  const sim::Course course = course_of(17);
  CHECK(course.counted() == 17);
  CHECK(course.width() == 5);
  REQUIRE(course.marks() == 3);
  CHECK(course.at(0) == sim::at(sim::Duration(50)));
  CHECK(course.at(2) == sim::at(sim::Duration(150)));
  CHECK(course.batches(0) == std::vector<sim::Total>{{15, 5}, {40, 5}, {65, 5}});
  CHECK(course.batches(1) == std::vector<sim::Total>{{7, 1}, {0, 0}, {0, 0}});
}

TEST_CASE("a long course keeps every second mark, and its batches still add up to the whole") {
  // 256 marks of 5 are 1,280 values; then 128 of 10 are left, and so on.
  CHECK(course_of(1279).marks() == 255);
  CHECK(course_of(1280).marks() == 128);
  CHECK(course_of(1280).width() == 10);
  CHECK(course_of(1280).at(0) == sim::at(sim::Duration(100)));
  const sim::Course course = course_of(1'000'000);
  CHECK(course.width() == 5120);
  REQUIRE(course.marks() == 195);
  sim::Total all;
  for (const sim::Total& batch : course.batches(0)) {
    CHECK(batch.weight == 5120);
    all.sum += batch.sum;
    all.weight += batch.weight;
  }
  CHECK(all.weight == 998'400);
  CHECK(all.sum == 998'400.0 * 998'401 / 2);
}

TEST_CASE("a course without a mark has no batches") {
  CHECK(course_of(4).marks() == 0);
  CHECK(course_of(4).batches(0).empty());
}
