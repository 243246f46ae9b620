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
  /// `finished` hears of it later, from on_cpu() or on_disk(), never before this returns.
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
  /// Whether the job, by its own number, is a checkpoint's: the last one of it frees log.
  [[nodiscard]] static bool ends_checkpoint(JobId job) { return job == kCheckpointJob; }

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

  /// See sim/recurrence.hpp. Log positions may differ from time to time only where a flush takes
  /// the same whatever its size; so may the counts of flushed bytes then, which are left behind.
  void recur(sim::Recurrence& walk, const Host& host);
  [[nodiscard]] bool checkpointing() const { return checkpointing_; }

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
  void await_writer(S& schedule);
  template <class S>
  void wake_writer(Host& host, S& schedule);
  template <class S>
  void begin_checkpoint(S& schedule);

  [[nodiscard]] bool has_room(const Statement& statement) const;
  [[nodiscard]] bool locks(const Session& session) const;
  [[nodiscard]] bool ends_transaction(const Session& session) const;
  [[nodiscard]] bool commits(const Session& session) const;
  void note(const Effort& effort);
  void sample(sim::Recurrence& walk);

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
  std::uint64_t plain_log_ = 0;  // bytes of records, without those for new pages of indexes
  DatabaseCounts counts_;
};

}  // namespace models::migration

#include "models/migration/table_database_steps.hpp"  // IWYU pragma: export
