// An embedded key-value store that is a log-structured merge tree (Badger, RocksDB), in one
// process.
//
// Formula        write      one operation of the processor with its bytes; if it has a condition,
//                           the look-up of a get; the gate; the log; then it is in the memtable and
//                           answered. A full memtable is flushed as a table of level 0
//                batch      as a write, but with an operation of the processor for each entry, no
//                           condition, and one record of the log
//                gate       writes stop while `memtables` full ones wait, level 0 has `stop_at`
//                           tables or the debt reaches stop_debt; above slow_at tables or slow_debt
//                           they pass at slow_rate
//                log        each write with a sync of its own; or all that wait with one, up to the
//                           disk's batch; or no sync: the log goes to disk behind, chunk by chunk
//                get        one operation; memtable and runs from the newest on until the key is
//                           found. A run without the key is read for a share `false_positives` of
//                           them, the run that has it always: one block, if the cache misses
//                page       one operation with all bytes passed over, which are those of all
//                           versions and tombstones among the entries; one block for each run that
//                           the cache misses, then the missing share of the bytes in one read
//                cache      misses with probability 1 - cache / bytes in the tree
//                flush and compaction   chunk by chunk: read, work on it, write. Their amounts:
//                           lsm_tree.hpp
// Contention     for processor and disk of the host; one log, one flush, `compactors` compactions
//                old versions lie in the memtable for the share it has of all live entries
// Randomness     stream (name, reads) for cache, filters and where old versions lie
// Events         LsmDelayed is the store's own. The host's ends of work come to worked() and
//                stored() with the job that the store named; jobs of kLsmBackground and above are
//                its log, flush and compactions, others are requests
// Shape          memory: the most requests at once, and a few numbers a table and level
// Note           slowing down reads the clock; an exploration cannot treat it symbolically
// Source         RocksDB wiki: Write Stalls, Write Ahead Log File Format, Leveled Compaction
// Checked by     tests/models/migration/lsm_store_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/hardware/throttle.hpp"
#include "models/migration/kv_operation.hpp"
#include "models/migration/lsm_tree.hpp"
#include "sim/pool.hpp"
#include "sim/random.hpp"
#include "sim/schedule.hpp"
#include "sim/time_average.hpp"

namespace models::migration {

enum class LsmLog : std::uint8_t { kEachWrite, kGroup, kNone };

inline constexpr JobId kLsmBackground = JobId{1} << 31;

/// The defaults are RocksDB 8's (include/rocksdb/options.h, advanced_options.h, table.h), except
/// where a comment says otherwise. Badger 2.0 (options.go) differs: memtables 5, stop_at 15 and no
/// slow_at, two compactors, log of each write synced.
struct LsmParams {
  std::string name = "lsm";
  LsmTreeParams tree;
  LsmLog log = LsmLog::kGroup;                      // sync of WriteOptions, and its write groups
  sim::Bytes memtable{std::int64_t{64} << 20};      // write_buffer_size
  std::uint32_t memtables = 2;                      // max_write_buffer_number
  std::uint32_t slow_at = 20;                       // level0_slowdown_writes_trigger
  std::uint32_t stop_at = 36;                       // level0_stop_writes_trigger
  sim::Bytes slow_debt{std::int64_t{64} << 30};     // soft_pending_compaction_bytes_limit
  sim::Bytes stop_debt{std::int64_t{256} << 30};    // hard_pending_compaction_bytes_limit
  sim::ByteRate slow_rate{std::int64_t{16} << 20};  // delayed_write_rate
  std::uint32_t compactors = 1;                     // max_background_jobs 2: a flush and this
  sim::Bytes chunk{std::int64_t{2} << 20};          // compaction_readahead_size
  sim::Bytes block{4096};                           // block_size
  sim::Bytes cache{std::int64_t{32} << 20};         // block_cache
  std::uint32_t false_positives_ppm = 10'000;       // 10 bits a key: about 1 %
  std::int64_t record_overhead = 12;                // sequence number and lengths
  std::int64_t log_overhead = 19;                   // log record 7, write batch 12
  std::optional<sim::Bytes> disk_space;             // none: without end
};

/// What has been done, and for what.
struct LsmMeters {
  std::int64_t user_bytes = 0;  // keys and values of writes answered
  std::int64_t log_bytes = 0;
  std::int64_t flushed_bytes = 0;
  std::int64_t compaction_read_bytes = 0;
  std::int64_t compaction_written_bytes = 0;
  std::uint64_t log_syncs = 0;
  std::uint64_t flushes = 0;
  std::uint64_t compactions = 0;
  std::uint64_t moves = 0;  // compactions that only renamed
  std::uint64_t block_reads = 0;
  std::uint64_t false_positives = 0;
  std::uint64_t delayed = 0;  // writes that were slowed down
  std::uint64_t stopped = 0;  // writes that met a closed gate
};

struct LsmDelayed {
  JobId request;
};

class LsmStore {
 public:
  /// REQUIRES: memtable, chunk, block, slow_rate, compactors, memtables > 0; stop_at not below the
  /// tree's compact_at, or nothing would end a stop.
  template <class S>
  LsmStore(const LsmParams& params, S& schedule)
      : LsmStore(params, schedule.stream(params.name, "reads")) {}

  template <class Host, class S>
  void begin(JobId payload, const KvRequest& request, Host& host, S& schedule) {
    const JobId id = open(payload, request);
    host.work(id, sim::Bytes{requests_[id].work}, schedule);
  }

  /// All of the batch is written, or none; answered once. REQUIRES: only sets, at least one.
  template <class Host, class S>
  void begin_batch(JobId payload, std::span<const KvRequest> batch, Host& host, S& schedule) {
    const JobId id = open_batch(payload, batch);
    host.work(id, sim::Bytes{requests_[id].work}, schedule);
  }

  /// The processor is done with a job; `answer(KvAnswer)` for each request that is.
  template <class Host, class S, class Answer>
  void worked(JobId job, Host& host, S& schedule, Answer answer) {
    if (job >= kLsmBackground) {
      background(job, host, schedule);
    } else if (Request& request = requests_[job]; request.to_work > 1) {
      --request.to_work;
      host.work(job, sim::Bytes{request.work}, schedule);
    } else {
      look_up(job, host, schedule, answer);
    }
    release(host, schedule, answer);
  }

  /// The disk is.
  template <class Host, class S, class Answer>
  void stored(JobId job, Host& host, S& schedule, Answer answer) {
    if (job == kLogJob) {
      for (; in_log_ > 0; --in_log_) end(log_.pop_front(), host, schedule, answer);
      write_log(host, schedule);
    } else if (job == kLogBehindJob) {
      behind_under_way_ = false;
      write_behind(host, schedule);
    } else if (job >= kLsmBackground) {
      background(job, host, schedule);
    } else {
      look_up(job, host, schedule, answer);
    }
    release(host, schedule, answer);
  }

  template <class Host, class S, class Answer>
  void on(const LsmDelayed& e, Host& host, S& schedule, Answer answer) {
    log(e.request, host, schedule, answer);
    release(host, schedule, answer);
  }

  [[nodiscard]] const LsmTree& tree() const { return tree_; }
  [[nodiscard]] const LsmMeters& meters() const { return meters_; }
  /// Bytes on disk: tables, log, and what flushes and compactions are making.
  [[nodiscard]] sim::Bytes used() const;
  /// 1 while writes are stopped; its area is how long they were.
  [[nodiscard]] const sim::TimeAverage& stop_level() const { return stop_level_; }
  [[nodiscard]] std::size_t in_flight() const { return requests_.in_use(); }

  /// Forgets how long writes were stopped so far. The meters run on.
  void restart_statistics(sim::Instant now) { stop_level_.restart(now); }

 private:
  static constexpr JobId kLogJob = kLsmBackground;
  static constexpr JobId kLogBehindJob = kLsmBackground + 1;
  static constexpr JobId kWorkers = kLsmBackground + 2;  // the first of them flushes

  struct Request {
    JobId payload;
    KvOperation operation;
    KvStatus status;
    bool planned;             // reads have been counted
    std::uint32_t records;    // of a write: more than one of a batch
    std::uint32_t older;      // of those, with an older version: the key is there
    std::uint32_t to_work;    // that the processor has yet to do
    std::uint32_t entries;    // of a page
    std::uint32_t blocks;     // still to be read
    std::int64_t sequential;  // bytes still to be read at once
    std::int64_t record;      // bytes to be written
    std::int64_t work;        // bytes for the processor, of one of them
  };

  struct Memtable {
    LsmRun run;
    std::int64_t replaced = 0;  // records with a newer one in the same memtable

    [[nodiscard]] std::int64_t live() const { return run.records - run.tombstones - replaced; }
  };

  enum class Step : std::uint8_t { kIdle, kRead, kWork, kWrite };
  struct Worker {
    Step step = Step::kIdle;
    std::int64_t chunks = 0;  // left, this one included
    std::int64_t to_read = 0;
    std::int64_t to_write = 0;
    std::int64_t making = 0;  // bytes of the result
    LsmRun flushed;
    LsmCompaction compaction;
  };

  LsmStore(const LsmParams& params, const sim::Stream& stream);

  JobId open(JobId payload, const KvRequest& request);
  JobId open_batch(JobId payload, std::span<const KvRequest> batch);
  [[nodiscard]] std::int64_t record_of(const KvRequest& request) const;
  void plan_reads(Request& request);
  [[nodiscard]] bool missed(std::int64_t ppm) { return as_int(stream_.below(1'000'000)) < ppm; }
  static std::int64_t as_int(std::uint64_t value) { return static_cast<std::int64_t>(value); }
  [[nodiscard]] std::int64_t miss_ppm() const;
  [[nodiscard]] bool full(const Request& request) const;
  [[nodiscard]] bool stop() const;
  [[nodiscard]] bool slow() const;
  void insert(const Request& request);
  bool start_worker(std::uint32_t number);
  void begin_worker(Worker& worker, std::int64_t reads, std::int64_t writes);
  void finish_worker(std::uint32_t number);
  [[nodiscard]] LsmRun everything() const;

  // Reads one block after the other, then what a page reads at once, then goes on.
  template <class Host, class S, class Answer>
  void look_up(JobId id, Host& host, S& schedule, Answer& answer) {
    Request& request = requests_[id];
    if (!request.planned) plan_reads(request);
    if (request.blocks > 0) {
      --request.blocks;
      host.read(id, params_.block, schedule);
    } else if (request.sequential > 0) {
      const sim::Bytes size{std::exchange(request.sequential, 0)};
      host.read(id, size, schedule);
    } else if (!writes(request.operation) || request.status != KvStatus::kOk) {
      end(id, host, schedule, answer);
    } else {
      gate_.push_back(id);
      if (stop()) ++meters_.stopped;
    }
  }

  // What the gate lets pass. Called whenever anything has changed.
  template <class Host, class S, class Answer>
  void release(Host& host, S& schedule, Answer& answer) {
    start_workers(host, schedule);
    stop_level_.set(schedule.now(), stop() ? 1 : 0);
    while (!gate_.empty() && !stop()) {
      const JobId id = gate_.pop_front();
      sim::Duration wait{0};
      if (slow()) wait = throttle_.take(requests_[id].record, schedule.now());
      if (wait.count() > 0) {
        ++meters_.delayed;
        schedule.after(wait, LsmDelayed{id});
      } else {
        log(id, host, schedule, answer);
      }
    }
  }

  template <class Host, class S, class Answer>
  void log(JobId id, Host& host, S& schedule, Answer& answer) {
    Request& request = requests_[id];
    if (full(request)) {
      request.status = KvStatus::kFull;
      end(id, host, schedule, answer);
      return;
    }
    const std::int64_t bytes = request.record + params_.log_overhead;
    meters_.log_bytes += bytes;
    if (params_.log == LsmLog::kNone) {
      behind_ += bytes;
      write_behind(host, schedule);
      end(id, host, schedule, answer);
    } else {
      log_.push_back(id);
      if (in_log_ == 0) write_log(host, schedule);
    }
  }

  template <class Host, class S>
  void write_log(Host& host, S& schedule) {
    if (log_.empty()) return;
    const std::size_t most = params_.log == LsmLog::kEachWrite ? 1 : host.most_items();
    in_log_ = static_cast<std::uint32_t>(std::min(log_.size(), most));
    sim::Bytes size{0};
    for (std::uint32_t i = 0; i < in_log_; ++i) {
      size += sim::Bytes{requests_[log_[i]].record + params_.log_overhead};
    }
    ++meters_.log_syncs;
    host.write(kLogJob, in_log_, size, schedule);
  }

  template <class Host, class S>
  void write_behind(Host& host, S& schedule) {
    if (behind_under_way_ || behind_ < params_.chunk.count) return;
    behind_under_way_ = true;
    host.write(kLogBehindJob, 1, sim::Bytes{std::exchange(behind_, 0)}, schedule);
  }

  template <class Host, class S, class Answer>
  void end(JobId id, Host& host, S& schedule, Answer& answer) {
    const Request request = requests_[id];
    if (writes(request.operation) && request.status == KvStatus::kOk) insert(request);
    start_workers(host, schedule);
    requests_.give_back(id);
    answer(KvAnswer{request.payload, request.status, 0});
  }

  template <class Host, class S>
  void start_workers(Host& host, S& schedule) {
    if (!std::exchange(changed_, false)) return;
    for (std::uint32_t number = 0; number < workers_.size(); ++number) {
      if (workers_[number].step == Step::kIdle && start_worker(number)) {
        proceed(number, host, schedule);
      }
    }
  }

  template <class Host, class S>
  void background(JobId job, Host& host, S& schedule) {
    const std::uint32_t number = job - kWorkers;
    Worker& worker = workers_[number];
    if (worker.step == Step::kWrite && --worker.chunks == 0) {
      finish_worker(number);
      return;
    }
    worker.step = worker.step == Step::kWrite  ? Step::kRead
                  : worker.step == Step::kRead ? Step::kWork
                                               : Step::kWrite;
    proceed(number, host, schedule);
  }

  // Starts the step that the worker has come to; what has no bytes to read goes on to its work.
  template <class Host, class S>
  void proceed(std::uint32_t number, Host& host, S& schedule) {
    Worker& worker = workers_[number];
    const JobId job = kWorkers + number;
    if (worker.step == Step::kRead) {
      const std::int64_t size = worker.to_read / worker.chunks;
      worker.to_read -= size;
      if (size > 0) {
        host.read(job, sim::Bytes{size}, schedule);
        return;
      }
      worker.step = Step::kWork;
    }
    const std::int64_t size = worker.to_write / worker.chunks;
    if (worker.step == Step::kWork) {
      host.work(job, sim::Bytes{size}, schedule);
      return;
    }
    worker.to_write -= size;
    host.write(job, 1, sim::Bytes{size}, schedule);
  }

  LsmParams params_;
  LsmTree tree_;
  sim::Stream stream_;
  sim::Pool<Request> requests_;
  Memtable memtable_;
  sim::Ring<Memtable> full_memtables_;  // the oldest is being flushed
  sim::Ring<JobId> gate_;               // writes that have yet to pass it
  sim::Ring<JobId> log_;                // writes that wait for the log, or are in it:
  std::uint32_t in_log_ = 0;            // so many from the front
  std::int64_t behind_ = 0;             // bytes of the log that are not on disk, without sync
  bool behind_under_way_ = false;
  hardware::Throttle throttle_;
  std::vector<Worker> workers_;
  bool changed_ = false;  // there may be work for an idle worker
  LsmMeters meters_;
  sim::TimeAverage stop_level_;
};

}  // namespace models::migration
