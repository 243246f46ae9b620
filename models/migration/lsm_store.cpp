#include "models/migration/lsm_store.hpp"

#include <algorithm>

namespace models::migration {

namespace {

__extension__ using WideSum = __int128;

}  // namespace

LsmStore::LsmStore(const LsmParams& params, const sim::Stream& stream)
    : params_(params),
      tree_(params.tree),
      stream_(stream),
      throttle_(params.slow_rate.bytes_per_second, 0),
      workers_(params.compactors + 1) {
  SIM_CHECK(params.memtable.count > 0 && params.chunk.count > 0 && params.block.count > 0);
  SIM_CHECK(params.compactors > 0 && params.memtables > 0);
  SIM_CHECK(params.stop_at >= params.tree.compact_at);
}

JobId LsmStore::open(JobId payload, const KvRequest& request) {
  Request opened{};
  opened.payload = payload;
  opened.operation = request.operation;
  opened.status = outcome(request);
  opened.records = 1;
  opened.older = request.exists ? 1 : 0;
  if (request.operation == KvOperation::kScanPage) {
    opened.entries = request.entries;
    // Versions and tombstones lie among the entries as they do everywhere.
    const LsmRun all = everything();
    const std::int64_t live = std::max<std::int64_t>(0, all.records - all.updates - all.tombstones);
    const std::int64_t wanted = std::int64_t{request.entries} + 1;
    const auto passed =
        static_cast<std::int64_t>(static_cast<WideSum>(all.records) * wanted / (live + 1));
    const std::int64_t dead = std::clamp<std::int64_t>(passed - wanted, 0, all.records);
    const std::int64_t extra =
        dead == 0 ? 0
                  : static_cast<std::int64_t>(static_cast<WideSum>(all.bytes) * dead / all.records);
    opened.work = request.stored_bytes + extra;
    opened.sequential = opened.work;
  } else {
    opened.record = record_of(request);
    opened.work = writes(request.operation) ? opened.record : kept_bytes(request).count;
  }
  return requests_.take(opened);
}

std::int64_t LsmStore::record_of(const KvRequest& request) const {
  const bool deletes = request.operation == KvOperation::kDelete;
  const std::int64_t key = std::int64_t{request.partition_bytes} + request.key_bytes;
  return params_.record_overhead + key + (deletes ? 0 : request.value_bytes);
}

JobId LsmStore::open_batch(JobId payload, std::span<const KvRequest> batch) {
  SIM_CHECK(!batch.empty());
  Request opened{};
  opened.payload = payload;
  opened.operation = KvOperation::kSet;
  opened.status = KvStatus::kOk;
  opened.records = static_cast<std::uint32_t>(batch.size());
  opened.to_work = opened.records;
  for (const KvRequest& request : batch) {
    SIM_CHECK(request.operation == KvOperation::kSet);
    opened.record += record_of(request);
    opened.older += request.exists ? 1 : 0;
  }
  opened.work = opened.record / opened.records;
  return requests_.take(opened);
}

std::int64_t LsmStore::miss_ppm() const {
  const std::int64_t bytes = tree_.total().bytes;
  if (bytes <= params_.cache.count) return 0;
  return static_cast<std::int64_t>(static_cast<WideSum>(bytes - params_.cache.count) * 1'000'000 /
                                   bytes);
}

// Counts the blocks that have to come from disk, by drawing where the key is and what filters and
// cache say. Plain writes look nothing up.
void LsmStore::plan_reads(Request& request) {
  request.planned = true;
  const std::int64_t sequential = std::exchange(request.sequential, 0);
  if (request.operation == KvOperation::kSet || request.operation == KvOperation::kDelete) return;
  const std::int64_t ppm = miss_ppm();
  if (request.operation == KvOperation::kScanPage) {
    for (std::uint32_t run = 0; run < tree_.runs(); ++run) request.blocks += missed(ppm) ? 1 : 0;
    request.sequential =
        static_cast<std::int64_t>(static_cast<WideSum>(sequential) * ppm / 1'000'000);
  } else {
    std::uint32_t passed = tree_.runs();
    if (request.older > 0) {
      const std::int64_t in_memory = memtable_.run.records;
      const std::int64_t all = in_memory + tree_.total().records;
      const std::int64_t place =
          all == 0 ? 0 : as_int(stream_.below(static_cast<std::uint64_t>(all)));
      const bool on_disk = place >= in_memory && all > 0;
      passed = on_disk ? tree_.runs_before(place - in_memory) : 0;
      if (on_disk && missed(ppm)) ++request.blocks;
    }
    for (std::uint32_t run = 0; run < passed; ++run) {
      if (!missed(params_.false_positives_ppm)) continue;
      ++meters_.false_positives;
      if (missed(ppm)) ++request.blocks;
    }
  }
  meters_.block_reads += request.blocks;
}

LsmRun LsmStore::everything() const {
  LsmRun all = tree_.total();
  all += memtable_.run;
  for (std::size_t i = 0; i < full_memtables_.size(); ++i) all += full_memtables_[i].run;
  return all;
}

sim::Bytes LsmStore::used() const {
  std::int64_t bytes = everything().bytes;
  for (const Worker& worker : workers_) {
    if (worker.step != Step::kIdle) bytes += worker.making;
  }
  return {bytes};
}

bool LsmStore::full(const Request& request) const {
  return params_.disk_space && used().count + request.record > params_.disk_space->count;
}

bool LsmStore::stop() const {
  return full_memtables_.size() >= params_.memtables ||
         tree_.tables_at_level_0() >= params_.stop_at || tree_.debt() >= params_.stop_debt.count;
}

bool LsmStore::slow() const {
  return tree_.tables_at_level_0() >= params_.slow_at || tree_.debt() >= params_.slow_debt.count;
}

void LsmStore::insert(const Request& request) {
  const bool deletes = request.operation == KvOperation::kDelete;
  for (std::uint32_t i = 0; i < request.older; ++i) {
    const std::int64_t here = memtable_.live();
    const std::int64_t elsewhere = std::max<std::int64_t>(0, tree_.live() - memtable_.run.updates);
    const bool any = here + elsewhere > 0;
    if (any && as_int(stream_.below(static_cast<std::uint64_t>(here + elsewhere))) < here) {
      ++memtable_.replaced;
    } else {
      ++memtable_.run.updates;
    }
  }
  memtable_.run +=
      {request.records, request.record, 0, deletes ? 1 : 0, deletes ? request.record : 0};
  meters_.user_bytes += request.record - params_.record_overhead * request.records;
  if (memtable_.run.bytes < params_.memtable.count) return;
  full_memtables_.push_back(memtable_);
  memtable_ = {};
  changed_ = true;
}

// True if there is something to do for it.
bool LsmStore::start_worker(std::uint32_t number) {
  Worker& worker = workers_[number];
  if (number == 0) {
    if (full_memtables_.empty()) return false;
    const Memtable& memtable = full_memtables_.front();
    worker.flushed = memtable.run;
    worker.flushed -= part({memtable.run.records, memtable.run.bytes, 0, 0, 0}, memtable.replaced,
                           memtable.run.records);
    begin_worker(worker, 0, worker.flushed.bytes);
    return true;
  }
  while (const auto compaction = tree_.pick()) {
    if (compaction->moves) {
      tree_.finish(*compaction);
      ++meters_.moves;
      continue;
    }
    worker.compaction = *compaction;
    begin_worker(worker, compaction->upper.bytes + compaction->lower.bytes,
                 compaction->merged.bytes);
    return true;
  }
  return false;
}

void LsmStore::begin_worker(Worker& worker, std::int64_t reads, std::int64_t writes) {
  const std::int64_t most = std::max({reads, writes, std::int64_t{1}});
  worker.chunks = (most + params_.chunk.count - 1) / params_.chunk.count;
  worker.step = Step::kRead;
  worker.to_read = reads;
  worker.to_write = writes;
  worker.making = writes;
}

void LsmStore::finish_worker(std::uint32_t number) {
  Worker& worker = workers_[number];
  worker.step = Step::kIdle;
  changed_ = true;
  if (number == 0) {
    ++meters_.flushes;
    meters_.flushed_bytes += worker.making;
    full_memtables_.pop_front();
    tree_.add_table(worker.flushed);
    return;
  }
  ++meters_.compactions;
  meters_.compaction_read_bytes += worker.compaction.upper.bytes + worker.compaction.lower.bytes;
  meters_.compaction_written_bytes += worker.making;
  tree_.finish(worker.compaction);
}

}  // namespace models::migration
