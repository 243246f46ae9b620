#include "world_language.hpp"

#include <fmt/format.h>

#include "shop_layout.hpp"

namespace tests {

using migration::OperationKind;

namespace {

migration::Operation on(OperationKind kind, std::uint32_t target) {
  migration::Operation operation;
  operation.kind = kind;
  operation.target = target;
  return operation;
}

migration::ApiCall call(std::string name, std::vector<migration::Operation> on_table,
                        std::vector<migration::Operation> on_kv) {
  migration::ApiCall made;
  made.name = std::move(name);
  made.on_table = std::move(on_table);
  made.on_kv = std::move(on_kv);
  return made;
}

constexpr const char* kPhaseNames[] = {
    "stop",          "snapshot",    "open",    "read version", "drop residue",
    "begin version", "dual write",  "capture", "export",       "import",
    "copy",          "catch up",    "check",   "repair",       "cut over",
    "end version",   "drop tables", "start",   "roll back",    "restart"};
constexpr const char* kEnds[] = {"done", "failed", "crashed", "never"};

}  // namespace

migration::Layout uploads(std::uint64_t rows) {
  migration::Layout layout;
  migration::Table table;
  table.name = "uploads";
  table.rows = rows;
  table.columns = {text("upload_id", 32, 32), text("path", 60, 60), text("content_type", 24, 24)};
  table.columns[2].nullable = true;
  table.columns[2].absent_share = 0.01;
  table.indexes = {{{0}, true}};
  layout.tables.push_back(table);
  migration::Package package;
  package.name = "uploads";
  package.tables = {0};
  package.rules = {0};
  package.exports = {{}};
  package.defects = {
      {"null-content-type", "", 0, migration::absent_flag(layout.tables[0], 2), "0.80.2"}};
  package.calls = {call("create",
                        {on(OperationKind::kBegin, migration::kNone), on(OperationKind::kInsert, 0),
                         on(OperationKind::kCommit, migration::kNone)},
                        {on(OperationKind::kSetIfAbsent, 0)}),
                   call("get", {on(OperationKind::kSelectByKey, 0)}, {on(OperationKind::kGet, 0)}),
                   call("delete", {on(OperationKind::kDeleteByKey, 0)},
                        {on(OperationKind::kGet, 0), on(OperationKind::kDelete, 0)}),
                   call("touch", {on(OperationKind::kUpdate, 0)}, {on(OperationKind::kSet, 0)})};
  layout.packages.push_back(package);
  add_rule(layout, "upload", 0, "multiparts", "{upload_id}",
           {"{upload_id}", "{path}", "{content_type}"});
  return layout;
}

migration::Layout runs(std::uint64_t rows, std::uint32_t hooks, bool indexed,
                       std::uint32_t workers) {
  migration::Layout layout;
  migration::Table run;
  run.name = "runs";
  run.rows = rows;
  run.columns = {text("run_id", 22, 22), text("branch", 12, 12)};
  run.columns[1].absent_share = 0.5;
  run.indexes = {{{0}, true}};
  migration::Table hook;
  hook.name = "hooks";
  hook.rows = rows * hooks;
  hook.parent = {{0, {hooks}}};
  hook.columns = {reference("run_id", 0, 0), text("hook_id", 9, 9)};
  hook.indexes = {{{0, 1}, true}};
  layout.tables = {run, hook};
  migration::Package package;
  package.name = "actions";
  package.tables = {0, 1};
  package.rules = {0, 1, 2};
  migration::ExportScan all;
  migration::ExportScan each;
  each.table = 1;
  each.stage = 1;
  each.per_parent = true;
  each.indexed = indexed;
  each.workers = workers;
  package.exports = {all, each};
  layout.packages.push_back(package);
  add_rule(layout, "run", 0, "actions", "runs/{run_id}", {"{run_id}", "{branch}"});
  add_rule(layout, "run-by-branch", 0, "actions", "branches/{branch}/{run_id}", {"runs/{run_id}"},
           migration::absent_flag(layout.tables[0], 1));
  add_rule(layout, "hook", 1, "actions", "tasks/{run_id}/{hook_id}", {"{hook_id}"});
  return layout;
}

models::hardware::Latency always(sim::Duration duration) {
  return {sim::Distribution::constant(duration.count()), {}};
}

migration::MigrationParams params(migration::Layout layout, const Costs& costs,
                                  migration::Procedure procedure) {
  migration::MigrationParams made;
  migration::HostParams db;
  db.name = "db";
  db.cpu.cores = costs.db_cores;
  db.disk.emplace();
  db.disk->write = always(costs.flush);
  migration::HostParams app;
  app.name = "app";
  app.cpu.cores = costs.app_cores;
  made.hosts = {db, app};
  made.topology = models::hardware::full_mesh({"db", "app"}, always(costs.network), std::nullopt);
  made.dataset = std::make_shared<const migration::Dataset>(std::move(layout), 1);
  migration::DatabaseCosts& server = made.source.database.costs;
  server = {};
  server.per_statement = costs.server_statement;
  server.per_row_changed = costs.row_changed;
  server.per_execution = sim::Duration(0);
  server.per_asynchronous_commit = sim::Duration(0);
  server.per_further_index = sim::Duration(0);
  server.per_row_found = sim::Duration(0);
  server.per_row_answered = costs.row_answered;
  server.per_row_visited = costs.row_visited;
  server.per_row_copied = sim::Duration(0);
  server.per_kib = sim::Duration(0);
  server.per_definition = sim::Duration(0);
  server.per_commit = costs.commit;
  server.per_writer_wake = sim::Duration(0);
  server.per_page_copied = sim::Duration(0);
  server.flush = {{8192, sim::Duration(0)}};
  server.crowding_permille = 0;
  made.source.database.full_page_writes = false;
  made.source.host = kDb;
  made.target = migration::PostgresKvTarget{};
  made.procedure = std::move(procedure);
  made.migrator = kApp;
  made.servers.host = kApp;
  made.costs.statement = always(costs.statement);
  made.costs.encode = always(costs.encode);
  made.costs.decode = always(costs.decode);
  made.costs.dump_write = always(costs.dump_write);
  return made;
}

migration::Outcome run(const migration::MigrationParams& params) {
  return migration::run(std::make_shared<const migration::MigrationParams>(params), {}).outcome;
}

std::string phases(const migration::Outcome& outcome) {
  std::string text;
  for (const migration::PhaseOutcome& phase : outcome.phases) {
    if (!text.empty()) text += ", ";
    text += kPhaseNames[static_cast<std::size_t>(phase.kind)];
    if (phase.end != migration::PhaseEnd::kDone) {
      text += fmt::format(" {}", kEnds[static_cast<std::size_t>(phase.end)]);
    }
  }
  return text;
}

const migration::PhaseOutcome& phase(const migration::Outcome& outcome, migration::PhaseKind kind) {
  for (const migration::PhaseOutcome& phase : outcome.phases) {
    if (phase.kind == kind) return phase;
  }
  SIM_CHECK(false);
}

sim::Duration length(const migration::PhaseOutcome& phase) { return phase.ended - phase.began; }

migration::TrafficParams clients(std::uint32_t number, sim::Duration think, migration::Flow flow) {
  migration::TrafficParams traffic;
  traffic.name = "users";
  traffic.flows = {std::move(flow)};
  traffic.arrivals = migration::ClosedArrivals{number, always(think)};
  return traffic;
}

migration::Flow flow(migration::RowChoice row, std::vector<migration::FlowStep> steps) {
  migration::Flow made;
  made.row = row;
  made.steps = std::move(steps);
  return made;
}

std::string faults(const migration::ContentOutcome& content) {
  return fmt::format("lost {} changed {} extra {}", content.rows_lost, content.rows_changed,
                     content.rows_extra);
}

}  // namespace tests
