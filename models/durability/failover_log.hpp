// The histories of a vBucket on a node, and how far two nodes have the same.
//
// Formula        a history is {uuid, seqno}: it began at that sequence number. A node that becomes
//                master at H, up to which it has everything, drops the entries that start above H
//                and puts {new uuid, H} on top
//                two nodes share all up to the number at which the newest history that both know
//                ended for one of them; if neither has gone on from it, all that both hold
// Snapshot       what a replica is sent when it connects leaves out versions that were overwritten
//                meanwhile: in the middle of it the replica has everything only up to its start
// Shape          plain values
// Source         kv_engine: FailoverTable (createEntry, pruneEntries, needsRollback), Warmup
// Checked by     tests/models/failover_log_test.cpp
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace models::durability {

/// One entry of a failover log: the history `uuid` began at `seqno`.
struct History {
  std::uint32_t uuid = 0;
  std::uint64_t seqno = 0;
  friend bool operator==(const History&, const History&) = default;
};
/// The histories of a vBucket on a node, the newest first.
using FailoverLog = std::vector<History>;

/// No history that both know has ended for either: they share all that both hold.
inline constexpr std::uint64_t kSharesAll = UINT64_MAX;

/// The node begins the history `uuid` with everything up to `seqno`.
void branch_off(FailoverLog& log, std::uint32_t uuid, std::uint64_t seqno);

/// The last sequence number that both histories share; 0 if they know none in common.
[[nodiscard]] std::uint64_t common_seqno(const FailoverLog& master, const FailoverLog& replica);

/// A vBucket as a replica was sent it when it connected: from `start` on, up to `end`, without the
/// versions that were overwritten meanwhile.
struct Snapshot {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  std::uint64_t covers = 0;  // up to there nothing is left to be sent once `end` is
  std::uint64_t first = 0;   // of its stream's messages; what was sent before is not taken

  /// Up to where a node that has come to `high` has everything.
  [[nodiscard]] std::uint64_t complete_up_to(std::uint64_t high) const {
    return high < end ? std::min(high, start) : high;
  }
};

}  // namespace models::durability
