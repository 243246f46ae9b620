// What a report says differently than the one that was recorded, in sentences.
//
//   replica1 persists invoice-17 2ms later (at 14ms instead of 12ms), now after the master
//   at 12ms..14ms replica1 answers found instead of persisted
//   persist_to 2 holds 1ms earlier (at 11ms instead of 12ms)
//   gocb-2 (k) now says success instead of ambiguous_timeout, 3ms later (at 9ms instead of 6ms)
//   p99 of store went from 3.1ms to 3.4ms
//   the digest changed, though nothing in the report did
//
// Lines of the scenario file do not count: comments may come and go.
// Shape          in the order verdicts, milestones, answers, requirements,
//                clients, numbers; the story's own
//                words only when nothing else tells the difference
// Errors         a recorded text that is no report of this version is a Problem of its file
// Checked by     tests/reports/compare_test.cpp, compare_rows_test.cpp
#pragma once

#include <string>
#include <vector>

#include "reports/section.hpp"
#include "scenarios/problem.hpp"

namespace reports {

/// The differences between `recorded`, the text of the file `path`, and the report `now`.
[[nodiscard]] std::vector<std::string> differences(const std::string& path,
                                                   const std::string& recorded, const Report& now,
                                                   scenarios::Problems& problems);

}  // namespace reports
