// The part of MigrationReader that reads the two stores.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "models/migration/page_cache.hpp"
#include "scenarios/migration_reader.hpp"
#include "sim/quantity_text.hpp"

namespace scenarios {

namespace migration = models::migration;

namespace {

// What of the other stores a target does not have.
constexpr std::string_view kOfDatabases[] = {
    "separate",           "buffers",          "file_cache",  "caches",
    "synchronous_commit", "full_page_writes", "connections", "max_wal_size",
    "checkpoint_timeout"};
constexpr std::string_view kOfDynamo[] = {"place", "provisioned", "on_demand", "latency", "get",
                                          "put",   "query",       "batch",     "retries"};
constexpr std::string_view kOfMachines[] = {"node"};
constexpr std::string_view kOfTrees[] = {"memtable", "log", "cache"};

}  // namespace

void MigrationReader::refuse(const Fields& fields, std::span<const std::string_view> names,
                             std::string_view why) {
  for (const std::string_view name : names) {
    if (fields.raw(name) == nullptr) continue;
    problems_.report(fields.place(name), fmt::format("'{}' says nothing here: {}", name, why),
                     "leave it out");
  }
}

void MigrationReader::need_disk(const Fields& store, migration::HostIndex host) {
  if (params_.hosts[host].disk) return;
  problems_.report(
      store.place("node"),
      fmt::format("the store needs a disk, and '{}' has none", params_.hosts[host].name),
      "give the machine one: disk: gp3");
}

void MigrationReader::read_database(const Fields& store, migration::HostIndex host,
                                    migration::DatabaseParams& database) {
  constexpr migration::CacheState kStates[] = {migration::CacheState::kCold,
                                               migration::CacheState::kFileCacheWarm,
                                               migration::CacheState::kWarm};
  database.name = params_.hosts[host].name + "/database";
  database.buffers = store.size("buffers").value_or(database.buffers);
  const std::int64_t left =
      std::max<std::int64_t>(0, params_.hosts[host].memory.count - database.buffers.count);
  database.file_cache = store.size("file_cache").value_or(sim::Bytes{left});
  if (std::min(database.buffers.count, database.file_cache.count) < migration::kPageBytes) {
    const char* const at = store.raw("file_cache") != nullptr ? "file_cache"
                           : store.raw("buffers") != nullptr  ? "buffers"
                                                              : "node";
    problems_.report(
        store.place(at),
        fmt::format("the buffers and the memory left to keep files in take 8KiB each at "
                    "least, and the machine has {}",
                    sim::to_text(params_.hosts[host].memory)),
        "give the machine more memory, or the database less");
  }
  database.caches = kStates[store.choice("caches").value_or(2)];
  database.synchronous_commit = store.boolean("synchronous_commit").value_or(true);
  database.full_page_writes = store.boolean("full_page_writes").value_or(true);
  database.sessions = static_cast<std::uint32_t>(store.count("connections").value_or(100));
  database.log.max_size = store.size("max_wal_size").value_or(database.log.max_size);
  database.log.checkpoint_timeout =
      store.duration("checkpoint_timeout").value_or(database.log.checkpoint_timeout);
}

void MigrationReader::read_source(const Fields& source) {
  const auto on = host(source, "node");
  if (!on) return;
  params_.source.host = *on;
  need_disk(source, *on);
  migration::DatabaseParams& database = params_.source.database;
  read_database(source, *on, database);
  migration::DatabaseCosts& costs = database.costs;
  costs.per_statement = source.duration("per_statement").value_or(costs.per_statement);
  costs.per_row_changed = source.duration("per_row_changed").value_or(costs.per_row_changed);
  costs.per_row_found = source.duration("per_row_found").value_or(costs.per_row_found);
  costs.per_row_visited = source.duration("per_row_visited").value_or(costs.per_row_visited);
  if (const auto flush = source.duration("per_flush"))
    costs.flush = {{migration::kPageBytes, *flush}};
  costs.per_commit = source.duration("per_commit").value_or(costs.per_commit);
}

void MigrationReader::read_target(const Fields& target) {
  const auto store = target.choice("store");
  if (!store) return;
  if (*store == 1) {
    refuse(target, kOfMachines, "DynamoDB is a place of the network");
    refuse(target, kOfDatabases, "DynamoDB is no database of your own");
    refuse(target, kOfTrees, "DynamoDB is no tree of your own");
    migration::DynamoDbTarget dynamo;
    dynamo.place = target.identifier("place").value_or("dynamodb");
    read_dynamo(target, dynamo.table);
    params_.target = std::move(dynamo);
    return;
  }
  refuse(target, kOfDynamo, "it is DynamoDB's");
  if (*store == 0) refuse(target, kOfTrees, "it is an embedded tree's");
  if (*store == 2) refuse(target, kOfDatabases, "it is a database's");
  if (target.raw("node") == nullptr) {
    problems_.report(target.place(), "nothing says on which machine the store runs",
                     "write node: db");
  }
  const auto on = host(target, "node");
  if (!on) return;
  need_disk(target, *on);
  if (*store == 2) {
    migration::LsmTarget tree;
    tree.host = *on;
    read_lsm(target, tree.store);
    params_.target = std::move(tree);
    return;
  }
  migration::PostgresKvTarget kv;
  kv.host = *on;
  const bool separate = *on != params_.source.host || target.boolean("separate").value_or(false);
  if (separate) {
    kv.database.emplace();
    kv.database->costs = params_.source.database.costs;
    read_database(target, *on, *kv.database);
    kv.database->name = params_.hosts[*on].name + "/kv";
  } else {
    refuse(target, std::span(kOfDatabases).subspan(1),
           "the entries lie in the tables' own database");
  }
  params_.target = std::move(kv);
}

void MigrationReader::read_dynamo(const Fields& target, migration::DynamoParams& dynamo) {
  constexpr std::string_view kOwn[] = {"get", "put", "put", "query", "batch", "put"};
  const bool all = target.has("latency");
  for (std::size_t i = 0; i < dynamo.latencies.size(); ++i) {
    const bool own = target.has(kOwn[i]);
    dynamo.latencies[i] = hardware_.latency(target, own ? kOwn[i] : "latency");
    if (own || all || target.raw(kOwn[i]) != nullptr || target.raw("latency") != nullptr) continue;
    problems_.report(target.place(), "nothing says how long DynamoDB takes",
                     "write latency: {lognormal: {median: 5ms, p99: 20ms}}, and where you have it "
                     "from");
    break;
  }
  dynamo.retries = static_cast<std::uint32_t>(target.count("retries").value_or(dynamo.retries));
  const auto provisioned = target.mapping("provisioned");
  const auto on_demand = target.mapping("on_demand");
  if (provisioned && on_demand) {
    problems_.report(on_demand->place(), "capacity is provisioned or on demand, not both");
  }
  if (provisioned) {
    migration::DynamoProvisioned mode;
    mode.writes = provisioned->count("writes").value_or(mode.writes);
    mode.reads = provisioned->count("reads").value_or(mode.reads);
    dynamo.mode = mode;
  } else if (on_demand) {
    migration::DynamoOnDemand mode;
    mode.writes = on_demand->count("writes").value_or(mode.writes);
    mode.reads = on_demand->count("reads").value_or(mode.reads);
    mode.most_writes = std::max(mode.most_writes, mode.writes);
    mode.most_reads = std::max(mode.most_reads, mode.reads);
    dynamo.mode = mode;
  }
}

void MigrationReader::read_lsm(const Fields& target, migration::LsmParams& lsm) {
  constexpr migration::LsmLog kLogs[] = {migration::LsmLog::kEachWrite, migration::LsmLog::kGroup,
                                         migration::LsmLog::kNone};
  lsm.memtable = target.size("memtable").value_or(lsm.memtable);
  lsm.log = kLogs[target.choice("log").value_or(1)];
  lsm.cache = target.size("cache").value_or(lsm.cache);
}

}  // namespace scenarios
