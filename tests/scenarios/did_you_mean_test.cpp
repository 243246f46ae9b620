#include "scenarios/did_you_mean.hpp"

#include <doctest/doctest.h>

#include <array>
#include <span>

using namespace scenarios;

namespace {
constexpr std::array<std::string_view, 3> kKnown{"write_time", "read_time", "at"};
}

TEST_CASE("a mistyped word is recognised") {
  CHECK(did_you_mean("write_tme", kKnown) == "did you mean 'write_time'?");
  CHECK(did_you_mean("wirte_time", kKnown) == "did you mean 'write_time'?");
  CHECK(did_you_mean("read-time", kKnown) == "did you mean 'read_time'?");
  CHECK(did_you_mean("att", kKnown) == "did you mean 'at'?");
}

TEST_CASE("a word that is like none of them gets the list") {
  CHECK(did_you_mean("bandwidth", kKnown) == "write one of write_time, read_time or at");
  CHECK(did_you_mean("", kKnown) == "write one of write_time, read_time or at");
  CHECK(did_you_mean(std::string(10'000, 'w'), kKnown) ==
        "write one of write_time, read_time or at");
}

TEST_CASE("one letter is not like another letter") {
  constexpr std::array<std::string_view, 1> kOne{"k"};
  CHECK(did_you_mean("v", kOne) == "only 'k' may stand here");
  CHECK(did_you_mean("v", std::span<const std::string_view>{}) == "nothing may stand here");
}
