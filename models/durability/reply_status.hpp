// What an operation can be answered.
//
// Source         the statuses of the binary protocol (success, key not found, key exists, temporary
//                failure, not my vBucket); a timeout is the client's own conclusion
#pragma once

#include <cstddef>
#include <cstdint>

namespace models::durability {

enum class ReplyStatus : std::uint8_t {
  kOk,
  kNotFound,
  kExists,
  kTemporaryFailure,
  kTimeout,       // no answer within the client's deadline: nobody knows whether it was done
  kNotMyVbucket,  // by the map, another node is asked; clients go there and ask again
  kDurabilityImpossible,  // 0xa1: too few copies for a majority, or too many replicas
  kSyncWriteInProgress,   // 0xa2: the key has a prepare that is not completed
  kSyncWriteAmbiguous,    // 0xa3: its time was up; it was aborted
};
inline constexpr std::size_t kReplyStatuses = 9;

}  // namespace models::durability
