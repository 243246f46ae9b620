#include "models/hardware/fair_share.hpp"

#include <algorithm>

namespace models::hardware {

namespace {

constexpr std::int64_t kFraction = 1024;  // clock units a nanosecond

}  // namespace

// A job advances at channels / max(channels, jobs); this is that maximum.
std::int64_t FairShare::sharers() const {
  return std::max<std::int64_t>(channels_, static_cast<std::int64_t>(jobs_.size()));
}

void FairShare::advance(sim::Instant now) {
  const std::int64_t elapsed = (now - advanced_to_).count();
  SIM_CHECK(elapsed >= 0);
  if (!jobs_.empty()) {
    clock_ += static_cast<Clock>(elapsed) * channels_ * kFraction / sharers();
  } else {
    clock_ = 0;  // nobody holds a mark; starting over keeps the numbers small
  }
  advanced_to_ = now;
}

void FairShare::arrive(const Job& job, sim::Duration work, sim::Instant now) {
  SIM_CHECK(work.count() >= 0);
  advance(now);
  const Share entry{clock_ + static_cast<Clock>(work.count()) * kFraction,
                    next_order_++,
                    job.id,
                    {job.brought_by, now, work}};
  const auto before = [](const Share& a, const Share& b) {
    return a.mark != b.mark ? a.mark < b.mark : a.order < b.order;
  };
  jobs_.insert(std::upper_bound(jobs_.begin(), jobs_.end(), entry, before), entry);
  note_levels(now);
}

JobId FairShare::depart(sim::Instant now) {
  SIM_CHECK(!jobs_.empty());
  advance(now);
  const JobId job = jobs_.front().job;
  jobs_.erase(jobs_.begin());
  note_levels(now);
  return job;
}

sim::Instant FairShare::next_completion() const {
  SIM_CHECK(!jobs_.empty());
  const Clock ahead = std::max<Clock>(0, jobs_.front().mark - clock_);
  const Clock speed = channels_ * kFraction;
  const Clock left = (ahead * sharers() + speed - 1) / speed;
  constexpr Clock kMost = sim::Duration::max().count();
  return sim::later(advanced_to_, sim::Duration(static_cast<std::int64_t>(std::min(left, kMost))));
}

void FairShare::note_levels(sim::Instant now) {
  const auto present = static_cast<std::int64_t>(jobs_.size());
  level_.set(now, present);
  busy_level_.set(now, std::min<std::int64_t>(present, channels_));
}

void FairShare::restart_statistics(sim::Instant now) {
  level_.restart(now);
  busy_level_.restart(now);
}

}  // namespace models::hardware
