// The migration: hosts, stores and network, the procedure that moves the data and the users who
// go on meanwhile; the world of a migration run.
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
// Failure        an answer says so; the session decides. A crash of the migrator voids its
// sessions'
//                life: what they asked for may still happen, but nobody hears of it
// Effects        content changes when a store's answer leaves it, conditions are tried then
// Randomness     only through the schedule's named latencies and the users' streams
// Shape          a value: a copy of world and schedule continues exactly as the originals would.
//                Memory: what is in flight, what users changed, statistics; not the rows
// Checked by     tests/models/migration/
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
  void on(const ProcedureDue& e, Schedule& schedule);
  void on(const FaultDue& e, Schedule& schedule);
  void on(const LookDue& e, Schedule& schedule);
  void on(const Turned& e, Schedule& schedule);
  /// Events of the stores.
  template <class Event>
  void on(const Event& e, Schedule& schedule) {
    stores_.on(e, hosts_, schedule, answers(schedule));
  }

  /// Nothing is left to be done: the procedure is over or stuck, and so are the users.
  [[nodiscard]] bool over() const {
    return pending_ == 0 && users_over_ && (state_ != State::kRunning || !waits_for_users_);
  }

  /// Everything that decides what happens from here on, as a fingerprint.
  [[nodiscard]] std::uint64_t digest() const;
  /// Ends the open phases at `end` and moves the outcome out.
  [[nodiscard]] Outcome take_outcome(sim::Instant end, const Schedule& schedule);

 private:
  // The world's own jobs on hosts, by the upper 4 of their 28 bits.
  enum class Work : std::uint32_t {
    kRequest,
    kEncodePage,
    kWritePage,
    kFlushDump,
    kReadDump,
    kDecode,
    kEncodeChunk
  };
  static constexpr OwnerTag kOwnJobs = 0;
  [[nodiscard]] static JobId work(Work what, std::uint32_t number) {
    return host_job(kOwnJobs, (static_cast<std::uint32_t>(what) << 24) | number);
  }

  enum class Stage : std::uint8_t { kClient, kThere, kBack };
  enum class Effect : std::uint8_t { kNone, kWriteIfAbsent, kWrite };
  static constexpr std::uint32_t kNoConnection = UINT32_MAX;
  using RequestId = std::uint32_t;

  struct Request {
    SessionId session = 0;
    std::uint32_t life = 0;
    bool to_store = false;  // else to the tables
    bool streamed = false;  // the server goes on by itself
    bool prepares = false;  // the session says what is read when it is read
    bool keeps = false;     // the connection, for the next request of the transaction
    bool batch = false;     // the session's batch of sets
    Stage stage = Stage::kClient;
    Effect effect = Effect::kNone;
    AskStatus status = AskStatus::kOk;
    HostIndex client = 0;
    std::uint32_t pool = 0;
    std::uint32_t connection = kNoConnection;
    std::uint32_t bytes_there = kRequestBytes;
    std::uint32_t bytes_back = kRequestBytes;
    Statement statement;
    KvRequest kv;
    EntryRun run;
    sim::EventId brought_by = sim::kNoEvent;
  };
  // What a statement or an answer takes on the wire besides its data: PostgreSQL's bind, execute
  // and sync messages with their answers, or a small HTTP request.
  static constexpr std::uint32_t kRequestBytes = 100;

  enum class State : std::uint8_t { kNotStarted, kRunning, kDone, kFailed, kStuck };
  enum class Mode : std::uint32_t { kTable, kBoth, kBothReadStore, kStore };
  enum class Servers : std::uint8_t { kUp, kStopping, kDown };
  // Whose connections: the migrator's or the servers', to the tables or to the store.
  enum Pool : std::uint32_t { kReaders, kWriters, kServerTables, kServerStore, kPools };

  struct ProgramLatencies {
    sim::LatencyId statement;
    sim::LatencyId encode;
    sim::LatencyId decode;
    sim::LatencyId dump_write;
  };

  // migration.cpp: construction, hosts, looks
  void add_lanes();
  void add_latencies(Schedule& schedule);
  void schedule_turns(const hardware::Latency& latency, sim::LatencyId id, Schedule& schedule);
  void schedule_host_turns(Schedule& schedule);
  void schedule_first_events(Schedule& schedule);
  [[nodiscard]] std::vector<Areas> areas(sim::Instant now) const;
  void look(Schedule& schedule);
  void note_space();
  void note_fault(FaultKind kind, PackageIndex package, sim::Instant now, std::string key = {});
  [[nodiscard]] auto answers(Schedule& schedule) {
    return
        [this, &schedule](JobId request, AskStatus status) { answered(request, status, schedule); };
  }

  // migration_requests.cpp: from a client to a store and back
  RequestId ask(const Request& request, Schedule& schedule);
  [[nodiscard]] Request to_tables(SessionId session, const Statement& statement) const;
  [[nodiscard]] Request to_store(SessionId session, const KvRequest& request) const;
  void enter_client(RequestId id, Schedule& schedule);
  void leave_client(RequestId id, Schedule& schedule);
  void arrive_at_store(RequestId id, Schedule& schedule);
  void answered(RequestId id, AskStatus status, Schedule& schedule);
  void deliver(RequestId id, Schedule& schedule);
  void arrived(RequestId id, Schedule& schedule);
  void give_back(std::uint32_t pool, std::uint32_t connection, Schedule& schedule);
  [[nodiscard]] bool prepare(Request& request, Schedule& schedule);
  void hear(const Request& request, Schedule& schedule);
  [[nodiscard]] bool void_life(const Request& request) const {
    return kind_of(request.session) != SessionKind::kUser && request.life != life_;
  }
  void compute(Work what, std::uint32_t number, HostIndex host, sim::Duration took,
               Schedule& schedule);
  [[nodiscard]] sim::Duration with_bytes(sim::Duration base, std::uint64_t bytes) const;

  // migration_procedure.cpp: phases
  void build_program();
  void begin_step(Schedule& schedule);
  void end_step(PhaseEnd how, Schedule& schedule);
  void after(sim::Duration duration, Schedule& schedule);
  void begin_open_store(Schedule& schedule);
  void opener_heard(const Request& request, Schedule& schedule);
  void controller_heard(const Request& request, Schedule& schedule);
  void ask_store_once(KvOperation operation, Schedule& schedule);
  void define_on_tables(std::uint32_t statements, Schedule& schedule);
  void stop_if_idle(Schedule& schedule);
  void step_to_mode(Mode mode, Schedule& schedule);
  void set_mode(std::uint32_t instance, Mode mode);
  void begin_lanes(Schedule& schedule);
  void begin_lane(LaneIndex lane, Schedule& schedule);
  void begin_lane_phase(LaneIndex lane, PhaseKind kind, Schedule& schedule);
  void end_lane_phase(LaneIndex lane, PhaseEnd how, Schedule& schedule);
  void lane_over(LaneIndex lane, bool failed, Schedule& schedule);
  void fail_lane(LaneIndex lane, FaultKind kind, std::string key, Schedule& schedule);
  void servers_up(Schedule& schedule);
  void crash(Schedule& schedule);
  [[nodiscard]] bool lane_failed() const;

  // migration_dump.cpp: export to a file and import from it
  void begin_export(LaneIndex lane, Schedule& schedule);
  void begin_stage(LaneIndex lane, Schedule& schedule);
  void ask_page(LaneIndex lane, std::uint32_t exporter, bool streamed, Schedule& schedule);
  void prepare_page(Request& request, Schedule& schedule);
  void page_heard(const Request& request, Schedule& schedule);
  void page_encoded(std::uint32_t page, Schedule& schedule);
  void write_next_page(LaneIndex lane, Schedule& schedule);
  void page_written(std::uint32_t page, Schedule& schedule);
  void grow_dump(LaneIndex lane, std::uint64_t bytes, Schedule& schedule);
  void stage_over_if_done(LaneIndex lane, Schedule& schedule);
  void begin_import(LaneIndex lane, Schedule& schedule);
  [[nodiscard]] bool next_entry(Lane& lane, EntryWalk& walk, LoadedEntry& entry);
  void decode_next(LaneIndex lane, Schedule& schedule);
  void decoded(LaneIndex lane, Schedule& schedule);
  void set_entry(LaneIndex lane, std::uint32_t worker, const LoadedEntry& entry,
                 Schedule& schedule);
  void worker_heard(const Request& request, Schedule& schedule);
  void import_over_if_done(LaneIndex lane, Schedule& schedule);

  // migration_copy.cpp: copiers
  void begin_copy(LaneIndex lane, Schedule& schedule);
  void read_chunk(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void prepare_chunk(Request& request, Schedule& schedule);
  void copier_heard(const Request& request, Schedule& schedule);
  void write_batch(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void chunk_written(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void checkpoint(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  void go_on_or_hold_back(LaneIndex lane, std::uint32_t copier, Schedule& schedule);
  [[nodiscard]] const CopyParams& copy_params() const;

  // migration_changes.cpp: the log of changes; the check of both sides
  void poll_log(LaneIndex lane, Schedule& schedule);
  void applier_heard(const Request& request, Schedule& schedule);
  void begin_check(LaneIndex lane, Schedule& schedule);
  void check_page(LaneIndex lane, std::uint32_t checker, Schedule& schedule);
  void prepare_check(Request& request, Schedule& schedule);
  void checker_heard(const Request& request, Schedule& schedule);

  // migration_users.cpp: calls
  void begin_flow(std::uint32_t traffic, std::uint32_t client, Schedule& schedule);
  void begin_call(std::uint32_t user, Schedule& schedule);
  void next_operation(std::uint32_t user, Schedule& schedule);
  void user_heard(const Request& request, Schedule& schedule);
  void pass_over(std::uint32_t user, Schedule& schedule);
  void call_over(std::uint32_t user, bool failed, Schedule& schedule);
  void flow_over(std::uint32_t user, Schedule& schedule);
  void open_door(Schedule& schedule);

  std::shared_ptr<const MigrationParams> params_;
  hardware::Network network_;
  std::vector<Host> hosts_;
  std::vector<hardware::PlaceIndex> places_;  // by host
  hardware::PlaceIndex tables_place_ = 0;
  hardware::PlaceIndex store_place_ = 0;
  Stores stores_;
  Content content_;
  std::vector<Connections> pools_;
  sim::Pool<Request> requests_;
  ProgramLatencies migrator_costs_{};
  ProgramLatencies server_costs_{};

  State state_ = State::kNotStarted;
  std::vector<PhaseKind> program_;
  std::uint32_t step_ = 0;
  std::uint32_t attempt_ = 0;
  std::uint32_t life_ = 0;     // of the procedure's sessions
  std::uint32_t pending_ = 0;  // things that the procedure waits for
  bool waits_for_users_ = false;
  bool users_over_ = true;
  std::vector<Lane> lanes_;
  PhaseLog phases_;
  Outcome outcome_;
};

}  // namespace models::migration
