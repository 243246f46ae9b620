#include "outcome_text.hpp"

#include <fmt/format.h>

namespace tests {

namespace migration = models::migration;

namespace {

std::int64_t since_start(sim::Instant instant) { return instant.time_since_epoch().count(); }

std::string phase_text(const migration::PhaseOutcome& phase) {
  std::string text = fmt::format(
      "phase {} package {} attempt {} from {} to {} end {} rows {} entries {} bytes {} by {}\n",
      static_cast<int>(phase.kind), phase.package, phase.attempt, since_start(phase.began),
      since_start(phase.ended), static_cast<int>(phase.end), phase.rows, phase.entries, phase.bytes,
      phase.ended_by);
  for (const migration::Use& use : phase.uses) text += fmt::format(" {}/{}", use.busy, use.waiting);
  return text + fmt::format(" bottleneck {}\n", phase.bottleneck.value_or(999));
}

std::string content_text(const migration::ContentOutcome& content) {
  std::string text =
      fmt::format("content {} {} {} {} lost {} changed {} extra {} dropped {} digests {}\n",
                  content.rows_before, content.rows_at_end, content.entries_at_end,
                  content.entry_bytes_at_end, content.rows_lost, content.rows_changed,
                  content.rows_extra, content.rows_dropped, content.digests_agree);
  for (const migration::NamedRow& row : content.named) {
    text += fmt::format("row {} {} {} {} {} {}\n", static_cast<int>(row.fault), row.package,
                        row.table, row.row, row.rows, row.key);
  }
  return text;
}

}  // namespace

std::string outcome_text(const migration::Outcome& outcome) {
  std::string text =
      fmt::format("end {} complete {} rolled back {} stuck {} attempts {} events {} digest {}\n",
                  since_start(outcome.end), outcome.complete, outcome.rolled_back, outcome.stuck,
                  outcome.attempts, outcome.events, outcome.digest);
  for (const migration::PhaseOutcome& phase : outcome.phases) text += phase_text(phase);
  for (const migration::Downtime& down : outcome.downtimes) {
    text += fmt::format("down {} {} {}\n", down.package, since_start(down.from),
                        since_start(down.until));
  }
  text += content_text(outcome.content);
  for (const migration::CheckOutcome& check : outcome.checks) {
    text += fmt::format("check {} rows {} entries {} differences {} repaired {}\n", check.package,
                        check.rows_read, check.entries_read, check.differences, check.repaired);
  }
  for (const migration::FaultHappened& fault : outcome.faults) {
    text += fmt::format("fault {} at {} package {} count {} key {}\n", static_cast<int>(fault.kind),
                        since_start(fault.at), fault.package, fault.count, fault.key);
  }
  const migration::SpaceOutcome& space = outcome.space;
  text +=
      fmt::format("space {} {} {} {} {} {} {}\n", space.database_before, space.database_peak,
                  space.wal_peak, space.store_peak, space.dump_peak, space.snapshot, space.peak);
  const auto area = [](sim::TimeAverage::Area bytes) {
    return fmt::format("{}:{}", static_cast<std::int64_t>(bytes >> 64),
                       static_cast<std::uint64_t>(bytes));
  };
  text += fmt::format("ends {} {} areas {} {} {} {}\n", space.database_end, space.store_end,
                      area(space.database_area), area(space.store_area), area(space.dump_area),
                      area(space.snapshot_area));
  const migration::MeterOutcome& meter = outcome.meter;
  text += fmt::format("meter {} {} {} {} {}\n", meter.read_units, meter.write_units, meter.requests,
                      meter.throttled, meter.retries);
  text += fmt::format("out {} disk operations {} not moved {}\n", meter.bytes_out,
                      meter.disk_operations, outcome.content.rows_not_moved);
  text += fmt::format("rows {} entries {} bytes {} applied {} held back {} wasted {}\n",
                      outcome.rows_copied, outcome.entries_written, outcome.entry_bytes_written,
                      outcome.changes_applied, outcome.held_back, outcome.wasted_entries);
  for (std::size_t i = 0; i < outcome.use.intervals(); ++i) {
    text += fmt::format("use {}:", since_start(outcome.use.begin_of(i)));
    for (std::size_t r = 0; r < outcome.resources.size(); ++r) {
      text += fmt::format(" {}", outcome.use.busy(i, r));
    }
    text += "\n";
  }
  return text;
}

}  // namespace tests
