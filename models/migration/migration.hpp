// The world of a migration run: hosts, stores, network, the procedure, the users meanwhile.
//
// Every program is a session: a small state machine that asks a store for one thing at a time. A
// question costs the client's processor, the way there, the store, and the way back. Sessions:
//   controller   the procedure's own single statements, phase by phase
//   exporter     reads tables page by page, makes entries, writes them to a dump
//   worker       takes an entry off the channel that a dump is decoded into, sets it if absent
//   copier       reads a key range chunk by chunk and writes batches
//   applier      reads the log of changes and applies it in order
//   checker      reads both sides and compares
//   user         a flow of calls about one row
// Time           a handler takes none; what takes time is a job of a processor, disk, link or store
// Contention     on processors, disks, links, connections, the channel, and inside the stores
// Failure        an answer says so; the session decides. A crash of the migrator ends the life of
//                its sessions: what they asked for may still happen, but nobody hears of it
// Effects        content changes when a store's answer leaves it, conditions are tried then
// Randomness     only through the schedule's named latencies and the users' streams
// Shape          a value: a copy of world and schedule continues as the originals would. Memory:
//                what is in flight, what users changed, statistics; not the rows
// Checked by     tests/models/migration/migration_test.cpp, world_*_test.cpp, forward_test.cpp
#pragma once

#include <memory>
#include <vector>

#include "models/hardware/network.hpp"
#include "models/migration/connection_pool.hpp"
#include "models/migration/content.hpp"
#include "models/migration/events.hpp"
#include "models/migration/outcome.hpp"
#include "models/migration/params.hpp"
#include "models/migration/phase_log.hpp"
#include "models/migration/request.hpp"
#include "models/migration/sessions.hpp"
#include "models/migration/stores.hpp"

namespace models::migration {

class Migration {
 public:
  /// Builds the world and schedules what it begins with.
  Migration(std::shared_ptr<const MigrationParams> params, Schedule& schedule);

  void on(const HostCpuDone& e, Schedule& schedule);
  void on(const HostDiskDone& e, Schedule& schedule);
  void on(const hardware::Transmitted& e, Schedule& schedule);
  void on(const hardware::Landed& e, Schedule& schedule);
  void on(const PauseOver& e, Schedule& schedule);
  void on(const FlowDue& e, Schedule& schedule);
  void on(const ThinkingOver& e, Schedule& schedule);
  void on(const ProcedureDue& e, Schedule& schedule);
  void on(const FaultDue& e, Schedule& schedule);
  void on(const Turned& e, Schedule& schedule);
  /// Events of the stores.
  template <class Event>
  void on(const Event& e, Schedule& schedule) {
    stores_.on(e, hosts_, schedule, Answers{this, &schedule});
  }

  /// The procedure is done, failed or stuck, and all users are done or stand before a closed door.
  /// Notes that it is stuck, the moment it is: nothing is under way that it waits for.
  [[nodiscard]] bool over(sim::Instant now) {
    if (pending_ == 0 && state_ == State::kRunning) note_stuck(now);
    return users_busy_ == 0 && state_ != State::kNotStarted && state_ != State::kRunning;
  }

  /// Notes how busy everything was in all intervals that end by `now`, before what happens then.
  void look_until(sim::Instant now);
  /// The same for the interval that ends at its next look, by what was busy until then.
  void look(const std::vector<Areas>& areas, sim::Instant now);
  /// What was busy for how long in all, up to `now`.
  [[nodiscard]] std::vector<Areas> areas(sim::Instant now) const;
  [[nodiscard]] const UseOverTime& use() const { return outcome_.use; }
  /// How many bytes lie where, up to `at`.
  [[nodiscard]] SpaceNow space(sim::Instant at) const;
  /// Adds the bytes to the peaks, and to what is paid since they were noted last.
  void note_space(const SpaceNow& now);
  /// See sim/recurrence.hpp. REQUIRES while advancing: looked until now.
  void recur(sim::Recurrence& walk);
  /// Rows exported, imported, copied and checked, each once.
  [[nodiscard]] std::uint64_t steps() const;
  /// A fingerprint of what is being done, not of how far: while it is the same, so are costs.
  [[nodiscard]] std::uint64_t stage() const;
  /// Beginnings and ends of checkpoints; those of the database that has the entries begin rounds.
  [[nodiscard]] std::uint64_t checkpoints() const;
  [[nodiscard]] std::uint64_t rounds() const;
  /// Who goes through rows now; leap() moves each on by so many, as if he had done them.
  [[nodiscard]] std::vector<Walker> walkers() const;
  void leap(const std::vector<RowIndex>& rows);

  /// What was copied, changed and is under way, as a fingerprint.
  [[nodiscard]] std::uint64_t digest() const;
  [[nodiscard]] std::uint64_t place_in_patterns() const;  // unequal: not the same state; cheap
  /// Ends the open phases at `end` and moves the outcome out.
  [[nodiscard]] Outcome take_outcome(sim::Instant end, const Schedule& schedule);

 private:
  struct Relative;  // migration_recurrence.cpp: the state relative to now

  // Told by the stores that a request is answered.
  struct Answers {
    Migration* world;
    Schedule* schedule;
    void operator()(JobId request, AskStatus status) const {
      world->answered(request, status, *schedule);
    }
  };

  // The world's own jobs on hosts: what in the upper 4 of 28 bits; then, but for requests, 4 bits
  // of the life they belong to, so that those of a dead migrator are known when they end.
  [[nodiscard]] JobId work(Work what, std::uint32_t number) const {
    const std::uint32_t life = what == Work::kRequest ? 0 : (life_ & 15U) << 20;
    return host_job(Stores::kWorld, (static_cast<std::uint32_t>(what) << 24) | life | number);
  }

  static constexpr std::uint32_t kNobody = UINT32_MAX;
  // So much of a dump is handed to the disk, or read from it, at a time at least.
  static constexpr std::uint64_t kDumpChunk = std::uint64_t{1} << 20;
  static constexpr sim::Duration kRetryPause = std::chrono::seconds(1);  // after a store's silence
  using Effect = Request::Effect;
  using Stage = Request::Stage;
  enum class State : std::uint8_t { kNotStarted, kRunning, kDone, kFailed, kStuck };

  // migration.cpp: construction, events of hosts and network, turns, looks
  void add_lanes();
  void add_latencies(Schedule& schedule);
  void add_traffic(Schedule& schedule);
  sim::LatencyId add_latency(const std::string& entity, const std::string& purpose,
                             const hardware::Latency& latency, Schedule& schedule);
  void schedule_turns(const hardware::Latency& latency, sim::LatencyId id, Schedule& schedule);
  void schedule_hardware_turns(Schedule& schedule);
  void schedule_first_events(Schedule& schedule);
  void add_resources();
  // migration_requests.cpp: from a client to a store and back
  RequestId ask(const Request& request, Schedule& schedule);
  [[nodiscard]] Request to_tables(SessionId session, const Statement& statement) const;
  [[nodiscard]] Request to_store(SessionId session, const KvRequest& request) const;
  void enter_client(RequestId id, Schedule& schedule);
  void leave_client(RequestId id, Schedule& schedule);
  void arrive_at_store(RequestId id, Schedule& schedule);
  void turn_away(RequestId id, Schedule& schedule);
  void answered(RequestId id, AskStatus status, Schedule& schedule);
  void take_effect(Request& request);
  void arrived(RequestId id, Schedule& schedule);
  void deliver(RequestId id, Schedule& schedule);
  void give_back(const Request& request, Schedule& schedule);
  [[nodiscard]] SessionIndex database_session(const Request& request);
  void prepare(Request& request);
  void hear(const Request& request, Schedule& schedule);
  [[nodiscard]] bool void_life(const Request& request) const {
    return kind_of(request.session) != SessionKind::kUser && request.life != life_;
  }
  void compute(Work what, std::uint32_t number, HostIndex host, sim::Duration took,
               Schedule& schedule);
  [[nodiscard]] sim::Duration with_bytes(sim::Duration base, std::uint64_t bytes) const;
  // migration_procedure.cpp: phases
  [[nodiscard]] const DumpAndImport& dump() const;
  [[nodiscard]] const ChangeCapture* capture() const;
  [[nodiscard]] const CopyParams& copy_params() const;
  [[nodiscard]] bool repairs() const;
  void build_program();
  void begin_procedure(Schedule& schedule);
  void due(ProcedureDue::What what, sim::Duration after, Schedule& schedule);
  void pause(SessionId session, sim::Duration duration, Schedule& schedule);
  void try_again(SessionId session, Schedule& schedule);
  void begin_step(Schedule& schedule);
  void end_step(PhaseEnd how, Schedule& schedule);
  void drop_residue(Schedule& schedule);
  void define_next(Schedule& schedule);
  [[nodiscard]] static KvRequest small_set();
  void ask_version(KvOperation operation, Schedule& schedule);
  void controller_heard(const Request& request, Schedule& schedule);
  void controller_resumes(std::uint32_t number, Schedule& schedule);
  void begin_open_store(Schedule& schedule);
  void define_as(std::uint32_t opener, Schedule& schedule);
  void opener_heard(const Request& request, Schedule& schedule);
  // migration_lanes.cpp: lanes, servers, ends
  void begin_lanes(Schedule& schedule);
  void begin_lane(LaneIndex lane, Schedule& schedule);
  void begin_lane_phase(LaneIndex lane, PhaseKind kind, Schedule& schedule);
  void end_lane_phase(LaneIndex lane, PhaseEnd how, Schedule& schedule);
  void lane_over(LaneIndex lane, bool failed, Schedule& schedule);
  void fail_lane(LaneIndex lane, FaultKind kind, const std::string& key, Schedule& schedule);
  void servers_down(Schedule& schedule);
  void servers_up(Schedule& schedule);
  void end_downtime(sim::Instant now);
  void everybody_to(Mode mode);
  void set_mode(std::uint32_t instance, Mode mode);
  void roll_to(Mode mode, Schedule& schedule);
  void restart_instance(Schedule& schedule);
  void instance_up(Schedule& schedule);
  void cut_over(Schedule& schedule);
  void give_up(Schedule& schedule);
  [[nodiscard]] bool crash_at_progress(Schedule& schedule);
  void crash(sim::Duration restart_after, Schedule& schedule);
  static void forget(Lane& lane, sim::Instant now);
  // migration_export.cpp
  void begin_export(LaneIndex lane, Schedule& schedule);
  void begin_stage(LaneIndex lane, Schedule& schedule);
  void ask_page(LaneIndex lane, std::uint32_t exporter, bool streamed, Schedule& schedule);
  void prepare_page(Request& request);
  std::uint32_t load_for_dump(ExportPage& page, TableIndex table, RowIndex row);
  void page_heard(const Request& request, Schedule& schedule);
  void page_encoded(std::uint32_t page, Schedule& schedule);
  void write_next_page(LaneIndex lane, Schedule& schedule);
  void page_written(std::uint32_t page, Schedule& schedule);
  [[nodiscard]] bool grow_dump(LaneIndex lane, std::uint64_t bytes, Schedule& schedule);
  void stage_over_if_done(LaneIndex lane, Schedule& schedule);
  [[nodiscard]] bool fails_on(TableIndex table, RowFlags flags) const;
  // migration_import.cpp
  void begin_import(LaneIndex lane, Schedule& schedule);
  [[nodiscard]] bool next_entry(Lane& lane, LoadedEntry& entry);
  [[nodiscard]] bool next_row(Lane& lane);
  void decode_next(LaneIndex lane, Schedule& schedule);
  void decode(LaneIndex lane, Schedule& schedule);
  void decoded(LaneIndex lane, Schedule& schedule);
  void set_entry(LaneIndex lane, std::uint32_t worker, const LoadedEntry& entry,
                 Schedule& schedule);
  void worker_heard(const Request& request, Schedule& schedule);
  void worker_dies(LaneIndex lane, const Request& request, Schedule& schedule);
  void import_over_if_done(LaneIndex lane, Schedule& schedule);
  [[nodiscard]] bool dump_on_disk() const;
  // migration_copy.cpp
  [[nodiscard]] RowIndex part_begin(TableIndex table, std::uint32_t part,
                                    std::uint32_t parts) const;
  [[nodiscard]] RowIndex part_past(TableIndex table, std::uint32_t part, std::uint32_t parts) const;
  void begin_copy(LaneIndex lane, Schedule& schedule);
  void read_chunk(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void prepare_chunk(Request& request);
  void copier_heard(const Request& request, Schedule& schedule);
  void chunk_encoded(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  [[nodiscard]] bool fill_batch(Lane& lane, Copier& copier);
  void add_to_batch(Copier& copier, const Entry& entry, bool next_range) const;
  void write_batch(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void send_batch(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void send_of_transaction(LaneIndex lane, std::uint32_t copier, std::uint32_t connection,
                           Schedule& schedule);
  void batch_heard(const Request& request, Schedule& schedule);
  void chunk_written(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void checkpoint(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void go_on_or_hold_back(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void copier_resumes(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void copied(LaneIndex lane, Schedule& schedule);
  // migration_changes.cpp
  void begin_catch_up(LaneIndex lane, Schedule& schedule);
  void read_log(LaneIndex lane, Schedule& schedule);
  void applier_heard(const Request& request, Schedule& schedule);
  void apply_changes(LaneIndex lane, Schedule& schedule);
  void log_looked_at(LaneIndex lane, Schedule& schedule);
  void drained(Schedule& schedule);
  // migration_check.cpp
  void begin_check(LaneIndex lane, Schedule& schedule);
  [[nodiscard]] bool skips_page(Checker& checker) const;
  void check_page(LaneIndex lane, std::uint32_t checker, Schedule& schedule);
  void ask_tables_for_check(LaneIndex lane, std::uint32_t checker, Schedule& schedule);
  void prepare_check(Request& request);
  void checker_heard(const Request& request, Schedule& schedule);
  void scan_store(LaneIndex lane, std::uint32_t checker, Schedule& schedule);
  [[nodiscard]] bool differs(TableIndex table, RowIndex row);
  void compared(LaneIndex lane, std::uint32_t checker, Schedule& schedule);
  void repair_next(LaneIndex lane, std::uint32_t checker, Schedule& schedule);
  void checked(LaneIndex lane, Schedule& schedule);
  // migration_users.cpp
  [[nodiscard]] bool traffic_over(std::uint32_t traffic, sim::Instant now) const;
  void begin_flow(std::uint32_t traffic, std::uint32_t client, Schedule& schedule);
  [[nodiscard]] RowIndex row_of(const User& user, const CallPlan& plan) const;
  [[nodiscard]] const CallPlan& plan_of(const User& user) const;
  void flow_over(std::uint32_t user, Schedule& schedule);
  void flow_step_over(std::uint32_t user, Schedule& schedule);
  [[nodiscard]] Conduct conduct_of(std::uint32_t traffic) const;
  void wait_at_door(std::uint32_t user, bool queues, sim::Instant now);
  void begin_call(std::uint32_t user, Schedule& schedule);
  void go_back(std::uint32_t user, sim::Duration way, Schedule& schedule);
  void open_door(Schedule& schedule);
  // migration_calls.cpp
  void enter(std::uint32_t user, std::uint32_t instance, Schedule& schedule);
  [[nodiscard]] bool uses_right_store(const User& user) const;
  [[nodiscard]] std::optional<std::uint32_t> next_instance();
  [[nodiscard]] std::optional<bool> pass_on_store(const User& user) const;
  void next_operation(std::uint32_t user, Schedule& schedule);
  void user_heard(const Request& request, Schedule& schedule);
  void roll_back(std::uint32_t user, Schedule& schedule);
  void call_failed(std::uint32_t user, const Request& request, Schedule& schedule);
  void pass_over(std::uint32_t user, bool on_store, Schedule& schedule);
  void call_over(std::uint32_t user, CallEnd how, Schedule& schedule);
  void begin_change(User& user, const CallPlan& plan, ChangedRow& row) const;
  void leave_instance(const User& user, Schedule& schedule);
  void note_call(const User& user, CallEnd how, sim::Instant now);
  void go_on_in_background(const User& user, Schedule& schedule);
  [[nodiscard]] CallOutcome& call_outcome(const User& user);
  [[nodiscard]] Statement statement_of(const User& user, const CallPlan& plan,
                                       const PlannedOperation& operation) const;
  [[nodiscard]] KvRequest kv_of(const User& user, const CallPlan& plan,
                                const PlannedOperation& operation);
  // migration_outcome.cpp: what is noted, and the facts at the end
  [[nodiscard]] std::int64_t used_on(HostIndex host) const;
  void note_fault(FaultKind kind, PackageIndex package, sim::Instant now,
                  const std::string& key = {});
  [[nodiscard]] static FaultKind fault_of(AskStatus status);
  void note_stuck(sim::Instant now);
  void note_meter();
  void note_content();
  [[nodiscard]] bool tables_in_charge() const;
  void note_rows(TableIndex table);
  void note_changed(const ChangedRow& row);
  void name_rows(RowFault fault, TableIndex table, RowIndex row, std::uint64_t rows);
  [[nodiscard]] bool entryless(TableIndex table, RowIndex row) const;
  [[nodiscard]] std::uint32_t entry_bytes_of(TableIndex table, RowIndex row) const;
  [[nodiscard]] KvRequest entry_request(TableIndex table, RowIndex row, RuleIndex rule) const;
  [[nodiscard]] std::string row_text(TableIndex table, RowIndex row) const;
  [[nodiscard]] std::string run_text(const EntryRun& run) const;

  // The machines and the stores.
  std::shared_ptr<const MigrationParams> params_;
  hardware::Network network_;
  std::vector<Host> hosts_;
  std::vector<hardware::PlaceIndex> places_;  // by host
  hardware::PlaceIndex tables_place_ = 0;
  hardware::PlaceIndex store_place_ = 0;
  Stores stores_;
  bool tables_down_ = false;
  bool store_down_ = false;
  std::vector<std::uint32_t> row_bytes_;  // by table: of a row in the heap, on average
  std::vector<bool> in_order_;            // by rule: rows in order have keys in order
  std::vector<ActiveDefect> defects_;
  Content content_;
  // Requests.
  std::vector<ConnectionPool> pools_;
  std::vector<std::vector<SessionIndex>> pool_sessions_;  // by pool and connection
  sim::Pool<Request> requests_;
  ProgramLatencies migrator_costs_{};
  ProgramLatencies server_costs_{};
  sim::LatencyId server_stop_{};
  sim::LatencyId server_start_{};
  sim::LatencyId snapshot_takes_{};

  // The procedure.
  State state_ = State::kNotStarted;
  std::vector<PhaseKind> program_;
  std::uint32_t first_step_ = 0;  // of an attempt after the first
  std::uint32_t step_ = 0;
  std::uint32_t phase_ = 0;
  std::uint32_t attempt_ = 0;
  std::uint32_t life_ = 0;                     // of its sessions
  std::uint32_t pending_ = 0;                  // things under way that it waits for
  std::optional<sim::Instant> failing_since_;  // the stores have answered nothing since
  bool residue_ = false;                       // an earlier attempt left something
  bool dropping_residue_ = false;
  std::uint32_t definitions_left_ = 0;
  std::optional<OpenRace> open_race_;
  std::vector<std::uint32_t> openers_;  // definitions that each has made
  std::uint32_t openers_left_ = 0;
  std::uint32_t created_ = 0;
  std::vector<Lane> lanes_;
  std::vector<LaneIndex> lane_of_table_;
  std::uint32_t lanes_left_ = 0;
  LaneIndex next_lane_ = 0;
  bool one_by_one_ = false;
  bool any_failed_ = false;
  sim::Pool<ExportPage> pages_;
  std::uint32_t dirty_chunks_ = 0;
  std::int64_t dump_bytes_ = 0;
  std::uint64_t rows_moved_ = 0;  // of this attempt
  std::uint64_t rows_to_move_ = 0;
  std::uint64_t attempt_entries_ = 0;
  std::vector<bool> crashed_;  // by fault
  bool capturing_ = false;
  bool draining_ = false;
  std::uint32_t lanes_to_drain_ = 0;

  // Servers and users.
  bool servers_up_ = true;
  sim::Instant down_since_{};
  std::vector<std::vector<Mode>> modes_;  // by instance and package
  Mode charge_ = Mode::kTable;            // where users' data is
  Mode rolling_to_ = Mode::kTable;
  std::uint32_t rolling_ = 0;
  std::uint32_t instance_down_ = kNobody;
  std::uint32_t next_instance_ = 0;
  bool flags_mended_ = false;
  bool store_first_ = false;
  bool awaits_calls_ = false;            // all that are in progress
  bool awaits_instance_ = false;         // those of the instance that restarts
  std::vector<std::uint32_t> calls_on_;  // by instance
  std::uint32_t calls_in_progress_ = 0;
  std::uint32_t users_busy_ = 0;
  sim::Pool<User> users_;
  sim::Ring<std::uint32_t> door_;
  std::vector<TrafficState> traffic_;
  std::vector<std::vector<std::uint32_t>> call_index_;  // by package and call: in the outcome
  sim::Duration recent_latency_{0};

  // What is noted.
  PhaseLog phases_;
  std::vector<Areas> last_look_;
  SpaceNow last_space_;
  Outcome outcome_;
};

}  // namespace models::migration
