// The processor of one node: a cost for each operation, on a number of cores.
//
// Formula        service = per_operation + per_kib * size / 1024, rounded up; or the work given
// Contention     fifo: one job a core, the rest wait first come first served;
//                fair: all jobs share all cores equally (see fair_share.hpp)
// Randomness     per_operation draws from the stream (node/cpu, operation)
// Events         the holder makes the event that says "this job is done" and calls depart() then
// Checked by     tests/models/hardware_test.cpp
#pragma once

#include "models/hardware/fair_share.hpp"
#include "models/hardware/latency.hpp"
#include "models/hardware/server.hpp"
#include "sim/schedule.hpp"

namespace models::hardware {

enum class Discipline : std::uint8_t { kFifo, kFair };

struct CpuParams {
  std::int32_t cores = 1;
  Latency per_operation;
  sim::Duration per_kib{0};
  Discipline discipline = Discipline::kFifo;
};

class Cpu {
 public:
  /// REQUIRES: `operation` is the schedule's latency for params.per_operation.
  Cpu(const CpuParams& params, sim::LatencyId operation)
      : per_kib_(params.per_kib),
        discipline_(params.discipline),
        operation_(operation),
        server_(params.cores),
        shared_(params.cores) {}

  /// A job arrives; `done(id)` makes the event for the moment it is finished.
  template <class S, class MakeEvent>
  void arrive(JobId id, sim::Bytes size, S& schedule, MakeEvent done) {
    enter({id, kSized, size, schedule.current()}, schedule, done);
  }

  /// A job arrives that takes a core for `work`, whatever an operation costs. Turns of the
  /// operation's latency stretch it too: the processor is slower then.
  template <class S, class MakeEvent>
  void work(JobId id, sim::Duration work, S& schedule, MakeEvent done) {
    enter({id, kWorkGiven, {work.count()}, schedule.current()}, schedule, done);
  }

  /// The job named by the event is finished; the next one starts.
  template <class S, class MakeEvent>
  void depart(JobId id, S& schedule, MakeEvent done) {
    if (discipline_ == Discipline::kFair) {
      SIM_CHECK(shared_.depart(schedule.now()) == id);
      next_shared(schedule, done);
    } else if (const auto next = server_.depart(schedule.now())) {
      schedule.after(service(*next, schedule), done(next->id), next->brought_by);
    }
  }

  /// Forgets every job; the holder takes back the events that would have ended them.
  void clear(sim::Instant now) {
    server_.clear(now);
    shared_.clear(now);
    pending_.reset();
  }

  [[nodiscard]] std::int32_t cores() const { return server_.channels(); }
  [[nodiscard]] const sim::TimeAverage& busy_level() const {
    return discipline_ == Discipline::kFair ? shared_.busy_level() : server_.busy_level();
  }
  [[nodiscard]] const sim::TimeAverage& line_level() const { return server_.line_level(); }
  [[nodiscard]] sim::LatencyId operation() const { return operation_; }
  /// The line of a processor that is not shared fairly.
  [[nodiscard]] const Server& server() const { return server_; }

  void restart_statistics(sim::Instant now) {
    server_.restart_statistics(now);
    shared_.restart_statistics(now);
  }

  /// See sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) {
    server_.recur(walk, true);
    shared_.recur(walk);
    walk.same(pending_.has_value());
  }

 private:
  // What a job's size says: bytes to work on, or the nanoseconds of work themselves.
  static constexpr std::uint32_t kSized = 1;
  static constexpr std::uint32_t kWorkGiven = 2;

  template <class S, class MakeEvent>
  void enter(const Job& job, S& schedule, MakeEvent done) {
    if (discipline_ == Discipline::kFair) {
      shared_.arrive(job, service(job, schedule), schedule.now());
      schedule.causes().forget_draws();  // they belong to the end of this job, not to the next one
      next_shared(schedule, done);
    } else if (server_.arrive(job, schedule.now())) {
      schedule.after(service(job, schedule), done(job.id), job.brought_by);
    }
  }

  template <class S>
  sim::Duration service(const Job& job, S& schedule) {
    if (job.items == kWorkGiven) {
      return schedule.fixed(operation_, sim::Duration(job.size.count));
    }
    const sim::Duration operation = schedule.draw(operation_);
    if (per_kib_.count() == 0) return operation;
    __extension__ using Wide = __int128;
    const Wide bytes = (static_cast<Wide>(per_kib_.count()) * job.size.count + 1023) / 1024;
    const Wide most = sim::kLongestDuration.count();
    const sim::Duration limited(static_cast<std::int64_t>(bytes < most ? bytes : most));
    return operation + schedule.fixed(operation_, limited);
  }

  // Who is done first changes whenever the number of sharers does.
  template <class S, class MakeEvent>
  void next_shared(S& schedule, MakeEvent done) {
    if (pending_) schedule.cancel(*pending_);
    pending_.reset();
    if (shared_.idle()) return;
    // A sharer is served from its arrival on, the slower the more share with it.
    const FairShare::Origin& origin = shared_.next_origin();
    if (schedule.causes().on()) schedule.causes().draw(operation_, origin.work);
    pending_ = schedule.at_since(shared_.next_completion(), done(shared_.next_job()),
                                 origin.brought_by, origin.arrived);
  }

  sim::Duration per_kib_;
  Discipline discipline_;
  sim::LatencyId operation_;
  Server server_;
  FairShare shared_;
  std::optional<sim::Ticket> pending_;
};

}  // namespace models::hardware
