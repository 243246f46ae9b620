// A state that comes round: found, bounded and carried on.
#include "sim/recurrence.hpp"

#include <doctest/doctest.h>

namespace {

// A hand that goes round five places, a bell that rings at each round, and a follower.
struct Clockwork {
  std::uint64_t place = 0;
  std::uint64_t rounds = 0;
  std::uint64_t walked = 0;
  std::uint64_t behind = 0;  // one step
  sim::Instant next = sim::at(sim::Duration(10));
  sim::TimeAverage level;
  std::int64_t limit = 1000;

  void step() {
    level.set(next, static_cast<std::int64_t>(place));
    behind = walked;
    ++walked;
    place = (place + 1) % 5;
    if (place == 0) ++rounds;
    next += sim::Duration(10);
  }
  [[nodiscard]] sim::Instant now() const { return next - sim::Duration(10); }

  void recur(sim::Recurrence& walk) {
    walk.same(place);
    walk.counts(rounds);
    walk.bound(walked, limit);
    walk.follows(behind, walked);
    walk.counts(walked);
    walk.instant(next);
    walk.level(level);
  }
  [[nodiscard]] sim::Recurrence note() {
    sim::Recurrence walk(now());
    recur(walk);
    return walk;
  }
};

void step(Clockwork& clockwork, int times) {
  for (int i = 0; i < times; ++i) clockwork.step();
}

}  // namespace

TEST_CASE("a state recurs when all but what counts is the same") {
  Clockwork clockwork;
  step(clockwork, 7);
  const sim::Recurrence first = clockwork.note();
  for (int i = 1; i < 10; ++i) {
    clockwork.step();
    CHECK(first.recurs_as(clockwork.note()) == (i % 5 == 0));
  }
}

TEST_CASE("carried on by k periods it is what k periods make of it") {
  Clockwork clockwork;
  step(clockwork, 7);
  const sim::Recurrence first = clockwork.note();
  step(clockwork, 5);
  const sim::Recurrence second = clockwork.note();
  Clockwork slow = clockwork;
  step(slow, 5 * 12);
  sim::Recurrence walk = first.advance_from(second, 12);
  clockwork.recur(walk);
  CHECK(clockwork.place == slow.place);
  CHECK(clockwork.rounds == slow.rounds);
  CHECK(clockwork.walked == slow.walked);
  CHECK(clockwork.behind == slow.behind);
  CHECK(clockwork.next == slow.next);
  CHECK((clockwork.level.area(slow.next) == slow.level.area(slow.next)));
}

TEST_CASE("no count passes its bound, and no period passes an instant") {
  Clockwork clockwork;
  step(clockwork, 7);
  const sim::Recurrence first = clockwork.note();
  step(clockwork, 5);
  sim::Recurrence second = clockwork.note();
  // 12 are walked; 987 more stay below 1000, which are 197 periods; one is kept back.
  CHECK(first.periods_within_bounds(second) == 196);
  second.until(clockwork.now() + sim::Duration(505));
  CHECK(first.periods_within_bounds(second) == 9);
  second.until(clockwork.now() + sim::Duration(20));
  CHECK(first.periods_within_bounds(second) == 0);
}

TEST_CASE("who refuses never recurs") {
  Clockwork clockwork;
  const sim::Recurrence first = clockwork.note();
  step(clockwork, 5);
  sim::Recurrence second = clockwork.note();
  second.refuse("a reason");
  second.refuse("another");
  CHECK_FALSE(first.recurs_as(second));
  CHECK(second.refusal() == "a reason");
}
