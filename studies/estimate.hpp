// What a run will cost before it starts: how many events will be handled, from the scenario alone.
//
// Formula        a data set: an import from a dump 9 events a row; a copy 13 a batch of entries and
//                9 a chunk of rows, or 9 a row where each is a statement of its own; what users ask
//                for until the run's stated end 9 a call; 1,000 for the procedure itself. Where
//                all costs are constant and nobody calls, what repeats is skipped: no more than
//                kHandledWhereItRepeats are handled a phase, and a pattern of rows thrice. Where
//                windows stand for the rest, no more than kHandledWhereSampled a table.
//                A cluster: operations of open workloads by their rate, of closed ones by clients
//                over think time, 3 + 3 for each replica of a write, twice that where it waits for
//                a level of durability; steps of a script 12 each. Seconds, of one processor,
//                are events / kEventsPerSecond: a round figure, for dealing out work and for
//                orders of magnitude
// Errors         within a factor of 3 of the events handled in scenarios where nothing fails;
//                how far a run gets that fails, what a retry costs, rows that a package reads
//                parent by parent and the checkpoints of a sampled run are not known here
// Checked by     tests/studies/estimate_test.cpp, against real runs
#pragma once

#include "scenarios/load.hpp"

namespace studies {

inline constexpr double kEventsPerSecond = 2e6;

/// At least one.
[[nodiscard]] double estimated_events(const scenarios::AnyScenario& scenario);

}  // namespace studies
