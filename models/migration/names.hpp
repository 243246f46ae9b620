// What phases, faults and their like are called, in files and in reports alike.
//
// Shape          constant texts; one word for one thing
// Checked by     tests/models/migration/names_test.cpp
#pragma once

#include <string_view>

#include "models/migration/outcome.hpp"

namespace models::migration {

inline constexpr std::size_t kPhaseKinds = static_cast<std::size_t>(PhaseKind::kRestart) + 1;
inline constexpr std::size_t kFaultKinds = static_cast<std::size_t>(FaultKind::kPanic) + 1;

/// "stop-servers", "import".
[[nodiscard]] std::string_view name_of(PhaseKind kind);
/// "done", "failed", "crashed", "never ended".
[[nodiscard]] std::string_view name_of(PhaseEnd end);
/// "missing", "changed", "extra", "not moved".
[[nodiscard]] std::string_view name_of(RowFault fault);
/// "migrator-crashed", "disk-filled".
[[nodiscard]] std::string_view name_of(FaultKind kind);
/// "table", "both", "kv".
[[nodiscard]] std::string_view name_of(CallStore store);
/// "dump-and-import", "batched-copy", "online", "change-capture", "standing".
[[nodiscard]] std::string_view name_of(const Procedure& procedure);

}  // namespace models::migration
