// A table database like PostgreSQL: sessions execute statements on a host's processor and disk.
//
// Steps          wait for a lock; read the pages that no cache has (a run at once, lookups one by
//                one); compute; if that ended a transaction that wrote, wait until the log is
//                flushed to its commit (or, asynchronously, wake the log writer and go on)
// Formula        processor time = sum of DatabaseCosts over statement, rows, bytes, pages and
//                commit, times 1 + crowding * (sessions that compute - cores, if positive)
// Contention     the host's cores and disk with everyone else; locks in order of arrival; the log
//                as write_ahead_log.hpp says; a full log buffer holds up those who fill it
// Randomness     none of its own: the disk draws
// Events         DatabaseTimer, and the host's ends of jobs: the world hands on_cpu() and
//                on_disk() the numbers of the jobs it owns here. finished(session, status) is
//                called once for each statement; it may execute the session's next one
// Errors         a statement for which the disk has no room ends with kDiskFull; its transaction
//                does nothing more and ends with kAborted
// Shape          a value; memory is sessions, tables and what waits
// Source         PostgreSQL 15 and table_database_params.hpp
// Checked by     tests/models/migration/table_database_test.cpp, database_theory_test.cpp,
//                calibration_test.cpp (runs that were measured)
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "models/migration/host.hpp"
#include "models/migration/lock_table.hpp"
#include "models/migration/table_database_params.hpp"
#include "models/migration/table_storage.hpp"
#include "models/migration/write_ahead_log.hpp"

namespace models::migration {

using DatabaseIndex = std::uint32_t;

/// The log writer's round, or the next pages of a checkpoint.
struct DatabaseTimer {
  enum class What : std::uint32_t { kLogWriter, kCheckpoint };
  DatabaseIndex database;
  What what;
};

/// What a database did since it began.
struct DatabaseCounts {
  std::uint64_t statements = 0;
  std::uint64_t commits = 0;  // that wrote
  std::uint64_t flushes = 0;
  std::uint64_t flushed_bytes = 0;
  std::uint64_t pages_from_file_cache = 0;
  std::uint64_t pages_looked_up_on_disk = 0;
  std::uint64_t pages_run_from_disk = 0;
  std::uint64_t checkpoints = 0;
  std::uint64_t checkpoint_pages = 0;
  std::uint64_t lock_waits = 0;
  friend bool operator==(const DatabaseCounts&, const DatabaseCounts&) = default;
};

class TableDatabase {
 public:
  /// REQUIRES: `owner` is this database's alone on its host; the host has a disk.
  TableDatabase(const DatabaseParams& params, DatabaseIndex index, OwnerTag owner);

  /// A new session, if max_connections allows one more.
  [[nodiscard]] std::optional<SessionIndex> open_session();
  /// REQUIRES: idle, in no transaction.
  void close_session(SessionIndex session);
  /// synchronous_commit for what this session commits from now on.
  void set_synchronous(SessionIndex session, bool synchronous) {
    sessions_[session].synchronous = synchronous;
  }

  /// Begins a statement; one outside a transaction commits by itself.
  /// REQUIRES: the session is open and idle; begin, commit and locks fit its transaction.
  template <class S, class Finished>
  void execute(SessionIndex session, const Statement& statement, Host& host, S& schedule,
               Finished&& finished);

  /// The host has finished a job of this database; `job` is its own number of it.
  template <class S, class Finished>
  void on_cpu(JobId job, Host& host, S& schedule, Finished&& finished);
  template <class S, class Finished>
  void on_disk(JobId job, Host& host, S& schedule, Finished&& finished);
  template <class S>
  void on(const DatabaseTimer& e, Host& host, S& schedule);

  /// A table made during the run; its definition costs what its kDefine statements cost.
  std::uint32_t add_table(const TableParams& params) { return storage_.add(params); }
  void truncate(std::uint32_t table) { storage_.truncate(table); }

  /// Pages, log and nothing else; a limit makes statements that would exceed it fail.
  [[nodiscard]] sim::Bytes space() const { return storage_.space() + log_.space(); }
  void limit_space(std::optional<sim::Bytes> limit) { space_limit_ = limit; }

  /// Where the session's last commit ends in the log; it is durable once log().flushed() is there.
  [[nodiscard]] LogPosition commit_position(SessionIndex session) const {
    return sessions_[session].committed;
  }
  [[nodiscard]] const WriteAheadLog& log() const { return log_; }
  [[nodiscard]] const TableStorage& storage() const { return storage_; }
  [[nodiscard]] const LockTable& locks() const { return locks_; }
  [[nodiscard]] const DatabaseCounts& counts() const { return counts_; }
  [[nodiscard]] const DatabaseParams& params() const { return params_; }
  [[nodiscard]] OwnerTag owner() const { return owner_; }
  [[nodiscard]] std::size_t open_sessions() const { return open_; }
  void lose_caches(bool file_cache_too) { storage_.lose_caches(file_cache_too); }

  /// The server dies: sessions, locks, buffers and all log that was not flushed are gone; what was
  /// read from the file cache or the disk is slow again. The server that starts is another owner of
  /// jobs, so ends of jobs that were under way are nobody's.
  /// REQUIRES: who holds this database has noted whose commits lie behind log().flushed().
  void crash(OwnerTag owner, bool host_too);
  /// Log that a server must replay before it serves again.
  [[nodiscard]] sim::Bytes to_replay() const { return log_.since_checkpoint(); }

  /// Processor time of a statement without its commit and without crowding.
  [[nodiscard]] sim::Duration work(const Statement& statement, const Effort& effort) const;
  /// Processor time of a flush of that size.
  [[nodiscard]] sim::Duration flush_work(sim::Bytes size) const;

  void feed(sim::Digest& digest) const;

 private:
  enum class Stage : std::uint8_t {
    kClosed,
    kIdle,
    kLocking,
    kLogFull,
    kReading,
    kComputing,
    kFlushing
  };
  struct Session {
    Statement statement;
    sim::Duration work_left{0};
    LogPosition committed = 0;
    PageReads lookups;
    PageReads run;
    Stage stage = Stage::kClosed;
    StatementStatus status = StatementStatus::kOk;
    bool in_transaction = false;
    bool failed = false;  // the transaction
    bool wrote = false;   // the transaction
    bool synchronous = true;
  };

  // Job numbers above those of the sessions.
  static constexpr JobId kFlushJob = (1U << kOwnJobBits) - 1;
  static constexpr JobId kWriterJob = kFlushJob - 1;
  static constexpr JobId kCheckpointJob = kFlushJob - 2;
  static constexpr std::uint32_t kCommitRecord = 40;
  static constexpr sim::Duration kCheckpointStep{100'000'000};

  template <class S>
  void enter(SessionIndex session, Host& host, S& schedule);
  template <class S>
  void read_pages(SessionIndex session, Host& host, S& schedule);
  template <class S>
  void compute(SessionIndex session, Host& host, S& schedule);
  template <class S, class Finished>
  void complete(SessionIndex session, Host& host, S& schedule, Finished& finished);
  template <class S, class Finished>
  void finish(SessionIndex session, Host& host, S& schedule, Finished& finished);
  template <class S>
  void begin_flush(Host& host, S& schedule);
  template <class S>
  void wake_writer(Host& host, S& schedule);
  template <class S>
  void begin_checkpoint(S& schedule);

  [[nodiscard]] bool has_room(const Statement& statement) const;
  [[nodiscard]] bool locks(const Session& session) const;
  [[nodiscard]] bool ends_transaction(const Session& session) const;
  [[nodiscard]] bool commits(const Session& session) const;
  void note(const Effort& effort);

  DatabaseParams params_;
  DatabaseIndex index_;
  OwnerTag owner_;
  TableStorage storage_;
  WriteAheadLog log_;
  LockTable locks_;
  std::vector<Session> sessions_;
  std::vector<SessionIndex> closed_;
  std::vector<SessionIndex> granted_;
  std::size_t open_ = 0;
  std::int32_t computing_ = 0;
  sim::Bytes flush_size_;
  bool writer_awake_ = false;
  bool writer_timer_ = false;
  Pages checkpoint_pages_ = 0;  // still to be written
  Pages checkpoint_step_pages_ = 0;
  bool checkpointing_ = false;
  std::optional<sim::Bytes> space_limit_;
  DatabaseCounts counts_;
};

template <class S, class Finished>
void TableDatabase::execute(SessionIndex number, const Statement& statement, Host& host,
                            S& schedule, Finished&& finished) {
  static_cast<void>(finished);
  Session& session = sessions_[number];
  SIM_CHECK(session.stage == Stage::kIdle);
  session.statement = statement;
  session.status = StatementStatus::kOk;
  session.lookups = {};
  session.run = {};
  ++counts_.statements;
  if (locks(session)) {
    const bool shared = statement.kind == StatementKind::kLockShared;
    if (!locks_.acquire(number, statement.lock,
                        shared ? LockMode::kShared : LockMode::kExclusive)) {
      ++counts_.lock_waits;
      session.stage = Stage::kLocking;
      return;
    }
  }
  enter(number, host, schedule);
}

// The statement takes effect on the pages and in the log; what that takes is spent from here on.
template <class S>
void TableDatabase::enter(SessionIndex number, Host& host, S& schedule) {
  Session& session = sessions_[number];
  Effort effort;
  if (session.failed && !ends_transaction(session)) {
    session.status = StatementStatus::kAborted;
  } else if (!has_room(session.statement)) {
    session.status = StatementStatus::kDiskFull;
    session.failed = session.in_transaction;
  } else if (session.statement.kind < StatementKind::kLockShared) {
    effort = storage_.apply(session.statement);
    note(effort);
  }
  if (effort.log_bytes > 0) {
    log_.append(effort.log_bytes);
    session.wrote = true;
    if (!checkpointing_ && log_.checkpoint_due(schedule.now())) begin_checkpoint(schedule);
    if (!writer_timer_) {
      writer_timer_ = true;
      schedule.after(params_.log.writer_delay,
                     DatabaseTimer{index_, DatabaseTimer::What::kLogWriter});
    }
  }
  session.lookups = effort.lookups;
  session.run = effort.run;
  session.work_left = work(session.statement, effort);
  if (commits(session)) {
    session.work_left += params_.costs.per_commit;
    if (!session.synchronous) session.work_left += params_.costs.per_asynchronous_commit;
  }
  if (effort.log_bytes > 0 && log_.overfull()) {
    session.stage = Stage::kLogFull;
    log_.wait(number, log_.inserted());
    begin_flush(host, schedule);
    return;
  }
  read_pages(number, host, schedule);
}

template <class S>
void TableDatabase::read_pages(SessionIndex number, Host& host, S& schedule) {
  Session& session = sessions_[number];
  session.stage = Stage::kReading;
  if (session.run.from_disk > 0) {
    host.read(host_job(owner_, number), {kPageBytes * session.run.from_disk}, schedule);
    session.run.from_disk = 0;
  } else if (session.lookups.from_disk > 0) {
    host.read(host_job(owner_, number), {kPageBytes}, schedule);
    --session.lookups.from_disk;
  } else {
    session.stage = Stage::kComputing;
    ++computing_;
    const std::int32_t crowd = computing_ - host.cpu().cores();
    if (crowd > 0) {
      const std::int64_t permille = std::int64_t{1000} + crowd * params_.costs.crowding_permille;
      session.work_left = sim::Duration(session.work_left.count() * permille / 1000);
    }
    compute(number, host, schedule);
  }
}

template <class S>
void TableDatabase::compute(SessionIndex number, Host& host, S& schedule) {
  Session& session = sessions_[number];
  const sim::Duration slice = std::min(session.work_left, params_.time_slice);
  session.work_left -= slice;
  host.compute(host_job(owner_, number), slice, schedule);
}

template <class S, class Finished>
void TableDatabase::on_cpu(JobId job, Host& host, S& schedule, Finished&& finished) {
  if (job == kFlushJob) {
    host.flush(host_job(owner_, kFlushJob), 1, flush_size_, schedule);
  } else if (job == kWriterJob) {
    writer_awake_ = false;
    if (log_.writer_due()) begin_flush(host, schedule);
  } else if (sessions_[job].work_left.count() > 0) {
    compute(job, host, schedule);
  } else {
    --computing_;
    complete(job, host, schedule, finished);
  }
}

template <class S, class Finished>
void TableDatabase::complete(SessionIndex number, Host& host, S& schedule, Finished& finished) {
  Session& session = sessions_[number];
  const StatementKind kind = session.statement.kind;
  if (kind == StatementKind::kCommit && session.failed) session.status = StatementStatus::kAborted;
  if (kind == StatementKind::kBegin) {
    SIM_CHECK(!session.in_transaction);
    session.in_transaction = true;
  }
  if (commits(session)) {
    session.committed = log_.append(kCommitRecord);
    ++counts_.commits;
    if (session.synchronous) {
      session.stage = Stage::kFlushing;
      log_.wait(number, session.committed);
      begin_flush(host, schedule);
      return;
    }
    wake_writer(host, schedule);
  }
  finish(number, host, schedule, finished);
}

template <class S, class Finished>
void TableDatabase::finish(SessionIndex number, Host& host, S& schedule, Finished& finished) {
  Session& session = sessions_[number];
  session.stage = Stage::kIdle;
  const StatementStatus status = session.status;
  if (ends_transaction(session)) {
    session.in_transaction = false;
    session.failed = false;
    session.wrote = false;
    granted_.clear();
    locks_.release(number, granted_);
    for (const SessionIndex next : granted_) enter(next, host, schedule);
  }
  finished(number, status);
}

template <class S, class Finished>
void TableDatabase::on_disk(JobId job, Host& host, S& schedule, Finished&& finished) {
  if (job == kCheckpointJob) {
    if (checkpoint_pages_ > 0 || !checkpointing_) return;
    checkpointing_ = false;
    log_.end_checkpoint();
    return;
  }
  if (job != kFlushJob) {
    read_pages(job, host, schedule);
    return;
  }
  log_.end_flush();
  ++counts_.flushes;
  while (const auto session = log_.next_released()) {
    if (sessions_[*session].stage == Stage::kLogFull) {
      read_pages(*session, host, schedule);
    } else {
      finish(*session, host, schedule, finished);
    }
  }
  if (log_.waiting() > 0) begin_flush(host, schedule);
}

template <class S>
void TableDatabase::begin_flush(Host& host, S& schedule) {
  const auto size = log_.begin_flush();
  if (!size) return;
  flush_size_ = *size;
  counts_.flushed_bytes += static_cast<std::uint64_t>(size->count);
  host.compute(host_job(owner_, kFlushJob), flush_work(*size), schedule);
}

// The log writer looks once however many wake it meanwhile.
template <class S>
void TableDatabase::wake_writer(Host& host, S& schedule) {
  if (writer_awake_) return;
  writer_awake_ = true;
  host.compute(host_job(owner_, kWriterJob), params_.costs.per_writer_wake, schedule);
}

template <class S>
void TableDatabase::on(const DatabaseTimer& e, Host& host, S& schedule) {
  if (e.what == DatabaseTimer::What::kLogWriter) {
    writer_timer_ = false;
    begin_flush(host, schedule);
    return;
  }
  if (!checkpointing_) return;  // it died with a crash
  const Pages pages = std::min(checkpoint_pages_, checkpoint_step_pages_);
  checkpoint_pages_ -= pages;
  counts_.checkpoint_pages += pages;
  host.flush(host_job(owner_, kCheckpointJob), 1, {static_cast<std::int64_t>(pages) * kPageBytes},
             schedule);
  if (checkpoint_pages_ == 0) return;
  schedule.after(kCheckpointStep, DatabaseTimer{index_, DatabaseTimer::What::kCheckpoint});
}

// Its pages are written in equal steps over most of the time until the next one.
template <class S>
void TableDatabase::begin_checkpoint(S& schedule) {
  checkpointing_ = true;
  ++counts_.checkpoints;
  const sim::Duration spread = log_.begin_checkpoint(schedule.now());
  checkpoint_pages_ = storage_.begin_checkpoint();
  const auto steps = static_cast<Pages>(std::max<std::int64_t>(1, spread / kCheckpointStep));
  checkpoint_step_pages_ = (checkpoint_pages_ + steps - 1) / steps;
  schedule.after(std::min(spread, kCheckpointStep),
                 DatabaseTimer{index_, DatabaseTimer::What::kCheckpoint});
}

}  // namespace models::migration
