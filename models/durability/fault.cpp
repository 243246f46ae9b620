#include "models/durability/fault.hpp"

#include <array>

namespace models::durability {

std::string_view name_of(FaultKind kind) {
  constexpr std::array<std::string_view, kFaultKinds> kNames = {
      "crash",      "restart",     "pause",        "disk_slow",   "disk_stalled",  "disk_full",
      "disk_fails", "loses_syncs", "network_slow", "network_cut", "network_lossy", "failover",
      "rebalance",  "opfail",      "hiccup",       "truncate",    "clock_skew",    "time_travel"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace models::durability
