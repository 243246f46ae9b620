// How far each latency of a scenario may move before an expectation's verdict turns.
//
// Formula        a latency is moved by d: every draw of it takes d longer (or shorter, but never
//                below 0), with the luck it had. The sweep runs the scenario at d = 0, asks
//                models/analysis/order_margin how far the order of everything, expectations'
//                instants included, stays the same, runs and judges it one nanosecond beyond, and
//                goes on from there. Verdicts are read from that order alone, so none turns
//                unseen, and every margin stated was run on both of its sides
// Limits         an expectation of a statistic turns without any order changing: not told. Past
//                a clock that latencies can reach (see order_margin.hpp) nothing is known. A year
//                slower counts as however slow. Routes stay those of the scenario
// Randomness     the scenario's; sampled draws all move alike
// Shape          a sweep stops after a number of runs and events, and says so
// Errors         throws InvalidInput for a scenario that expects nothing or is too large
// Checked by     tests/scenarios/margins_test.cpp (against running at every nanosecond, and against
//                bisection, on random scenarios)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace scenarios {

/// A latency that can be moved, or several of a kind that are moved together.
struct Movable {
  std::string name;  // "node0/disk write", "every disk's write"
  std::vector<sim::LatencyId> latencies;
  std::uint64_t draws = 0;  // in the run as it is
  sim::Duration least{0};   // of those draws
  sim::Duration most{0};
};

/// How far a verdict is the same in one direction.
struct Slack {
  enum class End : std::uint8_t {
    kTurns,    // a nanosecond beyond `up_to` the verdict is another
    kNone,     // it is the same however far the latency moves
    kUnknown,  // beyond `up_to` nothing is known, for the reason in `why`
  };
  End end = End::kNone;
  sim::Duration up_to{0};
  /// Of an expectation that does not hold and would from up_to + 1ns on: until when. With a `why`
  /// it may hold beyond, too: nothing is known there.
  std::optional<sim::Duration> mended_up_to;
  std::string why;
};

struct Margin {
  std::size_t expectation = 0;  // of the scenario's
  std::size_t movable = 0;
  Slack slower;
  Slack faster;
};

struct MarginLimits {
  std::uint64_t runs = 20'000;       // of one sweep
  std::uint64_t events = 1'000'000;  // in all runs of one sweep
};

struct Margins {
  std::vector<Verdict> verdicts;
  std::vector<Movable> movables;
  std::vector<Margin> margins;        // by expectation, then movable; untold ones left out
  std::vector<std::string> not_told;  // by expectation: why it is left out; empty if it is not
};

[[nodiscard]] Margins margins_of(const Scenario& scenario, const MarginLimits& limits = {});

}  // namespace scenarios
