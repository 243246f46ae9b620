// A resource whose capacity all jobs share equally at every moment (processor sharing).
//
// Formula        with n jobs and c channels each job advances at rate min(1, c / n); a job of
//                work w that is alone takes w. The clock of the shared server, V, advances at that
//                rate, and a job that arrives at V with work w is done when the clock shows V + w.
// Contention     everyone slows everyone; nobody waits in line
// Randomness     none; who holds it draws the work
// Shape          V and finish marks are integers in 1/1024 ns, so that rounding stays below a
//                nanosecond a change; jobs of equal mark finish first-arrived-first
// Checked by     tests/models/fair_share_test.cpp (M/M/1-PS and M/D/1-PS: mean = S / (1 - rho))
#pragma once

#include <cstdint>
#include <vector>

#include "models/hardware/server.hpp"
#include "sim/time.hpp"
#include "sim/time_average.hpp"

namespace models::hardware {

class FairShare {
 public:
  explicit FairShare(std::int32_t channels) : channels_(channels) { SIM_CHECK(channels > 0); }

  /// A job joins; everyone's share changes, so next_completion() does too.
  void arrive(const Job& job, sim::Duration work, sim::Instant now);

  /// The job that is done first leaves. REQUIRES: now is next_completion().
  JobId depart(sim::Instant now);

  /// Forgets every job.
  void clear(sim::Instant now) {
    advance(now);
    jobs_.clear();
    note_levels(now);
  }

  [[nodiscard]] bool idle() const { return jobs_.empty(); }

  /// When the first job will be done if nobody joins, and which it is. REQUIRES: not idle.
  [[nodiscard]] sim::Instant next_completion() const;
  [[nodiscard]] JobId next_job() const { return jobs_.front().job; }
  /// What brought that job, when, and with how much work.
  struct Origin {
    sim::EventId brought_by;
    sim::Instant arrived;
    sim::Duration work;
  };
  [[nodiscard]] const Origin& next_origin() const { return jobs_.front().origin; }

  /// Jobs present, averaged over time.
  [[nodiscard]] const sim::TimeAverage& level() const { return level_; }
  /// Busy channels, averaged over time.
  [[nodiscard]] const sim::TimeAverage& busy_level() const { return busy_level_; }
  void restart_statistics(sim::Instant now);

  /// How much work each job has left is the same each time; see sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) {
    walk.same(jobs_.size());
    for (Share& share : jobs_) {
      if (walk.estimates()) break;  // what is in service stays as it is
      walk.same(static_cast<std::uint64_t>(share.mark - clock_));
      walk.same(share.job);
      walk.counts(share.mark);
      walk.counts(share.order);
    }
    if (!walk.estimates()) {
      walk.counts(clock_);
      walk.counts(next_order_);
    }
    if (!jobs_.empty()) walk.instant(advanced_to_);
    walk.level(level_);
    walk.level(busy_level_);
  }

 private:
  __extension__ typedef __int128 Clock;  // 64 bits would end after 104 days of work
  struct Share {
    Clock mark;  // the shared clock at which it is done
    std::uint64_t order;
    JobId job;
    Origin origin;
  };

  void advance(sim::Instant now);
  void note_levels(sim::Instant now);
  [[nodiscard]] std::int64_t sharers() const;

  std::int32_t channels_;
  Clock clock_ = 0;  // in 1/1024 ns
  sim::Instant advanced_to_ = sim::kStart;
  std::uint64_t next_order_ = 0;
  std::vector<Share> jobs_;  // by (mark, order)
  sim::TimeAverage level_;
  sim::TimeAverage busy_level_;
};

}  // namespace models::hardware
