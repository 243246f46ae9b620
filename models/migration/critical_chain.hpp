// What fixed an instant of a migration: the chain of events, each brought about by the one before,
// from the procedure's beginning (or a user's arrival, or an accident) to that instant.
//
// Formula        as models/analysis/critical_path.hpp: from = the instant of the link before (the
//                start of the run for the first), waited = released_at - from, served = at -
//                released_at; all waits and services of a chain sum exactly to the instant
// Contention     what waits for a processor, a disk or a link waits in its own link. What is held
//                up otherwise (a lock, a connection, a log flush that others began) goes on with
//                the event that released it, so its wait is told as what it waited for
// Randomness     none of its own: the run is the scenario's, event by event
// Shape          memory grows with events: about 80 bytes each. Who asks bounds them first
// Checked by     tests/models/migration/critical_chain_test.cpp
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/migration/events.hpp"
#include "models/migration/outcome.hpp"
#include "sim/causes.hpp"

namespace models::migration {

/// A run, with what each event was and what brought it about.
struct CausalRun {
  Outcome outcome;
  sim::Causes causes;
  std::vector<Happening> happened;              // by event, from 1; [0] stands for none
  std::vector<sim::LatencyName> latency_names;  // by LatencyId
};

/// Runs it event by event; same outcome as run().
[[nodiscard]] CausalRun causal_run(std::shared_ptr<const MigrationParams> params,
                                   sim::Instant until);

/// Draws of one purpose, such as "write".
struct ChainPart {
  std::string purpose;
  std::uint64_t count = 0;
  sim::Duration took{0};
};

struct ChainLink {
  sim::EventId event = sim::kNoEvent;
  std::string resource;  // "db/disk", "network/app-db", "servers", "procedure", "traffic/readers"
  std::string what;      // "the tables' database", "stop"; empty where the resource says it all
  sim::Instant from;     // the instant of what brought it about
  sim::Instant released_at;
  sim::Instant at;
  sim::EventId released_by = sim::kNoEvent;  // whose end freed what it waited for

  [[nodiscard]] sim::Duration waited() const { return released_at - from; }
  [[nodiscard]] sim::Duration served() const { return at - released_at; }
};

/// The chain to an event, the earliest link first. REQUIRES: the event was scheduled in the run.
[[nodiscard]] std::vector<ChainLink> critical_chain(const CausalRun& run,
                                                    const MigrationParams& params,
                                                    sim::EventId event);

/// One event as a link of its own.
[[nodiscard]] ChainLink chain_link(const CausalRun& run, const MigrationParams& params,
                                   sim::EventId event);

/// The event with which the servers came back at `until`, the end of a downtime of the run. None if
/// they never did: the run ended first.
[[nodiscard]] std::optional<sim::EventId> end_of_downtime(const CausalRun& run, sim::Instant until);

}  // namespace models::migration
