// durasim schema
#include "scenarios/schema.hpp"

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "scenarios/reference.hpp"
#include "scenarios/tables.hpp"

namespace cli {

int carry_out(const SchemaCommand& command) {
  using scenarios::kMigrationTable;
  using scenarios::kPackageTable;
  using scenarios::kScenarioTable;
  const scenarios::Table* const pages[] = {&kScenarioTable, &kMigrationTable, &kPackageTable};
  write_output(command.out, command.reference ? scenarios::reference_markdown(pages)
                                              : scenarios::json_schema(kScenarioTable,
                                                                       kMigrationTable, "dataset"));
  return kAsExpected;
}

}  // namespace cli
