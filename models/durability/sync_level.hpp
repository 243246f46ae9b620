// How durable a synchronous write must be before its client is told so.
//
// Formula        majority(copies) = copies / 2 + 1 of the copies that are configured: 1 of 1, 2 of
//                2, 2 of 3. Four copies (3 replicas) are refused
//                level                        a replica counts   the active counts
//                majority                     in memory          in memory
//                majorityAndPersistToActive   in memory          on disk
//                persistToMajority            on disk            on disk
//                The active must always be among those that count
// Source         kv_engine's durability monitors and status codes (0xa1 impossible, 0xa2 in
//                progress, 0xa3 ambiguous); the levels' names are the server's
// Checked by     tests/models/sync_writes_test.cpp
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/time.hpp"

namespace models::durability {

enum class SyncLevel : std::uint8_t {
  kNone,  // not a synchronous write
  kMajority,
  kMajorityAndPersistToActive,
  kPersistToMajority,
};

/// What a synchronous write is: it is prepared, and then either committed or aborted.
enum class Phase : std::uint8_t { kPlain, kPrepare, kCommit, kAbort };

inline constexpr std::uint32_t kMostSyncReplicas = 2;

/// How many of the configured copies are a majority.
[[nodiscard]] constexpr std::uint32_t majority_of(std::uint32_t copies) { return copies / 2 + 1; }

/// Whether a node counts a write only once its disk has it.
[[nodiscard]] constexpr bool waits_for_disk(SyncLevel level, bool active) {
  return level == SyncLevel::kPersistToMajority ||
         (active && level == SyncLevel::kMajorityAndPersistToActive);
}

/// What a store or delete asks for; no level, no synchronous write.
struct SyncRequest {
  SyncLevel level = SyncLevel::kNone;
  sim::Duration timeout = std::chrono::seconds(30);
};

/// majority, majorityAndPersistToActive, persistToMajority; none.
[[nodiscard]] constexpr std::string_view name_of(SyncLevel level) {
  switch (level) {
    case SyncLevel::kMajority:
      return "majority";
    case SyncLevel::kMajorityAndPersistToActive:
      return "majorityAndPersistToActive";
    case SyncLevel::kPersistToMajority:
      return "persistToMajority";
    case SyncLevel::kNone:
      break;
  }
  return "none";
}

}  // namespace models::durability
