// What an operation can be answered.
//
// Source         the statuses of the binary protocol (success, key not found, key exists, temporary
//                failure, not my vBucket, and 0xa0 to 0xa3 of synchronous writes); a timeout is the
//                client's own conclusion
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace models::durability {

enum class ReplyStatus : std::uint8_t {
  kOk,
  kNotFound,
  kExists,
  kTemporaryFailure,
  kTimeout,       // no answer within the client's deadline: nobody knows whether it was done
  kNotMyVbucket,  // by the map, another node is asked; clients go there and ask again
  kDurabilityImpossible,    // 0xa1: too few copies for a majority, or too many replicas
  kSyncWriteInProgress,     // 0xa2: the key has a prepare that is not completed
  kSyncWriteAmbiguous,      // 0xa3: its time was up; it was aborted
  kDurabilityInvalidLevel,  // 0xa0: the level waits for disks, and the bucket is in memory only
};

/// As scenarios and reports call them.
inline constexpr std::array<std::string_view, 10> kReplyNames = {"ok",
                                                                 "not_found",
                                                                 "exists",
                                                                 "temporary_failure",
                                                                 "timeout",
                                                                 "not_my_vbucket",
                                                                 "durability_impossible",
                                                                 "sync_write_in_progress",
                                                                 "sync_write_ambiguous",
                                                                 "durability_invalid_level"};
inline constexpr std::size_t kReplyStatuses = kReplyNames.size();

[[nodiscard]] constexpr std::string_view name_of(ReplyStatus status) {
  return kReplyNames[static_cast<std::size_t>(status)];
}

}  // namespace models::durability
