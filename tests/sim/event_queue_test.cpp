#include "sim/event_queue.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <variant>

#include "sim/time.hpp"
#include "tests/sim/aborts.hpp"

using namespace std::chrono_literals;
using tests::aborts;

namespace {

struct Letter {
  char letter;
};
struct Number {
  std::uint64_t number;
};
using What = std::variant<Letter, Number>;

struct FewSlots : sim::QueueLimits {
  static constexpr int kSlotBits = 8;
};

std::string text(const sim::EventQueue<What>::Entry& entry) {
  constexpr const char* kPhases[] = {"change", "work", "look"};
  return fmt::format("{} {} #{} {}\n", entry.at.time_since_epoch().count(),
                     kPhases[static_cast<int>(entry.phase)], entry.id,
                     std::get<Letter>(entry.what).letter);
}

std::string pop_all(sim::EventQueue<What>& queue) {
  std::string all;
  while (!queue.empty()) all += text(queue.pop());
  return all;
}

std::string pending(const sim::EventQueue<What>& queue) {
  std::string all;
  queue.for_each_pending([&](const auto& entry) { all += text(entry); });
  return all;
}

}  // namespace

TEST_CASE("events run by time, at one instant by phase, in a phase in order of scheduling") {
  sim::EventQueue<What> queue;
  queue.schedule(sim::at(7ns), Letter{'a'});
  queue.schedule(sim::at(5ns), Letter{'b'}, sim::Phase::kLook);
  queue.schedule(sim::at(5ns), Letter{'c'});
  queue.schedule(sim::at(5ns), Letter{'d'});
  queue.schedule(sim::at(5ns), Letter{'e'}, sim::Phase::kChange);
  queue.schedule(sim::at(0ns), Letter{'f'});
  CHECK(queue.last_id() == 6);
  CHECK(pop_all(queue) ==
        "0 work #6 f\n"
        "5 change #5 e\n"
        "5 work #3 c\n"
        "5 work #4 d\n"
        "5 look #2 b\n"
        "7 work #1 a\n");
}

TEST_CASE("an empty queue is never due, and knows when and in which phase the last event was") {
  sim::EventQueue<What> queue(sim::at(3ns));
  CHECK(queue.next_at() == sim::kNever);
  CHECK(queue.now() == sim::at(3ns));
  queue.schedule(sim::at(8ns), Letter{'a'}, sim::Phase::kLook);
  CHECK(queue.next_at() == sim::at(8ns));
  CHECK(queue.now() == sim::at(3ns));
  queue.pop();
  CHECK(queue.next_at() == sim::kNever);
  CHECK(queue.now() == sim::at(8ns));
  CHECK(queue.phase() == sim::Phase::kLook);
}

TEST_CASE("a cancelled event does not run, does not count, and is cancelled once") {
  sim::EventQueue<What> queue;
  const sim::Ticket first = queue.schedule(sim::at(1ns), Letter{'a'});
  queue.schedule(sim::at(2ns), Letter{'b'});
  const sim::Ticket last = queue.schedule(sim::at(3ns), Letter{'c'});
  CHECK(queue.cancel(first));
  CHECK(queue.cancel(last));
  CHECK_FALSE(queue.cancel(first));
  CHECK(queue.size() == 1);
  CHECK(queue.next_at() == sim::at(2ns));
  CHECK(pending(queue) == "2 work #2 b\n");
  CHECK(pop_all(queue) == "2 work #2 b\n");
  CHECK(queue.next_at() == sim::kNever);
}

TEST_CASE("a ticket is stale once its event ran, though another event lies where it lay") {
  sim::EventQueue<What> queue;
  const sim::Ticket ran = queue.schedule(sim::at(1ns), Letter{'a'});
  queue.pop();
  const sim::Ticket next = queue.schedule(sim::at(2ns), Letter{'b'});
  CHECK(next.slot == ran.slot);
  CHECK_FALSE(queue.cancel(ran));
  CHECK_FALSE(queue.cancel(sim::Ticket{}));
  CHECK_FALSE(queue.cancel(sim::Ticket{2, 99}));
  CHECK(pending(queue) == "2 work #2 b\n");
}

TEST_CASE("a copy pops the same entries, and goes its own way") {
  sim::EventQueue<What> queue;
  queue.schedule(sim::at(2ns), Letter{'b'});
  const sim::Ticket ticket = queue.schedule(sim::at(3ns), Letter{'c'});
  queue.schedule(sim::at(1ns), Letter{'a'});
  queue.pop();
  sim::EventQueue<What> copy = queue;
  CHECK(copy.cancel(ticket));
  copy.schedule(sim::at(4ns), Letter{'x'});
  queue.schedule(sim::at(4ns), Letter{'y'});
  CHECK(pop_all(copy) == "2 work #1 b\n4 work #4 x\n");
  CHECK(pop_all(queue) == "2 work #1 b\n3 work #2 c\n4 work #4 y\n");
}

// Each of these would take minutes if one event cost a walk past the others.
TEST_CASE("crowds at one instant and lone events far away cost no more than others") {
  constexpr std::uint64_t kMany = 200'000;
  sim::EventQueue<What> queue;
  queue.schedule(sim::kNever - 1ns, Number{0});
  queue.schedule(sim::at(1h), Number{0});
  for (std::uint64_t i = 0; i < kMany; ++i) queue.schedule(sim::at(5ms), Number{i});
  // Each of the crowd calls one more to the same instant, behind all that are there.
  for (std::uint64_t i = 0; i < kMany; ++i) queue.schedule(queue.pop().at, Number{kMany + i});
  std::uint64_t in_order = 0;
  for (std::uint64_t i = 0; i < kMany; ++i) {
    in_order += std::get<Number>(queue.pop().what).number == kMany + i ? 1 : 0;
  }
  CHECK(in_order == kMany);
  CHECK(queue.now() == sim::at(5ms));
  // A crowd that comes in backwards, before everything that is there.
  for (std::uint64_t i = 0; i < kMany; ++i) {
    queue.schedule(sim::at(2s - std::chrono::nanoseconds(i)), Number{i});
  }
  for (std::uint64_t i = kMany; i-- > 0;) {
    in_order -= std::get<Number>(queue.pop().what).number == i ? 1 : 0;
  }
  CHECK(in_order == 0);
  CHECK(queue.size() == 2);
  CHECK(queue.pop().at == sim::at(1h));
  CHECK(queue.pop().at == sim::kNever - 1ns);
}

TEST_CASE("events that are cancelled again and again take no slots from others") {
  sim::EventQueue<What, FewSlots> queue;
  for (int i = 0; i < 150; ++i) queue.schedule(sim::at(1h), Letter{'k'});
  for (int i = 0; i < 10'000; ++i) CHECK(queue.cancel(queue.schedule(sim::at(1min), Letter{'c'})));
  CHECK(queue.size() == 150);
  CHECK(queue.next_at() == sim::at(1h));

  sim::EventQueue<What> large;
  large.schedule(sim::at(1h), Letter{'k'});
  sim::Ticket last;
  for (int i = 0; i < 10'000; ++i) large.cancel(last = large.schedule(sim::at(1min), Letter{'c'}));
  CHECK(last.slot < 100);
}

TEST_CASE("those who look ahead see each event of a run once, in order, before it is popped") {
  sim::EventQueue<What> queue;
  for (std::uint64_t i = 1; i <= 10; ++i) queue.schedule(sim::at(1ns * i), Number{i});
  std::string seen;
  while (!queue.empty()) {
    queue.look_ahead(
        [&](const What& what) { seen += fmt::format(" {}", std::get<Number>(what).number); });
    seen += fmt::format(" [{}]", std::get<Number>(queue.pop().what).number);
  }
  CHECK(seen == " 1 2 3 4 5 6 7 8 [1] 9 [2] 10 [3] [4] [5] [6] [7] [8] [9] [10]");
}

TEST_CASE("those who look ahead see each event of an endless crowd once") {
  sim::EventQueue<What> queue;
  for (std::uint64_t i = 0; i < 300; ++i) queue.schedule(sim::at(1ns), Number{i});
  std::uint64_t seen = 0;
  std::uint64_t in_order = 0;
  for (std::uint64_t i = 300; i < 10'000; ++i) {
    queue.look_ahead(
        [&](const What& what) { in_order += std::get<Number>(what).number == seen++ ? 1 : 0; });
    queue.pop();
    queue.schedule(sim::at(1ns), Number{i});
  }
  CHECK(in_order == seen);
  CHECK(seen == 9'707);
}

TEST_CASE("our own mistakes stop the program") {
  sim::EventQueue<What> queue;
  queue.schedule(sim::at(5ns), Letter{'a'});
  queue.pop();
  CHECK(aborts([&] { queue.pop(); }));
  CHECK(aborts([&] { queue.schedule(sim::at(4ns), Letter{'b'}); }));
  CHECK(aborts([&] { queue.schedule(sim::at(5ns), Letter{'b'}, sim::Phase::kChange); }));
  CHECK(aborts([&] { queue.schedule(sim::kNever, Letter{'b'}); }));
  CHECK_FALSE(aborts([&] { queue.schedule(sim::at(5ns), Letter{'b'}); }));
}

TEST_CASE("more pending events than slots stop the program") {
  sim::EventQueue<What, FewSlots> queue;
  const auto schedule = [&] { queue.schedule(sim::at(1s), Letter{'a'}); };
  for (int i = 0; i < 255; ++i) schedule();
  CHECK_FALSE(aborts(schedule));
  schedule();
  CHECK(aborts(schedule));
}
