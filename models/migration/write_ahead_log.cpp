#include "models/migration/write_ahead_log.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

void WriteAheadLog::wait(SessionIndex session, LogPosition position) {
  SIM_CHECK(position > flushed_ && position <= inserted_);
  SIM_CHECK(waiting_.empty() || waiting_.back().position <= position);
  waiting_.push_back({position, session});
}

std::optional<sim::Bytes> WriteAheadLog::begin_flush() {
  if (flushing_ || flushed_ == inserted_) return std::nullopt;
  flushing_ = true;
  target_ = inserted_;
  target_records_ = records_;
  const LogPosition first_page = flushed_ / kPageBytes;
  const LogPosition end_page = (target_ + kPageBytes - 1) / kPageBytes;
  return sim::Bytes{static_cast<std::int64_t>((end_page - first_page) * kPageBytes)};
}

void WriteAheadLog::end_flush() {
  SIM_CHECK(flushing_);
  flushing_ = false;
  flushed_ = target_;
  flushed_records_ = target_records_;
}

std::optional<SessionIndex> WriteAheadLog::next_released() {
  if (waiting_.empty() || waiting_.front().position > flushed_) return std::nullopt;
  return waiting_.pop_front().session;
}

bool WriteAheadLog::checkpoint_due(sim::Instant now) const {
  const auto limit = static_cast<LogPosition>(params_.max_size.count) * 1000 /
                     (1000 + params_.completion_permille);
  if (inserted_ - redo_ >= limit) return true;
  return inserted_ > redo_ && now - checkpointed_ >= params_.checkpoint_timeout;
}

// The log grew this far in so long; at that pace the next checkpoint is as far away.
sim::Duration WriteAheadLog::begin_checkpoint(sim::Instant now) {
  const sim::Duration interval = std::min(now - checkpointed_, params_.checkpoint_timeout);
  redo_ = inserted_;
  checkpointed_ = now;
  return sim::Duration(interval.count() / 1000 * params_.completion_permille);
}

void WriteAheadLog::crash() {
  inserted_ = flushed_;
  records_ = flushed_records_;
  redo_ = std::min(redo_, flushed_);
  flushing_ = false;
  waiting_.clear();
}

sim::Bytes WriteAheadLog::space() const {
  const auto segment = static_cast<LogPosition>(params_.segment.count);
  const LogPosition segments = inserted_ / segment - kept_from_ / segment + 2;
  return {static_cast<std::int64_t>(segments * segment)};
}

void WriteAheadLog::recur(sim::Recurrence& walk, bool sizes_matter) {
  if (sizes_matter) walk.same(records_);
  walk.same(flushing_);
  walk.same(inserted_ == flushed_);
  walk.same(inserted_ == target_);
  walk.same(waiting_.size());
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    walk.same(waiting_[i].session);
    walk.same(flushing_ && waiting_[i].position <= target_);
  }
  walk.same(redo_);
  walk.same(kept_from_);
  stay_before_checkpoint(walk);
}

void WriteAheadLog::stay_before_checkpoint(sim::Recurrence& walk) const {
  walk.bound(inserted_ - redo_,
             static_cast<LogPosition>(params_.max_size.count) * 1000 /
                 (1000 + params_.completion_permille),
             8 * kPageBytes);
  // One that is due begins with the next record: if none has begun it, nothing is logged now.
  const sim::Instant due = sim::later(checkpointed_, params_.checkpoint_timeout);
  if (inserted_ > redo_ && due > walk.now()) walk.until(due);
}

LogPosition WriteAheadLog::shift(std::uint64_t record_bytes) {
  const LogPosition before = inserted_;
  const LogPosition most = most_unflushed_;
  append(record_bytes);
  most_unflushed_ = most;
  const LogPosition by = inserted_ - before;
  flushed_ += by;
  target_ += by;
  flushed_records_ += record_bytes;
  target_records_ += record_bytes;
  for (std::size_t i = 0; i < waiting_.size(); ++i) waiting_[i].position += by;
  return by;
}

void WriteAheadLog::feed(sim::Digest& digest) const {
  digest.add(inserted_ - flushed_, flushed_ % kPageBytes);
  digest.add(flushing_ ? inserted_ - target_ + 1 : 0, waiting_.size());
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    digest.add(inserted_ - waiting_[i].position, waiting_[i].session);
  }
}

}  // namespace models::migration
