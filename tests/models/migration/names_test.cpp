#include "models/migration/names.hpp"

#include <doctest/doctest.h>

using namespace models::migration;

TEST_CASE("the first and the last of each kind have their names") {
  CHECK(name_of(PhaseKind::kStopServers) == "stop-servers");
  CHECK(name_of(PhaseKind::kImport) == "import");
  CHECK(name_of(PhaseKind::kRestart) == "restart");
  CHECK(name_of(PhaseEnd::kDone) == "done");
  CHECK(name_of(PhaseEnd::kNever) == "never ended");
  CHECK(name_of(RowFault::kMissing) == "missing");
  CHECK(name_of(RowFault::kNotMoved) == "not moved");
  CHECK(name_of(RowFault::kExtra) == "extra");
  CHECK(name_of(FaultKind::kMigratorCrashed) == "migrator-crashed");
  CHECK(name_of(FaultKind::kPanic) == "panic");
  CHECK(name_of(CallStore::kTable) == "table");
  CHECK(name_of(CallStore::kKv) == "kv");
  CHECK(name_of(Procedure(DumpAndImport{})) == "dump-and-import");
  CHECK(name_of(Procedure(Standing{})) == "standing");
}
