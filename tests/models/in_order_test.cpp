// The gate, against what it promises: a number passes once all before it have come.
#include "models/durability/in_order.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "sim/random.hpp"

using models::durability::InOrder;

namespace {

std::string arrive(InOrder& gate, std::uint64_t number) {
  std::string passed;
  gate.arrive(number, static_cast<std::uint32_t>(100 + number),
              [&](std::uint32_t what) { passed += std::to_string(what) + " "; });
  return passed;
}

}  // namespace

TEST_CASE("what comes in order passes at once") {
  InOrder gate;
  CHECK(arrive(gate, 0) == "100 ");
  CHECK(arrive(gate, 1) == "101 ");
}

TEST_CASE("what comes early waits, and then passes together") {
  InOrder gate;
  CHECK(arrive(gate, 3) == "");
  CHECK(arrive(gate, 1) == "");
  CHECK(arrive(gate, 0) == "100 101 ");
  CHECK(arrive(gate, 5) == "");
  CHECK(arrive(gate, 2) == "102 103 ");
  CHECK(arrive(gate, 4) == "104 105 ");
}

TEST_CASE("in 300 random orders each passes at the arrival of the last before it") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    sim::Stream stream(seed, "gate", "test");
    std::vector<std::uint64_t> order(1 + stream.below(60));
    std::iota(order.begin(), order.end(), 0);
    const std::uint64_t reach = 1 + stream.below(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t other = i + stream.below(std::min<std::uint64_t>(reach, order.size() - i));
      std::swap(order[i], order[other]);
    }

    InOrder gate;
    std::vector<bool> here(order.size() + 1);
    std::uint64_t next = 0;
    for (const std::uint64_t number : order) {
      here[number] = true;
      std::string expected;
      while (here[next]) expected += std::to_string(100 + next++) + " ";
      CHECK(arrive(gate, number) == expected);
    }
    CHECK(next == order.size());
  }
}
