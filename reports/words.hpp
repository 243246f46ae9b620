// The words of reports: numbers of things, lists, roles, answers; one word for one thing.
//
// Shape          pure functions of values
// Checked by     tests/reports/words_test.cpp
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/durability/client_watch.hpp"
#include "models/durability/outcome.hpp"
#include "sim/time.hpp"

namespace reports {

/// "1 expectation", "3 expectations". REQUIRES: `one` takes an s for its plural.
[[nodiscard]] std::string number_of(std::uint64_t count, std::string_view one);

/// "1 further line is not shown.", "3 further lines are not shown."
[[nodiscard]] std::string not_shown(std::uint64_t count, std::string_view one);

/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string listed(std::span<const std::string> words);

/// A duration in at most four digits: "3.142ms", "80ms". Halves are rounded up.
[[nodiscard]] std::string rounded_text(sim::Duration duration);

/// "found 0x00, CAS 7"; no CAS where it is 0.
[[nodiscard]] std::string words_for(const models::durability::ObserveAnswer& answer);

/// "persist_to 2 and replicate_to 1".
[[nodiscard]] std::string words_for(const models::durability::DurabilityRequest& request);

/// "0x81".
[[nodiscard]] std::string status_byte(models::durability::ObserveStatus status);

/// store, delete, get, observe, observe_seqno.
[[nodiscard]] std::string_view name_of(models::durability::OperationKind kind);

/// persist, unpersist, cache, uncache, endure, purge, keyinfo.
[[nodiscard]] std::string_view name_of(models::durability::CommandKind kind);

/// "0123456789abcdef".
[[nodiscard]] std::string digest_text(std::uint64_t digest);

}  // namespace reports
