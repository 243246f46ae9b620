// A database that is carried on from a sample: what it wrote, and how far its checkpoint is.
#include <algorithm>

#include "models/migration/table_database.hpp"

namespace models::migration {

// The next checkpoint begins and ends when it does: a walk stays before both, unless the sample is
// all that happens from one to the next. Then the last one lies as far back as before.
void TableDatabase::sample(sim::Recurrence& walk) {
  walk.counts(counts_.statements);
  walk.counts(counts_.commits);
  walk.counts(counts_.flushes);
  walk.counts(counts_.flushed_bytes);
  walk.counts(counts_.lock_waits);
  walk.counts(counts_.checkpoint_pages);
  walk.counts(counts_.pages_from_file_cache);
  walk.counts(counts_.pages_looked_up_on_disk);
  walk.counts(counts_.pages_run_from_disk);
  walk.counts(plain_log_);
  if (!walk.advancing() && !walk.whole_rounds()) {
    log_.stay_before_checkpoint(walk);
    // One that is to begin as soon as this one ends: what then waits for the disk is not as before.
    if (checkpointing_ && log_.checkpoint_due(walk.now())) walk.until(walk.now());
    if (checkpointing_ && checkpoint_step_pages_ > 0) {
      const auto steps = static_cast<std::int64_t>(checkpoint_pages_ / checkpoint_step_pages_);
      walk.until(sim::later(walk.now(), kCheckpointStep * steps));
    }
  }
  std::uint64_t records = log_.record_bytes();
  walk.counts(records);
  const std::int64_t images = storage_.sample(walk);
  if (!walk.advancing()) return;
  const auto grown = static_cast<std::int64_t>(records - log_.record_bytes()) + images;
  const LogPosition by = log_.shift(static_cast<std::uint64_t>(std::max<std::int64_t>(grown, 0)));
  for (Session& session : sessions_) session.committed += by;
  if (walk.whole_rounds()) {
    log_.move_checkpoint(by, walk.by());
    return;
  }
  const auto written = static_cast<Pages>(walk.by() / kCheckpointStep) * checkpoint_step_pages_;
  const Pages last = std::min(checkpoint_pages_, checkpoint_step_pages_);
  checkpoint_pages_ = std::max(checkpoint_pages_ - std::min(written, checkpoint_pages_), last);
}

}  // namespace models::migration
