// The measured copies of tests/models/migration/data/copy_runs.csv, and the same run simulated.
//
// Errors         a missing or broken file breaks a SIM_CHECK
#pragma once

#include <string>
#include <vector>

#include "models/migration/table_database_params.hpp"
#include "sim/time.hpp"

namespace tests {

/// A configuration and the medians of its repeats; times in microseconds.
struct CopyRun {
  std::uint32_t batch = 1;
  bool synchronous = true;
  std::uint32_t rows = 0;
  double wall = 0;
  double page = 0;
  double begin = 0;
  double sync = 0;
  double write = 0;
  double log_bytes_a_row = 0;
  double server_work_a_row = 0;
  double client_work_a_row = 0;
  double heap_bytes = 0;
  double index_bytes = 0;

  [[nodiscard]] double wall_a_row() const { return wall / rows; }
};

std::vector<CopyRun> read_copy_runs(const std::string& path);

/// What a simulated copy needs to know of the machine.
struct CopyMachine {
  models::migration::DatabaseCosts server;
  models::migration::DatabaseClientCosts client;
  sim::Duration sync{0};  // what a log flush waits for the disk, beside its processor time
  std::int32_t cores = 2;
  std::uint32_t connections = 1;
};

struct CopyOutcome {
  double wall = 0;  // microseconds
  double log_bytes = 0;
  double heap_bytes = 0;
  double index_bytes = 0;
  std::uint64_t flushes = 0;
};

/// With several connections each copies its share of the rows.
CopyOutcome simulate_copy(const CopyMachine& machine, std::uint32_t batch, bool synchronous,
                          std::uint32_t rows);

}  // namespace tests
