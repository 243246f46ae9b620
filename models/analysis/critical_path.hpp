// The critical path of a change: the chain of events, each brought about by the one before, that
// fixed its instant, from the script's step or the workload's arrival that began it.
//
// Formula        link by link: from = the instant of the link before (the start of the run for the
//                first), waited = released_at - from, served = at - released_at; all waits and
//                services of a whole path sum exactly to the change's instant
// Contention     a link that waited names the event whose end freed what it waited for
// Shape          pure functions of a run; no text but the names that the run gave its latencies.
//                A path is as long as its chain of causes: with an open workload, all arrivals
// Errors         REQUIRES a run that kept its causes
// Checked by     tests/models/critical_path_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/durability/run.hpp"

namespace models::analysis {

/// What kind of thing took the time of a link.
enum class Activity : std::uint8_t { kScript, kWorkload, kNetwork, kProcessor, kDisk, kTimeout };

/// The latencies of one purpose that a link drew.
struct Part {
  std::string purpose;  // "write", "sync", "operation", ...
  std::uint64_t count = 1;
  sim::Duration took{0};
};

struct PathLink {
  sim::EventId event = sim::kNoEvent;
  Activity activity = Activity::kScript;
  std::string resource;               // "node0/disk", "network/node0-node1"; "network" for a
                                      // message being sent, until name_links() has told which
  std::optional<std::uint32_t> step;  // of the script
  sim::Instant from;                  // the instant of what brought it about
  sim::Instant released_at;           // until here it waited
  sim::Instant at;                    // until here it was served
  std::vector<Part> parts;            // in the order of first mention
  sim::Duration rest{0};              // of the service, what the parts do not explain
  sim::EventId released_by = sim::kNoEvent;  // whose end freed it; none if it did not wait

  [[nodiscard]] sim::Duration waited() const { return released_at - from; }
  [[nodiscard]] sim::Duration served() const { return at - released_at; }
};

/// The path to `change`, the earliest link first; it begins after the latest of the `landmarks`
/// (events) on its way, or with the script's step or the workload's first event.
[[nodiscard]] std::vector<PathLink> critical_path(const durability::Run& run,
                                                  const durability::ClusterParams& params,
                                                  const durability::Change& change,
                                                  std::span<const sim::EventId> landmarks = {});

/// One event as a link of its own: what was being done when it ended.
[[nodiscard]] PathLink link_of(const durability::Run& run, const durability::ClusterParams& params,
                               sim::EventId event);

/// Names the links of the network over which each message of the path was sent.
/// REQUIRES: the path is whole, not cut at a landmark.
void name_links(std::vector<PathLink>& path, const durability::ClusterParams& params);

/// The changes of watched keys that the link's event made.
[[nodiscard]] std::span<const durability::Change> changes_of(const durability::Outcome& outcome,
                                                             const PathLink& link);

}  // namespace models::analysis
