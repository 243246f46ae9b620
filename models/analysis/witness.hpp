// Latencies that make a run go a given way: one solution of a trace's bounds, as draws.
//
// Formula        each event's instant, in the order of the trace, as near as the bounds allow to
//                its parent's plus what its draws would take by themselves; what an event took
//                beyond its fixed part is dealt out to its draws, the first ones first
// Shape          the draws of a latency are in the order in which the run will draw them. Latencies
//                that have one value only are left out
// Checked by     tests/models/explorer_test.cpp (each witness is run and goes the way it should)
#pragma once

#include "models/analysis/trace.hpp"
#include "models/durability/params.hpp"

namespace models::analysis {

/// What a latency's n-th draw would take by itself, in nanoseconds.
using Preferred = std::vector<std::int64_t>;  // by LatencyId

/// An instant for each event of the trace that happens. REQUIRES: `bounds` have a solution and
/// imply the trace's.
[[nodiscard]] std::vector<std::int64_t> instants_of(const Trace& trace, DifferenceBounds bounds,
                                                    const Preferred& preferred);

/// What each term of the trace takes then, by its number in trace.terms.
[[nodiscard]] std::vector<std::int64_t> shares_of(const Trace& trace,
                                                  const std::vector<std::int64_t>& instants,
                                                  const Preferred& preferred);

/// The draws, by latency, in the order of the run.
[[nodiscard]] std::vector<durability::GivenDraws> draws_of(
    const Trace& trace, const std::vector<std::int64_t>& instants,
    const std::vector<std::int64_t>& shares, const std::vector<sim::LatencyName>& names);

}  // namespace models::analysis
