// The ring, against a plain vector on random histories.
#include "sim/ring.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sim/random.hpp"

using sim::Ring;

namespace {

std::string text(const Ring<int>& ring) {
  std::string all;
  for (std::size_t i = 0; i < ring.size(); ++i) all += std::to_string(ring[i]) + " ";
  return all;
}

}  // namespace

TEST_CASE("a ring gives back in the order in which it was given") {
  Ring<int> ring;
  CHECK(ring.empty());
  for (int i = 0; i < 20; ++i) ring.push_back(i);
  CHECK(ring.size() == 20);
  CHECK(ring.front() == 0);
  CHECK(ring.back() == 19);
  for (int i = 0; i < 20; ++i) CHECK(ring.pop_front() == i);
  CHECK(ring.empty());
}

TEST_CASE("a ring that has gone round keeps its order when it grows") {
  Ring<int> ring;
  for (int i = 0; i < 8; ++i) ring.push_back(i);
  for (int i = 0; i < 5; ++i) CHECK(ring.pop_front() == i);
  for (int i = 8; i < 17; ++i) ring.push_back(i);
  ring.append() = 17;
  CHECK(text(ring) == "5 6 7 8 9 10 11 12 13 14 15 16 17 ");
}

TEST_CASE("a ring's newest can be taken back, and any can be changed") {
  Ring<int> ring;
  for (int i = 0; i < 4; ++i) ring.push_back(i);
  ring.pop_back();
  ring[1] = 10;
  CHECK(text(ring) == "0 10 2 ");
  ring.clear();
  CHECK(ring.empty());
  ring.push_back(7);
  CHECK(text(ring) == "7 ");
}

TEST_CASE("an element of the ring itself can be pushed, even when the ring grows") {
  Ring<int> ring;
  for (int i = 0; i < 8; ++i) ring.push_back(40 + i);
  ring.push_back(ring.front());
  CHECK(ring.back() == 40);
}

TEST_CASE("a copy of a ring goes its own way") {
  Ring<int> ring;
  for (int i = 0; i < 3; ++i) ring.push_back(i);
  Ring<int> copy = ring;
  copy.push_back(9);
  CHECK(ring.pop_front() == 0);
  CHECK(text(copy) == "0 1 2 9 ");
  CHECK(text(ring) == "1 2 ");
}

TEST_CASE("in 200 random histories a ring is as a vector would be") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    sim::Stream stream(seed, "ring", "test");
    Ring<int> ring;
    std::vector<int> expected;
    for (int i = 0; i < 200; ++i) {
      const std::uint64_t choice = stream.below(8);
      if (choice < 4 || expected.empty()) {
        ring.push_back(i);
        expected.push_back(i);
      } else if (choice < 7) {
        REQUIRE(ring.pop_front() == expected.front());
        expected.erase(expected.begin());
      } else {
        REQUIRE(ring.back() == expected.back());
        ring.pop_back();
        expected.pop_back();
      }
      REQUIRE(ring.size() == expected.size());
      for (std::size_t k = 0; k < expected.size(); ++k) REQUIRE(ring[k] == expected[k]);
    }
  }
}
