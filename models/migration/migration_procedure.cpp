// The procedure: its phases one after the other, lanes side by side within them.
#include <algorithm>

#include "models/migration/migration.hpp"

namespace models::migration {

namespace {

template <class T>
const T* choice(const Procedure& procedure) {
  return std::get_if<T>(&procedure);
}

}  // namespace

const DumpAndImport& Migration::dump() const { return std::get<DumpAndImport>(params_->procedure); }
const ChangeCapture* Migration::capture() const {
  return choice<ChangeCapture>(params_->procedure);
}
const CopyParams& Migration::copy_params() const {
  if (const auto* batched = choice<BatchedCopy>(params_->procedure)) return batched->copy;
  if (const auto* online = choice<OnlineCopy>(params_->procedure)) return online->copy;
  return std::get<ChangeCapture>(params_->procedure).copy;
}
bool Migration::repairs() const {
  const auto* online = choice<OnlineCopy>(params_->procedure);
  return online != nullptr && online->repair;
}

void Migration::build_program() {
  const bool online = choice<OnlineCopy>(params_->procedure) != nullptr;
  const bool checks = params_->check.compare != Comparison::kNone;
  using enum PhaseKind;
  if (choice<Standing>(params_->procedure) != nullptr) return;
  if (!online && capture() == nullptr) program_.push_back(kStopServers);
  if (params_->snapshot) program_.push_back(kSnapshot);
  first_step_ = static_cast<std::uint32_t>(program_.size());
  program_.insert(program_.end(), {kOpenStore, kReadVersion, kBeginVersion});
  if (online) program_.push_back(kDualWrite);
  if (capture() != nullptr) program_.push_back(kCapture);
  program_.push_back(kCopy);
  if (capture() != nullptr) program_.insert(program_.end(), {kStopServers, kCatchUp});
  if (checks) program_.push_back(kCheck);
  if (online) program_.push_back(kCutOver);
  program_.push_back(kEndVersion);
  if (params_->drop_old_tables) program_.push_back(kDropTables);
  if (!online) program_.push_back(kStartServers);
}

void Migration::on(const ProcedureDue& e, Schedule& schedule) {
  if (e.life != life_) return;
  if (state_ == State::kNotStarted) {
    begin_procedure(schedule);
    return;
  }
  --pending_;
  switch (e.what) {
    case ProcedureDue::What::kPhaseOver:
      if (program_[step_] == PhaseKind::kStopServers && calls_in_progress_ > 0) {
        ++pending_;
        awaits_calls_ = true;
      } else if (program_[step_] == PhaseKind::kStartServers ||
                 program_[step_] == PhaseKind::kCutOver) {
        everybody_to(Mode::kStore);
        servers_up(schedule);
        end_step(PhaseEnd::kDone, schedule);
      } else {
        end_step(PhaseEnd::kDone, schedule);
      }
      break;
    case ProcedureDue::What::kInstanceUp:
      awaits_instance_ = calls_on_[rolling_] > 0;
      if (awaits_instance_) {
        ++pending_;
      } else {
        instance_up(schedule);
      }
      break;
    case ProcedureDue::What::kRestart:
      phases_.end(phase_, PhaseEnd::kDone, areas(schedule.now()), schedule.now(),
                  schedule.current());
      step_ = first_step_;
      begin_step(schedule);
      break;
    case ProcedureDue::What::kRolledBack:
      everybody_to(Mode::kTable);
      servers_up(schedule);
      phases_.end(phase_, PhaseEnd::kDone, areas(schedule.now()), schedule.now(),
                  schedule.current());
      note_space(space(schedule.now()));
      outcome_.rolled_back = true;
      state_ = State::kFailed;
      open_door(schedule);
  }
}

void Migration::begin_procedure(Schedule& schedule) {
  note_space(space(schedule.now()));
  outcome_.space.database_before =
      stores_.tables().space().count - stores_.tables().log().space().count;
  if (program_.empty()) {
    state_ = State::kDone;
    return;
  }
  state_ = State::kRunning;
  begin_step(schedule);
}

void Migration::due(ProcedureDue::What what, sim::Duration after, Schedule& schedule) {
  ++pending_;
  schedule.after(after, ProcedureDue{what, life_});
}

void Migration::pause(SessionId session, sim::Duration duration, Schedule& schedule) {
  ++pending_;
  schedule.after(duration, PauseOver{session, life_});
}

// A store that is not there is asked again, until patience ends.
void Migration::try_again(SessionId session, Schedule& schedule) {
  if (!failing_since_) failing_since_ = schedule.now();
  if (schedule.now() - *failing_since_ < params_->patience) {
    pause(session, kRetryPause, schedule);
    return;
  }
  const SessionKind kind = kind_of(session);
  if (kind == SessionKind::kController || kind == SessionKind::kOpener || draining_) {
    draining_ = false;
    end_step(PhaseEnd::kFailed, schedule);
  } else if (lanes_[lane_of(session)].state != LaneState::kDone) {
    fail_lane(lane_of(session), FaultKind::kStoreFailed, {}, schedule);
  }
}

void Migration::begin_step(Schedule& schedule) {
  const PhaseKind kind = program_[step_];
  if (kind == PhaseKind::kCopy || kind == PhaseKind::kCheck) {
    begin_lanes(schedule);
    return;
  }
  phase_ = phases_.begin(kind, kAllPackages, attempt_, areas(schedule.now()), schedule.now());
  switch (kind) {
    case PhaseKind::kStopServers:
      servers_down(schedule);
      due(ProcedureDue::What::kPhaseOver, schedule.draw(server_stop_), schedule);
      break;
    case PhaseKind::kSnapshot:
      outcome_.space.snapshot = stores_.tables().space().count;
      due(ProcedureDue::What::kPhaseOver, schedule.draw(snapshot_takes_), schedule);
      break;
    case PhaseKind::kOpenStore:
      begin_open_store(schedule);
      break;
    case PhaseKind::kReadVersion:
      ask_version(KvOperation::kGet, schedule);
      break;
    case PhaseKind::kDropResidue:
      definitions_left_ = std::max(1U, stores_.definitions());
      define_next(schedule);
      break;
    case PhaseKind::kBeginVersion:
    case PhaseKind::kEndVersion:
      ask_version(KvOperation::kSet, schedule);
      break;
    case PhaseKind::kDropTables:
      definitions_left_ = static_cast<std::uint32_t>(content_.dataset().layout().tables.size());
      define_next(schedule);
      break;
    case PhaseKind::kDualWrite:
      roll_to(Mode::kBoth, schedule);
      break;
    case PhaseKind::kCapture:
      capturing_ = true;
      ask(to_tables(session_id(SessionKind::kController, 0, 0), {}), schedule);
      break;
    case PhaseKind::kCatchUp:
      draining_ = true;
      lanes_to_drain_ = static_cast<std::uint32_t>(lanes_.size());
      ++pending_;  // until drained() says so
      break;
    case PhaseKind::kCutOver:
      cut_over(schedule);
      break;
    case PhaseKind::kStartServers:
      due(ProcedureDue::What::kPhaseOver, schedule.draw(server_start_), schedule);
      break;
    default:
      SIM_CHECK(false);
  }
  open_door(schedule);
}

void Migration::end_step(PhaseEnd how, Schedule& schedule) {
  const PhaseKind kind = program_[step_];
  if (kind == PhaseKind::kCatchUp) --pending_;
  if (kind != PhaseKind::kCopy && kind != PhaseKind::kCheck) {
    phases_.end(phase_, how, areas(schedule.now()), schedule.now(), schedule.current());
  }
  note_space(space(schedule.now()));
  if (how != PhaseEnd::kDone) {
    give_up(schedule);
    return;
  }
  if (kind == PhaseKind::kReadVersion && residue_) {
    residue_ = false;
    if (choice<DumpAndImport>(params_->procedure) != nullptr) {
      drop_residue(schedule);
      return;
    }
  }
  if (++step_ < program_.size()) {
    begin_step(schedule);
  } else {
    state_ = State::kDone;
    open_door(schedule);
  }
}

// An extra phase between two of the program: what an earlier attempt left is thrown away.
void Migration::drop_residue(Schedule& schedule) {
  dropping_residue_ = true;
  phase_ = phases_.begin(PhaseKind::kDropResidue, kAllPackages, attempt_, areas(schedule.now()),
                         schedule.now());
  definitions_left_ = 2 * stores_.definitions();  // dropped, and made again
  define_next(schedule);
  open_door(schedule);
}

void Migration::define_next(Schedule& schedule) {
  if (definitions_left_ == 0 || !stores_.in_database()) {
    if (dropping_residue_) {
      dropping_residue_ = false;
      outcome_.wasted_entries += attempt_entries_;
      attempt_entries_ = 0;
      note_space(space(schedule.now()));
      content_.drop_target();
      stores_.empty_store();
    }
    end_step(PhaseEnd::kDone, schedule);
    return;
  }
  --definitions_left_;
  Request request = to_store(session_id(SessionKind::kController, 0, 1), {});
  request.as_statement = true;
  request.statement = stores_.definition();
  ask(request, schedule);
}

KvRequest Migration::small_set() {
  KvRequest kv;
  kv.operation = KvOperation::kSet;
  kv.partition = 0x6b762d696e746572ULL;  // any one partition of its own
  kv.partition_bytes = 20;               // kv-internal-metadata
  kv.key_bytes = 17;                     // kv/schema/version
  kv.value_bytes = 1;
  kv.stored_bytes = 1;
  kv.exists = true;
  return kv;
}

void Migration::ask_version(KvOperation operation, Schedule& schedule) {
  KvRequest kv = small_set();
  kv.operation = operation;
  ask(to_store(session_id(SessionKind::kController, 0, 0), kv), schedule);
}

void Migration::controller_heard(const Request& request, Schedule& schedule) {
  const bool fine = request.status == AskStatus::kOk || request.status == AskStatus::kAbsent;
  if (request.status == AskStatus::kFailed || request.status == AskStatus::kThrottled) {
    try_again(request.session, schedule);
    return;
  }
  if (!fine) {
    note_fault(fault_of(request.status), kAllPackages, schedule.now());
    end_step(PhaseEnd::kFailed, schedule);
  } else if (number_of(request.session) == 1) {
    define_next(schedule);
  } else {
    end_step(PhaseEnd::kDone, schedule);
  }
}

// The controller asks again what its phase asks.
void Migration::controller_resumes(std::uint32_t number, Schedule& schedule) {
  if (number == 1) {
    ++definitions_left_;
    define_next(schedule);
    return;
  }
  switch (program_[step_]) {
    case PhaseKind::kCapture:
      ask(to_tables(session_id(SessionKind::kController, 0, 0), {}), schedule);
      break;
    case PhaseKind::kReadVersion:
      ask_version(KvOperation::kGet, schedule);
      break;
    default:
      ask_version(KvOperation::kSet, schedule);
  }
}

// ---- opening the store

void Migration::begin_open_store(Schedule& schedule) {
  openers_.assign(open_race_ ? open_race_->replicas : 1, 0);
  created_ = 0;
  openers_left_ = static_cast<std::uint32_t>(openers_.size());
  if (stores_.definitions() == 0) {
    end_step(PhaseEnd::kDone, schedule);
    return;
  }
  const bool one_by_one = open_race_ && open_race_->locked;
  const auto at_once = one_by_one ? 1 : static_cast<std::uint32_t>(openers_.size());
  for (std::uint32_t i = 0; i < at_once; ++i) define_as(i, schedule);
}

void Migration::define_as(std::uint32_t opener, Schedule& schedule) {
  Request request = to_store(session_id(SessionKind::kOpener, 0, opener), {});
  request.as_statement = true;
  request.statement = stores_.definition();
  ask(request, schedule);
}

// Who finds made what it has just tried to make fails, unless a lock let it wait and look first.
void Migration::opener_heard(const Request& request, Schedule& schedule) {
  const std::uint32_t opener = number_of(request.session);
  if (request.status == AskStatus::kFailed) {
    try_again(request.session, schedule);
    return;
  }
  if (request.status != AskStatus::kOk) {
    note_fault(fault_of(request.status), kAllPackages, schedule.now());
    end_step(PhaseEnd::kFailed, schedule);
    return;
  }
  const bool locked = open_race_ && open_race_->locked;
  const std::uint32_t made = openers_[opener]++;
  const bool lost = made < created_ && !locked;
  created_ = std::max(created_, made + 1);
  if (lost) {
    note_fault(FaultKind::kOpenRaceLost, kAllPackages, schedule.now(),
               "kv_" + std::to_string(made == 0 ? 0 : made - 1));
  } else if (openers_[opener] < stores_.definitions()) {
    define_as(opener, schedule);
    return;
  }
  if (--openers_left_ == 0) {
    end_step(PhaseEnd::kDone, schedule);
  } else if (locked) {
    define_as(opener + 1, schedule);
  }
}

}  // namespace models::migration
