// Named latencies, turns, and the record of what caused what.
#include "sim/schedule.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "sim/loop.hpp"

using sim::Distribution;
using namespace std::chrono_literals;

namespace {

struct Ping {
  std::uint32_t number;
};
struct Pong {
  std::uint32_t number;
};
using Schedule = sim::Schedule<std::variant<Ping, Pong>>;

std::string draws(Schedule& schedule, sim::LatencyId id, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(schedule.draw(id).count()) + " ";
  return text;
}

}  // namespace

TEST_CASE("a latency's draws depend on the seed, the replication and its own name alone") {
  const Distribution luck = Distribution::uniform(0, 1'000'000);
  Schedule alone(3);
  const auto disk = alone.add_latency("node2/disk", "write", luck);
  const std::string expected = draws(alone, disk, 20);

  Schedule crowded(3);
  const auto other = crowded.add_latency("node1/disk", "write", luck);
  const auto read = crowded.add_latency("node2/disk", "read", luck);
  const auto same = crowded.add_latency("node2/disk", "write", luck);
  CHECK(draws(crowded, other, 20) != expected);
  CHECK(draws(crowded, read, 20) != expected);
  CHECK(draws(crowded, same, 20) == expected);

  Schedule another_seed(4);
  CHECK(draws(another_seed, another_seed.add_latency("node2/disk", "write", luck), 20) != expected);
  Schedule another_replication(3, 1);
  CHECK(draws(another_replication, another_replication.add_latency("node2/disk", "write", luck),
              20) != expected);
}

TEST_CASE("a latency keeps its name and its distribution") {
  Schedule schedule;
  const auto id = schedule.add_latency("node2/disk", "write", Distribution::constant(7));
  CHECK(schedule.latency_count() == 1);
  CHECK(schedule.name(id).entity == "node2/disk");
  CHECK(schedule.name(id).purpose == "write");
  CHECK(schedule.distribution(id) == Distribution::constant(7));
}

TEST_CASE("a turn stretches draws and fixed parts, or gives another distribution") {
  Schedule schedule;
  const auto id = schedule.add_latency("disk", "write", Distribution::constant(101));
  const auto other = schedule.add_latency("disk", "read", Distribution::constant(101));
  const auto slow = schedule.add_turn({id, 2.5, std::nullopt});
  const auto different = schedule.add_turn({id, 1.0, Distribution::constant(7)});
  CHECK(schedule.draw(id) == 101ns);
  schedule.turn(slow);
  CHECK(schedule.draw(id) == 253ns);  // 252.5, rounded
  CHECK(schedule.fixed(id, 10ns) == 25ns);
  CHECK(schedule.draw(other) == 101ns);
  CHECK(schedule.fixed(other, 10ns) == 10ns);
  schedule.turn(different);
  CHECK(schedule.draw(id) == 7ns);
  CHECK(schedule.fixed(id, 10ns) == 10ns);
}

TEST_CASE("a sum of draws is the draws one by one") {
  const Distribution luck = Distribution::exponential(1000);
  Schedule one(5);
  Schedule sum(5);
  const auto id = one.add_latency("disk", "write", luck);
  CHECK(sum.add_latency("disk", "write", luck) == id);
  sim::Duration total{0};
  for (int i = 0; i < 9; ++i) total += one.draw(id);
  CHECK(sum.draw_sum(id, 9) == total);
  CHECK(sum.draw(id) == one.draw(id));
}

TEST_CASE("a sum of constants is the same with the record of causes and without, turned or not") {
  for (const double factor : {1.0, 2.5}) {
    Schedule without;
    Schedule with;
    with.causes().switch_on();
    for (Schedule* schedule : {&without, &with}) {
      const auto id = schedule->add_latency("disk", "write", Distribution::constant(101));
      schedule->turn(schedule->add_turn({id, factor, std::nullopt}));
    }
    CHECK(without.draw_sum(0, 4) == with.draw_sum(0, 4));
  }
}

TEST_CASE("a shift moves every draw of its latencies as far, after turns, and not below nothing") {
  const auto schedule = [](sim::Duration by) {
    Schedule shifted;
    shifted.shift({{0, 2}, by});
    static_cast<void>(shifted.add_latency("a", "b", Distribution::constant(10)));
    static_cast<void>(shifted.add_latency("a", "c", Distribution::constant(10)));
    static_cast<void>(shifted.add_latency("a", "d", Distribution::uniform(0, 100)));
    return shifted;
  };
  Schedule slower = schedule(5ns);
  CHECK(draws(slower, 0, 2) == "15 15 ");
  CHECK(draws(slower, 1, 2) == "10 10 ");
  CHECK(slower.draw_sum(0, 3) == 45ns);
  CHECK(slower.fixed(0, 7ns) == 7ns);
  CHECK(slower.shift_of(0) == 5ns);
  CHECK(slower.shift_of(1) == 0ns);
  slower.turn(slower.add_turn({0, 3.0, std::nullopt}));
  CHECK(draws(slower, 0, 1) == "35 ");
  CHECK(slower.fixed(0, 7ns) == 21ns);
  slower.turn(slower.add_turn({0, 1.0, std::nullopt}));
  CHECK(draws(slower, 0, 1) == "15 ");

  Schedule plain = schedule(0ns);
  Schedule moved = schedule(5ns);
  for (int i = 0; i < 100; ++i) CHECK(moved.draw(2) == plain.draw(2) + 5ns);
  Schedule faster = schedule(-12ns);
  CHECK(draws(faster, 0, 2) == "0 0 ");
  CHECK(faster.draw_sum(0, 3) == 0ns);
}

TEST_CASE("what is scheduled comes at its instant, changes of the rules first") {
  Schedule schedule;
  static_cast<void>(schedule.at(sim::at(5ns), Ping{1}));
  static_cast<void>(schedule.at(sim::at(5ns), Ping{2}, sim::Phase::kLook));
  static_cast<void>(schedule.at(sim::at(5ns), Ping{3}, sim::Phase::kChange));
  static_cast<void>(schedule.at(sim::at(3ns), Ping{4}));
  static_cast<void>(schedule.at(sim::at(5ns), Ping{5}));
  const auto gone = schedule.at(sim::at(4ns), Ping{6});
  CHECK(schedule.cancel(gone));
  CHECK_FALSE(schedule.cancel(gone));
  std::string order;
  while (!schedule.empty()) {
    const auto entry = schedule.pop();
    CHECK(schedule.now() == entry.at);
    CHECK(schedule.current() == entry.id);
    order += std::to_string(std::get<Ping>(entry.what).number) + " ";
  }
  CHECK(order == "4 3 1 5 2 ");
  CHECK(schedule.next_at() == sim::kNever);
}

TEST_CASE("a link tells who brought it, how long it waited and what it then took") {
  Schedule schedule;
  schedule.causes().switch_on();
  const auto id = schedule.add_latency("disk", "write", Distribution::constant(10));
  static_cast<void>(schedule.at(sim::at(5ns), Ping{0}));  // event 1
  static_cast<void>(schedule.pop());
  const sim::EventId brought_by = schedule.current();
  static_cast<void>(schedule.after(3ns, Ping{1}));  // event 2, at 8
  static_cast<void>(schedule.pop());
  const sim::Duration took = schedule.draw(id) + schedule.draw(id);
  static_cast<void>(schedule.after(took + 4ns, Pong{0}, brought_by));  // event 3, at 32

  const sim::CauseLink& first = schedule.causes().of(1);
  CHECK(first.brought_by == sim::kNoEvent);
  CHECK(first.at == sim::at(5ns));
  CHECK(schedule.causes().of(2).brought_by == 1);
  CHECK(schedule.causes().of(2).released_by == 1);
  CHECK(schedule.causes().terms(schedule.causes().of(2)).empty());
  const sim::CauseLink& last = schedule.causes().of(3);
  CHECK(last.brought_by == 1);
  CHECK(last.released_by == 2);
  CHECK(last.released_at == sim::at(8ns));
  CHECK(last.at == sim::at(32ns));
  const auto terms = schedule.causes().terms(last);
  REQUIRE(terms.size() == 2);
  CHECK(terms[0].latency == id);
  CHECK(terms[1].took == 10ns);
}

TEST_CASE("draws that led to no event are not the next event's") {
  Schedule schedule;
  schedule.causes().switch_on();
  const auto id = schedule.add_latency("door", "interval", Distribution::constant(10));
  static_cast<void>(schedule.draw(id));
  schedule.causes().forget_draws();
  static_cast<void>(schedule.after(schedule.draw(id), Ping{0}));
  CHECK(schedule.causes().terms(schedule.causes().of(1)).size() == 1);
}

TEST_CASE("a copy continues exactly as the original does") {
  Schedule schedule(8);
  const auto id = schedule.add_latency("disk", "write", Distribution::exponential(1000));
  static_cast<void>(schedule.at(sim::at(5ns), Ping{1}));
  static_cast<void>(draws(schedule, id, 3));
  Schedule copy = schedule;
  CHECK(draws(copy, id, 20) == draws(schedule, id, 20));
  CHECK(std::get<Ping>(copy.pop().what).number == 1);
  CHECK(std::get<Ping>(schedule.pop().what).number == 1);
}
