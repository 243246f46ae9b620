#include "sim/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

using sim::Stream;

namespace {

// The published test vectors use the text 00 01 02 ... under the key 00 01 ... 0f.
std::uint64_t hash_of_first(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) text.push_back(static_cast<char>(i));
  return sim::sip_hash(0x0706050403020100, 0x0F0E0D0C0B0A0908, text);
}

// The sum of (seen - expected)^2 / expected, less its mean, over its standard deviation.
double chi_square_score(const std::vector<int>& seen, double expected) {
  double sum = 0;
  for (const int count : seen) sum += (count - expected) * (count - expected) / expected;
  const auto freedom = static_cast<double>(seen.size() - 1);
  return (sum - freedom) / std::sqrt(2 * freedom);
}

}  // namespace

TEST_CASE("sip_hash gives the published vectors of SipHash-2-4") {
  CHECK(hash_of_first(0) == 0x726FDB47DD0E0E31);
  CHECK(hash_of_first(1) == 0x74F839C593DC67FD);
  CHECK(hash_of_first(8) == 0x93F5F5799A932462);
  CHECK(hash_of_first(15) == 0xA129CA6149BE45E5);
}

TEST_CASE("the generator gives the published vectors of xoshiro256++") {
  Stream stream = Stream::from_state({1, 2, 3, 4});
  for (const std::uint64_t wanted :
       {41943041ULL, 58720359ULL, 3588806011781223ULL, 3591011842654386ULL, 9228616714210784205ULL,
        9973669472204895162ULL, 14011001112246962877ULL, 12406186145184390807ULL,
        15849039046786891736ULL, 10450023813501588000ULL}) {
    CHECK(stream.next() == wanted);
  }
}

TEST_CASE("the first numbers of a named stream never change") {
  Stream stream(42, "node2/disk", "service");
  CHECK(stream.next() == 10996272617322787344ULL);
  CHECK(stream.next() == 9501341842351709192ULL);
  CHECK(stream.next() == 10739776411937045312ULL);
  CHECK(stream.uniform() == 0x1.e8509750da1d3p-1);
  CHECK(stream.below(1000) == 439);
}

TEST_CASE("seed, entity, purpose and replication each make another stream") {
  const Stream stream(1, "node0", "service", 0);
  CHECK(stream == Stream(1, "node0", "service"));
  CHECK_FALSE(stream == Stream(2, "node0", "service"));
  CHECK_FALSE(stream == Stream(1, "node1", "service"));
  CHECK_FALSE(stream == Stream(1, "node0", "arrival"));
  CHECK_FALSE(stream == Stream(1, "node0", "service", 1));
  CHECK_FALSE(Stream(1, "a", "b", 2) == Stream(2, "a", "b", 1));
}

TEST_CASE("a letter moved from one name to the other makes another stream") {
  CHECK_FALSE(Stream(1, "ab", "c") == Stream(1, "a", "bc"));
  CHECK_FALSE(Stream(1, "", "abc") == Stream(1, "abc", ""));
  CHECK_FALSE(Stream(1, std::string("a\0", 2), "") == Stream(1, "a", std::string("\0", 1)));
}

TEST_CASE("thousands of names give no two equal first numbers") {
  std::set<std::uint64_t> firsts;
  for (int node = 0; node < 1000; ++node) {
    for (const char* purpose : {"service", "arrival", "stall"}) {
      for (std::uint64_t replication = 0; replication < 4; ++replication) {
        firsts.insert(Stream(7, "node" + std::to_string(node), purpose, replication).next());
      }
    }
  }
  CHECK(firsts.size() == 12'000);
}

TEST_CASE("a stream that is added and drawn from changes nobody else's draws") {
  Stream alone(3, "node0/disk", "service");
  std::vector<std::uint64_t> quiet(100);
  for (std::uint64_t& word : quiet) word = alone.next();

  Stream before(3, "node9/disk", "service");
  Stream same(3, "node0/disk", "service");
  for (const std::uint64_t word : quiet) {
    before.next();
    CHECK(same.next() == word);
  }
}

TEST_CASE("a copy continues as the original would, and tells the digest the same") {
  Stream original(5, "a", "b");
  original.next();
  Stream copy = original;
  sim::Digest digest_of_original;
  sim::Digest digest_of_copy;
  original.feed(digest_of_original);
  copy.feed(digest_of_copy);
  CHECK(digest_of_original == digest_of_copy);
  CHECK(copy.next() == original.next());
  copy.next();
  copy.feed(digest_of_copy);
  original.feed(digest_of_original);
  CHECK_FALSE(digest_of_original == digest_of_copy);
}

TEST_CASE("uniform numbers fill a thousand classes evenly, strictly between 0 and 1") {
  Stream stream(11, "uniform", "test");
  std::vector<int> seen(1000);
  double sum = 0;
  double squares = 0;
  constexpr int kDraws = 1'000'000;
  for (int i = 0; i < kDraws; ++i) {
    const double u = stream.uniform();
    REQUIRE(u > 0);
    REQUIRE(u < 1);
    REQUIRE(1 - (1 - u) == u);
    ++seen[static_cast<std::size_t>(u * 1000)];
    sum += u;
    squares += u * u;
  }
  CHECK(std::fabs(chi_square_score(seen, kDraws / 1000.0)) < 3);
  // Three standard errors of the mean and of the mean square.
  CHECK(std::fabs(sum / kDraws - 0.5) < 3 * 0.2887 / 1000);
  CHECK(std::fabs(squares / kDraws - 1.0 / 3) < 3 * 0.2981 / 1000);
}

TEST_CASE("the extreme words give the extreme uniform numbers, never 0 or 1") {
  // The first word from this state is rotl(a + d, 23) + a.
  CHECK(Stream::from_state({0, 1, 1, 0}).uniform() == 0x1p-53);
  CHECK(Stream::from_state({0, 1, 1, ~std::uint64_t{0}}).uniform() == 1 - 0x1p-53);
}

TEST_CASE("below gives each number alike, also where 2^64 is no multiple") {
  Stream stream(12, "below", "test");
  std::vector<int> seen(7);
  for (int i = 0; i < 700'000; ++i) ++seen[stream.below(7)];
  CHECK(std::fabs(chi_square_score(seen, 100'000)) < 3);
  CHECK(stream.below(1) == 0);

  // With n at three quarters of 2^64 a biased method would give the lowest third twice as often.
  const std::uint64_t n = 3ULL << 62;
  std::vector<int> thirds(3);
  for (int i = 0; i < 300'000; ++i) ++thirds[stream.below(n) / (1ULL << 62)];
  CHECK(std::fabs(chi_square_score(thirds, 100'000)) < 3);
}

TEST_CASE("streams with neighbouring names, seeds and replications are not correlated") {
  constexpr int kDraws = 100'000;
  const std::vector<std::array<Stream, 2>> pairs{
      {Stream(1, "node0", "service"), Stream(1, "node1", "service")},
      {Stream(1, "node0", "service"), Stream(2, "node0", "service")},
      {Stream(1, "node0", "service"), Stream(1, "node0", "arrival")},
      {Stream(1, "node0", "service", 0), Stream(1, "node0", "service", 1)}};
  for (auto [left, right] : pairs) {
    double sum = 0;
    for (int i = 0; i < kDraws; ++i) sum += (left.uniform() - 0.5) * (right.uniform() - 0.5) * 12;
    // The correlation of independent streams has a standard error of 1/sqrt(draws).
    CHECK(std::fabs(sum / kDraws) < 3 / std::sqrt(kDraws));
  }
}
