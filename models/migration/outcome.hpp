// What a migration run leaves behind: a value that reports and expectations read.
//
// Shape          memory grows with phases, calls, faults and named rows, never with rows copied;
//                use over time is kept in at most kMostIntervals intervals of equal width
// Checked by     tests/models/migration/migration_test.cpp, world_faults_test.cpp,
//                world_users_test.cpp
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/migration/params.hpp"
#include "models/migration/use_over_time.hpp"
#include "sim/batch_means.hpp"
#include "sim/causes.hpp"
#include "sim/log_linear_histogram.hpp"
#include "sim/time_average.hpp"

namespace models::migration {

enum class PhaseEnd : std::uint8_t { kDone, kFailed, kCrashed, kNever };

/// How one resource was used, on average over a stretch of time.
struct Use {
  double busy = 0;  // share of its capacity, 0 to 1
  double waiting = 0;
};

struct PhaseOutcome {
  PhaseKind kind{};
  PackageIndex package = kAllPackages;
  std::uint32_t attempt = 0;  // counted from 0, up by one with each restart
  sim::Instant began;
  sim::Instant ended;  // the end of the run for one that never ended
  PhaseEnd end = PhaseEnd::kNever;
  std::uint64_t rows = 0;
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;                  // of entries or dump lines, as the phase writes them
  std::vector<Use> uses;                    // by Outcome::resources
  std::optional<std::uint32_t> bottleneck;  // the resource used most; of a busy share above 0
  sim::EventId ended_by = sim::kNoEvent;
};

/// A stretch during which a call of this package would have been refused.
struct Downtime {
  PackageIndex package = 0;
  sim::Instant from;
  sim::Instant until;
};

enum class CallStore : std::uint8_t { kTable, kBoth, kKv };
inline constexpr std::size_t kCallStores = 3;

/// One call, as its users saw it.
struct CallTimes {
  sim::LogLinearHistogram response;  // of answered calls, from the user's send to the answer
  std::uint64_t answered = 0;
  std::uint64_t failed = 0;     // the store failed it, all attempts
  std::uint64_t refused = 0;    // the servers were down
  std::uint64_t panicked = 0;   // the wrong store was asked
  std::uint64_t not_found = 0;  // of the answered: "nothing there" about what users had stored
};

struct CallOutcome {
  PackageIndex package = 0;
  CallIndex call = 0;
  std::array<CallTimes, kCallStores> by_store;
  sim::LogLinearHistogram while_migrating;  // answered between the first phase and the last
  sim::BatchMeans batches;                  // of answered calls, by their number
  std::uint64_t misplaced = 0;              // went on in the wrong store, unnoticed
};

/// What is wrong with a row after the migration.
enum class RowFault : std::uint8_t { kMissing, kChanged, kExtra, kNotMoved };

struct NamedRow {
  RowFault fault{};
  PackageIndex package = 0;
  TableIndex table = 0;
  std::uint64_t row = 0;
  std::uint64_t rows = 1;  // this many from `row` on, alike
  std::string key;         // the text of the first one's first key
};

/// The facts about the content at the end, found without taking time.
struct ContentOutcome {
  std::uint64_t rows_before = 0;     // of the tables, when the procedure began
  std::uint64_t rows_at_end = 0;     // that should be in the store in charge
  std::uint64_t entries_at_end = 0;  // in the key-value store
  std::uint64_t entry_bytes_at_end = 0;
  std::uint64_t rows_lost = 0;       // that the store in charge lacks
  std::uint64_t rows_not_moved = 0;  // of a run that did not end well: the tables have them still
  std::uint64_t rows_changed = 0;
  std::uint64_t rows_extra = 0;
  std::uint64_t rows_dropped = 0;  // left behind on purpose: expired, unreferenced
  /// Of tables of which no row is missing: what was written adds up to what the data set says.
  /// Looked at if the run checks all rows or digests.
  bool digests_agree = true;
  std::vector<NamedRow> named;  // at most kMostNamedRows, in order of package, table, row
};
inline constexpr std::size_t kMostNamedRows = 100;

/// What a check of the procedure found when it ran.
struct CheckOutcome {
  PackageIndex package = 0;
  std::uint64_t rows_read = 0;     // of the tables
  std::uint64_t entries_read = 0;  // of the store
  std::uint64_t differences = 0;
  std::uint64_t repaired = 0;
};

enum class FaultKind : std::uint8_t {
  kMigratorCrashed,
  kSourceFailed,
  kStoreFailed,
  kDiskFilled,
  kOpenRaceLost,
  kWrongFlag,
  kDefect,        // the exporter met a row that it cannot export
  kEntryRefused,  // the target had the key already
  kEntryTooLarge,
  kThrottledOut,  // all retries were used up
  kWorkersDead,
  kStuck,  // nothing can happen any more, the procedure is not over
  kPanic
};
struct FaultHappened {
  FaultKind kind{};
  sim::Instant at;
  PackageIndex package = kAllPackages;
  std::uint64_t count = 1;  // equal ones after it
  std::string key;          // of the row or entry, where there is one
};

/// The most bytes there were of each at one time, and of all together.
struct SpaceOutcome {
  std::int64_t database_before = 0;
  std::int64_t database_peak = 0;  // the source's database, WAL excluded
  std::int64_t wal_peak = 0;
  std::int64_t store_peak = 0;  // a target that is not in the source's database
  std::int64_t dump_peak = 0;
  std::int64_t snapshot = 0;
  std::int64_t peak = 0;          // of the sum
  std::int64_t database_end = 0;  // log included
  std::int64_t store_end = 0;
  // Bytes times nanoseconds while the procedure ran. They are noted where phases begin and end, and
  // before a checkpoint or work behind a store may free some; in between they change evenly.
  sim::TimeAverage::Area database_area = 0;  // log included
  sim::TimeAverage::Area store_area = 0;
  sim::TimeAverage::Area dump_area = 0;
  sim::TimeAverage::Area snapshot_area = 0;
};

/// What is paid by use.
struct MeterOutcome {
  std::uint64_t read_units = 0;   // thousandths
  std::uint64_t write_units = 0;  // thousandths
  std::uint64_t requests = 0;
  std::uint64_t throttled = 0;
  std::uint64_t retries = 0;
  std::uint64_t bytes_out = 0;        // sent to a store that is none of the machines
  std::uint64_t disk_operations = 0;  // of the databases' disks: reads, and writes of a flush
};

/// How a run's numbers were come by.
enum class Way : std::uint8_t {
  kEventByEvent,  // every event was handled
  kExact,         // what happens again and again was skipped; the numbers are the same
  kSampled        // estimates, with intervals
};

/// A stretch of a sampled run that is estimated, and how far its length can be trusted.
struct Estimated {
  sim::Instant from;
  sim::Instant until;
  double variance = 0;  // of its length, in square nanoseconds
  double squares = 0;   // of the contributions to it, each from one pair of neighbours
  std::uint64_t pairs = 0;
};

struct Obtained {
  Way way = Way::kEventByEvent;
  std::uint64_t skips = 0;           // times that periods were skipped
  std::uint64_t events_skipped = 0;  // of Outcome::events
  std::string not_skipped;           // why no more was, where it is known
  // Of a sampled run.
  std::uint64_t windows = 0;       // that were taken as samples
  std::uint64_t steps = 0;         // rows exported, imported, copied and checked, each once
  std::uint64_t steps_passed = 0;  // of them, those that samples stand for
  std::vector<Estimated> estimated;
};

struct TrafficOutcome {
  std::uint64_t flows = 0;
  std::uint64_t calls = 0;
  std::uint64_t queued = 0;       // calls that waited at the door and came in
  std::uint64_t shut_out = 0;     // users that stand before it at the end
  sim::Duration longest_wait{0};  // of a call, at the door
};

struct Outcome {
  sim::Instant end;
  bool complete = false;  // every phase ended as it should
  bool rolled_back = false;
  bool stuck = false;
  std::uint32_t attempts = 1;
  std::uint64_t events = 0;
  std::uint64_t digest = 0;
  Obtained obtained;
  std::vector<PhaseOutcome> phases;  // in the order in which they began
  std::vector<Downtime> downtimes;
  std::vector<CallOutcome> calls;
  std::vector<TrafficOutcome> traffic;
  ContentOutcome content;
  std::vector<CheckOutcome> checks;
  std::vector<FaultHappened> faults;
  SpaceOutcome space;
  MeterOutcome meter;
  std::vector<Resource> resources;
  UseOverTime use;
  std::uint64_t rows_copied = 0;  // reads of rows by the procedure, repeated ones counted
  std::uint64_t entries_written = 0;
  std::uint64_t entry_bytes_written = 0;
  std::uint64_t changes_applied = 0;  // off the log of changes
  sim::Duration longest_lag{0};       // of the log, once it was being applied
  std::uint64_t held_back = 0;        // pauses that a throttle made
  std::uint64_t wasted_entries = 0;   // written in attempts that were begun again
};

}  // namespace models::migration
