// Many runs of one scenario under random faults, what they violate, and the smallest file that
// does.
//
// Formula        run n has seed n and the faults that fault_plan.hpp draws for it. A violation is
//                an expectation that fails, or a promise of durability that was broken and is not
//                excused. The digest folds the runs' digests in the order of their seeds
// Shape          the same for any number of threads: each run is a value of its own
// Errors         REQUIRES a scenario with a swarm
// Checked by     tests/scenarios/swarm_test.cpp
#pragma once

#include <functional>

#include "models/durability/fault_plan.hpp"
#include "scenarios/editable.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

struct Seeds {
  std::uint64_t first = 1;
  std::uint64_t last = 1;
};

struct SwarmOptions {
  Seeds seeds;
  unsigned threads = 1;
  std::function<void()> done_one = [] {};  // called by any thread
  std::function<bool()> interrupted = [] { return false; };
  // For tests: what is done to the params of each run, also of those that shrink.
  std::function<void(models::durability::ClusterParams&)> alter =
      [](models::durability::ClusterParams&) {};
};

struct Violation {
  std::uint64_t seed = 0;
  std::string expectation;
  std::string seen;
};

struct SwarmRuns {
  std::uint64_t runs = 0;
  std::uint64_t digest = 0;
  std::uint64_t writes = 0;
  std::uint64_t faults = 0;
  std::uint64_t promises = 0;
  std::uint64_t excused = 0;          // promises that broke, as the faults allow
  std::vector<Violation> violations;  // the first of each seed that has one
};

[[nodiscard]] SwarmRuns run_swarm(const Scenario& scenario, const SwarmOptions& options);

struct SmallestSwarm {
  std::string text;        // a file that fails under `run`, but not without its faults
  std::string seen;        // how
  std::size_t faults = 0;  // left in it
  std::size_t nodes = 0;
  std::uint64_t operations = 0;  // of its script and workloads, at most
};

/// A file without a swarm, whose run fails by the violated expectation; nothing if the scenario's
/// file is spread over others.
[[nodiscard]] std::optional<SmallestSwarm> smallest_violation(const Scenario& scenario,
                                                              const Violation& violation,
                                                              const FileSource& files,
                                                              const SwarmOptions& options);

/// Faults as they are if all stop at that instant.
void end_by(sim::Instant stop, std::vector<models::durability::Fault>& faults);

/// "k was promised majority at 4ms (seqno 2), node0 lost its memory at 20ms, ...".
[[nodiscard]] std::string chain_of_events(const models::durability::LostPromise& lost,
                                          const models::durability::ClusterParams& params);

/// Adds the verdicts that no expectation asks for: on promises, if anybody was promised anything
/// and something may break; on a second phase, if there is one.
void add_verdicts_of_run(const Scenario& scenario, const models::durability::Run& run,
                         std::vector<Verdict>& verdicts);

/// The expectations' verdicts, and those.
[[nodiscard]] std::vector<Verdict> judge_whole(const Scenario& scenario,
                                               const models::durability::Run& run);

}  // namespace scenarios
