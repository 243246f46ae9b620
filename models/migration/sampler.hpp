// Lets windows of a run stand for what is like them: the run is carried on from window to window.
//
// Where costs change by chance, or slowly, nothing has a period. Then some thousand events are
// handled one by one, a window; the world is moved on by as many rows as it stands for, with all
// that grows by rows grown, and all that takes time that much later; a little is handled to let
// queues settle, then comes the next window. What is under way stays as it is.
// Formula        a stretch in which the same is done (one stage of the procedure, no checkpoint
//                beginning or ending) is cut into parts of equal work, shorter ones where a table
//                begins: there caches fill and trees deepen. One window lies in each part, at a
//                place by chance; its time per row stands for its part's. So the sum is right on
//                average, whatever the course within a part
// Apart          readers who share a table get ahead of each other by luck, in a leap by as much as
//                its windows would let them: the last to arrive ends the phase
// Interval       neighbouring parts in pairs: half the square of their difference is the variance
//                of one, what changes between them included (it makes the interval wider); plus the
//                luck of the run that was not made. Student's t, degrees after Satterthwaite. Each
//                pair's own or that of all pairs of a stretch, whichever is more
// Not sampled    users at work, embedded trees, tables of DynamoDB on demand, disks with a limit
//                that is near: event by event only, and the run says why
// Randomness     a stream of its own places the windows; latencies go on in theirs
// Shape          a window costs some words an event, a leap some microseconds
// Source         collapsed strata: Cochran, Sampling Techniques, 5A.12; Wunderlich et al., SMARTS,
//                ISCA 2003, for windows with the caches' state carried on
// Checked by     tests/models/migration/sampler_test.cpp; how often the intervals hold the truth is
//                measured by bench/sampled_bench.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/migration/event_digest.hpp"
#include "models/migration/migration.hpp"
#include "models/migration/sampling.hpp"
#include "sim/random.hpp"

namespace models::migration {

class Sampler {
 public:
  Sampler(const Sampling& how, std::uint64_t seed, std::uint64_t replication)
      : how_(how), places_(seed, "sampler", "windows", replication) {}

  /// To be called after each event. True: the run was moved on.
  bool after_event(Migration& world, Schedule& schedule, const EventDigest& digest,
                   sim::Instant last) {
    const std::uint64_t steps = world.steps();
    if (steps == steps_ && digest.events() < quiet_.events) return false;
    if (steps != steps_) ++changes_;
    steps_ = steps;
    return look(world, schedule, digest, last);
  }
  /// Somebody else has moved the run on.
  void begin_anew(const Schedule& schedule, const EventDigest& digest);

  /// What the run says of how it was come by, at its end.
  void tell(const Schedule& schedule, Obtained& obtained);

 private:
  // The world at one end of a window.
  struct Note {
    sim::Recurrence state;
    sim::Instant at;
    std::uint64_t steps;
    std::uint64_t changes;  // of steps: rows come by pages
    std::uint64_t events;
    std::vector<Walker> walkers;
  };
  // Nothing is to be decided before so many events, or before so many pages with so many rows in
  // them: an event may be a page of ten thousand rows, and rows take time to look at.
  struct Quiet {
    std::uint64_t events = 0;
    std::uint64_t changes = 0;
    std::uint64_t steps = 0;
    std::uint64_t events_then = 0;  // when that was decided
    std::uint64_t changes_then = 0;
  };
  // Where half a window was over.
  struct Half {
    sim::Instant at;
    std::uint64_t steps;
  };
  // A window, and the rows that it stands for besides its own.
  struct Part {
    double rows = 0;
    double own_rows = 0;
    double own_steps = 0;
    double per_row = 0;     // nanoseconds
    double difference = 0;  // of that, between the window's halves
  };
  // Work of one kind, as far as it has come. An inner one is made of windows of some events; while
  // an outer one, of whole rounds from checkpoint to checkpoint, goes through many inner ones.
  struct Stretch {
    bool of_rounds = false;
    sim::Instant from{};
    std::uint64_t began_at = 0;  // steps, and those of them
    std::uint64_t passed = 0;    // that were passed over before
    std::vector<Part> parts;
    std::uint64_t window = 0;  // events
    double longest = 0;        // rows of a part, at most; 0: no window yet
    // The window that is under way, if one is.
    std::optional<Note> open;
    std::optional<Half> half;
    // What the next one will stand for: rows before it, the time that was given to them for now,
    // and rows behind it.
    double lead = 0;
    sim::Duration credit{0};
    double rest = 0;
  };
  // How the run goes on from a window.
  struct Plan {
    std::int64_t rest = 0;  // windows more that this one stands for
    std::int64_t lead = 0;  // windows that the next one will stand for, before it
    double next_rest = 0;   // rows, and behind it
  };

  // Of the windows of an inner stretch, so many are enough while there is an outer one, and of so
  // many events.
  static constexpr std::uint32_t kInnerShare = 8;
  static constexpr std::uint64_t kFewestEvents = 512;
  // A window ends after so many events, whatever has just been done: then what came in it is right
  // on average. With fewer pages in it than that, its rows would say too little of its time.
  static constexpr std::uint64_t kFewestChanges = 32;
  // Too few windows are left to begin to leave any out, or to go on with it: some pairs are needed
  // to know how far they can be trusted.
  static constexpr std::int64_t kFewestAtFirst = 24;
  static constexpr std::int64_t kFewest = 6;
  // Part by part longer where a table begins.
  static constexpr double kGrowth = 0.5;
  // A period is looked for so long.
  static constexpr std::uint64_t kTryExact = 1 << 16;
  // For each event of a window so many rows are enough, and for so many events one page; but for so
  // many pages at least, since a window does not end with one.
  static constexpr std::uint64_t kRowsOfEvent = 4;
  static constexpr std::uint64_t kEventsOfPage = 256;
  static constexpr std::uint64_t kFewestPages = 128;

  bool look(Migration& world, Schedule& schedule, const EventDigest& digest, sim::Instant last);
  bool look_at_checkpoints(Migration& world, Schedule& schedule, const EventDigest& digest,
                           sim::Instant last);
  [[nodiscard]] Quiet quiet_for(std::uint64_t events, const EventDigest& digest) const;
  [[nodiscard]] bool over(Quiet& quiet, const EventDigest& digest);
  void begin(Stretch& stretch, const Schedule& schedule) const;
  void end(Stretch& stretch, sim::Instant now);
  [[nodiscard]] Note note(bool of_rounds, Migration& world, Schedule& schedule,
                          const EventDigest& digest) const;
  bool close(Stretch& stretch, Migration& world, Schedule& schedule, const EventDigest& digest,
             sim::Instant last);
  [[nodiscard]] static std::vector<double> paces(const Note& from, const Note& to);
  [[nodiscard]] static std::int64_t windows_left(const Note& from, const Note& to,
                                                 const std::vector<double>& paces);
  [[nodiscard]] Plan plan(Stretch& stretch, const Note& to, const std::vector<double>& paces,
                          std::int64_t left, double rows);
  [[nodiscard]] std::vector<RowIndex> moves(const Note& from, const Note& to,
                                            const std::vector<double>& paces, std::int64_t windows);
  [[nodiscard]] static sim::Instant first_standing(Schedule& schedule);
  void leap(const Note& from, const Note& to, const std::vector<double>& paces,
            std::int64_t windows, sim::Duration by, Migration& world, Schedule& schedule);

  Sampling how_;
  sim::Stream places_;
  std::uint64_t steps_ = 0;
  std::uint64_t changes_ = 0;
  std::uint64_t stage_ = 0;
  std::uint64_t checkpoints_ = 0;
  std::uint64_t rounds_ = 0;
  std::uint64_t round_opens_ = 0;  // no earlier: the one after a leap is not as the others
  Quiet quiet_;
  Quiet half_;  // of the window that is open
  Stretch inner_;
  Stretch outer_;
  std::string refusal_;
  std::uint64_t windows_ = 0;
  std::uint64_t passed_ = 0;
  std::uint64_t events_passed_ = 0;
  std::vector<Estimated> estimated_;
};

}  // namespace models::migration
