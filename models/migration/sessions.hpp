// The state of every program that takes part in a migration: plain values, a number for each.
//
// Shape          a session's number says of which kind it is, of which lane and which in it
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/migration/call_plan.hpp"
#include "models/migration/content.hpp"
#include "models/migration/host.hpp"
#include "models/migration/outcome.hpp"
#include "models/migration/params.hpp"
#include "models/migration/stores.hpp"
#include "sim/pool.hpp"
#include "sim/random.hpp"
#include "sim/ring.hpp"
#include "sim/schedule.hpp"
#include "sim/time_average.hpp"
#include "sim/zipf.hpp"

namespace models::migration {

enum class SessionKind : std::uint32_t {
  kController,
  kOpener,
  kExporter,
  kWorker,
  kCopier,
  kApplier,
  kChecker,
  kUser
};

/// Which store a flag names for reads and for writes.
enum class Mode : std::uint32_t { kTable, kBoth, kBothReadStore, kStore };

/// What the migrator's programs do on their host.
enum class Work : std::uint32_t {
  kRequest,
  kEncodePage,
  kWritePage,
  kFlushDump,
  kReadDump,
  kDecode,
  kEncodeChunk,
  kCompare
};

enum class CallEnd : std::uint8_t { kAnswered, kFailed, kPanicked };

/// Whose connections: the migrator's or the servers', to the tables or to the store.
enum Pool : std::uint32_t { kReaders, kWriters, kServerTables, kServerStore, kPools };

/// What a client program spends on its host's processor.
struct ProgramLatencies {
  sim::LatencyId statement{};
  sim::LatencyId encode{};
  sim::LatencyId decode{};
  sim::LatencyId dump_write{};
};

/// kind in the upper 4 bits, lane in the next 8, number in the rest; users have no lane.
using SessionId = std::uint32_t;
using LaneIndex = std::uint32_t;
inline constexpr unsigned kNumberBits = 20;
inline constexpr std::uint32_t kMostLanes = 256;

[[nodiscard]] constexpr SessionId session_id(SessionKind kind, LaneIndex lane,
                                             std::uint32_t number) {
  return (static_cast<std::uint32_t>(kind) << 28) | (lane << kNumberBits) | number;
}
[[nodiscard]] constexpr SessionKind kind_of(SessionId id) {
  return static_cast<SessionKind>(id >> 28);
}
[[nodiscard]] constexpr LaneIndex lane_of(SessionId id) {
  return (id >> kNumberBits) & (kMostLanes - 1);
}
[[nodiscard]] constexpr std::uint32_t number_of(SessionId id) {
  return id & ((1U << kNumberBits) - 1);
}
[[nodiscard]] constexpr std::uint32_t user_of(SessionId id) { return id & ((1U << 28) - 1); }

/// Goes through the entries of some tables in the order in which a dump has them.
struct EntryWalk {
  std::uint32_t table_at = 0;  // position in the lane's tables
  RowIndex row = 0;
  std::uint32_t entry = 0;
  std::uint32_t count = 0;  // of the row; valid once `loaded`
  bool loaded = false;
  std::array<Entry, kMostEntries> entries{};
};

/// An entry between dump and store.
struct LoadedEntry {
  EntryRun run;
  std::uint64_t partition = 0;
  std::uint32_t partition_bytes = 0;
  std::uint32_t key_bytes = 0;
  std::uint32_t value_bytes = 0;
  bool in_order = false;  // its key follows the one before
};

inline constexpr RowIndex kNoRowIndex = UINT64_MAX;

/// Some rows on their way into a dump.
struct ExportPage {
  LaneIndex lane = 0;
  std::uint32_t exporter = 0;
  TableIndex table = 0;
  std::uint32_t rows = 0;
  std::uint32_t entries = 0;
  std::uint64_t entry_bytes = 0;
  std::uint64_t line_bytes = 0;
  RowIndex defect = kNoRowIndex;  // a row that cannot be exported
};

/// Asks for the pages of one scan; several may share a scan that goes parent by parent.
struct Exporter {
  std::uint32_t scan = 0;     // of the lane
  std::uint32_t in_hand = 0;  // pages asked for and not yet in the dump
  bool asking = false;
  std::uint32_t asked = 0;  // the page that the answer will bring
};

struct Scan {
  ExportScan plan;
  RowIndex next = 0;  // row, or parent
  RowIndex past = 0;
  bool exhausted = false;
};

/// A reader of key ranges: one range of each table after the other.
struct Copier {
  enum class State : std::uint8_t { kIdle, kReading, kEncoding, kWriting, kCheckpoint, kPausing };
  State state = State::kIdle;
  std::uint32_t table_at = 0;  // position in the lane's tables
  RowIndex row = 0;            // the next to be read
  RowIndex since = 0;          // rows since the last checkpoint
  // Where a crash would take it back to.
  std::uint32_t safe_table_at = 0;
  RowIndex safe_row = 0;
  bool done = false;
  // The chunk in hand, and rows behind it that a sample stands for.
  RowIndex page_past = 0;
  RowIndex passed = 0;
  std::uint32_t rows = 0;
  std::uint32_t entries = 0;
  std::uint64_t entry_bytes = 0;
  EntryWalk walk;
  // The batch being written.
  EntryRun batch;
  std::vector<KvRequest> items;
  std::uint32_t batch_bytes = 0;
  std::uint32_t batch_heap_bytes = 0;
  std::uint32_t sent = 0;  // statements of its transaction, if it is sent as one
  AskStatus failed = AskStatus::kOk;
};

/// Compares one range of a table after the other.
struct Checker {
  enum class Step : std::uint8_t { kTables, kStore, kCompare, kRepair };
  Step step = Step::kTables;
  std::uint32_t table_at = 0;
  RowIndex row = 0;
  RowIndex page_past = 0;
  RowIndex passed = 0;  // as a copier's
  bool by_rows = true;    // else by digests
  std::int64_t owed = 0;  // of a sampled check: billionths of a page
  std::uint32_t rows = 0;
  std::uint32_t entries = 0;
  std::uint32_t entries_left = 0;
  std::uint64_t entry_bytes = 0;
  std::uint64_t partition = 0;
  std::vector<RowIndex> differing;
};

/// Someone who goes through rows, for those who move him on.
struct Walker {
  std::uint32_t group = 0;  // those of one number share a table, and are moved alike
  RowIndex at = 0;          // rows behind him
  RowIndex left = 0;        // that he may be moved by and still have to look where his end is
};

/// A change in the log, in the order in which users made them.
struct LoggedChange {
  std::uint64_t row;
  std::uint32_t table;
  RowContent content;
  sim::Instant at;
};

enum class LaneState : std::uint8_t {
  kWaiting,
  kExporting,
  kImporting,
  kCopying,
  kCatchingUp,
  kChecking,
  kDone,
  kFailed
};

/// What takes space at an instant.
struct SpaceNow {
  sim::Instant at{};
  std::int64_t database = 0;  // log included
  std::int64_t log = 0;
  std::int64_t store = 0;
  std::int64_t dump = 0;
  std::int64_t snapshot = 0;
};

/// Packages that are moved as one.
struct Lane {
  std::string name;
  std::vector<PackageIndex> packages;
  std::vector<TableIndex> tables;  // those that become entries
  LaneState state = LaneState::kWaiting;
  std::uint32_t phase = 0;  // of the phase log

  // export
  std::vector<Scan> scans;
  std::uint32_t stage = 0;
  std::vector<Exporter> exporters;
  sim::Ring<std::uint32_t> to_write;  // pages that wait for the dump's writer
  bool writing = false;
  std::uint64_t dump_bytes = 0;
  std::uint64_t unflushed = 0;  // of them

  // import
  EntryWalk walk;
  sim::Ring<LoadedEntry> channel;
  LoadedEntry decoded;  // holds the producer up while the channel is full
  bool producer_blocked = false;
  bool decoding = false;
  bool decoded_all = false;
  std::uint64_t read_bytes = 0;      // of the dump, since the disk was last asked for more
  std::vector<LoadedEntry> workers;  // what each is setting
  sim::Ring<std::uint32_t> idle_workers;
  std::uint32_t dead_workers = 0;

  // copy, catch-up, check
  std::vector<Copier> copiers;
  std::uint32_t running = 0;  // copiers or checkers
  sim::Ring<LoggedChange> log;
  std::uint32_t applying = 0;      // changes in hand
  std::uint32_t applications = 0;  // requests that are applying them
  bool reading_log = false;
  std::vector<Checker> checkers;
  CheckOutcome check;

  // busy or not: the decoder, the dump's writer; workers that wait for an answer
  sim::TimeAverage decoder_level;
  sim::TimeAverage writer_level;
  sim::TimeAverage workers_level;
};

/// A flow of calls about one row.
struct User {
  enum class Way : std::uint8_t { kNone, kThere, kBack };
  std::uint32_t traffic = 0;
  std::uint32_t client = 0;  // of a closed generator
  std::uint32_t flow = 0;
  std::uint32_t step = 0;
  std::uint32_t repeat = 0;
  RowIndex row = 0;
  // The call.
  std::uint32_t instance = 0;
  std::uint32_t mode = 0;       // the instance's, when the call began
  std::uint32_t pass = 0;       // over one store
  std::uint32_t operation = 0;  // of the pass
  std::uint32_t times = 0;      // that the operation has been done
  std::uint32_t attempt = 0;
  std::uint32_t number = 0;      // of the call among its like
  std::uint32_t wrote = 0;       // writes to the store that came through
  RowContent content = kNoRow;   // that the call writes
  std::uint32_t connection = 0;  // held through a transaction
  bool holds = false;
  bool rolling_back = false;
  bool background = false;  // does what the user did not wait for
  bool found_nothing = false;
  bool missed = false;   // there was nothing to change
  bool queues = false;   // at the door, with a call that has begun
  Way way = Way::kNone;  // between user and servers
  sim::Instant at_door{};
  sim::Instant began{};
};

/// A generator of flows, as it runs.
struct TrafficState {
  std::vector<sim::Stream> streams;     // by client; an open one has one
  std::vector<sim::LatencyId> waits;    // the same: think time, or interval
  std::vector<sim::LatencyId> between;  // by flow
  sim::LatencyId distance{};
  std::vector<std::vector<CallPlan>> plans;          // by flow and step
  std::vector<std::vector<std::uint32_t>> numbers;   // calls begun, the same
  std::vector<std::optional<sim::Zipf>> popularity;  // by flow
  std::uint64_t begun = 0;
  RowIndex in_turn = 0;
  PackageIndex moved_with = 0;  // the package that phases name for this one
};

}  // namespace models::migration
