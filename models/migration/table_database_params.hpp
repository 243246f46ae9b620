// What a table database is made of: costs, caches, log, tables. Defaults are PostgreSQL 15 with
// stock settings on the machine that was measured.
//
// Source         "measured" is PostgreSQL 15 on 2 virtual CPUs of an AMD EPYC guest, Linux 6.18,
//                ext4 on virtio, 2026-11-21; the figures are fitted from its runs by
//                tests/models/migration/calibration_test.cpp, which fails when they differ.
//                "assumed" has no measurement behind it.
// Errors         REQUIRES at the fields; whoever fills these in has checked them
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/migration/write_ahead_log.hpp"
#include "sim/time.hpp"
#include "sim/units.hpp"

namespace models::migration {

/// Processor time of the server's processes.
struct DatabaseCosts {
  // Receive, bind, execute and answer a statement that touches nothing.
  sim::Duration per_statement{24'900};  // measured
  // Begin and end the execution of one that reads or changes rows.
  sim::Duration per_execution{24'200};  // measured
  // Insert, update or delete a row in the heap and one index.
  sim::Duration per_row_changed{7'000};  // measured
  // The same in each further index.
  sim::Duration per_further_index{3'000};  // assumed
  // Look a row up by key and answer it, or find that it is not there.
  sim::Duration per_row_found{4'000};  // assumed
  // Answer a row of a range or scan.
  sim::Duration per_row_answered{1'500};  // measured, as far as the server's half is one half
  // Look at a row and pass over it.
  sim::Duration per_row_visited{120};  // assumed: 5 to 10 million rows a second a core
  // COPY a row in or out, without its bytes.
  sim::Duration per_row_copied{1'100};  // from 1.29 s for a million, database_theory_test.cpp
  // Read, write or copy the bytes of rows.
  sim::Duration per_kib{400};  // assumed
  // Create or drop a table or an index.
  sim::Duration per_definition{1'000'000};  // assumed
  // End a transaction that wrote.
  sim::Duration per_commit{44'200};  // measured
  // What an asynchronous commit adds to that: waking the log writer.
  sim::Duration per_asynchronous_commit{3'300};  // measured
  // What the log writer does when it is woken so.
  sim::Duration per_writer_wake{36'000};  // measured
  // Fetch a page from the file cache.
  sim::Duration per_page_copied{3'000};  // assumed
  // Write a batch of log and ask for its sync: kernel and virtual machine, by size. It is spent
  // beside what the host's disk takes for the flush; a disk whose sync was timed by a program that
  // waited for it contains this already, and then one point of no time belongs here.
  struct FlushPoint {
    std::int64_t bytes;
    sim::Duration work;
  };
  std::vector<FlushPoint> flush{{8'192, sim::Duration(96'900)},        // measured
                                {16'384, sim::Duration(276'200)},      // measured
                                {73'728, sim::Duration(579'600)},      // measured
                                {688'128, sim::Duration(1'037'700)}};  // measured
  // More sessions than cores that want to compute slow each other: more work a row for each.
  std::uint32_t crowding_permille = 30;  // "a few percent" in larger runs on the same machine
};

/// Processor time of a client program, on its own host.
struct DatabaseClientCosts {
  // Encode, send, receive and take in the answer of a statement.
  sim::Duration per_statement{19'400};  // measured
  // Take in a row of a range.
  sim::Duration per_row{1'700};  // assumed: half of what a row costs both sides, as measured
};

/// An index: what an entry takes in a leaf, line pointer included.
struct IndexParams {
  std::uint32_t entry_bytes = 48;  // 1 <= it <= 8152
};

/// A table as it is when the run begins. The first index is the primary key.
struct TableParams {
  std::string name;
  std::uint64_t rows = 0;
  std::uint32_t row_bytes = 128;  // of a row in the heap, line pointer included; 1 <= it <= 8168
  std::vector<IndexParams> indexes{IndexParams{}};
};

/// What lies in the caches when the run begins.
enum class CacheState : std::uint8_t { kCold, kFileCacheWarm, kWarm };

struct DatabaseParams {
  std::string name = "database";
  DatabaseCosts costs;
  WriteAheadLogParams log;
  sim::Bytes buffers{std::int64_t{128} << 20};    // shared_buffers
  sim::Bytes file_cache{std::int64_t{16} << 30};  // what the host has left for it
  CacheState caches = CacheState::kWarm;
  // All pages were changed since the last checkpoint, as after loading the tables: their next
  // changes put no page images into the log.
  bool changed_since_checkpoint = false;
  bool synchronous_commit = true;
  bool full_page_writes = true;
  std::uint32_t sessions = 100;         // max_connections; 1 <= it < 2^27
  sim::Duration time_slice{3'000'000};  // a longer computation lets others in between
  std::vector<TableParams> tables;
};

}  // namespace models::migration
