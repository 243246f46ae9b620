// What is noted on the way, and the facts at the end.
#include <algorithm>

#include "models/migration/inventory.hpp"
#include "models/migration/migration.hpp"

namespace models::migration {

namespace {

// All entries of the data set without those that were never written, and those of rows that users
// changed; exact where the inventory is.
std::uint64_t entries_in(const Content& content, const std::vector<ChangedRow>& changed) {
  const Dataset& dataset = content.dataset();
  std::array<Entry, kMostEntries> entries;
  const auto entries_of = [&](TableIndex table, RowIndex row) -> std::uint64_t {
    return dataset.entries_of(table, row, dataset.row(table, row), std::span(entries));
  };
  const EntrySums all = take_inventory(dataset).entries();
  std::uint64_t count = all.entries;
  for (TableIndex table = 0; table < dataset.layout().tables.size(); ++table) {
    const std::uint64_t width = content.width(table);
    const std::uint64_t numbers = dataset.rows(table) * width;
    content.written(table).for_each_gap(numbers, [&](std::uint64_t begin, std::uint64_t end) {
      for (RowIndex row = begin / width; row * width < end; ++row) {
        if (content.changed().find(table, row) != nullptr) continue;
        const std::uint64_t real = entries_of(table, row) + row * width;
        const std::uint64_t past = std::min(real, end);
        const std::uint64_t missing = past - std::min(past, std::max(begin, row * width));
        count -= std::min(count, missing);
      }
    });
  }
  for (const ChangedRow& row : changed) {
    const std::uint64_t real = entries_of(row.table, row.row);
    if (row.row < dataset.rows(row.table)) count -= std::min(count, real);
    if (row.target != kNoRow) count += real;
  }
  return count;
}

}  // namespace

// ---- resources

void Migration::add_resources() {
  std::vector<Resource> resources;
  for (const HostParams& host : params_->hosts) {
    resources.push_back({host.name + "/cpu", host.cpu.cores});
    if (host.disk) resources.push_back({host.name + "/disk", host.disk->channels});
  }
  for (hardware::LinkIndex i = 0; i < params_->topology.links.size(); ++i) {
    if (!params_->topology.links[i].bandwidth) continue;
    resources.push_back({"network/" + link_name(params_->topology, i), 1});
  }
  std::int32_t workers = 1;
  if (std::holds_alternative<DumpAndImport>(params_->procedure)) {
    workers = static_cast<std::int32_t>(dump().workers);
  }
  for (const Lane& lane : lanes_) {
    resources.push_back({lane.name + "/dump writer", 1, true, lane.packages.front()});
    resources.push_back({lane.name + "/decoder", 1, true, lane.packages.front()});
    resources.push_back({lane.name + "/workers", workers, true, lane.packages.front()});
  }
  outcome_.use = UseOverTime(resources.size());
  last_look_.resize(resources.size());
  phases_ = PhaseLog(std::move(resources));
}

std::vector<Areas> Migration::areas(sim::Instant now) const {
  std::vector<Areas> areas;
  for (const Host& host : hosts_) {
    areas.push_back({host.cpu().busy_level().area(now), host.cpu().line_level().area(now)});
    if (!host.disk()) continue;
    const hardware::Server& server = host.disk()->server();
    areas.push_back({server.busy_level().area(now), server.line_level().area(now)});
  }
  for (hardware::LinkIndex i = 0; i < params_->topology.links.size(); ++i) {
    if (!params_->topology.links[i].bandwidth) continue;
    const hardware::Server& sender = network_.sender(i);
    areas.push_back({sender.busy_level().area(now), sender.line_level().area(now)});
  }
  for (const Lane& lane : lanes_) {
    areas.push_back({lane.writer_level.area(now), 0});
    areas.push_back({lane.decoder_level.area(now), 0});
    areas.push_back({lane.workers_level.area(now), 0});
  }
  return areas;
}

void Migration::look_until(sim::Instant now) {
  while (outcome_.use.next_look() <= now) {
    const sim::Instant at = outcome_.use.next_look();
    look(areas(at), at);
  }
}

void Migration::look(const std::vector<Areas>& areas, sim::Instant now) {
  std::vector<std::int64_t> since;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    since.push_back(static_cast<std::int64_t>(areas[i].busy - last_look_[i].busy));
  }
  outcome_.use.add(since, now);
  last_look_ = areas;
}

// ---- space and meters

std::int64_t Migration::used_on(HostIndex host) const {
  std::int64_t used = host == params_->migrator ? dump_bytes_ : 0;
  if (host == stores_.tables_host()) used += stores_.tables().space().count;
  if (stores_.store_database() && host == stores_.store_host()) {
    used += stores_.store_database()->space().count;
  }
  if (stores_.tree() && host == stores_.store_host()) used += stores_.tree()->used().count;
  return used;
}

SpaceNow Migration::space(sim::Instant at) const {
  SpaceNow now{at,
               stores_.tables().space().count,
               stores_.tables().log().space().count,
               0,
               dump_bytes_,
               outcome_.space.snapshot};
  if (stores_.store_database()) now.store = stores_.store_database()->space().count;
  if (stores_.dynamo()) now.store = stores_.dynamo()->meters().stored().count;
  if (stores_.tree()) now.store = stores_.tree()->used().count;
  return now;
}

void Migration::note_space(const SpaceNow& now) {
  SpaceOutcome& space = outcome_.space;
  space.database_peak = std::max(space.database_peak, now.database - now.log);
  space.wal_peak = std::max(space.wal_peak, now.log);
  space.store_peak = std::max(space.store_peak, now.store);
  space.dump_peak = std::max(space.dump_peak, now.dump);
  space.peak = std::max(space.peak, now.database + now.store + now.dump + now.snapshot);
  space.database_end = now.database - now.log;
  space.store_end = now.store;
  if (state_ == State::kRunning) {
    const sim::TimeAverage::Area passed = (now.at - last_space_.at).count();
    const auto area = [&](std::int64_t before, std::int64_t after) {
      return (static_cast<sim::TimeAverage::Area>(before) + after) * passed / 2;
    };
    space.database_area += area(last_space_.database, now.database);
    space.store_area += area(last_space_.store, now.store);
    space.dump_area += area(last_space_.dump, now.dump);
    space.snapshot_area += area(last_space_.snapshot, now.snapshot);
  }
  last_space_ = now;
}

void Migration::note_meter() {
  const auto disk_of = [&](HostIndex host) { return hosts_[host].disk_operations(); };
  outcome_.meter.disk_operations = disk_of(stores_.tables_host());
  if (stores_.store_database() && stores_.store_host() != stores_.tables_host()) {
    outcome_.meter.disk_operations += disk_of(stores_.store_host());
  }
  if (!stores_.dynamo()) return;
  const DynamoMeters& meters = stores_.dynamo()->meters();
  outcome_.meter.read_units = static_cast<std::uint64_t>(meters.read_half_units) * 500;
  outcome_.meter.write_units = static_cast<std::uint64_t>(meters.write_units) * 1000;
  outcome_.meter.requests = meters.requests;
  outcome_.meter.throttled = meters.throttled;
  outcome_.meter.retries = meters.retries;
}

// ---- faults

FaultKind Migration::fault_of(AskStatus status) {
  switch (status) {
    case AskStatus::kPredicateFailed:
      return FaultKind::kEntryRefused;
    case AskStatus::kTooLarge:
      return FaultKind::kEntryTooLarge;
    case AskStatus::kThrottled:
      return FaultKind::kThrottledOut;
    case AskStatus::kFull:
    case AskStatus::kAborted:
      return FaultKind::kDiskFilled;
    default:
      return FaultKind::kStoreFailed;
  }
}

// Equal ones that follow each other are one, counted.
void Migration::note_fault(FaultKind kind, PackageIndex package, sim::Instant now,
                           const std::string& key) {
  if (!outcome_.faults.empty()) {
    FaultHappened& last = outcome_.faults.back();
    if (last.kind == kind && last.package == package) {
      ++last.count;
      return;
    }
  }
  outcome_.faults.push_back({kind, now, package, 1, key});
}

void Migration::note_stuck(sim::Instant now) {
  state_ = State::kStuck;
  outcome_.stuck = true;
  note_fault(FaultKind::kStuck, kAllPackages, now);
}

// ---- rows and entries

bool Migration::entryless(TableIndex table, RowIndex row) const {
  std::array<Entry, kMostEntries> entries;
  const Row facts = content_.dataset().row(table, row);
  return content_.dataset().entries_of(table, row, facts, std::span(entries)) == 0;
}

std::uint32_t Migration::entry_bytes_of(TableIndex table, RowIndex row) const {
  std::array<Entry, kMostEntries> entries;
  const Row facts = content_.dataset().row(table, row);
  const auto count = content_.dataset().entries_of(table, row, facts, std::span(entries));
  std::uint32_t bytes = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    bytes += entries[i].partition_bytes + entries[i].key_bytes + entries[i].value_bytes;
  }
  return bytes;
}

// What a request about the row's entry by that rule says of it; by any rule, if the row has none.
KvRequest Migration::entry_request(TableIndex table, RowIndex row, RuleIndex rule) const {
  std::array<Entry, kMostEntries> entries;
  const Row facts = content_.dataset().row(table, row);
  const auto count = content_.dataset().entries_of(table, row, facts, std::span(entries));
  KvRequest kv;
  if (count == 0) return kv;
  std::uint32_t chosen = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (entries[i].rule == rule) chosen = i;
  }
  kv.partition = entries[chosen].partition;
  kv.partition_bytes = entries[chosen].partition_bytes;
  kv.key_bytes = entries[chosen].key_bytes;
  kv.value_bytes = entries[chosen].value_bytes;
  kv.stored_bytes = entries[chosen].value_bytes;
  return kv;
}

std::string Migration::row_text(TableIndex table, RowIndex row) const {
  const Layout& layout = content_.dataset().layout();
  for (RuleIndex rule = 0; rule < layout.rules.size(); ++rule) {
    if (layout.rules[rule].table == table) return content_.dataset().key_text(rule, row);
  }
  return {};
}

std::string Migration::run_text(const EntryRun& run) const {
  return row_text(run.table, run.begin / content_.width(run.table));
}

// ---- content

void Migration::name_rows(RowFault fault, TableIndex table, RowIndex row, std::uint64_t rows) {
  if (outcome_.content.named.size() == kMostNamedRows) return;
  const PackageIndex package = content_.dataset().layout().tables[table].package;
  outcome_.content.named.push_back({fault, package, table, row, rows, row_text(table, row)});
}

// Compares what users were told with what the store has: by stretches where nobody changed
// anything, row by row where somebody did.
void Migration::note_rows(TableIndex table) {
  ContentOutcome& facts = outcome_.content;
  const RowFault fault = tables_in_charge() ? RowFault::kNotMoved : RowFault::kMissing;
  const std::uint64_t width = content_.width(table);
  const RowIndex rows = content_.dataset().rows(table);
  facts.rows_before += rows;
  facts.rows_dropped += content_.skipped(table);
  std::uint64_t missing = 0;
  content_.written(table).for_each_gap(rows * width, [&](std::uint64_t begin, std::uint64_t end) {
    std::uint64_t stretch = 0;
    for (RowIndex row = begin / width; row < (end + width - 1) / width; ++row) {
      const bool lost = content_.changed().find(table, row) == nullptr && !entryless(table, row);
      stretch += lost ? 1 : 0;
      if (stretch > 0 && !lost) {
        name_rows(fault, table, row - stretch, stretch);
        missing += stretch;
        stretch = 0;
      }
    }
    const RowIndex past = (end + width - 1) / width;
    if (stretch > 0) name_rows(fault, table, past - stretch, stretch);
    missing += stretch;
  });
  const bool whole =
      params_->check.compare == Comparison::kAll || params_->check.compare == Comparison::kDigests;
  for (std::size_t range = 0; whole && missing == 0 && range < kMostRanges; ++range) {
    if (content_.sum(table, range) != content_.dataset_sum(table, range)) {
      facts.digests_agree = false;
    }
  }
  (fault == RowFault::kMissing ? facts.rows_lost : facts.rows_not_moved) += missing;
  facts.rows_at_end += rows - content_.skipped(table);
}

// A procedure that did not get to its end has left the tables what they were.
bool Migration::tables_in_charge() const {
  return outcome_.rolled_back || charge_ == Mode::kTable || charge_ == Mode::kBoth;
}

void Migration::note_changed(const ChangedRow& row) {
  ContentOutcome& facts = outcome_.content;
  const RowContent held = tables_in_charge() ? row.source : row.target;
  if (row.truth != kNoRow && held == kNoRow) {
    ++facts.rows_lost;
    name_rows(RowFault::kMissing, row.table, row.row, 1);
  } else if (row.truth == kNoRow && held != kNoRow) {
    ++facts.rows_extra;
    name_rows(RowFault::kExtra, row.table, row.row, 1);
  } else if (row.truth != held || (row.partial && !tables_in_charge())) {
    ++facts.rows_changed;
    name_rows(RowFault::kChanged, row.table, row.row, 1);
  } else if (held != kNoRow && row.target != held && !outcome_.rolled_back &&
             !std::holds_alternative<Standing>(params_->procedure)) {
    ++facts.rows_not_moved;
    name_rows(RowFault::kNotMoved, row.table, row.row, 1);
  }
}

void Migration::note_content() {
  const Layout& layout = content_.dataset().layout();
  std::vector<ChangedRow> changed = content_.changed().all();
  std::sort(changed.begin(), changed.end(), [](const ChangedRow& a, const ChangedRow& b) {
    return a.table != b.table ? a.table < b.table : a.row < b.row;
  });
  outcome_.content.entries_at_end = entries_in(content_, changed);
  const bool moved = !std::holds_alternative<Standing>(params_->procedure);
  std::vector<bool> moves(layout.tables.size());
  for (const EntryRule& rule : layout.rules) moves[rule.table] = true;
  std::size_t next = 0;
  ContentOutcome& facts = outcome_.content;
  for (TableIndex table = 0; table < layout.tables.size(); ++table) {
    if (moves[table] && moved && !outcome_.rolled_back) note_rows(table);
    for (; next < changed.size() && changed[next].table == table; ++next) {
      const ChangedRow& row = changed[next];
      const bool of_dataset = row.row < content_.dataset().rows(table);
      if (of_dataset && row.truth == kNoRow && facts.rows_at_end > 0) --facts.rows_at_end;
      if (!of_dataset && row.truth != kNoRow) ++facts.rows_at_end;
      if (moves[table]) note_changed(row);
    }
  }
}

// ---- the end

std::uint64_t Migration::digest() const {
  sim::Digest digest;
  content_.feed(digest);
  stores_.tables().feed(digest);
  if (stores_.store_database()) stores_.store_database()->feed(digest);
  digest.add(static_cast<std::uint64_t>(state_), step_);
  digest.add(attempt_, pending_);
  digest.add(users_busy_, calls_in_progress_);
  digest.add(outcome_.entries_written, outcome_.rows_copied);
  return digest.value();
}

Outcome Migration::take_outcome(sim::Instant end, const Schedule& schedule) {
  for (std::uint32_t phase = 0; phase < phases_.size(); ++phase) {
    if (phases_.open(phase)) {
      phases_.end(phase, PhaseEnd::kNever, areas(end), end, schedule.current());
    }
  }
  if (!servers_up_) end_downtime(end);
  for (; !door_.empty(); door_.pop_front()) {
    ++outcome_.traffic[users_[door_.front()].traffic].shut_out;
  }
  look_until(end);
  if (outcome_.use.next_look() < end + outcome_.use.width()) look(areas(end), end);
  note_space(space(end));
  note_meter();
  note_content();
  outcome_.end = end;
  outcome_.complete = state_ == State::kDone;
  outcome_.resources = phases_.resources();
  outcome_.phases = phases_.take();
  return std::move(outcome_);
}

}  // namespace models::migration
