// Virtual time's types: what must not compile is checked as well.
#include "sim/time.hpp"

#include <doctest/doctest.h>

#include <type_traits>

using namespace std::chrono_literals;

namespace {

// Somebody else's clock of the same resolution: its instants are not ours.
struct OtherClock {
  using duration = sim::Duration;
  using time_point = std::chrono::time_point<OtherClock, duration>;
};

template <class A, class B, class = void>
struct Addable : std::false_type {};
template <class A, class B>
struct Addable<A, B, std::void_t<decltype(std::declval<A>() + std::declval<B>())>>
    : std::true_type {};

static_assert(Addable<sim::Instant, sim::Duration>::value);
static_assert(Addable<sim::Duration, sim::Duration>::value);
static_assert(!Addable<sim::Instant, sim::Instant>::value);
static_assert(!Addable<sim::Instant, OtherClock::time_point>::value);

static_assert(std::is_convertible_v<std::chrono::milliseconds, sim::Duration>);
static_assert(!std::is_convertible_v<int, sim::Duration>);
static_assert(!std::is_convertible_v<double, sim::Duration>);
static_assert(!std::is_convertible_v<std::chrono::duration<double>, sim::Duration>);
static_assert(!std::is_convertible_v<sim::Duration, sim::Instant>);
static_assert(!std::is_convertible_v<OtherClock::time_point, sim::Instant>);

}  // namespace

TEST_CASE("an instant is the nanoseconds since the start") {
  CHECK(sim::at(12ms).time_since_epoch().count() == 12'000'000);
  CHECK(sim::at(0ns) == sim::kStart);
  CHECK(sim::at(5ms) - sim::at(2ms) == 3ms);
  CHECK(sim::at(2ms) + 3ms == sim::at(5ms));
}

TEST_CASE("never is later than everything else, 292 years from the start") {
  CHECK(sim::kNever > sim::at(std::chrono::hours(292LL * 365 * 24)));
  CHECK(sim::kNever.time_since_epoch().count() == INT64_MAX);
}
