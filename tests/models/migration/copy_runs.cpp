#include "tests/models/migration/copy_runs.hpp"

#include "models/migration/postgres_kv.hpp"
#include "tests/models/migration/csv.hpp"
#include "tests/models/migration/database_world.hpp"

namespace tests {

namespace {

using models::migration::Access;
using models::migration::KvOperation;
using models::migration::KvRequest;
using models::migration::PostgresKv;
using models::migration::Statement;
using models::migration::StatementKind;

constexpr std::uint32_t kPageRows = 1000;
constexpr std::uint32_t kPartitionBytes = 10;  // "multiparts"
constexpr std::uint32_t kKeyBytes = 64;
constexpr std::uint32_t kValueBytes = 338;
constexpr std::uint32_t kSourceRowBytes = 336;

// What one connection sends: a page, then its rows one by one, in transactions of `batch`.
class CopyScript {
 public:
  CopyScript(std::uint32_t connections, std::uint32_t batch, std::uint32_t rows)
      : batch_(batch), rows_(rows / connections), clients_(connections) {
    KvRequest request;
    request.operation = KvOperation::kSet;
    request.partition_bytes = kPartitionBytes;
    request.key_bytes = kKeyBytes;
    request.value_bytes = kValueBytes;
    set_ = PostgresKv(1).statement(request, Access::kInOrder);
  }

  std::optional<Statement> next(std::uint32_t number) {
    Client& client = clients_[number];
    const std::uint32_t row = client.done;
    if (client.in_transaction && (row % batch_ == 0 || row == rows_) && row > client.began) {
      client.in_transaction = false;
      return control(StatementKind::kCommit);
    }
    if (client.fetched <= row && !client.at_end) return page(client);
    if (row == rows_) return std::nullopt;
    if (batch_ > 1 && !client.in_transaction) {
      client.in_transaction = true;
      client.began = row;
      return control(StatementKind::kBegin);
    }
    ++client.done;
    return set_;
  }

 private:
  struct Client {
    std::uint32_t done = 0;
    std::uint32_t fetched = 0;
    std::uint32_t began = 0;
    bool in_transaction = false;
    bool at_end = false;
  };

  static Statement control(StatementKind kind) {
    Statement statement;
    statement.kind = kind;
    return statement;
  }

  // The page after the last row is empty, and the reader knows that it is done.
  Statement page(Client& client) const {
    Statement statement;
    statement.kind = StatementKind::kSelectRange;
    statement.access = Access::kInOrder;
    statement.rows = std::min(kPageRows, rows_ - client.fetched);
    statement.bytes = statement.rows * kSourceRowBytes;
    client.fetched += statement.rows;
    client.at_end = statement.rows == 0;
    return statement;
  }

  std::uint32_t batch_;
  std::uint32_t rows_;
  Statement set_;
  std::vector<Client> clients_;
};

}  // namespace

std::vector<CopyRun> read_copy_runs(const std::string& path) {
  std::vector<CopyRun> runs;
  for (const CsvLine& fields : read_csv(path, 18)) {
    const auto number = [&](std::size_t i) { return std::stod(fields[i]); };
    CopyRun run;
    run.batch = static_cast<std::uint32_t>(number(0));
    run.synchronous = fields[1] == "on";
    run.rows = static_cast<std::uint32_t>(number(2));
    run.wall = number(4) * 1e6;
    run.page = number(7);
    run.begin = number(8);
    run.sync = number(11);
    run.write = number(12);
    run.log_bytes_a_row = number(13);
    run.server_work_a_row = number(14);
    run.client_work_a_row = number(15);
    run.heap_bytes = number(16);
    run.index_bytes = number(17);
    runs.push_back(run);
  }
  return runs;
}

CopyOutcome simulate_copy(const CopyMachine& machine, std::uint32_t batch, bool synchronous,
                          std::uint32_t rows) {
  DatabaseSetup setup;
  setup.server = host(machine.cores, machine.sync);
  setup.database.costs = machine.server;
  setup.database.synchronous_commit = synchronous;
  setup.database.tables = {{"multiparts", rows, kSourceRowBytes, {{148}}},
                           PostgresKv::table_params(0, kPartitionBytes, kKeyBytes, kValueBytes)};
  setup.clients = machine.connections;
  setup.client_work = machine.client.per_statement;
  setup.client_work_per_row = machine.client.per_row;
  DatabaseSchedule schedule;
  DatabaseWorld<CopyScript> world(setup, CopyScript(machine.connections, batch, rows), schedule);
  sim::run(world, schedule, sim::kNever);
  const auto& database = world.database();
  CopyOutcome outcome;
  outcome.wall = static_cast<double>((world.ended() - sim::kStart).count()) / 1000;
  outcome.log_bytes = static_cast<double>(database.log().inserted());
  outcome.heap_bytes = static_cast<double>(database.storage().heap_bytes(1).count);
  outcome.index_bytes = static_cast<double>(database.storage().index_bytes(1).count);
  outcome.flushes = database.counts().flushes;
  return outcome;
}

}  // namespace tests
