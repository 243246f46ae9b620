// Import from a dump, as lakeFS 0.80 does it: one decoder, a channel, workers.
#include "models/migration/migration.hpp"
#include "models/migration/sizes.hpp"

namespace models::migration {

void Migration::begin_import(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  lane.state = LaneState::kImporting;
  lane.walk = {};
  lane.channel.clear();
  lane.read_bytes = 0;
  lane.producer_blocked = false;
  lane.decoding = false;
  lane.decoded_all = false;
  lane.dead_workers = 0;
  lane.workers.assign(dump().workers, {});
  lane.idle_workers.clear();
  for (std::uint32_t i = 0; i < dump().workers; ++i) lane.idle_workers.push_back(i);
  begin_lane_phase(number, PhaseKind::kImport, schedule);
  decode_next(number, schedule);
}

// The next row that the dump has. False: it is at its end.
bool Migration::next_row(Lane& lane) {
  EntryWalk& walk = lane.walk;
  if (walk.loaded) {
    walk.loaded = false;
    ++walk.row;
  }
  while (walk.table_at < lane.tables.size() &&
         walk.row >= content_.rows(lane.tables[walk.table_at])) {
    ++walk.table_at;
    walk.row = 0;
  }
  if (walk.table_at == lane.tables.size()) return false;
  const TableIndex table = lane.tables[walk.table_at];
  walk.loaded = true;
  walk.entry = 0;
  walk.count = 0;
  ++rows_moved_;
  ++phases_[lane.phase].rows;
  if (content_.changed().empty() || content_.as_read(table, walk.row) != kNoRow) {
    walk.count = content_.dataset().entries_of(
        table, walk.row, content_.dataset().row(table, walk.row), std::span(walk.entries));
  }
  if (walk.count == 0) content_.skip(table, walk.row);
  return true;
}

bool Migration::next_entry(Lane& lane, LoadedEntry& entry) {
  EntryWalk& walk = lane.walk;
  while (!walk.loaded || walk.entry == walk.count) {
    if (!next_row(lane)) return false;
  }
  const TableIndex table = lane.tables[walk.table_at];
  const Entry& next = walk.entries[walk.entry];
  const std::uint32_t width = content_.width(table);
  const std::uint64_t first = walk.row * width;
  ++walk.entry;
  // The last entry of a row stands for those that it has not.
  const std::uint64_t past = first + (walk.entry == walk.count ? width : walk.entry);
  entry.run = {first + walk.entry - 1, past, Content::digest_of(next), 0, table, 1};
  entry.partition = next.partition;
  entry.partition_bytes = next.partition_bytes;
  entry.key_bytes = next.key_bytes;
  entry.value_bytes = next.value_bytes;
  entry.in_order = in_order_[next.rule];
  return true;
}

void Migration::decode_next(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  if (lane.decoding || lane.producer_blocked || lane.decoded_all) return;
  if (!next_entry(lane, lane.decoded)) {
    lane.decoded_all = true;
    import_over_if_done(number, schedule);
    return;
  }
  const LoadedEntry& entry = lane.decoded;
  const std::uint64_t line =
      dump_line_bytes(entry.partition_bytes, entry.key_bytes, entry.value_bytes);
  if (dump_on_disk()) lane.read_bytes += line;
  lane.decoding = true;
  lane.decoder_level.set(schedule.now(), 1);
  ++pending_;
  if (lane.read_bytes >= kDumpChunk) {
    lane.read_bytes = 0;
    hosts_[params_->migrator].read(work(Work::kReadDump, number),
                                   {static_cast<std::int64_t>(kDumpChunk)}, schedule);
    return;
  }
  decode(number, schedule);
}

// A dump that fits the memory is still there when it is read.
bool Migration::dump_on_disk() const {
  const auto memory = params_->hosts[params_->migrator].memory.count;
  return hosts_[params_->migrator].disk().has_value() && dump_bytes_ > memory;
}

void Migration::decode(LaneIndex number, Schedule& schedule) {
  const LoadedEntry& entry = lanes_[number].decoded;
  const sim::Duration took =
      with_bytes(schedule.draw(migrator_costs_.decode),
                 entry.partition_bytes + entry.key_bytes + entry.value_bytes);
  compute(Work::kDecode, number, params_->migrator, took, schedule);
}

void Migration::decoded(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  lane.decoding = false;
  lane.decoder_level.set(schedule.now(), 0);
  if (lane.state != LaneState::kImporting) return;
  if (!lane.idle_workers.empty()) {
    set_entry(number, lane.idle_workers.pop_front(), lane.decoded, schedule);
  } else if (lane.channel.size() < dump().channel) {
    lane.channel.push_back(lane.decoded);
  } else {
    lane.producer_blocked = true;
    return;
  }
  if (crash_at_progress(schedule)) return;
  decode_next(number, schedule);
}

void Migration::set_entry(LaneIndex number, std::uint32_t worker, const LoadedEntry& entry,
                          Schedule& schedule) {
  Lane& lane = lanes_[number];
  lane.workers[worker] = entry;
  lane.workers_level.change(schedule.now(), 1);
  KvRequest kv;
  kv.operation = KvOperation::kSetIfAbsent;
  kv.partition = entry.partition;
  kv.partition_bytes = entry.partition_bytes;
  kv.key_bytes = entry.key_bytes;
  kv.value_bytes = entry.value_bytes;
  kv.exists = content_.has_entry(entry.run.table, entry.run.begin);
  Request request = to_store(session_id(SessionKind::kWorker, number, worker), kv);
  request.effect = Effect::kWriteIfAbsent;
  request.run = entry.run;
  request.run_bytes = entry.partition_bytes + entry.key_bytes + entry.value_bytes;
  request.access = entry.in_order ? Access::kInOrder : Access::kRandom;
  ask(request, schedule);
}

void Migration::worker_heard(const Request& request, Schedule& schedule) {
  const LaneIndex number = lane_of(request.session);
  const std::uint32_t worker = number_of(request.session);
  Lane& lane = lanes_[number];
  lane.workers_level.change(schedule.now(), -1);
  if (lane.state != LaneState::kImporting) return;
  if (request.status != AskStatus::kOk) {
    worker_dies(number, request, schedule);
    return;
  }
  PhaseOutcome& phase = phases_[lane.phase];
  ++phase.entries;
  phase.bytes += request.run_bytes;
  if (lane.channel.empty()) {
    lane.idle_workers.push_back(worker);
    import_over_if_done(number, schedule);
    return;
  }
  set_entry(number, worker, lane.channel.pop_front(), schedule);
  if (!lane.producer_blocked) return;
  lane.producer_blocked = false;
  lane.channel.push_back(lane.decoded);
  if (crash_at_progress(schedule)) return;
  decode_next(number, schedule);
}

// An entry that cannot be set ends its worker. The importer hears of it and gives up; before that
// was mended it heard of it only when it had handed out everything, and its channel was full.
void Migration::worker_dies(LaneIndex number, const Request& request, Schedule& schedule) {
  Lane& lane = lanes_[number];
  const EntryRun& run = request.run;
  const std::string key = row_text(run.table, run.begin / content_.width(run.table));
  const FaultKind fault = fault_of(request.status);
  if (!dump().producer_blocks_for_ever) {
    fail_lane(number, fault, key, schedule);
    return;
  }
  note_fault(fault, lane.packages.front(), schedule.now(), key);
  ++lane.dead_workers;
  if (lane.dead_workers == dump().workers) {
    note_fault(FaultKind::kWorkersDead, lane.packages.front(), schedule.now());
    if (lane.decoded_all) fail_lane(number, fault, key, schedule);
  }
}

void Migration::import_over_if_done(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  if (lane.state != LaneState::kImporting || !lane.decoded_all || !lane.channel.empty()) return;
  if (lane.idle_workers.size() + lane.dead_workers < dump().workers) return;
  end_lane_phase(number, lane.dead_workers == 0 ? PhaseEnd::kDone : PhaseEnd::kFailed, schedule);
  lane_over(number, lane.dead_workers != 0, schedule);
}

}  // namespace models::migration
