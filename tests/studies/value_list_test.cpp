#include "studies/value_list.hpp"

#include <doctest/doctest.h>

using scenarios::Place;
using scenarios::Problems;

namespace {

/// The values with blanks between, or what is wrong.
std::string listed(const std::string& text) {
  Problems problems;
  std::string values;
  for (const auto& value : studies::read_value_list(text, Place{"--vary", 1, 1}, problems)) {
    values += (values.empty() ? "" : " ") + value.text;
  }
  for (const scenarios::Problem& problem : problems.sorted()) {
    values += std::to_string(problem.place.column) + ": " + problem.message;
  }
  return values;
}

}  // namespace

TEST_CASE("values stand with commas between, and a bracket's commas part nothing") {
  CHECK(listed("1,10,20") == "1 10 20");
  CHECK(listed(" a , b") == "a b");
  CHECK(listed("nvme-datacenter,{write: 80ms, read: 1ms},[1, 2]") ==
        "nvme-datacenter {write: 80ms, read: 1ms} [1, 2]");
  CHECK(listed("\"a,b\",c") == "\"a,b\" c");
  CHECK(listed("1,,2") == "3: a value is missing here");
  CHECK(listed("") == "1: a value is missing here");
}

TEST_CASE("a range of counts is each of them, evenly so many, or in steps") {
  CHECK(listed("1..5") == "1 2 3 4 5");
  CHECK(listed("1..20:5") == "1 6 11 15 20");
  CHECK(listed("0..10:step4") == "0 4 8");
  CHECK(listed("1..3:7") == "1 2 3");
  CHECK(listed("1..3,9") == "1 2 3 9");
}

TEST_CASE("a logarithmic range goes by equal factors, and both ends are as written") {
  CHECK(listed("1k..1G:log7") == "1k 10k 100k 1M 10M 100M 1G");
  CHECK(listed("1..1000G:log3") == "1 1M 1000G");
  CHECK(listed("10..30:log3") == "10 17 30");
}

TEST_CASE("durations, sizes, percentages and plain numbers have ranges too") {
  CHECK(listed("0ms..80ms:step20ms") == "0ms 20ms 40ms 60ms 80ms");
  CHECK(listed("1ms..1s:log4") == "1ms 10ms 100ms 1s");
  CHECK(listed("4KiB..1MiB:log3") == "4KiB 64KiB 1MiB");
  CHECK(listed("10%..90%:3") == "10% 50% 90%");
  CHECK(listed("0.5..1.5:3") == "0.5 1 1.5");
}

TEST_CASE("a range that says nothing is refused where it does not") {
  CHECK(listed("5..1") == "1: the range '5..1' does not go up");
  CHECK(listed("1ms..5s") == "1: the range '1ms..5s' does not say which values");
  CHECK(listed("1..5ms:3") == "1: '1..5ms:3' is no range");
  CHECK(listed("7,1..5:logx") == "11: 'x' is no number of values");
  CHECK(listed("0..5:log3") == "1: a logarithmic range cannot begin at 0");
  CHECK(listed("1..9:step0") == "10: '0' is no step of this range");
  CHECK(listed("1..1M") == "1: the range '1..1M' has more than 10000 values");
}
