#include "models/analysis/threshold_search.hpp"

#include <doctest/doctest.h>

#include <cmath>

using models::analysis::find_threshold;
using models::analysis::Probe;
using models::analysis::Threshold;
using models::analysis::ThresholdEnd;
using models::analysis::ThresholdQuestion;

namespace {

// A try of something that must not exceed a limit.
template <class Function>
auto limited(Function function, double limit) {
  return [=](std::int64_t number) {
    const double value = function(static_cast<double>(number));
    return Probe{number, value <= limit, std::log(value / limit)};
  };
}

}  // namespace

TEST_CASE("the largest size of a line is found exactly, in a few tries") {
  // 3 s + 125 us a row within 2 h: 57,576,000 rows to the row.
  const auto downtime = [](double n) { return 3e9 + 125'000 * n; };
  const Threshold found =
      find_threshold({true, 20'000, 1, 1'000'000'000'000}, limited(downtime, 7200e9));
  CHECK(found.end == ThresholdEnd::kFound);
  CHECK(found.answer == 57'576'000);
  CHECK(found.refused == 57'576'001);
  CHECK_FALSE(found.out_of_order);
  CHECK(found.probes.size() <= 16);
}

TEST_CASE("within one in a thousand, a line, a power and a kink take fewer than ten tries") {
  const auto line = [](double n) { return 3e9 + 125'000 * n; };
  const auto power = [](double n) { return 700 * std::pow(n, 1.37); };
  const auto kink = [&](double n) { return line(n) + 400'000 * std::max(0.0, n - 90'000); };
  const auto tries = [](auto function) {
    const double limit = function(5'000'000);
    const Threshold found =
        find_threshold({true, 20'000, 1, 1'000'000'000'000, 1e-3}, limited(function, limit));
    CHECK(found.end == ThresholdEnd::kFound);
    REQUIRE(found.answer);
    REQUIRE(found.refused);
    CHECK(*found.answer <= 5'000'000);
    CHECK(*found.refused > 5'000'000);
    CHECK(*found.refused - *found.answer <= 5000);
    return found.probes.size();
  };
  CHECK(tries(line) <= 8);
  CHECK(tries(power) <= 6);
  CHECK(tries(kink) <= 9);
}

TEST_CASE("the smallest number that is enough is found from either side") {
  const auto time = [](double workers) { return 1000 / workers; };
  for (const std::int64_t start : {1, 7, 33, 34, 500}) {
    const Threshold found = find_threshold({false, start, 1, 1000}, limited(time, 30));
    CHECK(found.answer == 34);
    CHECK(found.refused == 33);
  }
}

TEST_CASE("a limit that is never reached, or never met, is told") {
  const auto flat = [](double) { return 5.0; };
  const Threshold always = find_threshold({true, 10, 1, 5000}, limited(flat, 6));
  CHECK(always.end == ThresholdEnd::kAtBound);
  CHECK(always.answer == 5000);
  const Threshold never = find_threshold({true, 10, 3, 5000}, limited(flat, 4));
  CHECK(never.end == ThresholdEnd::kNeverHolds);
  CHECK_FALSE(never.answer);
  CHECK(never.refused == 3);
}

TEST_CASE("what is seen only where it holds is halved, and found all the same") {
  const Threshold found = find_threshold({true, 100, 1, 1'000'000}, [](std::int64_t number) {
    return number <= 777 ? Probe{number, true, {}} : Probe{number, false, {}};
  });
  CHECK(found.answer == 777);
  CHECK(found.refused == 778);
}

TEST_CASE("a value that goes back is reported") {
  const auto wave = [](double n) { return n < 1000 ? n : n / 3; };
  const Threshold found = find_threshold({true, 900, 1, 100'000}, limited(wave, 950));
  REQUIRE(found.out_of_order);
  CHECK(found.out_of_order->first == 900);
  CHECK(found.out_of_order->second > 1000);
}

TEST_CASE("tries are not exceeded") {
  ThresholdQuestion question{true, 1, 1, INT64_MAX / 4, 0, 5};
  const Threshold found = find_threshold(question, limited([](double n) { return n; }, 1e12));
  CHECK(found.end == ThresholdEnd::kOutOfTries);
  CHECK(found.probes.size() == 5);
}
