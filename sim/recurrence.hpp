// What a world looks like relative to now, so that "the same again, further on" can be found,
// proven and skipped.
//
// One walk over all of a state serves three ends. A part says of each of its fields how it behaves
// while the same happens again and again: it is the same each time, it is an instant that moves
// with the clock, it counts up, or it moves along with something that counts. Two notes of one run
// whose words are equal are equal states, since what counts decides nothing; then what happened
// between them happens again, and the walk that noted the state carries it on by any number of
// periods.
// Formula        a count after k more periods = count + k * (its growth over the one observed)
// Thresholds     what a count decides after all (an end, a limit, a time) bounds k: bound() says
//                how far it may come, until() how late it may become
// Refusals       a part that cannot say what it will do refuses; such a note equals none
// Estimates      two notes may also be the ends of a sample: then nothing need be the same, what is
//                under way stays as it is, and what was counted stands for more of its like. What
//                only a proof needs (followers) is left out; levels follow the clock
// Shape          some hundred words; a walk must visit the same fields in the same order
// Checked by     tests/sim/recurrence_test.cpp, tests/models/migration/forward_test.cpp
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/check.hpp"
#include "sim/time.hpp"
#include "sim/time_average.hpp"

namespace sim {

class Recurrence {
 public:
  __extension__ using Wide = __int128;

  /// A walk that notes a state as it is at `now`. `opens`: the one that later notes are compared
  /// with; a part that keeps a record of what it does begins a new one.
  explicit Recurrence(Instant now, bool opens = false, bool estimates = false)
      : now_(now), opens_(opens), estimates_(estimates) {}

  // ---- for parts of a state

  /// The field is equal each time.
  template <class T>
  void same(const T& value) {
    if (advances_ || estimates_) return;
    if constexpr (std::is_same_v<T, Duration>) {
      words_.push_back(static_cast<std::uint64_t>(value.count()));
    } else {
      static_assert(std::is_enum_v<T> || std::is_integral_v<T>);
      words_.push_back(static_cast<std::uint64_t>(value));
    }
  }

  /// The instant is as far from now each time.
  void instant(Instant& value) {
    if (advances_) {
      value += later_;
    } else if (!estimates_) {
      words_.push_back(static_cast<std::uint64_t>((value - now_).count()));
    }
  }

  /// The field counts, by the same number each time, and decides nothing.
  template <class T>
  void counts(T& value) {
    if (advances_) {
      value = static_cast<T>(static_cast<Wide>(value) + more(growth_[next_++]));
    } else {
      counts_.push_back(static_cast<Wide>(value));
    }
  }

  /// The field keeps its distance from `base`, which counts, or stands still while that moves on.
  void follows(std::uint64_t& value, std::uint64_t base) {
    if (estimates_) return;
    if (!advances_) followers_.push_back({value, value - base});
    counts(value);
  }

  /// The field is `behind` a count of other things: it only bounds how far that may go. It must
  /// stay on its side of `bound`, whatever a period adds on top of the observed, up to `slack`.
  void bound(Wide value, Wide bound, Wide slack = 0) {
    if (!advances_) bounds_.push_back({value, bound, slack});
  }

  /// No more periods than that may be skipped at once: each costs a little.
  void at_most(Wide times) { most_ = times < most_ ? times : most_; }

  /// Nothing may be skipped beyond this instant.
  void until(Instant limit) {
    if (!advances_ && limit < until_) until_ = limit;
  }

  /// Nothing can be said of this state. The first reason is kept.
  void refuse(std::string_view why) {
    if (refusal_.empty()) refusal_ = why;
  }

  /// The level's area counts; the level itself is the same each time.
  void level(TimeAverage& average) {
    if (!advances_) average.settle(now_);
    same(average.level());
    same(average.maximum());
    in_level_ = true;
    average.recur(*this);
    in_level_ = false;
  }

  [[nodiscard]] bool opens() const { return opens_; }
  [[nodiscard]] bool advancing() const { return advances_; }
  /// Whether the notes are ends of a sample.
  [[nodiscard]] bool estimates() const { return estimates_; }
  /// The sample begins and ends where a round of its own begins, such as from one checkpoint to the
  /// next: then what such a round bounds moves with the clock.
  void take_whole_rounds() { whole_rounds_ = true; }
  [[nodiscard]] bool whole_rounds() const { return whole_rounds_; }
  /// While advancing: by how many periods, and by how much time.
  [[nodiscard]] Wide times() const { return times_; }
  [[nodiscard]] Duration by() const { return later_; }
  [[nodiscard]] Instant now() const { return now_; }

  // ---- for who looks for a period

  [[nodiscard]] std::string_view refusal() const { return refusal_; }
  /// Whether the same state has come again; `later` was noted after this one.
  [[nodiscard]] bool recurs_as(const Recurrence& later) const;
  /// How many more periods like that from this note to `later` stay within all bounds; at most
  /// INT64_MAX. REQUIRES: recurs_as(later).
  [[nodiscard]] std::int64_t periods_within_bounds(const Recurrence& later) const;
  /// The walk that carries the state of `later` on by `times` such periods.
  /// REQUIRES: recurs_as(later), times > 0.
  [[nodiscard]] Recurrence advance_from(const Recurrence& later, std::int64_t times) const;

  // ---- for who takes samples

  /// Whether what lies between this note and `later` can stand for more: both count the same.
  [[nodiscard]] bool samples_with(const Recurrence& later) const;
  /// The walk that carries the state of `later` on by `times` such samples, which take `by` on the
  /// clock. REQUIRES: samples_with(later), times >= 0, by >= 0.
  [[nodiscard]] Recurrence estimate_from(const Recurrence& later, std::int64_t times,
                                         Duration by) const;

 private:
  struct Follower {
    std::uint64_t place;
    std::uint64_t distance;
  };
  struct Bound {
    Wide value;
    Wide bound;
    Wide slack;
  };

  // How much a count grows while carried on; an area by the clock, not by the number of samples.
  [[nodiscard]] Wide more(Wide growth) const {
    if (estimates_ && in_level_) return growth * later_.count() / period_.count();
    return times_ * growth;
  }

  Instant now_;
  bool opens_;
  bool estimates_ = false;
  bool in_level_ = false;
  bool whole_rounds_ = false;
  Wide most_ = INT64_MAX;
  std::vector<std::uint64_t> words_;
  std::vector<Wide> counts_;
  std::vector<Follower> followers_;
  std::vector<Bound> bounds_;
  Instant until_ = kNever;
  std::string_view refusal_;
  // While advancing.
  bool advances_ = false;
  Wide times_ = 0;
  Duration later_{0};
  Duration period_{0};  // of the sample
  std::vector<Wide> growth_;
  std::size_t next_ = 0;
};

}  // namespace sim
