#include "models/hardware/disk.hpp"

#include <algorithm>

namespace models::hardware {

Disk::Disk(const DiskParams& params, const DiskLatencies& latencies)
    : latencies_(latencies),
      bandwidth_(params.bandwidth),
      batch_(params.batch),
      server_(params.channels),
      requests_(capped_rate(params.requests)),
      bytes_(capped_rate(params.bytes)),
      held_back_(capped()) {
  SIM_CHECK(batch_ > 0);
}

std::optional<Disk::CappedRate> Disk::capped_rate(const std::optional<RateCap>& cap) {
  if (!cap) return std::nullopt;
  CappedRate rate{Throttle(cap->per_second, cap->credits), std::nullopt};
  if (cap->burst_per_second > 0) rate.peak = Throttle(cap->burst_per_second, 0);
  return rate;
}

sim::Duration Disk::CappedRate::wait(sim::Instant now) const {
  return peak ? std::max(steady.wait(now), peak->wait(now)) : steady.wait(now);
}

void Disk::CappedRate::take(std::int64_t tokens, sim::Instant start) {
  steady.take(tokens, start);
  if (peak) peak->take(tokens, start);
}

sim::Duration Disk::wait_to_start(const Job& job, sim::Instant now) {
  const sim::Instant start = std::max(now, stalled_until_);
  return start - now + wait_for_tokens(job, start);
}

// A batch of n items is written as n requests. A request held back by one cap takes its tokens of
// the other when it starts, so that each cap holds at all times.
sim::Duration Disk::wait_for_tokens(const Job& job, sim::Instant now) {
  sim::Duration wait{0};
  if (requests_) wait = std::max(wait, requests_->wait(now));
  if (bytes_) wait = std::max(wait, bytes_->wait(now));
  if (requests_) requests_->take(std::max<std::int64_t>(1, job.items), now + wait);
  if (bytes_) bytes_->take(job.size.count, now + wait);
  return wait;
}

}  // namespace models::hardware
