// durasim schema
#include "scenarios/schema.hpp"

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "scenarios/reference.hpp"
#include "scenarios/tables.hpp"

namespace cli {

int carry_out(const SchemaCommand& command) {
  write_output(command.out, command.reference
                                ? scenarios::reference_markdown(scenarios::kScenarioTable)
                                : scenarios::json_schema(scenarios::kScenarioTable));
  return kAsExpected;
}

}  // namespace cli
