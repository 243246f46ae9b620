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
// Shape          a value: a copy continues exactly as the original does
// Checked by     tests/sim/schedule_test.cpp
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "sim/causes.hpp"
#include "sim/distribution.hpp"
#include "sim/event_queue.hpp"
#include "sim/random.hpp"

namespace sim {

/// A change of one latency from an instant on.
struct Turn {
  LatencyId latency;
  double factor;                             // how many times as long from then on
  std::optional<Distribution> distribution;  // another distribution from then on; none keeps it
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
    Latency latency{std::move(distribution), stream(entity, purpose), 1.0};
    for (const GivenDraws& given : given_) {
      if (given.name.entity == entity && given.name.purpose == purpose) latency.given = given.draws;
    }
    begin(latency);
    latencies_.push_back(std::move(latency));
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
    Latency& latency = latencies_[turn.latency];
    latency.factor = turn.factor;
    if (turn.distribution) {
      latency.distribution = *turn.distribution;
      latency.take_back();
      begin(latency);
    }
  }

  /// Draws one value of a latency as it is now.
  [[nodiscard]] Duration draw(LatencyId id) {
    Latency& latency = latencies_[id];
    Duration took = std::min(Duration(latency.ahead), kLongestDuration);
    if (!latency.constant) latency.draw_ahead();
    if (latency.factor != 1.0) took = stretched(took, latency.factor);
    if (causes_.on()) causes_.draw(id, took);
    return took;
  }

  /// The sum of `count` draws; a constant latency is multiplied instead.
  [[nodiscard]] Duration draw_sum(LatencyId id, std::uint32_t count) {
    const Latency& latency = latencies_[id];
    if (latency.constant && !causes_.on()) {
      std::int64_t product = 0;
      const std::int64_t one = fixed(id, Duration(latency.ahead)).count();
      if (__builtin_mul_overflow(one, std::int64_t{count}, &product)) return kLongestDuration;
      return std::min(Duration(product), kLongestDuration);
    }
    Duration sum{0};
    for (std::uint32_t i = 0; i < count; ++i) sum = std::min(sum + draw(id), kLongestDuration);
    return sum;
  }

  /// A fixed part of a latency's service (a transfer), under the same turn.
  [[nodiscard]] Duration fixed(LatencyId id, Duration part) const {
    const double factor = latencies_[id].factor;
    const Duration limited = std::min(part, kLongestDuration);
    return factor == 1.0 ? limited : stretched(limited, factor);
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
    return at(later(now(), delay), what, Phase::kWork, brought_by);
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
    return latencies_[id].distribution;
  }
  /// How many times as long the latency takes now.
  [[nodiscard]] double factor(LatencyId id) const { return latencies_[id].factor; }
  [[nodiscard]] std::size_t latency_count() const { return latencies_.size(); }
  [[nodiscard]] const Turn& turn_of(std::uint32_t number) const { return turns_[number]; }

 private:
  // Each latency is drawn one ahead: nothing waits for the arithmetic of the next draw, so the
  // processor does it beside the events. A turn takes the draw back.
  struct Latency {
    Distribution distribution;
    Stream stream;
    double factor;
    std::int64_t ahead = 0;
    Stream before = stream;
    bool constant = false;  // then ahead is every draw
    std::vector<Duration> given{};
    std::size_t given_taken = 0;
    bool ahead_is_given = false;

    void begin() {
      constant = distribution.as_constant().has_value() && given_taken == given.size();
      draw_ahead();
    }
    void draw_ahead() {
      before = stream;
      ahead_is_given = given_taken < given.size();
      if (__builtin_expect(ahead_is_given, 0)) {
        ahead = given[given_taken++].count();
      } else {
        ahead = distribution.draw(stream);
      }
    }
    void take_back() {
      stream = before;
      if (ahead_is_given) --given_taken;
    }
  };
  struct GivenDraws {
    LatencyName name;
    std::vector<Duration> draws;
  };

  void begin(Latency& latency) const {
    latency.begin();
    if (!timeless_) return;
    latency.constant = true;
    latency.ahead = 0;
  }

  [[gnu::noinline]] void record(Instant instant, EventId brought_by, Instant released_at) {
    causes_.add(queue_.last_id(), brought_by == kNoEvent ? current_ : brought_by, current_,
                released_at, instant);
  }

  static Duration stretched(Duration duration, double factor) {
    const double longer = std::floor(static_cast<double>(duration.count()) * factor + 0.5);
    if (longer >= static_cast<double>(kLongestDuration.count())) return kLongestDuration;
    return Duration(static_cast<std::int64_t>(longer));
  }

  EventQueue<What> queue_;
  std::vector<Latency> latencies_;
  std::vector<LatencyName> names_;
  std::vector<Turn> turns_;
  std::vector<GivenDraws> given_;
  bool timeless_ = false;
  Causes causes_;
  EventId current_ = kNoEvent;
  std::uint64_t seed_;
  std::uint64_t replication_;
};

}  // namespace sim
