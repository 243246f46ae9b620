// Everything that can happen in a migration. A kind added here makes every visitor that forgets
// it fail to compile.
//
// Shape          each at most 8 bytes without padding, so that the digest can take them as they are
#pragma once

#include <cstdint>
#include <variant>

#include "models/hardware/network.hpp"
#include "models/migration/dynamo_db.hpp"
#include "models/migration/host.hpp"
#include "models/migration/lsm_store.hpp"
#include "models/migration/table_database.hpp"
#include "sim/schedule.hpp"

namespace models::migration {

/// A session's pause is over: back-off, throttle, poll, think.
struct PauseOver {
  std::uint32_t session;
  std::uint32_t life;  // the session's; a pause of an earlier life is void
};
/// An open generator's next flow begins.
struct FlowDue {
  std::uint32_t traffic;
};
/// A client of a closed generator has thought long enough.
struct ThinkingOver {
  std::uint32_t traffic;
  std::uint32_t client;
};
/// Something of the procedure that takes a known time is over; of an earlier life it is void.
struct ProcedureDue {
  enum class What : std::uint32_t { kPhaseOver, kInstanceUp, kRestart, kRolledBack };
  What what;
  std::uint32_t life;
};
/// An accident begins or ends.
struct FaultDue {
  std::uint32_t fault;
  std::uint32_t ends;
};
/// A latency changes.
struct Turned {
  std::uint32_t turn;
};

using Happening = std::variant<HostCpuDone, HostDiskDone, hardware::Landed, hardware::Transmitted,
                               DynamoServed, DynamoRetry, LsmDelayed, DatabaseTimer, PauseOver,
                               FlowDue, ThinkingOver, ProcedureDue, FaultDue, Turned>;
using Schedule = sim::Schedule<Happening>;

}  // namespace models::migration
