// A disk: reads, and flushes of batches that one sync makes durable.
//
// Formula        read of b bytes             read + b / bandwidth
//                flush of n items, b bytes   n draws of write + b / bandwidth + one sync
// Contention     `channels` requests are served at once, the rest wait first come first served;
//                a flush is one request. Caps (requests a second, bytes a second, each with burst
//                credit) hold a request back on its channel until its tokens are there.
// Stalls         what starts during a stall is served after it
// Randomness     write, sync and read draw from the streams (node/disk, write | sync | read)
// Events         the holder makes the event that says "this job is done" and calls depart() then
// Checked by     tests/models/hardware_test.cpp
#pragma once

#include <optional>

#include "models/hardware/latency.hpp"
#include "models/hardware/server.hpp"
#include "models/hardware/throttle.hpp"
#include "sim/schedule.hpp"
#include "sim/units.hpp"

namespace models::hardware {

/// What a volume allows: a steady rate, a higher one while credits last.
struct RateCap {
  std::int64_t per_second = 0;
  std::int64_t burst_per_second = 0;  // 0: no peak rate of its own
  std::int64_t credits = 0;
};

struct DiskParams {
  Latency write;
  Latency sync;
  Latency read;
  std::optional<sim::ByteRate> bandwidth;
  std::int32_t channels = 1;
  std::uint32_t batch = 1;  // most items of one flush
  std::optional<RateCap> requests;
  std::optional<RateCap> bytes;
};

/// The schedule's latencies of one disk.
struct DiskLatencies {
  sim::LatencyId write;
  sim::LatencyId sync;
  sim::LatencyId read;
};

class Disk {
 public:
  Disk(const DiskParams& params, const DiskLatencies& latencies);

  /// A flush of `items` items arrives; `done(id)` makes the event for when all are durable.
  template <class S, class MakeEvent>
  void flush(JobId id, std::uint32_t items, sim::Bytes size, S& schedule, MakeEvent done) {
    SIM_CHECK(items > 0);
    request({id, items, size, schedule.current()}, schedule, done);
  }

  /// A read arrives.
  template <class S, class MakeEvent>
  void read(JobId id, sim::Bytes size, S& schedule, MakeEvent done) {
    request({id, 0, size, schedule.current()}, schedule, done);
  }

  /// A request is served; the next one starts.
  template <class S, class MakeEvent>
  void depart(S& schedule, MakeEvent done) {
    if (const auto next = server_.depart(schedule.now())) start(*next, schedule, done);
  }

  /// Nothing starts before `until`; the holder sees to what is in service. An instant that is over
  /// ends a stall.
  void stall(sim::Instant until) {
    stalled_until_ = until;
    held_back_ = capped() || until > sim::kStart;
  }

  /// Forgets every request; the holder takes back the events that would have ended them.
  void clear(sim::Instant now) { server_.clear(now); }

  [[nodiscard]] std::uint32_t batch() const { return batch_; }
  [[nodiscard]] const Server& server() const { return server_; }
  [[nodiscard]] const DiskLatencies& latencies() const { return latencies_; }
  /// A cap makes times depend on the clock, not on the order of events alone.
  [[nodiscard]] bool capped() const { return requests_.has_value() || bytes_.has_value(); }
  void restart_statistics(sim::Instant now) { server_.restart_statistics(now); }
  /// Whether larger requests take longer.
  [[nodiscard]] bool sizes_matter() const { return bandwidth_.has_value() || bytes_.has_value(); }

  /// See sim/recurrence.hpp.
  template <class Walk>
  void recur(Walk& walk) {
    server_.recur(walk, sizes_matter());
    for (std::optional<CappedRate>* rate : {&requests_, &bytes_}) {
      if (!*rate) continue;
      (*rate)->steady.recur(walk);
      if ((*rate)->peak) (*rate)->peak->recur(walk);
    }
  }

 private:
  struct CappedRate {
    Throttle steady;
    std::optional<Throttle> peak;

    [[nodiscard]] sim::Duration wait(sim::Instant now) const;
    void take(std::int64_t tokens, sim::Instant start);
  };

  static std::optional<CappedRate> capped_rate(const std::optional<RateCap>& cap);

  template <class S, class MakeEvent>
  void request(const Job& job, S& schedule, MakeEvent done) {
    if (server_.arrive(job, schedule.now())) start(job, schedule, done);
  }

  template <class S, class MakeEvent>
  void start(const Job& job, S& schedule, MakeEvent done) {
    schedule.after(service(job, schedule), done(job.id), job.brought_by);
  }

  template <class S>
  [[gnu::always_inline]] sim::Duration service(const Job& job, S& schedule) {
    const bool is_read = job.items == 0;
    const sim::LatencyId first = is_read ? latencies_.read : latencies_.write;
    sim::Duration took = is_read ? schedule.draw(first) : schedule.draw_sum(first, job.items);
    if (!is_read) took += schedule.draw(latencies_.sync);
    if (bandwidth_) took += schedule.fixed(first, sim::transfer_time(job.size, *bandwidth_));
    if (held_back_) took += wait_to_start(job, schedule.now());
    return took;
  }

  sim::Duration wait_to_start(const Job& job, sim::Instant now);
  sim::Duration wait_for_tokens(const Job& job, sim::Instant now);

  DiskLatencies latencies_;
  std::optional<sim::ByteRate> bandwidth_;
  std::uint32_t batch_;
  Server server_;
  std::optional<CappedRate> requests_;
  std::optional<CappedRate> bytes_;
  sim::Instant stalled_until_ = sim::kStart;
  bool held_back_;  // by a cap or a stall
};

}  // namespace models::hardware
