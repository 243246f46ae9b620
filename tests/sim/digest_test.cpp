// The fingerprint: equal for equal histories on any machine, different for any small change.
#include "sim/digest.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using sim::Digest;

namespace {

template <class... Words>
std::uint64_t of(Words... words) {
  Digest digest;
  (digest.add(static_cast<std::uint64_t>(words)), ...);
  return digest.value();
}

std::uint64_t of_text(const std::string& text) {
  Digest digest;
  digest.add_text(text);
  return digest.value();
}

struct Pair {
  std::uint32_t first;
  std::uint32_t second;
};

}  // namespace

TEST_CASE("a digest is the same number on every machine") {
  CHECK(of() == 0x2545F4914F6CDD1DULL);
  // state = (state ^ word) * 0x9E3779B97F4A7C15; state ^= state >> 32, worked out apart.
  CHECK(of(0) == 0xFB04E882776EC7E3ULL);
  CHECK(of(1, 2, 3) == 0xD4E24FF4DDAC0102ULL);
}

TEST_CASE("order, repetition and length count") {
  CHECK(of(1, 2) != of(2, 1));
  CHECK(of(1) != of(1, 1));
  CHECK(of(0) != of());
  CHECK(of(0, 0) != of(0));
  CHECK(of_text("ab") != of_text("ba"));
  CHECK(of_text("") != of());
}

TEST_CASE("two words in one step keep their places, and are not one after the other") {
  const auto both = [](std::uint64_t first, std::uint64_t second) {
    Digest digest;
    digest.add(first, second);
    return digest.value();
  };
  CHECK(both(1, 2) != both(2, 1));
  CHECK(both(1, 2) != of(1, 2));
  CHECK(both(7, 0) == of(7));
  CHECK(both(0, 1) != both(0, 2));
}

TEST_CASE("texts do not run into each other") {
  Digest first;
  first.add_text("ab");
  first.add_text("c");
  Digest second;
  second.add_text("a");
  second.add_text("bc");
  CHECK_FALSE(first == second);
}

TEST_CASE("any one bit of any one word is seen to the end") {
  std::set<std::uint64_t> seen{of(0, 0, 0, 0)};
  for (int place = 0; place < 4; ++place) {
    for (int bit = 0; bit < 64; ++bit) {
      std::uint64_t words[4] = {};
      words[place] = std::uint64_t{1} << bit;
      seen.insert(of(words[0], words[1], words[2], words[3]));
    }
  }
  CHECK(seen.size() == 1 + 4 * 64);
}

TEST_CASE("a plain value is added byte for byte") {
  Digest pair;
  pair.add_value(Pair{1, 2});
  CHECK(pair.value() == of(0x0000'0002'0000'0001ULL));
  Digest small;
  small.add_value(std::uint8_t{7});
  CHECK(small.value() == of(7));
}
