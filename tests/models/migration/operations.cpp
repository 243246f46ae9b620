#include "tests/models/migration/operations.hpp"

#include "models/migration/postgres_kv.hpp"
#include "tests/models/migration/csv.hpp"
#include "tests/models/migration/database_world.hpp"

namespace tests {

namespace {

using models::migration::IndexParams;
using models::migration::KvOperation;
using models::migration::KvRequest;
using models::migration::PostgresKv;
using models::migration::Statement;
using models::migration::StatementKind;

Statement on_table(const std::string& operation) {
  Statement statement;
  statement.bytes = 336;
  statement.kind = operation == "create" ? StatementKind::kInsert
                   : operation == "get"  ? StatementKind::kSelectByKey
                                         : StatementKind::kDelete;
  return statement;
}

Statement on_kv(const std::string& operation) {
  KvRequest request;
  request.operation = operation == "create" ? KvOperation::kSetIfAbsent
                      : operation == "get"  ? KvOperation::kGet
                                            : KvOperation::kDelete;
  request.exists = operation != "create";
  request.partition_bytes = 10;
  request.key_bytes = 64;
  request.value_bytes = 338;
  request.stored_bytes = 338;
  return PostgresKv(0).statement(request, models::migration::Access::kRandom);
}

std::vector<Statement> statements_of(const OperationRun& run, const std::string& operation) {
  const Statement statement = run.store == "kv" ? on_kv(operation) : on_table(operation);
  if (run.store != "table_tx") return {statement};
  Statement begin;
  begin.kind = StatementKind::kBegin;
  Statement commit;
  commit.kind = StatementKind::kCommit;
  return {begin, statement, commit};
}

}  // namespace

std::vector<OperationRun> read_operations(const std::string& path) {
  std::vector<OperationRun> runs;
  for (const CsvLine& fields : read_csv(path, 8)) {
    runs.push_back({fields[0], fields[1], fields[2],
                    static_cast<std::uint32_t>(std::stoul(fields[3])), std::stod(fields[6])});
  }
  return runs;
}

double simulate_operation(const CopyMachine& machine, const OperationRun& run) {
  constexpr std::uint32_t kTimes = 100;
  Listed::List list;
  for (std::uint32_t i = 0; i < kTimes; ++i) {
    const auto add = [&](const std::string& operation) {
      const auto statements = statements_of(run, operation);
      list.insert(list.end(), statements.begin(), statements.end());
    };
    if (run.operation != "sequence") {
      add(run.operation);
      continue;
    }
    add("create");
    for (int get = 0; get < 7; ++get) add("get");
    add("delete");
  }
  DatabaseSetup setup;
  setup.server = host(machine.cores, machine.sync);
  setup.database.costs = machine.server;
  // A branch of the tables has a second index, on its commit.
  const bool second = run.package == "branches" && run.store != "kv";
  setup.database.tables = {
      {run.store, run.rows, 336, std::vector<IndexParams>(second ? 2 : 1, IndexParams{92})}};
  setup.database.changed_since_checkpoint = true;
  setup.client_work = machine.client.per_statement;
  DatabaseSchedule schedule;
  DatabaseWorld<Listed> world(setup, Listed({list}), schedule);
  sim::run(world, schedule, sim::kNever);
  return static_cast<double>((world.ended() - sim::kStart).count()) / 1000 / kTimes;
}

}  // namespace tests
