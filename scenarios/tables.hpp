// The language of scenarios and profiles: every field, once.
//
// The reader, the hints, the JSON Schema and the reference page all come from these tables.
// Checked by     tests/scenarios/tables_test.cpp (every example is read by the reader)
#pragma once

#include "scenarios/field_table.hpp"

namespace scenarios {

/// A scenario file.
extern const Table kScenarioTable;
/// A profile file: one piece of hardware with the source of its figures.
extern const Table kProfileTable;

/// A package file: tables, and the key-value entries that they become.
extern const Table kPackageTable;
/// Rows for each row of a parent: a number or a range.
extern const Field kChildCountForms[2];

/// Hardware, as it stands in profiles and in scenarios.
extern const Table kCpuTable;
extern const Table kDiskTable;
extern const Table kNetworkTable;

extern const Table kNodeTable;
extern const Table kClusterTable;
extern const Table kWorkloadTable;

/// A client that watches, as a step and as an operation's durability, and its expected verdict.
extern const Table kWatchTable;
extern const Table kDurabilityTable;
extern const Table kVerdictTable;

/// One step of a script: an operation or an out-of-band command.
extern const Field kStepElement;
/// One expectation.
extern const Field kExpectationElement;

}  // namespace scenarios
