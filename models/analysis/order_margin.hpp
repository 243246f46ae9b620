// How far latencies can move before anything in a run happens in another order.
//
// Formula        an event's instant is that of the event that released it, plus a fixed part, plus
//                its draws. So when every draw of some latencies moves by x, the instant moves by
//                n * x, n being how many of those draws lie on its chain of releases, as long as
//                all events keep their order. Two neighbours in time of which the earlier moves
//                faster meet after gap / (difference of their n); the first pair of all events that
//                meets is one of neighbours, so that is where the order ends. What happens at one
//                instant and what happens one after the other are different orders.
// Limits         draws end at 0: a distance at which one does ends the margin, too. What reads the
//                clock instead of the order (a volume's cap, a fairly shared processor, a workload
//                with an end) must not be reached by what moves; if it is, nothing is known
// Contention     the run has settled who waits for whom, and the margin ends where that changes; so
//                the maxima of a max-plus system are already taken, and no matrix of them is needed
// Shape          a pass over the record and a sort; exact, in whole nanoseconds
// Errors         REQUIRES a run that kept its causes
// Checked by     tests/models/order_margin_test.cpp, tests/scenarios/margins_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string>

#include "models/durability/run.hpp"

namespace models::analysis {

enum class Direction : std::uint8_t { kSlower, kFaster };

struct OrderMargin {
  /// The order is the same while every draw moves by this much or less; none: however far.
  std::optional<sim::Duration> holds_for;
  std::string clock;  // what reads the clock, so that nothing is known: "the caps of node0/disk"
};

/// The margin of the run's order when all draws of the latencies `moved` move together. `probes`
/// are instants that stay, and that events must not pass either.
[[nodiscard]] OrderMargin order_margin(const durability::Run& run,
                                       const durability::ClusterParams& params,
                                       std::span<const sim::LatencyId> moved, Direction direction,
                                       std::span<const sim::Instant> probes);

}  // namespace models::analysis
