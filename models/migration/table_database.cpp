#include "models/migration/table_database.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace models::migration {

namespace {

sim::Duration times(sim::Duration each, std::uint64_t count) {
  return sim::Duration(each.count() * static_cast<std::int64_t>(count));
}

}  // namespace

TableDatabase::TableDatabase(const DatabaseParams& params, DatabaseIndex index, OwnerTag owner)
    : params_(params), index_(index), owner_(owner), storage_(params), log_(params.log) {
  SIM_CHECK(params.sessions > 0 && params.sessions < kCheckpointJob);
  SIM_CHECK(params.time_slice.count() > 0 && !params.costs.flush.empty());
}

std::optional<SessionIndex> TableDatabase::open_session() {
  if (open_ == params_.sessions) return std::nullopt;
  ++open_;
  SessionIndex number = 0;
  if (closed_.empty()) {
    number = static_cast<SessionIndex>(sessions_.size());
    sessions_.emplace_back();
  } else {
    number = closed_.back();
    closed_.pop_back();
    sessions_[number] = {};
  }
  sessions_[number].stage = Stage::kIdle;
  sessions_[number].synchronous = params_.synchronous_commit;
  return number;
}

void TableDatabase::close_session(SessionIndex session) {
  SIM_CHECK(sessions_[session].stage == Stage::kIdle && !sessions_[session].in_transaction);
  sessions_[session].stage = Stage::kClosed;
  closed_.push_back(session);
  --open_;
}

void TableDatabase::crash(OwnerTag owner, bool host_too) {
  SIM_CHECK(owner != owner_);
  owner_ = owner;
  sessions_.clear();
  closed_.clear();
  open_ = 0;
  computing_ = 0;
  locks_ = LockTable();
  log_.crash();
  storage_.lose_caches(host_too);
  writer_awake_ = false;
  checkpointing_ = false;
  checkpoint_pages_ = 0;
}

bool TableDatabase::locks(const Session& session) const {
  const StatementKind kind = session.statement.kind;
  if (session.failed) return false;
  if (kind == StatementKind::kLockShared || kind == StatementKind::kLockExclusive) {
    SIM_CHECK(session.in_transaction);
    return true;
  }
  return session.statement.lock != 0;
}

// A statement outside a transaction is one by itself.
bool TableDatabase::ends_transaction(const Session& session) const {
  const StatementKind kind = session.statement.kind;
  return kind == StatementKind::kCommit || kind == StatementKind::kRollback ||
         !session.in_transaction;
}

bool TableDatabase::commits(const Session& session) const {
  return session.wrote && !session.failed && session.status == StatementStatus::kOk &&
         session.statement.kind != StatementKind::kRollback && ends_transaction(session);
}

// The log keeps a segment ahead of itself, so only pages can be refused.
bool TableDatabase::has_room(const Statement& statement) const {
  if (!space_limit_ || statement.kind >= StatementKind::kLockShared) return true;
  const std::int64_t pages = storage_.pages_needed(statement);
  return pages == 0 || space().count + pages * kPageBytes <= space_limit_->count;
}

void TableDatabase::note(const Effort& effort) {
  counts_.pages_from_file_cache += effort.lookups.from_file_cache + effort.run.from_file_cache;
  counts_.pages_looked_up_on_disk += effort.lookups.from_disk;
  counts_.pages_run_from_disk += effort.run.from_disk;
}

sim::Duration TableDatabase::work(const Statement& statement, const Effort& effort) const {
  const DatabaseCosts& costs = params_.costs;
  const std::uint64_t rows = statement.rows;
  const std::uint64_t passed_over = statement.visited > rows ? statement.visited - rows : 0;
  sim::Duration work = costs.per_statement;
  if (statement.kind < StatementKind::kDefine) work += costs.per_execution;
  switch (statement.kind) {
    case StatementKind::kSelectByKey:
    case StatementKind::kSelectByIndex:
    case StatementKind::kJoin:
      work += times(costs.per_row_found, rows + passed_over);
      break;
    case StatementKind::kSelectRange:
    case StatementKind::kScan:
      work += times(costs.per_row_answered, rows) + times(costs.per_row_visited, passed_over);
      break;
    case StatementKind::kInsert:
    case StatementKind::kInsertIfAbsent:
    case StatementKind::kUpsert:
      work += times(statement.changes ? costs.per_row_changed : costs.per_row_found, rows);
      if (statement.changes) {
        work += times(costs.per_further_index, rows * (storage_.indexes(statement.table) - 1));
      }
      break;
    case StatementKind::kUpdate:
    case StatementKind::kDelete:
    case StatementKind::kDeleteRange:
      work += times(statement.changes ? costs.per_row_changed : costs.per_row_found, rows);
      break;
    case StatementKind::kCopyIn:
    case StatementKind::kCopyOut:
      work += times(costs.per_row_copied, rows);
      break;
    case StatementKind::kDefine:
      work += times(costs.per_definition, rows);
      break;
    default:
      break;
  }
  work += sim::Duration(costs.per_kib.count() * statement.bytes / 1024);
  work += times(costs.per_page_copied, effort.lookups.from_file_cache + effort.run.from_file_cache);
  return work;
}

// Between two points in proportion; beyond the last one as between the last two.
sim::Duration TableDatabase::flush_work(sim::Bytes size) const {
  const auto& points = params_.costs.flush;
  if (size.count <= points.front().bytes || points.size() == 1) return points.front().work;
  std::size_t i = 1;
  while (i + 1 < points.size() && points[i].bytes < size.count) ++i;
  const DatabaseCosts::FlushPoint& from = points[i - 1];
  const DatabaseCosts::FlushPoint& to = points[i];
  __extension__ using Wide = __int128;
  const Wide more = static_cast<Wide>((to.work - from.work).count()) * (size.count - from.bytes) /
                    (to.bytes - from.bytes);
  return from.work + sim::Duration(static_cast<std::int64_t>(more));
}

void TableDatabase::recur(sim::Recurrence& walk, const Host& host) {
  if (space_limit_) walk.refuse("the database's disk is full");
  if (walk.estimates()) {
    sample(walk);
    return;
  }
  if (checkpointing_) walk.refuse("a checkpoint is under way");
  const auto& flush = params_.costs.flush;
  const bool flushes_differ = std::any_of(flush.begin(), flush.end(), [&](const auto& point) {
    return point.work != flush.front().work;
  });
  const bool sizes_matter = flushes_differ || host.disk()->sizes_matter();
  // The log's buffers must not fill, whatever more splits there are than in the period observed.
  const auto spare = static_cast<LogPosition>(open_ + 1) * 4 * kPageBytes;
  if (log_.most_unflushed() + spare > static_cast<LogPosition>(params_.log.buffers.count)) {
    walk.same(plain_log_);
  }
  walk.same(sessions_.size());
  for (Session& session : sessions_) {
    session.statement.recur(walk);
    walk.same(session.work_left);
    walk.same(session.lookups.from_disk);
    walk.same(session.run.from_disk);
    walk.same(session.stage);
    walk.same(session.status);
    walk.same(session.in_transaction);
    walk.same(session.failed);
    walk.same(session.wrote);
    walk.same(session.synchronous);
    // An asynchronous commit wakes a writer that looks at how many bytes there are.
    if (!session.synchronous) walk.same(plain_log_);
  }
  walk.same(closed_.size());
  for (const SessionIndex session : closed_) walk.same(session);
  walk.same(open_);
  walk.same(computing_);
  walk.same(writer_awake_);
  walk.same(writer_timer_);
  walk.same(counts_.checkpoints);
  walk.counts(counts_.statements);
  walk.counts(counts_.commits);
  walk.counts(counts_.flushes);
  walk.counts(counts_.lock_waits);
  locks_.recur(walk);
  log_.recur(walk, sizes_matter);
  const bool copies_take_time = params_.costs.per_page_copied.count() > 0;
  std::uint64_t more = storage_.recur(walk, copies_take_time);
  const std::uint64_t plain = plain_log_;
  walk.counts(plain_log_);
  if (!walk.advancing()) return;
  more += plain_log_ - plain;
  if (more == 0) return;
  const LogPosition by = log_.shift(more);
  for (Session& session : sessions_) session.committed += by;
}

void TableDatabase::feed(sim::Digest& digest) const {
  storage_.feed(digest);
  log_.feed(digest);
  locks_.feed(digest);
  for (const Session& session : sessions_) {
    digest.add(static_cast<std::uint64_t>(session.stage),
               static_cast<std::uint64_t>(session.status));
    digest.add(static_cast<std::uint64_t>(session.work_left.count()),
               (session.in_transaction ? 1U : 0U) | (session.failed ? 2U : 0U) |
                   (session.wrote ? 4U : 0U) | (session.synchronous ? 8U : 0U));
  }
  digest.add(checkpoint_pages_, (writer_awake_ ? 1U : 0U) | (writer_timer_ ? 2U : 0U));
}

}  // namespace models::migration
