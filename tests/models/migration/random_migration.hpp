// Migrations at constant costs, any of them: latencies, workers, batches, procedures and stores by
// dice that fall the same everywhere.
#pragma once

#include "world_language.hpp"

namespace tests {

/// A machine whose caches and log never end anything, as constant costs need.
void make_endless(migration::MigrationParams& params);

/// Uploads whose rows are all alike; with identifiers in order, or scattered.
[[nodiscard]] migration::Layout even_uploads(std::uint64_t rows, bool in_order);

/// The migration of that number at costs by chance: latencies of many kinds, rows of many sizes,
/// caches that are outgrown, checkpoints.
[[nodiscard]] migration::MigrationParams random_costly_migration(std::uint64_t number,
                                                                 std::uint64_t rows);

/// The migration of that number.
[[nodiscard]] migration::MigrationParams random_migration(std::uint64_t number, std::uint64_t rows);

}  // namespace tests
