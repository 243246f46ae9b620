// The queue does what a sorted set does, whatever the sizes, the increments and the history.
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/event_queue.hpp"
#include "sim/time.hpp"

using namespace std::chrono_literals;

namespace {

struct Numbered {
  std::uint64_t number;
};

// Every structure is entered and left all the time.
struct Restless : sim::QueueLimits {
  static constexpr std::size_t kInsertMax = 2;
  static constexpr std::size_t kHeapMax = 6;
  static constexpr std::size_t kLadderMin = 3;
};
// The sequence ends every 2048 events.
struct ShortSequence : Restless {
  static constexpr int kSlotBits = 10;
  static constexpr int kSequenceBits = 11;
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::uint64_t roll() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  std::uint64_t below(std::uint64_t limit) { return (roll() >> 11) % limit; }

 private:
  std::uint64_t state_;
};

// How far ahead events are scheduled.
using Increment = std::int64_t (*)(Dice&);
std::int64_t constant(Dice&) { return 1'000'000; }
std::int64_t zero_or_one(Dice& dice) { return static_cast<std::int64_t>(dice.below(2)); }
std::int64_t triangular(Dice& dice) {
  return static_cast<std::int64_t>(dice.below(1'000'000) + dice.below(1'000'000));
}
std::int64_t exponential(Dice& dice) {
  return std::countl_zero(dice.roll()) * 700'000 + static_cast<std::int64_t>(dice.below(700'000));
}
std::int64_t bimodal(Dice& dice) {
  return static_cast<std::int64_t>(dice.below(10) == 0 ? dice.below(100'000'000'000)
                                                       : dice.below(1'000));
}
std::int64_t of_any_size(Dice& dice) {
  return static_cast<std::int64_t>(dice.roll() >> (1 + dice.below(63)));
}

// Does the same to a queue and to a sorted set, and compares.
template <class Limits>
class Twin {
 public:
  using Queue = sim::EventQueue<Numbered, Limits>;

  Twin(sim::Instant start, std::uint64_t seed) : queue_(start), now_(start), dice_(seed) {}

  std::size_t size() const { return expected_.size(); }
  std::uint64_t mismatches() const { return mismatches_; }

  void schedule(std::int64_t ahead) {
    const std::int64_t room = (sim::kNever - 1ns).time_since_epoch().count();
    const std::int64_t now = now_.time_since_epoch().count();
    const std::int64_t time = ahead > room - std::max<std::int64_t>(now, 0) ? room : now + ahead;
    const std::uint8_t lowest = time == now ? phase_ : 0;
    const auto phase = static_cast<std::uint8_t>(lowest + dice_.below(3u - lowest));
    const std::uint64_t id = queue_.last_id() + 1;
    const sim::Ticket ticket =
        queue_.schedule(sim::at(sim::Duration(time)), Numbered{id * 7}, sim::Phase{phase});
    expect(ticket.event == id);
    expected_.emplace(time, phase, id);
    tickets_.push_back({ticket, {time, phase, id}});
  }

  void pop() {
    const auto [time, phase, id] = *expected_.begin();
    expected_.erase(expected_.begin());
    expect(queue_.next_at() == sim::at(sim::Duration(time)));
    const auto entry = dice_.below(2) == 0 ? queue_.pop() : taken(sim::at(sim::Duration(time)));
    expect(entry.at == sim::at(sim::Duration(time)) && entry.phase == sim::Phase{phase});
    expect(entry.id == id && entry.what.number == id * 7);
    expect(queue_.now() == entry.at && queue_.phase() == entry.phase);
    now_ = entry.at;
    phase_ = phase;
  }

  void cancel_any() {
    if (tickets_.empty()) return;
    const std::size_t which = dice_.below(tickets_.size());
    const auto [ticket, key] = tickets_[which];
    expect(queue_.cancel(ticket) == (expected_.erase(key) == 1));
    expect(!queue_.cancel(ticket));
    tickets_[which] = tickets_.back();
    tickets_.pop_back();
  }

  // From now on the work is done on a copy, which must not feel what becomes of the original.
  void go_on_with_a_copy() {
    Queue copy = queue_;
    while (!queue_.empty()) queue_.pop();
    queue_.schedule(sim::kNever - 1ns, Numbered{0}, sim::Phase::kLook);
    queue_ = copy;
    compare_pending();
  }

  void compare_pending() {
    expect(queue_.size() == expected_.size() && queue_.empty() == expected_.empty());
    auto expected = expected_.begin();
    queue_.for_each_pending([&](const auto& entry) {
      expect(expected != expected_.end() &&
             *expected++ == Key(entry.at.time_since_epoch().count(),
                                static_cast<std::uint8_t>(entry.phase), entry.id));
    });
    expect(expected == expected_.end());
  }

 private:
  using Key = std::tuple<std::int64_t, std::uint8_t, sim::EventId>;

  // As pop() gives it, but only once it is due.
  typename Queue::Entry taken(sim::Instant at) {
    std::optional<typename Queue::Entry> entry;
    const auto take = [&](const auto& due) { entry = due; };
    if (at > sim::Instant::min()) expect(!queue_.take_due(at - 1ns, take) && !entry);
    expect(queue_.take_due(at, take));
    return entry.value();
  }

  void expect(bool fulfilled) { mismatches_ += fulfilled ? 0 : 1; }

  Queue queue_;
  std::set<Key> expected_;
  std::vector<std::pair<sim::Ticket, Key>> tickets_;
  sim::Instant now_;
  std::uint8_t phase_ = 0;
  Dice dice_;
  std::uint64_t mismatches_ = 0;
};

// Grows to `most`, holds, shrinks to a third, holds, grows again, runs dry.
template <class Limits>
std::uint64_t live(Increment increment, std::size_t most, std::uint64_t seed,
                   sim::Instant start = sim::kStart) {
  Twin<Limits> twin(start, seed);
  Dice dice(seed + 1);
  const auto hold = [&](std::size_t holds) {
    for (std::size_t i = 0; i < holds && twin.size() > 0; ++i) {
      twin.pop();
      twin.schedule(increment(dice));
      if (dice.below(8) == 0) twin.schedule(increment(dice));
      if (dice.below(8) == 0) twin.cancel_any();
    }
  };
  for (const std::size_t size : {most, most / 3, most, most / 50, most / 2, std::size_t{0}}) {
    while (twin.size() < size) twin.schedule(increment(dice));
    while (twin.size() > size) dice.below(2) == 0 ? twin.pop() : twin.cancel_any();
    hold(size);
    twin.go_on_with_a_copy();
  }
  return twin.mismatches();
}

template <class Limits>
void live_all_ways(std::size_t most) {
  for (const Increment increment :
       {constant, zero_or_one, triangular, exponential, bimodal, of_any_size}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      CHECK(live<Limits>(increment, most, seed) == 0);
      CHECK(live<Limits>(increment, most / 20, seed) == 0);
    }
  }
  CHECK(live<Limits>(of_any_size, most, 4, sim::Instant::min()) == 0);
}

}  // namespace

TEST_CASE("the queue agrees with a sorted set, however many are pending and however far ahead") {
  live_all_ways<sim::QueueLimits>(6000);
}

TEST_CASE("it agrees when it changes its structure all the time") { live_all_ways<Restless>(3000); }

TEST_CASE("it agrees when the sequence is used up again and again") {
  live_all_ways<ShortSequence>(400);
}
