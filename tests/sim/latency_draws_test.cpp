// Draws made ahead, in blocks, are those that drawing one by one would give.
#include "sim/latency_draws.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

using sim::Distribution;
using sim::Duration;
using sim::LatencyDraws;
using sim::Stream;
using namespace std::chrono_literals;

namespace {

Stream stream() { return {7, "disk", "write"}; }

// The same latency without blocks.
class OneByOne {
 public:
  explicit OneByOne(Distribution distribution) : distribution_(std::move(distribution)) {}

  Duration next() {
    const auto drawn = std::min(distribution_.draw(stream_), sim::kLongestDuration.count());
    const double longer = std::floor(static_cast<double>(drawn) * factor_ + 0.5);
    return Duration(factor_ == 1 ? drawn : static_cast<std::int64_t>(longer));
  }
  void turn(double factor, const std::optional<Distribution>& distribution) {
    factor_ = factor;
    if (distribution) distribution_ = *distribution;
  }

 private:
  Distribution distribution_;
  Stream stream_ = stream();
  double factor_ = 1;
};

// Short and long, with and without bounds; some need more than one word, or the long way.
std::vector<Distribution> many_kinds() {
  return {Distribution::exponential(0.3),
          Distribution::exponential(1),
          Distribution::exponential(100'000),
          Distribution::exponential(1e15),
          Distribution::exponential(3e15),
          Distribution::exponential(5e17),
          Distribution::exponential(1e300),
          Distribution::exponential(1000).bounded(500, 600),
          Distribution::exponential(1e6).bounded(1'000'000'000, INT64_MAX),
          Distribution::exponential(1e300).bounded(0, 5),
          Distribution::exponential(1000).scaled(2.5),
          Distribution::gamma(2.5, 1e6),
          Distribution::uniform(3, 1000),
          Distribution::constant(7)};
}

}  // namespace

TEST_CASE("many draws at once are the draws one by one, and leave the stream where those do") {
  for (const Distribution& distribution : many_kinds()) {
    Stream one = stream();
    Stream many = stream();
    for (std::size_t count = 0; count < 200; ++count) {
      std::vector<std::int64_t> draws(count);
      distribution.draw(many, draws);
      std::vector<std::int64_t> expected(count);
      for (std::int64_t& draw : expected) draw = distribution.draw(one);
      REQUIRE(draws == expected);
      REQUIRE(many == one);
    }
  }
}

TEST_CASE("halves are rounded up, many at once or one by one") {
  // Draws around one half of a nanosecond and around 2^51, where halves are the last digit.
  for (const double mean : {0.5, 1.5, 0x1p50, 0x1p51}) {
    const auto distribution = Distribution::exponential(mean);
    Stream one = stream();
    Stream many = stream();
    std::vector<std::int64_t> draws(100'000);
    distribution.draw(many, draws);
    std::size_t different = 0;
    for (const std::int64_t draw : draws) different += draw != distribution.draw(one) ? 1 : 0;
    CHECK(different == 0);
  }
}

TEST_CASE("a latency hands out the draws of its stream, one after the other") {
  for (const Distribution& distribution : many_kinds()) {
    LatencyDraws draws(distribution, stream());
    OneByOne expected(distribution);
    for (int i = 0; i < 100; ++i) REQUIRE(draws.next() == expected.next());
  }
}

TEST_CASE("a turn takes back the draws that were made and not used") {
  const std::vector<Distribution> kinds = many_kinds();
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    LatencyDraws draws(kinds[kind], stream());
    OneByOne expected(kinds[kind]);
    for (std::size_t used = 0; used < 40; ++used) {
      const double factor = used % 3 == 0 ? 1 : 0.75;
      const auto other = used % 2 == 0 ? std::optional(kinds[(kind + used) % 3]) : std::nullopt;
      draws.turn(factor, other);
      expected.turn(factor, other);
      for (std::size_t i = 0; i < used; ++i) REQUIRE(draws.next() == expected.next());
    }
  }
}

TEST_CASE("a constant stays its number, stretched while a turn says so") {
  LatencyDraws draws(Distribution::constant(101), stream());
  CHECK(draws.constant());
  for (int i = 0; i < 20; ++i) CHECK(draws.next() == 101ns);
  draws.turn(2.5, std::nullopt);
  for (int i = 0; i < 20; ++i) CHECK(draws.next() == 253ns);  // 252.5, rounded
  CHECK(draws.fixed(10ns) == 25ns);
  draws.turn(1, Distribution::uniform(0, 1000));
  CHECK_FALSE(draws.constant());
  CHECK(draws.fixed(10ns) == 10ns);
}

TEST_CASE("no draw is longer than the longest duration") {
  LatencyDraws draws(Distribution::constant(INT64_MAX), stream());
  CHECK(draws.next() == sim::kLongestDuration);
  draws.turn(1e6, Distribution::exponential(1e18));
  for (int i = 0; i < 20; ++i) CHECK(draws.next() <= sim::kLongestDuration);
  CHECK(draws.fixed(Duration::max()) == sim::kLongestDuration);
}

TEST_CASE("a copy gives the draws that the original would") {
  LatencyDraws draws(Distribution::exponential(1000), stream());
  for (int i = 0; i < 11; ++i) static_cast<void>(draws.next());
  LatencyDraws copy = draws;
  copy.turn(1, std::nullopt);
  for (int i = 0; i < 30; ++i) CHECK(copy.next() == draws.next());
}
