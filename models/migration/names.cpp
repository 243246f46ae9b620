#include "models/migration/names.hpp"

#include <array>

namespace models::migration {

namespace {

constexpr std::array<std::string_view, kPhaseKinds> kPhases{
    "stop-servers",  "snapshot",    "open-store",    "read-version", "drop-residue",
    "begin-version", "dual-write",  "capture",       "export",       "import",
    "copy",          "catch-up",    "check",         "repair",       "cut-over",
    "end-version",   "drop-tables", "start-servers", "roll-back",    "restart"};
constexpr std::array<std::string_view, 4> kEnds{"done", "failed", "crashed", "never ended"};
constexpr std::array<std::string_view, 4> kRowFaults{"missing", "changed", "extra", "not moved"};
constexpr std::array<std::string_view, kFaultKinds> kFaults{
    "migrator-crashed", "source-failed", "store-failed",  "disk-filled",     "open-race-lost",
    "wrong-flag",       "defect",        "entry-refused", "entry-too-large", "throttled-out",
    "workers-dead",     "stuck",         "panic"};
constexpr std::array<std::string_view, kCallStores> kStores{"table", "both", "kv"};
constexpr std::array<std::string_view, std::variant_size_v<Procedure>> kProcedures{
    "dump-and-import", "batched-copy", "online", "change-capture", "standing"};

}  // namespace

std::string_view name_of(PhaseKind kind) { return kPhases[static_cast<std::size_t>(kind)]; }
std::string_view name_of(PhaseEnd end) { return kEnds[static_cast<std::size_t>(end)]; }
std::string_view name_of(RowFault fault) { return kRowFaults[static_cast<std::size_t>(fault)]; }
std::string_view name_of(FaultKind kind) { return kFaults[static_cast<std::size_t>(kind)]; }
std::string_view name_of(CallStore store) { return kStores[static_cast<std::size_t>(store)]; }
std::string_view name_of(const Procedure& procedure) { return kProcedures[procedure.index()]; }

}  // namespace models::migration
