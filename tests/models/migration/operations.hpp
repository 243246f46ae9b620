// The measured operations of tests/models/migration/data/operations.csv, and the same simulated.
//
// Errors         a missing or broken file breaks a SIM_CHECK
#pragma once

#include <string>
#include <vector>

#include "tests/models/migration/copy_runs.hpp"

namespace tests {

/// Times in microseconds.
struct OperationRun {
  std::string package;
  std::string store;  // kv, table_auto, table_tx
  std::string operation;
  std::uint32_t rows = 0;
  double mean = 0;
};

std::vector<OperationRun> read_operations(const std::string& path);

/// What the client waits for the operation on average, in microseconds.
double simulate_operation(const CopyMachine& machine, const OperationRun& run);

}  // namespace tests
