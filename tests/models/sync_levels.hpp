// The three levels of synchronous durability, by the short names that tests call them.
#pragma once

#include "models/durability/sync_level.hpp"

namespace tests {

inline constexpr auto kMajority = models::durability::SyncLevel::kMajority;
inline constexpr auto kActive = models::durability::SyncLevel::kMajorityAndPersistToActive;
inline constexpr auto kPersist = models::durability::SyncLevel::kPersistToMajority;

}  // namespace tests
