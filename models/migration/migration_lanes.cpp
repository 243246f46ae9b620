// Lanes, servers and ways to end: what starts, stops, fails and begins again.
#include <algorithm>

#include "models/migration/migration.hpp"
#include "models/migration/mixing.hpp"

namespace models::migration {

// ---- lanes

void Migration::begin_lanes(Schedule& schedule) {
  lanes_left_ = static_cast<std::uint32_t>(lanes_.size());
  any_failed_ = false;
  const auto* dumps = std::get_if<DumpAndImport>(&params_->procedure);
  const auto* batched = std::get_if<BatchedCopy>(&params_->procedure);
  one_by_one_ = (dumps != nullptr && !dumps->packages_in_parallel) ||
                (batched != nullptr && !batched->packages_in_parallel);
  next_lane_ = 0;
  // A lane that has nothing to do is over at once; the last one ends the step.
  const auto count = static_cast<LaneIndex>(lanes_.size());
  const std::uint32_t step = step_;
  do {
    begin_lane(next_lane_++, schedule);
  } while (!one_by_one_ && next_lane_ < count && step_ == step && state_ == State::kRunning);
}

void Migration::begin_lane(LaneIndex number, Schedule& schedule) {
  if (program_[step_] == PhaseKind::kCheck) {
    begin_check(number, schedule);
  } else if (std::holds_alternative<DumpAndImport>(params_->procedure)) {
    begin_export(number, schedule);
  } else {
    begin_copy(number, schedule);
  }
}

void Migration::begin_lane_phase(LaneIndex number, PhaseKind kind, Schedule& schedule) {
  Lane& lane = lanes_[number];
  lane.phase =
      phases_.begin(kind, lane.packages.front(), attempt_, areas(schedule.now()), schedule.now());
  open_door(schedule);
}

void Migration::end_lane_phase(LaneIndex number, PhaseEnd how, Schedule& schedule) {
  phases_.end(lanes_[number].phase, how, areas(schedule.now()), schedule.now(), schedule.current());
  note_space(space(schedule.now()));
}

void Migration::lane_over(LaneIndex number, bool failed, Schedule& schedule) {
  Lane& lane = lanes_[number];
  if (lane.dump_bytes > 0) {
    dump_bytes_ -= static_cast<std::int64_t>(lane.dump_bytes);
    lane.dump_bytes = 0;
  }
  lane.state = failed ? LaneState::kFailed : LaneState::kDone;
  any_failed_ = any_failed_ || failed;
  if (--lanes_left_ == 0) {
    end_step(any_failed_ ? PhaseEnd::kFailed : PhaseEnd::kDone, schedule);
  } else if (one_by_one_) {
    begin_lane(next_lane_++, schedule);
  }
}

// The other lanes go on.
void Migration::fail_lane(LaneIndex number, FaultKind kind, const std::string& key,
                          Schedule& schedule) {
  note_fault(kind, lanes_[number].packages.front(), schedule.now(), key);
  end_lane_phase(number, PhaseEnd::kFailed, schedule);
  lane_over(number, true, schedule);
}

// ---- servers

void Migration::servers_down(Schedule& schedule) {
  if (servers_up_) down_since_ = schedule.now();
  servers_up_ = false;
}

void Migration::servers_up(Schedule& schedule) {
  if (servers_up_) return;
  servers_up_ = true;
  end_downtime(schedule.now());
  open_door(schedule);
}

void Migration::end_downtime(sim::Instant now) {
  const auto packages = static_cast<PackageIndex>(content_.dataset().layout().packages.size());
  for (PackageIndex package = 0; package < packages; ++package) {
    if (now > down_since_) outcome_.downtimes.push_back({package, down_since_, now});
  }
}

void Migration::everybody_to(Mode mode) {
  for (std::uint32_t i = 0; i < modes_.size(); ++i) set_mode(i, mode);
  charge_ = mode;
}

// An instance that keeps a wrong flag for a package stays where it was.
void Migration::set_mode(std::uint32_t instance, Mode mode) {
  for (PackageIndex package = 0; package < modes_[instance].size(); ++package) {
    const bool stuck =
        std::any_of(params_->faults.begin(), params_->faults.end(), [&](const Fault& fault) {
          const auto* flag = std::get_if<WrongFlag>(&fault);
          return flag != nullptr && flag->package == package && flag->instance == instance &&
                 !flags_mended_;
        });
    if (!stuck || mode == Mode::kTable) modes_[instance][package] = mode;
  }
}

// One instance after the other restarts with the new flag; the others go on meanwhile.
void Migration::roll_to(Mode mode, Schedule& schedule) {
  rolling_to_ = mode;
  rolling_ = 0;
  restart_instance(schedule);
}

void Migration::restart_instance(Schedule& schedule) {
  if (modes_.size() == 1) servers_down(schedule);
  instance_down_ = rolling_;
  due(ProcedureDue::What::kInstanceUp, schedule.draw(server_start_), schedule);
}

void Migration::instance_up(Schedule& schedule) {
  instance_down_ = kNobody;
  set_mode(rolling_, rolling_to_);
  servers_up(schedule);
  if (++rolling_ < modes_.size()) {
    restart_instance(schedule);
    return;
  }
  charge_ = rolling_to_;
  if (program_[step_] == PhaseKind::kCutOver && rolling_to_ == Mode::kBothReadStore) {
    roll_to(Mode::kStore, schedule);
  } else {
    end_step(PhaseEnd::kDone, schedule);
  }
}

// Reads move first while both stores are still written, so that an instance that has not restarted
// yet sees what the others write. With a stop there is no such instance.
void Migration::cut_over(Schedule& schedule) {
  const sim::Duration stop = std::get<OnlineCopy>(params_->procedure).cut_over_stop;
  if (stop.count() == 0) {
    roll_to(Mode::kBothReadStore, schedule);
    return;
  }
  servers_down(schedule);
  due(ProcedureDue::What::kPhaseOver, stop, schedule);
}

// ---- ends

void Migration::give_up(Schedule& schedule) {
  const auto* online = std::get_if<OnlineCopy>(&params_->procedure);
  const bool back =
      params_->roll_back_on_failure || (online != nullptr && online->roll_back_on_errors);
  capturing_ = false;
  if (!back) {
    state_ = State::kFailed;
    open_door(schedule);
    return;
  }
  phase_ = phases_.begin(PhaseKind::kRollBack, kAllPackages, attempt_, areas(schedule.now()),
                         schedule.now());
  due(ProcedureDue::What::kRolledBack, schedule.draw(server_start_), schedule);
  open_door(schedule);
}

bool Migration::crash_at_progress(Schedule& schedule) {
  for (std::uint32_t i = 0; i < params_->faults.size(); ++i) {
    const auto* crash = std::get_if<MigratorCrash>(&params_->faults[i]);
    if (crash == nullptr || crash->at || crashed_[i]) continue;
    if (static_cast<double>(rows_moved_) < crash->progress * static_cast<double>(rows_to_move_)) {
      continue;
    }
    crashed_[i] = true;
    this->crash(crash->restart_after, schedule);
    return true;
  }
  return false;
}

// All the migrator's programs are gone. What they had asked for still happens; nobody hears of it.
void Migration::crash(sim::Duration restart_after, Schedule& schedule) {
  if (state_ != State::kRunning) return;
  note_fault(FaultKind::kMigratorCrashed, kAllPackages, schedule.now());
  for (std::uint32_t phase = 0; phase < phases_.size(); ++phase) {
    if (!phases_.open(phase)) continue;
    phases_.end(phase, PhaseEnd::kCrashed, areas(schedule.now()), schedule.now(),
                schedule.current());
  }
  ++life_;
  pending_ = 0;
  pages_ = {};
  dirty_chunks_ = 0;
  dump_bytes_ = 0;
  rows_moved_ = 0;
  draining_ = false;
  residue_ = true;
  dropping_residue_ = false;
  awaits_calls_ = false;
  awaits_instance_ = false;
  for (Lane& lane : lanes_) forget(lane, schedule.now());
  ++attempt_;
  ++outcome_.attempts;
  phase_ = phases_.begin(PhaseKind::kRestart, kAllPackages, attempt_, areas(schedule.now()),
                         schedule.now());
  due(ProcedureDue::What::kRestart, restart_after, schedule);
  open_door(schedule);
}

// What the lane's programs had in memory. Checkpoints and the log are not there.
void Migration::forget(Lane& lane, sim::Instant now) {
  lane.state = LaneState::kWaiting;
  lane.exporters.clear();
  lane.scans.clear();
  lane.to_write.clear();
  lane.writing = false;
  lane.channel.clear();
  lane.idle_workers.clear();
  lane.dump_bytes = 0;
  lane.decoder_level.set(now, 0);
  lane.writer_level.set(now, 0);
  lane.workers_level.set(now, 0);
}

// Sizes of rows differ within a pattern, so rows at other places in it are another state. Only who
// walks through rows in the lane's state counts: where he is not there are no rows, or old ones.
std::uint64_t Migration::place_in_patterns() const {
  std::uint64_t mixed = 0;
  const auto add = [&](TableIndex table, RowIndex row) {
    mixed = combined(mixed, row % content_.dataset().pattern(table).value_or(1));
  };
  for (const Lane& lane : lanes_) {
    if (lane.state == LaneState::kExporting) {
      for (const Scan& scan : lane.scans) add(scan.plan.table, scan.next);
    }
    if (lane.state == LaneState::kImporting && lane.walk.table_at < lane.tables.size()) {
      add(lane.tables[lane.walk.table_at], lane.walk.row);
    }
    const auto add_all = [&](const auto& walkers) {
      for (const auto& walker : walkers) {
        if (walker.table_at < lane.tables.size()) add(lane.tables[walker.table_at], walker.row);
      }
    };
    if (lane.state == LaneState::kCopying) add_all(lane.copiers);
    if (lane.state == LaneState::kChecking) add_all(lane.checkers);
  }
  return mixed;
}

}  // namespace models::migration
