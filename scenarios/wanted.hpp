// Latencies that make a wanted ordering happen, or why none can.
//
// Formula        over all ways the run can go: the fewest latencies moved from what they would take
//                by themselves, of those the smallest largest move; found by trying the sets of
//                latencies in order of size and halving the move, each exactly. Values that the
//                latencies take by themselves: preferred_latencies()
// Refusal        a cycle of constraints, in the scenario's words: what is wanted, and what causes
//                and supports say against it
// Errors         throws InvalidInput that points into the words, or at the file's field wanted: no
//                milestone, one twice, impossible
// Checked by     tests/scenarios/wanted_test.cpp
#pragma once

#include "scenarios/orderings.hpp"

namespace scenarios {

struct Wanted {
  std::vector<MilestoneName> milestones;  // in the order that is wanted
  std::string source;                     // what it was read from: words, or a file
  models::durability::KeyIndex key = 0;
  std::uint32_t revision = 1;   // of the key, in the order of its writes
  Place place{"--want", 1, 1};  // in the source
};

/// "replica0.persisted, master.persisted", of the scenario's key's first revision, or with
/// " revision 2" behind; or "expectation 1", an order that the file itself expects.
[[nodiscard]] Wanted read_wanted(const std::string& words, const Scenario& scenario);

/// What the file itself wants. REQUIRES: the scenario has a field wanted; the file can be read.
[[nodiscard]] Wanted wanted_of(const Scenario& scenario, const FileSource& files);

struct Moved {
  sim::LatencyName latency;
  sim::Duration from;  // by itself
  sim::Duration to;    // its first draw that differs
};

struct Solved {
  std::vector<models::durability::GivenDraws> draws;
  std::vector<Moved> moved;
  bool complete = false;  // no other way of the run needs less
};

/// Throws InvalidInput if it is impossible.
[[nodiscard]] Solved solve_wanted(const Scenario& scenario, const Wanted& wanted,
                                  const OrderingsBudget& budget);

}  // namespace scenarios
