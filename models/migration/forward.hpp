// Finds that a run has come round to where it was, further on, and skips what will happen again.
//
// With constant costs a migration does the same again and again: rows further on, time later. When
// the state relative to now is the same as before (every word of it, see sim/recurrence.hpp), all
// that was counted in between is counted k times more, the clock moves on by k periods, and the
// run's digest is what it would have been. Then events are handled one by one again, up to the next
// state that recurs. Nothing is estimated: the outcome is that of the run event by event.
// Formula        Brent's search for cycles: a state is kept and renewed after 2^i events; each
//                later one whose last events were the same is compared with it. It is kept after a
//                rare event if there is one, so that few others look like it
// Bounds         ends of tables and parts, full caches, checkpoints, the next thing that happens at
//                an instant of its own: k stays below them all
// Cost           a few words an event; a comparison takes some microseconds, once in kTryAfter
//                events at most; a skip handles one period more, on a copy, to know how busy
//                everything was at the ends of the intervals of use
// Not skipped    what has no period: latencies by chance, users at work, embedded trees, log whose
//                flush takes longer the more it is, full caches that still change, and all that
//                happens while a checkpoint is written
// Checked by     tests/models/migration/forward_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/migration/event_digest.hpp"
#include "models/migration/migration.hpp"

namespace models::migration {

/// The word that an event adds to the digest, besides its time.
[[nodiscard]] std::uint64_t content_of(const Happening& what);

class Forward {
 public:
  /// To be called after each event; `rare`: one that seldom comes, as a timer's. Skips what it can.
  void after_event(Migration& world, Schedule& schedule, EventDigest& digest, sim::Instant last,
                   bool rare) {
    if (rare) last_rare_ = digest.events();
    if (digest.events() >= renew_at_ && (rare || digest.events() >= last_rare_ + kRareWithin)) {
      renew(world, schedule, digest);
    } else if (kept_ && digest.recent() == kept_->digest.recent() && digest.events() >= try_at_ &&
               world.place_in_patterns() == kept_->place) {
      compare(world, schedule, digest, last);
    }
  }

  /// Somebody else has moved the run on: what was seen before says nothing any more.
  void begin_anew(std::uint64_t events);

  [[nodiscard]] const Obtained& obtained() const { return obtained_; }

 private:
  struct Pending {
    sim::EventId id;
    sim::Instant at;
    sim::Phase phase;
    std::uint64_t content;
  };
  struct Kept {
    sim::Recurrence state;
    EventDigest digest;
    std::vector<Pending> pending;
    std::vector<Areas> areas;
    sim::EventId last_id;
    std::uint64_t place;  // in the patterns of rows
  };
  // What comes round again, and what is due at an instant of its own.
  struct Pairs {
    bool same = false;
    std::vector<sim::EventId> standing;
    sim::Instant first_standing = sim::kNever;
  };

  static constexpr std::uint64_t kFirst = 512;
  static constexpr std::uint64_t kTryAfter = 256;
  static constexpr std::uint64_t kTryAfterMost = 4096;
  // Rare events that came no later than that before are waited for.
  static constexpr std::uint64_t kRareWithin = 1 << 15;

  [[nodiscard]] static Kept note(Migration& world, Schedule& schedule, const EventDigest& digest,
                                 bool opens);
  void renew(Migration& world, Schedule& schedule, const EventDigest& digest);
  void compare(Migration& world, Schedule& schedule, EventDigest& digest, sim::Instant last);
  [[nodiscard]] static Pairs pair_up(const Kept& before, const Kept& now);
  void skip(const Kept& now, const Pairs& pairs, std::int64_t times, Migration& world,
            Schedule& schedule, EventDigest& digest);
  void look(const Kept& now, std::int64_t times, Migration& world, const Migration& copied,
            const Schedule& copied_schedule) const;

  std::optional<Kept> kept_;
  std::uint64_t renew_at_ = kFirst;
  std::uint64_t gap_ = kFirst;
  std::uint64_t try_at_ = 0;
  std::uint64_t last_rare_ = 0;
  std::uint64_t spacing_ = kTryAfter;
  Obtained obtained_;
};

}  // namespace models::migration
