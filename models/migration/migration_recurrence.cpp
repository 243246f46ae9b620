// The state relative to now: what must be the same for the same to happen again, and what counts.
#include <algorithm>

#include "models/migration/migration.hpp"

namespace models::migration {

namespace {

// Rows that a dump's reader and its workers may have in hand; more than any look ahead.
constexpr RowIndex kInHand = 64;

}  // namespace

// Says of each field how it behaves; `walk` notes it or carries it on.
struct Migration::Relative {
  Migration& world;
  sim::Recurrence& walk;

  void state();
  void procedure();
  void users();
  void requests();
  void outcome();
  void lane_state(LaneIndex number);
  void exports(Lane& lane);
  void imports(Lane& lane);
  void copier_state(const Lane& lane, std::uint32_t index);
  void checker_state(const Lane& lane, std::uint32_t index);
  void place(TableIndex table, RowIndex& row, RowIndex past) const;
  void run(EntryRun& run, RowIndex base) const;
  void loaded(LoadedEntry& entry, RowIndex base) const;
  void entry_walk(EntryWalk& entries, TableIndex table) const;
  [[nodiscard]] RowIndex front_of(TableIndex table, RowIndex row) const;
};

void Migration::recur(sim::Recurrence& walk) { Relative{*this, walk}.state(); }

void Migration::Relative::state() {
  world.network_.recur(walk);
  for (Host& host : world.hosts_) host.recur(walk);
  world.stores_.recur(walk, world.hosts_, world.content_.dataset().has_one_partition());
  walk.same(world.tables_down_);
  walk.same(world.store_down_);
  if (!world.content_.changed().empty()) walk.refuse("users have changed rows");
  RowIndex reach = kInHand;
  if (!std::holds_alternative<DumpAndImport>(world.params_->procedure) &&
      !std::holds_alternative<Standing>(world.params_->procedure)) {
    reach = std::max<RowIndex>(reach, 2 * world.copy_params().page);
  }
  world.content_.recur(walk, reach, [&](TableIndex t, RowIndex row) { return front_of(t, row); });
  for (ConnectionPool& pool : world.pools_) pool.recur(walk);
  for (const auto& sessions : world.pool_sessions_) {
    walk.same(sessions.size());
    for (const SessionIndex session : sessions) walk.same(session);
  }
  // Requests keep their distance from the sessions whose they are, so they come first.
  requests();
  procedure();
  for (LaneIndex lane = 0; lane < world.lanes_.size(); ++lane) lane_state(lane);
  users();
  outcome();
}

// Where the one who writes near that row of the table is; 0 if nobody does.
RowIndex Migration::Relative::front_of(TableIndex table, RowIndex row) const {
  const Lane& lane = world.lanes_[world.lane_of_table_[table]];
  if (lane.state == LaneState::kImporting) {
    const bool here =
        lane.walk.table_at < lane.tables.size() && lane.tables[lane.walk.table_at] == table;
    return here ? lane.walk.row : 0;
  }
  if (lane.state != LaneState::kCopying) return 0;
  const auto readers = static_cast<std::uint32_t>(lane.copiers.size());
  for (std::uint32_t i = 0; i < readers; ++i) {
    if (row > world.part_past(table, i, readers)) continue;
    const Copier& copier = lane.copiers[i];
    const bool here = copier.table_at < lane.tables.size() && lane.tables[copier.table_at] == table;
    return here ? copier.row : 0;
  }
  return 0;
}

// A place in a table moves on; what lies there looks the same each time. It must stay below `past`.
void Migration::Relative::place(TableIndex table, RowIndex& row, RowIndex past) const {
  if (walk.estimates()) return;  // leap() moves it
  const auto pattern = world.content_.dataset().pattern(table);
  const bool told = pattern && row >= world.content_.dataset().covering_rows(table);
  walk.same(told ? row % *pattern : row);
  walk.bound(row, past);
  walk.counts(row);
}

void Migration::Relative::run(EntryRun& run, RowIndex base) const {
  walk.same(run.table);
  walk.same(run.entries);
  walk.same(run.end - run.begin);
  const std::uint64_t at = base * world.content_.width(run.table);
  walk.follows(run.begin, at);
  walk.follows(run.end, at);
  if (walk.advancing() && !walk.estimates() && run.entries > 0) world.content_.sum_up(run);
}

void Migration::Relative::loaded(LoadedEntry& entry, RowIndex base) const {
  run(entry.run, base);
  walk.same(entry.partition_bytes);
  walk.same(entry.key_bytes);
  walk.same(entry.value_bytes);
  walk.same(entry.in_order);
}

// REQUIRES while advancing: the place was carried on.
void Migration::Relative::entry_walk(EntryWalk& entries, TableIndex table) const {
  walk.same(entries.table_at);
  walk.same(entries.entry);
  walk.same(entries.count);
  walk.same(entries.loaded);
  if (!entries.loaded) return;
  for (std::uint32_t i = 0; i < entries.count; ++i) {
    walk.same(entries.entries[i].rule);
    walk.same(entries.entries[i].partition_bytes);
    walk.same(entries.entries[i].key_bytes);
    walk.same(entries.entries[i].value_bytes);
  }
  if (!walk.advancing() || walk.estimates() || entries.count == 0) return;
  const Dataset& dataset = world.content_.dataset();
  const Row facts = dataset.row(table, entries.row);
  SIM_CHECK(dataset.entries_of(table, entries.row, facts, entries.entries) == entries.count);
}

void Migration::Relative::requests() {
  world.requests_.recur(walk, [&](Request& request) {
    walk.same(request.session);
    walk.same(request.life);
    walk.same(request.to_store);
    walk.same(request.as_statement);
    walk.same(request.streamed);
    walk.same(request.prepares);
    walk.same(request.keeps);
    walk.same(request.batch);
    walk.same(request.lost);
    walk.same(request.stage);
    walk.same(request.effect);
    walk.same(request.status);
    walk.same(request.access);
    walk.same(request.client);
    walk.same(request.pool);
    walk.same(request.connection);
    walk.same(request.bytes_there);
    walk.same(request.bytes_back);
    walk.same(request.run_bytes);
    request.statement.recur(walk);
    request.kv.recur(walk);
    const LaneIndex lane = lane_of(request.session);
    RowIndex base = 0;
    if (kind_of(request.session) == SessionKind::kWorker) base = world.lanes_[lane].walk.row;
    if (kind_of(request.session) == SessionKind::kCopier) {
      base = world.lanes_[lane].copiers[number_of(request.session)].row;
    }
    run(request.run, base);
  });
}

void Migration::Relative::procedure() {
  walk.same(world.state_);
  walk.same(world.step_);
  walk.same(world.phase_);
  walk.same(world.attempt_);
  walk.same(world.life_);
  walk.same(world.pending_);
  if (world.failing_since_) walk.refuse("a store is not there");
  walk.same(world.residue_);
  walk.same(world.dropping_residue_);
  walk.same(world.definitions_left_);
  walk.same(world.openers_.size());
  for (const std::uint32_t opener : world.openers_) walk.same(opener);
  walk.same(world.openers_left_);
  walk.same(world.created_);
  walk.same(world.lanes_left_);
  walk.same(world.next_lane_);
  walk.same(world.any_failed_);
  world.pages_.recur(walk, [&](const ExportPage& page) {
    walk.same(page.lane);
    walk.same(page.exporter);
    walk.same(page.table);
    walk.same(page.rows);
    walk.same(page.entries);
    walk.same(page.entry_bytes);
    walk.same(page.line_bytes);
    walk.same(page.defect);
  });
  walk.same(world.dirty_chunks_);
  if (const auto size = world.params_->hosts[world.params_->migrator].disk_size) {
    walk.bound(world.used_on(world.params_->migrator), size->count, 16 * kPageBytes);
  }
  walk.counts(world.dump_bytes_);
  for (std::uint32_t i = 0; i < world.params_->faults.size(); ++i) {
    const auto* crash = std::get_if<MigratorCrash>(&world.params_->faults[i]);
    if (crash == nullptr || crash->at || world.crashed_[i]) continue;
    walk.bound(
        world.rows_moved_,
        static_cast<std::int64_t>(crash->progress * static_cast<double>(world.rows_to_move_)) - 1);
  }
  walk.counts(world.rows_moved_);
  walk.counts(world.attempt_entries_);
  for (const bool crashed : world.crashed_) walk.same(crashed);
  walk.same(world.capturing_);
  walk.same(world.draining_);
  walk.same(world.lanes_to_drain_);
}

void Migration::Relative::users() {
  walk.same(world.servers_up_);
  for (const auto& modes : world.modes_) {
    for (const Mode mode : modes) walk.same(mode);
  }
  walk.same(world.charge_);
  walk.same(world.rolling_to_);
  walk.same(world.rolling_);
  walk.same(world.instance_down_);
  walk.same(world.next_instance_);
  walk.same(world.flags_mended_);
  walk.same(world.awaits_calls_);
  walk.same(world.awaits_instance_);
  for (const std::uint32_t calls : world.calls_on_) walk.same(calls);
  walk.same(world.calls_in_progress_);
  walk.same(world.users_busy_);
  walk.same(world.door_.size());
  walk.same(world.recent_latency_);
  if (world.users_.in_use() != world.door_.size()) walk.refuse("users go on meanwhile");
  for (std::size_t i = 0; i < world.traffic_.size(); ++i) {
    walk.same(world.traffic_[i].begun);
    walk.same(world.outcome_.traffic[i].flows);
    for (const sim::Stream& stream : world.traffic_[i].streams) stream.recur(walk);
    if (world.params_->traffic[i].until > walk.now()) walk.until(world.params_->traffic[i].until);
  }
}

void Migration::Relative::outcome() {
  world.phases_.recur(walk);
  walk.same(world.outcome_.downtimes.size());
  walk.same(world.outcome_.checks.size());
  walk.same(world.outcome_.faults.size());
  for (const FaultHappened& fault : world.outcome_.faults) walk.same(fault.count);
  walk.same(world.outcome_.attempts);
  walk.same(world.outcome_.longest_lag);
  walk.counts(world.outcome_.meter.bytes_out);
  walk.counts(world.outcome_.rows_copied);
  walk.counts(world.outcome_.entries_written);
  walk.counts(world.outcome_.entry_bytes_written);
  walk.counts(world.outcome_.changes_applied);
  walk.counts(world.outcome_.held_back);
}

void Migration::Relative::lane_state(LaneIndex number) {
  Lane& lane = world.lanes_[number];
  walk.same(lane.state);
  walk.same(lane.phase);
  exports(lane);
  imports(lane);
  walk.same(lane.copiers.size());
  for (std::uint32_t i = 0; i < lane.copiers.size(); ++i) copier_state(lane, i);
  walk.same(lane.checkers.size());
  for (std::uint32_t i = 0; i < lane.checkers.size(); ++i) checker_state(lane, i);
  walk.same(lane.running);
  walk.same(lane.log.size());
  walk.same(lane.applying);
  walk.same(lane.applications);
  walk.same(lane.reading_log);
  walk.counts(lane.check.rows_read);
  walk.counts(lane.check.entries_read);
  walk.same(lane.check.differences);
  walk.same(lane.check.repaired);
  walk.level(lane.decoder_level);
  walk.level(lane.writer_level);
  walk.level(lane.workers_level);
}

void Migration::Relative::exports(Lane& lane) {
  walk.same(lane.stage);
  walk.same(lane.scans.size());
  for (Scan& scan : lane.scans) {
    const std::uint32_t page = scan.plan.page_rows != 0 ? scan.plan.page_rows : world.dump().page;
    const RowIndex rows = world.content_.rows(scan.plan.table);
    walk.same(scan.exhausted);
    if (scan.plan.per_parent) walk.same(scan.next);
    place(scan.plan.table, scan.next, rows > 2 * page ? rows - 2 * page : 0);
  }
  walk.same(lane.exporters.size());
  for (const Exporter& exporter : lane.exporters) {
    walk.same(exporter.scan);
    walk.same(exporter.in_hand);
    walk.same(exporter.asking);
    walk.same(exporter.asked);
  }
  walk.same(lane.to_write.size());
  for (std::size_t i = 0; i < lane.to_write.size(); ++i) walk.same(lane.to_write[i]);
  walk.same(lane.writing);
  walk.same(lane.unflushed);
  walk.counts(lane.dump_bytes);
}

void Migration::Relative::imports(Lane& lane) {
  walk.same(lane.producer_blocked);
  walk.same(lane.decoding);
  walk.same(lane.decoded_all);
  walk.same(lane.read_bytes);
  walk.same(lane.dead_workers);
  walk.same(lane.channel.size());
  const RowIndex base = lane.walk.row;
  for (std::size_t i = 0; i < lane.channel.size(); ++i) loaded(lane.channel[i], base);
  walk.same(lane.workers.size());
  for (LoadedEntry& entry : lane.workers) loaded(entry, base);
  loaded(lane.decoded, base);
  walk.same(lane.idle_workers.size());
  for (std::size_t i = 0; i < lane.idle_workers.size(); ++i) walk.same(lane.idle_workers[i]);
  if (lane.walk.table_at >= lane.tables.size()) {
    walk.same(lane.walk.table_at);
    walk.same(lane.walk.row);
    return;
  }
  const TableIndex table = lane.tables[lane.walk.table_at];
  const RowIndex rows = world.content_.rows(table);
  place(table, lane.walk.row, rows > kInHand ? rows - kInHand : 0);
  entry_walk(lane.walk, table);
}

void Migration::Relative::copier_state(const Lane& lane, std::uint32_t index) {
  Copier& copier = world.lanes_[world.lane_of_table_[lane.tables.front()]].copiers[index];
  const RowIndex base = copier.row;
  const std::uint32_t page = world.copy_params().page;
  walk.same(copier.state);
  walk.same(copier.table_at);
  if (world.copy_params().checkpoint > 0) walk.same(copier.since);
  if (!walk.estimates()) walk.counts(copier.since);
  walk.same(copier.safe_table_at);
  walk.same(copier.done);
  walk.same(copier.rows);
  walk.same(copier.entries);
  walk.same(copier.entry_bytes);
  walk.same(copier.items.size());
  for (const KvRequest& item : copier.items) item.recur(walk);
  walk.same(copier.batch_bytes);
  walk.same(copier.batch_heap_bytes);
  walk.same(copier.sent);
  walk.same(copier.failed);
  walk.follows(copier.safe_row, base);
  walk.follows(copier.page_past, base);
  walk.follows(copier.walk.row, base);
  run(copier.batch, base);
  if (copier.table_at >= lane.tables.size()) {
    walk.same(copier.row);
    return;
  }
  const TableIndex table = lane.tables[copier.table_at];
  const RowIndex past =
      world.part_past(table, index, static_cast<std::uint32_t>(lane.copiers.size()));
  place(table, copier.row, past > 2 * page ? past - 2 * page : 0);
  entry_walk(copier.walk, table);
}

void Migration::Relative::checker_state(const Lane& lane, std::uint32_t index) {
  Checker& checker = world.lanes_[world.lane_of_table_[lane.tables.front()]].checkers[index];
  if (!checker.differing.empty()) walk.refuse("the check repairs rows");
  const std::uint32_t page = world.params_->check.page;
  walk.same(checker.step);
  walk.same(checker.table_at);
  walk.same(checker.by_rows);
  walk.same(checker.owed);
  walk.same(checker.rows);
  walk.same(checker.entries);
  walk.same(checker.entries_left);
  walk.same(checker.entry_bytes);
  walk.follows(checker.page_past, checker.row);
  if (checker.table_at >= lane.tables.size()) {
    walk.same(checker.row);
    return;
  }
  const TableIndex table = lane.tables[checker.table_at];
  const RowIndex past = world.part_past(table, index, world.params_->check.readers);
  place(table, checker.row, past > 2 * page ? past - 2 * page : 0);
}

}  // namespace models::migration
