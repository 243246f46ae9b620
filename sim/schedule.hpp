// What a handler may do: draw named latencies and schedule their consequences.
//
// Handlers do not look at the clock to decide; they say "after this latency, that event", so the
// same handlers serve a run (latencies are sampled) and an exploration of all orderings (each
// draw is a term of the link, and the order of events decides the rest).
// Randomness     each latency is one entity's purpose ("node2/disk", "write") with a stream of
//                its own; adding an entity changes nobody else's draws
// Given draws    the first draws of a latency can be given; its stream begins after them
// Timeless       every draw takes nothing; what was drawn stays in the record of causes, so an
//                exploration reads each event's terms and fixed part there
// Turns          a latency can change at an instant ("from 5 s to 8 s ten times as long"): an
//                event of phase kChange that the world hands back to turn()
// Shift          every draw of some latencies can be a time longer or shorter, but never below 0:
//                "what if this disk were 3 ms slower". After turns, so it counts 1 for 1 always;
//                the luck stays what it was
// Shape          a value: a copy continues exactly as the original does
// Checked by     tests/sim/schedule_test.cpp
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "sim/causes.hpp"
#include "sim/distribution.hpp"
#include "sim/event_queue.hpp"
#include "sim/latency_draws.hpp"
#include "sim/random.hpp"

namespace sim {

/// A change of one latency from an instant on.
struct Turn {
  LatencyId latency;
  double factor;                             // how many times as long from then on
  std::optional<Distribution> distribution;  // another distribution from then on; none keeps it
};

/// Moves every draw of these latencies by the same time.
struct Shift {
  std::vector<LatencyId> latencies;
  Duration by{0};
};

/// The name of a latency: whose and what for.
struct LatencyName {
  std::string entity;
  std::string purpose;
};

template <class What>
class Schedule {
 public:
  using Event = What;
  using Entry = typename EventQueue<What>::Entry;

  explicit Schedule(std::uint64_t seed = 1, std::uint64_t replication = 0)
      : seed_(seed), replication_(replication) {}

  /// Shifts latencies that are added from now on, by the ids they will have.
  void shift(Shift shift) { shift_ = std::move(shift); }

  /// By how much the draws of a latency are shifted.
  [[nodiscard]] Duration shift_of(LatencyId id) const {
    const auto& shifted = shift_.latencies;
    const bool is_shifted = std::find(shifted.begin(), shifted.end(), id) != shifted.end();
    return is_shifted ? shift_.by : Duration(0);
  }

  /// Lets no draw take any time. REQUIRES: no latency was added yet.
  void make_timeless() {
    SIM_CHECK(latencies_.empty());
    timeless_ = true;
  }

  /// The first draws of a latency will be these. REQUIRES: it was not added yet.
  void give(LatencyName name, std::vector<Duration> draws) {
    given_.push_back({std::move(name), std::move(draws)});
  }

  /// Adds a latency with a stream of its own, named by entity and purpose.
  LatencyId add_latency(std::string_view entity, std::string_view purpose,
                        Distribution distribution) {
    latencies_.emplace_back(std::move(distribution), stream(entity, purpose),
                            shift_of(static_cast<LatencyId>(latencies_.size())));
    for (const GivenDraws& given : given_) {
      const bool meant = given.name.entity == entity && given.name.purpose == purpose;
      if (meant) latencies_.back().give(given.draws);
    }
    if (timeless_) latencies_.back().make_timeless();
    names_.push_back({std::string(entity), std::string(purpose)});
    return static_cast<LatencyId>(latencies_.size() - 1);
  }

  /// A stream for a purpose that is not a latency (keys, sizes), from the same seed.
  [[nodiscard]] Stream stream(std::string_view entity, std::string_view purpose) const {
    return Stream(seed_, entity, purpose, replication_);
  }

  [[nodiscard]] std::uint32_t add_turn(Turn turn) {
    turns_.push_back(std::move(turn));
    return static_cast<std::uint32_t>(turns_.size() - 1);
  }

  /// Carries out a turn; called by the world when the turn's event comes up.
  void turn(std::uint32_t number) {
    SIM_CHECK(number < turns_.size());
    const Turn& turn = turns_[number];
    latencies_[turn.latency].turn(turn.factor, turn.distribution);
  }

  /// From now on a latency takes `times` as long as it would, instead of `before` times.
  void stretch(LatencyId id, double times, double before) {
    latencies_[id].turn(latencies_[id].factor() * times / before, std::nullopt);
  }

  /// Draws one value of a latency as it is now.
  [[nodiscard]] Duration draw(LatencyId id) {
    const Duration took = latencies_[id].next();
    if (causes_.on()) causes_.draw(id, took);
    return took;
  }

  /// The sum of `count` draws; a constant latency is multiplied instead.
  [[nodiscard]] Duration draw_sum(LatencyId id, std::uint32_t count) {
    return count == 1 ? draw(id) : draw_sum_of_many(id, count);
  }

  /// A fixed part of a latency's service (a transfer), under the same turn.
  [[nodiscard]] Duration fixed(LatencyId id, Duration part) const {
    return latencies_[id].fixed(part);
  }

  /// Schedules `what` to happen `delay` from now.
  ///
  /// `brought_by` is the event whose work it continues, when that was not the one being handled
  /// (the thing waited meanwhile). REQUIRES: delay >= 0.
  //
  // Inlined always, like EventQueue::schedule() and for its reason.
  [[gnu::always_inline]] Ticket after(Duration delay, const What& what,
                                      EventId brought_by = kNoEvent) {
    SIM_CHECK(delay.count() >= 0);
    const Instant instant = later(now(), delay);
    const Ticket ticket = queue_.schedule(instant, what);
    if (causes_.on()) record(instant, brought_by, now());
    return ticket;
  }

  /// Schedules `what` for an instant, at the latest for the last one. REQUIRES: not before now.
  [[gnu::always_inline]] Ticket at(Instant instant, const What& what, Phase phase = Phase::kWork,
                                   EventId brought_by = kNoEvent) {
    instant = std::min(instant, kLastInstant);
    const Ticket ticket = queue_.schedule(instant, what, phase);
    if (causes_.on()) record(instant, brought_by, now());
    return ticket;
  }

  /// Schedules what has been under way since `released_at`, though only now it is known for when.
  Ticket at_since(Instant instant, const What& what, EventId brought_by, Instant released_at) {
    const Ticket ticket = queue_.schedule(instant, what);
    if (causes_.on()) record(instant, brought_by, released_at);
    return ticket;
  }

  /// What is scheduled from now on is the work of this event. For explorations, which take the
  /// events out of the queue and choose the next one themselves.
  void resume(EventId event) { current_ = event; }

  bool cancel(const Ticket& ticket) { return queue_.cancel(ticket); }

  /// The next event, which becomes the current one. REQUIRES: next_at() < kNever.
  Entry pop() {
    Entry entry = queue_.pop();
    current_ = entry.id;
    return entry;
  }

  /// The next event, if it is due by `last`, becomes the current one; see EventQueue::take_due().
  template <class Use>
  [[gnu::always_inline]] bool take_due(Instant last, Use&& use) {
    return queue_.take_due(last, [&](const auto& taken) {
      current_ = taken.id;
      use(taken);
    });
  }

  [[nodiscard]] bool empty() const { return queue_.empty(); }
  [[nodiscard]] Instant next_at() { return queue_.next_at(); }
  [[nodiscard]] Instant now() const { return queue_.now(); }
  /// The event being handled; kNoEvent before the first.
  [[nodiscard]] EventId current() const { return current_; }

  EventQueue<What>& queue() { return queue_; }
  [[nodiscard]] const EventQueue<What>& queue() const { return queue_; }
  Causes& causes() { return causes_; }
  [[nodiscard]] const Causes& causes() const { return causes_; }
  [[nodiscard]] const LatencyName& name(LatencyId id) const { return names_[id]; }
  [[nodiscard]] const Distribution& distribution(LatencyId id) const {
    return latencies_[id].distribution();
  }
  /// How many times as long the latency takes now.
  [[nodiscard]] double factor(LatencyId id) const { return latencies_[id].factor(); }
  [[nodiscard]] std::size_t latency_count() const { return latencies_.size(); }
  [[nodiscard]] const Turn& turn_of(std::uint32_t number) const { return turns_[number]; }

  /// All latencies will be drawn alike; see sim/recurrence.hpp. Pending events are for the holder.
  template <class Walk>
  void recur(Walk& walk) const {
    for (const LatencyDraws& latency : latencies_) latency.recur(walk);
  }

 private:
  struct GivenDraws {
    LatencyName name;
    std::vector<Duration> draws;
  };

  [[gnu::noinline]] Duration draw_sum_of_many(LatencyId id, std::uint32_t count) {
    if (latencies_[id].constant() && !causes_.on()) {
      std::int64_t product = 0;
      const std::int64_t one = latencies_[id].next().count();
      if (__builtin_mul_overflow(one, std::int64_t{count}, &product)) return kLongestDuration;
      return std::min(Duration(product), kLongestDuration);
    }
    Duration sum{0};
    for (std::uint32_t i = 0; i < count; ++i) sum = std::min(sum + draw(id), kLongestDuration);
    return sum;
  }

  [[gnu::noinline]] void record(Instant instant, EventId brought_by, Instant released_at) {
    causes_.add(queue_.last_id(), brought_by == kNoEvent ? current_ : brought_by, current_,
                released_at, instant);
  }

  EventQueue<What> queue_;
  std::vector<LatencyDraws> latencies_;
  std::vector<LatencyName> names_;
  std::vector<Turn> turns_;
  Shift shift_;
  std::vector<GivenDraws> given_;
  bool timeless_ = false;
  Causes causes_;
  EventId current_ = kNoEvent;
  std::uint64_t seed_;
  std::uint64_t replication_;
};

}  // namespace sim
