// The measured copies and operations, predicted from a part of them (calibration.hpp says which).
//
// Recorded       docs/postgres-calibration.md holds the tables; with DURASIM_RECORD set this test
//                writes them there instead of comparing
#include "tests/models/migration/calibration.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

using tests::calibrate;
using tests::CopyMachine;
using tests::CopyRun;
using tests::OperationRun;

namespace {

std::string root() {
  const char* path = std::getenv("DURASIM_SOURCE_ROOT");
  REQUIRE(path != nullptr);
  return std::string(path) + "/";
}

const std::vector<CopyRun>& copies() {
  static const auto runs =
      tests::read_copy_runs(root() + "tests/models/migration/data/copy_runs.csv");
  return runs;
}

const std::vector<OperationRun>& operations() {
  static const auto runs =
      tests::read_operations(root() + "tests/models/migration/data/operations.csv");
  return runs;
}

double error(double predicted, double measured) { return std::fabs(predicted / measured - 1); }

struct Errors {
  double median = 0;
  double worst = 0;
};

Errors errors(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  const std::size_t half = all.size() / 2;
  return {all.size() % 2 == 1 ? all[half] : (all[half - 1] + all[half]) / 2, all.back()};
}

bool fitted(const CopyRun& run) {
  return run.rows <= 3000 && (run.batch == 1 || run.batch == 1000);
}
bool fitted(const OperationRun& run) {
  return run.package == "multiparts" && run.store == "kv" && run.operation == "get";
}

std::string copies_table(const CopyMachine& machine) {
  std::string text = fmt::format("{:>5}  {:<12}  {:>7}  {:>12}  {:>13}  {:>6}  {}\n", "batch",
                                 "commit", "rows", "measured", "predicted", "error", "");
  for (const CopyRun& run : copies()) {
    const double predicted =
        tests::simulate_copy(machine, run.batch, run.synchronous, run.rows).wall / run.rows;
    text += fmt::format("{:>5}  {:<12}  {:>7}  {:>9.1f} us  {:>10.1f} us  {:>+5.1f}%{}\n",
                        run.batch, run.synchronous ? "synchronous" : "asynchronous", run.rows,
                        run.wall_a_row(), predicted, 100 * (predicted / run.wall_a_row() - 1),
                        fitted(run) ? "  fitted" : "");
  }
  return text;
}

std::string operations_table(const CopyMachine& machine) {
  std::string text = fmt::format("{:<10}  {:<10}  {:<8}  {:>6}  {:>10}  {:>11}  {:>6}\n", "package",
                                 "store", "call", "rows", "measured", "predicted", "error");
  for (const OperationRun& run : operations()) {
    const double predicted = tests::simulate_operation(machine, run);
    text += fmt::format("{:<10}  {:<10}  {:<8}  {:>6}  {:>7.1f} us  {:>8.1f} us  {:>+5.1f}%{}\n",
                        run.package, run.store, run.operation, run.rows, run.mean, predicted,
                        100 * (predicted / run.mean - 1), fitted(run) ? "  fitted" : "");
  }
  return text;
}

// What nobody has measured yet: several connections on the two cores.
std::string connections_table(CopyMachine machine) {
  std::string text =
      fmt::format("{:>11}  {:>11}  {:>12}\n", "connections", "synchronous", "asynchronous");
  for (const std::uint32_t connections : {1U, 2U, 4U, 8U, 16U, 32U}) {
    machine.connections = connections;
    const auto rate = [&](bool synchronous) {
      return 32'000e6 / tests::simulate_copy(machine, 1, synchronous, 32'000).wall;
    };
    text += fmt::format("{:>11}  {:>9.0f}/s  {:>10.0f}/s\n", connections, rate(true), rate(false));
  }
  return text;
}

std::string shown(const std::string& text) {
  std::string trimmed;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    line.erase(line.find_last_not_of(' ') + 1);
    trimmed += line + "\n";
  }
  return trimmed;
}

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("copies of 10,000 rows and more take what the model predicts") {
  const CopyMachine machine = calibrate(copies(), operations());
  std::vector<double> all;
  for (const CopyRun& run : copies()) {
    if (run.rows < 10'000) continue;
    const auto outcome = tests::simulate_copy(machine, run.batch, run.synchronous, run.rows);
    all.push_back(error(outcome.wall, run.wall));
  }
  REQUIRE(all.size() == 16);
  CHECK(errors(all).median <= 0.05);
  CHECK(errors(all).worst <= 0.15);
}

TEST_CASE("the bytes of heap, index and log are those that PostgreSQL wrote") {
  const CopyMachine machine = calibrate(copies(), operations());
  for (const CopyRun& run : copies()) {
    const auto outcome = tests::simulate_copy(machine, run.batch, run.synchronous, run.rows);
    CHECK(outcome.heap_bytes == run.heap_bytes);
    CHECK(error(outcome.index_bytes, run.index_bytes) <= 0.003);
    CHECK(error(outcome.log_bytes / run.rows, run.log_bytes_a_row) <= 0.005);
  }
}

TEST_CASE("single operations on table and key-value store take what the model predicts") {
  const CopyMachine machine = calibrate(copies(), operations());
  std::vector<double> all;
  for (const OperationRun& run : operations()) {
    if (!fitted(run)) all.push_back(error(tests::simulate_operation(machine, run), run.mean));
  }
  CHECK(errors(all).median <= 0.05);
  CHECK(errors(all).worst <= 0.26);
}

TEST_CASE("the costs that ship are those that the fit gives") {
  const CopyMachine machine = calibrate(copies(), operations());
  const models::migration::DatabaseCosts shipped;
  const models::migration::DatabaseClientCosts client;
  CHECK(machine.server.per_statement == shipped.per_statement);
  CHECK(machine.server.per_execution == shipped.per_execution);
  CHECK(machine.server.per_row_changed == shipped.per_row_changed);
  CHECK(machine.server.per_row_answered == shipped.per_row_answered);
  CHECK(machine.server.per_commit == shipped.per_commit);
  CHECK(machine.server.per_asynchronous_commit == shipped.per_asynchronous_commit);
  CHECK(machine.server.per_writer_wake == shipped.per_writer_wake);
  CHECK(machine.client.per_statement == client.per_statement);
  CHECK(machine.client.per_row == client.per_row);
  REQUIRE(machine.server.flush.size() == shipped.flush.size());
  for (std::size_t i = 0; i < shipped.flush.size(); ++i) {
    CHECK(machine.server.flush[i].bytes == shipped.flush[i].bytes);
    CHECK(machine.server.flush[i].work == shipped.flush[i].work);
  }
  CHECK_MESSAGE(machine.sync == sim::Duration(158'200), "a flush waits so long for the disk");
}

TEST_CASE("the recorded tables are those that the model gives") {
  const CopyMachine machine = calibrate(copies(), operations());
  const std::string tables = "```\n" + shown(copies_table(machine)) + "```\n\n```\n" +
                             shown(operations_table(machine)) + "```\n\n```\n" +
                             shown(connections_table(machine)) + "```\n";
  const std::string path = root() + "docs/postgres-calibration.md";
  const std::string page = read(path);
  const std::string begin = "<!-- tables -->\n";
  const std::size_t from = page.find(begin);
  REQUIRE(from != std::string::npos);
  if (std::getenv("DURASIM_RECORD") != nullptr) {
    std::ofstream(path) << page.substr(0, from + begin.size()) << tables;
    return;
  }
  CHECK(page.substr(from + begin.size()) == tables);
}
