// What a run will cost before it starts: how many events it will be, from the scenario alone.
//
// Formula        a data set: rows that are moved times 9 events, and what users ask for until the
//                run's stated end times 9; a cluster: operations of open workloads by their rate,
//                of closed ones by clients over think time, times 6 + 6 for each replica of a
//                write; steps of a script 20 each. Its seconds, of one processor, are
//                events / kEventsPerSecond: a round figure, for dealing out work and for orders of
//                magnitude
// Errors         estimate over real events, of eleven scenarios of the library: 0.7 to 8 where
//                rows and operations go one by one; 67 for a batched copy, which handles a batch at
//                once; what a fast-forward skips is not known here either
// Checked by     tests/studies/estimate_test.cpp
#pragma once

#include "scenarios/load.hpp"

namespace studies {

inline constexpr double kEventsPerSecond = 2e6;

/// At least one.
[[nodiscard]] double estimated_events(const scenarios::AnyScenario& scenario);

}  // namespace studies
