#include "sim/log_linear_histogram.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/random.hpp"

using sim::LogLinearHistogram;

namespace {

std::string buckets(const LogLinearHistogram& histogram) {
  std::string text;
  histogram.for_each_bucket([&](std::int64_t low, std::int64_t high, std::uint64_t count) {
    text += '[';
    text += std::to_string(low) + ".." + std::to_string(high) + "] " + std::to_string(count) + '\n';
  });
  return text;
}

}  // namespace

TEST_CASE("values below 256 are kept exactly; above, a bucket is 1/128 of its lowest at most") {
  LogLinearHistogram histogram;
  for (const std::int64_t value : {0, 255, 255, 256, 257, 258, 511, 512, 1'000'000}) {
    histogram.add(value);
  }
  CHECK(buckets(histogram) ==
        "[0..0] 1\n"
        "[255..255] 2\n"
        "[256..257] 2\n"
        "[258..259] 1\n"
        "[510..511] 1\n"
        "[512..515] 1\n"
        "[999424..1003519] 1\n");
}

TEST_CASE("every bucket border up to the largest value keeps the stated width") {
  for (int bit = 8; bit < 63; ++bit) {
    for (std::int64_t step = 128; step < 256; ++step) {
      const std::int64_t value = step << (bit - 7);
      LogLinearHistogram histogram;
      histogram.add(value);
      histogram.for_each_bucket([&](std::int64_t low, std::int64_t high, std::uint64_t) {
        REQUIRE(low == value);
        REQUIRE(high - low + 1 == low / step);
        histogram.add(high);
      });
      REQUIRE(buckets(histogram).find("] 2\n") != std::string::npos);
    }
  }
  LogLinearHistogram histogram;
  histogram.add(INT64_MAX);
  CHECK(buckets(histogram) == "[9187343239835811840..9223372036854775807] 1\n");
  CHECK(histogram.quantile(0.5) == INT64_MAX);
}

TEST_CASE("a quantile is the value of rank ceil(p n), at most 1/128 too large, never too small") {
  sim::Stream stream(1, "histogram", "test");
  LogLinearHistogram histogram;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 20'000; ++i) {
    const auto value = static_cast<std::int64_t>(stream.next() >> (10 + stream.below(53)));
    values.push_back(value);
    histogram.add(value);
  }
  std::sort(values.begin(), values.end());
  for (int permille = 1; permille <= 1000; ++permille) {
    const std::size_t rank = static_cast<std::size_t>(permille) * 20;
    const std::int64_t exact = values[rank - 1];
    const std::int64_t told = histogram.quantile(permille / 1000.0);
    REQUIRE(told >= exact);
    REQUIRE(static_cast<double>(told - exact) <= static_cast<double>(exact) / 128);
  }
  CHECK(histogram.quantile(0) == values.front());
  CHECK(histogram.quantile(1) == values.back());
}

TEST_CASE("the rank is not one too high where p n is whole but its double is not") {
  LogLinearHistogram histogram;
  for (std::int64_t value = 1; value <= 100; ++value) histogram.add(value);
  for (int percent = 1; percent <= 100; ++percent) {
    CHECK(histogram.quantile(percent / 100.0) == percent);
  }
  CHECK(histogram.quantile(0.071) == 8);
}

TEST_CASE("count, sum, mean, least and greatest are exact") {
  LogLinearHistogram histogram;
  CHECK(histogram.empty());
  histogram.add(1'000'003);
  histogram.add(999, 4);
  histogram.add(77, 0);
  CHECK(histogram.count() == 5);
  CHECK((histogram.sum() == 1'003'999));
  CHECK(histogram.mean() == 200'799.8);
  CHECK(histogram.min() == 999);
  CHECK(histogram.max() == 1'000'003);
}

TEST_CASE("the sum does not overflow") {
  LogLinearHistogram histogram;
  histogram.add(INT64_MAX, 1'000'000);
  histogram.add(INT64_MAX - 1'000'000);
  CHECK(
      (histogram.sum() == static_cast<LogLinearHistogram::Sum>(INT64_MAX) * 1'000'001 - 1'000'000));
  CHECK(histogram.mean() == static_cast<double>(INT64_MAX));
}

TEST_CASE("counting up to a value takes whole buckets") {
  LogLinearHistogram histogram;
  for (const std::int64_t value : {5, 6, 1000, 1003, 1004}) histogram.add(value);
  CHECK(histogram.count_up_to(4) == 0);
  CHECK(histogram.count_up_to(5) == 1);
  CHECK(histogram.count_up_to(999) == 2);
  CHECK(histogram.count_up_to(1000) == 4);  // 1000 to 1003 share a bucket
  CHECK(histogram.count_up_to(1004) == 5);
  CHECK(histogram.count_up_to(INT64_MAX) == 5);
}

TEST_CASE("merging equals counting all in one, in any order") {
  sim::Stream stream(2, "histogram", "merge");
  LogLinearHistogram all;
  LogLinearHistogram left;
  LogLinearHistogram right;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 1000; ++i) {
    const auto value = static_cast<std::int64_t>(stream.next() >> (1 + stream.below(60)));
    values.push_back(value);
    all.add(value);
    (i % 3 == 0 ? left : right).add(value);
  }
  LogLinearHistogram merged = left;
  merged.merge(right);
  CHECK(merged == all);
  right.merge(left);
  CHECK(right == all);
  merged.merge(LogLinearHistogram());
  CHECK(merged == all);
  LogLinearHistogram nothing;
  nothing.merge(all);
  CHECK(nothing == all);
  std::sort(values.begin(), values.end());
  LogLinearHistogram sorted;
  for (const std::int64_t value : values) sorted.add(value);
  CHECK(sorted == all);
}
