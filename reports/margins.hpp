// How far each latency may move before a verdict turns, as a section.
//
// Formula        scenarios/margins.hpp; the tightest margins first, by nanoseconds; for an
//                expectation that does not hold, by what is nearest to mend it. The lead speaks of
//                single latencies, not of several that move together
// Shape          the text tells latencies of equal slack in one row, the tightest 60 rows, and
//                counts the rest; programs get all that make a difference, one by one
// Checked by     tests/reports/margins_test.cpp
#pragma once

#include "reports/section.hpp"
#include "scenarios/margins.hpp"

namespace reports {

[[nodiscard]] Section section_of(const scenarios::Scenario& scenario,
                                 const scenarios::Margins& margins);

}  // namespace reports
