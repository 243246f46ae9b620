// The language of scenarios and profiles: every field, once.
//
// The reader, the hints, the JSON Schema and the reference page all come from these tables.
// Checked by     tests/scenarios/tables_test.cpp (every example is read by the reader)
#pragma once

#include "scenarios/field_table.hpp"

namespace scenarios {

/// A scenario file about a cluster's durability.
extern const Table kScenarioTable;
/// A scenario file about moving a data set from tables to a key-value store.
extern const Table kMigrationTable;
/// A profile file: one piece of hardware, or a price list, with the source of its figures.
extern const Table kProfileTable;

/// A package file: tables, and the key-value entries that they become.
extern const Table kPackageTable;
/// Rows for each row of a parent: a number or a range.
extern const Field kChildCountForms[2];

/// Hardware, as it stands in profiles and in scenarios.
extern const Table kCpuTable;
extern const Table kDiskTable;
extern const Table kNetworkTable;

/// A profile by its name, or the figures.
extern const Field kCpuForms[2];
extern const Field kDiskForms[2];
extern const Field kNetworkForms[2];

extern const Table kNodeTable;
extern const Table kClusterTable;
extern const Table kWorkloadTable;

/// A client that watches, as a step and as an operation's durability, and its expected verdict.
extern const Table kWatchTable;
extern const Table kDurabilityTable;
extern const Table kVerdictTable;
/// Clients that watch a workload's writes; the names of clients and of verdicts.
extern const Table kWorkloadWatchTable;
extern const std::string_view kClientNames[6];
extern const std::string_view kVerdictNames[13];
/// Random faults within limits, and a second phase in which nothing breaks.
extern const Table kSwarmTable;
extern const Table kLivenessTable;
/// Synchronous durability: a level, or level and timeout; and that or a client that polls.
extern const Table kSyncTable;
extern const Field kSyncForms[2];
extern const Field kDurabilityForms[3];
extern const Table kClientsTable;
extern const Field kIncludeElement;

/// Parts of a scenario about a data set.
extern const Table kDatasetTable;
extern const Table kMigrationHardwareTable;
extern const Table kSourceStoreTable;
extern const Table kTargetStoreTable;
extern const Table kProcedureTable;
extern const Table kServersTable;
extern const Table kMigratorTable;
extern const Table kDataCheckTable;
extern const Table kMoneyTable;
extern const Table kPriceListTable;
extern const Table kTrafficTable;
extern const Table kFaultTable;
extern const Table kMigrationExpectationTable;

/// What breaks in a cluster, as a fault and as a step of a script; what clients do then.
extern const Field kClusterFaultElement;
extern const Table kCrashStep;
extern const Table kRestartStep;
extern const Table kTimeTravelStep;
extern const Table kFailoverStep;
extern const Table kRebalanceStep;
extern const Table kAutoFailoverTable;
extern const Table kAutoReprovisionTable;
extern const Table kPatienceTable;

/// The grid of a sweep, in both kinds of scenario.
extern const Table kSweepTable;

/// One step of a script: an operation or an out-of-band command.
extern const Field kStepElement;
/// One expectation, and an order that is wanted.
extern const Field kExpectationElement;
extern const Table kWantedTable;

}  // namespace scenarios
