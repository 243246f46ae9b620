// The words in which the world's tests speak: a small tracker of uploads, machines whose every step
// takes a round time, and runs.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/migration/migration.hpp"
#include "models/migration/run.hpp"

namespace tests {

namespace migration = models::migration;

/// One table of uploads, one entry each; calls create, get and delete.
[[nodiscard]] migration::Layout uploads(std::uint64_t rows);

/// Runs, of which some have a branch, with `hooks` each; exported run by run.
[[nodiscard]] migration::Layout runs(std::uint64_t rows, std::uint32_t hooks, bool indexed,
                                     std::uint32_t workers);

enum Call : migration::CallIndex { kCreate, kGet, kDelete, kTouch };
enum HostNumber : migration::HostIndex { kDb, kApp };

/// What each step takes, constant.
struct Costs {
  sim::Duration statement{0};  // of a client
  sim::Duration encode{0};
  sim::Duration decode{0};
  sim::Duration dump_write{0};
  sim::Duration server_statement{0};
  sim::Duration row_changed{0};
  sim::Duration commit{0};
  sim::Duration row_visited{0};
  sim::Duration row_answered{0};
  sim::Duration flush{0};
  sim::Duration network{0};  // one way
  std::int32_t db_cores = 64;
  std::int32_t app_cores = 64;
};

/// Every step of a copy takes a few, a flush a hundred.
inline constexpr Costs kFewMicroseconds{.statement = std::chrono::microseconds(3),
                                        .encode = std::chrono::microseconds(1),
                                        .decode = std::chrono::microseconds(2),
                                        .server_statement = std::chrono::microseconds(5),
                                        .row_changed = std::chrono::microseconds(7),
                                        .commit = std::chrono::microseconds(11),
                                        .flush = std::chrono::microseconds(100),
                                        .network = std::chrono::microseconds(13)};

/// A database and an application host; the store is a table beside the others.
[[nodiscard]] migration::MigrationParams params(migration::Layout layout, const Costs& costs,
                                                migration::Procedure procedure);

[[nodiscard]] migration::Outcome run(const migration::MigrationParams& params);

/// "export 2s, import 10s": the phases that took any time, one line each with what came of them.
[[nodiscard]] std::string phases(const migration::Outcome& outcome);
/// The phase of that kind. REQUIRES: there is one.
[[nodiscard]] const migration::PhaseOutcome& phase(const migration::Outcome& outcome,
                                                   migration::PhaseKind kind);
[[nodiscard]] sim::Duration length(const migration::PhaseOutcome& phase);

/// Closed clients that make one kind of flow.
[[nodiscard]] migration::TrafficParams clients(std::uint32_t number, sim::Duration think,
                                               migration::Flow flow);
[[nodiscard]] migration::Flow flow(migration::RowChoice row,
                                   std::vector<migration::FlowStep> steps);
[[nodiscard]] models::hardware::Latency always(sim::Duration duration);

/// "lost 0 changed 0 extra 0"
[[nodiscard]] std::string faults(const migration::ContentOutcome& content);

}  // namespace tests
