#include "sim/loop.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>
#include <variant>

#include "sim/event_queue.hpp"
#include "sim/time.hpp"

using namespace std::chrono_literals;

namespace {

struct DoorOpened {};
struct GuestCame {
  int guest;
};
struct GuestLeft {
  int guest;
};
using PartyEvent = std::variant<DoorOpened, GuestCame, GuestLeft>;
using Queue = sim::EventQueue<PartyEvent>;

// A party: two guests come when the door opens, each stays three nanoseconds.
struct Party {
  std::string story;
  std::string announced;

  void on(const DoorOpened&, Queue& queue) {
    tell("door", queue);
    queue.schedule(queue.now() + 1ns, GuestCame{1});
    queue.schedule(queue.now() + 2ns, GuestCame{2});
  }
  void on(const GuestCame& came, Queue& queue) {
    tell(fmt::format("{} comes", came.guest), queue);
    queue.schedule(queue.now() + 3ns, GuestLeft{came.guest});
  }
  void on(const GuestLeft& left, Queue& queue) { tell(fmt::format("{} goes", left.guest), queue); }

  void tell(const std::string& what, const Queue& queue) {
    story += fmt::format("{}: {}\n", queue.now().time_since_epoch().count(), what);
  }
};

struct ForesightedParty : Party {
  void prefetch(const PartyEvent& what) { announced += static_cast<char>('0' + what.index()); }
};

// Has only what the loop needs.
struct Countdown {
  struct Entry {
    std::variant<int> what;
  };
  int left;
  sim::Instant next_at() const {
    return left == 0 ? sim::kNever : sim::at(sim::Duration(10 - left));
  }
  Entry pop() { return {left--}; }
};
struct Listener {
  std::string heard;
  void on(int number, Countdown&) { heard += fmt::format(" {}", number); }
};

template <std::size_t>
struct Kind {};
template <std::size_t... kIndex>
auto variant_of(std::index_sequence<kIndex...>) -> std::variant<Kind<kIndex>...>;

template <std::size_t... kIndex>
std::string each_dispatched(std::index_sequence<kIndex...> all) {
  using Many = decltype(variant_of(all));
  std::string kinds;
  const auto tell = [&]<std::size_t kKind>(const Kind<kKind>&) {
    kinds += fmt::format(" {}", kKind);
  };
  (sim::dispatch(Many(Kind<kIndex>{}), tell), ...);
  return kinds;
}

}  // namespace

TEST_CASE("run hands each event to its handler until nothing is left") {
  Party party;
  Queue queue;
  queue.schedule(sim::at(5ns), DoorOpened{});
  sim::run(party, queue, sim::kNever);
  CHECK(party.story ==
        "5: door\n"
        "6: 1 comes\n"
        "7: 2 comes\n"
        "9: 1 goes\n"
        "10: 2 goes\n");
  CHECK(queue.empty());
}

TEST_CASE("run handles what is due at `until`, and leaves what is due later") {
  Party party;
  Queue queue;
  queue.schedule(sim::at(5ns), DoorOpened{});
  sim::run(party, queue, sim::at(4ns));
  CHECK(party.story.empty());
  sim::run(party, queue, sim::at(7ns));
  CHECK(party.story == "5: door\n6: 1 comes\n7: 2 comes\n");
  CHECK(queue.now() == sim::at(7ns));
  CHECK(queue.next_at() == sim::at(9ns));
}

TEST_CASE("an observer sees each entry before the handler does") {
  Party party;
  Queue queue;
  queue.schedule(sim::at(5ns), DoorOpened{}, sim::Phase::kChange);
  sim::run(party, queue, sim::at(6ns), [&](const Queue::Entry& entry) {
    party.story += fmt::format("[#{} kind {} phase {}] ", entry.id, entry.what.index(),
                               static_cast<int>(entry.phase));
  });
  CHECK(party.story == "[#1 kind 0 phase 0] 5: door\n[#2 kind 1 phase 1] 6: 1 comes\n");
}

TEST_CASE("an observer may ask for the event itself") {
  struct Guests {
    std::string came;
    void operator()(const Queue::Entry& entry, const GuestCame& event) {
      came += fmt::format("#{} is guest {}, ", entry.id, event.guest);
    }
    void operator()(const Queue::Entry&, const DoorOpened&) {}
    void operator()(const Queue::Entry&, const GuestLeft&) {}
  };
  Party party;
  Queue queue;
  Guests guests;
  queue.schedule(sim::at(5ns), DoorOpened{});
  sim::run(party, queue, sim::kNever, guests);
  CHECK(guests.came == "#2 is guest 1, #3 is guest 2, ");
  CHECK(party.story == "5: door\n6: 1 comes\n7: 2 comes\n9: 1 goes\n10: 2 goes\n");
}

TEST_CASE("step handles one event") {
  Party party;
  Queue queue;
  queue.schedule(sim::at(5ns), DoorOpened{});
  sim::step(party, queue);
  CHECK(party.story == "5: door\n");
  CHECK(queue.size() == 2);
}

TEST_CASE(
    "a world that prefetches is told of events before they happen, and the story is the same") {
  Party party;
  ForesightedParty foresighted;
  Queue queue;
  queue.schedule(sim::at(5ns), DoorOpened{});
  Queue copy = queue;
  sim::run(party, queue, sim::kNever);
  sim::run(foresighted, copy, sim::kNever);
  CHECK(foresighted.announced == "01122");
  CHECK(foresighted.story == party.story);
}

TEST_CASE("the loop needs no more of a queue than next_at and pop") {
  Listener listener;
  Countdown countdown{4};
  sim::run(listener, countdown, sim::at(8ns));
  CHECK(listener.heard == " 4 3 2");
  sim::run(listener, countdown, sim::kNever);
  CHECK(listener.heard == " 4 3 2 1");
}

TEST_CASE("dispatch finds each of sixteen kinds") {
  CHECK(each_dispatched(std::make_index_sequence<16>{}) ==
        " 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15");
}
