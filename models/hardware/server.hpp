// A resource that serves up to `channels` jobs at once, the rest first come first served.
//
// Formula        none of its own: who holds the server draws the service time and schedules the end
// Contention     lives here, once: arrive() says whether a job starts now; depart() frees a
//                channel and names the job that starts next
// Randomness     none
// Shape          the waiting line is a ring of jobs; memory is the
//                longest line; busy channels and line length are time-weighted statistics
// Checked by     tests/models/server_test.cpp (M/M/1, M/M/c with Erlang C, M/D/1, Little's law)
#pragma once

#include <cstdint>
#include <optional>

#include "sim/event_queue.hpp"
#include "sim/ring.hpp"
#include "sim/time_average.hpp"
#include "sim/units.hpp"

namespace models::hardware {

/// Names a job to the one who holds the server.
using JobId = std::uint32_t;

/// What a server must know of a job to serve it later.
struct Job {
  JobId id;
  std::uint32_t items = 0;  // what `size` consists of; its meaning is the holder's
  sim::Bytes size;
  sim::EventId brought_by = sim::kNoEvent;
};

class Server {
 public:
  explicit Server(std::int32_t channels) : channels_(channels) { SIM_CHECK(channels > 0); }

  /// A job arrives. True: it has a channel and starts now; false: it waits in line.
  [[nodiscard]] bool arrive(const Job& job, sim::Instant now) {
    if (busy_ < channels_) {
      busy_level_.set(now, ++busy_);
      return true;
    }
    line_.push_back(job);
    line_level_.set(now, static_cast<std::int64_t>(line_.size()));
    return false;
  }

  /// A job is done. Returns the one that takes its channel and starts now, if any waits.
  /// REQUIRES: a job is being served.
  [[nodiscard]] std::optional<Job> depart(sim::Instant now) {
    SIM_CHECK(busy_ > 0);
    if (line_.empty()) {
      busy_level_.set(now, --busy_);
      return std::nullopt;
    }
    const Job next = line_.pop_front();
    line_level_.set(now, static_cast<std::int64_t>(line_.size()));
    return next;
  }

  /// Forgets every job, in service or in line.
  void clear(sim::Instant now) {
    busy_ = 0;
    line_.clear();
    busy_level_.set(now, 0);
    line_level_.set(now, 0);
  }

  [[nodiscard]] std::int32_t channels() const { return channels_; }
  [[nodiscard]] std::int32_t busy() const { return busy_; }
  [[nodiscard]] std::size_t waiting() const { return line_.size(); }
  /// Who waits, the first one first.
  [[nodiscard]] const sim::Ring<Job>& line() const { return line_; }
  [[nodiscard]] const sim::TimeAverage& busy_level() const { return busy_level_; }
  [[nodiscard]] const sim::TimeAverage& line_level() const { return line_level_; }

  /// Forgets the statistics so far; jobs stay. For the end of a warm-up.
  void restart_statistics(sim::Instant now) {
    busy_level_.restart(now);
    line_level_.restart(now);
  }

  /// Who is served and who waits is the same each time; sizes too, where they take time. See
  /// sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk, bool sizes_matter) {
    walk.same(busy_);
    walk.same(line_.size());
    for (std::size_t i = 0; i < line_.size(); ++i) {
      walk.same(line_[i].id);
      walk.same(line_[i].items);
      if (sizes_matter) walk.same(line_[i].size.count);
    }
    walk.level(busy_level_);
    walk.level(line_level_);
  }

 private:
  std::int32_t channels_;
  std::int32_t busy_ = 0;
  sim::Ring<Job> line_;
  sim::TimeAverage busy_level_;
  sim::TimeAverage line_level_;
};

}  // namespace models::hardware
