// One migration run: from params to outcome.
//
// Digest         each event's kind, content and time since the one before, mixed to a word w:
//                state = state * odd constant + w. So what n events do to it is an affine map, and
//                doing it k times more is that map to the power of k (see forward.hpp)
// Errors         REQUIRES valid params; whoever made them has told his user of every mistake
// Checked by     tests/models/migration/migration_test.cpp
#pragma once

#include <memory>
#include <vector>

#include "models/migration/migration.hpp"
#include "models/migration/sampling.hpp"
#include "sim/confidence.hpp"

namespace models::migration {

struct RunOptions {
  sim::Instant until = sim::kNever;  // the run ends here, or when nothing is left to be done
  bool causes = false;               // keep the record of what caused what
  /// Exact: skip what happens again and again, with the same outcome to the byte; not with causes.
  /// Sampled: besides, let windows stand for what is like them (see sampler.hpp).
  Way way = Way::kExact;
  Sampling sampling;                       // of a sampled run
  std::uint64_t most_events = UINT64_MAX;  // then it ends, and tells only how far it came
};

struct Run {
  Outcome outcome;
  sim::Causes causes;                           // empty unless asked for
  std::vector<sim::LatencyName> latency_names;  // by LatencyId
};

/// Runs the migration and returns what happened. Same params: same bytes.
[[nodiscard]] Run run(std::shared_ptr<const MigrationParams> params, const RunOptions& options);

/// The same users on the tables and on the store, with the same luck.
struct TableAgainstKv {
  Outcome on_table;
  Outcome on_kv;
  std::vector<sim::PairedDifference> calls;  // by on_table.calls: kv minus table
};

/// REQUIRES: `params` has traffic; its procedure is not looked at.
[[nodiscard]] TableAgainstKv compare(const MigrationParams& params, const RunOptions& options);

}  // namespace models::migration
