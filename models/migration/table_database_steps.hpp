// The steps of a statement through a table database: bodies of TableDatabase's templates.
//
// Shape          included by table_database.hpp alone, which says what they do
// Checked by     tests/models/migration/table_database_test.cpp
#pragma once

#include "models/migration/table_database.hpp"

namespace models::migration {

template <class S, class Finished>
void TableDatabase::execute(SessionIndex number, const Statement& statement, Host& host,
                            S& schedule, Finished&&) {
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
    plain_log_ += effort.log_bytes - effort.split_bytes;
    session.wrote = true;
    if (!checkpointing_ && log_.checkpoint_due(schedule.now())) begin_checkpoint(schedule);
    await_writer(schedule);
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
    plain_log_ += kCommitRecord;
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

template <class S>
void TableDatabase::await_writer(S& schedule) {
  if (writer_timer_) return;
  writer_timer_ = true;
  schedule.after(params_.log.writer_delay, DatabaseTimer{index_, DatabaseTimer::What::kLogWriter});
}

// The log writer looks once however many wake it meanwhile; its next round comes anyway.
template <class S>
void TableDatabase::wake_writer(Host& host, S& schedule) {
  await_writer(schedule);
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
