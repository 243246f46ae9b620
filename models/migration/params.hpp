// What a migration run is made of, as plain values: no file, no format.
//
// Errors         REQUIRES stated at each field; whoever fills these in has checked them and can
//                say where in his file the mistake is
// Checked by     tests/models/migration/migration_test.cpp, world_faults_test.cpp,
//                world_users_test.cpp, world_stores_test.cpp
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/hardware/topology.hpp"
#include "models/migration/dataset.hpp"
#include "models/migration/dynamo_db.hpp"
#include "models/migration/host.hpp"
#include "models/migration/lsm_store.hpp"
#include "models/migration/package.hpp"
#include "models/migration/postgres_kv.hpp"
#include "models/migration/procedure.hpp"
#include "models/migration/table_database.hpp"

namespace models::migration {

using CallIndex = std::uint32_t;  // of a package's calls
inline constexpr PackageIndex kAllPackages = 0xFFFFFFFF;

/// The tables' database.
struct SourceParams {
  HostIndex host = 0;
  DatabaseParams database;  // its tables are the layout's, in order
};

/// The key-value store.
struct PostgresKvTarget {
  HostIndex host = 0;
  std::optional<DatabaseParams> database;  // none: the tables' own
};
struct DynamoDbTarget {
  DynamoParams table;
  std::string place;  // in the topology
};
struct LsmTarget {
  LsmParams store;
  HostIndex host = 0;
};
using TargetParams = std::variant<PostgresKvTarget, DynamoDbTarget, LsmTarget>;

/// What the client programs (servers, migrator) spend on their host's processor.
struct ProgramCosts {
  hardware::Latency statement;   // a request: built, sent, its answer read
  hardware::Latency encode;      // an entry made of a row
  hardware::Latency decode;      // an entry read off a dump
  hardware::Latency dump_write;  // the write call that puts an entry's line into a dump
  sim::Duration per_kib{0};      // of what is encoded or decoded
};

/// The servers that users talk to.
struct ServerParams {
  HostIndex host = 0;
  std::uint32_t instances = 1;
  hardware::Latency stop;   // all of them stop within it
  hardware::Latency start;  // of one instance; with a rolling restart one after the other
  /// A request that would use the store its package's flag does not name: panic, or go on and
  /// read and write in the wrong place.
  bool panic_in_wrong_store = true;
  std::uint32_t attempts = 1;  // of a call whose store fails
  sim::Duration retry_pause{10'000'000};
};

/// What users do for a while; the stricter comes first.
enum class Conduct : std::uint8_t {
  kStops,   // begin nothing
  kQueues,  // wait at the door
  kGoesOn   // send; without a server they are refused
};

/// What users do in the phases of one kind, of their own package or of all.
struct DuringPhase {
  PhaseKind phase{};
  Conduct conduct = Conduct::kGoesOn;
};

/// Which row a flow is about.
enum class RowChoice : std::uint8_t {
  kNew,      // one that the flow itself makes
  kAny,      // of the data set, each alike
  kPopular,  // of the data set, Zipf
  kInFlight  // of the data set, in turn: begun before the run, finished by this flow
};

struct FlowStep {
  CallIndex call = 0;
  std::uint32_t times = 1;
  std::vector<std::uint32_t> parameters;  // of the call; empty: the usual ones
};
/// Calls made one after the other about one row: create, get seven times, delete.
struct Flow {
  double weight = 1;  // > 0
  RowChoice row = RowChoice::kAny;
  double zipf = 0.99;  // of kPopular
  std::vector<FlowStep> steps;
  hardware::Latency between;  // the user's pause between two calls
};

struct OpenArrivals {
  hardware::Latency interval;
};
struct ClosedArrivals {
  std::uint32_t clients = 1;
  hardware::Latency think;
};

struct TrafficParams {
  std::string name;
  PackageIndex package = 0;
  std::vector<Flow> flows;  // at least one
  std::variant<OpenArrivals, ClosedArrivals> arrivals;
  sim::Instant from = sim::kStart;
  sim::Instant until = sim::kNever;
  std::uint64_t count = UINT64_MAX;       // most flows; count or until is given
  Conduct while_down = Conduct::kQueues;  // with no server up
  hardware::Latency distance;             // between users and servers, one way
  std::vector<DuringPhase> during;        // stands before it; of several at once the strictest
};

/// Accidents.
struct MigratorCrash {
  std::optional<sim::Instant> at;  // either this
  double progress = 0;             // or this share of all rows copied
  sim::Duration restart_after{0};  // the operator starts it again
};
struct StoreFailure {
  bool source = false;  // the tables; else the key-value store
  sim::Instant from;
  sim::Instant until = sim::kNever;
};
struct DiskFills {
  HostIndex host = 0;
  sim::Instant at;
};
/// `replicas` programs open the key-value store at once; without a lock all but one fail.
struct OpenRace {
  std::uint32_t replicas = 3;
  bool locked = false;  // an advisory lock lets one after the other (#5193)
};
/// One instance keeps the old flag after the cut-over.
struct WrongFlag {
  PackageIndex package = 0;
  std::uint32_t instance = 0;
  sim::Instant until = sim::kNever;
};
using Fault = std::variant<MigratorCrash, StoreFailure, DiskFills, OpenRace, WrongFlag>;

/// A mistake of a package's exporter that this run's release still has.
struct ActiveDefect {
  PackageIndex package = 0;
  std::uint32_t defect = 0;  // of the package's
};

struct MigrationParams {
  std::vector<HostParams> hosts;  // at least one; names are places of the topology
  hardware::Topology topology;    // all places reach each other
  std::shared_ptr<const Dataset> dataset;
  SourceParams source;
  TargetParams target;
  Procedure procedure;
  HostIndex migrator = 0;
  ProgramCosts costs;
  ServerParams servers;
  CheckParams check;
  std::uint32_t pool = 25;                  // connections of a program to a database, at most
  sim::Duration patience{600'000'000'000};  // a store that is not there for longer is given up
  bool snapshot = false;                    // before the first phase
  hardware::Latency snapshot_takes;
  bool drop_old_tables = false;
  /// A procedure that fails ends with the servers back on the tables; else they stay down.
  bool roll_back_on_failure = false;
  std::vector<ActiveDefect> defects;
  std::vector<TrafficParams> traffic;
  std::vector<Fault> faults;
  sim::Instant start = sim::kStart;  // of the procedure; traffic before it warms up
  std::uint64_t seed = 1;
  std::uint64_t replication = 0;
};

}  // namespace models::migration
