// What a swarm of runs under random faults found.
//
// Shape          a pure function; the first violations are told one by one
// Checked by     tests/scenarios/swarm_test.cpp (the runs that it tells)
#pragma once

#include "reports/section.hpp"
#include "scenarios/swarm.hpp"

namespace reports {

[[nodiscard]] Section swarm_section(const scenarios::SwarmRuns& runs);

}  // namespace reports
