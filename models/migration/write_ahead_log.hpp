// The write-ahead log of a table database: who waits for which flush.
//
// A position counts the bytes ever appended; a commit is durable once the log is flushed to its
// position. The log decides, the database does the work on processor and disk.
// Formula        each 8 KiB page begins with a header of 24 bytes; a flush writes whole 8 KiB
//                pages, from the one the last flush ended in
// Contention     group commit: one flush runs at a time and covers all that was appended when it
//                began; all who come meanwhile ride the next one together
// Checkpoints    the log since the checkpoint before last is kept; the next one is due after
//                max_size / (1 + completion), or after the timeout if anything was appended
// Shape          a value; waiting sessions are a ring in order of position
// Source         PostgreSQL 15: src/backend/access/transam/xlog.c (XLogFlush, CalculateCheckpoint-
//                Segments), documentation chapter 30.5; defaults are its stock settings
// Checked by     tests/models/migration/write_ahead_log_test.cpp
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/digest.hpp"
#include "sim/recurrence.hpp"
#include "sim/ring.hpp"
#include "sim/time.hpp"
#include "sim/units.hpp"

namespace models::migration {

using LogPosition = std::uint64_t;
using SessionIndex = std::uint32_t;

struct WriteAheadLogParams {
  sim::Bytes buffers{std::int64_t{4} << 20};             // wal_buffers: 1/32 of shared_buffers
  sim::Bytes segment{std::int64_t{16} << 20};            // wal_segment_size
  sim::Bytes max_size{std::int64_t{1} << 30};            // max_wal_size
  sim::Duration checkpoint_timeout{300'000'000'000};     // checkpoint_timeout
  std::uint32_t completion_permille = 900;               // checkpoint_completion_target
  sim::Duration writer_delay{200'000'000};               // wal_writer_delay
  sim::Bytes writer_flush_after{std::int64_t{1} << 20};  // wal_writer_flush_after
};

class WriteAheadLog {
 public:
  explicit WriteAheadLog(const WriteAheadLogParams& params) : params_(params) {}

  /// Adds a record; returns the position it ends at.
  LogPosition append(std::uint64_t bytes) {
    records_ += bytes;
    // The first page has its header in front of what is counted here.
    constexpr LogPosition kRoom = kPageBytes - kPageHeader;
    const LogPosition headers = records_ < kPageBytes ? 0 : (records_ - kPageHeader) / kRoom;
    inserted_ = records_ + headers * kPageHeader;
    most_unflushed_ = std::max(most_unflushed_, inserted_ - flushed_);
    return inserted_;
  }

  [[nodiscard]] LogPosition inserted() const { return inserted_; }
  [[nodiscard]] LogPosition flushed() const { return flushed_; }

  /// The session waits until the log is flushed to `position`.
  /// REQUIRES: positions come in rising order; this one is not flushed yet.
  void wait(SessionIndex session, LogPosition position);

  /// A flush of all that was appended begins, if none is under way and there is something to
  /// flush: what must be written.
  std::optional<sim::Bytes> begin_flush();
  /// The flush is done. REQUIRES: one is under way.
  void end_flush();
  [[nodiscard]] bool flushing() const { return flushing_; }

  /// The next session whose wait is over, if any; it waits no more.
  std::optional<SessionIndex> next_released();
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

  /// What is appended and not flushed no longer fits the buffers: who appends must wait.
  [[nodiscard]] LogPosition most_unflushed() const { return most_unflushed_; }
  [[nodiscard]] bool overfull() const {
    return inserted_ - flushed_ > static_cast<LogPosition>(params_.buffers.count);
  }
  /// The log writer need not wait for its next round.
  [[nodiscard]] bool writer_due() const {
    return inserted_ - flushed_ >= static_cast<LogPosition>(params_.writer_flush_after.count);
  }

  [[nodiscard]] bool checkpoint_due(sim::Instant now) const;
  /// A checkpoint begins; the time over which its pages should be written.
  sim::Duration begin_checkpoint(sim::Instant now);
  /// The checkpoint is complete; older log is no longer kept.
  void end_checkpoint() { kept_from_ = redo_; }

  /// What was not flushed is lost, and who waited for it with it.
  void crash();
  /// What must be replayed after a crash.
  [[nodiscard]] sim::Bytes since_checkpoint() const {
    return {static_cast<std::int64_t>(flushed_ > kept_from_ ? flushed_ - kept_from_ : 0)};
  }

  /// What the log takes on disk: whole segments since the oldest needed position, and one ahead.
  [[nodiscard]] sim::Bytes space() const;

  [[nodiscard]] const WriteAheadLogParams& params() const { return params_; }
  /// What is under way, positions relative to each other.
  void feed(sim::Digest& digest) const;

  /// See sim/recurrence.hpp. Who waits for whom is the same each time. Where flushes take the same
  /// whatever their size, positions need not be: then as many bytes of records are added as the
  /// holder says, at the end, by shift().
  void recur(sim::Recurrence& walk, bool sizes_matter);
  /// The same for samples: the next checkpoint is not to be passed by.
  void stay_before_checkpoint(sim::Recurrence& walk) const;
  /// The last checkpoint is so much further on.
  void move_checkpoint(LogPosition by, sim::Duration later) {
    redo_ += by;
    kept_from_ += by;
    checkpointed_ += later;
  }
  /// Bytes of records ever appended, without headers.
  [[nodiscard]] std::uint64_t record_bytes() const { return records_; }
  /// So many bytes more were appended and flushed, all that waits as before. Those who wait now get
  /// positions that are theirs in order, not to the byte: each wait ends before the next period.
  LogPosition shift(std::uint64_t record_bytes);

 private:
  struct Waiting {
    LogPosition position;
    SessionIndex session;
    std::uint32_t unused = 0;
  };

  static constexpr LogPosition kPageBytes = 8192;
  static constexpr LogPosition kPageHeader = 24;

  WriteAheadLogParams params_;
  LogPosition records_ = 0;          // bytes of them, without headers; and those of it
  LogPosition flushed_records_ = 0;  // that are flushed,
  LogPosition target_records_ = 0;   // that will be by the flush under way
  LogPosition inserted_ = 0;
  LogPosition flushed_ = 0;
  LogPosition target_ = 0;  // of the flush under way
  bool flushing_ = false;
  LogPosition redo_ = 0;            // where the last checkpoint began
  LogPosition kept_from_ = 0;       // where the last complete one began
  LogPosition most_unflushed_ = 0;  // at any time
  sim::Instant checkpointed_ = sim::kStart;
  sim::Ring<Waiting> waiting_;
};

}  // namespace models::migration
