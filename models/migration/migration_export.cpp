// Export to a dump, as lakeFS 0.80 does it: scans, or a select for each parent; one file a lane.
#include <algorithm>

#include "models/migration/migration.hpp"
#include "models/migration/sizes.hpp"

namespace models::migration {

namespace {

// Chunks that the file cache holds unwritten before it makes writers wait.
constexpr std::uint32_t kMostDirtyChunks = 64;

}  // namespace

void Migration::begin_export(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  lane.state = LaneState::kExporting;
  lane.stage = 0;
  lane.dump_bytes = 0;
  lane.unflushed = 0;
  begin_lane_phase(number, PhaseKind::kExport, schedule);
  begin_stage(number, schedule);
}

void Migration::begin_stage(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  lane.scans.clear();
  lane.exporters.clear();
  bool more = false;
  for (const PackageIndex package : lane.packages) {
    for (const ExportScan& plan : content_.dataset().layout().packages[package].exports) {
      more = more || plan.stage >= lane.stage;
      if (plan.stage != lane.stage) continue;
      Scan scan{plan, 0, 0, false};
      if (plan.per_parent) {
        const Table& table = content_.dataset().layout().tables[plan.table];
        scan.past = content_.dataset().rows(table.parent.front().table);
      }
      lane.scans.push_back(scan);
    }
  }
  if (!more) {
    end_lane_phase(number, PhaseEnd::kDone, schedule);
    begin_import(number, schedule);
    return;
  }
  for (std::uint32_t scan = 0; scan < lane.scans.size(); ++scan) {
    const ExportScan& plan = lane.scans[scan].plan;
    const std::uint32_t most = std::min(plan.workers, dump().export_workers);
    const std::uint32_t workers = plan.per_parent ? std::max(1U, most) : 1;
    for (std::uint32_t i = 0; i < workers; ++i) lane.exporters.push_back({scan, 0, false, 0});
  }
  for (std::uint32_t i = 0; i < lane.exporters.size(); ++i) {
    ask_page(number, i, false, schedule);
    if (lane.state != LaneState::kExporting || lane.exporters.empty()) return;
  }
  stage_over_if_done(number, schedule);
}

// A scan's answer streams in: the server goes on while the client encodes. So a page is asked for
// as long as the exporter has room in hand.
void Migration::ask_page(LaneIndex number, std::uint32_t index, bool streamed, Schedule& schedule) {
  Lane& lane = lanes_[number];
  Exporter& exporter = lane.exporters[index];
  Scan& scan = lane.scans[exporter.scan];
  const std::uint32_t most = scan.plan.per_parent ? std::max(1U, scan.plan.encoders) : 2;
  if (exporter.asking || scan.exhausted || exporter.in_hand >= most) return;
  const std::uint32_t page = pages_.take({number, index, scan.plan.table, 0, 0, 0, 0, kNoRowIndex});
  exporter.asking = true;
  exporter.asked = page;
  ++exporter.in_hand;
  Request request = to_tables(session_id(SessionKind::kExporter, number, index), {});
  request.prepares = true;
  request.streamed = streamed && scan.plan.page_rows == 0;
  request.statement.table = scan.plan.table;
  ask(request, schedule);
}

// The statement is executed now: what it reads is what is there now.
void Migration::prepare_page(Request& request) {
  Lane& lane = lanes_[lane_of(request.session)];
  Exporter& exporter = lane.exporters[number_of(request.session)];
  Scan& scan = lane.scans[exporter.scan];
  ExportPage& page = pages_[exporter.asked];
  const TableIndex table = scan.plan.table;
  const RowIndex rows = content_.rows(table);
  RowIndex first = scan.next;
  RowIndex past = rows;
  request.statement.kind = StatementKind::kScan;
  if (scan.plan.per_parent) {
    const RowIndex of_dataset = content_.dataset().rows(table);
    if (scan.next < scan.past) {
      const Dataset::Children children = content_.dataset().children(table, scan.next);
      first = children.first;
      past = children.first + children.count;
    } else {
      first = of_dataset;  // rows that users made belong to no parent of the data set
    }
    ++scan.next;
    scan.exhausted = scan.next > scan.past || (scan.next == scan.past && rows == of_dataset);
    if (scan.plan.indexed) {
      request.statement.kind = StatementKind::kSelectRange;
    } else {
      request.statement.visited = static_cast<std::uint32_t>(std::min<RowIndex>(rows, UINT32_MAX));
    }
  } else {
    const std::uint32_t at_once = scan.plan.page_rows != 0 ? scan.plan.page_rows : dump().page;
    past = std::min(rows, first + at_once);
    scan.next = past;
    scan.exhausted = past == rows;
    request.statement.access = Access::kInOrder;
  }
  std::uint64_t bytes = 0;
  for (RowIndex row = first; row < past; ++row) bytes += load_for_dump(page, table, row);
  request.statement.rows = page.rows;
  request.statement.bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, UINT32_MAX));
  request.bytes_back += request.statement.bytes;
}

std::uint32_t Migration::load_for_dump(ExportPage& page, TableIndex table, RowIndex row) {
  if (content_.read(table, row) == kNoRow) return 0;
  std::array<Entry, kMostEntries> entries;
  const Row facts = content_.dataset().row(table, row);
  const std::uint32_t count = content_.dataset().entries_of(table, row, facts, std::span(entries));
  for (std::uint32_t i = 0; i < count; ++i) {
    const Entry& entry = entries[i];
    page.entry_bytes += entry.partition_bytes + entry.key_bytes + entry.value_bytes;
    page.line_bytes += dump_line_bytes(entry.partition_bytes, entry.key_bytes, entry.value_bytes);
  }
  page.entries += count;
  ++page.rows;
  if (!defects_.empty() && page.defect == kNoRowIndex && fails_on(table, facts.flags)) {
    page.defect = row;
  }
  return facts.heap_bytes;
}

void Migration::page_heard(const Request& request, Schedule& schedule) {
  const LaneIndex number = lane_of(request.session);
  const std::uint32_t index = number_of(request.session);
  Lane& lane = lanes_[number];
  if (lane.state != LaneState::kExporting) return;
  Exporter& exporter = lane.exporters[index];
  const std::uint32_t page = exporter.asked;
  exporter.asking = false;
  if (request.status != AskStatus::kOk) {
    fail_lane(number, FaultKind::kSourceFailed, {}, schedule);
    return;
  }
  if (pages_[page].defect != kNoRowIndex) {
    const TableIndex table = pages_[page].table;
    fail_lane(number, FaultKind::kDefect, row_text(table, pages_[page].defect), schedule);
    return;
  }
  outcome_.rows_copied += pages_[page].rows;
  if (pages_[page].entries == 0) {
    phases_[lane.phase].rows += pages_[page].rows;
    --exporter.in_hand;
    pages_.give_back(page);
  } else {
    const sim::Duration took = with_bytes(
        schedule.draw_sum(migrator_costs_.encode, pages_[page].entries), pages_[page].entry_bytes);
    ++pending_;
    compute(Work::kEncodePage, page, params_->migrator, took, schedule);
  }
  ask_page(number, index, true, schedule);
  stage_over_if_done(number, schedule);
}

void Migration::page_encoded(std::uint32_t page, Schedule& schedule) {
  const LaneIndex number = pages_[page].lane;
  lanes_[number].to_write.push_back(page);
  write_next_page(number, schedule);
}

// One file a lane, one writer at a time.
void Migration::write_next_page(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  if (lane.writing || lane.to_write.empty() || lane.state != LaneState::kExporting) return;
  if (dirty_chunks_ >= kMostDirtyChunks) return;
  const std::uint32_t page = lane.to_write.front();
  lane.writing = true;
  lane.writer_level.set(schedule.now(), 1);
  ++pending_;
  compute(Work::kWritePage, page, params_->migrator,
          schedule.draw_sum(migrator_costs_.dump_write, pages_[page].entries), schedule);
}

void Migration::page_written(std::uint32_t number, Schedule& schedule) {
  const ExportPage page = pages_[number];
  Lane& lane = lanes_[page.lane];
  lane.writing = false;
  lane.writer_level.set(schedule.now(), 0);
  if (lane.state != LaneState::kExporting) return;
  lane.to_write.pop_front();
  pages_.give_back(number);
  PhaseOutcome& phase = phases_[lane.phase];
  phase.rows += page.rows;
  phase.entries += page.entries;
  phase.bytes += page.line_bytes;
  --lane.exporters[page.exporter].in_hand;
  if (!grow_dump(page.lane, page.line_bytes, schedule)) return;
  ask_page(page.lane, page.exporter, true, schedule);
  write_next_page(page.lane, schedule);
  stage_over_if_done(page.lane, schedule);
}

// The file cache takes the bytes; the disk gets them behind, once there are enough. False: no room.
bool Migration::grow_dump(LaneIndex number, std::uint64_t bytes, Schedule& schedule) {
  Lane& lane = lanes_[number];
  lane.dump_bytes += bytes;
  dump_bytes_ += static_cast<std::int64_t>(bytes);
  if (const auto size = params_->hosts[params_->migrator].disk_size) {
    if (used_on(params_->migrator) > size->count) {
      fail_lane(number, FaultKind::kDiskFilled, {}, schedule);
      return false;
    }
  }
  if (!hosts_[params_->migrator].disk()) return true;
  lane.unflushed += bytes;
  if (lane.unflushed < kDumpChunk) return true;
  ++dirty_chunks_;
  ++pending_;
  hosts_[params_->migrator].flush(work(Work::kFlushDump, number), 1,
                                  {static_cast<std::int64_t>(lane.unflushed)}, schedule);
  lane.unflushed = 0;
  return true;
}

void Migration::stage_over_if_done(LaneIndex number, Schedule& schedule) {
  Lane& lane = lanes_[number];
  if (lane.state != LaneState::kExporting || lane.exporters.empty()) return;
  for (const Exporter& exporter : lane.exporters) {
    if (exporter.in_hand != 0 || !lane.scans[exporter.scan].exhausted) return;
  }
  ++lane.stage;
  begin_stage(number, schedule);
}

bool Migration::fails_on(TableIndex table, RowFlags flags) const {
  for (const ActiveDefect& active : defects_) {
    const Defect& defect =
        content_.dataset().layout().packages[active.package].defects[active.defect];
    if (defect.table == table && (flags & defect.rows) != 0) return true;
  }
  return false;
}

}  // namespace models::migration
